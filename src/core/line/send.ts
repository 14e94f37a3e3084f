/** Sending: what a message needs to be taken, and when it goes out. */

import type { Change } from "../changes.ts";
import type { Due } from "../due-queue.ts";
import { drawId } from "../entry.ts";
import type { Entry } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { assert } from "../outcome.ts";
import type { Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import { rulesOf } from "./checks.ts";
import { NOT_ACKNOWLEDGED, startClocks } from "./clocks.ts";
import type { SendMessage } from "./commands.ts";
import { findChannel, messageChanged, messageResult } from "./find.ts";
import type { Kind } from "./kinds.ts";
import { CHANNEL, sideOf } from "./model.ts";
import type { Channel, Message, Receipt } from "./model.ts";
import { step } from "./progress.ts";
import { carryOut, findTargets, takenBackBy } from "./targets.ts";
import {
  byUrgency,
  findQueueFull,
  findSuspension,
  findTooCalm,
  isUrgent,
  needsOpenChannel,
  noteQueue,
  passesEverything,
  takePace,
  takeQuota,
} from "./traffic.ts";

export const sendMessage = (context: Context, command: SendMessage): Applied => {
  const found = findChannel(context, command.channelId);
  if (!found.ok) return refused(found.refusal);
  const channel = found.value;
  const targets = findTargets(context, channel, command);
  if (!targets.ok) return refused(targets.refusal);
  const kind = command.messageKind;
  const passes = passesEverything(context, kind, targets.value.about?.kind ?? null);
  const refusal =
    (passes ? findNoChannel(channel, kind, targets.value.about) : findNotOpen(channel)) ??
    findTooCalm(command, takenBackBy(kind, targets.value.about)) ??
    findBadTime(context, command) ??
    (passes ? null : findStopped(context, channel, command));
  if (refusal) return refused(refusal);
  const message = makeMessage(context, channel, command);
  context.state.line.messages.set(message.id, message);
  channel.messageIds.push(message.id);
  const { state, entry, party } = context;
  const { messageRetentionMs } = rulesOf(state);
  state.due.push({
    dueMs: entry.atMs + messageRetentionMs,
    kind: "forget-message",
    id: message.id,
  });
  const mayGo = passes || isUrgent(command.header.precedence);
  if (mayGo || takePace(sideOf(channel, party), entry.atMs, rulesOf(state))) {
    const changes = dispatch(state, entry, channel, message);
    return accepted(messageResult(message), changes);
  }
  channel.queuedIds.push(message.id);
  noteQueue(state, channel, party, entry.atMs);
  return accepted(messageResult(message), [messageChanged(message, "queued")]);
};

const findNotOpen = ({ id, state }: Channel): Refusal | null =>
  state === "open"
    ? null
    : { reason: "wrong-state", what: CHANNEL.name, id, state, wanted: "written on" };

/** What needs no open channel needs none to be doubted, corrected or retracted either. */
const findNoChannel = (channel: Channel, kind: Kind, about: Message | null): Refusal | null =>
  needsOpenChannel(kind) && (about === null || needsOpenChannel(about.kind))
    ? findNotOpen(channel)
    : null;

const findBadTime = ({ entry }: Context, { header }: SendMessage): Refusal | null =>
  header.replyByMs === undefined || header.replyByMs > entry.atMs
    ? null
    : {
        reason: "bad-field",
        field: "replyBy",
        detail: "replyBy has passed",
        remedy: "name a time to come, or leave it out",
      };

/** Suspension, then the room left in the party's day, then in its queue. */
const findStopped = (context: Context, channel: Channel, command: SendMessage): Refusal | null => {
  const suspension = findSuspension(channel, command);
  if (suspension) {
    const { party: by, sinceMs, scope } = suspension;
    return { reason: "line-suspended", channelId: channel.id, by, sinceMs, scope };
  }
  const full = isUrgent(command.header.precedence)
    ? null
    : findQueueFull(context.state, channel, context.party);
  return full ?? takeQuota(context, command.header.precedence);
};

const makeMessage = (
  { entry, party }: Context,
  channel: Channel,
  { messageKind, header, body, heardBy }: SendMessage,
): Message => {
  assert("hash" in entry.survey, "a message was hashed");
  const others = channel.parties.filter((one) => one !== party);
  return {
    id: drawId(entry.salt, 0),
    channelId: channel.id,
    party,
    by: entry.by,
    serial: null,
    kind: messageKind,
    header,
    body,
    heardBy: heardBy ?? null,
    hash: entry.survey.hash,
    receivedMs: entry.atMs,
    seq: entry.seq,
    state: "queued",
    sentMs: null,
    steps: [{ state: "queued", atMs: entry.atMs }],
    acknowledgeByMs: null,
    replyByMs: null,
    receipts: others.map((one) => makeReceipt(one, channel)),
    translations: [],
    correctedBy: [],
    retractedBy: null,
    entrySeqs: [],
  };
};

const makeReceipt = (party: string, { level }: Channel): Receipt => ({
  party,
  state: "undelivered",
  level,
  deliveredMs: null,
  acknowledged: null,
  objected: null,
  returned: null,
  disseminated: [],
  readBacks: [],
  answer: null,
  notAcknowledgedMs: null,
  noReplyMs: null,
  remindedMs: null,
  raises: [],
  clock: null,
});

/** The message goes out: it has its number, its clocks run, and what it says of others is done. */
const dispatch = (state: State, entry: Entry, channel: Channel, message: Message): Change[] => {
  const { atMs } = entry;
  message.serial = takeSerial(channel, message.party, atMs);
  message.sentMs = atMs;
  step(message, "sent", atMs);
  startClocks(state, message, atMs);
  const sent: Change = { kind: "message-sent", messageId: message.id };
  return [sent, ...carryOut(state, message, atMs)];
};

/** Of this channel alone: a number over all channels would tell what was said to others. */
const takeSerial = (channel: Channel, party: string, atMs: number): string => {
  const side = sideOf(channel, party);
  const year = new Date(atMs).getUTCFullYear();
  if (side.year !== year) Object.assign(side, { year, serial: 0 });
  return `${party}-${year}-${String(++side.serial).padStart(5, "0")}`;
};

/** Due: a new minute. The more urgent go first, then the earlier; what is suspended by now waits on. */
export const releaseDue = (state: State, entry: Entry, { id }: Due): Change[] => {
  const [channelId = "", party = ""] = id.split(" ");
  const channel = state.line.channels.get(channelId);
  if (!channel) return [];
  const waiting = channel.queuedIds
    .map((one) => state.line.messages.get(one)!)
    .filter((message) => message.party === party && !findSuspension(channel, saidIn(message)))
    .toSorted(byUrgency);
  const changes: Change[] = [];
  for (const message of waiting) {
    if (!takePace(sideOf(channel, party), entry.atMs, rulesOf(state))) {
      noteQueue(state, channel, party, entry.atMs);
      break;
    }
    channel.queuedIds.splice(channel.queuedIds.indexOf(message.id), 1);
    changes.push(...dispatch(state, entry, channel, message));
  }
  return changes;
};

const saidIn = ({ kind, header, body }: Message) => ({ messageKind: kind, header, body });

/** Taken out of the queue by its sender: it was never sent. */
export const unqueue = (state: State, message: Message): void => {
  const channel = state.line.channels.get(message.channelId);
  const at = channel?.queuedIds.indexOf(message.id) ?? -1;
  if (at >= 0) channel!.queuedIds.splice(at, 1);
};

/** Due: kept long enough. One that is still waited for is kept on. */
export const forgetDue = (state: State, entry: Entry, { id }: Due): Change[] => {
  const message = state.line.messages.get(id);
  if (!message) return [];
  const isOver = ["acknowledged", "answered", "closed"].includes(message.state);
  if (!isOver && (message.sentMs === null || !NOT_ACKNOWLEDGED.has(message.kind))) {
    const { messageRetentionMs } = rulesOf(state);
    state.due.push({ dueMs: entry.atMs + messageRetentionMs, kind: "forget-message", id });
    return [];
  }
  const ids = state.line.channels.get(message.channelId)?.messageIds;
  ids?.splice(ids.indexOf(id), 1);
  state.line.messages.delete(id);
  return [];
};

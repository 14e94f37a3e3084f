/**
 * Channels: proposed by one party and taken by the others. The host opens none: who speaks with whom
 * is the parties' own affair, and none is put into a room it did not enter.
 */

import type { Change } from "../changes.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findIllegalStep } from "../machine.ts";
import type { Refusal } from "../outcome.ts";
import { findBadText, keptText } from "./authors-text.ts";
import { badField } from "./bad-field.ts";
import type { ChannelCommand, ProposeChannel, ReplyLineCheck, SuspendLine } from "./commands.ts";
import { replyLineCheck, startChecks } from "./checks.ts";
import { channelResult, findChannel, lineChanged, messageChanged } from "./find.ts";
import { CHANNEL, channelIdOf, LINE, lineStateOf, sideOf } from "./model.ts";
import type { Channel, ChannelState, Side } from "./model.ts";
import { step } from "./progress.ts";
import { noteQueue } from "./traffic.ts";

export const CHANNEL_HANDLERS: Handlers<ChannelCommand> = {
  "propose-channel": (context, command) => proposeChannel(context, command),
  "take-channel": (context, { channelId }) => {
    const found = findChannel(context, channelId);
    return found.ok ? takeChannel(context, found.value) : refused(found.refusal);
  },
  "decline-channel": (context, { channelId }) => {
    const found = findChannel(context, channelId);
    return found.ok ? moveChannel(context, found.value, "declined") : refused(found.refusal);
  },
  "close-channel": (context, { channelId }) => {
    const found = findChannel(context, channelId);
    return found.ok ? closeChannel(context, found.value) : refused(found.refusal);
  },
  "suspend-line": (context, command) => {
    const found = findChannel(context, command.channelId);
    return found.ok ? suspendLine(context, found.value, command) : refused(found.refusal);
  },
  "restore-line": (context, { channelId }) => {
    const found = findChannel(context, channelId);
    return found.ok ? restoreLine(context, found.value) : refused(found.refusal);
  },
  "reply-line-check": (context, command: ReplyLineCheck) => {
    const found = findChannel(context, command.channelId);
    if (!found.ok) return refused(found.refusal);
    const notOpen = findNotOpen(found.value, "checked");
    return notOpen ? refused(notOpen) : replyLineCheck(context, found.value, command);
  },
};

const proposeChannel = (context: Context, command: ProposeChannel): Applied => {
  const { state, party } = context;
  const bad = findBadProposal(context, command);
  if (bad) return refused(bad);
  const { level, topic = null } = command;
  const parties = [party, ...command.parties].toSorted();
  const id = channelIdOf(parties, level, topic);
  if (id.length > LIMITS.referenceCharsMax)
    return refused(badField("parties", "makes an id that is too long", "name fewer parties"));
  const known = state.line.channels.get(id);
  const illegal = known && findIllegalStep(CHANNEL, id, { from: known.state, to: "proposed" });
  if (illegal) return refused(illegal);
  const channel = known ?? makeChannel(id, { parties, level, topic, proposedBy: party });
  channel.proposedBy = party;
  for (const side of channel.sides) side.hasTaken = side.party === party;
  state.line.channels.set(id, channel);
  return enter(context, channel, "proposed");
};

const findBadProposal = (
  { state, theatre, party }: Context,
  { parties, topic }: ProposeChannel,
): Refusal | null => {
  if (parties.length === 0) return badField("parties", "is empty", "name at least one other party");
  if (parties.length >= LIMITS.channelPartiesMax) {
    const remedy = `name at most ${LIMITS.channelPartiesMax - 1} others`;
    return badField("parties", `names ${parties.length}`, remedy);
  }
  if (topic !== undefined && parties.length === 1) {
    return badField(
      "topic",
      "is given for a line of two",
      "leave it out: two have one line at a level",
    );
  }
  for (const [i, id] of parties.entries()) {
    if (id === party)
      return badField(`parties[${i}]`, "is your own party", "name the others alone");
    if (parties.indexOf(id) < i)
      return badField(`parties[${i}]`, "is named twice", "name each once");
    if (!theatre.parties.some((one) => one.id === id))
      return badField(`parties[${i}]`, "is no party of this theatre", "see GET /v1/theatre");
  }
  let open = 0;
  for (const channel of state.line.channels.values())
    if (channel.proposedBy === party && channel.state === "proposed") open++;
  return open < LIMITS.channelsProposedMax
    ? null
    : {
        reason: "too-many",
        what: "channels proposed by one party and not yet taken",
        limit: LIMITS.channelsProposedMax,
      };
};

const makeChannel = (
  id: string,
  about: Pick<Channel, "parties" | "level" | "topic" | "proposedBy">,
): Channel => ({
  id,
  ...about,
  state: "proposed",
  changedMs: 0,
  sides: about.parties.map(makeSide),
  measured: "open",
  lineSinceMs: 0,
  suspensions: [],
  lastCheckNumber: 0,
  checks: [],
  askedThrough: null,
  nextCheckMs: { machine: null, person: null },
  messageIds: [],
  queuedIds: [],
});

const makeSide = (party: string): Side => ({
  party,
  hasTaken: false,
  missed: { machine: 0, person: 0 },
  lastReplyMs: null,
  year: 0,
  serial: 0,
  minute: 0,
  sentInMinute: 0,
});

const takeChannel = (context: Context, channel: Channel): Applied => {
  const illegal = findIllegalStep(CHANNEL, channel.id, { from: channel.state, to: "open" });
  if (illegal) return refused(illegal);
  const side = sideOf(channel, context.party);
  if (side.hasTaken) {
    const { id, state } = channel;
    const wanted = "taken again";
    return refused({ reason: "wrong-state", what: CHANNEL.name, id, state, wanted });
  }
  side.hasTaken = true;
  if (!channel.sides.every(({ hasTaken }) => hasTaken)) return enter(context, channel, "proposed");
  const opened = enter(context, channel, "open");
  return { ...opened, changes: [...opened.changes, ...startChecks(context, channel)] };
};

const moveChannel = (context: Context, channel: Channel, to: ChannelState): Applied => {
  const illegal = findIllegalStep(CHANNEL, channel.id, { from: channel.state, to });
  return illegal ? refused(illegal) : enter(context, channel, to);
};

/** What still waited its turn on it is never sent, and its sender is told. */
const closeChannel = (context: Context, channel: Channel): Applied => {
  const { state, entry } = context;
  const closed = moveChannel(context, channel, "closed");
  if (!closed.outcome.ok) return closed;
  const waiting = channel.queuedIds.splice(0).map((id) => state.line.messages.get(id)!);
  for (const message of waiting) step(message, "closed", entry.atMs);
  const told = waiting.map((message) => messageChanged(message, "closed"));
  return { ...closed, changes: [...closed.changes, ...told] };
};

const enter = ({ entry }: Context, channel: Channel, to: ChannelState): Applied => {
  channel.state = to;
  channel.changedMs = entry.atMs;
  const changed: Change = { kind: "channel-changed", channelId: channel.id };
  return accepted(channelResult(channel), [changed]);
};

/** Each party declares for itself, and lifts what it declared. */
const suspendLine = (
  { entry, party }: Context,
  channel: Channel,
  { scope, carveOuts, ...said }: SuspendLine,
): Applied => {
  const isDeclared = channel.suspensions.some((one) => one.party === party);
  const from = isDeclared ? "suspended" : channel.measured;
  const illegal =
    findNotOpen(channel, "suspended") ??
    findIllegalStep(LINE, channel.id, { from, to: "suspended" }) ??
    findBadText(said);
  if (illegal) return refused(illegal);
  if (scope.length === 0) return refused(badField("scope", "is empty", "say what is suspended"));
  const before = lineStateOf(channel);
  channel.suspensions.push({ party, sinceMs: entry.atMs, scope, carveOuts, ...keptText(said) });
  if (lineStateOf(channel) !== before) channel.lineSinceMs = entry.atMs;
  return accepted(channelResult(channel), [lineChanged(channel, "suspended")]);
};

const restoreLine = ({ state, entry, party }: Context, channel: Channel): Applied => {
  const notOpen = findNotOpen(channel, "restored");
  if (notOpen) return refused(notOpen);
  const at = channel.suspensions.findIndex((one) => one.party === party);
  if (at < 0) {
    return refused({
      reason: "wrong-state",
      what: LINE.name,
      id: channel.id,
      state: lineStateOf(channel),
      wanted: "restored by you",
    });
  }
  channel.suspensions.splice(at, 1);
  if (channel.queuedIds.length > 0)
    for (const one of channel.parties) noteQueue(state, channel, one, entry.atMs);
  if (channel.suspensions.length === 0) {
    // What the checks found meanwhile stands: lifting a declaration brings no one back.
    if (channel.measured === "open") channel.measured = "restored";
    channel.lineSinceMs = entry.atMs;
  }
  return accepted(channelResult(channel), [lineChanged(channel, "restored")]);
};

const findNotOpen = ({ id, state }: Channel, wanted: string): Refusal | null =>
  state === "open" ? null : { reason: "wrong-state", what: CHANNEL.name, id, state, wanted };

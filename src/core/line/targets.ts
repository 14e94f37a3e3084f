/** What a message says of another: it answers, doubts, objects to, corrects or retracts it. Nothing is deleted. */

import type { Change } from "../changes.ts";
import type { Context } from "../handling.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { isPerson } from "../parties/roles.ts";
import type { State } from "../state.ts";
import { badField } from "./bad-field.ts";
import type { SendMessage } from "./commands.ts";
import { findBadCorrection } from "./correction.ts";
import { findMessage, messageChanged } from "./find.ts";
import { specOf } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import { RECEIPT, withConcern } from "./model.ts";
import type { Channel, Message, Receipt, ReceiptState } from "./model.ts";
import { findBadNaming } from "./naming.ts";
import { settle, step } from "./progress.ts";

export type Targets = {
  /** The message that it answers. */
  readonly answered: Message | null;
  /** The message that it is about. */
  readonly about: Message | null;
};

/** About one's own message, and about another's. */
const ABOUT_OWN: ReadonlySet<Kind> = new Set(["correction", "retract"]);
const ABOUT_OTHERS: ReadonlySet<Kind> = new Set(["concern", "objection"]);

/** The message that this one corrects or retracts, or null. */
export const takenBackBy = (kind: Kind, about: Message | null): Message | null =>
  ABOUT_OWN.has(kind) ? about : null;

/** Said by commands of their own, which are held against what they acknowledge or declare. */
const SAID_OTHERWISE: Readonly<Partial<Record<Kind, string>>> = {
  ack: "acknowledge the message: POST /v1/messages/{id}/acknowledge",
  channel_state: "suspend or restore the line: POST /v1/channels/{id}/suspend or /restore",
};

/** The messages that a new one refers to; refused when they, or what else it names, do not fit it. */
export const findTargets = (
  context: Context,
  channel: Channel,
  command: SendMessage,
): Outcome<Targets> => {
  const { messageKind: kind, header, body } = command;
  const otherwise = SAID_OTHERWISE[kind];
  if (otherwise !== undefined)
    return refuse(badField("kind", `is ${kind}, which is not sent as a message`, otherwise));
  const find = (id: string): Outcome<Message> => {
    const found = findMessage(context, id);
    const isHere = found.ok && found.value.channelId === channel.id && found.value.sentMs !== null;
    return isHere ? found : refuse({ reason: "not-found", what: "message on this channel", id });
  };
  const answered = header.inReplyTo === undefined ? accept(null) : find(header.inReplyTo);
  if (!answered.ok) return answered;
  const isAbout = ABOUT_OWN.has(kind) || ABOUT_OTHERS.has(kind);
  const about = isAbout ? find(body["target"] as string) : accept(null);
  if (!about.ok) return about;
  const bad =
    findBadAnswer(context, command, answered.value) ??
    findBadAbout(context, command, about.value) ??
    findBadNaming(context, channel, command);
  return bad ? refuse(bad) : accept({ answered: answered.value, about: about.value });
};

/** What a kind that owes no particular answer is replied to with is the writer's choice. */
const answers = (kind: Kind, target: Message): boolean => {
  const { answeredBy } = specOf(target.kind);
  return answeredBy.length === 0 || answeredBy.includes(kind);
};

const findBadAnswer = (
  { party }: Context,
  { messageKind: kind }: SendMessage,
  target: Message | null,
): Refusal | null => {
  if (!target || !specOf(kind).isReply) return null;
  if (target.party === party)
    return badField("inReplyTo", "is your own message", "name the one you answer");
  const { answeredBy } = specOf(target.kind);
  if (answeredBy.includes(kind)) return null;
  const known = answeredBy.join(", ") || "nothing in particular";
  const fault = `is a ${target.kind}, which a ${kind} does not answer`;
  return badField("inReplyTo", fault, `it is answered by: ${known}`);
};

const findBadAbout = (
  { party }: Context,
  { messageKind: kind, body }: SendMessage,
  target: Message | null,
): Refusal | null => {
  if (!target) return null;
  const field = "fields.target";
  if (ABOUT_OWN.has(kind) !== (target.party === party)) {
    return ABOUT_OWN.has(kind)
      ? badField(field, "is another's message", "send a concern about it")
      : badField(field, "is your own message", "send a correction of it");
  }
  if (kind === "retract" && target.retractedBy !== null) {
    const { id } = target;
    return { reason: "wrong-state", what: "message", id, state: "retracted", wanted: "retracted" };
  }
  if (kind === "retract" && target.kind === "retract")
    return badField(field, "is a retraction itself", "send anew what it retracted");
  return kind === "correction" ? findBadCorrection(target, body) : null;
};

/** Does to the messages referred to what was said of them, now that it is sent. */
export const carryOut = (state: State, message: Message, atMs: number): Change[] => {
  const { kind, header, body } = message;
  const changes: Change[] = [];
  const target = state.line.messages.get(header.inReplyTo ?? "");
  if (target && answers(kind, target)) changes.push(...answer(state, message, target));
  const about = state.line.messages.get((body["target"] as string | undefined) ?? "");
  const act = ACTS[kind];
  if (about && act && act(about, message, { state, atMs })) {
    settle(about, atMs);
    changes.push(messageChanged(about, CAUSES[kind]!));
  }
  return changes;
};

const answer = ({ line, atMs }: State, message: Message, target: Message): Change[] => {
  const receipt = receiptOf(target, message.party);
  if (!receipt) return [];
  // The first one stands, unless it was taken back.
  const known = receipt.answer && line.messages.get(receipt.answer.messageId);
  if (receipt.answer && !known?.retractedBy) return [];
  receipt.answer = { messageId: message.id, atMs };
  // Who answers has read it: nobody is called any more.
  receipt.clock = null;
  settle(target, atMs);
  return [messageChanged(target, "answered")];
};

const receiptOf = (message: Message, party: string): Receipt | undefined =>
  message.receipts.find((one) => one.party === party);

/** True when something was done. */
type Act = (about: Message, message: Message, now: Now) => boolean;
type Now = { readonly state: State; readonly atMs: number };

const CAUSES: Readonly<Partial<Record<Kind, "corrected" | "retracted" | "concern" | "objected">>> =
  {
    correction: "corrected",
    retract: "retracted",
    concern: "concern",
    objection: "objected",
  };

/** Of no named officer it is said, and no receipt: a machine acknowledges nothing. */
const doubt = (
  to: ReceiptState,
  about: Message,
  message: Message,
  { state, atMs }: Now,
): boolean => {
  const receipt = receiptOf(about, message.party);
  const { by } = message;
  const role = message.header.fromRole;
  if (!receipt || !RECEIPT.next[receipt.state].includes(to)) return false;
  if (by === null || role === "machine" || !isPerson(state.parties, by)) return false;
  receipt.state = to;
  const act = { by, role, atMs };
  if (to === "objected") receipt.objected = { ...act, messageId: message.id };
  else {
    const concern = message.body["concern"] as "safety";
    const unsaid = { text: null, language: null };
    const { heardBy } = message;
    receipt.acknowledged = withConcern(receipt, { ...act, concern, heardBy, ...unsaid });
  }
  receipt.clock = null;
  return true;
};

const ACTS: Readonly<Partial<Record<Kind, Act>>> = {
  correction: (about, { id }) => about.correctedBy.push(id) > 0,
  retract: (about, { id }, { atMs }) => {
    if (about.retractedBy !== null) return false;
    about.retractedBy = id;
    for (const receipt of about.receipts) receipt.clock = null;
    if (about.state !== "closed") step(about, "closed", atMs);
    return true;
  },
  concern: (about, message, now) => doubt("acknowledged_with_concern", about, message, now),
  objection: (about, message, now) => doubt("objected", about, message, now),
};

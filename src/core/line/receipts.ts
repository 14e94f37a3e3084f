/**
 * What recipients say of a message. Delivered (by a machine), acknowledged (by a named officer) and
 * disseminated (to levels, at a time) are three facts and are never taken for each other.
 */

import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { isPerson } from "../parties/roles.ts";
import { findIllegalStep } from "../machine.ts";
import type { Refusal } from "../outcome.ts";
import type { MessageCause } from "./changes.ts";
import { raise } from "./clocks.ts";
import type {
  AcknowledgeMessage,
  MessageCommand,
  NoteDisseminated,
  ReadBack,
  TranslateMessage,
} from "./commands.ts";
import type { Place } from "./fields.ts";
import { findMessage, findReceived, messageChanged, messageResult } from "./find.ts";
import type { Received } from "./find.ts";
import { specOf } from "./kinds.ts";
import { MESSAGE, RECEIPT, withConcern } from "./model.ts";
import type { Act, Message, Receipt, ReceiptState } from "./model.ts";
import { hasUnseen } from "./parse-value.ts";
import { hasReadBack, settle, step } from "./progress.ts";
import { canReadBack, compareReadBack, describeMismatch, needsReadBack } from "./read-back-of.ts";
import { sendMessage, unqueue } from "./send.ts";

export const MESSAGE_HANDLERS: Handlers<MessageCommand> = {
  "send-message": (context, command) => sendMessage(context, command),
  "note-delivered": (context, { messageId }) => {
    const found = findReceived(context, messageId);
    return found.ok ? noteDelivered(context, found.value) : refused(found.refusal);
  },
  "read-back": (context, command) => {
    const found = findReceived(context, command.messageId);
    return found.ok ? readBack(context, found.value, command) : refused(found.refusal);
  },
  "acknowledge-message": (context, command) => {
    const found = findReceived(context, command.messageId);
    return found.ok ? acknowledge(context, found.value, command) : refused(found.refusal);
  },
  "note-disseminated": (context, command) => {
    const found = findReceived(context, command.messageId);
    return found.ok ? noteDisseminated(context, found.value, command) : refused(found.refusal);
  },
  "close-message": (context, { messageId }) => {
    const found = findMessage(context, messageId);
    return found.ok ? closeMessage(context, found.value) : refused(found.refusal);
  },
  "translate-message": (context, command) => {
    const found = findMessage(context, command.messageId);
    return found.ok ? translate(context, found.value, command) : refused(found.refusal);
  },
};

const changed = ({ entry }: Context, message: Message, cause: MessageCause): Applied => {
  settle(message, entry.atMs);
  return accepted(messageResult(message), [messageChanged(message, cause)]);
};

const badField = (field: string, fault: string, remedy: string): Refusal => ({
  reason: "bad-field",
  field,
  detail: `${field} ${fault}`,
  remedy,
});

const findIllegal = ({ message, receipt }: Received, to: ReceiptState): Refusal | null => {
  const { id, state } = message;
  if (state === "closed") return findIllegalStep(MESSAGE, id, { from: state, to: "acknowledged" });
  return findIllegalStep(RECEIPT, id, { from: receipt.state, to });
};

/** Said again, or after a person has acknowledged, it adds the fact alone: a receipt goes not back. */
const noteDelivered = (context: Context, { message, receipt }: Received): Applied => {
  if (receipt.deliveredMs !== null) return accepted(messageResult(message), []);
  receipt.deliveredMs = context.entry.atMs;
  if (receipt.state === "undelivered") receipt.state = "delivered";
  return changed(context, message, "delivered");
};

/** Who says it: a person, and one that is named. */
const findNoOfficer = ({ state, entry }: Context, role: Act["role"]): Refusal | null => {
  if (role === "machine")
    return badField("role", "is machine", "let an officer say it; delivered is what machines say");
  return isPerson(state.parties, entry.by)
    ? null
    : {
        reason: "not-permitted",
        detail: "an acknowledgement names its officer: the token names none",
      };
};

const actOf = ({ entry }: Context, role: Act["role"]): Act => ({
  by: entry.by!,
  role,
  atMs: entry.atMs,
});

const readBack = (context: Context, received: Received, command: ReadBack): Applied => {
  const refusal =
    findNoOfficer(context, command.role) ??
    findIllegal(received, "acknowledged") ??
    (canReadBack(received.message)
      ? null
      : badField("messageId", "names a message without a position", "acknowledge it"));
  return refusal
    ? refused(refusal)
    : (compare(context, received, command.readBack) ??
        changed(context, received.message, "read_back"));
};

/** Compares and notes it; what does not match is refused, and both sides are told of it. */
const compare = (
  { entry }: Context,
  { message, receipt }: Received,
  read: Place,
): Applied | null => {
  const check = compareReadBack(message, read);
  const { isBlocked, suspects } = check;
  const distanceM = Math.round(check.distanceM);
  receipt.readBacks.push({ atMs: entry.atMs, isMatch: !isBlocked, distanceM, suspects });
  // Of those past the limit the oldest that did not match goes: that it once matched is kept.
  const old = receipt.readBacks.findIndex((one) => !one.isMatch);
  if (receipt.readBacks.length > LIMITS.readBacksKeptMax)
    receipt.readBacks.splice(old < 0 ? 1 : old, 1);
  if (!isBlocked) return null;
  const detail = describeMismatch(check);
  const remedy = "read the position again, as it was sent; if yours is right, send a concern";
  const refusal: Refusal = { reason: "bad-field", field: "readBack", detail, remedy };
  return { ...refused(refusal), changes: [messageChanged(message, "read_back_failed")] };
};

const TARGET: Readonly<
  Record<Exclude<AcknowledgeMessage["ackKind"], "cannot_process" | "wrong_addressee">, ReceiptState>
> = {
  received: "acknowledged",
  received_and_disseminated: "acknowledged",
  received_with_concern: "acknowledged_with_concern",
};

const acknowledge = (
  context: Context,
  received: Received,
  command: AcknowledgeMessage,
): Applied => {
  const { message, receipt } = received;
  const { ackKind, role } = command;
  const bad = findNoOfficer(context, role) ?? findBadAck(context, message, command);
  if (bad) return refused(bad);
  if (ackKind === "cannot_process" || ackKind === "wrong_addressee") {
    return returnMessage(context, received, { ...actOf(context, role), kind: ackKind });
  }
  const to = TARGET[ackKind];
  const illegal = findIllegal(received, to);
  if (illegal) return refused(illegal);
  if (needsReadBack(message) && !hasReadBack(receipt)) {
    if (!command.readBack)
      return refused(badField("readBack", "is missing", "read the position back as you have it"));
    const mismatch = compare(context, received, command.readBack);
    if (mismatch) return mismatch;
    settle(message, context.entry.atMs);
  }
  receipt.state = to;
  receipt.clock = null;
  const { concern = null, text = null } = command;
  receipt.acknowledged = withConcern(receipt, { ...actOf(context, role), concern, text });
  if (ackKind === "received_and_disseminated") tell(context, receipt, command);
  return changed(context, message, "acknowledged");
};

const findBadAck = (
  { entry }: Context,
  { hash }: Message,
  { ackKind, hashSeen, levelsTold, toldMs, concern, text }: AcknowledgeMessage,
): Refusal | null => {
  if (hashSeen.length < HASH_DIGITS_MIN || !hash.startsWith(hashSeen))
    return badField(
      "hashSeen",
      "is not this message's",
      "read the message again, then acknowledge it",
    );
  if (text !== undefined && hasUnseen(text))
    return badField("text", "holds unseen characters", "remove control characters");
  if (ackKind === "received_with_concern" && concern === undefined)
    return badField("concern", "is missing", "say what the concern is");
  if (ackKind !== "received_and_disseminated") return null;
  if (!levelsTold || levelsTold.length === 0 || toldMs === undefined)
    return badField("levelsTold", "or toldAt is missing", "say which levels were told, and when");
  return findFuture(entry.atMs, toldMs);
};

/** Of 64: more than can be made to fit by trying. */
const HASH_DIGITS_MIN = 16;

const findFuture = (atMs: number, toldMs: number): Refusal | null =>
  toldMs <= atMs ? null : badField("toldAt", "is still to come", "say it when they have been told");

type Told = {
  readonly role: Act["role"];
  readonly levelsTold?: NoteDisseminated["levelsTold"];
  readonly toldMs?: number;
};

const tell = (
  context: Context,
  receipt: Receipt,
  { role, levelsTold = [], toldMs = 0 }: Told,
): void => {
  for (const level of levelsTold) {
    receipt.disseminated.push({ ...actOf(context, role), level, toldMs });
  }
  receipt.state = "disseminated";
};

/** It came, and the one who reads it can do nothing with it: raised at once, and no acknowledgement. */
const returnMessage = (
  context: Context,
  received: Received,
  returned: NonNullable<Receipt["returned"]>,
): Applied => {
  const { message, receipt } = received;
  const illegal = findIllegal(received, "acknowledged");
  if (illegal) return refused(illegal);
  if (receipt.returned) {
    const { id } = message;
    const { kind: state } = receipt.returned;
    return refused({ reason: "wrong-state", what: "receipt", id, state, wanted: returned.kind });
  }
  receipt.returned = returned;
  raise(context.state, message, receipt, { atMs: context.entry.atMs, for: "acknowledgement" });
  return changed(context, message, "returned");
};

const noteDisseminated = (
  context: Context,
  received: Received,
  command: NoteDisseminated,
): Applied => {
  const refusal =
    findNoOfficer(context, command.role) ??
    findIllegal(received, "disseminated") ??
    findFuture(context.entry.atMs, command.toldMs) ??
    findTooManyTold(received.receipt, command);
  if (refusal) return refused(refusal);
  tell(context, received.receipt, command);
  return changed(context, received.message, "disseminated");
};

const findTooManyTold = (
  { disseminated }: Receipt,
  { levelsTold }: NoteDisseminated,
): Refusal | null => {
  if (levelsTold.length === 0)
    return badField("levelsTold", "is empty", "say which levels were told");
  const limit = LIMITS.disseminationsMax;
  return disseminated.length + levelsTold.length <= limit
    ? null
    : { reason: "too-many", what: "disseminations of one message by one party", limit };
};

const closeMessage = (context: Context, message: Message): Applied => {
  const { id, state } = message;
  if (message.party !== context.party)
    return refused({ reason: "not-permitted", detail: "a message is closed by its sender" });
  const illegal = findIllegalStep(MESSAGE, id, { from: state, to: "closed" });
  if (illegal) return refused(illegal);
  if (state === "queued") unqueue(context.state, message);
  for (const receipt of message.receipts) receipt.clock = null;
  step(message, "closed", context.entry.atMs);
  return changed(context, message, "closed");
};

/** Written by a person in a language; words of the lists have their own in every language. */
const isText = ({ kind, body }: Message, name: string): boolean =>
  Object.hasOwn(body, name) && TEXTS.includes(specOf(kind).fields[name]!.type);
const TEXTS: readonly string[] = ["text", "free-text"];

const translate = (
  context: Context,
  message: Message,
  { language, translator, texts }: TranslateMessage,
): Applied => {
  const limit = LIMITS.translationsMax;
  if (message.translations.length >= limit)
    return refused({ reason: "too-many", what: "translations of one message", limit });
  if (language === message.header.language)
    return refused(badField("language", "is the author's own", "the original stands as it is"));
  const unknown = Object.keys(texts).find((name) => !isText(message, name));
  if (unknown !== undefined || Object.keys(texts).length === 0) {
    const remedy = "name the texts of the message's fields";
    return refused(badField(`texts.${unknown ?? ""}`, "is no text of that message", remedy));
  }
  const unseen = Object.keys(texts).find((name) => hasUnseen(texts[name]!));
  if (unseen !== undefined) {
    const remedy = "remove control characters";
    return refused(badField(`texts.${unseen}`, "holds unseen characters", remedy));
  }
  const { party, entry } = context;
  message.translations.push({ party, language, atMs: entry.atMs, translator, texts });
  return changed(context, message, "translated");
};

/** Acknowledging: a named officer has read it, and has read its positions back. */

import { refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import type { Refusal } from "../outcome.ts";
import { findBadText, keptText } from "./authors-text.ts";
import { badField } from "./bad-field.ts";
import { raise } from "./clocks.ts";
import type { AcknowledgeMessage } from "./commands.ts";
import { findBadTold, tell } from "./disseminate.ts";
import { messageChanged } from "./find.ts";
import type { Received } from "./find.ts";
import { withConcern } from "./model.ts";
import type { Message, Receipt, ReceiptState } from "./model.ts";
import { findOwed, settle } from "./progress.ts";
import { compare } from "./reading-back.ts";
import { actOf, changed, findIllegal, findNoOfficer } from "./receiving.ts";

const TARGET: Readonly<
  Record<Exclude<AcknowledgeMessage["ackKind"], "cannot_process" | "wrong_addressee">, ReceiptState>
> = {
  received: "acknowledged",
  received_and_disseminated: "acknowledged",
  received_with_concern: "acknowledged_with_concern",
};

export const acknowledge = (
  context: Context,
  received: Received,
  command: AcknowledgeMessage,
): Applied => {
  const { message, receipt } = received;
  const { ackKind, role, concern = null, heardBy = null } = command;
  const bad = findNoOfficer(context, role) ?? findBadAck(context, message, command);
  if (bad) return refused(bad);
  if (ackKind === "cannot_process" || ackKind === "wrong_addressee")
    return returnMessage(context, received, { ...actOf(context, role), kind: ackKind });
  const to = TARGET[ackKind];
  const illegal = findIllegal(received, to);
  if (illegal) return refused(illegal);
  const unread = findUnread(context, received, command);
  if (unread) return unread;
  const act = { ...actOf(context, role), concern, heardBy, ...keptText(command) };
  receipt.state = to;
  receipt.clock = null;
  receipt.acknowledged = withConcern(receipt, act);
  const { levelsTold = [], toldMs = 0 } = command;
  if (ackKind === "received_and_disseminated") tell(context, receipt, { role, levelsTold, toldMs });
  return changed(context, message, "acknowledged");
};

/** What is read back is compared, whether it must be read or may be; then none may be owed any more. */
const findUnread = (
  context: Context,
  received: Received,
  { readBack }: AcknowledgeMessage,
): Applied | null => {
  const { message, receipt } = received;
  const mismatch = readBack && compare(context, received, readBack);
  if (mismatch) return mismatch;
  if (readBack) settle(message, context.entry.atMs);
  const owed = findOwed(message, receipt).map(({ field }) => field);
  if (owed.length === 0) return null;
  const fault = readBack ? `does not say ${owed.join(", ")}` : "is missing";
  const remedy = `read back as you have it: ${owed.join(", ")}`;
  const answer = refused(badField("readBack", fault, remedy));
  return readBack ? { ...answer, changes: [messageChanged(message, "read_back")] } : answer;
};

const findBadAck = (
  context: Context,
  { hash }: Message,
  command: AcknowledgeMessage,
): Refusal | null => {
  const { ackKind, hashSeen, concern } = command;
  if (hashSeen.length < HASH_DIGITS_MIN || !hash.startsWith(hashSeen)) {
    const remedy = "read the message again, then acknowledge it";
    return badField("hashSeen", "is not this message's", remedy);
  }
  const bad = findBadText(command);
  if (bad) return bad;
  if (ackKind === "received_with_concern" && concern === undefined)
    return badField("concern", "is missing", "say what the concern is");
  return ackKind === "received_and_disseminated" ? findBadTold(context, command) : null;
};

/** Of 64: more than can be made to fit by trying. */
const HASH_DIGITS_MIN = 16;

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

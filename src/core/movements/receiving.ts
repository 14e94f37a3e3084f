/** What a recipient says of a movement: that it has it, what it thinks of it, whom it told. */

import { accepted, refused } from "../handling.ts";
import type { Applied, Context, HostContext } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { badField } from "../line/bad-field.ts";
import { findIllegalStep } from "../machine.ts";
import type { Refusal } from "../outcome.ts";
import type {
  AnswerMovement,
  AskMovementHold,
  NoteMovementDelivered,
  PassOnMovement,
} from "./commands.ts";
import { answer, changeOf, findNoOfficer, findReceived, receiptOf } from "./find.ts";
import type { Received } from "./find.ts";
import { missingOf } from "./fields.ts";
import { isSealedNow, isUnderWay, MOVE_RECEIPT, toldVersion } from "./model.ts";
import { findReadOff } from "./submit.ts";

export const answerMovement = (context: Context, command: AnswerMovement): Applied => {
  const found = findReceived(context, command.movementId);
  if (!found.ok) return refused(found.refusal);
  const { movement, recipient } = found.value;
  const receipt = receiptOf(movement, recipient);
  const refusal =
    findNoOfficer(context) ??
    findOtherVersion(found.value, command.version) ??
    findIllegalStep(MOVE_RECEIPT, movement.id, { from: receipt.state, to: command.answer }) ??
    findUnread(context, found.value, command) ??
    findNoConcern(command);
  if (refusal) return refused(refusal);
  const { by, atMs } = context.entry;
  const { concern = null, text = null } = command;
  const { fields } = toldVersion(movement)!;
  const isOfIncomplete = missingOf(fields, isSealedNow(movement)).length > 0;
  receipt.state = command.answer;
  receipt.deliveredMs ??= atMs;
  receipt.answered = { by: by!, atMs, concern, text, isOfIncomplete };
  return told(context, found.value, "answered");
};

/** Who was shown both ends reads them back to acknowledge them. */
const findUnread = (
  context: Context,
  { movement, recipient }: Received,
  { answer: said, readBack }: AnswerMovement,
): Refusal | null => {
  if (readBack && recipient.rung !== "full")
    return badField("readBack", "is of ends that were not shown", "leave it out");
  if (readBack) return findReadOff(context, toldVersion(movement)!.fields, readBack);
  if (said !== "acknowledged" || recipient.rung !== "full") return null;
  return badField("readBack", "is missing", "read origin and destination back");
};

const findNoConcern = ({ answer: said, concern }: AnswerMovement): Refusal | null =>
  said !== "acknowledged" && concern === undefined
    ? badField("concern", "is missing", "say which concern it is")
    : null;

const findOtherVersion = ({ movement }: Received, version: number): Refusal | null => {
  const now = toldVersion(movement)!.version;
  return now === version
    ? null
    : badField("version", `is ${version}, and ${now} is told now`, "read it anew");
};

/** Added to what was told before; nothing is taken back. */
export const passOnMovement = (context: Context, command: PassOnMovement): Applied => {
  const found = findReceived(context, command.movementId);
  if (!found.ok) return refused(found.refusal);
  const { movement, recipient } = found.value;
  const refusal = findNoOfficer(context) ?? findOtherVersion(found.value, command.version);
  if (refusal) return refused(refusal);
  const receipt = receiptOf(movement, recipient);
  const known = new Set(receipt.levels.map(({ level }) => level));
  const toldMs = context.entry.atMs;
  const fresh = [...new Set(command.levels)].filter((level) => !known.has(level));
  receipt.levels = [...receipt.levels, ...fresh.map((level) => ({ level, toldMs }))];
  return told(context, found.value, "passed_on");
};

export const askHold = (context: Context, { movementId, text }: AskMovementHold): Applied => {
  const found = findReceived(context, movementId);
  if (!found.ok) return refused(found.refusal);
  const { movement } = found.value;
  const { party, entry } = context;
  const limit = LIMITS.holdsAskedMax;
  const isPending = movement.state === "planned" || isUnderWay(movement);
  if (!isPending) {
    const { id, state } = movement;
    return refused({ reason: "wrong-state", what: "movement", id, state, wanted: "held" });
  }
  const refusal = findNoOfficer(context);
  if (refusal) return refused(refusal);
  if (movement.holdsAsked.length >= limit)
    return refused({ reason: "too-many", what: "requests to hold one movement", limit });
  movement.holdsAsked.push({ party, by: entry.by!, atMs: entry.atMs, text });
  return told(context, found.value, "hold_asked");
};

const told = (
  context: Context,
  { movement, recipient }: Received,
  cause: "answered" | "passed_on" | "hold_asked",
): Applied => answer(context, movement, [changeOf(movement, cause, recipient.to)]);

/** Said by the server when a recipient reads it. */
export const noteDelivered = (
  { state, entry, theatre }: HostContext,
  { party, movementId, version }: NoteMovementDelivered,
): Applied => {
  const found = findReceived({ state, entry, theatre, party }, movementId);
  if (!found.ok) return refused(found.refusal);
  const { movement, recipient } = found.value;
  const refusal = findOtherVersion(found.value, version);
  if (refusal) return refused(refusal);
  const receipt = receiptOf(movement, recipient);
  if (receipt.state !== "undelivered") return accepted(null, []);
  Object.assign(receipt, { state: "delivered", deliveredMs: entry.atMs });
  return accepted(null, [changeOf(movement, "delivered", party)]);
};

/** Whom a recipient told of a message: a fact of its own, whatever the receipt says beside it. */

import { refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import type { Refusal } from "../outcome.ts";
import { badField } from "./bad-field.ts";
import type { NoteDisseminated } from "./commands.ts";
import type { Received } from "./find.ts";
import { isAcknowledged, RECEIPT } from "./model.ts";
import type { Receipt } from "./model.ts";
import { actOf, changed, findClosed, findNoOfficer } from "./receiving.ts";

export type Told = Pick<NoteDisseminated, "role" | "levelsTold" | "toldMs">;

/** Also of what was objected to: who was told of it is told, too. */
export const noteDisseminated = (
  context: Context,
  received: Received,
  command: NoteDisseminated,
): Applied => {
  const { message, receipt } = received;
  const refusal =
    findNoOfficer(context, command.role) ??
    findClosed(message) ??
    findUnacknowledged(received) ??
    findBadTold(context, command) ??
    findTooManyTold(receipt, command);
  if (refusal) return refused(refusal);
  tell(context, receipt, command);
  return changed(context, message, "disseminated");
};

export const tell = (
  context: Context,
  receipt: Receipt,
  { role, levelsTold, toldMs }: Told,
): void => {
  for (const level of levelsTold)
    receipt.disseminated.push({ ...actOf(context, role), level, toldMs });
};

/** Levels, and a time that has been. */
export const findBadTold = (
  { entry }: Context,
  { levelsTold = [], toldMs }: Partial<Told>,
): Refusal | null => {
  if (levelsTold.length === 0 || toldMs === undefined)
    return badField("levelsTold", "or toldAt is missing", "say which levels were told, and when");
  return toldMs <= entry.atMs
    ? null
    : badField("toldAt", "is still to come", "say it when they have been told");
};

const findUnacknowledged = ({ message, receipt }: Received): Refusal | null => {
  const { id } = message;
  const { state } = receipt;
  return isAcknowledged(receipt)
    ? null
    : { reason: "wrong-state", what: RECEIPT.name, id, state, wanted: "disseminated" };
};

const findTooManyTold = (
  { disseminated }: Receipt,
  { levelsTold }: NoteDisseminated,
): Refusal | null => {
  const limit = LIMITS.disseminationsMax;
  return disseminated.length + levelsTold.length <= limit
    ? null
    : { reason: "too-many", what: "disseminations of one message by one party", limit };
};

/** What a recipient read back is held against what was sent, place by place; both sides are told of it. */

import { refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { badField } from "./bad-field.ts";
import { rulesOf } from "./checks.ts";
import type { ReadBack } from "./commands.ts";
import { messageChanged } from "./find.ts";
import type { Received } from "./find.ts";
import { keepReadBack } from "./note-read-back.ts";
import { findOwed, settle } from "./progress.ts";
import { checkReadBack } from "./read-back.ts";
import { describeMismatch, readablesOf } from "./read-back-of.ts";
import type { PlaceRead, Readable } from "./read-back-of.ts";
import { changed, findIllegal, findNoOfficer } from "./receiving.ts";

export const readBack = (context: Context, received: Received, command: ReadBack): Applied => {
  const refusal = findNoOfficer(context, command.role) ?? findIllegal(received, "acknowledged");
  if (refusal) return refused(refusal);
  return (
    compare(context, received, command.readBack) ?? changed(context, received.message, "read_back")
  );
};

/**
 * Compares each place and notes it; null when all fit. What does not match is refused, and what
 * matched beside it stays noted.
 */
export const compare = (
  { state, entry }: Context,
  { message, receipt }: Received,
  read: readonly PlaceRead[],
): Applied | null => {
  const places = findPlaces({ message, receipt }, read);
  if (!places.ok) return refused(places.refusal);
  const withinM = rulesOf(state).readBackWithinM;
  const faults = places.value.flatMap(({ readable, points }) => {
    const { field, what, shape, names } = readable;
    const sent = { points: readable.points, isRing: shape === "ring", limitM: withinM[what] };
    const check = checkReadBack(sent, points);
    const distanceM = Math.round(check.distanceM);
    const farthest = names[check.farthest]!;
    const { suspects, isBlocked } = check;
    const result = { atMs: entry.atMs, field, farthest, isMatch: !isBlocked, distanceM, suspects };
    keepReadBack(receipt.readBacks, result);
    return isBlocked ? [describeMismatch(readable, check)] : [];
  });
  if (faults.length === 0) return null;
  settle(message, entry.atMs);
  const remedy = "read the position again, as it was sent; if yours is right, send a concern";
  const detail = faults.join("; ");
  const refusal: Refusal = { reason: "bad-field", field: "readBack", detail, remedy };
  return { ...refused(refusal), changes: [messageChanged(message, "read_back_failed")] };
};

type Found = { readonly readable: Readable; readonly points: PlaceRead["points"] };

const findPlaces = (
  { message, receipt }: Received,
  read: readonly PlaceRead[],
): Outcome<readonly Found[]> => {
  const readables = readablesOf(message);
  const found: Found[] = [];
  if (readables.length === 0)
    return refuse(badField("readBack", "is of a message without a position", "leave it out"));
  if (read.length === 0)
    return refuse(badField("readBack", "is empty", `name one of: ${namesOf(readables)}`));
  const count = read.reduce((sum, { points }) => sum + points.length, 0);
  const countMax = LIMITS.readBackPointsMax;
  if (count > countMax)
    return refuse(badField("readBack", `has ${count} points`, `read at most ${countMax} at once`));
  for (const [i, { field, points }] of read.entries()) {
    const path = `readBack[${i}]`;
    const owed = findOwed(message, receipt);
    const [only, ...others] = owed.length > 0 ? owed : readables;
    const readable =
      field === undefined && others.length === 0
        ? only
        : readables.find((one) => one.field === field);
    if (!readable) {
      const fault = field === undefined ? "is missing" : `is ${field}, no place of that message`;
      return refuse(badField(`${path}.field`, fault, `name one of: ${namesOf(readables)}`));
    }
    if (found.some((one) => one.readable === readable))
      return refuse(badField(`${path}.field`, "is read twice", "name each place once"));
    const { length } = readable.points;
    if (points.length !== length) {
      const fault = `has ${points.length} points, ${readable.field} was sent with ${length}`;
      return refuse(badField(`${path}.points`, fault, "read every point, in order"));
    }
    found.push({ readable, points });
  }
  return accept(found);
};

const namesOf = (readables: readonly Readable[]): string =>
  readables.map(({ field }) => field).join(", ");

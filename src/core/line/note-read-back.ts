/** A read-back is kept with what came of it; one that does not match is refused with what it looks like. */

import { LIMITS } from "../limits.ts";
import type { Refusal } from "../outcome.ts";
import type { Point } from "./fields.ts";
import type { ReadBackResult } from "./model.ts";
import { checkReadBack } from "./read-back.ts";
import { describeMismatch } from "./read-back-of.ts";

/** Of those of one place past the limit the oldest that did not match goes: that it once matched is kept. */
export const keepReadBack = (readBacks: ReadBackResult[], result: ReadBackResult): void => {
  readBacks.push(result);
  const ofPlace = readBacks.filter(({ field }) => field === result.field);
  if (ofPlace.length <= LIMITS.readBacksKeptMax) return;
  const old = ofPlace.find(({ isMatch }) => !isMatch) ?? ofPlace[1]!;
  readBacks.splice(readBacks.indexOf(old), 1);
};

/** One position, as it was sent and as it was read back. */
export type PositionRead = {
  /** What its place is called: "place". */
  readonly field: string;
  readonly sent: Point;
  readonly readBack: Point;
  /** How far off blocks. */
  readonly limitM: number;
};

/** Notes it in `readBacks`; null: it matches. */
export const noteReadBack = (
  readBacks: ReadBackResult[],
  { field, sent, readBack, limitM }: PositionRead,
  atMs: number,
): Refusal | null => {
  const check = checkReadBack({ points: [sent], isRing: false, limitM }, [readBack]);
  const { isBlocked, suspects } = check;
  const distanceM = Math.round(check.distanceM);
  keepReadBack(readBacks, {
    atMs,
    field,
    farthest: field,
    isMatch: !isBlocked,
    distanceM,
    suspects,
  });
  if (!isBlocked) return null;
  return {
    reason: "bad-field",
    field: "readBack",
    detail: describeMismatch({ names: [field] }, check),
    remedy: "read the position again, as it was sent; if yours is right, send a concern",
  };
};

/**
 * A surveyed volume as one flat list of numbers: what is kept for each of hundreds of thousands.
 *
 * One array in place of a dozen objects: the collector's pauses grow with the number of objects, and
 * preparing the geometry of a candidate again costs a fraction of a microsecond.
 *
 *   kind, lower, upper (m), start, end (ms), radius (mm), pad count, time count, vertices…, pads…, times…
 *
 * Unbounded is ±Infinity.
 */

import type { Shape } from "./shape.ts";
import { makeSolid } from "./solid.ts";
import type { Solid4D } from "./solid.ts";

export type PackedVolume = readonly number[];

const KINDS = ["point", "path", "area"] as const;
/** As packed first. */
export const KIND_POINT: number = KINDS.indexOf("point");
const HEAD_COUNT = 8;
const NONE: readonly number[] = [];

export const packSolid = ({ solid, lowerM, upperM, startMs, endMs }: Solid4D): PackedVolume => {
  const { kind, ecefMm, radiusMm, padMm, timesMs } = solid.shape;
  const kindAt = KINDS.indexOf(kind);
  const head = [kindAt, lowerM, upperM, startMs, endMs, radiusMm, padMm.length, timesMs.length];
  return head.concat(ecefMm, padMm, timesMs); // takes no more room than they need
};

/** The volume ready to compare. */
export const unpackSolid = (packed: PackedVolume): Solid4D => ({
  solid: makeSolid(unpackShape(packed)),
  lowerM: packed[1]!,
  upperM: packed[2]!,
  startMs: packed[3]!,
  endMs: packed[4]!,
});

const unpackShape = (packed: PackedVolume): Shape => {
  const [padCount, timeCount] = [packed[6]!, packed[7]!];
  const padsAt = packed.length - padCount - timeCount;
  return {
    kind: KINDS[packed[0]!]!,
    ecefMm: packed.slice(HEAD_COUNT, padsAt),
    radiusMm: packed[5]!,
    padMm: padCount > 0 ? packed.slice(padsAt, padsAt + padCount) : NONE,
    timesMs: timeCount > 0 ? packed.slice(padsAt + padCount) : NONE,
  };
};

export type Span = { readonly startMs: number; readonly endMs: number };

/** From the first start to the last end. */
export const spanOf = (volumes: readonly PackedVolume[]): Span => {
  let [startMs, endMs] = [Infinity, -Infinity];
  for (const packed of volumes) {
    startMs = Math.min(startMs, packed[3]!);
    endMs = Math.max(endMs, packed[4]!);
  }
  return { startMs, endMs };
};

/** The same volume later and higher; negative: earlier and lower. Open bounds stay open. */
export const shiftPacked = (
  packed: PackedVolume,
  { shiftMs, shiftM }: { readonly shiftMs: number; readonly shiftM: number },
): PackedVolume => {
  const timesAt = packed.length - packed[7]!;
  return packed.map((value, i) => {
    if (i === 1 || i === 2) return value + shiftM;
    return i === 3 || i === 4 || i >= timesAt ? value + shiftMs : value;
  });
};

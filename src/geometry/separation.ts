/**
 * Do two volumes come within the minima of each other? Never a false "no": what can't be told counts
 * as yes, and says so. Bounds: docs/geometry.md.
 */

import { areSpheresApart, measureGap } from "./gap.ts";
import type { Gap, Pair } from "./gap.ts";
import { clipPath, isMoving } from "./solid.ts";
import type { Solid, Solid4D } from "./solid.ts";
import { isWitnessed } from "./witness.ts";

/** Separation minima of a pair. Closed: at the minimum is within it. */
export type Minima = {
  readonly lateralM: number;
  readonly verticalM: number;
  readonly timeS: number;
};

/** `sure`: within the minima whatever the tolerance. `within-tolerance`: too close to tell. */
export type Certainty = "sure" | "within-tolerance";

export type Proximity = {
  readonly certainty: Certainty;
  /** Closest lateral distance between the footprints, metres; 0 when they meet. */
  readonly lateralM: number;
  /** The width of what the true distance can be, metres. */
  readonly toleranceM: number;
  /** Gap between the altitude bands, metres; 0 when they meet. */
  readonly verticalM: number;
  /** When both are there; if their windows do not meet, the gap between them (Unix ms, ±Infinity open). */
  readonly startMs: number;
  readonly endMs: number;
};

/** Sums of altitudes in binary are off by less. */
export const ALTITUDE_ROUNDING_M = 1e-6;

/**
 * How two volumes stand when they are within `minima` of each other in space and time, or null when
 * they are surely apart.
 *
 * Touching counts, in space, altitude and time. Symmetric: separation(a, b) and separation(b, a)
 * agree. O(edges of a × edges of b) at worst, far less when their boxes are apart.
 */
export const findProximity = (a: Solid4D, b: Solid4D, minima: Minima): Proximity | null => {
  const marginMs = minima.timeS * 1000;
  if (a.startMs > b.endMs + marginMs || b.startMs > a.endMs + marginMs) return null;
  const verticalM = Math.max(0, a.lowerM - b.upperM, b.lowerM - a.upperM);
  if (verticalM > minima.verticalM + ALTITUDE_ROUNDING_M) return null;
  const lateral = findLateral(a, b, minima.lateralM, marginMs);
  if (!lateral) return null;
  const [startMs, endMs] = meetWindows(a, b);
  return { ...lateral, verticalM, startMs, endMs };
};

const meetWindows = (a: Solid4D, b: Solid4D): readonly [number, number] => {
  const [start, end] = [Math.max(a.startMs, b.startMs), Math.min(a.endMs, b.endMs)];
  return start <= end ? [start, end] : [end, start];
};

type Lateral = Pick<Proximity, "certainty" | "lateralM" | "toleranceM">;

const findLateral = (
  a: Solid4D,
  b: Solid4D,
  minimumM: number,
  marginMs: number,
): Lateral | null => {
  const radiiM = a.solid.radiusM + b.solid.radiusM;
  const limitM = minimumM + radiiM;
  if (areSpheresApart(a.solid, b.solid, limitM + a.solid.padMaxM + b.solid.padMaxM)) return null;
  const [first, second] = ordered(a, b);
  const [movesFirst, movesSecond] = [isMoving(first.solid), isMoving(second.solid)];
  const solidA = movesFirst ? clipTo(first.solid, second, marginMs) : first.solid;
  const solidB = movesSecond ? clipTo(second.solid, first, marginMs) : second.solid;
  if (!solidA || !solidB) return null;
  const withinMs = movesFirst && movesSecond ? marginMs : null;
  const pair: Pair = { a: solidA, b: solidB, limitM, withinMs };
  const gap = measureGap(pair);
  if (!gap || gap.lowerM > limitM) return null;
  const isSure = gap.upperM <= limitM || (withinMs === null && isWitnessed(pair));
  return {
    certainty: isSure ? "sure" : "within-tolerance",
    lateralM: Math.max(0, nearestM(pair, gap) - radiiM),
    toleranceM: gap.toleranceM,
  };
};

/** Where doubt alone brings two within the limit, what is nearer by name may have been passed over. */
const nearestM = (pair: Pair, { nominalM }: Gap): number =>
  nominalM > pair.limitM
    ? Math.min(nominalM, measureGap({ ...pair, limitM: nominalM })?.nominalM ?? nominalM)
    : nominalM;

/** One order for both ways round, so that a pair has one answer to the last bit. */
const ordered = (a: Solid4D, b: Solid4D): readonly [Solid4D, Solid4D] => {
  const order = a.solid.xM - b.solid.xM || a.solid.yM - b.solid.yM || a.solid.zM - b.solid.zM;
  if (order !== 0) return order < 0 ? [a, b] : [b, a];
  const size =
    a.solid.reachM - b.solid.reachM ||
    a.solid.edgeCount - b.solid.edgeCount ||
    a.solid.radiusM - b.solid.radiusM ||
    compareNumbers(a.solid.shape.ecefMm, b.solid.shape.ecefMm) ||
    compareNumbers(a.solid.shape.padMm, b.solid.shape.padMm) ||
    compareNumbers(a.solid.shape.timesMs, b.solid.shape.timesMs);
  return size <= 0 ? [a, b] : [b, a];
};

const compareNumbers = (a: readonly number[], b: readonly number[]): number => {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return a.length - b.length;
};

const clipTo = (mover: Solid, other: Solid4D, marginMs: number): Solid | null =>
  clipPath(mover, other.startMs - marginMs, other.endMs + marginMs);

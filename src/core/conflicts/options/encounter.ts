/**
 * Which whole steps of a shift, in time or altitude, bring one volume within the minima of another.
 * Exact at every step: as `findProximity` judges the shifted pair, so is the step forbidden or free.
 */

import { ALTITUDE_ROUNDING_M, findProximity } from "../../../geometry/separation.ts";
import type { Minima } from "../../../geometry/separation.ts";
import { isMoving } from "../../../geometry/solid.ts";
import type { Solid, Solid4D } from "../../../geometry/solid.ts";
import { LIMITS } from "../../limits.ts";
import { clampSteps } from "./intervals.ts";
import type { Range } from "./intervals.ts";

export type Axis = "time" | "altitude";

/** One step: a second, or a metre. */
export const STEP_MS = 1_000;

export type Steps = {
  readonly ranges: readonly Range[];
  /** Looking closer was given up: the last range may hold free steps. */
  readonly isBounded: boolean;
};

/** What a search may still do: one for all its pairs, so that their number bounds nothing alone. */
export type Work = { edgesLeft: number };

export const makeWork = (): Work => ({ edgesLeft: LIMITS.optionEdgesMax });

const NO_STEPS: Steps = { ranges: [], isBounded: false };

/** The volume later by `shiftMs` and higher by `shiftM`; a mover passes each vertex later too. */
export const shiftSolid = (volume: Solid4D, shiftMs: number, shiftM: number): Solid4D => ({
  solid: shiftMs === 0 || !isMoving(volume.solid) ? volume.solid : delay(volume.solid, shiftMs),
  lowerM: volume.lowerM + shiftM,
  upperM: volume.upperM + shiftM,
  startMs: volume.startMs + shiftMs,
  endMs: volume.endMs + shiftMs,
});

const delay = (solid: Solid, shiftMs: number): Solid => ({
  ...solid,
  shape: { ...solid.shape, timesMs: solid.shape.timesMs.map((timeMs) => timeMs + shiftMs) },
});

export const shiftAlong = (axis: Axis, volume: Solid4D, step: number): Solid4D =>
  axis === "time" ? shiftSolid(volume, step * STEP_MS, 0) : shiftSolid(volume, 0, step);

/** The steps of `a` along the axis that are forbidden by `b` standing still. */
export const findForbiddenSteps = (
  a: Solid4D,
  b: Solid4D,
  {
    axis,
    minima,
    range,
    work = makeWork(),
  }: { axis: Axis; minima: Minima; range: Range; work?: Work },
): Steps => {
  if (axis === "altitude") return findForbiddenAltitudes(a, b, minima, range);
  // Ignoring time: what is never near is never forbidden.
  if (!findProximity(a, b, { ...minima, timeS: Infinity })) return NO_STEPS;
  const marginMs = minima.timeS * 1000;
  const windows = oneRange(
    (b.startMs - marginMs - a.endMs) / STEP_MS,
    (b.endMs + marginMs - a.startMs) / STEP_MS,
    range,
  );
  if (!isMoving(a.solid) && !isMoving(b.solid)) return windows;
  // A mover is not everywhere on its route all the time: look closer.
  return windows.ranges[0] ? sweepEncounters({ a, b, minima, work }, windows.ranges[0]) : NO_STEPS;
};

const findForbiddenAltitudes = (a: Solid4D, b: Solid4D, minima: Minima, range: Range): Steps => {
  if (!findProximity(a, b, { ...minima, verticalM: Infinity })) return NO_STEPS;
  const verticalM = minima.verticalM + ALTITUDE_ROUNDING_M;
  return oneRange(b.lowerM - verticalM - a.upperM, b.upperM + verticalM - a.lowerM, range);
};

const oneRange = (from: number, to: number, within: Range): Steps => {
  const range = clampSteps(from, to, within);
  return range ? { ranges: [range], isBounded: false } : NO_STEPS;
};

type Pair = {
  readonly a: Solid4D;
  readonly b: Solid4D;
  readonly minima: Minima;
  readonly work: Work;
};

/** Two movers are compared leg by leg, and only those that are near in time as well. */
const MOVERS_WEIGHT = 8;

const edgesOf = (a: Solid4D, b: Solid4D): number =>
  (a.solid.edgeCount + b.solid.edgeCount + 1) *
  (isMoving(a.solid) && isMoving(b.solid) ? MOVERS_WEIGHT : 1);

/**
 * True when one and the same passage brings `a` within the minima at every shift between the two
 * (`toMs` below `fromMs`), or when some shift between them does (`fromMs` up to `toMs`).
 *
 * A passage is a moment of the mover (of both) near in space; it forbids an interval of shifts, all
 * of one length. Widening the other's window by d, or the minimum in time by d/2, asks for every
 * shift of an interval of length d at once; narrowing asks for those that hold at both its ends.
 */
const meets = ({ a, b, minima }: Pair, fromMs: number, toMs: number): boolean => {
  const marginMs = minima.timeS * 1000;
  if (isMoving(a.solid) && isMoving(b.solid)) {
    const timeS = minima.timeS + (toMs - fromMs) / 2000;
    if (timeS < 0) return false;
    const midway = shiftSolid(a, (fromMs + toMs) / 2, 0);
    return findProximity(midway, b, { ...minima, timeS }) !== null;
  }
  const [mover, still] = isMoving(a.solid) ? [a, b] : [b, a];
  const [earlierMs, laterMs] = isMoving(a.solid) ? [-toMs, -fromMs] : [fromMs, toMs];
  const [startMs, endMs] = [still.startMs + earlierMs, still.endMs + laterMs];
  if (endMs - startMs < -2 * marginMs) return false;
  return findProximity(mover, { ...still, startMs, endMs }, minima) !== null;
};

/**
 * Where at least one moves: from each first forbidden step, as far as the passages that forbid it
 * reach, then as far as theirs do. O(log range) probes a stretch; past a count of probes the rest
 * is taken as forbidden, and that is said.
 */
const sweepEncounters = (pair: Pair, range: Range): Steps => {
  const ranges: Range[] = [];
  const { work } = pair;
  const edges = edgesOf(pair.a, pair.b);
  let probes = 0;
  const isSpent = (): boolean => probes > LIMITS.optionProbesMax || work.edgesLeft < 0;
  const any = (from: number, to: number): boolean => {
    probes++;
    work.edgesLeft -= edges;
    return meets(pair, from * STEP_MS, to * STEP_MS);
  };
  const every = (from: number, to: number): boolean => any(to, from);
  let from = range.from;
  while (from <= range.to && (isSpent() || any(from, range.to))) {
    if (isSpent()) {
      return { ranges: [...ranges, { from, to: range.to }], isBounded: true };
    }
    const first = findFirst(from, range.to, (step) => any(from, step));
    if (!any(first, first)) {
      from = first; // the stretch lies between two whole steps
      continue;
    }
    let last = first;
    for (let isOn = true; isOn && !isSpent();) {
      const start = last;
      last = findFirst(start, range.to + 1, (step) => step > range.to || !every(start, step)) - 1;
      isOn = last < range.to && any(last + 1, last + 1);
      if (isOn) last++;
    }
    ranges.push({ from: first, to: last });
    from = last + 1;
  }
  return { ranges, isBounded: false };
};

/**
 * The first step from `from` that holds; `to` is known to, and so all after it. Reaches out from
 * `from` in doubling strides, as most stretches are short, then halves.
 */
const findFirst = (from: number, to: number, holds: (step: number) => boolean): number => {
  let [low, high] = [from - 1, from];
  for (let stride = 1; high < to && !holds(high); stride *= 2) {
    low = high;
    high = Math.min(to, high + stride);
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
};

/** A shift of the whole operation along one axis, the others frozen: solved exactly, both ways. */

import type { Solid4D } from "../../../geometry/solid.ts";
import { LIMITS } from "../../limits.ts";
import { STEP_MS } from "./encounter.ts";
import type { Axis } from "./encounter.ts";
import { findNearestFree } from "./intervals.ts";
import type { Forbidden, Range } from "./intervals.ts";
import type { Option } from "./model.ts";
import { coverRange, findForbidden, gatherPairs, judge } from "./search.ts";
import type { Gathered, Proposal, Search } from "./search.ts";

export type AxisSearch = {
  /** What was looked at: as asked, less what could not be gathered. */
  readonly range: Range;
  readonly forbidden: readonly Forbidden[];
  readonly coveredTo: number;
  /** A mover's steps were looked at too often: some free ones may be missed. */
  readonly isProbed: boolean;
};

/** Every step of the range that some counted operation forbids. */
export const searchAxis = (search: Search, axis: Axis, asked: Range): AxisSearch => {
  const { pairs, coveredTo } = gatherAlong(search, axis, asked);
  const range = coverRange(asked, coveredTo);
  const forbidden: Forbidden[] = [];
  let isProbed = false;
  for (const pair of pairs) {
    const steps = findForbidden(search, pair, { axis, range });
    for (const { from, to } of steps.ranges)
      forbidden.push({ from, to, operationId: pair.other.id });
    isProbed ||= steps.isBounded;
  }
  return { range, forbidden, coveredTo, isProbed };
};

const gatherAlong = (search: Search, axis: Axis, { from, to }: Range): Gathered =>
  axis === "time"
    ? gatherPairs(search, {
        stretch: (a) => stretchTime(a, { from, to }),
        gap: (a, b, reach) => secondsApart(a, b) - reach.timeMs / STEP_MS,
      })
    : gatherPairs(search, {
        stretch: (a) => stretchAltitude(a, { from, to }),
        gap: (a, b, reach) =>
          Math.max(0, a.lowerM - b.upperM, b.lowerM - a.upperM) - reach.verticalM,
      });

export const stretchTime = (a: Solid4D, { from, to }: Range): Solid4D => ({
  ...a,
  startMs: a.startMs + Math.min(0, from) * STEP_MS,
  endMs: a.endMs + Math.max(0, to) * STEP_MS,
});

export const stretchAltitude = (a: Solid4D, { from, to }: Range): Solid4D => ({
  ...a,
  lowerM: a.lowerM + Math.min(0, from),
  upperM: a.upperM + Math.max(0, to),
});

export const secondsApart = (a: Solid4D, b: Solid4D): number =>
  Math.max(0, a.startMs - b.endMs, b.startMs - a.endMs) / STEP_MS;

type Offered = { readonly before: Option | null; readonly after: Option | null };

/** Near first: most conflicts are settled within a sixth of the range. */
const REACHES = [1 / 6, 1] as const;

/** The nearest complete option each way, and the search that says what is in the way of others. */
export const findNearest = (
  search: Search,
  axis: Axis,
  propose: (step: number) => Proposal,
): AxisSearch & Offered => {
  const whole = rangeOf(search, axis);
  let found: (AxisSearch & Offered) | null = null;
  for (const reach of REACHES) {
    const range = { from: shorter(whole.from, -reach), to: shorter(whole.to, reach) };
    const looked = searchAxis(search, axis, range);
    found = { ...looked, ...offerNearest(search, looked, propose) };
    if (found.before && found.after) break;
  }
  return found!;
};

/** A bound on the side that `share` points to, brought nearer; on the other side it stays. */
const shorter = (bound: number, share: number): number =>
  bound * share > 0 ? Math.trunc(bound * Math.abs(share)) + 0 : bound;

const offerNearest = (
  search: Search,
  { range, forbidden }: AxisSearch,
  propose: (step: number) => Proposal,
): Offered => {
  const pick = (side: "before" | "after"): Option | null => {
    let refused = forbidden;
    // One round, unless detector and arithmetic differ in the last bit of a boundary.
    for (let round = 0; round <= LIMITS.optionRoundsMax; round++) {
      const step = findNearestFree(refused, range)[side];
      if (step === null) return null;
      const judged = judge(search, propose(step));
      if (judged?.option.leaves.length === 0) return judged.option;
      refused = [...refused, { from: step, to: step, operationId: "" }];
    }
    return null;
  };
  return { before: pick("before"), after: pick("after") };
};

/** The range of shifts along an axis as the limits and the subject allow. */
export const rangeOf = (search: Search, axis: Axis): Range => {
  const { limits, subject } = search;
  if (axis === "altitude") {
    const lowestM = Math.min(...subject.solids.map(({ lowerM }) => lowerM));
    // Below the floor already: not lowered further, and free to climb.
    const toFloor = Math.min(0, Math.ceil(limits.floorM - lowestM));
    return {
      from: Math.max(-Math.floor(limits.descendMaxM), toFloor),
      to: Math.floor(limits.climbMaxM),
    };
  }
  const startMs = Math.min(...subject.solids.map((solid) => solid.startMs));
  return {
    from: Math.max(
      -Math.floor(limits.advanceMaxMs / STEP_MS),
      Math.ceil((limits.earliestMs - startMs) / STEP_MS),
    ),
    to: Math.floor(limits.delayMaxMs / STEP_MS),
  };
};

/** The whole operation earlier or later. */

import { LIMITS } from "../../limits.ts";
import { STEP_MS } from "./encounter.ts";
import { findBlockers } from "./intervals.ts";
import type { Binding, Found, Option, TimeDirection } from "./model.ts";
import { findNearest } from "./shift-axis.ts";
import type { AxisSearch } from "./shift-axis.ts";
import type { Proposal, Search } from "./search.ts";

/**
 * The latest earlier and the earliest later time at which nothing is left in conflict, in whole
 * seconds.
 *
 * Minimal: one second closer conflicts. Complete within the limits. O(k log k) for k others.
 */
export const findTimeShifts = (search: Search): Found => {
  const unbounded = findUnboundedWindow(search);
  if (unbounded !== null) {
    const binding: Binding = { kind: "time", reason: "unbounded-window", volume: unbounded };
    return { options: [], binding: [binding] };
  }
  const axis = findNearest(search, "time", proposeTime);
  const { before, after } = axis;
  const binding: Binding[] = [];
  if (!before) binding.push(bindTime(search, axis, "earlier"));
  if (!after) binding.push(bindTime(search, axis, "later"));
  if (axis.isProbed) {
    const limit = LIMITS.optionProbesMax;
    binding.push({ kind: "time", reason: "bounded", by: "probes", limit });
  }
  if (axis.coveredTo < Infinity && !(before && after)) {
    const limit = LIMITS.optionObstaclesMax;
    binding.push({ kind: "time", reason: "bounded", by: "others", limit });
  }
  return {
    options: [before, after].filter((option): option is Option => option !== null),
    binding,
  };
};

/** The first volume without a start or an end, or null: it can't be shifted. */
export const findUnboundedWindow = ({ subject }: Search): number | null => {
  const place = subject.volumes.findIndex((v) => v.startMs === null || v.endMs === null);
  return place < 0 ? null : place;
};

export const proposeTime = (step: number): Proposal => {
  const shiftMs = step * STEP_MS;
  return {
    change: { kind: "time", values: { shiftMs } },
    cost: { delayS: Math.abs(step), climbM: 0, extraM: 0 },
  };
};

const bindTime = (
  { limits }: Search,
  { range, forbidden, coveredTo }: AxisSearch,
  direction: TimeDirection,
): Binding => {
  const step = direction === "earlier" ? Math.min(0, range.from) : Math.max(0, range.to);
  const maxMs = direction === "earlier" ? limits.advanceMaxMs : limits.delayMaxMs;
  const isFull = Math.abs(step) === Math.floor(maxMs / STEP_MS);
  return {
    kind: "time",
    reason: "no-free-time",
    direction,
    shiftMs: step * STEP_MS + 0, // no -0
    limitedBy: isFull ? "shift-max" : coveredTo < Infinity ? "others" : "earliest",
    operationIds: findBlockers(forbidden, step),
  };
};

/** The whole operation higher or lower. */

import { LIMITS } from "../../limits.ts";
import { findBlockers } from "./intervals.ts";
import type { AltitudeDirection, Binding, Found, Option } from "./model.ts";
import { findNearest } from "./shift-axis.ts";
import type { AxisSearch } from "./shift-axis.ts";
import type { Proposal, Search } from "./search.ts";

/**
 * The nearest altitudes below and above at which nothing is left in conflict, in whole metres.
 *
 * Minimal: one metre closer conflicts. Complete within the limits. O(k log k) for k others.
 */
export const findAltitudeShifts = (search: Search): Found => {
  const fixed = findFixedAltitude(search, "altitude");
  if (fixed) return { options: [], binding: [fixed] };
  const axis = findNearest(search, "altitude", proposeAltitude);
  const { before, after } = axis;
  const binding: Binding[] = [];
  if (!before) binding.push(bindAltitude(search, axis, "down"));
  if (!after) binding.push(bindAltitude(search, axis, "up"));
  if (axis.coveredTo < Infinity && !(before && after)) {
    const limit = LIMITS.optionObstaclesMax;
    binding.push({ kind: "altitude", reason: "bounded", by: "others", limit });
  }
  return {
    options: [before, after].filter((option): option is Option => option !== null),
    binding,
  };
};

/** What keeps the subject at its altitude, or null. A convoy does not climb, nor does a ship. */
export const findFixedAltitude = (
  { subject }: Search,
  kind: "altitude" | "time_altitude",
): Binding | null => {
  const { moverClass, volumes } = subject;
  if (moverClass === "ground" || moverClass === "ship") {
    return { kind, reason: "surface-mover", moverClass };
  }
  const volume = volumes.findIndex((v) => v.lowerM === null || v.upperM === null);
  return volume < 0 ? null : { kind, reason: "unbounded-band", volume };
};

export const proposeAltitude = (shiftM: number): Proposal => ({
  change: { kind: "altitude", values: { shiftM } },
  cost: { delayS: 0, climbM: Math.abs(shiftM), extraM: 0 },
});

const bindAltitude = (
  { limits }: Search,
  { range, forbidden, coveredTo }: AxisSearch,
  direction: AltitudeDirection,
): Binding => {
  const shiftM = direction === "down" ? Math.min(0, range.from) : Math.max(0, range.to);
  const maxM = direction === "down" ? limits.descendMaxM : limits.climbMaxM;
  const isFull = Math.abs(shiftM) === maxM;
  return {
    kind: "altitude",
    reason: "no-free-altitude",
    direction,
    shiftM: shiftM + 0, // no -0
    limitedBy: isFull ? "shift-max" : coveredTo < Infinity ? "others" : "floor",
    operationIds: findBlockers(forbidden, shiftM),
  };
};

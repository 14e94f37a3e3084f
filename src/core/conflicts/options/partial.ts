/** When nothing clears everything: the shift of one kind that leaves the fewest. */

import { LIMITS } from "../../limits.ts";
import type { Axis } from "./encounter.ts";
import { findBlockers } from "./intervals.ts";
import { byRank } from "./rank.ts";
import type { Option } from "./model.ts";
import { findFixedAltitude, proposeAltitude } from "./shift-altitude.ts";
import { rangeOf, searchAxis } from "./shift-axis.ts";
import { findUnboundedWindow, proposeTime } from "./shift-time.ts";
import { judge } from "./search.ts";
import type { Search } from "./search.ts";

/** The best option that leaves fewer in conflict than now, or null. */
export const findPartial = (search: Search, axes: readonly Axis[]): Option | null => {
  const found = axes.flatMap((axis) => {
    const option = isFixed(search, axis) ? null : fewestAlong(search, axis);
    return option ? [option] : [];
  });
  const better = found.filter(({ leaves }) => leaves.length < search.conflictsNow.length);
  return better.sort(byRank(search.weights))[0] ?? null;
};

const isFixed = (search: Search, axis: Axis): boolean =>
  axis === "time"
    ? findUnboundedWindow(search) !== null
    : findFixedAltitude(search, "altitude") !== null;

/** Just past the edges of what forbids, nearest first, as many as LIMITS allow. */
const fewestAlong = (search: Search, axis: Axis): Option | null => {
  const { range, forbidden } = searchAxis(search, axis, rangeOf(search, axis));
  const steps = new Set(forbidden.flatMap(({ from, to }) => [from - 1, to + 1]));
  const candidates = [...steps]
    .filter((step) => step !== 0 && step >= range.from && step <= range.to)
    .sort((x, y) => Math.abs(x) - Math.abs(y) || x - y)
    .slice(0, LIMITS.optionCandidatesMax);
  let [best, fewest]: [number | null, number] = [null, Infinity];
  for (const step of candidates) {
    const count = findBlockers(forbidden, step).length;
    if (count < fewest) [best, fewest] = [step, count];
  }
  if (best === null) return null;
  const proposal = axis === "time" ? proposeTime(best) : proposeAltitude(best);
  return judge(search, proposal)?.option ?? null;
};

/**
 * The whole operation shifted in time and altitude at once, each by less than either alone.
 *
 * Which others matter changes only where a shift in altitude passes the edge of one's band, so the
 * least shifts that can help lie just past such edges: the corners. For each, time is solved exactly.
 */

import type { Minima } from "../../../geometry/separation.ts";
import { LIMITS } from "../../limits.ts";
import { shiftSolid, STEP_MS } from "./encounter.ts";
import { findNearestFree } from "./intervals.ts";
import type { Forbidden, Range } from "./intervals.ts";
import type { Binding, Found, Option } from "./model.ts";
import { coverRange, cutAtAreas, findForbidden, gatherPairs, judge } from "./search.ts";
import type { Pair, Proposal, Search } from "./search.ts";
import { findFixedAltitude } from "./shift-altitude.ts";
import { rangeOf, secondsApart, stretchAltitude, stretchTime } from "./shift-axis.ts";
import { findUnboundedWindow } from "./shift-time.ts";

/** Shifts of one kind alone that are known to work: a shift of both is offered only when it is less. */
export type Alone = { readonly time: readonly number[]; readonly altitude: readonly number[] };

type Corner = { readonly seconds: number; readonly metres: number; readonly cost: number };

/** The cheapest corner in each quadrant (earlier or later, down or up). O(corners · k log k). */
export const findBothShifts = (search: Search, alone: Alone): Found => {
  const unbounded = findUnboundedWindow(search);
  if (unbounded !== null) return none({ kind, reason: "unbounded-window", volume: unbounded });
  const fixed = findFixedAltitude(search, kind);
  if (fixed) return none(fixed);
  const table = makeTable(search, alone);
  const metres = cornersOf(search, table);
  const tried = metres.slice(0, LIMITS.optionCandidatesMax);
  const best = cheapestByQuadrant(search, table, tried);
  const options: Option[] = [];
  for (const corner of best) {
    const judged = judge(search, propose(corner));
    if (judged?.option.leaves.length === 0) options.push(judged.option);
  }
  const binding: Binding[] = options.length > 0 ? [] : [{ kind, reason: "no-free-corner" }];
  const bound = (by: "candidates" | "others" | "probes", limit: number): void => {
    binding.push({ kind, reason: "bounded", by, limit });
  };
  if (metres.length > tried.length) bound("candidates", LIMITS.optionCandidatesMax);
  if (table.coveredTo < Infinity) bound("others", LIMITS.optionObstaclesMax);
  if (table.isProbed) bound("probes", LIMITS.optionProbesMax);
  return { options, binding };
};

const kind = "time_altitude";
const none = (binding: Binding): Found => ({ options: [], binding: [binding] });

/** A pair that is near enough over the ground, with where time and altitude bring it together. */
type Row = {
  readonly pair: Pair;
  readonly metres: readonly Range[];
  /** Forbidden seconds where the altitude is one of `metres`; worked out anew among areas. */
  readonly seconds: readonly Range[];
};

type Table = {
  readonly rows: readonly Row[];
  readonly coveredTo: number;
  /** Only shifts within these are worth a corner. */
  readonly seconds: Range;
  readonly metres: Range;
  readonly isProbed: boolean;
};

const timeless = (minima: Minima): Minima => ({ ...minima, timeS: Infinity });
const flat = (minima: Minima): Minima => ({ ...minima, verticalM: Infinity });

const makeTable = (search: Search, alone: Alone): Table => {
  const metres = shorten(rangeOf(search, "altitude"), alone.altitude);
  const asked = shorten(
    rangeOf(search, "time"),
    alone.time.map((shiftMs) => shiftMs / STEP_MS),
  );
  const { pairs, coveredTo } = gatherPairs(search, {
    stretch: (a) => stretchAltitude(stretchTime(a, asked), metres),
    gap: (a, b, reach) => secondsApart(a, b) - reach.timeMs / STEP_MS,
  });
  const seconds = coverRange(asked, coveredTo);
  const rows: Row[] = [];
  let isProbed = false;
  for (const pair of pairs) {
    const above = findForbidden(search, pair, { axis: "altitude", range: metres, relax: timeless });
    if (above.ranges.length === 0) continue;
    const when = findForbidden(search, pair, { axis: "time", range: seconds, relax: flat });
    isProbed ||= when.isBounded;
    rows.push({ pair, metres: above.ranges, seconds: when.ranges });
  }
  return { rows, coveredTo, seconds, metres, isProbed };
};

/** A range as far as the shifts that work alone, those not included. */
const shorten = (range: Range, steps: readonly number[]): Range => ({
  from: Math.max(range.from, ...steps.filter((step) => step < 0).map((step) => step + 1)),
  to: Math.min(range.to, ...steps.filter((step) => step > 0).map((step) => step - 1)),
});

/** Shifts in altitude just past the edge of a band or of an area, nearest first. */
const cornersOf = (search: Search, { rows, metres }: Table): number[] => {
  const corners = new Set<number>();
  const add = (step: number): void => {
    if (step !== 0 && step >= metres.from && step <= metres.to) corners.add(step);
  };
  for (const { from, to } of rows.flatMap((row) => row.metres)) {
    add(from - 1);
    add(to + 1);
  }
  for (const a of search.subject.solids) {
    for (const { from } of cutAtAreas(search, a, { axis: "altitude", range: metres })) {
      add(from - 1);
      add(from);
    }
  }
  return [...corners].sort((x, y) => Math.abs(x) - Math.abs(y) || x - y);
};

const cheapestByQuadrant = (
  search: Search,
  table: Table,
  candidates: readonly number[],
): readonly Corner[] => {
  const { delayPerS, climbPerM } = search.weights;
  const best = new Map<string, Corner>();
  const costIn = (quadrant: string): number => best.get(quadrant)?.cost ?? Infinity;
  for (const metres of candidates) {
    const side = metres < 0 ? "down" : "up";
    const climbCost = climbPerM * Math.abs(metres);
    if (climbCost >= costIn(`${side} before`) && climbCost >= costIn(`${side} after`)) continue;
    const nearest = findNearestFree(forbiddenAt(search, table, metres), table.seconds);
    for (const direction of ["before", "after"] as const) {
      const seconds = nearest[direction];
      const cost = climbCost + delayPerS * Math.abs(seconds ?? Infinity);
      const quadrant = `${side} ${direction}`;
      if (seconds !== null && cost < costIn(quadrant))
        best.set(quadrant, { seconds, metres, cost });
    }
  }
  return [...best.values()];
};

const forbiddenAt = (search: Search, { rows, seconds }: Table, metres: number): Forbidden[] =>
  rows.flatMap((row) => {
    const operationId = row.pair.other.id;
    return secondsAt(search, row, { metres, seconds }).map(({ from, to }) => ({
      from,
      to,
      operationId,
    }));
  });

const secondsAt = (
  search: Search,
  { pair, ...row }: Row,
  { metres, seconds }: { metres: number; seconds: Range },
): readonly Range[] => {
  if (!row.metres.some(({ from, to }) => from <= metres && metres <= to)) return [];
  if (search.areas.length === 0) return row.seconds;
  const there = { ...pair, a: shiftSolid(pair.a, 0, metres) };
  return findForbidden(search, there, { axis: "time", range: seconds }).ranges;
};

const propose = ({ seconds, metres }: Corner): Proposal => {
  const shiftMs = seconds * STEP_MS;
  return {
    change: { kind, values: { shiftMs, shiftM: metres } },
    cost: { delayS: Math.abs(seconds), climbM: Math.abs(metres), extraM: 0 },
  };
};

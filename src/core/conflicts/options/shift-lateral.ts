/** The whole operation moved over the ground, times and altitudes kept. */

import { ALTITUDE_ROUNDING_M } from "../../../geometry/separation.ts";
import type { Minima } from "../../../geometry/separation.ts";
import type { Frame } from "../../../geometry/plane.ts";
import { clipPath, isMoving } from "../../../geometry/solid.ts";
import type { Solid, Solid4D } from "../../../geometry/solid.ts";
import { LIMITS } from "../../limits.ts";
import { aroundDisc, clipWay, reflected, sumOf } from "./convex.ts";
import type { Convex } from "./convex.ts";
import { clampSteps, findBlockers, findNearestFree } from "./intervals.ts";
import type { Forbidden, Range } from "./intervals.ts";
import { outlinesOf, planeOfSolids } from "./local-plane.ts";
import type { Binding, Found, Option } from "./model.ts";
import { coverRange, gatherPairs, judge } from "./search.ts";
import type { Pair, Proposal, Search } from "./search.ts";

const BEARINGS = 16;
/** Near first: how much there is to be held against grows with the square. */
const REACHES = [1 / 5, 1] as const;
/** Offered: the least move, and the least that goes another way. */
const OTHER_WAY_DEG = 90;
/** Room for what the plane and the rounding of degrees leave out. */
const MARGIN_M = 2;
const MARGIN_SHARE = 0.001;

/** What one other outline keeps the subject's centre out of, as seen from where it is. */
type Keepout = {
  readonly outline: Convex;
  /** A circle that holds it, around one of its corners. */
  readonly x: number;
  readonly y: number;
  readonly radiusM: number;
  readonly operationId: string;
};

type Exit = { readonly bearingDeg: number; readonly distanceM: number; readonly option: Option };

/**
 * The least moves over 16 bearings at which nothing is left in conflict, in whole metres.
 *
 * Exact for outlines that are convex, to a half percent of the minima; around others it may go
 * further than it must, and is then shortened by halving as often as LIMITS allow.
 */
export const findLateralShifts = (search: Search): Found => {
  const frame = planeOfSolids(search.subject.solids);
  let [looked, exits]: [Keepouts | null, Exit[]] = [null, []];
  for (const reach of REACHES) {
    looked = findKeepouts(search, frame, reach * search.limits.shiftMaxM);
    exits = findExits(search, looked);
    if (exits.length > 0) break;
  }
  const { keepouts, range, isCovered } = looked!;
  const offered = pickExits(exits).map((exit) => shorten(search, exit));
  const binding: Binding[] = [];
  if (offered.length === 0) binding.push(bindLateral(keepouts, range));
  if (!isCovered) {
    const limit = LIMITS.optionObstaclesMax;
    binding.push({ kind: "lateral", reason: "bounded", by: "others", limit });
  }
  return { options: offered, binding };
};

type Keepouts = {
  readonly keepouts: readonly Keepout[];
  readonly range: Range;
  readonly isCovered: boolean;
};

const findExits = (search: Search, { keepouts, range }: Keepouts): Exit[] =>
  Array.from({ length: BEARINGS }, (_, i) => {
    const bearingDeg = (i * 360) / BEARINGS;
    return findExit(search, { bearingDeg, keepouts, range });
  }).filter((exit) => exit !== null);

const proposeLateral = (bearingDeg: number, distanceM: number): Proposal => ({
  change: { kind: "lateral", values: { bearingDeg, distanceM } },
  cost: { delayS: 0, climbM: 0, extraM: distanceM },
});

const findKeepouts = (search: Search, frame: Frame, shiftMaxM: number): Keepouts => {
  const { pairs, coveredTo } = gatherPairs(search, {
    stretch: (a) => a,
    lateralM: shiftMaxM,
    gap: (a, b, reach) => spheresApartM(a, b) - reach.lateralM,
  });
  const { minima: table } = search.state;
  const keepouts: Keepout[] = [];
  const grow = makeGrower(frame);
  for (const pair of pairs) {
    const minima = table.find(pair.a, search.subject.moverClass, pair.b, pair.other.moverClass);
    keepouts.push(...keepoutsOf(pair, minima, { frame, grow }));
  }
  const range = coverRange({ from: 1, to: Math.floor(shiftMaxM) }, coveredTo);
  return { keepouts, range, isCovered: coveredTo === Infinity };
};

/** No more than the distance between the two, less their radii and the doubt about their edges. */
const spheresApartM = ({ solid: a }: Solid4D, { solid: b }: Solid4D): number =>
  Math.hypot(a.xM - b.xM, a.yM - b.yM, a.zM - b.zM) -
  (a.reachM + b.reachM + a.radiusM + b.radiusM + a.padMaxM + b.padMaxM);

const keepoutsOf = (
  { a, b, other }: Pair,
  minima: Minima,
  { frame, grow }: { readonly frame: Frame; readonly grow: Grower },
): Keepout[] => {
  const marginMs = minima.timeS * 1000;
  if (a.startMs > b.endMs + marginMs || b.startMs > a.endMs + marginMs) return [];
  const verticalM = Math.max(0, a.lowerM - b.upperM, b.lowerM - a.upperM);
  if (verticalM > minima.verticalM + ALTITUDE_ROUNDING_M) return [];
  const [solidA, solidB] = [meanwhile(a, b, marginMs), meanwhile(b, a, marginMs)];
  if (!solidA || !solidB) return [];
  const nearM = minima.lateralM + solidA.radiusM + solidB.radiusM;
  const doubtM = solidA.padMaxM + solidB.padMaxM + MARGIN_M;
  const grown = grow(solidA, nearM * (1 + MARGIN_SHARE) + doubtM);
  return outlinesOf(frame, solidB).flatMap((outline) =>
    grown.map((own) => makeKeepout(sumOf(outline, own), other.id)),
  );
};

const makeKeepout = (outline: Convex, operationId: string): Keepout => {
  const [x, y] = outline[0]!;
  const radiusM = Math.max(...outline.map((corner) => Math.hypot(corner[0] - x, corner[1] - y)));
  return { outline, x, y, radiusM, operationId };
};

/** Outlines of the subject's own, turned round and grown by a distance. */
type Grower = (own: Solid, byM: number) => readonly Convex[];

/** Most others have one distance to keep, so few are ever worked out. */
const makeGrower = (frame: Frame): Grower => {
  const known = new Map<Solid, Map<number, readonly Convex[]>>();
  return (own, byM) => {
    const ofOwn = known.get(own) ?? new Map<number, readonly Convex[]>();
    known.set(own, ofOwn);
    let grown = ofOwn.get(byM);
    if (!grown) {
      const disc = aroundDisc(byM, 32);
      grown = outlinesOf(frame, own).map((outline) => sumOf(reflected(outline), disc));
      ofOwn.set(byM, grown);
    }
    return grown;
  };
};

/** The part of a mover's path that it is on while the other is there. */
export const meanwhile = (mover: Solid4D, other: Solid4D, marginMs: number): Solid | null =>
  isMoving(mover.solid)
    ? clipPath(mover.solid, other.startMs - marginMs, other.endMs + marginMs)
    : mover.solid;

const findExit = (
  search: Search,
  way: {
    readonly bearingDeg: number;
    readonly keepouts: readonly Keepout[];
    readonly range: Range;
  },
): Exit | null => {
  const { bearingDeg, keepouts, range } = way;
  const forbidden = forbiddenOn(bearingDeg, keepouts, range);
  for (let round = 0; round <= LIMITS.optionRoundsMax; round++) {
    const distanceM = findNearestFree(forbidden, range).after;
    if (distanceM === null) return null;
    const judged = judge(search, proposeLateral(bearingDeg, distanceM));
    if (judged?.option.leaves.length === 0) return { bearingDeg, distanceM, option: judged.option };
    // Run into others, or not quite out: minima may be larger there. A little further on.
    const to = Math.ceil(distanceM * 1.02) + 100;
    forbidden.push({ from: distanceM, to, operationId: judged?.option.leaves[0] ?? "" });
  }
  return null;
};

/** Forbidden whole metres along a bearing. */
const forbiddenOn = (
  bearingDeg: number,
  keepouts: readonly Keepout[],
  range: Range,
): Forbidden[] => {
  const angle = (bearingDeg * Math.PI) / 180;
  const farM = range.to + 1;
  const forbidden: Forbidden[] = [];
  const [east, north] = [Math.sin(angle), Math.cos(angle)];
  for (const { outline, x, y, radiusM, operationId } of keepouts) {
    if (Math.abs(x * north - y * east) > radiusM || x * east + y * north < -radiusM) continue;
    const part = clipWay(outline, [0, 0], [farM * east, farM * north]);
    const steps = part && clampSteps(part[0] * farM, part[1] * farM, range);
    if (steps) forbidden.push({ ...steps, operationId });
  }
  return forbidden;
};

const pickExits = (exits: readonly Exit[]): Exit[] => {
  const sorted = exits.toSorted((x, y) => x.distanceM - y.distanceM || x.bearingDeg - y.bearingDeg);
  const [least] = sorted;
  if (!least) return [];
  const other = sorted.find(({ bearingDeg }) => {
    const turnDeg = Math.abs(bearingDeg - least.bearingDeg);
    return Math.min(turnDeg, 360 - turnDeg) >= OTHER_WAY_DEG;
  });
  return other ? [least, other] : [least];
};

/** Halves the way back as long as nothing is met: outlines need not be convex. */
const shorten = (search: Search, exit: Exit): Option => {
  let [blockedM, freeM, best] = [0, exit.distanceM, exit.option];
  for (let round = 0; round < LIMITS.optionHalvingsMax && freeM - blockedM > 1; round++) {
    const middleM = Math.round((blockedM + freeM) / 2);
    const judged = judge(search, proposeLateral(exit.bearingDeg, middleM));
    if (judged?.option.leaves.length === 0) [freeM, best] = [middleM, judged.option];
    else blockedM = middleM;
  }
  return best;
};

const bindLateral = (keepouts: readonly Keepout[], range: Range): Binding => {
  const ids = new Set<string>();
  for (let i = 0; i < BEARINGS; i++) {
    const forbidden = forbiddenOn((i * 360) / BEARINGS, keepouts, range);
    for (const id of findBlockers(forbidden, range.to)) ids.add(id);
  }
  const operationIds = [...ids].sort();
  return {
    kind: "lateral",
    reason: "no-free-place",
    shiftMaxM: Math.max(0, range.to),
    operationIds,
  };
};

/** One corridor's route around given obstacles. Geodesics: a read path. */

import { CURVATURE_RADIUS_MIN_M } from "../../../geometry/ellipsoid.ts";
import type { Corridor, Position } from "../../../geometry/footprint.ts";
import type { Frame } from "../../../geometry/plane.ts";
import type { Minima } from "../../../geometry/separation.ts";
import type { Solid4D } from "../../../geometry/solid.ts";
import { LIMITS } from "../../limits.ts";
import { aroundDisc, isWithin, sumOf } from "./convex.ts";
import type { Convex, Point } from "./convex.ts";
import { measureLegsM } from "./lateral-move.ts";
import { outlinesOf, planeOfPositions, toPlane, toPosition } from "./local-plane.ts";
import { meanwhile } from "./shift-lateral.ts";
import { findWay, INSIDE_M } from "./visibility.ts";

/** Another's volume to be led around. `times` it was met: more room each time. */
export type Obstacle = {
  readonly solid: Solid4D;
  readonly minima: Minima;
  readonly operationId: string;
  readonly times: number;
};

export type PlannedRoute = {
  readonly route: readonly Position[];
  readonly timesMs: readonly number[] | null;
  /** Below 0: shorter, or earlier, than it was. */
  readonly extraM: number;
  readonly delayMs: number;
};

export type Blocked = {
  readonly reason: "end-blocked" | "no-route" | "too-many-outlines";
  readonly operationIds: readonly string[];
};

/** Room for what the plane and the rounding of degrees leave out; the second when met again. */
const MARGIN_M = 5;
const MARGIN_SHARE = 0.001;
const MARGIN_AGAIN_M = 50;
const MARGIN_AGAIN_SHARE = 0.01;
/** New legs of a route whose edges have two readings are cut so short that these agree to a metre. */
const LONLAT_LEG_MAX_M = 2_000;

/** The shortest route that keeps its clear points in order and stays out of every widened hull. */
export const planRoute = (
  corridor: Corridor,
  subject: Solid4D,
  obstacles: readonly Obstacle[],
): PlannedRoute | Blocked => {
  const frame = planeOfPositions(corridor.route);
  const legsM = measureLegsM(corridor.route);
  const around = widenAll({ frame, corridor, subject, longestM: Math.max(...legsM) }, obstacles);
  if (around.length > LIMITS.optionOutlinesMax)
    return { reason: "too-many-outlines", operationIds: [] };
  const points = corridor.route.map((position) => toPlane(frame, position));
  const blockers = (at: Point): string[] => [
    ...new Set(around.filter((o) => isWithin(o.outline, at, INSIDE_M)).map((o) => o.operationId)),
  ];
  const atEnds = [...blockers(points[0]!), ...blockers(points.at(-1)!)];
  if (atEnds.length > 0)
    return { reason: "end-blocked", operationIds: [...new Set(atEnds)].sort() };
  const kept = points.flatMap((at, i) => (blockers(at).length === 0 ? [i] : []));
  const outlines = around.map(({ outline }) => outline);
  const draft = startDraft(corridor);
  for (const [k, last] of kept.entries()) {
    if (k === 0) continue;
    const first = kept[k - 1]!;
    const way = findWay(points[first]!, points[last]!, outlines);
    if (!way) {
      return {
        reason: "no-route",
        operationIds: [...new Set(around.map((o) => o.operationId))].sort(),
      };
    }
    addWay(draft, { corridor, first, last, way, frame, lengthM: sum(legsM.slice(first, last)) });
  }
  const { route, timesMs, lengthM } = draft;
  return {
    route,
    timesMs: corridor.timesMs ? timesMs.map(Math.round) : null,
    extraM: lengthM - sum(legsM),
    delayMs: corridor.timesMs ? timesMs.at(-1)! - corridor.timesMs.at(-1)! : 0,
  };
};

type Around = { readonly outline: Convex; readonly operationId: string };

type Plane = {
  readonly frame: Frame;
  readonly corridor: Corridor;
  readonly subject: Solid4D;
  readonly longestM: number;
};

/** Every obstacle's hulls, widened; in an order that does not depend on who filed first. */
const widenAll = (plane: Plane, obstacles: readonly Obstacle[]): Around[] =>
  obstacles
    .toSorted(({ solid: { solid: a } }, { solid: { solid: b } }) => {
      return a.xM - b.xM || a.yM - b.yM || a.zM - b.zM || a.reachM - b.reachM;
    })
    .flatMap((obstacle) => widen(plane, obstacle));

const widen = ({ frame, subject, longestM }: Plane, obstacle: Obstacle): Around[] => {
  const { solid, minima, operationId, times } = obstacle;
  const met = times === 1 ? meanwhile(solid, subject, minima.timeS * 1000) : null;
  const { radiusM, padMaxM } = solid.solid;
  const nearM = minima.lateralM + radiusM + padMaxM + subject.solid.radiusM;
  // A leg is a geodesic, in the plane a line that is not quite straight.
  const bendM =
    (longestM * longestM * (subject.solid.reachM + longestM)) /
    (8 * CURVATURE_RADIUS_MIN_M * CURVATURE_RADIUS_MIN_M);
  const roomM =
    MARGIN_M + MARGIN_SHARE * nearM + (times - 1) * (MARGIN_AGAIN_M + MARGIN_AGAIN_SHARE * nearM);
  const disc = aroundDisc(nearM + bendM + roomM, 16);
  return outlinesOf(frame, met ?? solid.solid).map((hull) => ({
    outline: sumOf(hull, disc),
    operationId,
  }));
};

/** The route as far as it is planned. Times are kept unrounded. */
type Draft = { route: Position[]; timesMs: number[]; lengthM: number };

const startDraft = ({ route, timesMs }: Corridor): Draft => ({
  route: [route[0]!],
  timesMs: timesMs ? [timesMs[0]!] : [],
  lengthM: 0,
});

type Way = {
  readonly corridor: Corridor;
  /** Places in the old route that the way leads from and to, and how far it was between them. */
  readonly first: number;
  readonly last: number;
  readonly lengthM: number;
  readonly way: readonly Point[];
  readonly frame: Frame;
};

const addWay = (draft: Draft, { corridor, first, last, lengthM, way, frame }: Way): void => {
  const isAsItWas = way.length === 2 && last === first + 1;
  const points = isAsItWas || corridor.edges === "geodesic" ? way : cutLegs(way);
  const added = [...points.slice(1, -1).map((at) => toPosition(frame, at)), corridor.route[last]!];
  const legsM = measureLegsM([draft.route.at(-1)!, ...added]);
  draft.route.push(...added);
  draft.lengthM += sum(legsM);
  if (!corridor.timesMs) return;
  const tookMs = corridor.timesMs[last]! - corridor.timesMs[first]!;
  for (const legM of legsM) {
    const legMs = isAsItWas || lengthM === 0 ? tookMs / legsM.length : (legM / lengthM) * tookMs;
    draft.timesMs.push(draft.timesMs.at(-1)! + legMs);
  }
};

const cutLegs = (way: readonly Point[]): Point[] =>
  way.flatMap((to, i) => {
    if (i === 0) return [to];
    const from = way[i - 1]!;
    const parts = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / LONLAT_LEG_MAX_M) || 1;
    return Array.from({ length: parts }, (_, k): Point => {
      const f = (k + 1) / parts;
      return [from[0] + f * (to[0] - from[0]), from[1] + f * (to[1] - from[1])];
    });
  });

const sum = (lengths: readonly number[]): number => lengths.reduce((total, m) => total + m, 0);

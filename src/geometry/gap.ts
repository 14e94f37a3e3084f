/**
 * How far apart the skeletons of two shapes are: bounds on the true distance, from the tangent plane.
 *
 * Bounds: docs/geometry.md. A distance in the tangent plane is never above the true one, and after
 * the origin is moved to the closest approach it is below it by micrometres a kilometre.
 */

import { approachChains, makeApproach } from "./approach.ts";
import type { Approach } from "./approach.ts";
import {
  CURVATURE_RADIUS_MAX_M,
  CURVATURE_RADIUS_MIN_M,
  ECCENTRICITY2,
  EQUATORIAL_M,
} from "./ellipsoid.ts";
import { approachMovers } from "./movers.ts";
import type { Timing } from "./movers.ts";
import { Chain, makeFrame, windsAround } from "./plane.ts";
import type { Frame } from "./plane.ts";
import { liftFromChord } from "./solid.ts";
import type { Piece, Solid } from "./solid.ts";

/** Each vertex is stored to the millimetre: √3/2 mm on either side, and rounding. */
const ROUNDING_M = 0.002;
/** A mover keeps a steady pace on the geodesic, here on its chord: L³ / (24 R²) for 10 km and room. */
const PACE_SLACK_M = 0.005;
/** Inside or outside a large area is judged on great ellipses: within 3 cm of its geodesic edges. */
export const OUTLINE_DOUBT_M = 0.05;

/** Also what keeps the far hemisphere from folding over: a chord through the earth is long. */
export const areSpheresApart = (a: Piece, b: Piece, limitM: number): boolean => {
  const [dx, dy, dz] = [a.xM - b.xM, a.yM - b.yM, a.zM - b.zM];
  const reachM = a.reachM + b.reachM + limitM + 1;
  return dx * dx + dy * dy + dz * dz > reachM * reachM;
};

/** What is measured. */
export type Pair = {
  readonly a: Solid;
  readonly b: Solid;
  readonly limitM: number;
  /** Both move: the largest time between them that counts. `null`: places alone are compared. */
  readonly withinMs: number | null;
};

/** Bounds on the true distance between two skeletons, metres. */
export type Gap = {
  readonly lowerM: number;
  readonly nominalM: number;
  readonly upperM: number;
  readonly toleranceM: number;
};

/** The gap between two skeletons; null when it is surely over the limit. 0 where one holds the other. */
export const measureGap = (pair: Pair): Gap | null => {
  const { a, b } = pair;
  if (!a.pieces && !b.pieces) return measurePieces(pair, a, b, true);
  if (pair.withinMs !== null) return measureAllPieces(pair);
  const boundary = measureAllPieces({ ...pair, limitM: Math.max(pair.limitM, OUTLINE_DOUBT_M) });
  const isAtOutline = boundary !== null && boundary.lowerM <= OUTLINE_DOUBT_M;
  const isNested = boundary?.nominalM !== 0 && (isAnyWithin(a, b) || isAnyWithin(b, a));
  if (isAtOutline) {
    const nominalM = isNested ? 0 : boundary.nominalM;
    return { ...boundary, lowerM: 0, nominalM, toleranceM: boundary.toleranceM + OUTLINE_DOUBT_M };
  }
  return isNested ? SURELY_MET : boundary;
};

/** The gap between the lines alone, whatever lies inside of what: the closest pair of pieces. */
export const measureAllPieces = (pair: Pair): Gap | null => {
  const { a, b, limitM } = pair;
  let best: Gap | null = null;
  for (const pieceA of a.pieces ?? [a]) {
    if (areSpheresApart(pieceA, b, limitM + a.padMaxM + b.padMaxM)) continue;
    for (const pieceB of b.pieces ?? [b]) {
      if (areSpheresApart(pieceA, pieceB, limitM + a.padMaxM + b.padMaxM)) continue;
      const gap = measurePieces(pair, pieceA, pieceB, false);
      if (gap && (!best || gap.nominalM < best.nominalM)) best = mergeGaps(gap, best);
      else if (gap && best) best = mergeGaps(best, gap);
      if (best?.nominalM === 0 && best.upperM <= limitM) return best; // no nearer, and sure
    }
  }
  return best;
};

const mergeGaps = (nearest: Gap, other: Gap | null): Gap =>
  other
    ? {
        ...nearest,
        lowerM: Math.min(nearest.lowerM, other.lowerM),
        upperM: Math.min(nearest.upperM, other.upperM),
      }
    : nearest;

const chainA: Chain = new Chain();
const chainB: Chain = new Chain();
const approach: Approach = makeApproach();
/** Earth-centred places of the closest approach: x, y, z on A, then on B. Metres, on the ground. */
const feet: Float64Array = new Float64Array(6);

/** At most this many times is the origin moved to the closest approach. */
const RECENTRINGS_MAX = 3;

const measurePieces = (pair: Pair, pieceA: Piece, pieceB: Piece, isWhole: boolean): Gap | null => {
  let [x, y, z] = [
    (pieceA.xM + pieceB.xM) / 2,
    (pieceA.yM + pieceB.yM) / 2,
    (pieceA.zM + pieceB.zM) / 2,
  ];
  let gap: Gap | null = null;
  for (let round = 0; round <= RECENTRINGS_MAX; round++) {
    const frame = makeFrame(x, y, z);
    chainA.project(pair.a, pieceA, frame);
    chainB.project(pair.b, pieceB, frame);
    approachPair(pair, pieceA, pieceB);
    if (isWhole && isInside(pair)) return insideGap();
    const lowerM = bendOver(approach.lowerM - ROUNDING_M, CURVATURE_RADIUS_MAX_M);
    if (lowerM > pair.limitM || approach.nominalM === Infinity) return null;
    if (approach.doCross) return SURELY_MET;
    setFeet(pair.a, pieceA, approach.edgeA, approach.alongA, 0);
    setFeet(pair.b, pieceB, approach.edgeB, approach.alongB, 3);
    gap = boundGap(frame, lowerM);
    if (gap.nominalM === 0 && gap.upperM <= pair.limitM) return gap;
    const [nextX, nextY, nextZ] = [
      (feet[0]! + feet[3]!) / 2,
      (feet[1]! + feet[4]!) / 2,
      (feet[2]! + feet[5]!) / 2,
    ];
    const moved = Math.abs(nextX - x) + Math.abs(nextY - y) + Math.abs(nextZ - z);
    if (round > 0 && (gap.upperM <= pair.limitM || moved < 1)) return gap;
    [x, y, z] = [nextX, nextY, nextZ];
  }
  return gap;
};

const approachPair = (pair: Pair, pieceA: Piece, pieceB: Piece): void => {
  const { a, b, limitM, withinMs } = pair;
  if (withinMs === null) {
    approachChains(chainA, chainB, limitM + ROUNDING_M, approach);
    return;
  }
  const reachM = limitM + PACE_SLACK_M + ROUNDING_M;
  const timing = { a: timingOf(a, pieceA), b: timingOf(b, pieceB), withinMs, limitM: reachM };
  approachMovers(chainA, chainB, timing, approach);
  approach.lowerM -= PACE_SLACK_M;
  approach.slackM += PACE_SLACK_M;
};

const timingOf = ({ shape }: Solid, piece: Piece): Timing => ({
  timesMs: shape.timesMs,
  first: piece.firstVertex,
});

/** One surely holds part of the other. */
const SURELY_MET: Gap = { lowerM: 0, nominalM: 0, upperM: 0, toleranceM: ROUNDING_M };

const isInside = ({ a, b, withinMs }: Pair): boolean =>
  withinMs === null && approach.nominalM > 0 && areNested(a, b);

/** Deeper inside than any doubt about the outline: surely inside. */
const insideGap = (): Gap => {
  const toleranceM = approach.slackM + ROUNDING_M;
  return { ...SURELY_MET, upperM: approach.lowerM > ROUNDING_M ? 0 : toleranceM, toleranceM };
};

/** From the closest approach in the plane to bounds on the true distance. */
const boundGap = (frame: Frame, lowerM: number): Gap => {
  const { nominalM, slackM } = approach;
  const upperM = upperBoundM(nominalM + slackM + ROUNDING_M, frame);
  return {
    lowerM,
    nominalM: nominalM === 0 ? 0 : geodesicM(frame),
    upperM,
    toleranceM: upperM - lowerM,
  };
};

/** The geodesic that a straight line of this length stands for on a sphere of radius `radiusM`. */
const bendOver = (planeM: number, radiusM: number): number => {
  if (planeM <= 0) return 0;
  const bend2 = (planeM * planeM) / (radiusM * radiusM);
  return planeM * (1 + bend2 / 24 + (3 * bend2 * bend2) / 640);
};

/** The geodesic from foot to foot: bent by the ellipsoid's radius at the origin that way (Euler). */
const geodesicM = ({ ex, ey, nx, ny, nz }: Frame): number => {
  const [x, y, z] = [feet[3]! - feet[0]!, feet[4]! - feet[1]!, feet[5]! - feet[2]!];
  const [east, north] = [x * ex + y * ey, x * nx + y * ny + z * nz];
  const length2 = east * east + north * north;
  if (length2 === 0) return 0;
  const sinLat = ex * ny - ey * nx;
  const flat = 1 - ECCENTRICITY2 * sinLat * sinLat;
  const acrossM = EQUATORIAL_M / Math.sqrt(flat);
  const alongM = (acrossM * (1 - ECCENTRICITY2)) / flat;
  const radiusM = length2 / ((north * north) / alongM + (east * east) / acrossM);
  return bendOver(Math.sqrt(length2), radiusM);
};

/**
 * The longest geodesic between the feet, seen `planeM` apart at most. How much higher one is than the
 * other is known from the feet; and it is no more than the slope of the ground there allows, which
 * says more of what is very near.
 */
const upperBoundM = (planeM: number, frame: Frame): number => {
  const outM = Math.min(farthestM(chainA), farthestM(chainB)) + planeM;
  const tilt = (1.05 * outM) / CURVATURE_RADIUS_MIN_M;
  const { ex, ey, nx, ny, nz } = frame;
  const [x, y, z] = [feet[3]! - feet[0]!, feet[4]! - feet[1]!, feet[5]! - feet[2]!];
  const riseM = Math.abs(x * ey * nz - y * ex * nz + z * (ex * ny - ey * nx));
  const sagM = Math.max(sagOf(chainA, approach.edgeA), sagOf(chainB, approach.edgeB));
  const knownM = riseM + sagM + tilt * (approach.slackM + ROUNDING_M) + ROUNDING_M;
  const heightM = Math.min(planeM * tilt, knownM);
  const chordM = Math.sqrt(planeM * planeM + heightM * heightM);
  const bend = chordM / CURVATURE_RADIUS_MIN_M;
  return chordM * (1 + (bend * bend) / 24 + (bend * bend * bend * bend) / 200);
};

/** How far a foot may be above or below the ground: what its lifting from the chord may be off by. */
const sagOf = ({ xy }: Chain, edge: number): number => {
  const [dx, dy] = [xy[2 * edge + 2]! - xy[2 * edge]!, xy[2 * edge + 3]! - xy[2 * edge + 1]!];
  return (0.05 * (dx * dx + dy * dy)) / (8 * CURVATURE_RADIUS_MIN_M);
};

/** How far from the origin the closest approach is, in the plane. */
const farthestM = (chain: Chain): number => {
  const edge = chain === chainA ? approach.edgeA : approach.edgeB;
  const along = chain === chainA ? approach.alongA : approach.alongB;
  const x = chain.xy[2 * edge]! + along * (chain.xy[2 * edge + 2]! - chain.xy[2 * edge]!);
  const y = chain.xy[2 * edge + 1]! + along * (chain.xy[2 * edge + 3]! - chain.xy[2 * edge + 1]!);
  return Math.sqrt(x * x + y * y);
};

const areNested = (a: Solid, b: Solid): boolean =>
  (a.shape.kind === "area" &&
    windsAround(chainA.xy, chainA.edgeCount, chainB.xy[0]!, chainB.xy[1]!)) ||
  (b.shape.kind === "area" &&
    windsAround(chainB.xy, chainB.edgeCount, chainA.xy[0]!, chainA.xy[1]!));

/** Writes the place `along` an edge of a piece into `feet`: over its chord, on the ground. */
const setFeet = (
  { shape: { ecefMm } }: Solid,
  piece: Piece,
  edge: number,
  along: number,
  at: number,
): void => {
  const vertexCount = ecefMm.length / 3;
  const from = ((piece.firstVertex + edge) % vertexCount) * 3;
  const to = piece.edgeCount === 0 ? from : ((piece.firstVertex + edge + 1) % vertexCount) * 3;
  const place = liftFromChord(ecefMm, from, to, along);
  for (let axis = 0; axis < 3; axis++) feet[at + axis] = place[axis]! / 1000;
};

/** Does the area hold the other solid's first vertex? Central projection: good for a hemisphere. */
export const isAnyWithin = (area: Solid, other: Solid): boolean => {
  if (area.shape.kind !== "area") return false;
  const frame = makeFrame(area.xM, area.yM, area.zM);
  const { ex, ey, nx, ny, nz } = frame;
  const [upX, upY, upZ] = [ey * nz, -ex * nz, ex * ny - ey * nx];
  const { ecefMm } = area.shape;
  const vertexCount = ecefMm.length / 3;
  const ring = new Float64Array(2 * vertexCount + 2);
  const project = (
    vertices: readonly number[],
    i: number,
    into: Float64Array,
    at: number,
  ): boolean => {
    const [x, y, z] = [vertices[3 * i]!, vertices[3 * i + 1]!, vertices[3 * i + 2]!];
    const depth = x * upX + y * upY + z * upZ;
    into[at] = (x * ex + y * ey) / depth;
    into[at + 1] = (x * nx + y * ny + z * nz) / depth;
    return depth > 0;
  };
  for (let i = 0; i <= vertexCount; i++) project(ecefMm, i % vertexCount, ring, 2 * i);
  const point = new Float64Array(2);
  const isInFront = project(other.shape.ecefMm, 0, point, 0);
  return isInFront && windsAround(ring, vertexCount, point[0]!, point[1]!);
};

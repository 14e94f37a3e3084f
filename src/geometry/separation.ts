/**
 * Do two volumes come within the minima of each other? Never a false "no": what can't be told counts
 * as yes, and says so.
 *
 * Bounds: docs/geometry.md. A distance in the tangent plane is never above the true one, and after
 * the origin is moved to the closest approach it is below it by micrometres a kilometre.
 */

import { CURVATURE_RADIUS_MAX_M, CURVATURE_RADIUS_MIN_M } from "./ellipsoid.ts";
import {
  approachChains,
  approachMovers,
  Chain,
  makeApproach,
  makeFrame,
  windsAround,
} from "./plane.ts";
import type { Approach, Timing } from "./plane.ts";
import { clipPath, isMoving } from "./solid.ts";
import type { Piece, Solid, Solid4D } from "./solid.ts";
import { pickMiddles, pickVertices } from "./witness.ts";

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

/** Each vertex is stored to the millimetre: √3/2 mm on either side, and rounding. */
const ROUNDING_M = 0.002;
/** A mover keeps a steady pace on the geodesic, here on its chord: L³ / (24 R²) for 10 km and room. */
const PACE_SLACK_M = 0.005;
/** Inside or outside a large area is judged on great ellipses: within 3 cm of its geodesic edges. */
const OUTLINE_DOUBT_M = 0.05;
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
    lateralM: Math.max(0, gap.nominalM - radiiM),
    toleranceM: gap.toleranceM,
  };
};

/** Is there a point that surely lies in both, each grown by its share of the limit? */
const isWitnessed = ({ a, b, limitM }: Pair): boolean =>
  pickVertices(a).some((point) => farthestTo(b, point, limitM) <= limitM) ||
  pickVertices(b).some((point) => farthestTo(a, point, limitM) <= limitM) ||
  pickMiddles(a, b).some(
    (point) => farthestTo(a, point, limitM) + farthestTo(b, point, limitM) <= limitM,
  );

/** How far the point may be from the solid at most, metres; 0 deep inside, Infinity over the limit. */
const farthestTo = (solid: Solid, point: Solid, limitM: number): number =>
  measureGap({ a: solid, b: point, limitM, withinMs: null })?.upperM ?? Infinity;

/** One order for both ways round, so that a pair has one answer to the last bit. */
const ordered = (a: Solid4D, b: Solid4D): readonly [Solid4D, Solid4D] => {
  const order = a.solid.xM - b.solid.xM || a.solid.yM - b.solid.yM || a.solid.zM - b.solid.zM;
  if (order !== 0) return order < 0 ? [a, b] : [b, a];
  const size =
    a.solid.reachM - b.solid.reachM ||
    a.solid.edgeCount - b.solid.edgeCount ||
    a.solid.radiusM - b.solid.radiusM ||
    compareVertices(a.solid, b.solid) ||
    a.startMs - b.startMs;
  return size <= 0 ? [a, b] : [b, a];
};

const compareVertices = (a: Solid, b: Solid): number => {
  const [verticesA, verticesB] = [a.shape.ecefMm, b.shape.ecefMm];
  for (let i = 0; i < verticesA.length; i++) {
    if (verticesA[i] !== verticesB[i]) return verticesA[i]! - verticesB[i]!;
  }
  return 0;
};

const clipTo = (mover: Solid, other: Solid4D, marginMs: number): Solid | null =>
  clipPath(mover, other.startMs - marginMs, other.endMs + marginMs);

/** Also what keeps the far hemisphere from folding over: a chord through the earth is long. */
const areSpheresApart = (a: Piece, b: Piece, limitM: number): boolean => {
  const [dx, dy, dz] = [a.xM - b.xM, a.yM - b.yM, a.zM - b.zM];
  const reachM = a.reachM + b.reachM + limitM + 1;
  return dx * dx + dy * dy + dz * dz > reachM * reachM;
};

type Pair = {
  readonly a: Solid;
  readonly b: Solid;
  readonly limitM: number;
  /** Both move: the largest time between them that counts. `null`: places alone are compared. */
  readonly withinMs: number | null;
};

/** Bounds on the true distance between two skeletons, metres. */
type Gap = {
  readonly lowerM: number;
  readonly nominalM: number;
  readonly upperM: number;
  readonly toleranceM: number;
};

const measureGap = (pair: Pair): Gap | null => {
  const { a, b } = pair;
  if (!a.pieces && !b.pieces) return measurePieces(pair, a, b, true);
  if (pair.withinMs !== null) return measureAllPieces(pair);
  const boundary = measureAllPieces({ ...pair, limitM: Math.max(pair.limitM, OUTLINE_DOUBT_M) });
  const isAtOutline = boundary !== null && boundary.lowerM <= OUTLINE_DOUBT_M;
  if (isAtOutline)
    return { ...boundary, lowerM: 0, toleranceM: boundary.toleranceM + OUTLINE_DOUBT_M };
  const isNested = isAnyWithin(a, b) || isAnyWithin(b, a);
  return isNested ? { lowerM: 0, nominalM: 0, upperM: 0, toleranceM: ROUNDING_M } : boundary;
};

/** The closest of all pairs of pieces that are near enough to matter. */
const measureAllPieces = (pair: Pair): Gap | null => {
  const { a, b, limitM } = pair;
  let best: Gap | null = null;
  for (const pieceA of a.pieces ?? [a]) {
    if (areSpheresApart(pieceA, b, limitM + a.padMaxM + b.padMaxM)) continue;
    for (const pieceB of b.pieces ?? [b]) {
      if (areSpheresApart(pieceA, pieceB, limitM + a.padMaxM + b.padMaxM)) continue;
      const gap = measurePieces(pair, pieceA, pieceB, false);
      if (gap && (!best || gap.nominalM < best.nominalM)) best = mergeGaps(gap, best);
      else if (gap && best) best = mergeGaps(best, gap);
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
    const here = boundGap(pair, isWhole);
    if (here.lowerM > pair.limitM) return null;
    gap = here;
    if (here.nominalM === 0 && here.upperM <= pair.limitM) return gap;
    const [nextX, nextY, nextZ] = middleOfApproach(pair, pieceA, pieceB);
    const moved = Math.abs(nextX - x) + Math.abs(nextY - y) + Math.abs(nextZ - z);
    if (round > 0 && (here.upperM <= pair.limitM || moved < 1)) return gap;
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
  const timing = { a: timingOf(a, pieceA), b: timingOf(b, pieceB), withinMs };
  approachMovers(chainA, chainB, timing, approach);
  approach.lowerM -= PACE_SLACK_M;
  approach.slackM += PACE_SLACK_M;
};

const timingOf = ({ shape }: Solid, piece: Piece): Timing => ({
  timesMs: shape.timesMs,
  first: piece.firstVertex,
});

/** From distances in the plane to bounds on the true one. */
const boundGap = (pair: Pair, isWhole: boolean): Gap => {
  const { lowerM, nominalM, slackM } = approach;
  const toleranceM = slackM + ROUNDING_M;
  const isInside = isWhole && pair.withinMs === null && nominalM > 0 && areNested(pair.a, pair.b);
  if (isInside) {
    // Deeper inside than any doubt about the outline: surely inside.
    return { lowerM: 0, nominalM: 0, upperM: lowerM > ROUNDING_M ? 0 : toleranceM, toleranceM };
  }
  const [lowestM, middleM] = [
    bendOver(lowerM - ROUNDING_M, CURVATURE_RADIUS_MAX_M),
    bendOver(nominalM, (CURVATURE_RADIUS_MIN_M + CURVATURE_RADIUS_MAX_M) / 2),
  ];
  const upperM = nominalM === Infinity ? Infinity : upperBoundM(nominalM + toleranceM);
  return {
    lowerM: lowestM,
    nominalM: middleM,
    upperM,
    toleranceM: upperM - lowestM,
  };
};

/** The geodesic that a straight line of this length stands for on a sphere of radius `radiusM`. */
const bendOver = (planeM: number, radiusM: number): number =>
  planeM <= 0 ? 0 : planeM + (planeM * planeM * planeM) / (24 * radiusM * radiusM);

/**
 * The longest geodesic between two points seen `planeM` apart: their heights over the plane differ by
 * no more than planeM · R/R_min with R the distance of the chains' far corners from the origin.
 */
const upperBoundM = (planeM: number): number => {
  const outM = Math.min(farthestM(chainA), farthestM(chainB)) + planeM;
  const tilt = outM / CURVATURE_RADIUS_MIN_M;
  const chordM = planeM * Math.sqrt(1 + tilt * tilt * 1.1);
  const bend = chordM / CURVATURE_RADIUS_MIN_M;
  return chordM * (1 + (bend * bend) / 24 + bend * bend * bend * bend);
};

/** How far from the origin the closest approach may be: the corner of the chain's box, or its foot. */
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

/** Earth-centred middle between the two feet of the closest approach. */
const middleOfApproach = (
  pair: Pair,
  pieceA: Piece,
  pieceB: Piece,
): readonly [number, number, number] => {
  const { edgeA, edgeB, alongA, alongB, nominalM } = approach;
  if (nominalM === Infinity) {
    return [(pieceA.xM + pieceB.xM) / 2, (pieceA.yM + pieceB.yM) / 2, (pieceA.zM + pieceB.zM) / 2];
  }
  const onA = (axis: number): number => coordinateM(pair.a, pieceA, edgeA, alongA, axis);
  const onB = (axis: number): number => coordinateM(pair.b, pieceB, edgeB, alongB, axis);
  return [(onA(0) + onB(0)) / 2, (onA(1) + onB(1)) / 2, (onA(2) + onB(2)) / 2];
};

const coordinateM = (
  solid: Solid,
  piece: Piece,
  edge: number,
  along: number,
  axis: number,
): number => {
  const { ecefMm } = solid.shape;
  const vertexCount = ecefMm.length / 3;
  const from = ecefMm[((piece.firstVertex + edge) % vertexCount) * 3 + axis]!;
  const step = piece.edgeCount === 0 ? 0 : 1;
  const to = ecefMm[((piece.firstVertex + edge + step) % vertexCount) * 3 + axis]!;
  return (from + (to - from) * along) / 1000;
};

/** Does the area hold the other solid's first vertex? Central projection: good for a hemisphere. */
const isAnyWithin = (area: Solid, other: Solid): boolean => {
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

/**
 * Chains of edges in the plane that touches the ellipsoid near both, and the distance between them.
 *
 * The hot loops of the project: flat arrays, no allocation, reused buffers. A chain of n edges has
 * n + 1 points; a single point is one edge of no length.
 *
 * Why a plane is enough: projecting onto it never lengthens a chord, and a chord is never longer
 * than its geodesic, so a distance in the plane never exceeds the true one between the same two
 * points. What the plane can't see, that a geodesic edge is not quite its chord, is the edge's slack.
 * Source: docs/geometry.md.
 */

import { CURVATURE_RADIUS_MIN_M, EQUATORIAL_M, POLAR_M } from "./ellipsoid.ts";
import type { Piece, Solid } from "./solid.ts";

/** East and north unit vectors at an origin; both horizontal there. Earth-centred metres. */
export type Frame = {
  readonly oxM: number;
  readonly oyM: number;
  readonly ozM: number;
  readonly ex: number;
  readonly ey: number;
  readonly nx: number;
  readonly ny: number;
  readonly nz: number;
};

/** The tangent plane below or above a point (any point away from the earth's centre). */
export const makeFrame = (oxM: number, oyM: number, ozM: number): Frame => {
  const [ux, uy, uz] = [
    oxM / (EQUATORIAL_M * EQUATORIAL_M),
    oyM / (EQUATORIAL_M * EQUATORIAL_M),
    ozM / (POLAR_M * POLAR_M),
  ];
  const length = Math.sqrt(ux * ux + uy * uy + uz * uz);
  const [upX, upY, upZ] = [ux / length, uy / length, uz / length];
  const across = Math.sqrt(upX * upX + upY * upY);
  // At a pole every direction is south; any east will do.
  const [ex, ey] = across > 1e-12 ? [-upY / across, upX / across] : [0, 1];
  return { oxM, oyM, ozM, ex, ey, nx: -upZ * ey, ny: upZ * ex, nz: upX * ey - upY * ex };
};

/** A projected chain. Grows as needed and is used again. */
export class Chain {
  edgeCount = 0;
  /** x, y of each point, metres. */
  xy: Float64Array = new Float64Array(128);
  /** How far edge i may lie from its straight chord here, metres. */
  slackM: Float64Array = new Float64Array(64);
  slackMaxM = 0;
  minX = 0;
  minY = 0;
  maxX = 0;
  maxY = 0;

  project(solid: Solid, piece: Piece, frame: Frame): void {
    const { ecefMm, padMm } = solid.shape;
    const pointCount = piece.edgeCount + 1;
    this.reserve(pointCount + 1);
    const { xy, slackM } = this;
    const { oxM, oyM, ozM, ex, ey, nx, ny, nz } = frame;
    this.slackMaxM = 0;
    this.minX = this.minY = Infinity;
    this.maxX = this.maxY = -Infinity;
    let [lastX, lastY, lastZ, lastOut2] = [0, 0, 0, 0];
    let vertex = piece.firstVertex;
    const vertexCount = ecefMm.length / 3;
    for (let k = 0; k < pointCount; k++, vertex++) {
      if (vertex >= vertexCount) vertex -= vertexCount;
      const dx = ecefMm[vertex * 3]! * 1e-3 - oxM;
      const dy = ecefMm[vertex * 3 + 1]! * 1e-3 - oyM;
      const dz = ecefMm[vertex * 3 + 2]! * 1e-3 - ozM;
      const x = dx * ex + dy * ey;
      const y = dx * nx + dy * ny + dz * nz;
      xy[2 * k] = x;
      xy[2 * k + 1] = y;
      if (x < this.minX) this.minX = x;
      if (x > this.maxX) this.maxX = x;
      if (y < this.minY) this.minY = y;
      if (y > this.maxY) this.maxY = y;
      const out2 = dx * dx + dy * dy + dz * dz;
      if (k > 0) {
        const [lx, ly, lz] = [dx - lastX, dy - lastY, dz - lastZ];
        const edge2 = lx * lx + ly * ly + lz * lz;
        const edge = vertex === 0 ? vertexCount - 1 : vertex - 1;
        slackM[k - 1] = edgeSlackM(edge2, Math.max(out2, lastOut2)) + (padMm[edge] ?? 0) / 1000;
        if (slackM[k - 1]! > this.slackMaxM) this.slackMaxM = slackM[k - 1]!;
      }
      [lastX, lastY, lastZ, lastOut2] = [dx, dy, dz, out2];
    }
    this.edgeCount = piece.edgeCount;
    if (piece.edgeCount === 0) this.closePoint();
  }

  /** A point becomes an edge of no length, so that one loop serves all. */
  private closePoint(): void {
    this.xy[2] = this.xy[0]!;
    this.xy[3] = this.xy[1]!;
    this.slackM[0] = 0;
    this.edgeCount = 1;
  }

  private reserve(pointCount: number): void {
    if (pointCount <= this.slackM.length) return;
    this.xy = new Float64Array(4 * pointCount);
    this.slackM = new Float64Array(2 * pointCount);
  }
}

/**
 * How far a geodesic edge leaves its chord in the plane: L²·R / (8·R_min²), with R the distance
 * from the origin to the far end, widened by what the first-order bound leaves out.
 */
const edgeSlackM = (edge2: number, out2: number): number => {
  const spread = 1 + (2 * out2) / (CURVATURE_RADIUS_MIN_M * CURVATURE_RADIUS_MIN_M);
  return (
    ((edge2 * Math.sqrt(out2)) / (8 * CURVATURE_RADIUS_MIN_M * CURVATURE_RADIUS_MIN_M)) *
    1.02 *
    spread
  );
};

/** The closest approach of two chains in the plane. */
export type Approach = {
  /** Smallest distance less both slacks: the true one is not below it. */
  lowerM: number;
  /** Smallest distance, and the slacks of the two edges where it is. */
  nominalM: number;
  slackM: number;
  edgeA: number;
  edgeB: number;
  /** Where on each edge, 0 to 1. */
  alongA: number;
  alongB: number;
  /** Two edges cross wherever within their slacks they run. */
  doCross: boolean;
};

export const makeApproach = (): Approach => ({
  lowerM: Infinity,
  nominalM: Infinity,
  slackM: 0,
  edgeA: 0,
  edgeB: 0,
  alongA: 0,
  alongB: 0,
  doCross: false,
});

/** Closest approach of two static chains; pairs of edges further apart than `limitM` are passed over. */
export const approachChains = (a: Chain, b: Chain, limitM: number, out: Approach): void => {
  out.lowerM = out.nominalM = Infinity;
  out.slackM = 0;
  out.doCross = false;
  const reachM = limitM + a.slackMaxM + b.slackMaxM;
  if (boxGap2(a.minX, a.minY, a.maxX, a.maxY, b) > reachM * reachM) return;
  for (let i = 0; i < a.edgeCount; i++) {
    const [ax, ay, bx, by] = [a.xy[2 * i]!, a.xy[2 * i + 1]!, a.xy[2 * i + 2]!, a.xy[2 * i + 3]!];
    const [minX, maxX] = ax < bx ? [ax, bx] : [bx, ax];
    const [minY, maxY] = ay < by ? [ay, by] : [by, ay];
    if (boxGap2(minX, minY, maxX, maxY, b) > reachM * reachM) continue;
    for (let j = 0; j < b.edgeCount; j++) {
      const [cx, cy, dx, dy] = [b.xy[2 * j]!, b.xy[2 * j + 1]!, b.xy[2 * j + 2]!, b.xy[2 * j + 3]!];
      const gapX = Math.max(0, (cx < dx ? cx : dx) - maxX, minX - (cx > dx ? cx : dx));
      const gapY = Math.max(0, (cy < dy ? cy : dy) - maxY, minY - (cy > dy ? cy : dy));
      if (gapX * gapX + gapY * gapY > reachM * reachM) continue;
      const distanceM = Math.sqrt(segmentGap2(ax, ay, bx, by, cx, cy, dx, dy));
      const slackM = a.slackM[i]! + b.slackM[j]!;
      noteApproach(out, distanceM, slackM, i, j);
      if (distanceM === 0 && areCrossed(a.xy, i, b.xy, j, slackM)) {
        out.doCross = true;
        return;
      }
    }
  }
};

/** Vertices are whole millimetres: two of them are apart when this far. */
const VERTEX_DOUBT_M = 0.002;

/**
 * Do two edges that meet in the plane surely cross? When no end of one comes within both slacks of the
 * other: to pull them apart, one of them would have to be drawn over an end of the other.
 */
const areCrossed = (
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  slackM: number,
): boolean => {
  const [ax, ay, bx, by] = [a[2 * i]!, a[2 * i + 1]!, a[2 * i + 2]!, a[2 * i + 3]!];
  const [cx, cy, dx, dy] = [b[2 * j]!, b[2 * j + 1]!, b[2 * j + 2]!, b[2 * j + 3]!];
  const clear2 = (slackM + VERTEX_DOUBT_M) * (slackM + VERTEX_DOUBT_M);
  const [alongA, alongB] = [foot.alongA, foot.alongB];
  const isClear =
    segmentGap2(ax, ay, ax, ay, cx, cy, dx, dy) > clear2 &&
    segmentGap2(bx, by, bx, by, cx, cy, dx, dy) > clear2 &&
    segmentGap2(cx, cy, cx, cy, ax, ay, bx, by) > clear2 &&
    segmentGap2(dx, dy, dx, dy, ax, ay, bx, by) > clear2;
  [foot.alongA, foot.alongB] = [alongA, alongB];
  return isClear;
};

const noteApproach = (
  out: Approach,
  distanceM: number,
  slackM: number,
  i: number,
  j: number,
): void => {
  if (distanceM - slackM < out.lowerM) out.lowerM = distanceM - slackM;
  if (distanceM >= out.nominalM) return;
  out.nominalM = distanceM;
  out.slackM = slackM;
  out.edgeA = i;
  out.edgeB = j;
  out.alongA = foot.alongA;
  out.alongB = foot.alongB;
};

const boxGap2 = (minX: number, minY: number, maxX: number, maxY: number, b: Chain): number => {
  const x = Math.max(0, b.minX - maxX, minX - b.maxX);
  const y = Math.max(0, b.minY - maxY, minY - b.maxY);
  return x * x + y * y;
};

/** Where the last segment pair came closest; written by segmentGap2 and movingGap2. */
const foot = { alongA: 0, alongB: 0 };

const segmentGap2 = (
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): number => {
  const [ux, uy, vx, vy, wx, wy] = [bx - ax, by - ay, dx - cx, dy - cy, cx - ax, cy - ay];
  const cross = ux * vy - uy * vx;
  if (cross !== 0) {
    const s = (wx * vy - wy * vx) / cross;
    const t = (wx * uy - wy * ux) / cross;
    if (s >= 0 && s <= 1 && t >= 0 && t <= 1) {
      foot.alongA = s;
      foot.alongB = t;
      return 0;
    }
  }
  let best = Infinity;
  const uu = ux * ux + uy * uy;
  const vv = vx * vx + vy * vy;
  for (let end = 0; end <= 1; end++) {
    // an end of B against A
    const t = uu > 0 ? clamp01(((wx + end * vx) * ux + (wy + end * vy) * uy) / uu) : 0;
    const gap = length2(wx + end * vx - t * ux, wy + end * vy - t * uy);
    if (gap < best) {
      best = gap;
      foot.alongA = t;
      foot.alongB = end;
    }
    // an end of A against B
    const s = vv > 0 ? clamp01(((end * ux - wx) * vx + (end * uy - wy) * vy) / vv) : 0;
    const gap2 = length2(end * ux - wx - s * vx, end * uy - wy - s * vy);
    if (gap2 < best) {
      best = gap2;
      foot.alongA = end;
      foot.alongB = s;
    }
  }
  return best;
};

const clamp01 = (x: number): number => (x < 0 ? 0 : x > 1 ? 1 : x);
const length2 = (x: number, y: number): number => x * x + y * y;

/** When a moving chain passes its points. `first` is the chain's first vertex in its path. */
export type Timing = { readonly timesMs: readonly number[]; readonly first: number };

/**
 * Closest approach of two moving points, each on its chain, at instants no more than `withinMs`
 * apart: for each pair of legs the exact minimum of a convex quadratic over where both may be. Legs
 * further apart than `limitM` are passed over.
 */
export const approachMovers = (
  a: Chain,
  b: Chain,
  timing: { a: Timing; b: Timing; withinMs: number; limitM: number },
  out: Approach,
): void => {
  out.lowerM = out.nominalM = Infinity;
  out.slackM = 0;
  out.doCross = false;
  const { a: timesA, b: timesB, withinMs, limitM } = timing;
  const reachM = limitM + a.slackMaxM + b.slackMaxM;
  for (let i = 0; i < a.edgeCount; i++) {
    const [a0, a1] = [timesA.timesMs[timesA.first + i]!, timesA.timesMs[timesA.first + i + 1]!];
    const [ax, ay, bx, by] = [a.xy[2 * i]!, a.xy[2 * i + 1]!, a.xy[2 * i + 2]!, a.xy[2 * i + 3]!];
    const [minX, maxX] = ax < bx ? [ax, bx] : [bx, ax];
    const [minY, maxY] = ay < by ? [ay, by] : [by, ay];
    for (let j = 0; j < b.edgeCount; j++) {
      const [b0, b1] = [timesB.timesMs[timesB.first + j]!, timesB.timesMs[timesB.first + j + 1]!];
      if (a0 > b1 + withinMs || b0 > a1 + withinMs) continue;
      const [cx, cy, dx, dy] = [b.xy[2 * j]!, b.xy[2 * j + 1]!, b.xy[2 * j + 2]!, b.xy[2 * j + 3]!];
      const gapX = Math.max(0, (cx < dx ? cx : dx) - maxX, minX - (cx > dx ? cx : dx));
      const gapY = Math.max(0, (cy < dy ? cy : dy) - maxY, minY - (cy > dy ? cy : dy));
      if (gapX * gapX + gapY * gapY > reachM * reachM) continue;
      const gap2 = movingGap2(a.xy, i, b.xy, j, feasibleCorners(a0, a1, b0, b1, withinMs));
      if (gap2 < Infinity) noteApproach(out, Math.sqrt(gap2), a.slackM[i]! + b.slackM[j]!, i, j);
    }
  }
};

const SQUARE: readonly number[] = [0, 0, 1, 0, 1, 1, 0, 1];

/**
 * The polygon of (alongA, alongB) in the unit square whose instants are within `withinMs`: the
 * square cut by two half-planes.
 */
const feasibleCorners = (
  a0: number,
  a1: number,
  b0: number,
  b1: number,
  withinMs: number,
): readonly number[] => {
  if (a1 - b0 <= withinMs && b1 - a0 <= withinMs) return SQUARE;
  const lead = (s: number, t: number): number => a0 + s * (a1 - a0) - (b0 + t * (b1 - b0));
  const notLate = cutCorners(SQUARE, (s, t) => withinMs - lead(s, t));
  return cutCorners(notLate, (s, t) => withinMs + lead(s, t));
};

/** Keeps the part of a convex polygon where `depth` (linear) is not negative. */
const cutCorners = (
  corners: readonly number[],
  depth: (s: number, t: number) => number,
): number[] => {
  const kept: number[] = [];
  for (let i = 0; i < corners.length; i += 2) {
    const j = (i + 2) % corners.length;
    const [s, t, s2, t2] = [corners[i]!, corners[i + 1]!, corners[j]!, corners[j + 1]!];
    const [from, to] = [depth(s, t), depth(s2, t2)];
    if (from >= 0) kept.push(s, t);
    if (from < 0 !== to < 0 && from !== 0 && to !== 0) {
      const f = from / (from - to);
      kept.push(s + f * (s2 - s), t + f * (t2 - t));
    }
  }
  return kept;
};

const movingGap2 = (
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  corners: readonly number[],
): number => {
  if (corners.length === 0) return Infinity;
  const [ax, ay] = [a[2 * i]!, a[2 * i + 1]!];
  const [ux, uy] = [a[2 * i + 2]! - ax, a[2 * i + 3]! - ay];
  const [bx, by] = [b[2 * j]!, b[2 * j + 1]!];
  const [vx, vy] = [b[2 * j + 2]! - bx, b[2 * j + 3]! - by];
  const [wx, wy] = [ax - bx, ay - by];
  let best = Infinity;
  const tryAt = (s: number, t: number): void => {
    const gap = length2(wx + s * ux - t * vx, wy + s * uy - t * vy);
    if (gap >= best) return;
    best = gap;
    foot.alongA = s;
    foot.alongB = t;
  };
  const cross = ux * vy - uy * vx;
  if (cross !== 0) {
    // the paths cross here; take it if both can be there
    const s = (vx * wy - vy * wx) / cross;
    const t = (ux * wy - uy * wx) / cross;
    if (isInside(corners, s, t)) tryAt(s, t);
  }
  for (let c = 0; c < corners.length; c += 2) {
    const d = (c + 2) % corners.length;
    const [s, t] = [corners[c]!, corners[c + 1]!];
    const [ds, dt] = [corners[d]! - s, corners[d + 1]! - t];
    const [gx, gy] = [wx + s * ux - t * vx, wy + s * uy - t * vy];
    const [hx, hy] = [ds * ux - dt * vx, ds * uy - dt * vy];
    const hh = length2(hx, hy);
    const f = hh > 0 ? clamp01(-(gx * hx + gy * hy) / hh) : 0;
    tryAt(s + f * ds, t + f * dt);
  }
  return best;
};

/**
 * Inside a convex polygon given counter-clockwise, edges included. It may be no more than a segment or
 * a point: every turn is then 0 along its whole line, and the box is what ends it.
 */
const isInside = (corners: readonly number[], s: number, t: number): boolean => {
  let [minS, minT, maxS, maxT] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let c = 0; c < corners.length; c += 2) {
    const d = (c + 2) % corners.length;
    const turn =
      (corners[d]! - corners[c]!) * (t - corners[c + 1]!) -
      (corners[d + 1]! - corners[c + 1]!) * (s - corners[c]!);
    if (turn < 0) return false;
    minS = Math.min(minS, corners[c]!);
    maxS = Math.max(maxS, corners[c]!);
    minT = Math.min(minT, corners[c + 1]!);
    maxT = Math.max(maxT, corners[c + 1]!);
  }
  return s >= minS && s <= maxS && t >= minT && t <= maxT;
};

/** True when the ring winds around the point; a chain of a ring has its first point again at its end. */
export const windsAround = (xy: Float64Array, edgeCount: number, x: number, y: number): boolean => {
  let turns = 0;
  for (let i = 0; i < edgeCount; i++) {
    const [ax, ay, bx, by] = [xy[2 * i]!, xy[2 * i + 1]!, xy[2 * i + 2]!, xy[2 * i + 3]!];
    if (ay <= y === by <= y) continue;
    const side = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    if (ay <= y && side > 0) turns++;
    else if (by <= y && side < 0) turns--;
  }
  return turns !== 0;
};

/**
 * How near two chains of edges come in one plane, and what that says of the true distance. Hot loops:
 * flat arrays, no allocation.
 */

import type { Chain } from "./plane.ts";

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

export const noteApproach = (
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

/** Where the last pair of edges came closest; written by segmentGap2 here and movingGap2 of movers.ts. */
export const foot = { alongA: 0, alongB: 0 };

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

export const clamp01 = (x: number): number => (x < 0 ? 0 : x > 1 ? 1 : x);
export const length2 = (x: number, y: number): number => x * x + y * y;

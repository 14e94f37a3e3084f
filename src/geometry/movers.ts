/**
 * How near two discs come that move along their chains. No sampling: for each pair of legs a quadratic
 * over the instants at which both may be there. Source: docs/geometry.md, "Movers".
 */

import { clamp01, foot, length2, noteApproach } from "./approach.ts";
import type { Approach } from "./approach.ts";
import type { Chain } from "./plane.ts";

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

/**
 * The place where two volumes meet: the middle between their closest points, or a point in both.
 *
 * Good to some ten metres: it is told only as a cell of kilometres. What is judged is judged elsewhere.
 * Only + − × ÷ √ and comparisons, so the same everywhere.
 */

import { isAnyWithin } from "./gap.ts";
import { clipPath, isMoving } from "./solid.ts";
import type { Solid, Solid4D } from "./solid.ts";

/** Earth-centred whole millimetres, on the ground or a few metres below it. */
export type Place = readonly [xMm: number, yMm: number, zMm: number];

/** How near the two were found to be: what is further apart is not looked at. */
export type Nearness = {
  /** Between the skeletons' discs, as judged; Infinity when not known. */
  readonly lateralM: number;
  readonly toleranceM: number;
  /** Two movers are held against each other where they are within this time of each other. */
  readonly marginMs: number;
};

/** Chords run up to 2 m below the ground: two edges that cross come this near and no nearer. */
const CROSSING_MM = 5_000;

/**
 * Where `a` and `b` meet. `a` then `b`: the two ways round may differ by what is within tolerance, so
 * callers keep one order. O(edges of a × edges of b) at worst.
 */
export const findMeeting = (a: Solid4D, b: Solid4D, near: Nearness): Place => {
  const solidA = clipTo(a.solid, b, near.marginMs);
  const solidB = clipTo(b.solid, a, near.marginMs);
  if (isAnyWithin(solidA, solidB)) return vertexOf(solidB, 0);
  if (isAnyWithin(solidB, solidA)) return vertexOf(solidA, 0);
  const radiiM = solidA.radiusM + solidB.radiusM;
  const limitMm = (near.lateralM + near.toleranceM + radiiM) * 1000 + 2 * CROSSING_MM;
  return middleOf(findFeet(solidA, solidB, near.marginMs, limitMm), solidA, solidB);
};

const clipTo = (solid: Solid, other: Solid4D, marginMs: number): Solid =>
  isMoving(solid)
    ? (clipPath(solid, other.startMs - marginMs, other.endMs + marginMs) ?? solid)
    : solid;

type Feet = { readonly onA: Place; readonly onB: Place };

/** The closest points of the two skeletons, by their chords; the first found of equals. */
const findFeet = (a: Solid, b: Solid, marginMs: number, limitMm: number): Feet => {
  let best: Feet = { onA: centreOf(a), onB: centreOf(b) };
  let best2 = limitMm * limitMm;
  for (let i = 0; i < Math.max(1, a.edgeCount); i++) {
    const edgeA = edgeOf(a, i);
    if (isBeyond(edgeA, b, Math.sqrt(best2))) continue;
    for (let j = 0; j < Math.max(1, b.edgeCount); j++) {
      if (areTimesApart(a, i, b, j, marginMs)) continue;
      const edgeB = edgeOf(b, j);
      if (boxGap2(edgeA, edgeB) > best2) continue;
      const feet = closestPoints(edgeA, edgeB);
      const apart2 = square(feet.onA, feet.onB);
      if (apart2 >= best2) continue;
      [best, best2] = [feet, apart2];
      if (best2 < CROSSING_MM * CROSSING_MM) return best;
    }
  }
  return best;
};

type Edge = { readonly from: Place; readonly to: Place };

const edgeOf = (solid: Solid, edge: number): Edge => {
  const from = vertexOf(solid, edge);
  return { from, to: solid.edgeCount === 0 ? from : vertexOf(solid, edge + 1) };
};

const vertexOf = ({ shape: { ecefMm } }: Solid, vertex: number): Place => {
  const at = (vertex * 3) % ecefMm.length;
  return [ecefMm[at]!, ecefMm[at + 1]!, ecefMm[at + 2]!];
};

const centreOf = ({ xM, yM, zM }: Solid): Place => [xM * 1000, yM * 1000, zM * 1000];

/** Is all of the edge further from the solid's sphere than `limitMm`? */
const isBeyond = ({ from, to }: Edge, solid: Solid, limitMm: number): boolean => {
  const middle: Place = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2, (from[2] + to[2]) / 2];
  const reachMm = solid.reachM * 1000 + Math.sqrt(square(from, to)) / 2 + limitMm;
  return square(middle, centreOf(solid)) > reachMm * reachMm;
};

const areTimesApart = (a: Solid, i: number, b: Solid, j: number, marginMs: number): boolean => {
  if (!isMoving(a) || !isMoving(b)) return false;
  const [fromA, toA] = [a.shape.timesMs[i]!, a.shape.timesMs[i + 1]!];
  const [fromB, toB] = [b.shape.timesMs[j]!, b.shape.timesMs[j + 1]!];
  return toA + marginMs < fromB || toB + marginMs < fromA;
};

/** Square of the gap between the boxes of two edges. */
const boxGap2 = (a: Edge, b: Edge): number => {
  let sum = 0;
  for (let axis = 0; axis < 3; axis++) {
    const [a0, a1, b0, b1] = [a.from[axis]!, a.to[axis]!, b.from[axis]!, b.to[axis]!];
    const gap = Math.max(
      0,
      Math.min(b0, b1) - Math.max(a0, a1),
      Math.min(a0, a1) - Math.max(b0, b1),
    );
    sum += gap * gap;
  }
  return sum;
};

/** Closest points of two segments in space. */
const closestPoints = (a: Edge, b: Edge): Feet => {
  const [along, across, between] = [
    minus(a.to, a.from),
    minus(b.to, b.from),
    minus(a.from, b.from),
  ];
  const [lengthA2, lengthB2] = [dot(along, along), dot(across, across)];
  const [mixed, toA, toB] = [dot(along, across), dot(along, between), dot(across, between)];
  const bend = lengthA2 * lengthB2 - mixed * mixed;
  const free = bend > 0 ? clamp((mixed * toB - toA * lengthB2) / bend) : 0;
  const t = lengthB2 > 0 ? clamp((mixed * free + toB) / lengthB2) : 0;
  const s = lengthA2 > 0 ? clamp((mixed * t - toA) / lengthA2) : 0;
  return { onA: at(a.from, along, s), onB: at(b.from, across, t) };
};

/** Between the two discs' rims, or in the middle of what they share. */
const middleOf = ({ onA, onB }: Feet, a: Solid, b: Solid): Place => {
  const apartMm = Math.sqrt(square(onA, onB));
  if (apartMm === 0) return rounded(onA);
  const from = Math.min(a.radiusM * 1000, apartMm);
  const to = Math.max(0, apartMm - b.radiusM * 1000);
  return rounded(at(onA, minus(onB, onA), (from + to) / 2 / apartMm));
};

const rounded = ([x, y, z]: Place): Place => [
  Math.round(x) + 0,
  Math.round(y) + 0,
  Math.round(z) + 0,
];
const clamp = (share: number): number => (share < 0 ? 0 : share > 1 ? 1 : share);
const minus = (a: Place, b: Place): Place => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Place, b: Place): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const at = (from: Place, along: Place, share: number): Place => [
  from[0] + along[0] * share,
  from[1] + along[1] * share,
  from[2] + along[2] * share,
];
const square = (a: Place, b: Place): number => {
  const apart = minus(a, b);
  return dot(apart, apart);
};

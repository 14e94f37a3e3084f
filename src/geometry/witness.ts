/**
 * Points that surely lie in both of two solids. When boundaries meet within their doubt, one point deep
 * inside both is what tells an overlap from a touch.
 */

import { EQUATORIAL_M, POLAR_M } from "./ellipsoid.ts";
import { isAnyWithin, measureAllPieces, measureGap, OUTLINE_DOUBT_M } from "./gap.ts";
import type { Pair } from "./gap.ts";
import { makeSolid } from "./solid.ts";
import type { Solid } from "./solid.ts";

/** Vertices tried of one solid; more say little that these don't. */
const VERTICES_TRIED_MAX = 32;
const NONE: readonly number[] = [];

/** A point of a solid, and how far from it the solid's own point may be. */
type Vertex = { readonly point: Solid; readonly doubtM: number };

/** Is there a point that surely lies in both, each grown by its share of the limit? Places alone. */
export const isWitnessed = ({ a, b, limitM }: Pair): boolean =>
  pickVertices(a).some((vertex) => isSurelyNear(b, vertex, limitM)) ||
  pickVertices(b).some((vertex) => isSurelyNear(a, vertex, limitM)) ||
  pickMiddles(a, b).some(
    (point) => farthestTo(a, point, limitM) + farthestTo(b, point, limitM) <= limitM,
  );

const isSurelyNear = (solid: Solid, { point, doubtM }: Vertex, limitM: number): boolean =>
  farthestTo(solid, point, limitM) + doubtM <= limitM || isDeepWithin(solid, point, doubtM);

/** How far the point may be from the solid at most, metres; 0 deep inside, Infinity over the limit. */
const farthestTo = (solid: Solid, point: Solid, limitM: number): number =>
  measureGap({ a: solid, b: point, limitM, withinMs: null })?.upperM ?? Infinity;

/** Inside the area, and further than `doubtM` from its outline wherever that may run. */
export const isDeepWithin = (area: Solid, point: Solid, doubtM: number): boolean => {
  const limitM = doubtM + OUTLINE_DOUBT_M;
  return (
    measureAllPieces({ a: area, b: point, limitM, withinMs: null }) === null &&
    isAnyWithin(area, point)
  );
};

/**
 * Vertices of a solid, evenly picked. Where a long edge was split, the vertex is on its geodesic; under
 * another reading of the edge the solid passes within the pads on either side of it.
 */
const pickVertices = ({ shape }: Solid): Vertex[] => {
  const { kind, ecefMm, padMm } = shape;
  const vertexCount = ecefMm.length / 3;
  const step = Math.max(1, Math.ceil(vertexCount / VERTICES_TRIED_MAX));
  const picked: Vertex[] = [];
  for (let i = 0; i < vertexCount; i += step) {
    const before = i > 0 ? i - 1 : kind === "area" ? vertexCount - 1 : i;
    const doubtMm = Math.max(padMm[before] ?? 0, padMm[i] ?? 0);
    picked.push({ point: pointAt(ecefMm.slice(3 * i, 3 * i + 3)), doubtM: doubtMm / 1000 });
  }
  return picked;
};

/** The middle of each solid's vertices, and the middle between the two. */
const pickMiddles = (a: Solid, b: Solid): Solid[] => {
  const [middleA, middleB] = [middleOf(a), middleOf(b)];
  const between = middleA.map((value, axis) => (value + middleB[axis]!) / 2);
  return [middleA, middleB, between].map((place) => pointAt(ontoEllipsoid(place)));
};

const middleOf = ({ shape: { ecefMm } }: Solid): readonly number[] => {
  const sum = [0, 0, 0];
  for (let i = 0; i < ecefMm.length; i++) sum[i % 3]! += ecefMm[i]!;
  return sum.map((value) => value / (ecefMm.length / 3));
};

/** Along the line from the earth's centre. */
const ontoEllipsoid = ([x = 0, y = 0, z = 0]: readonly number[]): readonly number[] => {
  const [ux, uz] = [1 / (EQUATORIAL_M * 1000), 1 / (POLAR_M * 1000)];
  const scale = 1 / Math.sqrt((x * x + y * y) * ux * ux + z * z * uz * uz);
  return [x * scale, y * scale, z * scale];
};

const pointAt = (ecefMm: readonly number[]): Solid =>
  makeSolid({ kind: "point", ecefMm, radiusMm: 0, padMm: NONE, timesMs: NONE });

/**
 * Points that may lie in both of two solids. When boundaries meet within their doubt, one point deep
 * inside both is what tells an overlap from a touch.
 */

import { EQUATORIAL_M, POLAR_M } from "./ellipsoid.ts";
import { makeSolid } from "./solid.ts";
import type { Solid } from "./solid.ts";

/** Vertices tried of one solid; more say little that these don't. */
const VERTICES_TRIED_MAX = 32;
const NONE: readonly number[] = [];

/** Vertices of a solid, evenly picked: they belong to it under every reading of its edges. */
export const pickVertices = ({ shape }: Solid): Solid[] => {
  const vertexCount = shape.ecefMm.length / 3;
  const step = Math.max(1, Math.ceil(vertexCount / VERTICES_TRIED_MAX));
  const picked: Solid[] = [];
  for (let i = 0; i < vertexCount; i += step)
    picked.push(pointAt(shape.ecefMm.slice(3 * i, 3 * i + 3)));
  return picked;
};

/** The middle of each solid's vertices, and the middle between the two. */
export const pickMiddles = (a: Solid, b: Solid): Solid[] => {
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

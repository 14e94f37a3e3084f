/** Does a ring cross itself? Judged on a plane where its edges are straight lines. */

import { orient2d } from "robust-predicates";
import type { Position } from "./footprint.ts";

/**
 * The first two edges that properly cross, by index, or null. Touching is not crossing.
 *
 * Shape: `ecef` is x, y, z per vertex, ring not closed, within one hemisphere. O(n log n) for
 * outlines without long overlaps.
 */
export const findCrossing = (ecef: readonly number[]): readonly [number, number] | null =>
  findFlatCrossing(projectCentrally(ecef));

/**
 * The same for edges straight in longitude and latitude. A ring around a pole has no such plane: it is
 * judged as if cut where it begins.
 */
export const findLonlatCrossing = (ring: readonly Position[]): readonly [number, number] | null => {
  const flat = new Float64Array(2 * ring.length);
  let lng = 0;
  for (const [i, [lngDeg, latDeg]] of ring.entries()) {
    // the short way round from the vertex before
    const eastDeg = lngDeg - lng;
    lng += eastDeg - 360 * Math.round(eastDeg / 360);
    flat[2 * i] = lng;
    flat[2 * i + 1] = latDeg;
  }
  return findFlatCrossing(flat);
};

const findFlatCrossing = (flat: Float64Array): readonly [number, number] | null => {
  const count = flat.length / 2;
  const edges = Array.from({ length: count }, (_, i) => {
    const j = (i + 1) % count;
    const [ax, bx] = [flat[2 * i] as number, flat[2 * j] as number];
    return { i, j, minX: Math.min(ax, bx), maxX: Math.max(ax, bx) };
  }).sort((a, b) => a.minX - b.minX || a.i - b.i);
  let found: readonly [number, number] | null = null;
  for (let a = 0; a < count; a++) {
    const first = edges[a]!;
    for (let b = a + 1; b < count && edges[b]!.minX <= first.maxX; b++) {
      if (!doCross(flat, first, edges[b]!)) continue;
      const pair = [Math.min(first.i, edges[b]!.i), Math.max(first.i, edges[b]!.i)] as const;
      if (!found || pair[0] < found[0] || (pair[0] === found[0] && pair[1] < found[1]))
        found = pair;
    }
  }
  return found;
};

type Edge = { readonly i: number; readonly j: number };

const doCross = (flat: Float64Array, a: Edge, b: Edge): boolean =>
  side(flat, a, b.i) * side(flat, a, b.j) < 0 && side(flat, b, a.i) * side(flat, b, a.j) < 0;

const side = (flat: Float64Array, { i, j }: Edge, k: number): number =>
  Math.sign(
    orient2d(
      flat[2 * i]!,
      flat[2 * i + 1]!,
      flat[2 * j]!,
      flat[2 * j + 1]!,
      flat[2 * k]!,
      flat[2 * k + 1]!,
    ),
  );

/** Onto the plane that touches the sphere at the ring's middle: great ellipses become straight. */
const projectCentrally = (ecef: readonly number[]): Float64Array => {
  let [cx, cy, cz] = [0, 0, 0];
  for (let i = 0; i < ecef.length; i += 3) {
    cx += ecef[i]!;
    cy += ecef[i + 1]!;
    cz += ecef[i + 2]!;
  }
  const length = Math.sqrt(cx * cx + cy * cy + cz * cz);
  [cx, cy, cz] = [cx / length, cy / length, cz / length];
  const [ux, uy, uz] = Math.abs(cz) < 0.9 ? [-cy, cx, 0] : [0, -cz, cy];
  const [vx, vy, vz] = [cy * uz - cz * uy, cz * ux - cx * uz, cx * uy - cy * ux];
  const flat = new Float64Array((ecef.length / 3) * 2);
  for (let i = 0, k = 0; i < ecef.length; i += 3) {
    const [x, y, z] = [ecef[i]!, ecef[i + 1]!, ecef[i + 2]!];
    const depth = x * cx + y * cy + z * cz;
    flat[k++] = (x * ux + y * uy + z * uz) / depth;
    flat[k++] = (x * vx + y * vy + z * vz) / depth;
  }
  return flat;
};

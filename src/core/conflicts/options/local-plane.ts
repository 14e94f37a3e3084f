/**
 * A tangent plane to plan in, and back from it. A distance here is never longer than the true one,
 * so what is kept apart here is apart; what the plane gets wrong otherwise, the detector finds.
 */

import { ECCENTRICITY2, EQUATORIAL_M, POLAR_M } from "../../../geometry/ellipsoid.ts";
import type { Position } from "../../../geometry/footprint.ts";
import { makeFrame } from "../../../geometry/plane.ts";
import type { Frame } from "../../../geometry/plane.ts";
import type { Solid, Solid4D } from "../../../geometry/solid.ts";
import { toEcefMm } from "../../../geometry/ecef.ts";
import { hullOf } from "./convex.ts";
import type { Convex, Point } from "./convex.ts";

/** The plane that touches the ellipsoid at (or just above) the middle of some earth-centred points. */
export const planeAmid = (middles: readonly (readonly [number, number, number])[]): Frame => {
  const [min, max] = [
    [Infinity, Infinity, Infinity],
    [-Infinity, -Infinity, -Infinity],
  ];
  for (const middle of middles) {
    for (const [axis, value] of middle.entries()) {
      min[axis] = Math.min(min[axis]!, value);
      max[axis] = Math.max(max[axis]!, value);
    }
  }
  return makeFrame(
    ...([0, 1, 2].map((axis) => (min[axis]! + max[axis]!) / 2) as [number, number, number]),
  );
};

export const planeOfSolids = (solids: readonly Solid4D[]): Frame =>
  planeAmid(solids.map(({ solid }) => [solid.xM, solid.yM, solid.zM]));

export const planeOfPositions = (positions: readonly Position[]): Frame =>
  planeAmid(positions.map((position) => toMetres(position)));

const toMetres = (position: Position): [number, number, number] => {
  const [x, y, z] = toEcefMm(position);
  return [x / 1000, y / 1000, z / 1000];
};

const project = (
  { oxM, oyM, ozM, ex, ey, nx, ny, nz }: Frame,
  x: number,
  y: number,
  z: number,
): Point => {
  const [dx, dy, dz] = [x - oxM, y - oyM, z - ozM];
  return [dx * ex + dy * ey, dx * nx + dy * ny + dz * nz];
};

export const toPlane = (frame: Frame, position: Position): Point =>
  project(frame, ...toMetres(position));

/** The position straight above or below a point of the plane, to 1e-7° (a centimetre). */
export const toPosition = (frame: Frame, [east, north]: Point): Position => {
  const { ex, ey, nx, ny, nz } = frame;
  const [upX, upY, upZ] = [ey * nz, -ex * nz, ex * ny - ey * nx];
  const [x, y, z] = [
    frame.oxM + east * ex + north * nx,
    frame.oyM + east * ey + north * ny,
    frame.ozM + north * nz,
  ];
  // The height h at which (x, y, z) + h·up lies on the ellipsoid.
  const [perA, perB] = [1 / (EQUATORIAL_M * EQUATORIAL_M), 1 / (POLAR_M * POLAR_M)];
  const square = perA * (upX * upX + upY * upY) + perB * upZ * upZ;
  const linear = perA * (x * upX + y * upY) + perB * z * upZ;
  const constant = perA * (x * x + y * y) + perB * z * z - 1;
  const h = (Math.sqrt(Math.max(0, linear * linear - square * constant)) - linear) / square;
  const [px, py, pz] = [x + h * upX, y + h * upY, z + h * upZ];
  const latRad = Math.atan2(pz, (1 - ECCENTRICITY2) * Math.hypot(px, py));
  return roundPosition([degrees(Math.atan2(py, px)), degrees(latRad)]);
};

const degrees = (radians: number): number => (radians * 180) / Math.PI;

/** To a centimetre, longitude within ±180. */
export const roundPosition = ([lngDeg, latDeg]: Position): Position => {
  const east = lngDeg > 180 ? lngDeg - 360 : lngDeg < -180 ? lngDeg + 360 : lngDeg;
  return [Math.round(east * 1e7) / 1e7 + 0, Math.round(latDeg * 1e7) / 1e7 + 0];
};

/** Parts of a path that are each taken as one hull: a bent corridor is not the country it encloses. */
const RUNS_MAX = 8;

/** Convex outlines that together hold the solid's skeleton (its radius not included). */
export const outlinesOf = (frame: Frame, { shape }: Solid): Convex[] => {
  const { kind, ecefMm } = shape;
  const points: Point[] = [];
  for (let i = 0; i < ecefMm.length; i += 3) {
    points.push(project(frame, ecefMm[i]! / 1000, ecefMm[i + 1]! / 1000, ecefMm[i + 2]! / 1000));
  }
  if (kind !== "path") return [hullOf(points)];
  const edges = points.length - 1;
  const runs = Math.min(edges, RUNS_MAX);
  return Array.from({ length: runs }, (_, k) => {
    const [first, last] = [Math.floor((k * edges) / runs), Math.floor(((k + 1) * edges) / runs)];
    return hullOf(points.slice(first, last + 1));
  });
};

/** Metres on the ground around one point, and between any two; nothing here is left to `Math.sin`. */

import { ECCENTRICITY2, EQUATORIAL_M } from "../../geometry/ellipsoid.ts";
import { cosDeg, sinDeg } from "./degrees.ts";
import type { Point } from "./fields.ts";

/** A way over the ground. */
export type Displacement = { readonly northM: number; readonly eastM: number };

const RADIANS = Math.PI / 180;

/** The straight line through the earth, metres; never longer than the way over it. */
export const chordM = (a: Point, b: Point): number => gapM(ecefM(a), ecefM(b));

/** On the ellipsoid, metres from the centre of the earth: the same beside a pole and the antimeridian. */
export type Ecef = { readonly x: number; readonly y: number; readonly z: number };

export const gapM = (from: Ecef, to: Ecef): number =>
  Math.sqrt(
    (from.x - to.x) * (from.x - to.x) +
      (from.y - to.y) * (from.y - to.y) +
      (from.z - to.z) * (from.z - to.z),
  );

export const ecefM = ({ lngDeg, latDeg }: Point): Ecef => {
  const normalM = normalRadiusM(latDeg);
  const axisM = normalM * cosDeg(latDeg);
  return {
    x: axisM * cosDeg(lngDeg),
    y: axisM * sinDeg(lngDeg),
    z: normalM * (1 - ECCENTRICITY2) * sinDeg(latDeg),
  };
};

/** From `origin` to `target`, in the plane that touches the ellipsoid at `origin`: for points near by. */
export const displacementTo = (origin: Point, target: Point): Displacement => {
  const normalM = normalRadiusM(origin.latDeg);
  const squash = normalM / EQUATORIAL_M;
  const meridianM = normalM * (1 - ECCENTRICITY2) * squash * squash;
  return {
    northM: (target.latDeg - origin.latDeg) * RADIANS * meridianM,
    eastM: turnDeg(target.lngDeg - origin.lngDeg) * RADIANS * normalM * cosDeg(origin.latDeg),
  };
};

export const lengthM = ({ northM, eastM }: Displacement): number =>
  Math.sqrt(northM * northM + eastM * eastM);

/** Radius of curvature across the meridian. */
const normalRadiusM = (latDeg: number): number => {
  const sine = sinDeg(latDeg);
  return EQUATORIAL_M / Math.sqrt(1 - ECCENTRICITY2 * sine * sine);
};

/** The shorter way around. */
const turnDeg = (angleDeg: number): number =>
  angleDeg > 180 ? angleDeg - 360 : angleDeg < -180 ? angleDeg + 360 : angleDeg;

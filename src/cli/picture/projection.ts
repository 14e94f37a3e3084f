/**
 * Oblique stereographic projection of the ellipsoid around a region's middle: conformal, so circles
 * are circles and angles true; lengths are true in the middle and told everywhere by `scaleAt`.
 *
 * Source: Snyder, Map Projections: A Working Manual (USGS 1395), section 21.
 */

import { ECCENTRICITY2, EQUATORIAL_M } from "../../geometry/ellipsoid.ts";
import type { Position } from "../../geometry/footprint.ts";

/** Metres east and south of the middle: y runs down, as on a screen. */
export type Point = readonly [x: number, y: number];

export type Projection = {
  readonly center: Position;
  readonly project: (position: Position) => Point;
  /** Metres on the map for a metre on the ground. */
  readonly scaleAt: (position: Position) => number;
};

const RAD = Math.PI / 180;
const ECCENTRICITY = Math.sqrt(ECCENTRICITY2);
/** At the very pole east has no direction; a middle 11 m beside it draws the same. */
const CENTER_LAT_MAX_DEG = 89.9999;
/** The far side of the earth, which runs away to infinity, is held at a finite place. */
const DEPTH_MIN = 1e-3;

export const makeProjection = ([lngDeg, latDeg]: Position): Projection => {
  const centerLatDeg = Math.max(-CENTER_LAT_MAX_DEG, Math.min(CENTER_LAT_MAX_DEG, latDeg));
  const middle = conformalLat(centerLatDeg * RAD);
  const [sinMiddle, cosMiddle] = [Math.sin(middle), Math.cos(middle)];
  const reachM = (2 * EQUATORIAL_M * parallelRadius(centerLatDeg * RAD)) / cosMiddle;
  const place = ([lng, lat]: Position) => {
    const conformal = conformalLat(lat * RAD);
    const turn = (lng - lngDeg) * RAD;
    const [sin, cos] = [Math.sin(conformal), Math.cos(conformal)];
    const depth = 1 + sinMiddle * sin + cosMiddle * cos * Math.cos(turn);
    return { sin, cos, turn, a: reachM / Math.max(depth, DEPTH_MIN) };
  };
  return {
    center: [lngDeg, centerLatDeg],
    project: (position) => {
      const { sin, cos, turn, a } = place(position);
      const north = a * (cosMiddle * sin - sinMiddle * cos * Math.cos(turn));
      return [a * cos * Math.sin(turn), -north];
    },
    scaleAt: (position) => {
      const latNear = Math.max(-CENTER_LAT_MAX_DEG, Math.min(CENTER_LAT_MAX_DEG, position[1]));
      const { cos, a } = place([position[0], latNear]);
      return (a * cos) / (EQUATORIAL_M * parallelRadius(latNear * RAD));
    },
  };
};

/** Longitude and latitude of an earth-centred point on the ellipsoid (any unit). */
export const positionOf = (x: number, y: number, z: number): Position => [
  Math.atan2(y, x) / RAD,
  Math.atan2(z, (1 - ECCENTRICITY2) * Math.hypot(x, y)) / RAD,
];

/** The latitude on the sphere to which the ellipsoid is laid out without changing angles. */
const conformalLat = (lat: number): number => {
  const bent = ECCENTRICITY * Math.sin(lat);
  const stretched =
    Math.tan(Math.PI / 4 + lat / 2) * ((1 - bent) / (1 + bent)) ** (ECCENTRICITY / 2);
  return 2 * Math.atan(stretched) - Math.PI / 2;
};

/** Radius of a parallel in equatorial radii. */
const parallelRadius = (lat: number): number =>
  Math.cos(lat) / Math.sqrt(1 - ECCENTRICITY2 * Math.sin(lat) ** 2);

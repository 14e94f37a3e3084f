/** Points at a distance and distances between points, on the WGS84 ellipsoid. */

import geographiclib from "geographiclib-geodesic";
import { assert } from "../core/outcome.ts";
import type { Position } from "../geometry/footprint.ts";

const { WGS84 } = geographiclib.Geodesic;

/** Azimuth clockwise from north, and length along the geodesic. */
export type Bearing = { readonly azimuthDeg: number; readonly distanceM: number };

/** The point that lies at a bearing from `origin`. */
export const pointAt = (
  [lngDeg, latDeg]: Position,
  { azimuthDeg, distanceM }: Bearing,
): Position => {
  const { lat2, lon2 } = WGS84.Direct(latDeg, lngDeg, azimuthDeg, distanceM);
  assert(lat2 !== undefined && lon2 !== undefined, "the direct problem always has a solution");
  return [lon2, lat2];
};

/** The bearing from `origin` to `target`. */
export const bearingTo = ([lngDeg, latDeg]: Position, [toLngDeg, toLatDeg]: Position): Bearing => {
  const { azi1, s12 } = WGS84.Inverse(latDeg, lngDeg, toLatDeg, toLngDeg);
  assert(azi1 !== undefined && s12 !== undefined, "the inverse problem always has a solution");
  return { azimuthDeg: azi1, distanceM: s12 };
};

/** Degrees to earth-centred millimetres: trigonometry, and so for the edge alone. */

import { ECCENTRICITY2, EQUATORIAL_M } from "./ellipsoid.ts";
import type { Position } from "./footprint.ts";

/** Earth-centred x, y, z in whole millimetres of a point on the ellipsoid. */
export const toEcefMm = ([lngDeg, latDeg]: Position): [number, number, number] => {
  const lat = (latDeg * Math.PI) / 180;
  const lng = (lngDeg * Math.PI) / 180;
  const [sinLat, cosLat] =
    latDeg === 90 || latDeg === -90 ? [latDeg / 90, 0] : [Math.sin(lat), Math.cos(lat)];
  const normalM = EQUATORIAL_M / Math.sqrt(1 - ECCENTRICITY2 * sinLat * sinLat);
  return [
    wholeMm(normalM * cosLat * Math.cos(lng)),
    wholeMm(normalM * cosLat * Math.sin(lng)),
    wholeMm(normalM * (1 - ECCENTRICITY2) * sinLat),
  ];
};

/** -0 would be written as 0 and read back as another number. */
const wholeMm = (metres: number): number => Math.round(metres * 1000) + 0;

/** WGS84 and the bounds on curvature that the error bounds of docs/geometry.md rest on. */

/** Equatorial and polar radius, metres. */
export const EQUATORIAL_M = 6_378_137;
export const POLAR_M = 6_356_752.314245179;

/** First eccentricity squared. */
export const ECCENTRICITY2 = 1 - (POLAR_M * POLAR_M) / (EQUATORIAL_M * EQUATORIAL_M);

/** Smallest and largest radius of curvature anywhere, metres: meridian at the equator, and the pole. */
export const CURVATURE_RADIUS_MIN_M = 6_335_439;
export const CURVATURE_RADIUS_MAX_M = 6_399_594;

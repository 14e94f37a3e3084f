/** How far the same numbers lie apart in WGS84 and in an older datum. To name a suspect, not to convert. */

import { EQUATORIAL_M } from "../../geometry/ellipsoid.ts";
import { cosDeg, sinDeg } from "./degrees.ts";
import type { Point } from "./fields.ts";
import type { Displacement } from "./local-frame.ts";

/** Its ellipsoid, and its centre as seen from that of WGS84, metres. */
export type OldDatum = {
  readonly slip: "datum_ed50" | "datum_pulkovo_1942";
  readonly equatorialM: number;
  readonly flattening: number;
  readonly dxM: number;
  readonly dyM: number;
  readonly dzM: number;
};

const INTERNATIONAL_1924 = { equatorialM: 6_378_388, flattening: 1 / 297 } as const;
const KRASSOVSKY_1940 = { equatorialM: 6_378_245, flattening: 1 / 298.3 } as const;
const WGS84_FLATTENING = 1 / 298.257223563;

/**
 * Where a datum has a value for the region of the example theatre, it stands beside the mean one.
 * Source: DMA TR 8350.2, Department of Defense World Geodetic System 1984: EUR-M (European 1950, mean of
 * Europe), EUR-S (European 1950 in Iraq, Israel, Jordan, Kuwait, Lebanon, Saudi Arabia and Syria), PUK
 * (Pulkovo 1942, Russia).
 */
export const OLD_DATUMS: readonly OldDatum[] = [
  { slip: "datum_ed50", ...INTERNATIONAL_1924, dxM: -87, dyM: -98, dzM: -121 },
  { slip: "datum_ed50", ...INTERNATIONAL_1924, dxM: -103, dyM: -106, dzM: -141 },
  { slip: "datum_pulkovo_1942", ...KRASSOVSKY_1940, dxM: 28, dyM: -130, dzM: -95 },
];

/**
 * The way from where numbers of the old datum lie when taken for WGS84 to where they are meant.
 *
 * Source: the abridged Molodensky formulas (IOGP Guidance Note 7-2, section 4.4.4); within some
 * metres of the full ones, where the constants themselves are good to 3 to 8 m.
 */
export const datumShiftAt = (
  { lngDeg, latDeg }: Point,
  { equatorialM, flattening, dxM, dyM, dzM }: OldDatum,
): Displacement => {
  const [sinLat, cosLat, sinLng, cosLng] = [
    sinDeg(latDeg),
    cosDeg(latDeg),
    sinDeg(lngDeg),
    cosDeg(lngDeg),
  ];
  const ellipsoidM =
    equatorialM * (WGS84_FLATTENING - flattening) + flattening * (EQUATORIAL_M - equatorialM);
  return {
    northM:
      -dxM * sinLat * cosLng -
      dyM * sinLat * sinLng +
      dzM * cosLat +
      ellipsoidM * 2 * sinLat * cosLat,
    eastM: -dxM * sinLng + dyM * cosLng,
  };
};

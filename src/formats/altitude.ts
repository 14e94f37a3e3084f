/**
 * Altitudes of every datum as metres above the WGS84 ellipsoid, rounded outward.
 *
 * This room knows no terrain, no geoid grid and no weather, so a limit in another datum becomes the
 * farthest ellipsoid height it can mean: too wide tells of a conflict that is none, too narrow
 * would hide one. Each widening is told in the record's notes.
 */

import { unreachable } from "../core/outcome.ts";
import { Unreadable } from "./unreadable.ts";

/** `ellipsoid`: WGS84. `sea`: AMSL. `ground`: AGL, SFC. `pressure`: flight level, 1013.25 hPa. */
export type Datum = "ellipsoid" | "sea" | "ground" | "pressure";

/** A limit as the source says it; `null` is unbounded. */
export type Limit = { readonly valueM: number; readonly datum: Datum } | null;

export type Band = { readonly lowerM: number | null; readonly upperM: number | null };

/** Exact by the international yard and pound agreement of 1959. */
export const METRES_PER_FOOT = 0.3048;
export const METRES_PER_NAUTICAL_MILE = 1852;

/**
 * Height of the geoid above the ellipsoid, worldwide: EGM96 spans −106.99 m (south of Sri Lanka)
 * to +85.39 m (New Guinea); EGM2008 −106.6 to +85.8. Source: NIMA TR8350.2; NASA/TP-1998-206861.
 */
export const GEOID_M = { lowest: -107, highest: 86 } as const;

/**
 * Ground above the sea, worldwide: Mount Everest 8,848.86 m (Nepal and China, 2020); the shore of
 * the Dead Sea about −440 m in 2026 and sinking about 1 m a year.
 */
export const TERRAIN_M = { lowest: -450, highest: 8850 } as const;

/**
 * How far a pressure altitude can be from the altitude. A barometer set to 1013.25 hPa reads too
 * high by 1,267 m at 870 hPa (Typhoon Tip 1979) and too low by 573 m at 1,083.8 hPa (Agata 1968),
 * the extremes of the WMO archive, by the ICAO standard atmosphere (Doc 7488). Above that the layer
 * between is stretched or shrunk by its mean temperature over the standard one: 0.80 (polar winter)
 * to 1.12 (desert summer), this project's bound.
 */
export const PRESSURE = {
  lowestShiftM: -1267,
  highestShiftM: 573,
  coldRatio: 0.8,
  hotRatio: 1.12,
} as const;

/**
 * The band between two limits, each moved outward to the ellipsoid.
 *
 * Refuses: lower above upper, as stated in one datum or after the widening of two.
 */
export const toBand = (lower: Limit, upper: Limit, notes: Set<string>): Band => {
  const isOneDatum = lower !== null && upper !== null && lower.datum === upper.datum;
  if (isOneDatum && lower.valueM > upper.valueM) throw crossed(lower.valueM, upper.valueM);
  const lowerM = lower === null ? null : toLowest(lower, notes);
  const upperM = upper === null ? null : toHighest(upper, notes);
  if (lowerM !== null && upperM !== null && lowerM > upperM) throw crossed(lowerM, upperM);
  return { lowerM, upperM };
};

const crossed = (lowerM: number, upperM: number): Unreadable =>
  new Unreadable(`lower limit ${lowerM} m is above upper limit ${upperM} m: swap them`);

/** The lowest ellipsoid height that the limit can mean; the ground itself is no bound. */
const toLowest = ({ valueM, datum }: NonNullable<Limit>, notes: Set<string>): number | null => {
  switch (datum) {
    case "ellipsoid":
      return valueM;
    case "sea":
      notes.add(`a lower limit above mean sea level is taken ${-GEOID_M.lowest} m lower: ${GEOID}`);
      return valueM + GEOID_M.lowest;
    case "ground":
      if (valueM <= 0) {
        notes.add("a lower limit at the ground is read as no lower bound");
        return null;
      }
      notes.add(
        `a lower limit above ground is taken ${-(TERRAIN_M.lowest + GEOID_M.lowest)} m lower: the lowest ground on earth`,
      );
      return valueM + TERRAIN_M.lowest + GEOID_M.lowest;
    case "pressure": {
      notes.add("a lower limit as a flight level is taken at the lowest pressure and temperature");
      const shiftedM = valueM + PRESSURE.lowestShiftM;
      const ratio = shiftedM > 0 ? PRESSURE.coldRatio : PRESSURE.hotRatio;
      return shiftedM * ratio + GEOID_M.lowest;
    }
    default:
      return unreachable(datum);
  }
};

/** The highest ellipsoid height that the limit can mean. */
const toHighest = ({ valueM, datum }: NonNullable<Limit>, notes: Set<string>): number => {
  switch (datum) {
    case "ellipsoid":
      return valueM;
    case "sea":
      notes.add(
        `an upper limit above mean sea level is taken ${GEOID_M.highest} m higher: ${GEOID}`,
      );
      return valueM + GEOID_M.highest;
    case "ground":
      notes.add(
        `an upper limit above ground is taken ${TERRAIN_M.highest + GEOID_M.highest} m higher: the highest ground on earth`,
      );
      return valueM + TERRAIN_M.highest + GEOID_M.highest;
    case "pressure": {
      notes.add(
        "an upper limit as a flight level is taken at the highest pressure and temperature",
      );
      const shiftedM = valueM + PRESSURE.highestShiftM;
      const ratio = shiftedM > 0 ? PRESSURE.hotRatio : PRESSURE.coldRatio;
      return shiftedM * ratio + GEOID_M.highest;
    }
    default:
      return unreachable(datum);
  }
};

const GEOID = "the geoid there is not known to this reader";

/** The grammar of single OpenAir lines: coordinates, altitudes, distances, activation times. */

import type { Position } from "../geometry/footprint.ts";
import { type Limit, METRES_PER_FOOT, METRES_PER_NAUTICAL_MILE } from "./altitude.ts";
import type { Window } from "./fields.ts";
import { checkWindow, parseInstant } from "./instant.ts";
import { parsePosition } from "./position.ts";
import { Unreadable } from "./unreadable.ts";

const ANGLE = String.raw`(\d{1,3}(?:\.\d+)?)(?::(\d{1,2}(?:\.\d+)?))?(?::(\d{1,2}(?:\.\d+)?))?`;
const COORDINATE = new RegExp(String.raw`^${ANGLE}\s*([NS])[\s,]*${ANGLE}\s*([EW])$`, "i");

/** `52:24:33 N 013:11:02 E`, `52:24.55N 013:11.03E` or `52.409N 13.184E`. */
export const parseCoordinate = (text: string, notes: Set<string>): Position => {
  const parts = COORDINATE.exec(text.trim());
  if (!parts) {
    throw new Unreadable(
      `coordinate ${shown(text)} is not readable: write it as 52:24:33 N 013:11:02 E`,
    );
  }
  const latDeg = toDegrees(parts.slice(1, 4), text) * (/s/i.test(parts[4] ?? "") ? -1 : 1);
  const lngDeg = toDegrees(parts.slice(5, 8), text) * (/w/i.test(parts[8] ?? "") ? -1 : 1);
  return parsePosition(lngDeg + 0, latDeg + 0, notes); // + 0: never -0
};

const FLIGHT_LEVEL = /^FL\s*(\d{1,3})$/i;
const HEIGHT = /^(-?\d+(?:\.\d+)?)\s*(FT|F|M)?\s*(A?MSL|ALT|AGL|GND|ASFC|SFC|STD|WGS84)$/i;

/** Both bounds that a limit can mean: they differ only where the unit is left out. */
export type Limits = { readonly lower: Limit; readonly upper: Limit };

/**
 * `FL95`, `2000ft AMSL`, `300m AGL`, `GND`, `UNL`.
 *
 * Without a unit the original format means feet, and some files mean metres: the wider of the two is
 * read. Without a reference it is refused.
 */
export const parseAltitude = (text: string, notes: Set<string>): Limits => {
  const trimmed = text.trim();
  if (/^UNL(IM|IMITED|TD)?$/i.test(trimmed)) return { lower: null, upper: null };
  if (/^(GND|SFC|SURFACE)$/i.test(trimmed)) return sameLimits({ valueM: 0, datum: "ground" });
  const level = FLIGHT_LEVEL.exec(trimmed);
  if (level)
    return sameLimits({ valueM: Number(level[1]) * 100 * METRES_PER_FOOT, datum: "pressure" });
  const height = HEIGHT.exec(trimmed);
  if (!height) {
    throw new Unreadable(
      `altitude ${shown(text)} is not readable: write it as 2000ft AMSL, 300m AGL, FL95, GND or UNL`,
    );
  }
  const [value, unit, datum] = [
    Number(height[1]),
    height[2]?.toUpperCase(),
    datumOf(height[3] ?? ""),
  ];
  if (unit === "M") return sameLimits({ valueM: value, datum });
  const valueM = value * METRES_PER_FOOT;
  if (unit !== undefined) return sameLimits({ valueM, datum });
  if (datum === "pressure")
    throw new Unreadable(`altitude ${shown(text)} has no unit: write it as FL95`);
  notes.add(
    "altitudes without a unit are read outward: the lower of feet and metres, and the higher",
  );
  return {
    lower: { valueM: Math.min(value, valueM), datum },
    upper: { valueM: Math.max(value, valueM), datum },
  };
};

/** A distance in nautical miles, as metres. */
export const parseNauticalMiles = (text: string, what: string): number => {
  const trimmed = text.trim();
  if (!/^\d+(\.\d+)?$|^\.\d+$/.test(trimmed) || Number(trimmed) <= 0) {
    throw new Unreadable(`${what} ${shown(text)} is no distance: give nautical miles above 0`);
  }
  return Number(trimmed) * METRES_PER_NAUTICAL_MILE;
};

/** An angle in degrees. */
export const parseAngle = (text: string): number => {
  const trimmed = text.trim();
  if (/^[+-]?\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  throw new Unreadable(`angle ${shown(text)} is not readable: give degrees`);
};

/** `2025-01-01T12:00Z/2025-01-01T13:00Z`, with `NONE` for no bound; `NONE` alone is announced later. */
export const parseActivation = (text: string, notes: Set<string>): Window => {
  const trimmed = text.trim();
  if (/^NONE$/i.test(trimmed)) {
    notes.add("activation is announced elsewhere (AA NONE): read as active at all times");
    return { startMs: null, endMs: null };
  }
  const [start, end, ...rest] = trimmed.split("/").map((part) => part.trim());
  if (!start || !end || rest.length > 0) {
    throw new Unreadable(
      `activation ${shown(text)} is not readable: write it as start/end, or NONE`,
    );
  }
  const startMs = /^NONE$/i.test(start) ? null : parseInstant(start, "AA start", "down");
  const endMs = /^NONE$/i.test(end) ? null : parseInstant(end, "AA end", "up");
  checkWindow(startMs, endMs);
  return { startMs, endMs };
};

const sameLimits = (limit: Limit): Limits => ({ lower: limit, upper: limit });

const datumOf = (reference: string): NonNullable<Limit>["datum"] => {
  if (/^(A?MSL|ALT)$/i.test(reference)) return "sea";
  if (/^STD$/i.test(reference)) return "pressure";
  return /WGS84$/i.test(reference) ? "ellipsoid" : "ground";
};

const toDegrees = (parts: readonly (string | undefined)[], text: string): number => {
  const [degrees, minutes, seconds] = parts.map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  const isSplitOk = parts
    .slice(0, -1)
    .every((part, i) => !part?.includes(".") || parts[i + 1] === undefined);
  if (minutes >= 60 || seconds >= 60 || !isSplitOk) {
    throw new Unreadable(
      `coordinate ${shown(text)} is no angle: minutes and seconds go from 0 to 59`,
    );
  }
  return degrees + minutes / 60 + seconds / 3600;
};

const shown = (text: string): string => JSON.stringify(text.trim().slice(0, 80));

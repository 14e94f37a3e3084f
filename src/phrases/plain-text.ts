/** Instants, positions and numbers as text: the same characters in every language. */

import type { Point } from "../core/line/fields.ts";

/** `2026-11-23 14:32Z`; seconds and milliseconds stand only where there are any, none are cut off. */
export const instantText = (ms: number): string => {
  const [date, clock] = new Date(ms).toISOString().split("T") as [string, string];
  const [minutes, seconds, millis] = [clock.slice(0, 5), clock.slice(5, 8), clock.slice(8, 12)];
  const fine = millis === ".000" ? "" : millis;
  return `${date} ${minutes}${seconds === ":00" && fine === "" ? "" : seconds + fine}Z`;
};

/**
 * `35°20.160′ N, 040°08.460′ E (35.33600° N, 40.14100° E)`: each form to 2 m or finer.
 *
 * Both forms, so that a slip in one shows against the other; letters in place of signs.
 */
export const positionText = ({ lngDeg, latDeg }: Point): string => {
  const [lat, lng] = [coordinate(latDeg, "NS", 2), coordinate(lngDeg, "EW", 3)];
  return `${lat.minutes}, ${lng.minutes} (${lat.decimal}, ${lng.decimal})`;
};

const coordinate = (
  valueDeg: number,
  letters: string,
  degreeDigits: number,
): { readonly minutes: string; readonly decimal: string } => {
  const sizeDeg = Math.abs(valueDeg);
  const letter = valueDeg < 0 ? letters[1] : letters[0];
  // Rounded as a whole, so that 59.9996′ becomes the next degree and never 60.000′.
  const thousandths = Math.round(sizeDeg * 60_000);
  const degrees = String(Math.floor(thousandths / 60_000)).padStart(degreeDigits, "0");
  const minutes = ((thousandths % 60_000) / 1000).toFixed(3).padStart(6, "0");
  return {
    minutes: `${degrees}°${minutes}′ ${letter}`,
    decimal: `${sizeDeg.toFixed(5)}° ${letter}`,
  };
};

/** To a tenth, without grouping: `12000`, `0.5`. */
export const numberText = (value: number): string => String(Math.round(value * 10) / 10 + 0);

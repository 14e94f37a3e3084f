/** What ED-269 and ED-318 zones have in common: vertical limits, applicability, schedules. */

import { METRES_PER_FOOT, type Band, type Datum, type Limit, toBand } from "./altitude.ts";
import { type Fields, type Window, isFields, parseLabel, parseText } from "./fields.ts";
import { checkWindow, parseInstant } from "./instant.ts";
import { numberOfText } from "./text-fields.ts";
import { Unreadable } from "./unreadable.ts";

/** One end of a vertical layer, as the zone states it. */
export type StatedLimit = {
  readonly field: string;
  readonly value: unknown;
  readonly reference: unknown;
  readonly unit: unknown;
};

/** Swiss and other publishers write 99999 where a limit is required and there is none. */
const NO_LIMIT = 99_999;

/** The band of a zone; a missing limit is unbounded. */
export const parseZoneBand = (lower: StatedLimit, upper: StatedLimit, notes: Set<string>): Band =>
  toBand(parseLimit(lower, notes), parseLimit(upper, notes), notes);

/** Metres of a value in `M` or `FT`. */
export const parseMetres = (value: unknown, unit: unknown, field: string): number => {
  // Numbers in quotes are common in ED-269 files, and "0" can be read in one way only.
  const number = typeof value === "string" ? numberOfText(value.trim(), field) : value;
  if (typeof number !== "number" || !Number.isFinite(number))
    throw new Unreadable(`${field} is no number: correct it`);
  const name = typeof unit === "string" ? unit.trim().toUpperCase() : unit;
  if (name === "M") return number;
  if (name === "FT") return number * METRES_PER_FOOT;
  throw new Unreadable(`${field} is in the unit ${JSON.stringify(unit) ?? "none"}: give M or FT`);
};

const parseLimit = ({ field, value, reference, unit }: StatedLimit, notes: Set<string>): Limit => {
  if (value === null || value === undefined) return null;
  if (value === NO_LIMIT || value === String(NO_LIMIT)) {
    notes.add(`${NO_LIMIT} is read as no bound`);
    return null;
  }
  return { valueM: parseMetres(value, unit, field), datum: parseDatum(reference, field) };
};

const DATUMS: ReadonlyMap<unknown, Datum> = new Map([
  ["AGL", "ground"],
  ["SFC", "ground"],
  ["AMSL", "sea"],
  ["MSL", "sea"],
  ["WGS84", "ellipsoid"],
  ["W84", "ellipsoid"],
]);

/** The datum that a reference names. */
export const parseDatum = (reference: unknown, field: string): Datum => {
  const datum = DATUMS.get(
    typeof reference === "string" ? reference.trim().toUpperCase() : reference,
  );
  if (datum) return datum;
  throw new Unreadable(
    `${field} has the reference ${JSON.stringify(reference) ?? "none"}: give AGL, SFC, AMSL or WGS84 (W84)`,
  );
};

/**
 * When the zone applies: one window a period, or always.
 *
 * A daily schedule is widened to the whole of its period, with a note.
 */
export const parsePeriods = (value: unknown, field: string, notes: Set<string>): Window[] => {
  if (value === null || value === undefined) return [ALWAYS];
  const periods: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (periods.length === 0) return [ALWAYS];
  return periods.map((period, i) => parsePeriod(period, `${field}[${i}]`, notes));
};

const ALWAYS: Window = { startMs: null, endMs: null };

const parsePeriod = (period: unknown, field: string, notes: Set<string>): Window => {
  if (!isFields(period))
    throw new Unreadable(`${field} is no object: give startDateTime and endDateTime`);
  if (hasSchedule(period["schedule"]) || hasSchedule(period["dailyPeriod"])) {
    notes.add("a schedule by day is widened to the whole of its period");
  }
  if (isYes(period["permanent"])) return ALWAYS;
  const [start, end] = [parseText(period, "startDateTime"), parseText(period, "endDateTime")];
  const startMs = start === null ? null : parseInstant(start, `${field}.startDateTime`, "down");
  const endMs = end === null ? null : parseInstant(end, `${field}.endDateTime`, "up");
  checkWindow(startMs, endMs);
  return { startMs, endMs };
};

const isYes = (value: unknown): boolean =>
  value === true || (typeof value === "string" && /^yes$/i.test(value));

/** A schedule narrows nothing when all it holds is empty. */
const hasSchedule = (value: unknown): boolean => {
  if (value === null || value === undefined || value === "") return false;
  if (Array.isArray(value)) return value.some(hasSchedule);
  return isFields(value) ? Object.values(value).some(hasSchedule) : true;
};

/** The English text of a name in many languages, else the first one. */
export const parseZoneName = ({ name }: Fields, notes: Set<string>): string | null => {
  const texts: readonly Fields[] = Array.isArray(name) ? name.filter(isFields) : [{ text: name }];
  const chosen =
    texts.find(({ lang }) => typeof lang === "string" && /^en/i.test(lang)) ?? texts[0];
  const text = chosen?.["text"];
  return typeof text === "string" ? parseLabel(text, "name", notes) : null;
};

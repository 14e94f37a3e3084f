/** Instants as text and as Unix milliseconds. */

import { Unreadable } from "./unreadable.ts";

/** Which way a fraction finer than a millisecond goes: outward from the window it bounds. */
export type Rounding = "down" | "up";

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * The instant that an ISO 8601 date-time names, Unix ms.
 *
 * Refuses: another form, a date that is not in the calendar, and no offset, since a local time
 * is another instant for each reader. Accepts 24:00 and a leap second as the next instant.
 * Source: RFC 3339; ISO 8601 for seconds left out, 24:00 and the decimal comma.
 */
export const parseInstant = (text: string, field: string, rounding: Rounding = "down"): number => {
  const parts = INSTANT.exec(text.trim());
  if (!parts) {
    throw new Unreadable(
      `${field} ${quoted(text)} is not a time: write it as 2026-01-31T12:00:00Z`,
    );
  }
  const [year, month, day, hour, minute, second] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const [fraction, offset] = [parts[7] ?? "", parts[8]];
  if (offset === undefined) {
    throw new Unreadable(`${field} ${quoted(text)} has no offset: times are UTC only, append Z`);
  }
  const isInCalendar =
    within(month, 1, 12) &&
    within(day, 1, daysInMonth(year as number, month as number)) &&
    (within(hour, 0, 23) || (hour === 24 && minute === 0 && second === 0)) &&
    within(minute, 0, 59) &&
    within(second, 0, 60);
  if (!isInCalendar)
    throw new Unreadable(`${field} ${quoted(text)} is not in the calendar: correct it`);
  const wholeMs = utcMs([year, month, day, hour, minute, second] as number[]);
  return wholeMs + fractionMs(fraction, rounding) - offsetMs(offset, field);
};

/** The ISO 8601 text of an instant, to the millisecond; years 0 to 9999. */
export const instantText = (ms: number): string => new Date(ms).toISOString();

/** Refuses a window that ends before it starts. */
export const checkWindow = (startMs: number | null, endMs: number | null): void => {
  if (startMs === null || endMs === null || startMs <= endMs) return;
  throw new Unreadable(
    `end ${instantText(endMs)} is before start ${instantText(startMs)}: put start before end`,
  );
};

/** Refuses a movement that leaves the window it is filed for. */
export const checkTimesInWindow = (
  timesMs: readonly number[],
  { startMs, endMs }: { startMs: number | null; endMs: number | null },
): void => {
  const [first, last] = [timesMs[0] as number, timesMs.at(-1) as number];
  if ((startMs ?? first) <= first && (endMs ?? last) >= last) return;
  throw new Unreadable("times leave the window from start to end: widen the window to hold them");
};

/** Minutes and hours of an offset such as `Z`, `+02:00` or `-0330`, as milliseconds. */
export const offsetMs = (offset: string, field: string): number => {
  if (/^z$/i.test(offset)) return 0;
  const digits = offset.slice(1).replace(":", "");
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2) || 0)];
  if (hours > 23 || minutes > 59) throw new Unreadable(`${field}: offset ${offset} is no offset`);
  return (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
};

/** Date.UTC reads the years 0 to 99 as 1900 to 1999. */
const utcMs = ([year, month, day, hour, minute, second]: number[]): number => {
  const date = new Date(0);
  date.setUTCFullYear(year as number, (month as number) - 1, day);
  date.setUTCHours(hour as number, minute, second);
  return date.getTime();
};

const fractionMs = (digits: string, rounding: Rounding): number => {
  const ms = Number(digits.slice(0, 3).padEnd(3, "0"));
  const isFiner = /[1-9]/.test(digits.slice(3));
  return ms + (isFiner && rounding === "up" ? 1 : 0);
};

const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};

const within = (value: number | undefined, low: number, high: number): boolean =>
  value !== undefined && value >= low && value <= high;

const quoted = (text: string): string => JSON.stringify(text.slice(0, 60));

/**
 * Times told relative to the start of a test run, as interuss/monitoring writes them.
 *
 * `{time_during_test: StartOfTestRun}`, `{absolute_time: …}`, `{offset_from: {starting_from, offset}}`
 * and `{next_day: {starting_from, time_zone, days_of_the_week}}`, nested in each other.
 * Source: interuss/monitoring, monitorlib/temporal.py.
 */

import { isFields } from "./fields.ts";
import { offsetMs, parseInstant } from "./instant.ts";
import { LIMITS } from "./limits.ts";
import { Unreadable } from "./unreadable.ts";

/** The instant, Unix ms, when the test run starts at `atMs`. */
export const resolveTime = (time: unknown, field: string, atMs: number, depth = 0): number => {
  if (depth > LIMITS.nestingMax)
    throw new Unreadable(`${field} is nested too deep: write it flatter`);
  if (!isFields(time))
    throw new Unreadable(`${field} is no time: give time_during_test, offset_from or next_day`);
  const startOf = (part: Record<string, unknown>, name: string): number =>
    resolveTime(part["starting_from"], `${field}.${name}.starting_from`, atMs, depth + 1);

  if (typeof time["absolute_time"] === "string")
    return parseInstant(time["absolute_time"], `${field}.absolute_time`);
  if (time["time_during_test"] !== undefined)
    return namedTime(time["time_during_test"], field, atMs);
  const offset = time["offset_from"];
  if (isFields(offset)) {
    return (
      startOf(offset, "offset_from") +
      parseDuration(offset["offset"], `${field}.offset_from.offset`)
    );
  }
  const nextDay = time["next_day"];
  if (isFields(nextDay))
    return nextMidnight(startOf(nextDay, "next_day"), nextDay, `${field}.next_day`);
  if (time["next_sun_position"] !== undefined) {
    throw new Unreadable(
      `${field}.next_sun_position is not read: the sun is not computed here, give absolute_time`,
    );
  }
  throw new Unreadable(
    `${field} names no known time: give time_during_test, offset_from or next_day`,
  );
};

/** All named times are the start of the run: the file is read at one instant. */
const namedTime = (name: unknown, field: string, atMs: number): number => {
  if (name === "StartOfTestRun" || name === "StartOfScenario" || name === "TimeOfEvaluation")
    return atMs;
  throw new Unreadable(
    `${field}.time_during_test ${JSON.stringify(name)} is not known: use StartOfTestRun`,
  );
};

const UNIT_MS: Readonly<Record<string, number>> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
};
const UNIT = "(?:w(?:eeks?)?|d(?:ays?)?|h(?:ours?|rs?)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)";
const STEP = String.raw`\d+(?:\.\d+)?\s*${UNIT}`;

/** `12h`, `1h 30m`, `-5m`, `1:30:00`. */
export const parseDuration = (value: unknown, field: string): number => {
  const text = typeof value === "string" ? value.trim() : "";
  const sign = text.startsWith("-") ? -1 : 1;
  const rest = text.replace(/^[+-]\s*/, "");
  const clock = /^(\d+):([0-5]?\d):([0-5]?\d(?:\.\d+)?)$/.exec(rest);
  if (clock) {
    const [hours, minutes, seconds] = clock.slice(1).map(Number) as [number, number, number];
    return sign * Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000);
  }
  if (!new RegExp(`^(?:${STEP}[\\s,]*)+$`).test(rest)) {
    throw new Unreadable(
      `${field} ${JSON.stringify(value) ?? "missing"} is no duration: write it as 12h or 1h30m`,
    );
  }
  const steps = [...rest.matchAll(/(\d+(?:\.\d+)?)\s*([wdhms])/g)];
  return (
    sign *
    Math.round(
      steps.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ""] ?? 0), 0),
    )
  );
};

const DAYS = ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"] as const;

/** The first midnight after `fromMs`, in the zone, that begins one of the days. */
const nextMidnight = (fromMs: number, nextDay: Record<string, unknown>, field: string): number => {
  const zone = nextDay["time_zone"];
  const days = nextDay["days_of_the_week"] ?? [];
  if (!Array.isArray(days) || !days.every((day) => (DAYS as readonly unknown[]).includes(day))) {
    throw new Unreadable(`${field}.days_of_the_week is not readable: use ${DAYS.join(" ")}`);
  }
  const offsetAt = zoneOffset(zone, `${field}.time_zone`);
  const dayMs = UNIT_MS["d"] as number;
  const today = Math.floor((fromMs + offsetAt(fromMs)) / dayMs);
  for (let day = today + 1; day <= today + 7; day += 1) {
    const isWanted = days.length === 0 || days.includes(DAYS[new Date(day * dayMs).getUTCDay()]);
    if (isWanted) return wallToInstant(day * dayMs, offsetAt);
  }
  throw new Unreadable(`${field}.days_of_the_week names no day: correct it`);
};

/** A wall-clock midnight as an instant; where clocks change at midnight, the earlier of the two. */
const wallToInstant = (wallMs: number, offsetAt: (ms: number) => number): number => {
  const hourMs = UNIT_MS["h"] as number;
  const guesses = [-24, 24].map((hours) => wallMs - offsetAt(wallMs + hours * hourMs));
  const exact = guesses.filter((guess) => guess + offsetAt(guess) === wallMs);
  return Math.min(...(exact.length > 0 ? exact : guesses));
};

/** Offset from UTC of a zone by instant: `Z`, `+02:00`, or a name of the IANA database. */
const zoneOffset = (zone: unknown, field: string): ((ms: number) => number) => {
  if (typeof zone !== "string" || /^local$/i.test(zone)) {
    throw new Unreadable(
      `${field} ${JSON.stringify(zone) ?? "missing"} is no zone here: give Z, +02:00 or Europe/Zurich`,
    );
  }
  if (/^(z|[+-]\d{2}:?\d{2})$/i.test(zone)) {
    const fixedMs = offsetMs(zone, field);
    return () => fixedMs;
  }
  const clock = clockOf(zone, field);
  return (ms) => {
    const parts = Object.fromEntries(
      clock.formatToParts(ms).map(({ type, value }) => [type, Number(value)]),
    );
    const { year, month, day, hour, minute, second } = parts as Record<string, number>;
    const wallMs = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
    return wallMs - Math.floor(ms / 1000) * 1000;
  };
};

const clockOf = (zone: string, field: string): Intl.DateTimeFormat => {
  try {
    return new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    throw new Unreadable(
      `${field} ${JSON.stringify(zone)} is not known: give Z, +02:00 or Europe/Zurich`,
    );
  }
};

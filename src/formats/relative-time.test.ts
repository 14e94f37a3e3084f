import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDuration, resolveTime } from "./relative-time.ts";

/** A Monday. */
const AT_MS = Date.parse("2026-11-23T10:00:00Z");
const START = { time_during_test: "StartOfTestRun" };

const resolve = (time: unknown): string =>
  new Date(resolveTime(time, "start_time", AT_MS)).toISOString();
const nextDay = (time_zone: string, days?: string[], starting_from: unknown = START): string =>
  resolve({ next_day: { time_zone, starting_from, ...(days ? { days_of_the_week: days } : {}) } });

test("times count from the start of the test run", () => {
  assert.equal(resolve(START), "2026-11-23T10:00:00.000Z");
  assert.equal(resolve({ absolute_time: "2026-01-01T00:00:00+01:00" }), "2025-12-31T23:00:00.000Z");
  assert.equal(
    resolve({ offset_from: { starting_from: START, offset: "-90m" } }),
    "2026-11-23T08:30:00.000Z",
  );
});

test("the next day begins at midnight in its zone", () => {
  assert.equal(nextDay("Z"), "2026-11-24T00:00:00.000Z");
  assert.equal(nextDay("+02:00"), "2026-11-23T22:00:00.000Z");
  assert.equal(nextDay("Europe/Zurich", ["Tu", "Th"]), "2026-11-23T23:00:00.000Z");
  assert.equal(nextDay("Europe/Zurich", ["Mo"]), "2026-11-29T23:00:00.000Z");
  assert.equal(nextDay("US/Pacific"), "2026-11-24T08:00:00.000Z");
  assert.equal(nextDay("Pacific/Kiritimati"), "2026-11-24T10:00:00.000Z");
});

test("midnight follows the clock over a change of offset", () => {
  const late = { absolute_time: "2026-10-24T23:30:00Z" }; // 01:30 on the day Zurich leaves summer time
  assert.equal(nextDay("Europe/Zurich", undefined, late), "2026-10-25T23:00:00.000Z");
  const early = { absolute_time: "2026-03-28T22:30:00Z" };
  assert.equal(nextDay("Europe/Zurich", undefined, early), "2026-03-28T23:00:00.000Z");
});

test("what cannot be resolved is refused with its field", () => {
  const deep = Array.from({ length: 40 }).reduce<unknown>(
    (time) => ({ offset_from: { starting_from: time, offset: "1h" } }),
    START,
  );
  for (const time of [
    null,
    "now",
    {},
    { time_during_test: "Lunch" },
    { next_sun_position: {} },
    { next_day: { time_zone: "local", starting_from: START } },
    { next_day: { time_zone: "Mars/Olympus", starting_from: START } },
    { next_day: { time_zone: "Z", starting_from: START, days_of_the_week: ["Monday"] } },
    { offset_from: { starting_from: START, offset: "soon" } },
    { offset_from: { starting_from: START, offset: 5 } },
    deep,
  ]) {
    assert.throws(
      () => resolve(time),
      /^Unreadable: start_time/,
      JSON.stringify(time)?.slice(0, 80),
    );
  }
});

test("durations are read in words and as a clock", () => {
  const rows: [string, number][] = [
    ["12h", 43_200_000],
    ["5m", 300_000],
    ["1h30m", 5_400_000],
    ["1 hour 30 minutes", 5_400_000],
    ["2 days", 172_800_000],
    ["-15s", -15_000],
    ["1:30:00", 5_400_000],
    ["0.5h", 1_800_000],
  ];
  for (const [text, ms] of rows) assert.equal(parseDuration(text, "duration"), ms, text);
});

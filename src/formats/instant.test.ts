import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { instantText, parseInstant } from "./instant.ts";

test("an instant with Z or an offset is read", () => {
  const rows: [string, string][] = [
    ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31T12:00Z", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31t12:00:00z", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31T12:00:00+02:00", "2026-01-31T10:00:00.000Z"],
    ["2026-01-31T12:00:00-0330", "2026-01-31T15:30:00.000Z"],
    ["2026-01-31T12:00:00+05", "2026-01-31T07:00:00.000Z"],
    ["2026-01-31T12:00:00,5Z", "2026-01-31T12:00:00.500Z"],
    ["2024-12-17T24:00Z", "2024-12-18T00:00:00.000Z"],
    ["2024-02-29T00:00Z", "2024-02-29T00:00:00.000Z"],
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
    ["0050-01-01T00:00Z", "0050-01-01T00:00:00.000Z"],
  ];
  for (const [text, instant] of rows)
    assert.equal(instantText(parseInstant(text, "start")), instant, text);
});

test("a time without an offset is refused with the field and the remedy", () => {
  assert.throws(() => parseInstant("2026-01-31T12:00:00", "start"), /start .*append Z/);
});

test("what is not a time or not in the calendar is refused", () => {
  for (const text of [
    "",
    "tomorrow",
    "2026-01-31",
    "2026-1-31T12:00Z",
    "2026-02-30T12:00Z",
    "2025-02-29T12:00Z",
    "2026-13-01T12:00Z",
    "2026-01-31T25:00Z",
    "2026-01-31T24:01Z",
    "2026-01-31T12:60Z",
    "2026-01-31T12:00:00+25:00",
    "1769860800000",
  ]) {
    assert.throws(() => parseInstant(text, "end"), /^Unreadable: end/, text);
  }
});

test("a fraction finer than a millisecond goes outward", () => {
  assert.equal(parseInstant("1970-01-01T00:00:00.0001Z", "start", "down"), 0);
  assert.equal(parseInstant("1970-01-01T00:00:00.0001Z", "end", "up"), 1);
  assert.equal(parseInstant("1970-01-01T00:00:00.0010Z", "end", "up"), 1);
});

test("an instant written is read back the same", () => {
  const ms = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(9999, 11) });
  fc.assert(fc.property(ms, (ms) => assert.equal(parseInstant(instantText(ms), "start"), ms)));
});

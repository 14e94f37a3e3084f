import assert from "node:assert/strict";
import { test } from "node:test";
import { readCsv } from "./csv.ts";
import type { Reading } from "./reading.ts";

const HEADER = "id,party,category,class,lowerM,upperM,start,end,wkt,lat,lon,radiusM,halfWidthM";
const read = (...rows: string[]): Reading => readCsv("a.csv", [HEADER, ...rows].join("\n"));
const reasonOf = (reading: Reading): string => reading.skipped[0]?.reason ?? "no skip";

test("rows with points, lines and polygons are read", () => {
  const { records, skipped } = read(
    "A,blue,sar,rotary,100,200,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,,50.5,10.25,500,",
    'B,,,,,,,,"POLYGON((10 50,11 50,11 51,10 50))",,,,',
    'C,,,,,,,,"LINESTRING(10 50,11 50)",,,,75',
  );
  assert.deepEqual(skipped, []);
  assert.deepEqual(
    records.map(({ id, party, at }) => [id, party, at]),
    [
      ["A", "blue", "line 2"],
      ["B", null, "line 3"],
      ["C", null, "line 4"],
    ],
  );
  assert.deepEqual(records[0]?.volumes[0], {
    footprint: { kind: "circle", center: [10.25, 50.5], radiusM: 500 },
    lowerM: 100,
    upperM: 200,
    startMs: Date.UTC(2026, 0, 1),
    endMs: Date.UTC(2026, 0, 2),
  });
  assert.deepEqual(
    records.map(({ volumes }) => volumes[0]?.footprint.kind),
    ["circle", "polygon", "corridor"],
  );
});

test("rows of one party and id are volumes of one record", () => {
  assert.equal(read("A,b,,,,,,,,1,2,3,", "A,b,,,,,,,,1,3,3,").records[0]?.volumes.length, 2);
});

test("a record of which a row is unreadable says so", () => {
  const { records } = read("A,b,,,,,,,,1,2,3,", "A,b,,,x,,,,,1,3,3,");
  assert.deepEqual(records[0]?.notes, ["line 3 of this record was not read"]);
});

test("bad rows are named by their line and the rest is read", () => {
  const rows: [string, RegExp][] = [
    ["B,,,,,,,,,50,10,,", /give radiusM/],
    ["B,,,,,,,,,50,,5,", /give wkt, or lat and lon/],
    ["B,,,,,,,,,fifty,10,5,", /lat "fifty" is not a number/],
    ["B,,,,0x10,,,,,50,10,5,", /lowerM "0x10" is not a number/],
    ["B,,,,,,2026-01-01 00:00,,,50,10,5,", /start .*is not a time/],
    ["B,,,,,,,,POINT(1 2,50,10,5,", /wkt is not readable/],
    ["B,,,", /4 cells under 13 columns/],
  ];
  for (const [bad, reason] of rows) {
    const reading = read("A,,,,,,,,,50,10,5,", bad, "C,,,,,,,,,50,10,5,");
    assert.deepEqual(
      reading.records.map(({ id }) => id),
      ["A", "C"],
      bad,
    );
    assert.equal(reading.skipped[0]?.at, "line 3");
    assert.match(reasonOf(reading), reason);
  }
});

test("a quote that is never closed loses no row in silence", () => {
  const reading = read("A,,,,,,,,,50,10,5,", 'B,"open,,,,,,,,50,10,5,', "C,,,,,,,,,50,10,5,");
  assert.deepEqual(
    reading.records.map(({ id }) => id),
    ["A"],
  );
  assert.match(reasonOf(reading), /not CSV/);
});

test("semicolons and tabs separate cells where the header does so", () => {
  for (const mark of [";", "\t"]) {
    const text = [
      ["id", "lat", "lon", "radiusM"],
      ["A", "1", "2", "3"],
    ]
      .map((row) => row.join(mark))
      .join("\r\n");
    assert.equal(readCsv("a.csv", text).records[0]?.id, "A");
  }
});

test("a header that cannot be read is refused", () => {
  const rows: [string, RegExp][] = [
    ["id,lat,lon,lat\nA,1,2,3", /column "lat" is there twice/],
    ["id,party\nA,b", /no area/],
    ["id,wkt", /no rows/],
  ];
  for (const [text, reason] of rows) assert.match(reasonOf(readCsv("a.csv", text)), reason);
});

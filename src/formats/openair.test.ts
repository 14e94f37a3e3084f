import assert from "node:assert/strict";
import { test } from "node:test";
import type { Position } from "../geometry/footprint.ts";
import { bearingTo } from "./geodesic.ts";
import { parseAltitude, parseCoordinate } from "./openair-line.ts";
import { readOpenair } from "./openair.ts";

const read = (...lines: string[]): ReturnType<typeof readOpenair> =>
  readOpenair("a.txt", lines.join("\n"));

const SQUARE = [
  "DP 50:00:00 N 010:00:00 E",
  "DP 50:00:00 N 011:00:00 E",
  "DP 51:00:00 N 011:00:00 E",
  "DP 51:00:00 N 010:00:00 E",
];
const HEAD = ["AC R", "AN Test", "AL GND", "AH UNL"];

test("coordinates are read in every notation, exactly", () => {
  const rows: [string, Position][] = [
    ["52:30:00 N 013:15:00 E", [13.25, 52.5]],
    ["52:30:00N 013:15:00W", [-13.25, 52.5]],
    ["52:30.5S013:15.0E", [13.25, -(52 + 30.5 / 60)]],
    ["39:29:09N, 119:36:10W", [-(119 + 36 / 60 + 10 / 3600), 39 + 29 / 60 + 9 / 3600]],
    ["52.5 N 13.25 E", [13.25, 52.5]],
    ["00:00:00 S 000:00:00 W", [0, 0]],
  ];
  for (const [text, position] of rows)
    assert.deepEqual(parseCoordinate(text, new Set()), position, text);
});

test("coordinates that are none are refused", () => {
  for (const text of [
    "",
    "45:49:51 N 008:42:",
    "45:60:00 N 008:00:00 E",
    "91:00:00 N 008:00:00 E",
    "45 N",
    "45.5:30 N 8 E",
  ]) {
    assert.throws(() => parseCoordinate(text, new Set()), /write|first|go from/, text);
  }
});

test("altitudes are read with their datum", () => {
  const rows: [string, ReturnType<typeof parseAltitude>["upper"]][] = [
    ["GND", { valueM: 0, datum: "ground" }],
    ["SFC", { valueM: 0, datum: "ground" }],
    ["UNL", null],
    ["UNLIMITED", null],
    ["1000M AGL", { valueM: 1000, datum: "ground" }],
    ["3000m AMSL", { valueM: 3000, datum: "sea" }],
    ["1000ft MSL", { valueM: 304.8, datum: "sea" }],
    ["FL 100", { valueM: 3048, datum: "pressure" }],
    ["FL95", { valueM: 2895.6000000000004, datum: "pressure" }],
  ];
  for (const [text, limit] of rows) {
    assert.deepEqual(parseAltitude(text, new Set()), { lower: limit, upper: limit }, text);
  }
});

test("an altitude without a unit is read outward, one without a reference is refused", () => {
  const notes = new Set<string>();
  const { lower, upper } = parseAltitude("2000 MSL", notes);
  assert.deepEqual([lower?.valueM, upper?.valueM, notes.size], [609.6, 2000, 1]);
  for (const text of ["2000ft", "2000", "95 STD", "high", ""]) {
    assert.throws(() => parseAltitude(text, new Set()), /write it as/, text);
  }
});

test("a bad airspace is named by its line and the rest is read", () => {
  const { records, skipped } = read(
    ...HEAD,
    ...SQUARE,
    "AC R",
    "AN Bad",
    "AL GND",
    "AH 2000",
    ...SQUARE,
    "",
    "AC D",
    "AN Good",
    ...SQUARE,
  );
  assert.deepEqual(
    records.map(({ id, at }) => [id, at]),
    [
      ["Test", "line 1"],
      ["Good", "line 18"],
    ],
  );
  assert.equal(skipped.length, 1);
  assert.equal(skipped[0]?.at, "line 12");
  assert.match(skipped[0]?.reason ?? "", /^airspace Bad: altitude "2000"/);
});

test("lines before the first AC and unknown commands are named", () => {
  assert.match(read("AN Lost", "AC R").skipped[0]?.reason ?? "", /before the first AC/);
  assert.match(
    read(...HEAD, "constructor x", ...SQUARE).skipped[0]?.reason ?? "",
    /no OpenAir command/,
  );
});

test("a circle stays a circle with its radius", () => {
  const { records } = read(...HEAD, "V X=53:24:00 N 010:30:00 E", "DC 1.5");
  assert.deepEqual(records[0]?.volumes[0]?.footprint, {
    kind: "circle",
    center: [10.5, 53.4],
    radiusM: 2778,
  });
});

test("the center and turn of one airspace do not last into the next", () => {
  const { skipped } = read(...HEAD, "V X=53:24:00 N 010:30:00 E", "DC 1.5", ...HEAD, "DC 1.5");
  assert.match(skipped[0]?.reason ?? "", /no center/);
});

test("arcs of angles and of ends are the same ring", () => {
  const center: Position = [10, 50];
  const angles = read(
    ...HEAD,
    "V X=50:00:00 N 010:00:00 E",
    "DP 50:00:00 N 010:00:00 E",
    "DA 10,0,90",
  );
  const turned = read(
    ...HEAD,
    "V D=-",
    "V X=50:00:00 N 010:00:00 E",
    "DP 50:00:00 N 010:00:00 E",
    "DA 10,90,0",
  );
  for (const { records } of [angles, turned]) {
    const footprint = records[0]?.volumes[0]?.footprint;
    assert.ok(footprint?.kind === "polygon");
    const distances = footprint.ring.slice(1).map((vertex) => bearingTo(center, vertex).distanceM);
    assert.ok(
      Math.min(...distances) >= 18_520 - 1e-6 && Math.max(...distances) < 18_520 * 1.0001 + 0.2,
    );
  }
});

test("an airway is a corridor, its width read to each side", () => {
  const { records } = read(
    ...HEAD,
    "V W=2.5",
    "DY 44:00:00 N 004:00:00 E",
    "DY 45:00:00 N 005:00:00 E",
  );
  assert.deepEqual(records[0]?.volumes[0]?.footprint, {
    kind: "corridor",
    route: [
      [4, 44],
      [5, 45],
    ],
    halfWidthM: 4630,
    edges: "lonlat",
  });
  assert.match(read(...HEAD, "DY 44:00:00 N 004:00:00 E").skipped[0]?.reason ?? "", /V W=/);
});

test("each activation is a volume, NONE is no bound", () => {
  const { records } = read(
    ...HEAD,
    "AA 2025-01-01T12:00Z/2025-01-01T13:00Z",
    "AA NONE/2025-02-02T12:00Z",
    "AA 2025-03-03T11:00Z/NONE",
    "AA NONE",
    ...SQUARE,
  );
  assert.deepEqual(
    records[0]?.volumes.map(({ startMs, endMs }) => [startMs, endMs]),
    [
      [Date.UTC(2025, 0, 1, 12), Date.UTC(2025, 0, 1, 13)],
      [null, Date.UTC(2025, 1, 2, 12)],
      [Date.UTC(2025, 2, 3, 11), null],
      [null, null],
    ],
  );
});

test("an activation without an offset or against the clock is refused", () => {
  for (const window of [
    "2025-01-01T12:00/NONE",
    "2025-01-02T00:00Z/2025-01-01T00:00Z",
    "always",
    "a/b/c",
  ]) {
    assert.equal(read(...HEAD, `AA ${window}`, ...SQUARE).skipped[0]?.at, "line 5", window);
  }
});

test("names used again are told apart", () => {
  const { records } = read(...HEAD, ...SQUARE, ...HEAD, ...SQUARE);
  assert.deepEqual(
    records.map(({ name, moverClass, party }) => [name, moverClass, party]),
    [
      ["Test", "area", null],
      ["Test", "area", null],
    ],
  );
});

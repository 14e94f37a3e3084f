import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import geographiclib from "geographiclib-geodesic";
import { toEcefMm } from "./ecef.ts";
import type { Footprint, Position, Volume4D } from "./footprint.ts";
import { makeSolid4D } from "./solid.ts";
import type { Solid4D } from "./solid.ts";
import { surveyVolume } from "./survey.ts";
import { judgeFix, makePoint } from "./within.ts";
import type { Fix, Within } from "./within.ts";

const { WGS84 } = geographiclib.Geodesic;
const SEED = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);

const volumeOf = (footprint: Footprint, more: Partial<Volume4D> = {}): Solid4D => {
  const open = { lowerM: null, upperM: null, startMs: null, endMs: null };
  const surveyed = surveyVolume({ footprint, ...open, ...more });
  assert.ok(surveyed.ok);
  return makeSolid4D(surveyed.value);
};

const fixAt = (place: Position, more: Partial<Fix> = {}): Fix => ({
  point: makePoint(...toEcefMm(place)),
  atMs: 0,
  accuracyM: 0,
  altitude: { lowerM: 150, upperM: 150 },
  ...more,
});

const step = (from: Position, bearingDeg: number, lengthM: number): Position => {
  const { lon2, lat2 } = WGS84.Direct(from[1], from[0], bearingDeg, lengthM);
  return [lon2!, lat2!];
};

const NO_TOLERANCE = { timeMs: 0 };
const CENTER: Position = [40, 35];
const disc = (radiusM: number): Footprint => ({ kind: "circle", center: CENTER, radiusM });

const square = (halfM: number): Footprint => ({
  kind: "polygon",
  edges: "geodesic",
  ring: [45, 135, 225, 315].map((bearing) => step(CENTER, bearing, halfM * Math.SQRT2)),
});

test(`a report as far from the middle as a geodesic says it is (seed ${SEED})`, () => {
  const arbPlace = fc.tuple(
    fc.double({ min: -180, max: 180, noNaN: true }),
    fc.double({ min: -89, max: 89, noNaN: true }),
  );
  const arb = fc.record({
    center: arbPlace,
    radiusM: fc.integer({ min: 10, max: 200_000 }),
    bearing: fc.integer({ min: 0, max: 359 }),
    accuracyM: fc.integer({ min: 0, max: 5_000 }),
    byM: fc.integer({ min: -8_000, max: 8_000 }),
  });
  fc.assert(
    fc.property(arb, ({ center, radiusM, bearing, accuracyM, byM }) => {
      const outM = radiusM + byM;
      if (outM < 0) return;
      const place = step(center, bearing, outM);
      const volume = volumeOf({ kind: "circle", center, radiusM });
      const { within } = judgeFix(volume, fixAt(place, { accuracyM }), NO_TOLERANCE);
      // Within a metre of a border any of both sides may be told.
      const may = [-1, 0, 1].map((slackM) => truth(outM + slackM, radiusM, accuracyM));
      if (Math.abs(byM) <= accuracyM + 1) may.push("doubtful");
      assert.ok(may.includes(within), `${within}: ${outM} m out of ${radiusM} m, ± ${accuracyM}`);
    }),
    { seed: SEED, numRuns: 2_000 },
  );
});

const truth = (outM: number, radiusM: number, accuracyM: number): Within => {
  if (outM + accuracyM <= radiusM) return "inside";
  return outM - accuracyM <= radiusM ? "doubtful" : "outside";
};

test("a place in an area, at its edge and out of it", () => {
  const volume = volumeOf(square(1_000));
  const cases = [
    [0, 0, "inside", null],
    [900, 50, "inside", null],
    [900, 150, "doubtful", "place"],
    [1_100, 150, "doubtful", "place"],
    [1_100, 50, "outside", "place"],
    [15_000_000, 50, "outside", "place"],
  ] as const;
  for (const [eastM, accuracyM, within, objection] of cases) {
    const fix = fixAt(step(CENTER, 90, eastM), { accuracyM });
    assert.deepEqual(judgeFix(volume, fix, NO_TOLERANCE), { within, objection }, `${eastM}`);
  }
});

test("an area too large for one plane holds what lies deep in it", () => {
  const volume = volumeOf(square(400_000));
  const judge = (eastM: number) =>
    judgeFix(volume, fixAt(step(CENTER, 90, eastM), { accuracyM: 10 }), NO_TOLERANCE).within;
  assert.deepEqual([0, 390_000, 410_000].map(judge), ["inside", "inside", "outside"]);
});

test("an altitude is compared as low and as high as it can have been", () => {
  const volume = volumeOf(disc(1_000), { lowerM: 100, upperM: 200 });
  const cases = [
    [{ lowerM: 100, upperM: 200 }, "inside", null],
    [{ lowerM: 90, upperM: 110 }, "doubtful", "altitude"],
    [{ lowerM: 0, upperM: 4_000 }, "doubtful", "altitude"],
    [{ lowerM: 201, upperM: 300 }, "outside", "altitude"],
    [null, "doubtful", "altitude"],
  ] as const;
  for (const [altitude, within, objection] of cases) {
    const fix = fixAt(CENTER, { altitude });
    assert.deepEqual(judgeFix(volume, fix, NO_TOLERANCE), { within, objection });
  }
  const unbounded = volumeOf(disc(1_000));
  assert.equal(
    judgeFix(unbounded, fixAt(CENTER, { altitude: null }), NO_TOLERANCE).within,
    "inside",
  );
});

test("a window that is just missed is doubt, one that is missed by more is not", () => {
  const volume = volumeOf(disc(1_000), { startMs: 1_000, endMs: 2_000 });
  const cases = [
    [900, "outside"],
    [950, "doubtful"],
    [1_000, "inside"],
    [2_000, "inside"],
    [2_050, "doubtful"],
    [2_051, "outside"],
  ] as const;
  for (const [atMs, within] of cases) {
    const judged = judgeFix(volume, fixAt(CENTER, { atMs }), { timeMs: 50 });
    assert.deepEqual(judged, { within, objection: within === "inside" ? null : "time" });
  }
});

test("a mover is held against where it should be then; a little early or late is doubt", () => {
  const route = [CENTER, step(CENTER, 90, 10_000)];
  const volume = volumeOf({
    kind: "corridor",
    route,
    halfWidthM: 200,
    edges: "geodesic",
    timesMs: [0, 1_000_000],
  });
  // 10 m/s: at 500 s it is 5 km out.
  const cases = [
    [5_000, "inside"],
    [5_190, "inside"],
    [5_700, "doubtful"],
    [5_900, "outside"],
    [0, "outside"],
  ] as const;
  for (const [eastM, within] of cases) {
    const fix = fixAt(step(CENTER, 90, eastM), { atMs: 500_000 });
    assert.equal(judgeFix(volume, fix, { timeMs: 60_000 }).within, within, `${eastM} m`);
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Datum, GEOID_M, type Limit, TERRAIN_M, toBand } from "./altitude.ts";
import { Unreadable } from "./unreadable.ts";

const limit = (valueM: number, datum: Datum): Limit => ({ valueM, datum });

const bandOf = (lower: Limit, upper: Limit): [number | null, number | null, string[]] => {
  const notes = new Set<string>();
  const { lowerM, upperM } = toBand(lower, upper, notes);
  return [lowerM, upperM, [...notes]];
};

test("metres above the ellipsoid are kept exactly, without a note", () => {
  assert.deepEqual(bandOf(limit(550, "ellipsoid"), limit(650.25, "ellipsoid")), [550, 650.25, []]);
});

test("no limit is no bound", () => {
  assert.deepEqual(bandOf(null, null), [null, null, []]);
});

test("the ground is no lower bound, and says so", () => {
  const [lowerM, , notes] = bandOf(limit(0, "ground"), null);
  assert.equal(lowerM, null);
  assert.equal(notes.length, 1);
});

test("each datum moves its limits outward by its documented amount", () => {
  const rows: [Datum, number, number][] = [
    ["sea", 1000 - 107, 2000 + 86],
    ["ground", 1000 - 450 - 107, 2000 + 8850 + 86],
    ["pressure", (1000 - 1267) * 1.12 - 107, (2000 + 573) * 1.12 + 86],
  ];
  for (const [datum, lowerM, upperM] of rows) {
    const band = bandOf(limit(1000, datum), limit(2000, datum));
    assert.deepEqual(band.slice(0, 2), [lowerM, upperM], datum);
    assert.equal(band[2].length, 2, datum);
  }
});

test("no geoid, terrain or pressure on earth brings a limit outside the band read", () => {
  const place = fc.record({
    geoidM: fc.double({ min: -107, max: 85.8, noNaN: true }),
    groundM: fc.double({ min: -440, max: 8849, noNaN: true }),
    shiftM: fc.double({ min: -1266, max: 572, noNaN: true }),
    ratio: fc.double({ min: 0.8, max: 1.12, noNaN: true }),
  });
  const altitude = fc.double({ min: 1, max: 20_000, noNaN: true });
  fc.assert(
    fc.property(
      altitude,
      place,
      fc.constantFrom<Datum>("sea", "ground", "pressure"),
      (valueM, at, datum) => {
        const { lowerM, upperM } = toBand(limit(valueM, datum), limit(valueM, datum), new Set());
        const seaM = datum === "ground" ? valueM + at.groundM : valueM;
        const trueM = (datum === "pressure" ? (valueM + at.shiftM) * at.ratio : seaM) + at.geoidM;
        assert.ok(lowerM !== null && upperM !== null && lowerM <= trueM && trueM <= upperM);
      },
    ),
  );
});

test("a lower limit above the upper is refused, in one datum even where widening would hide it", () => {
  for (const datum of ["ellipsoid", "sea", "ground", "pressure"] as const) {
    assert.throws(() => bandOf(limit(2, datum), limit(1, datum)), Unreadable);
  }
  assert.throws(() => bandOf(limit(20_000, "ellipsoid"), limit(100, "sea")), Unreadable);
});

test("the bounds hold the extremes of EGM96 and of the ground", () => {
  assert.ok(GEOID_M.lowest <= -106.99 && GEOID_M.highest >= 85.39);
  assert.ok(TERRAIN_M.lowest <= -440 && TERRAIN_M.highest >= 8848.86);
});

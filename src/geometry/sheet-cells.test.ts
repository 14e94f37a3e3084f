import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { toEcefMm } from "./ecef.ts";
import type { Footprint, Position } from "./footprint.ts";
import { cellOf, cellSizeM, cellsOf, mayTouch, SHEET_CELLS_MAX } from "./sheet-cells.ts";
import { groundOf, sheetOf } from "./sheet.ts";
import { makeSolid4D } from "./solid.ts";
import { surveyVolume } from "./survey.ts";

const SEED = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);

const solid = (footprint: Footprint) => {
  const open = { lowerM: null, upperM: null, startMs: null, endMs: null };
  const surveyed = surveyVolume({ footprint, ...open });
  assert.ok(surveyed.ok);
  return makeSolid4D(surveyed.value);
};

const arbPlace: fc.Arbitrary<Position> = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: -90, max: 90, noNaN: true }),
);

test(`a place goes onto the sheet and comes back (seed ${SEED})`, () => {
  fc.assert(
    fc.property(arbPlace, (position) => {
      const place = toEcefMm(position);
      const back = groundOf(...sheetOf(...place));
      const length = Math.hypot(...place) / Math.hypot(...back);
      for (const axis of [0, 1, 2] as const) {
        assert.ok(Math.abs(back[axis] * length - place[axis]) < 100, position.join());
      }
    }),
    { seed: SEED, numRuns: 2_000 },
  );
});

test(`the middle of a disc lies in one of its cells, and there are never many (seed ${SEED})`, () => {
  fc.assert(
    fc.property(arbPlace, fc.integer({ min: 1, max: 400_000 }), (center, radiusM) => {
      const volume = solid({ kind: "circle", center, radiusM });
      const sizeM = cellSizeM([volume]);
      const cells = cellsOf([volume], sizeM);
      assert.ok(cells.length <= SHEET_CELLS_MAX);
      const own = cellOf(...toEcefMm(center), sizeM);
      assert.ok(mayTouch(volume.solid, own, sizeM));
      if (radiusM > 2 * sizeM) assert.ok(cells.includes(own), `${center.join()} ${radiusM}`);
    }),
    { seed: SEED, numRuns: 300 },
  );
});

test("a disc of 8 km is cut finely enough to tell a tenth of it", () => {
  const volume = solid({ kind: "circle", center: [40, 35], radiusM: 8_000 });
  const sizeM = cellSizeM([volume]);
  assert.equal(sizeM, 2_048);
  const count = cellsOf([volume], sizeM).length;
  assert.ok(count > 40 && count < 120, `${count}`);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { toEcefMm } from "../../geometry/ecef.ts";
import { cellAt, cellOf } from "./cell.ts";

test("cells have the names that GARS gives them", () => {
  // The 30-minute cell, its quadrant and its key of well-known places; the corners by the definition.
  const rows = [
    [-180, -90, "001AA37"],
    [179.99, 89.99, "720QZ23"],
    [0, 0, "361HN37"],
    // The example of GeographicLib's own GARS class.
    [10.40744, 57.64911, "381NH45"],
    [40.141, 35.336, "441LL15"],
  ] as const;
  for (const [lng, lat, id] of rows) {
    const cell = cellOf(lng, lat);
    assert.equal(cell.id, id, `${lng} ${lat}`);
  }
});

test("a cell holds the place it is the cell of, and is 5 minutes each way", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -179_990, max: 179_990 }),
      fc.integer({ min: -89_900, max: 89_900 }),
      (lngMilli, latMilli) => {
        const [lng, lat] = [lngMilli / 1000 + 0.0003, latMilli / 1000 + 0.0003];
        const cell = cellAt(toEcefMm([lng, lat]));
        assert.ok(cell.westDeg <= lng + 1e-7 && lng - 1e-7 <= cell.eastDeg);
        assert.ok(cell.southDeg <= lat + 1e-7 && lat - 1e-7 <= cell.northDeg);
        assert.ok(Math.abs(cell.eastDeg - cell.westDeg - 5 / 60) < 1e-9);
        assert.ok(Math.abs(cell.northDeg - cell.southDeg - 5 / 60) < 1e-9);
      },
    ),
  );
});

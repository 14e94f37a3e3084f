import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import geographiclib from "geographiclib-geodesic";
import { BoxIndex } from "./box-index.ts";
import type { Footprint, Position } from "./footprint.ts";
import { boxesOf, countBoxes } from "./sheet.ts";
import { findProximity } from "./separation.ts";
import { makeSolid4D } from "./solid.ts";
import type { Solid4D } from "./solid.ts";
import { surveyVolume } from "./survey.ts";

const { WGS84 } = geographiclib.Geodesic;

const solid = (footprint: Footprint): Solid4D => {
  const surveyed = surveyVolume({ footprint, lowerM: 0, upperM: 100, startMs: 0, endMs: 1000 });
  assert.ok(surveyed.ok);
  return makeSolid4D(surveyed.value);
};

const step = (from: Position, bearingDeg: number, lengthM: number): Position => {
  const { lon2, lat2 } = WGS84.Direct(from[1], from[0], bearingDeg, lengthM);
  return [lon2!, lat2!];
};

const arbPlace: fc.Arbitrary<Position> = fc.oneof(
  fc.tuple(
    fc.double({ min: -180, max: 180, noNaN: true }),
    fc.double({ min: -90, max: 90, noNaN: true }),
  ),
  fc.constantFrom<Position[]>(
    [45, 0],
    [45, 35.2644],
    [0, 45],
    [180, 0],
    [-135, -35.2644],
    [0, 90],
    [90, -90],
  ),
);
const arbFootprint = (at: Position): fc.Arbitrary<Footprint> =>
  fc
    .tuple(fc.integer({ min: 3, max: 6 }), fc.integer({ min: 50, max: 300_000 }), fc.boolean())
    .map(([count, reachM, isCircle]) =>
      isCircle
        ? { kind: "circle", center: at, radiusM: reachM }
        : {
            kind: "polygon",
            ring: Array.from({ length: count }, (_, k) => step(at, (360 * k) / count, reachM)),
            edges: "geodesic",
          },
    );

test("whatever is within a margin meets on the sheet", () => {
  const arbPair = arbPlace.chain((at) =>
    fc
      .tuple(fc.double({ min: 0, max: 360, noNaN: true }), fc.integer({ min: 0, max: 600_000 }))
      .chain(([bearing, lengthM]) =>
        fc.tuple(
          arbFootprint(at),
          arbFootprint(step(at, bearing, lengthM)),
          fc.integer({ min: 0, max: 60_000 }),
        ),
      ),
  );
  fc.assert(
    fc.property(arbPair, ([a, b, lateralM]) => {
      const [solidA, solidB] = [solid(a), solid(b)];
      if (!findProximity(solidA, solidB, { lateralM, verticalM: 0, timeS: 0 })) return;
      const index = new BoxIndex();
      const boxes = boxesOf(solidB);
      for (let i = 0; i < countBoxes(boxes); i++) index.add(7, boxes, i * 8);
      const margin = { lateralM, verticalM: 0, timeMs: 0 };
      assert.deepEqual([...index.query(boxesOf(solidA, margin))], [7]);
    }),
    { numRuns: 2000 },
  );
});

test("a small footprint within a face is one box of about its own size", () => {
  const boxes = boxesOf(solid({ kind: "circle", center: [40, 35], radiusM: 1000 }));
  assert.equal(countBoxes(boxes), 1);
  assert.ok(boxes[4]! - boxes[0]! < 4_000 && boxes[4]! - boxes[0]! > 1_500, boxes.join(" "));
});

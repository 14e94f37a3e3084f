import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bearingTo, pointAt } from "../../formats/geodesic.ts";
import { toEcefMm } from "../../geometry/ecef.ts";
import type { Edges, Footprint, Position } from "../../geometry/footprint.ts";
import { measureGap } from "../../geometry/gap.ts";
import type { Solid } from "../../geometry/solid.ts";
import { makeSolid } from "../../geometry/solid.ts";
import { surveyVolume } from "../../geometry/survey.ts";
import { makePoint } from "../../geometry/within.ts";
import { encodeVolume } from "./encode-volume.ts";
import { checkBody } from "./test-uss.ts";

const SEED = Number(process.env["TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const UNBOUNDED = { lowerM: null, upperM: null, startMs: null, endMs: null };

const encode = (footprint: Footprint) => encodeVolume({ footprint, ...UNBOUNDED });

const solidOf = (footprint: Footprint): Solid => {
  const surveyed = surveyVolume({ footprint, ...UNBOUNDED });
  assert.ok(surveyed.ok, JSON.stringify(surveyed));
  return makeSolid(surveyed.value.shape);
};

/** As another USS reads it: edges are the shortest lines. */
const readBack = (written: ReturnType<typeof encode>): readonly Solid[] =>
  written.map(({ volume: { outline_circle: circle, outline_polygon: polygon } }) => {
    if (circle) {
      const { center, radius } = circle;
      const at: Position = [center!.lng, center!.lat];
      return solidOf({ kind: "circle", center: at, radiusM: radius!.value });
    }
    const ring = polygon!.vertices.map(({ lng, lat }): Position => [lng, lat]);
    return solidOf({ kind: "polygon", ring, edges: "geodesic" });
  });

const isWithin = (solids: readonly Solid[], place: Position): boolean => {
  const point = makePoint(...toEcefMm(place));
  return solids.some(
    (a) => measureGap({ a, b: point, limitM: a.radiusM + 0.01, withinMs: null }) !== null,
  );
};

const arbPlace = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: -80, max: 80, noNaN: true }),
);

test(`a corridor's polygons hold all of it, seed ${SEED}`, () => {
  const property = fc.property(
    arbPlace,
    fc.array(
      fc.record({
        azimuthDeg: fc.double({ min: 0, max: 360, noNaN: true }),
        distanceM: fc.constantFrom(0, 30, 4_000, 49_000, 180_000),
      }),
      { minLength: 0, maxLength: 4 },
    ),
    fc.constantFrom(50, 300, 20_000),
    fc.constantFrom<Edges>("geodesic", "lonlat"),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
    (start, legs, halfWidthM, edges, draws) => {
      const route: Position[] = [start];
      for (const leg of legs) route.push(pointAt(route.at(-1)!, leg));
      if (route.some(([, lat]) => Math.abs(lat) > 84)) return;
      const solids = readBack(encode({ kind: "corridor", route, halfWidthM, edges }));
      const places = route.flatMap((to, i) => alongLeg(route[i - 1] ?? to, to, draws));
      for (const [i, place] of places.entries()) {
        const azimuthDeg = 360 * draws[(i * 5 + 1) % draws.length]!;
        const reached = pointAt(place, { azimuthDeg, distanceM: halfWidthM });
        assert.ok(isWithin(solids, reached), `${i} ${JSON.stringify([place, reached])}`);
      }
    },
  );
  fc.assert(property, { numRuns: 150, seed: SEED });
});

const alongLeg = (from: Position, to: Position, draws: readonly number[]): Position[] => {
  const { azimuthDeg, distanceM } = bearingTo(from, to);
  return [0, 1, ...draws].map((f) => pointAt(from, { azimuthDeg, distanceM: distanceM * f }));
};

test("circles and polygons are as they were said, and what is open is left out", () => {
  const center: Position = [40, 35];
  assert.deepEqual(encode({ kind: "circle", center, radiusM: 70 }), [
    {
      volume: {
        outline_circle: { center: { lng: 40, lat: 35 }, radius: { value: 70, units: "M" } },
      },
    },
  ]);
  const ring: Position[] = [center, [40.1, 35], [40, 35.1]];
  const vertices = ring.map(([lng, lat]) => ({ lng, lat }));
  for (const said of [ring, [...ring, center]]) {
    const written = encode({ kind: "polygon", ring: said, edges: "geodesic" });
    assert.deepEqual(written, [{ volume: { outline_polygon: { vertices } } }]);
  }
});

test("bounds are written as the standard has them", () => {
  const footprint = { kind: "circle", center: [40, 35], radiusM: 70 } as const;
  const bounds = { lowerM: -10, upperM: 120.5, startMs: 0, endMs: 1_500 };
  const [written] = encodeVolume({ footprint, ...bounds });
  checkBody("Volume4D", written);
  assert.deepEqual(written!.volume.altitude_lower, { value: -10, reference: "W84", units: "M" });
  assert.deepEqual(written!.time_end, { value: "1970-01-01T00:00:01.5Z", format: "RFC3339" });
});

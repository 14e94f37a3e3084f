import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Footprint, Position, Volume4D } from "./footprint.ts";
import { toEcefMm } from "./ecef.ts";
import { findMeeting } from "./meeting.ts";
import type { Place } from "./meeting.ts";
import { findProximity } from "./separation.ts";
import { makeSolid, makeSolid4D } from "./solid.ts";
import type { Solid4D } from "./solid.ts";
import { surveyVolume } from "./survey.ts";

const solidOf = (footprint: Footprint): Solid4D => {
  const volume: Volume4D = { footprint, lowerM: 0, upperM: 100, startMs: 0, endMs: 3_600_000 };
  const surveyed = surveyVolume(volume);
  assert.ok(surveyed.ok);
  return makeSolid4D(surveyed.value);
};

const circle = (center: Position, radiusM: number): Footprint => ({
  kind: "circle",
  center,
  radiusM,
});
const square = ([lng, lat]: Position, half: number): Footprint => ({
  kind: "polygon",
  edges: "geodesic",
  ring: [
    [lng - half, lat - half],
    [lng + half, lat - half],
    [lng + half, lat + half],
    [lng - half, lat + half],
  ],
});

const FAR = { lateralM: Infinity, toleranceM: 0, marginMs: 900_000 };

const apartM = (a: Place, b: Place): number =>
  Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) / 1000;

/** How far a place is from a solid, metres. */
const outsideM = (place: Place, solid: Solid4D): number => {
  const point = makeSolid({ kind: "point", ecefMm: place, radiusMm: 0, padMm: [], timesMs: [] });
  const minima = { lateralM: 100_000, verticalM: 0, timeS: 0 };
  return findProximity(solid, { ...solid, solid: point }, minima)?.lateralM ?? Infinity;
};

test("two circles meet halfway between their rims", () => {
  const [a, b] = [solidOf(circle([40, 35], 1000)), solidOf(circle([40.1, 35], 3000))];
  const meet = findMeeting(a, b, FAR);
  assert.ok(Math.abs(outsideM(meet, a) - outsideM(meet, b)) < 20);
  assert.ok(outsideM(meet, a) > 2000 && outsideM(meet, a) < 3000);
});

test("one inside the other is met inside", () => {
  const [small, large] = [solidOf(circle([40, 35], 10)), solidOf(square([40.2, 35.2], 1))];
  for (const meet of [findMeeting(small, large, FAR), findMeeting(large, small, FAR)]) {
    assert.ok(apartM(meet, toEcefMm([40, 35])) < 20);
  }
});

const route = (west: Position, east: Position, startMs: number): Footprint => ({
  kind: "corridor",
  route: [west, east],
  halfWidthM: 100,
  edges: "geodesic",
  timesMs: [startMs, startMs + 3_600_000],
});

test("movers are met where both are at the time, not where their routes cross at another", () => {
  // Both fly east for an hour; the second comes from the north, late, and is near only in the east.
  const a = solidOf(route([40, 35], [41, 35], 0));
  const b = solidOf(route([40, 35.02], [41, 35.001], 0));
  const meet = findMeeting(a, b, { ...FAR, marginMs: 60_000 });
  assert.ok(apartM(meet, toEcefMm([41, 35])) < 2000);
});

const arbPlace: fc.Arbitrary<Position> = fc
  .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }))
  .map(([lng, lat]) => [40 + lng / 1000, 35 + lat / 1000]);
const arbFootprint: fc.Arbitrary<Footprint> = fc.oneof(
  fc.tuple(arbPlace, fc.integer({ min: 0, max: 4000 })).map(([at, radiusM]) => circle(at, radiusM)),
  fc.tuple(arbPlace, fc.integer({ min: 1, max: 50 })).map(([at, half]) => square(at, half / 1000)),
  fc
    .tuple(arbPlace, arbPlace, fc.integer({ min: 1, max: 3000 }))
    .map(([from, to, halfWidthM]): Footprint => ({
      kind: "corridor",
      route: [from, from[0] === to[0] && from[1] === to[1] ? [from[0] + 0.001, from[1]] : to],
      halfWidthM,
      edges: "geodesic",
    })),
);

test("wherever two meet is as near to both as they are to each other", () => {
  fc.assert(
    fc.property(arbFootprint, arbFootprint, (first, second) => {
      const [a, b] = [solidOf(first), solidOf(second)];
      const near = findProximity(a, b, { lateralM: 60_000, verticalM: 0, timeS: 900 });
      fc.pre(near !== null);
      const meet = findMeeting(a, b, { ...near, marginMs: 900_000 });
      const limitM = near.lateralM / 2 + 30;
      assert.ok(outsideM(meet, a) <= limitM, `${outsideM(meet, a)} of ${limitM} from a`);
      assert.ok(outsideM(meet, b) <= limitM, `${outsideM(meet, b)} of ${limitM} from b`);
    }),
    { numRuns: 300 },
  );
});

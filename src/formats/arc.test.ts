import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Position } from "../geometry/footprint.ts";
import { type Arc, isUneven, ringAround } from "./arc.ts";
import { bearingTo, pointAt } from "./geodesic.ts";

const center = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: -80, max: 80, noNaN: true }),
);
const azimuth = fc.double({ min: 0, max: 360, noNaN: true });
const radiusM = fc.double({ min: 50, max: 150_000, noNaN: true });

/** Distances from the center along the geodesic from one vertex to the next. */
const distancesAlong = (from: Position, to: Position, origin: Position): number[] => {
  const { azimuthDeg, distanceM } = bearingTo(from, to);
  return Array.from({ length: 9 }, (_, i) => {
    const point = pointAt(from, { azimuthDeg, distanceM: (distanceM * i) / 8 });
    return bearingTo(origin, point).distanceM;
  });
};

const arcAbout = (origin: Position, fromDeg: number, sweepDeg: number, distanceM: number): Arc => ({
  center: origin,
  from: pointAt(origin, { azimuthDeg: fromDeg, distanceM }),
  to: pointAt(origin, { azimuthDeg: fromDeg + sweepDeg, distanceM }),
  isClockwise: sweepDeg > 0,
});

const sweep = fc.oneof(
  fc.double({ min: 5, max: 175, noNaN: true }),
  fc.double({ min: -175, max: -5, noNaN: true }),
);

test("an arc that bulges out of the area lies within the ring, whichever way it turns", () => {
  fc.assert(
    fc.property(center, azimuth, sweep, radiusM, (origin, fromDeg, sweepDeg, distanceM) => {
      // A slice of a cake: from the center to the arc and back.
      const ring = ringAround([origin, arcAbout(origin, fromDeg, sweepDeg, distanceM)]);
      for (let i = 1; i < ring.length - 1; i += 1) {
        const nearest = Math.min(
          ...distancesAlong(ring[i] as Position, ring[i + 1] as Position, origin),
        );
        assert.ok(
          nearest >= distanceM - 1e-6,
          `edge ${i} is ${distanceM - nearest} m inside the arc`,
        );
        assert.ok(bearingTo(origin, ring[i] as Position).distanceM < distanceM * 1.0001 + 0.2);
      }
    }),
    { numRuns: 60 },
  );
});

test("an arc that bites into the area is cut by chords within its circle", () => {
  fc.assert(
    fc.property(center, azimuth, sweep, radiusM, (origin, fromDeg, sweepDeg, distanceM) => {
      // The far corners turn with the sweep, the arc turns back against it.
      const outer = [fromDeg, fromDeg + sweepDeg / 2, fromDeg + sweepDeg].map((azimuthDeg) =>
        pointAt(origin, { azimuthDeg, distanceM: distanceM * 3 }),
      );
      const back = arcAbout(origin, fromDeg + sweepDeg, -sweepDeg, distanceM);
      const ring = ringAround([...outer, back]);
      for (let i = outer.length; i < ring.length - 1; i += 1) {
        const farthest = Math.max(
          ...distancesAlong(ring[i] as Position, ring[i + 1] as Position, origin),
        );
        assert.ok(
          farthest <= distanceM + 1e-6,
          `edge ${i} is ${farthest - distanceM} m outside the arc`,
        );
      }
    }),
    { numRuns: 60 },
  );
});

test("an arc over the antimeridian and by the pole keeps its turn", () => {
  for (const origin of [
    [180, 10],
    [-179.99, -45],
    [30, 89.9],
    [0, -89.95],
  ] as const) {
    const ring = ringAround([origin, arcAbout(origin, 350, 90, 20_000)]);
    const [first, second] = [ring[1] as Position, ring[2] as Position];
    assert.ok(Math.min(...distancesAlong(first, second, origin)) >= 20_000 - 1e-6, String(origin));
  }
});

test("ends at different distances are read at the wider, and told", () => {
  const origin: Position = [10, 50];
  const arc: Arc = {
    center: origin,
    from: pointAt(origin, { azimuthDeg: 0, distanceM: 9000 }),
    to: pointAt(origin, { azimuthDeg: 90, distanceM: 9100 }),
    isClockwise: true,
  };
  assert.equal(isUneven(arc), true);
  const ring = ringAround([origin, arc]);
  for (const vertex of ring.slice(2)) assert.ok(bearingTo(origin, vertex).distanceM >= 9100 - 1e-6);
});

test("equal ends are the whole circle", () => {
  const origin: Position = [10, 50];
  const point = pointAt(origin, { azimuthDeg: 0, distanceM: 1000 });
  assert.equal(
    ringAround([{ center: origin, from: point, to: point, isClockwise: true }]).length,
    242,
  );
});

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findProximity } from "../../../geometry/separation.ts";
import type { Position } from "../../../geometry/footprint.ts";
import type { Minima } from "../../../geometry/separation.ts";
import type { Solid4D } from "../../../geometry/solid.ts";
import { findForbiddenSteps, shiftAlong } from "./encounter.ts";
import type { Axis } from "./encounter.ts";
import { arbMover, arbVolume, solidOf } from "./test-subject.ts";

const RANGE = { from: -900, to: 900 };

const bruteForce = (a: Solid4D, b: Solid4D, axis: Axis, minima: Minima): number[] => {
  const steps: number[] = [];
  for (let step = RANGE.from; step <= RANGE.to; step++) {
    if (findProximity(shiftAlong(axis, a, step), b, minima)) steps.push(step);
  }
  return steps;
};

const arbMinima: fc.Arbitrary<Minima> = fc.record({
  lateralM: fc.constantFrom(0, 300, 1500),
  verticalM: fc.constantFrom(0, 60, 1000),
  timeS: fc.constantFrom(0, 0.25, 45, 300),
});

const holds = (axis: Axis, a: Solid4D, b: Solid4D, minima: Minima): void => {
  const { ranges, isBounded } = findForbiddenSteps(a, b, { axis, minima, range: RANGE });
  const steps = ranges.flatMap(({ from, to }) =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i),
  );
  const expected = bruteForce(a, b, axis, minima);
  if (!isBounded) return assert.deepEqual(steps, expected);
  assert.ok(minima.timeS < 1, "only tiny minima take so many probes");
  const known = new Set(steps);
  assert.ok(
    expected.every((step) => known.has(step)),
    "what is said to be free is free",
  );
};

test("forbidden seconds are those at which the shifted pair is within the minima", () => {
  fc.assert(
    fc.property(arbVolume, arbVolume, arbMinima, (a, b, minima) =>
      holds("time", solidOf(a), solidOf(b), minima),
    ),
    { numRuns: 150 },
  );
});

test("forbidden seconds of movers, gaps between their passages included", () => {
  fc.assert(
    fc.property(arbMover, arbMover, arbMinima, (a, b, minima) =>
      holds("time", solidOf(a), solidOf(b), minima),
    ),
    { numRuns: 150 },
  );
});

test("forbidden metres are those at which the shifted pair is within the minima", () => {
  fc.assert(
    fc.property(arbVolume, arbVolume, arbMinima, (a, b, minima) =>
      holds("altitude", solidOf(a), solidOf(b), minima),
    ),
    { numRuns: 150 },
  );
});

const pathOf = (route: readonly Position[], timesS: readonly number[]): Solid4D => {
  const timesMs = timesS.map((s) => s * 1000);
  return solidOf({
    footprint: { kind: "corridor", route, halfWidthM: 0, edges: "geodesic", timesMs },
    lowerM: 0,
    upperM: 0,
    startMs: timesMs[0]!,
    endMs: timesMs.at(-1)!,
  });
};

const TOUCH: Minima = { lateralM: 0, verticalM: 0, timeS: 0 };

// Both found by the properties above, in the geometry they rest on.
test("movers that share one instant meet only where they then are, not where their lines cross", () => {
  const first = pathOf(
    [
      [40, 35],
      [40, 35.001],
      [40, 34.999],
    ],
    [4, 5, 6],
  );
  const second = pathOf(
    [
      [40, 35.023],
      [39.945, 34.945],
    ],
    [0, 10],
  );
  assert.equal(findProximity(first, second, TOUCH), null, "they pass 1.4 km apart");
});

test("a leg of no time is flown to its end, also where the window cuts the route", () => {
  const jump = pathOf(
    [
      [40, 35.001],
      [40, 35],
      [40, 35.002],
    ],
    [0, 0, 3],
  );
  const there = solidOf({
    footprint: { kind: "circle", center: [40, 35], radiusM: 0 },
    lowerM: 0,
    upperM: 0,
    startMs: -1000,
    endMs: 1000,
  });
  assert.notEqual(findProximity(jump, there, TOUCH), null);
});

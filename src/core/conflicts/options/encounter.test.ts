import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findProximity } from "../../../geometry/separation.ts";
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

test("when a search has no work left, what was not looked at is taken as forbidden, and said", () => {
  const flight = solidOf({
    footprint: {
      kind: "corridor",
      route: [
        [40, 35],
        [40.1, -35],
      ],
      halfWidthM: 100,
      edges: "geodesic",
      timesMs: [0, 36_000_000],
    },
    lowerM: 0,
    upperM: 500,
    startMs: 0,
    endMs: 36_000_000,
  });
  const minima = { lateralM: 3_000, verticalM: 300, timeS: 900 };
  const how = { axis: "time", minima, range: RANGE } as const;
  const spent = { edgesLeft: -1 };
  assert.deepEqual(findForbiddenSteps(flight, flight, { ...how, work: spent }), {
    ranges: [RANGE],
    isBounded: true,
  });
  const work = { edgesLeft: 1_000_000 };
  assert.equal(findForbiddenSteps(flight, flight, { ...how, work }).ranges.length, 1);
  assert.ok(work.edgesLeft < 1_000_000, "long routes are counted by their edges");
});

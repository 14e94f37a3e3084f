import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { clampSteps, findBlockers, findNearestFree } from "./intervals.ts";
import type { Forbidden } from "./intervals.ts";

const forbid = (from: number, to: number, operationId = "X"): Forbidden => ({
  from,
  to,
  operationId,
});

const CASES: readonly [
  name: string,
  forbidden: readonly Forbidden[],
  range: readonly [number, number],
  before: number | null,
  after: number | null,
][] = [
  ["nothing is forbidden", [], [-9, 9], -1, 1],
  ["one interval is stepped over on both sides", [forbid(-3, 4)], [-9, 9], -4, 5],
  ["touching intervals leave no gap", [forbid(-1, 2), forbid(3, 5)], [-9, 9], -2, 6],
  ["a gap of one step is found", [forbid(-1, 2), forbid(4, 5)], [-9, 9], -2, 3],
  ["order does not matter", [forbid(4, 5), forbid(-1, 2)], [-9, 9], -2, 3],
  ["one inside another changes nothing", [forbid(-5, 8), forbid(0, 1)], [-9, 9], -6, 9],
  ["the end of the range is free", [forbid(-9, 8)], [-9, 9], null, 9],
  ["the range is full", [forbid(-9, 9)], [-9, 9], null, null],
  ["unbounded intervals", [forbid(-Infinity, 3), forbid(7, Infinity)], [-9, 9], null, 4],
  ["only later is allowed, and not at once", [forbid(0, 1)], [5, 9], null, 5],
  ["an empty range", [], [1, -1], null, null],
];

for (const [name, forbidden, [from, to], before, after] of CASES) {
  test(`nearest free step: ${name}`, () => {
    assert.deepEqual(findNearestFree(forbidden, { from, to }), { before, after });
  });
}

test("the nearest free steps are those of a search step by step", () => {
  const arbForbidden = fc
    .tuple(fc.integer({ min: -30, max: 30 }), fc.nat(8))
    .map(([from, length]) => forbid(from, from + length));
  fc.assert(
    fc.property(fc.array(arbForbidden), fc.nat(30), fc.nat(30), (forbidden, below, above) => {
      const isFree = (step: number): boolean => findBlockers(forbidden, step).length === 0;
      const steps = Array.from({ length: 30 }, (_, i) => i + 1);
      const after = steps.find((step) => step <= above && isFree(step)) ?? null;
      const before = steps.find((step) => step <= below && isFree(-step)) ?? null;
      assert.deepEqual(findNearestFree(forbidden, { from: -below, to: above }), {
        before: before === null ? null : -before,
        after,
      });
    }),
  );
});

test("blockers are named once, lowest first", () => {
  const forbidden = [forbid(0, 5, "B"), forbid(3, 4, "B"), forbid(5, 9, "A"), forbid(6, 9, "C")];
  assert.deepEqual(findBlockers(forbidden, 5), ["A", "B"]);
});

test("an interval holds the whole steps inside it", () => {
  const range = { from: -10, to: 10 };
  assert.deepEqual(clampSteps(1.2, 3.9, range), { from: 2, to: 3 });
  assert.deepEqual(clampSteps(2, 3, range), { from: 2, to: 3 });
  assert.equal(clampSteps(1.2, 1.9, range), null);
  assert.deepEqual(clampSteps(-Infinity, Infinity, range), range);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { aroundDisc, clipWay, hullOf, isWithin, reflected, sumOf } from "./convex.ts";
import type { Convex, Point } from "./convex.ts";
import { findWay, INSIDE_M } from "./visibility.ts";

const arbPoint: fc.Arbitrary<Point> = fc.tuple(
  fc.integer({ min: -50, max: 50 }),
  fc.integer({ min: -50, max: 50 }),
);
const arbConvex: fc.Arbitrary<Convex> = fc.array(arbPoint, { minLength: 1 }).map(hullOf);

const SQUARE: Convex = hullOf([
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
  [5, 5],
  [5, 0],
]);

test("a hull has the corners alone, counter-clockwise", () => {
  assert.deepEqual(SQUARE, [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
  ]);
  assert.deepEqual(
    hullOf([
      [3, 4],
      [3, 4],
    ]),
    [[3, 4]],
  );
  assert.deepEqual(
    hullOf([
      [0, 0],
      [2, 2],
      [1, 1],
    ]),
    [
      [0, 0],
      [2, 2],
    ],
  );
});

test("a sum is the hull of all sums of two points", () => {
  fc.assert(
    fc.property(arbConvex, arbConvex, (p, q) => {
      const all = p.flatMap((u) => q.map((v): Point => [u[0] + v[0], u[1] + v[1]]));
      assert.deepEqual(hullOf(sumOf(p, q)), hullOf(all));
    }),
    { numRuns: 500 },
  );
});

test("the polygon around a disc holds it, and little more", () => {
  for (const corners of [16, 32] as const) {
    const polygon = aroundDisc(100, corners);
    for (let angle = 0; angle < 360; angle++) {
      const [x, y] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
      assert.ok(isWithin(polygon, [99.999 * x, 99.999 * y]));
      assert.ok(!isWithin(polygon, [102 * x, 102 * y]));
    }
  }
});

test("a way is clipped to the part inside", () => {
  assert.deepEqual(clipWay(SQUARE, [-10, 5], [30, 5]), [0.25, 0.5]);
  assert.deepEqual(clipWay(SQUARE, [-10, 5], [30, 5], 1), [0.275, 0.475]);
  assert.deepEqual(clipWay(SQUARE, [2, 2], [3, 3]), [0, 1]);
  assert.equal(clipWay(SQUARE, [-10, 11], [30, 11]), null);
  assert.deepEqual(clipWay(SQUARE, [-10, 10], [30, 10]), [0.25, 0.5], "along an edge");
  assert.equal(clipWay(SQUARE, [-10, 10], [30, 10], 0.001), null, "along an edge is not inside");
  assert.deepEqual(reflected([[1, 2]]), [[-1, -2]]);
});

const lengthOf = (way: readonly Point[]): number =>
  way.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - way[i]![0], y - way[i]![1]), 0);

test("the way around a square passes its nearer corners", () => {
  const way = findWay([-5, 4], [15, 4], [SQUARE]);
  assert.deepEqual(way, [
    [-5, 4],
    [0, 0],
    [10, 0],
    [15, 4],
  ]);
});

const wall = (x: number, y: number, wide: number, high: number): Convex =>
  hullOf([
    [x, y],
    [x + wide, y],
    [x + wide, y + high],
    [x, y + high],
  ]);

test("there is no way into an outline, nor out of a ring of them", () => {
  assert.equal(findWay([-5, 4], [5, 5], [SQUARE]), null);
  const ring = [wall(-9, -9, 18, 1), wall(-9, 8, 18, 1), wall(-9, -9, 1, 18), wall(8, -9, 1, 18)];
  assert.equal(findWay([0, 0], [20, 0], ring), null);
});

/** Bellman and Ford over every pair of corners that see each other. */
const shortestM = (from: Point, to: Point, outlines: readonly Convex[]): number => {
  const nodes = [from, to, ...outlines.flat()];
  const isSeen = (p: Point, q: Point): boolean =>
    outlines.every((outline) => clipWay(outline, p, q, INSIDE_M) === null);
  const lengths = nodes.map((_, i) => (i === 0 ? 0 : Infinity));
  for (let round = 0; round < nodes.length; round++) {
    let isChanged = false;
    for (const [i, p] of nodes.entries()) {
      for (const [j, q] of nodes.entries()) {
        const viaM = lengths[i]! + lengthOf([p, q]);
        if (viaM < lengths[j]! && isSeen(p, q)) [lengths[j], isChanged] = [viaM, true];
      }
    }
    if (!isChanged) break;
  }
  return lengths[1]!;
};

test("a way enters nothing, and none is shorter", () => {
  const arbSolid = arbConvex.filter((outline) => outline.length > 2);
  const arbOutlines = fc
    .array(arbSolid, { maxLength: 3 })
    .map((outlines) =>
      outlines.map((outline, i) => outline.map(([x, y]): Point => [x / 2 + i * 20, y / 2])),
    );
  fc.assert(
    fc.property(arbPoint, arbPoint, arbOutlines, (from, to, outlines) => {
      const way = findWay(from, to, outlines);
      const expectedM = shortestM(from, to, outlines);
      if (!way) return assert.equal(expectedM, Infinity);
      assert.ok(Math.abs(lengthOf(way) - expectedM) < 1e-9, `${lengthOf(way)} ${expectedM}`);
    }),
    { numRuns: 300 },
  );
});

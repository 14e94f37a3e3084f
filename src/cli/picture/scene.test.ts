import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findConflicts } from "../check/find-conflicts.ts";
import { makeCheckMinima } from "../check/minima.ts";
import { prepareSubjects } from "../check/subjects.ts";
import type { NoticeRecord } from "../../formats/reading.ts";
import type { Footprint, Position } from "../../geometry/footprint.ts";
import { outlineOfPath } from "./path-outline.ts";
import { makeScene } from "./scene.ts";
import type { Scene } from "./scene.ts";
import { writeSvg } from "./svg.ts";

const PROGRESS = { tell: () => {}, end: () => {} };

const record = (id: string, footprint: Footprint): NoticeRecord => ({
  file: "a.geojson",
  at: id,
  id,
  party: null,
  category: "uas_flight",
  moverClass: null,
  name: null,
  volumes: [{ footprint, lowerM: null, upperM: null, startMs: null, endMs: null }],
  notes: [],
});

const circleAt = (center: Position, radiusM = 500): Footprint => ({
  kind: "circle",
  center,
  radiusM,
});

const sceneOf = (...records: NoticeRecord[]): Scene => {
  const given = records.map((record) => ({ record, isOther: false }));
  const { subjects } = prepareSubjects(given, PROGRESS);
  const minima = makeCheckMinima({ lateralM: 100, verticalM: 0, timeS: 0 });
  const question = { minima, isBetweenParties: false, isAgainst: false };
  const conflicts = findConflicts(subjects, question, PROGRESS);
  return makeScene({ atMs: 0, subjects, conflicts, skipped: [] });
};

const idsOf = ({ regions }: Scene): string[][] =>
  regions.map(({ volumes }) => volumes.map(({ id }) => id));

test("records far apart are regions of their own, those with conflicts first", () => {
  const scene = sceneOf(
    record("lone", circleAt([-60, -30])),
    record("a", circleAt([40, 35])),
    record("b", circleAt([40.001, 35])),
    record("near", circleAt([40.1, 35])),
  );
  assert.deepEqual(idsOf(scene), [["a", "b", "near"], ["lone"]]);
});

test("neighbours across the antimeridian and around a pole are one region", () => {
  assert.equal(
    sceneOf(record("e", circleAt([179.99, 5])), record("w", circleAt([-179.99, 5]))).regions.length,
    1,
  );
  assert.equal(
    sceneOf(record("p", circleAt([0, 89.95])), record("q", circleAt([180, 89.95]))).regions.length,
    1,
  );
});

test("what a giant holds is on its map", () => {
  const ring: Position[] = [
    [0, 30],
    [20, 30],
    [20, 45],
    [0, 45],
  ];
  const scene = sceneOf(
    record("giant", { kind: "polygon", ring, edges: "geodesic" }),
    record("within", { ...circleAt([10, 38]) }),
    record("far", circleAt([100, 0])),
  );
  assert.deepEqual(idsOf(scene), [["giant", "within"], ["far"]]);
});

test("a corridor has its true width, and round ends", () => {
  const ring = outlineOfPath(
    [
      [0, 0],
      [1_000, 0],
    ],
    100,
  );
  const ys = ring.map(([, y]) => y);
  const xs = ring.map(([x]) => x);
  assert.deepEqual([Math.min(...ys), Math.max(...ys)].map(Math.round), [-100, 100]);
  assert.deepEqual([Math.min(...xs), Math.max(...xs)].map(Math.round), [-100, 1_100]);
  const bend = outlineOfPath(
    [
      [0, 0],
      [1_000, 0],
      [1_000, 1_000],
    ],
    100,
  );
  for (const [x, y] of bend) {
    const away = Math.min(toSegment(x, y, 0, 0, 1_000, 0), toSegment(x, y, 1_000, 0, 1_000, 1_000));
    assert.ok(Math.abs(away - 100) < 1e-6, `${x} ${y} is ${away} away`);
  }
});

const toSegment = (
  x: number,
  y: number,
  ...[ax, ay, bx, by]: [number, number, number, number]
): number => {
  const [ux, uy] = [bx - ax, by - ay];
  const t = Math.max(0, Math.min(1, ((x - ax) * ux + (y - ay) * uy) / (ux * ux + uy * uy)));
  return Math.hypot(x - ax - t * ux, y - ay - t * uy);
};

test("the sheet escapes what a file says", () => {
  const hostile = record(`"><script>alert(1)</script>`, circleAt([40, 35]));
  for (const lang of ["en", "ar", "ru"] as const) {
    const svg = writeSvg(sceneOf(hostile, record("b", circleAt([40, 35]))), lang);
    assert.doesNotMatch(svg, /<script|onload=|href=/);
    assert.ok(svg.includes("&lt;script&gt;"));
  }
});

const arbPosition = fc
  .tuple(fc.integer({ min: -180, max: 180 }), fc.integer({ min: -90, max: 90 }))
  .map(([lng, lat]): Position => [lng, lat]);

const arbFootprint: fc.Arbitrary<Footprint> = fc.oneof(
  fc
    .tuple(arbPosition, fc.constantFrom(0, 1, 500_000))
    .map(([at, radiusM]) => circleAt(at, radiusM)),
  fc.record({
    kind: fc.constant("corridor" as const),
    route: fc.array(arbPosition, { minLength: 2, maxLength: 6 }),
    halfWidthM: fc.constantFrom(0, 1, 100_000),
    edges: fc.constant("geodesic" as const),
  }),
  fc.record({
    kind: fc.constant("polygon" as const),
    ring: fc.array(arbPosition, { minLength: 3, maxLength: 6 }),
    edges: fc.constant("geodesic" as const),
  }),
);

test("whatever can be compared can be drawn, anywhere on earth", () => {
  fc.assert(
    fc.property(fc.array(arbFootprint, { maxLength: 6 }), (footprints) => {
      const scene = sceneOf(...footprints.map((footprint, i) => record(`r${i}`, footprint)));
      const drawn = scene.regions.flatMap(({ volumes }) => volumes);
      assert.equal(drawn.length, scene.recordCount);
      for (const { path, bounds } of drawn) {
        assert.match(path, /^M[-\d. L]+Z$/);
        assert.ok(bounds.every(Number.isFinite));
      }
      assert.doesNotMatch(writeSvg(scene, "en"), /NaN|Infinity|undefined/);
    }),
    { numRuns: 150 },
  );
});

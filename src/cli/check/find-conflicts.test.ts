import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { MOVER_CLASSES } from "../../core/operations/category.ts";
import type { NoticeRecord } from "../../formats/reading.ts";
import type { Footprint, Position, Volume4D } from "../../geometry/footprint.ts";
import { findProximity } from "../../geometry/separation.ts";
import { findConflicts, isCounted } from "./find-conflicts.ts";
import type { FoundConflict, Question } from "./find-conflicts.ts";
import { makeCheckMinima } from "./minima.ts";
import { prepareSubjects } from "./subjects.ts";
import type { Subject } from "./subjects.ts";

const PROGRESS = { tell: () => {}, end: () => {} };
const START_MS = Date.parse("2026-11-23T06:00:00Z");

/** Around places where coordinates turn over: the antimeridian, a pole, and an ordinary one. */
const PLACES: readonly Position[] = [
  [40, 35],
  [180, 10],
  [20, 89.9],
];

const arbPosition: fc.Arbitrary<Position> = fc
  .tuple(
    fc.constantFrom(...PLACES),
    fc.integer({ min: -99, max: 99 }),
    fc.integer({ min: -99, max: 99 }),
  )
  .map(([[lng, lat], x, y]) => [lng + x / 500, Math.min(90, lat + y / 1000)]);

const arbFootprint: fc.Arbitrary<Footprint> = fc.oneof(
  fc.record({
    kind: fc.constant("circle" as const),
    center: arbPosition,
    radiusM: fc.integer({ min: 0, max: 5_000 }),
  }),
  fc.record({
    kind: fc.constant("corridor" as const),
    route: fc.tuple(arbPosition, arbPosition),
    halfWidthM: fc.integer({ min: 0, max: 2_000 }),
    edges: fc.constant("geodesic" as const),
  }),
);

const arbBound = (min: number, max: number) => fc.option(fc.integer({ min, max }));

const arbVolume: fc.Arbitrary<Volume4D> = fc
  .record({
    footprint: arbFootprint,
    lowerM: arbBound(0, 2_000),
    heightM: arbBound(0, 1_000),
    startMin: arbBound(0, 600),
    minutes: arbBound(0, 90),
  })
  .map(({ footprint, lowerM, heightM, startMin, minutes }) => ({
    footprint,
    lowerM,
    upperM: heightM === null ? null : (lowerM ?? 0) + heightM,
    startMs: startMin === null ? null : START_MS + startMin * 60_000,
    endMs: minutes === null ? null : START_MS + ((startMin ?? 0) + minutes) * 60_000,
  }));

const arbRecord: fc.Arbitrary<NoticeRecord> = fc.record({
  file: fc.constant("random"),
  at: fc.constant("somewhere"),
  id: fc.constantFrom("A", "B", "C"),
  party: fc.option(fc.constantFrom("north", "south")),
  category: fc.constant(null),
  moverClass: fc.option(fc.constantFrom(...MOVER_CLASSES)),
  name: fc.constant(null),
  volumes: fc.array(arbVolume, { minLength: 1, maxLength: 3 }),
  notes: fc.constant([]),
});

const arbQuestion = fc.record({
  minima: fc
    .record({
      lateralM: arbBound(0, 9_000),
      verticalM: arbBound(0, 500),
      timeS: arbBound(0, 3_600),
    })
    .map(makeCheckMinima),
  isBetweenParties: fc.boolean(),
  isAgainst: fc.boolean(),
});

const arbRecords = fc.array(fc.record({ record: arbRecord, isOther: fc.boolean() }), {
  maxLength: 14,
});

test("check finds what every pair compared by hand gives, in the same order", () => {
  fc.assert(
    fc.property(arbRecords, arbQuestion, (records, question) => {
      const { subjects } = prepareSubjects(records, PROGRESS);
      const found = findConflicts(subjects, question, PROGRESS).map(keyOf);
      assert.deepEqual(found, bruteForce(subjects, question));
    }),
    { numRuns: 400 },
  );
});

const keyOf = ({ a, b }: Pick<FoundConflict, "a" | "b">): string =>
  [a.subject.order, b.subject.order, a.volume.place, b.volume.place].join(" ");

/** Every volume of every record against every other, in the order of the lists. */
const bruteForce = (subjects: readonly Subject[], question: Question): string[] => {
  const firsts = question.isAgainst ? subjects.filter(({ isOther }) => !isOther) : subjects;
  const keys: string[] = [];
  for (const a of firsts) {
    for (const b of subjects) {
      if (!isCounted(a, b, question) || (!question.isAgainst && b.order < a.order)) continue;
      for (const volumeA of a.volumes) {
        for (const volumeB of b.volumes) {
          const solids = [volumeA.solid, volumeB.solid] as const;
          const minima = question.minima.find(solids[0], a.moverClass, solids[1], b.moverClass);
          if (findProximity(...solids, minima))
            keys.push(
              keyOf({ a: { subject: a, volume: volumeA }, b: { subject: b, volume: volumeB } }),
            );
        }
      }
    }
  }
  return keys;
};

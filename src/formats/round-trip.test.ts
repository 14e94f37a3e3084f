import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CATEGORIES, MOVER_CLASSES } from "../core/operations/category.ts";
import type { Footprint, Volume4D } from "../geometry/footprint.ts";
import { readNotices } from "./read-notices.ts";
import type { NoticeRecord } from "./reading.ts";
import { writeGeojson } from "./write-geojson.ts";
import { writeKml } from "./write-kml.ts";

/** Objects as the readers make them. */
const plain = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record<T>(model, { noNullPrototype: true });

/** Zero has one sign in a file. */
const number = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true }).map((value) => value + 0);
const position = fc.tuple(number(-180, 180), number(-90, 90));
const edges = fc.constantFrom("geodesic" as const, "lonlat" as const);
const instant = fc.integer({ min: Date.UTC(1950, 0), max: Date.UTC(2150, 0) });
const text = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
  .map((value) => value.trim())
  .filter((value) => value !== "" && !/\p{Cc}/u.test(value));

const circle = plain({
  kind: fc.constant("circle" as const),
  center: position,
  radiusM: number(0.001, 500_000),
});
const polygon = plain({
  kind: fc.constant("polygon" as const),
  ring: fc.uniqueArray(position, { minLength: 3, maxLength: 12, selector: String }),
  edges,
});
const route = fc.array(position, { minLength: 2, maxLength: 8 });
const still = plain({
  kind: fc.constant("corridor" as const),
  route,
  halfWidthM: number(0.001, 100_000),
  edges,
});

const window = fc
  .tuple(instant, instant)
  .map(([a, b]) => ({ startMs: Math.min(a, b), endMs: Math.max(a, b) }));
const openWindow = fc
  .tuple(window, fc.boolean(), fc.boolean())
  .map(([{ startMs, endMs }, hasStart, hasEnd]) => ({
    startMs: hasStart ? startMs : null,
    endMs: hasEnd ? endMs : null,
  }));
const band = fc
  .tuple(number(-500, 60_000), number(-500, 60_000), fc.boolean(), fc.boolean())
  .map(([a, b, hasLower, hasUpper]) => ({
    lowerM: hasLower ? Math.min(a, b) : null,
    upperM: hasUpper ? Math.max(a, b) : null,
  }));

const volume: fc.Arbitrary<Volume4D> = fc.oneof(
  fc
    .tuple(fc.oneof<fc.Arbitrary<Footprint>[]>(circle, polygon, still), band, openWindow)
    .map(([footprint, band, window]) => ({ footprint, ...band, ...window })),
  fc
    .tuple(still, band, window, fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 }))
    .map(([corridor, band, window, steps]) => {
      const sorted = steps.toSorted((a, b) => a - b);
      const timesMs = corridor.route.map((_, i) =>
        Math.min(window.startMs + sorted[i]!, window.endMs),
      );
      return { footprint: { ...corridor, timesMs }, ...band, ...window };
    }),
);

const record: fc.Arbitrary<NoticeRecord> = plain({
  file: fc.constant("x"),
  at: fc.constant("y"),
  id: text,
  party: fc.option(text),
  category: fc.option(fc.constantFrom(...CATEGORIES)),
  moverClass: fc.option(fc.constantFrom(...MOVER_CLASSES)),
  name: fc.option(text),
  volumes: fc.array(volume, { minLength: 1, maxLength: 3 }),
  notes: fc.constant([]),
});

const records = fc.uniqueArray(record, {
  maxLength: 4,
  minLength: 1,
  selector: ({ party, id }) => JSON.stringify([party, id]),
});

const meaningOf = ({ id, party, category, moverClass, name, volumes }: NoticeRecord): object => ({
  id,
  party,
  category,
  moverClass,
  name,
  volumes,
});

for (const [file, write] of [
  ["a.geojson", writeGeojson],
  ["a.kml", writeKml],
] as const) {
  test(`records written to ${file} are read back the same`, () => {
    fc.assert(
      fc.property(records, (written) => {
        const bytes = new TextEncoder().encode(write(written));
        const reading = readNotices({ file, bytes, atMs: 0 });
        assert.deepEqual(reading.skipped, []);
        assert.deepEqual(reading.records.map(meaningOf), written.map(meaningOf));
      }),
      { numRuns: 150 },
    );
  });
}

test("markup in a name stays a name", () => {
  const [sample] = fc.sample(record, 1);
  assert.ok(sample);
  const name = `</name><Point> & "x" 'y' ]]> \u2028 z`;
  const bytes = new TextEncoder().encode(writeKml([{ ...sample, name }]));
  assert.equal(readNotices({ file: "a.kml", bytes, atMs: 0 }).records[0]?.name, name);
});

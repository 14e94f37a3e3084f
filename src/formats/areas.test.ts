import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { RESTRICTIVE_KINDS } from "../core/areas/kinds.ts";
import type { AreaTerms } from "../core/areas/model.ts";
import type { Area as Outline } from "../core/line/fields.ts";
import { WORDS } from "../core/line/words.ts";
import type { AreaFile, AreaRecord } from "./area-record.ts";
import { readAreas } from "./read-areas.ts";
import type { AreaReading } from "./read-areas.ts";
import { writeAreasEd318 } from "./write-areas-ed318.ts";
import { writeAreasGeojson } from "./write-areas-geojson.ts";
import { writeAreasOpenair } from "./write-areas-openair.ts";

const SEED = Number(process.env["TEST_SEED"] ?? Date.now() % 0x7fff_ffff);
const AT_MS = Date.UTC(2026, 10, 23, 10);
const DATA = join(import.meta.dirname, "..", "..", "..", "shared", "data");
const skip = existsSync(DATA) ? false : "../shared is not here";
const DEFAULTS = { areaKind: "special_caution_area", measures: ["call_before_entry"] } as const;

const number = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true }).map((value) => value + 0);
const point = fc.record(
  { lngDeg: number(-179, 179), latDeg: number(-85, 85) },
  { noNullPrototype: true },
);
const outline: fc.Arbitrary<Outline> = fc.oneof(
  fc.record(
    { kind: fc.constant("circle" as const), center: point, radiusM: number(1, 90_000) },
    { noNullPrototype: true },
  ),
  // A square: rings that cross themselves are the survey's to judge.
  fc.tuple(point, number(0.01, 0.2)).map(([{ lngDeg, latDeg }, sideDeg]) => ({
    kind: "polygon" as const,
    ring: [
      { lngDeg, latDeg },
      { lngDeg: lngDeg + sideDeg, latDeg },
      { lngDeg: lngDeg + sideDeg, latDeg: latDeg + sideDeg },
      { lngDeg, latDeg: latDeg + sideDeg },
    ],
  })),
  fc.tuple(point, number(1, 5_000)).map(([from, halfWidthM]) => ({
    kind: "route" as const,
    points: [from, { lngDeg: from.lngDeg + 0.1, latDeg: from.latDeg + 0.1 }],
    halfWidthM,
  })),
);
const startMs = fc.integer({ min: AT_MS, max: Date.UTC(2100, 0) });
const terms: fc.Arbitrary<AreaTerms> = fc.record(
  {
    areaKind: fc.constantFrom(...RESTRICTIVE_KINDS),
    areaName: fc
      .string({ minLength: 1, maxLength: 20 })
      .map((text) => `area ${text.trim()}`.trim()),
    areas: fc.uniqueArray(outline, {
      minLength: 1,
      maxLength: 4,
      selector: (one) => JSON.stringify(one),
    }),
    band: fc.record(
      { lowerM: fc.constantFrom(null, 0, 120.5), upperM: fc.constantFrom(300, 1_000.25) },
      { noNullPrototype: true },
    ),
    window: startMs.map((ms) => ({ startMs: ms, endMs: ms % 3 === 0 ? null : ms + 3_600_000 })),
    measures: fc.uniqueArray(fc.constantFrom(...WORDS.areaMeasure), { minLength: 1 }),
    reviewByMs: startMs,
    text: fc.constant("As agreed at the meeting.\nEach side keeps a copy."),
  },
  { requiredKeys: ["areaKind", "areaName", "areas", "window", "measures"], noNullPrototype: true },
);

const readBack = ({ text }: AreaFile, ending: string): AreaReading =>
  readAreas({ file: `areas.${ending}`, bytes: Buffer.from(text), atMs: AT_MS }, DEFAULTS);

test(`what is written as GeoJSON is read back whole, seed ${SEED}`, () => {
  fc.assert(
    fc.property(fc.array(terms, { minLength: 1, maxLength: 3 }), (all) => {
      const areas = all.map((one, i) => ({ id: `area-${i}`, terms: one }));
      const { drafts, skipped } = readBack(writeAreasGeojson(areas), "geojson");
      assert.deepEqual(skipped, []);
      assert.deepEqual(
        drafts.map(({ id, terms: back }) => ({ id, terms: back })),
        areas,
      );
    }),
    { seed: SEED, numRuns: 60 },
  );
});

/** Every term of the area that did not come back must have been named. */
const assertNamed = ({ terms: said }: AreaRecord, back: AreaTerms | undefined, file: AreaFile) => {
  const unsaid = file.unsaid.join("\n");
  const rows = [
    ["areaKind", /its kind/],
    ["measures", /what is asked/],
    ["reviewByMs", /reviewed/],
    ["text", /the text/],
  ] as const;
  for (const [field, named] of rows) {
    if (said[field] === undefined || JSON.stringify(back?.[field]) === JSON.stringify(said[field]))
      continue;
    const isInFile = field === "measures" && file.text.includes(said.measures.join(" "));
    const hasText = field === "text" && file.text.includes(JSON.stringify(said.text));
    assert.ok(isInFile || hasText || named.test(unsaid), `${field} is lost unseen`);
  }
};

test(`ED-318 has place, band and time as they were; what it has not is named, seed ${SEED}`, () => {
  fc.assert(
    fc.property(terms, (one) => {
      const area = { id: "area-1", terms: one };
      const file = writeAreasEd318([area]);
      const sayable = one.areas.filter(({ kind }) => kind !== "route");
      const { drafts, skipped } = sayable.length > 0 ? readBack(file, "json") : NOTHING;
      assert.deepEqual(skipped, []);
      assert.deepEqual((JSON.parse(file.text) as AreaFile).unsaid, file.unsaid);
      if (sayable.length < one.areas.length) assert.match(file.unsaid.join(), /routes: .*left out/);
      if (sayable.length === 0) return;
      assertNamed(area, drafts[0]?.terms, file);
      assert.deepEqual(drafts[0]?.terms.areas, sayable);
      assert.deepEqual(drafts[0].terms.window, one.window);
      assert.deepEqual(drafts[0].terms.band, one.band);
    }),
    { seed: SEED, numRuns: 100 },
  );
});
const NOTHING: AreaReading = { drafts: [], skipped: [] };

const isNear = (a: number, b: number, within: number): boolean => Math.abs(a - b) <= within;

test(`OpenAir has each outline as an airspace, never narrower; what it has not is named, seed ${SEED}`, () => {
  fc.assert(
    fc.property(terms, (one) => {
      const area = { id: "area-1", terms: one };
      const file = writeAreasOpenair([area]);
      const { drafts, skipped } = readBack(file, "openair");
      assert.deepEqual(skipped, []);
      assert.equal(drafts.length, one.areas.length);
      for (const line of file.unsaid) assert.ok(file.text.includes(`* ${line}\n`));
      for (const [i, draft] of drafts.entries()) {
        assertNamed(area, draft.terms, file);
        assert.deepEqual(draft.terms.window, one.window);
        const [back, said] = [draft.terms.areas[0]!, one.areas[i]!];
        if (back.kind === "circle" && said.kind === "circle") {
          assert.ok(
            back.radiusM >= said.radiusM - 1e-9 && isNear(back.radiusM, said.radiusM, 0.001),
          );
          assert.ok(isNear(back.center.lngDeg, said.center.lngDeg, 1e-9));
        } else if (back.kind === "route" && said.kind === "route") {
          assert.ok(back.halfWidthM >= said.halfWidthM);
        } else {
          assert.ok(back.kind === "polygon" && said.kind === "polygon");
          for (const [k, corner] of said.ring.entries()) {
            assert.ok(isNear(back.ring[k]!.latDeg, corner.latDeg, 1e-9));
          }
        }
      }
    }),
    { seed: SEED, numRuns: 100 },
  );
});

const readData = (folder: string, file: string): AreaReading =>
  readAreas(
    { file, bytes: readFileSync(join(DATA, folder, file)), atMs: AT_MS },
    {
      ...DEFAULTS,
      reviewByMs: AT_MS + 86_400_000,
    },
  );

test(
  "the shared files are read as proposals, and what can't be one is named by its place",
  { skip },
  () => {
    let [draftCount, skippedCount] = [0, 0];
    for (const folder of ["openair", "zones"]) {
      for (const file of readdirSync(join(DATA, folder)).filter((one) =>
        /\.(txt|json)$/.test(one),
      )) {
        const { drafts, skipped } = readData(folder, file);
        draftCount += drafts.length;
        skippedCount += skipped.length;
        assert.ok(drafts.length + skipped.length > 0, file);
        for (const { terms: one } of drafts) assert.deepEqual(one.measures, ["call_before_entry"]);
        for (const { at, reason } of skipped) {
          assert.match(at, /^line \d+$|^(features|UASZoneList)\[\d+\]|^file$/);
          assert.ok(reason.length > 10);
        }
      }
    }
    assert.ok(draftCount > 15, `${draftCount}`);
    const bad = readData("openair", "invalid-coordinates.txt").skipped;
    assert.deepEqual(
      bad.map(({ at }) => at),
      ["line 14"],
    );
    assert.ok(skippedCount >= 2);
  },
);

const feature = (properties: object, geometry: object) =>
  JSON.stringify({
    type: "FeatureCollection",
    features: [{ type: "Feature", properties, geometry }],
  });

test("what is no area is named: what moves, what is over, what the table does not take", () => {
  const place = { type: "Point", coordinates: [40, 35] };
  const line = {
    type: "LineString",
    coordinates: [
      [40, 35],
      [41, 35],
    ],
  };
  const times = ["2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z"];
  const [start, end] = times;
  const rows = [
    [feature({ halfWidthM: 10, times, start, end }, line), /moves along its route/],
    [feature({ radiusM: 10, end: "2026-11-22T10:00:00Z" }, place), /its time is over/],
    [feature({ radiusM: 10, measures: ["attack"] }, place), /measures\[0\] is the text "attack"/],
    [feature({ radiusM: 10, areaKind: "kill_box" }, place), /areaKind is the text "kill_box"/],
    [feature({ radiusM: 10, reviewBy: "soon" }, place), /reviewBy/],
  ] as const;
  for (const [text, reason] of rows) {
    const { drafts, skipped } = readBack({ text, unsaid: [] }, "geojson");
    assert.deepEqual(drafts, []);
    assert.match(skipped[0]?.reason ?? "", reason);
  }
});

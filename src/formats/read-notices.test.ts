import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { LIMITS } from "./limits.ts";
import { readNotices } from "./read-notices.ts";
import type { Reading } from "./reading.ts";

const read = (file: string, content: string | Uint8Array): Reading =>
  readNotices({ file, bytes: typeof content === "string" ? strToU8(content) : content, atMs: 0 });

const POINT = {
  type: "Feature",
  id: "A",
  properties: { radiusM: 5, party: "blue" },
  geometry: { type: "Point", coordinates: [1, 2] },
};
const GEOJSON = JSON.stringify({
  type: "FeatureCollection",
  features: [POINT, { ...POINT, id: "B" }],
});
const KML =
  '<kml><Placemark><ExtendedData><Data name="radiusM"><value>5</value></Data></ExtendedData><Point><coordinates>1,2</coordinates></Point></Placemark></kml>';
const OPENAIR =
  "AC R\nAN A\nAL GND\nAH FL100\nV X=50:00:00 N 010:00:00 E\nDC 1\nAC R\nAN B\nAL GND\nAH UNL\nDA 1,2,3";
const ED269 = JSON.stringify({
  UASZoneList: [
    {
      identifier: "A",
      geometry: [
        { uomDimensions: "M", horizontalProjection: { type: "Circle", center: [1, 2], radius: 5 } },
      ],
    },
  ],
});
const ED318 = JSON.stringify({
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      properties: {},
      geometry: {
        type: "Point",
        coordinates: [1, 2],
        extent: { subType: "Circle", radius: 5 },
        layer: null,
      },
    },
  ],
});
const CSV = "id,lat,lon,radiusM\nA,2,1,5\nB,2,1,x";
const YAML =
  "intents:\n  A: {full: {basic_information: {area: [{outline_circle: {center: {lng: 1, lat: 2}, radius: {value: 5, units: M}}}]}}}";
const ZONE = JSON.stringify({
  type: "FeatureCollection",
  crs: { type: "name", properties: { name: "EPSG:4326" } },
  features: [
    {
      type: "Feature",
      id: 1,
      properties: {
        identifier: "A",
        name: [{ text: "Zone", lang: "en" }],
        limitedApplicability: [
          { startDateTime: "2026-01-01T00:00:00Z", schedule: [{ day: ["MON"], startTime: null }] },
        ],
      },
      geometry: {
        type: "GeometryCollection",
        geometries: [
          {
            type: "Polygon",
            coordinates: [
              [
                [1, 2],
                [3, 4],
                [5, 7],
              ],
            ],
            layer: {
              lower: 0,
              lowerReference: "AGL",
              upper: 99_999,
              upperReference: "AMSL",
              uom: "m",
            },
          },
        ],
      },
    },
  ],
});
const INTENTS = JSON.stringify({
  intents: {
    A: {
      full: {
        basic_information: {
          area: [
            {
              outline_polygon: {
                vertices: [
                  { lng: 1, lat: 2 },
                  { lng: 3, lat: 2 },
                  { lng: 3, lat: 4 },
                ],
              },
              altitude_lower: { value: 1, units: "M", reference: "W84" },
              start_time: {
                next_day: {
                  time_zone: "Z",
                  starting_from: { time_during_test: "StartOfTestRun" },
                  days_of_the_week: ["Mo"],
                },
              },
              end_time: {
                offset_from: {
                  starting_from: { absolute_time: "2026-01-01T00:00:00Z" },
                  offset: "5m",
                },
              },
            },
          ],
        },
      },
    },
    B: { delta: { source: "A", mutation: { basic_information: { area: [{ duration: "5m" }] } } } },
  },
});
const KMZ = zipSync({ "doc.kml": strToU8(KML) });

const FILES: [string, string | Uint8Array][] = [
  ["a.geojson", GEOJSON],
  ["a.json", ED269],
  ["a.json", ED318],
  ["a.kml", KML],
  ["a.kmz", KMZ],
  ["a.txt", OPENAIR],
  ["a.openair", OPENAIR],
  ["a.csv", CSV],
  ["a.yaml", YAML],
  ["a.yml", YAML],
];

test("every format is known by its extension", () => {
  for (const [file, content] of FILES) {
    const [first] = read(file, content).records;
    assert.equal(first?.volumes[0]?.footprint.kind, "circle", file);
    assert.equal(first.file, file);
  }
});

test("a file without a telling extension is known by its content", () => {
  for (const content of [GEOJSON, ED269, KML, KMZ, OPENAIR, YAML]) {
    assert.notEqual(read("notices", content).records.length, 0);
  }
});

test("a byte order mark and a ZIP named .kml change nothing", () => {
  assert.equal(read("a.json", `\uFEFF${GEOJSON}`).records.length, 2);
  assert.equal(read("a.kml", KMZ).records.length, 1);
});

test("a file that cannot be read is one skip with its reason", () => {
  const rows: [string, string | Uint8Array, string, RegExp][] = [
    ["a.geojson", "", "file", /empty/],
    ["a.geojson", " \n\t", "file", /empty/],
    ["a.geojson", '{\n"type": }', "line 2", /not JSON/],
    ["a.geojson", "[1]", "file", /no object/],
    ["a.json", '{"flights": []}', "type", /neither a FeatureCollection/],
    ["a.geojson", new Uint8Array([0x7b, 0xff, 0x7d]), "file", /not UTF-8/],
    ["a.kml", "<kml>", "file", /XML/],
    ["a.kml", "<!DOCTYPE x>", "line 1", /DOCTYPE/],
    ["a.kml", "<kml/>", "line 1", /no Placemark/],
    ["a.kmz", KML, "file", /not a ZIP archive/],
    ["a.kmz", KMZ.slice(0, 60), "file", /./],
    ["a.txt", "!AIVDM,1,1,,B,15M67FC,0*5C", "file", /unknown format: give GeoJSON/],
    ["a.openair", "* nothing", "line 1", /no airspace/],
    ["a.yaml", "a: [", "line 1", /not YAML/],
    ["a.yaml", "a: 1", "intents", /no flight intents/],
    ["a.pdf", "%PDF-1.7", "file", /unknown format/],
  ];
  for (const [file, content, at, reason] of rows) {
    const { records, skipped } = read(file, content);
    assert.deepEqual(
      [records.length, skipped.length],
      [0, 1],
      `${file} ${String(content).slice(0, 20)}`,
    );
    assert.equal(skipped[0]?.file, file);
    assert.match(skipped[0]?.reason ?? "", reason);
    assert.equal(skipped[0]?.at, at, file);
  }
});

test("what the caller states stands in place of what the file says", () => {
  const overrides = { party: "red", category: "sar", moverClass: "rotary" } as const;
  const { records } = readNotices({
    file: "a.geojson",
    bytes: strToU8(GEOJSON),
    atMs: 0,
    overrides,
  });
  assert.deepEqual(
    records.map(({ id, party, category, moverClass }) => [id, party, category, moverClass]),
    [
      ["A", "red", "sar", "rotary"],
      ["B", "red", "sar", "rotary"],
    ],
  );
});

test("records that the file tells apart stay apart under one party", () => {
  const features = ["blue", "red", "green"].map((party) => ({
    ...POINT,
    properties: { ...POINT.properties, party },
  }));
  const bytes = strToU8(
    JSON.stringify({ type: "FeatureCollection", features: [...features, { ...POINT, id: "A#2" }] }),
  );
  const { records } = readNotices({
    file: "a.geojson",
    bytes,
    atMs: 0,
    overrides: { party: "one" },
  });
  assert.deepEqual(
    records.map(({ id }) => id),
    ["A", "A#3", "A#4", "A#2"],
  );
});

test("over a limit there is a named skip, never a silent cut", () => {
  const tooLarge = read("a.geojson", new Uint8Array(LIMITS.fileBytesMax + 1));
  assert.match(tooLarge.skipped[0]?.reason ?? "", /over the limit .*split/);

  const features = Array.from({ length: LIMITS.recordsPerFileMax + 3 }, (_, i) => ({
    ...POINT,
    id: i,
  }));
  const tooMany = read("a.geojson", JSON.stringify({ type: "FeatureCollection", features }));
  assert.equal(tooMany.records.length, LIMITS.recordsPerFileMax);
  assert.deepEqual(
    tooMany.skipped.map(({ at }) => at),
    [`features[${LIMITS.recordsPerFileMax}]`],
  );
  assert.match(tooMany.skipped[0]?.reason ?? "", /^3 records from here on were not read/);

  const ring = Array.from({ length: LIMITS.verticesPerRingMax + 1 }, (_, i) => [i / 1000, 1]);
  const tooLong = read(
    "a.geojson",
    JSON.stringify({
      type: "Feature",
      properties: {},
      geometry: { type: "Polygon", coordinates: [ring] },
    }),
  );
  assert.match(tooLong.skipped[0]?.reason ?? "", /points are over the limit/);

  const tooHeavy = read("a.yaml", "x".repeat(LIMITS.yamlBytesMax + 1));
  assert.match(tooHeavy.skipped[0]?.reason ?? "", /over the limit/);
});

test("no bytes under any name make the reader throw", () => {
  const name = fc.constantFrom(...FILES.map(([file]) => file), "notices", "");
  fc.assert(
    fc.property(name, fc.uint8Array({ maxLength: 300 }), (file, bytes) => void read(file, bytes)),
  );
});

test("no damage to a readable file makes the reader throw or lose it without a word", () => {
  const damage = fc.record({
    offset: fc.nat(),
    length: fc.nat(20),
    filler: fc.string({ maxLength: 8 }),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...FILES),
      damage,
      ([file, content], { offset, length, filler }) => {
        const bytes = typeof content === "string" ? strToU8(content) : content;
        const start = offset % bytes.length;
        const damaged = Buffer.concat([
          bytes.slice(0, start),
          strToU8(filler),
          bytes.slice(start + length),
        ]);
        const { records, skipped } = read(file, damaged);
        assert.ok(records.length + skipped.length > 0);
      },
    ),
    { numRuns: 1000 },
  );
});

test("no value in any place of a file makes the reader throw", () => {
  const key = fc.constantFrom(
    "toString",
    "valueOf",
    "__proto__",
    "constructor",
    "length",
    "type",
    "id",
  );
  const strange = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 99_999, "", "x", "1", [], {}),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(key, tie("value"), { maxKeys: 3 }),
    ),
  })).value;
  fc.assert(
    fc.property(
      fc.constantFrom(GEOJSON, ED269, ED318, ZONE, INTENTS),
      fc.nat(),
      strange,
      (text, n, value) => {
        const spots = [
          ...text.matchAll(/(?<=[:[,])("[^"]*"(?!:)|-?[0-9.]+|null|true|false|[{[])/g),
        ];
        const spot = spots[n % spots.length]!;
        const [token] = spot;
        const end = /[{[]/.test(token) ? closeOf(text, spot.index) : spot.index + token.length;
        const changed = text.slice(0, spot.index) + JSON.stringify(value) + text.slice(end);
        const { records, skipped } = read(text === INTENTS ? "a.yaml" : "a.json", changed);
        assert.ok(records.length + skipped.length > 0);
      },
    ),
    { numRuns: 2000 },
  );
});

/** Offset after the bracket that closes the one at `start`; the texts hold no bracket in quotes. */
const closeOf = (text: string, start: number): number => {
  let depth = 0;
  for (let i = start; i < text.length; i += 1) {
    if (/[{[]/.test(text[i] ?? "")) depth += 1;
    if (/[}\]]/.test(text[i] ?? "")) depth -= 1;
    if (depth === 0) return i + 1;
  }
  return text.length;
};

test("what is deep is refused, not run out of stack on", () => {
  const rows: [string, string][] = [
    [
      "a.geojson",
      `{"type":"Feature","properties":{},"geometry":${'{"type":"GeometryCollection","geometries":['.repeat(5000)}${"]}".repeat(5000)}}`,
    ],
    ["a.json", "[".repeat(200_000)],
    ["a.kml", `<kml>${"<Folder>".repeat(20_000)}${"</Folder>".repeat(20_000)}</kml>`],
    [
      "a.kml",
      `<kml><Placemark>${"<MultiGeometry>".repeat(20_000)}${"</MultiGeometry>".repeat(20_000)}</Placemark></kml>`,
    ],
    ["a.yaml", `intents: ${"[".repeat(20_000)}`],
    ["a.csv", `wkt\n${"GEOMETRYCOLLECTION(".repeat(20_000)}`],
  ];
  for (const [file, content] of rows) {
    const { records, skipped } = read(file, content);
    assert.deepEqual([records.length, skipped.length], [0, 1], file);
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Footprint } from "../geometry/footprint.ts";
import type { Reading } from "./reading.ts";
import { readGeojson } from "./geojson.ts";

const RING = [
  [10, 50],
  [11, 50],
  [11, 51],
  [10, 50],
];
const POLYGON = { type: "Polygon", coordinates: [RING] };
const feature = (
  properties: object | null,
  geometry: unknown = POLYGON,
  more: object = {},
): object => ({
  type: "Feature",
  properties,
  geometry,
  ...more,
});
const read = (...features: unknown[]): Reading =>
  readGeojson("a.geojson", { type: "FeatureCollection", features });
const reasonOf = (reading: Reading): string => reading.skipped[0]?.reason ?? "no skip";
const footprintsOf = (reading: Reading): Footprint[] =>
  reading.records.flatMap(({ volumes }) => volumes.map(({ footprint }) => footprint));

test("a feature with all fields is read", () => {
  const { records, skipped } = read(
    feature({
      id: " P-1 ",
      party: "blue",
      category: "isr_flight",
      class: "drone",
      name: "Patrol",
      lowerM: 100,
      upperM: 200.5,
      start: "2026-01-01T00:00:00Z",
      end: "2026-01-01T02:00:00+01:00",
      edges: "geodesic",
    }),
  );
  assert.deepEqual(skipped, []);
  assert.deepEqual(records, [
    {
      file: "a.geojson",
      at: "features[0]",
      id: "P-1",
      party: "blue",
      category: "isr_flight",
      moverClass: "drone",
      name: "Patrol",
      volumes: [
        {
          footprint: { kind: "polygon", ring: RING.slice(0, 3), edges: "geodesic" },
          lowerM: 100,
          upperM: 200.5,
          startMs: Date.UTC(2026, 0, 1),
          endMs: Date.UTC(2026, 0, 1, 1),
        },
      ],
      notes: [],
    },
  ]);
});

test("what is missing is unbounded, unnamed and numbered by its place", () => {
  const { records } = read(
    feature({}),
    feature(null),
    feature({ lowerM: null, start: null, party: null }),
  );
  assert.deepEqual(
    records.map(({ id, party, category, moverClass, name }) => [
      id,
      party,
      category,
      moverClass,
      name,
    ]),
    ["#1", "#2", "#3"].map((id) => [id, null, null, null, null]),
  );
  for (const { volumes } of records) {
    const { footprint, ...bounds } = volumes[0]!;
    assert.equal(footprint.kind, "polygon");
    assert.deepEqual(bounds, { lowerM: null, upperM: null, startMs: null, endMs: null });
  }
});

test("the id of the feature stands in for the id of its properties", () => {
  const { records } = read(
    feature({}, POLYGON, { id: 7 }),
    feature({}, POLYGON, { id: "x" }),
    feature({ id: "own" }, POLYGON, { id: "y" }),
  );
  assert.deepEqual(
    records.map(({ id }) => id),
    ["7", "x", "own"],
  );
});

test("features of one stated party and id are volumes of one record", () => {
  const { records } = read(
    feature({ id: "A", party: "blue", name: "Route" }),
    feature({ id: "A", party: "red" }),
    feature({ id: "A", party: "blue", upperM: 5 }),
    feature({ party: "blue" }),
    feature({ party: "blue" }),
  );
  assert.deepEqual(
    records.map(({ id, party, volumes }) => [id, party, volumes.length]),
    [
      ["A", "blue", 2],
      ["A", "red", 1],
      ["#4", "blue", 1],
      ["#5", "blue", 1],
    ],
  );
});

test("a record of which a part is unreadable says so", () => {
  const { records, skipped } = read(feature({ id: "A" }), feature({ id: "A" }, null));
  assert.equal(skipped[0]?.at, "features[1]");
  assert.deepEqual(records[0]?.notes, ["features[1] of this record was not read"]);
});

test("parts of one record that contradict each other are named", () => {
  const { records, skipped } = read(
    feature({ id: "A", category: "sar" }),
    feature({ id: "A", category: "medevac" }),
  );
  assert.equal(records[0]?.volumes.length, 1);
  assert.match(skipped[0]?.reason ?? "", /category "medevac" differs from "sar" at features\[0\]/);
});

test("every geometry becomes its footprints", () => {
  const point = { type: "Point", coordinates: [10, 50] };
  const line = {
    type: "LineString",
    coordinates: [
      [10, 50],
      [11, 50],
    ],
  };
  const circle = { kind: "circle", center: [10, 50], radiusM: 500 };
  const corridor = { kind: "corridor", route: line.coordinates, halfWidthM: 50, edges: "lonlat" };
  const area = { kind: "polygon", ring: RING.slice(0, 3), edges: "lonlat" };
  const rows: [object, object, object[]][] = [
    [point, { radiusM: 500 }, [circle]],
    [line, { halfWidthM: 50 }, [corridor]],
    [
      {
        type: "MultiPoint",
        coordinates: [
          [10, 50],
          [10, 50],
        ],
      },
      { radiusM: 500 },
      [circle, circle],
    ],
    [
      { type: "MultiLineString", coordinates: [line.coordinates, line.coordinates] },
      { halfWidthM: 50 },
      [corridor, corridor],
    ],
    [{ type: "MultiPolygon", coordinates: [[RING], [RING]] }, {}, [area, area]],
    [
      { type: "GeometryCollection", geometries: [point, line, POLYGON] },
      { radiusM: 500, halfWidthM: 50 },
      [circle, corridor, area],
    ],
  ];
  for (const [geometry, properties, footprints] of rows) {
    const reading = read(feature(properties, geometry));
    assert.deepEqual(footprintsOf(reading), footprints, JSON.stringify(geometry));
    assert.equal(reading.records.length, 1);
  }
});

test("a corridor with times moves along its route", () => {
  const times = ["2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z"];
  const line = {
    type: "LineString",
    coordinates: [
      [10, 50],
      [11, 50],
    ],
  };
  const [corridor] = footprintsOf(read(feature({ halfWidthM: 50, times }, line)));
  assert.ok(corridor?.kind === "corridor");
  assert.deepEqual(
    corridor.timesMs,
    times.map((time) => Date.parse(time)),
  );
  const bad: object[] = [
    { times: times.slice(1) },
    { times: times.toReversed() },
    { times: "2026-01-01T00:00:00Z" },
    { times: [1, 2] },
    { times: ["2026-01-01T00:00:00", times[1]] },
    { times, start: "2026-01-01T00:30:00Z" },
    { times, end: "2026-01-01T00:30:00Z" },
  ];
  for (const properties of bad) {
    assert.match(
      reasonOf(read(feature({ halfWidthM: 50, ...properties }, line))),
      /times/,
      JSON.stringify(properties),
    );
  }
});

test("a longitude one turn off is brought back with a note", () => {
  const rows: [number, number][] = [
    [190, -170],
    [360, 0],
    [-190, 170],
    [-360, 0],
  ];
  for (const [lng, expected] of rows) {
    const reading = read(feature({ radiusM: 5 }, { type: "Point", coordinates: [lng, 1] }));
    assert.deepEqual(footprintsOf(reading), [
      { kind: "circle", center: [expected, 1], radiusM: 5 },
    ]);
    assert.equal(reading.records[0]?.notes.length, 1);
  }
});

const at = (coordinates: unknown): object => ({ type: "Point", coordinates });

test("unreadable features are refused with the field and the remedy", () => {
  const rows: [unknown, RegExp][] = [
    [feature({ lowerM: "100" }), /lowerM is the text "100": write it as a number/],
    [feature({ upperM: true }), /upperM is a boolean/],
    [feature({ lowerM: 200, upperM: 100 }), /lower limit 200 m is above upper limit 100 m: swap/],
    [feature({ party: 5 }), /party is a number: write it as a text/],
    [feature({ party: " " }), /party is empty/],
    [feature({ party: "x".repeat(201) }), /party is longer than 200 characters/],
    [feature({ id: "a\u0000b" }), /id holds control characters/],
    [feature({ id: "\ud800" }), /id holds control characters/],
    [feature({ id: 1.5 }), /id is a number/],
    [feature({ category: "picnic" }), /category "picnic" is not known: use one of air_transit/],
    [feature({ category: "constructor" }), /is not known/],
    [feature({ class: "rocket" }), /class "rocket" is not known: use one of fixed_wing/],
    [feature({ start: "2026-01-01T00:00:00" }), /start .*append Z/],
    [feature({ start: 1_767_225_600_000 }), /start is a number/],
    [feature({ start: "2026-01-02T00:00:00Z", end: "2026-01-01T00:00:00Z" }), /is before start/],
    [feature({ edges: "rhumb" }), /edges "rhumb" is not known/],
    [feature({}, null), /geometry is missing/],
    [feature({}, "x"), /geometry is not an object/],
    [feature({}, { type: "Circle" }), /geometry type "Circle" is not known/],
    [feature({}, at([1, 2])), /a Point has no extent: give radiusM/],
    [feature({ radiusM: -5 }, at([1, 2])), /radiusM -5 is below 0/],
    [
      feature(
        { halfWidthM: -1 },
        {
          type: "LineString",
          coordinates: [
            [1, 2],
            [2, 2],
          ],
        },
      ),
      /-1 is below 0/,
    ],
    [feature({ radiusM: 5 }, at(["1", 2])), /is no position/],
    [feature({ radiusM: 5 }, at([1])), /is no position/],
    [feature({ radiusM: 5 }, at([1, 95])), /latitude 95 .*longitude comes first/],
    [feature({ radiusM: 5 }, at([361, 5])), /longitude 361/],
    [feature({ radiusM: 5 }), /radiusM belongs to a Point/],
    [feature({ halfWidthM: 5 }), /halfWidthM belongs to a LineString/],
    [
      feature(
        {},
        {
          type: "LineString",
          coordinates: [
            [1, 2],
            [3, 4],
          ],
        },
      ),
      /a LineString has no extent: give halfWidthM/,
    ],
    [
      feature({ halfWidthM: 5 }, { type: "LineString", coordinates: [[1, 2]] }),
      /fewer than 2 points/,
    ],
    [feature({}, { type: "Polygon", coordinates: [RING, RING] }), /has a hole/],
    [feature({}, { type: "Polygon", coordinates: [] }), /Polygon is empty/],
    [
      feature(
        {},
        {
          type: "Polygon",
          coordinates: [
            [
              [1, 2],
              [3, 4],
              [1, 2],
              [3, 4],
            ],
          ],
        },
      ),
      /fewer than 3 distinct points/,
    ],
    [feature({}, { type: "GeometryCollection", geometries: [] }), /GeometryCollection is empty/],
    [{ type: "Polygon" }, /not a Feature/],
    [null, /not a Feature/],
    [feature([] as never), /properties is not an object/],
  ];
  for (const [bad, reason] of rows) {
    const reading = read(feature({ id: "good" }), bad);
    assert.equal(reading.records.length, 1, JSON.stringify(bad));
    assert.deepEqual(
      [reading.skipped[0]?.file, reading.skipped[0]?.at],
      ["a.geojson", "features[1]"],
    );
    assert.match(reasonOf(reading), reason);
  }
});

test("nested collections are read to a bounded depth", () => {
  const nest = (depth: number): object =>
    depth === 0 ? POLYGON : { type: "GeometryCollection", geometries: [nest(depth - 1)] };
  assert.equal(read(feature({}, nest(10))).records.length, 1);
  assert.match(reasonOf(read(feature({}, nest(1000)))), /nested too deep/);
});

test("heights in coordinates are told not to be read", () => {
  const reading = read(feature({ radiusM: 5 }, { type: "Point", coordinates: [1, 2, 300] }));
  assert.deepEqual(reading.records[0]?.notes, [
    "heights in the coordinates are not read: lowerM and upperM are",
  ]);
});

test("a lone feature and a lone geometry are read", () => {
  assert.equal(
    readGeojson("a", { type: "Feature", properties: { id: "A" }, geometry: POLYGON }).records[0]
      ?.id,
    "A",
  );
  assert.equal(readGeojson("a", POLYGON).records[0]?.id, "#1");
});

const crs = (name: string): object => ({
  crs: { type: "name", properties: { name } },
  type: "FeatureCollection",
  features: [feature({})],
});

test("texts that are no GeoJSON or not in WGS84 are refused whole", () => {
  const rows: [object, RegExp][] = [
    [{}, /neither a FeatureCollection/],
    [{ type: "FeatureCollection" }, /neither a FeatureCollection/],
    [{ type: "FeatureCollection", features: [] }, /empty/],
    [crs("urn:ogc:def:crs:EPSG::3857"), /not WGS84: convert/],
  ];
  for (const [root, reason] of rows) {
    const reading = readGeojson("a", { ...root });
    assert.deepEqual(reading.records, []);
    assert.match(reasonOf(reading), reason);
  }
  for (const name of ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"]) {
    assert.equal(readGeojson("a", { ...crs(name) }).records.length, 1, name);
  }
});

test("members named like those of every object are only names", () => {
  const properties: unknown = JSON.parse(
    '{"__proto__": {"party": "evil", "radiusM": 5}, "constructor": 1, "id": "A"}',
  );
  const { records } = read(feature(properties as object));
  assert.deepEqual([records[0]?.id, records[0]?.party], ["A", null]);
  assert.equal(({} as { party?: string }).party, undefined);
});

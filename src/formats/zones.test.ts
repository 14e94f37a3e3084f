import assert from "node:assert/strict";
import { test } from "node:test";
import { isEd269, readEd269 } from "./ed269.ts";
import { isEd318, readEd318 } from "./ed318.ts";
import type { Reading } from "./reading.ts";

const RING = [
  [10, 50],
  [11, 50],
  [11, 51],
  [10, 50],
];
const space = (more: object = {}): object => ({
  uomDimensions: "M",
  lowerLimit: 0,
  lowerVerticalReference: "AGL",
  upperLimit: "120",
  upperVerticalReference: "AMSL",
  horizontalProjection: { type: "Polygon", coordinates: [RING] },
  ...more,
});
const zone269 = (more: object = {}): object => ({
  identifier: "Z1",
  name: "Zone",
  geometry: [space()],
  ...more,
});
const read269 = (...zones: unknown[]): Reading => readEd269("a.json", { UASZoneList: zones });

const layer = { lower: 0, lowerReference: "AGL", upper: 100, upperReference: "WGS84", uom: "m" };
const zone318 = (geometry: object, properties: object = {}): object => ({
  type: "Feature",
  geometry,
  properties: { identifier: "Z1", ...properties },
});
const read318 = (...features: unknown[]): Reading =>
  readEd318("a.json", { type: "FeatureCollection", features });

test("the two shapes of ED-269 and ED-318 are told apart from plain GeoJSON", () => {
  const geojson = {
    type: "FeatureCollection",
    features: [{ type: "Feature", geometry: { type: "Polygon" } }],
  };
  assert.deepEqual(
    [isEd269({ UASZoneList: [] }), isEd269({ features: [zone269()] }), isEd269(geojson)],
    [true, true, false],
  );
  const layered = { features: [zone318({ type: "Polygon", layer })] };
  const collected = {
    features: [zone318({ type: "GeometryCollection", geometries: [{ layer }] })],
  };
  assert.deepEqual([isEd318(layered), isEd318(collected), isEd318(geojson)], [true, true, false]);
});

test("an ED-269 zone is an area with its limits outward", () => {
  const { records } = read269(zone269());
  assert.deepEqual(
    records.map(({ id, party, moverClass, name, volumes }) => ({
      id,
      party,
      moverClass,
      name,
      volumes,
    })),
    [
      {
        id: "Z1",
        party: null,
        moverClass: "area",
        name: "Zone",
        volumes: [
          {
            footprint: { kind: "polygon", ring: RING.slice(0, 3), edges: "lonlat" },
            lowerM: null,
            upperM: 206,
            startMs: null,
            endMs: null,
          },
        ],
      },
    ],
  );
});

test("a circle of ED-269 keeps its radius in metres, feet are for limits", () => {
  const circle = { type: "Circle", center: [10, 50], radius: 1000 };
  const { records } = read269(
    zone269({
      geometry: [
        space({
          horizontalProjection: circle,
          uomDimensions: "FT",
          upperLimit: 100,
          upperVerticalReference: "W84",
        }),
      ],
    }),
  );
  assert.deepEqual(records[0]?.volumes[0]?.footprint, {
    kind: "circle",
    center: [10, 50],
    radiusM: 1000,
  });
  assert.equal(records[0]?.volumes[0]?.upperM, 30.48);
});

test("each period in each space is a volume; a schedule by day is widened and told", () => {
  const { records } = read269(
    zone269({
      geometry: [space(), space()],
      applicability: [
        {
          permanent: "NO",
          startDateTime: "2026-01-01T00:00:00Z",
          endDateTime: "2026-02-01T00:00:00Z",
        },
        {
          permanent: "YES",
          startDateTime: "2026-01-01T00:00:00Z",
          dailyPeriod: [{ day: ["MON"], startTime: "08:00:00Z", endTime: "18:00:00Z" }],
        },
      ],
    }),
  );
  assert.deepEqual(
    records[0]?.volumes.map(({ startMs }) => startMs),
    [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1), null, null],
  );
  assert.ok(records[0]?.notes.includes("a schedule by day is widened to the whole of its period"));
});

test("bad zones of ED-269 are named and the rest is read", () => {
  const rows: [unknown, RegExp][] = [
    [null, /no object/],
    [zone269({ geometry: [] }), /geometry is empty/],
    [
      zone269({ geometry: [space({ uomDimensions: "KM" })] }),
      /geometry\[0\]\.lowerLimit is in the unit "KM"/,
    ],
    [zone269({ geometry: [space({ lowerLimit: "low" })] }), /lowerLimit "low" is not a number/],
    [
      zone269({ geometry: [space({ upperVerticalReference: "MOON" })] }),
      /upperLimit has the reference "MOON"/,
    ],
    [
      zone269({ geometry: [space({ horizontalProjection: null })] }),
      /horizontalProjection is missing/,
    ],
    [
      zone269({
        geometry: [space({ horizontalProjection: { type: "Polygon", coordinates: [RING, RING] } })],
      }),
      /hole/,
    ],
    [
      zone269({ geometry: [space({ horizontalProjection: { type: "Circle", radius: 5 } })] }),
      /is no position/,
    ],
    [zone269({ applicability: [{ startDateTime: "2026-01-01T00:00:00" }] }), /append Z/],
    [
      zone269({ applicability: Array.from({ length: 2001 }, () => ({ permanent: "YES" })) }),
      /more than 2000 volumes/,
    ],
  ];
  for (const [bad, reason] of rows) {
    const { records, skipped } = read269(zone269(), bad);
    assert.equal(records.length, 1);
    assert.equal(skipped[0]?.at, "UASZoneList[1]");
    assert.match(skipped[0]?.reason ?? "", reason);
  }
});

test("an ED-318 circle, a polygon and a collection with layers of their own are read", () => {
  const circle = {
    type: "Point",
    coordinates: [10, 50],
    extent: { subType: "Circle", radius: 500 },
    layer,
  };
  const area = { type: "Polygon", coordinates: [RING], layer: { ...layer, upper: 200, uom: "ft" } };
  const { records, skipped } = read318(
    zone318(circle, {
      name: [
        { text: "Zone", lang: "de-CH" },
        { text: "Area", lang: "en-GB" },
      ],
    }),
    zone318(area, {
      limitedApplicability: [
        { startDateTime: "2026-01-01T00:00:00Z", endDateTime: "2026-01-02T00:00:00Z" },
      ],
    }),
    zone318({ type: "GeometryCollection", geometries: [circle, area] }),
  );
  assert.deepEqual(skipped, []);
  assert.deepEqual(
    records.map(({ name, volumes }) => [
      name,
      volumes.map(({ footprint, upperM }) => [footprint.kind, upperM]),
    ]),
    [
      ["Area", [["circle", 100]]],
      [null, [["polygon", 60.96]]],
      [
        null,
        [
          ["circle", 100],
          ["polygon", 60.96],
        ],
      ],
    ],
  );
  assert.equal(records[1]?.volumes[0]?.startMs, Date.UTC(2026, 0, 1));
});

test("99999 is no bound and a missing layer is unbounded, both told", () => {
  const { records } = read318(
    zone318({ type: "Polygon", coordinates: [RING], layer: { ...layer, upper: 99_999 } }),
    zone318({ type: "Polygon", coordinates: [RING] }),
  );
  assert.deepEqual(
    records.map(({ volumes }) => volumes[0]?.upperM),
    [null, null],
  );
  assert.deepEqual(
    records.map(({ notes }) => notes.length),
    [2, 1],
  );
});

test("bad zones of ED-318 are named", () => {
  const rows: [object, RegExp][] = [
    [{ type: "Point", coordinates: [1, 2], layer }, /no extent/],
    [
      { type: "Point", coordinates: [1, 2], layer, extent: { subType: "Ellipse" } },
      /extent is not a Circle/,
    ],
    [{ type: "Polygon", coordinates: [RING], layer: "low" }, /layer is no object/],
    [
      { type: "Polygon", coordinates: [RING], layer: { ...layer, uom: "yd" } },
      /layer\.lower is in the unit "yd"/,
    ],
    [{ type: "GeometryCollection", geometries: [] }, /geometry is empty/],
  ];
  for (const [geometry, reason] of rows)
    assert.match(read318(zone318(geometry)).skipped[0]?.reason ?? "", reason);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { readSites } from "./read-sites.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const COLUMNS =
  "siteKind,organisation,nameLocal,lat,lon,accuracyM,mayBeTold,disclosure,start,end,contactByDay,persons,markings";
const ROW =
  "clinic,Relief,عيادة,35,40,15,NORTH SOUTH,cell,2026-01-01T00:00:00Z,,+000 555,20-40,flag;lit_night";
const SAID = {
  siteKind: "clinic",
  organisation: "Relief",
  nameLocal: "عيادة",
  place: { lngDeg: 40, latDeg: 35 },
  accuracyM: 15,
  persons: { from: 20, to: 40 },
  markings: ["flag", "lit_night"],
  mayBeTold: ["NORTH", "SOUTH"],
  disclosure: "cell",
  window: { startMs: Date.UTC(2026, 0, 1), endMs: null },
  contactByDay: "+000 555",
};

test("a row of CSV is a site, by the names that the API has", () => {
  const { records, skipped } = readSites("sites.csv", bytes(`${COLUMNS}\n${ROW}\n`));
  assert.deepEqual(skipped, []);
  assert.deepEqual(records, [{ file: "sites.csv", at: "line 2", fields: SAID }]);
});

const RING = [
  [39.9, 34.9],
  [40.1, 34.9],
  [40.1, 35.1],
  [39.9, 34.9],
];
const FOOTPRINT = {
  kind: "polygon",
  ring: RING.slice(0, -1).map(([lngDeg, latDeg]) => ({ lngDeg, latDeg })),
};
const { place: _place, window: _window, ...PLAIN } = SAID;
const feature = (more: object = {}) => ({
  type: "Feature",
  geometry: {
    type: "GeometryCollection",
    geometries: [
      { type: "Point", coordinates: [40, 35] },
      { type: "Polygon", coordinates: [RING] },
    ],
  },
  properties: { ...PLAIN, start: "2026-01-01T00:00:00Z", ...more },
});
const collection = (...features: unknown[]): Uint8Array =>
  bytes(JSON.stringify({ type: "FeatureCollection", features }));

test("a feature of GeoJSON is a site: its Point the place, its Polygon the footprint", () => {
  const { records, skipped } = readSites("sites.geojson", collection(feature()));
  assert.deepEqual(skipped, []);
  assert.deepEqual(records[0]?.fields, { ...SAID, footprint: FOOTPRINT });
});

test("a placemark of KML is a site: its name in local script, the rest as ExtendedData", () => {
  const data = Object.entries({
    siteKind: "clinic",
    organisation: "Relief",
    accuracyM: "15",
    mayBeTold: "NORTH SOUTH",
    disclosure: "cell",
    start: "2026-01-01T00:00:00Z",
    contactByDay: "+000 555",
    persons: "20-40",
    markings: "flag lit_night",
  }).map(([name, value]) => `<Data name="${name}"><value>${value}</value></Data>`);
  const text = `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark>
<name>عيادة</name><ExtendedData>${data.join("")}</ExtendedData>
<Point><coordinates>40,35</coordinates></Point></Placemark></kml>`;
  const { records, skipped } = readSites("sites.kml", bytes(text));
  assert.deepEqual(skipped, []);
  assert.deepEqual(records[0]?.fields, SAID);
});

const BAD: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ["a field that is none", collection(feature({ rank: 1 })), /rank is not a field here/],
  [
    "a kind that is none",
    collection(feature({ siteKind: "castle" })),
    /fields.siteKind is the text/,
  ],
  ["two places", collection(feature({ lat: 1, lon: 1 })), /give one of them/],
  ["a count that is none", collection(feature({ persons: "many" })), /write 20, 20-40 or 20\+/],
  ["an end alone", collection(feature({ start: "", end: "2026-01-01T00:00:00Z" })), /say both/],
  [
    "a line",
    collection({ ...feature(), geometry: { type: "LineString", coordinates: [] } }),
    /a site is a Point/,
  ],
  [
    "a hole",
    collection({ ...feature(), geometry: { type: "Polygon", coordinates: [RING, RING] } }),
    /not one ring/,
  ],
  [
    "degrees out of range",
    collection({ ...feature(), geometry: { type: "Point", coordinates: [400, 35] } }),
    /lngDeg is 400/,
  ],
];
for (const [what, file, reason] of BAD) {
  test(`${what} is named, and the sites beside it are read`, () => {
    const good = JSON.parse(new TextDecoder().decode(collection(feature()))).features[0];
    const bad = JSON.parse(new TextDecoder().decode(file)).features[0];
    const { records, skipped } = readSites("s.geojson", collection(bad, good));
    assert.equal(records.length, 1);
    assert.equal(skipped[0]?.at, "features[0]");
    assert.match(skipped[0]?.reason ?? "", reason);
  });
}

test("a file that is none is one fault with its reason", () => {
  for (const [name, text] of [
    ["s.csv", ""],
    ["s.geojson", "{}"],
    ["s.kml", "<kml"],
    ["s.txt", "sites"],
    ["s.csv", COLUMNS],
  ] as const) {
    const { records, skipped } = readSites(name, bytes(text));
    assert.deepEqual([records.length, skipped.length], [0, 1], `${name} ${text}`);
  }
});

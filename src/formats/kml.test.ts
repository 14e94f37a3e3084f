import assert from "node:assert/strict";
import { test } from "node:test";
import { readKml } from "./kml.ts";
import type { Reading } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";

const read = (...placemarks: string[]): Reading =>
  readKml(
    "a.kml",
    `<?xml version="1.0"?>\n<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>\n${placemarks.join("\n")}\n</Document></kml>`,
  );
const mark = (
  body: string,
  fields: Record<string, string | number> = {},
  attributes = "",
): string =>
  `<Placemark${attributes}><name>Mark</name><ExtendedData>${Object.entries(fields)
    .map(([name, value]) => `<Data name="${name}"><value>${value}</value></Data>`)
    .join("")}</ExtendedData>${body}</Placemark>`;
const ring = (text: string): string =>
  `<LinearRing><coordinates>${text}</coordinates></LinearRing>`;
const POLYGON = `<Polygon><outerBoundaryIs>${ring("10,50,0 11,50,0 11,51,0 10,50,0")}</outerBoundaryIs></Polygon>`;
const LINE = "<LineString><coordinates>10,50 11,50</coordinates></LineString>";
const POINT = "<Point><coordinates>10,50</coordinates></Point>";

test("placemarks with their extended data and time span are read", () => {
  const { records, skipped } = read(
    mark(
      `<TimeSpan><begin>2026-01-01T00:00:00Z</begin><end>2026-01-02T00:00:00Z</end></TimeSpan>${POLYGON}`,
      {
        id: "A",
        party: "blue &amp; co",
        category: "sar",
        class: "rotary",
        lowerM: "1e2",
        upperM: 200,
      },
    ),
    mark(POINT, { radiusM: 500 }, ' id="B"'),
    mark(LINE, { halfWidthM: 50, lowerM: "" }),
  );
  assert.deepEqual(skipped, []);
  const [area, circle, corridor] = records;
  assert.deepEqual(
    [area?.id, area?.party, area?.category, area?.moverClass, area?.name],
    ["A", "blue & co", "sar", "rotary", "Mark"],
  );
  assert.deepEqual(area?.volumes, [
    {
      footprint: {
        kind: "polygon",
        ring: [
          [10, 50],
          [11, 50],
          [11, 51],
        ],
        edges: "lonlat",
      },
      lowerM: 100,
      upperM: 200,
      startMs: Date.UTC(2026, 0, 1),
      endMs: Date.UTC(2026, 0, 2),
    },
  ]);
  assert.deepEqual([circle?.id, circle?.volumes[0]?.footprint.kind], ["B", "circle"]);
  assert.deepEqual([corridor?.id, corridor?.volumes[0]?.lowerM], ["#3", null]);
});

test("an empty typed value is a missing one, not zero", () => {
  const schema =
    '<ExtendedData><SchemaData><SimpleData name="lowerM"></SimpleData><SimpleData name="upperM">5</SimpleData></SchemaData></ExtendedData>';
  const { records } = read(`<Placemark>${schema}${POLYGON}</Placemark>`);
  assert.deepEqual([records[0]?.volumes[0]?.lowerM, records[0]?.volumes[0]?.upperM], [null, 5]);
});

test("a multi-geometry is several volumes of one record", () => {
  const { records } = read(
    mark(
      `<MultiGeometry>${POLYGON}<MultiGeometry>${POLYGON}${LINE}</MultiGeometry></MultiGeometry>`,
      { halfWidthM: 5 },
    ),
  );
  assert.deepEqual(
    records.map(({ volumes }) => volumes.map(({ footprint }) => footprint.kind)),
    [["polygon", "polygon", "corridor"]],
  );
});

const track = (whens: string): string =>
  `<gx:Track>${whens}<gx:coord>10 50 0</gx:coord><gx:coord>11 50 0</gx:coord></gx:Track>`;

test("a track with a half width is a corridor that moves", () => {
  const both = "<when>2026-01-01T00:00:00Z</when><when>2026-01-01T01:00:00Z</when>";
  const { records, skipped } = read(
    mark(track(both), { halfWidthM: 50 }),
    mark(track(both)),
    mark(track("<when>2026-01-01T00:00:00Z</when>"), { halfWidthM: 50 }),
  );
  const footprint = records[0]?.volumes[0]?.footprint;
  assert.deepEqual(footprint?.kind === "corridor" && footprint.timesMs, [
    Date.UTC(2026, 0, 1),
    Date.UTC(2026, 0, 1, 1),
  ]);
  assert.match(skipped[0]?.reason ?? "", /halfWidthM/);
  assert.match(skipped[1]?.reason ?? "", /1 times for 2 points/);
});

test("unreadable placemarks are named by their line and the rest is read", () => {
  const hole = `<Polygon><outerBoundaryIs>${ring("10,50 11,50 11,51 10,50")}</outerBoundaryIs><innerBoundaryIs>${ring("10.1,50.1 10.2,50.1 10.2,50.2")}</innerBoundaryIs></Polygon>`;
  const rows: [string, RegExp][] = [
    [mark(POINT), /give radiusM/],
    [mark(LINE), /give halfWidthM/],
    [mark(hole), /has a hole/],
    [mark(POLYGON.replaceAll("outer", "inner")), /0 outlines/],
    [mark(POLYGON.replace("11,51,0", "11,abc,0")), /position "abc" is not a number/],
    [mark(POLYGON.replace("11,51,0", "11, 51, 0")), /without spaces/],
    [mark(POINT.replace("10,50", "10,50 11,51"), { radiusM: 5 }), /2 positions: give one/],
    [mark("<Point/>", { radiusM: 5 }), /no coordinates/],
    [mark(""), /no geometry/],
    [mark("<Model/>"), /Model/],
    [mark(`<gx:Track/>${POLYGON}`, { halfWidthM: 5 }), /track among other geometries/],
    [mark(`${POLYGON}${POLYGON}`, { center: "1,2", radiusM: 5 }), /center beside several/],
    [
      mark(POLYGON, { lowerM: "48,5" }),
      /lowerM "48,5" is not a number: write it with a decimal point/,
    ],
    [
      mark(`<TimeSpan><begin>2026-01-01</begin></TimeSpan>${POLYGON}`),
      /start "2026-01-01" is not a time/,
    ],
    [
      mark(`<TimeSpan><begin>2026-01-01T00:00:00Z</begin></TimeSpan>${POLYGON}`, {
        start: "2026-01-02T00:00:00Z",
      }),
      /differ/,
    ],
    ["<GroundOverlay><name>x</name></GroundOverlay>", /picture/],
    ["<NetworkLink><Link><href>http://localhost/</href></Link></NetworkLink>", /another file/],
  ];
  for (const [bad, reason] of rows) {
    const { records, skipped } = read(mark(POLYGON), bad);
    assert.equal(records.length, 1, bad);
    assert.equal(skipped[0]?.at, "line 4", bad);
    assert.match(skipped[0]?.reason ?? "", reason);
  }
});

test("a drawn circle that was moved by hand is refused", () => {
  const { skipped } = read(mark(POLYGON, { center: "10.5,50.5", radiusM: 500 }));
  assert.match(skipped[0]?.reason ?? "", /the drawing is not the circle/);
  assert.match(
    read(mark(POLYGON, { center: "10.5,50.5" })).skipped[0]?.reason ?? "",
    /center without radiusM/,
  );
});

test("a time stamp and heights are told not to be read", () => {
  const { records } = read(
    mark(`<TimeStamp><when>2026-01-01T00:00:00Z</when></TimeStamp>${POLYGON}`),
  );
  assert.equal(records[0]?.notes.length, 2);
  assert.equal(records[0]?.volumes[0]?.startMs, null);
});

test("a document type is refused, whatever it would unfold to", () => {
  const bomb =
    '<?xml version="1.0"?>\n<!DOCTYPE k [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<kml>&b;</kml>';
  assert.throws(
    () => readKml("a.kml", bomb),
    (error) => error instanceof Unreadable && error.at === "line 2",
  );
});

test("text that is not well formed is refused with its line", () => {
  for (const text of ["<kml>", "<kml>\n<a></b></kml>", "<kml>&nope;</kml>", "<kml></kml><kml/>"]) {
    assert.throws(() => readKml("a.kml", text), Unreadable, text);
  }
});

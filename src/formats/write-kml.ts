/** Records as KML, for people to look at, so written that `readKml` reads back the same. */

import { unreachable } from "../core/outcome.ts";
import type { Footprint, Position, Volume4D } from "../geometry/footprint.ts";
import { pointAt } from "./geodesic.ts";
import { instantText } from "./instant.ts";
import type { NoticeRecord } from "./reading.ts";
import { closedRing } from "./write-geojson.ts";

/**
 * The text of a KML document: one placemark a volume, all it says in `ExtendedData`.
 *
 * A circle is drawn as a polygon, which is a picture: `center` and `radiusM` say what is meant.
 * Source: OGC 07-147r2.
 */
export const writeKml = (records: readonly NoticeRecord[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<kml xmlns="http://www.opengis.net/kml/2.2">',
    "<Document>",
    ...records.flatMap((record) => record.volumes.map((volume) => placemark(record, volume))),
    "</Document>",
    "</kml>",
    "",
  ].join("\n");

const placemark = (record: NoticeRecord, volume: Volume4D): string =>
  [
    "<Placemark>",
    ...(record.name === null ? [] : [element("name", record.name)]),
    ...timeSpan(volume),
    "<ExtendedData>",
    ...Object.entries(valuesOf(record, volume)).flatMap(([name, value]) =>
      value === null ? [] : [`<Data name="${name}">${element("value", String(value))}</Data>`],
    ),
    "</ExtendedData>",
    drawing(volume.footprint),
    "</Placemark>",
  ].join("\n");

const timeSpan = ({ startMs, endMs }: Volume4D): string[] => {
  if (startMs === null && endMs === null) return [];
  const begin = startMs === null ? "" : element("begin", instantText(startMs));
  const end = endMs === null ? "" : element("end", instantText(endMs));
  return [`<TimeSpan>${begin}${end}</TimeSpan>`];
};

type Values = Readonly<Record<string, string | number | null>>;

const valuesOf = (record: NoticeRecord, { footprint, lowerM, upperM }: Volume4D): Values => ({
  id: record.id,
  party: record.party,
  category: record.category,
  class: record.moverClass,
  name: record.name,
  lowerM,
  upperM,
  ...extentOf(footprint),
});

const extentOf = (footprint: Footprint): Values => {
  switch (footprint.kind) {
    case "circle":
      return { center: footprint.center.join(","), radiusM: footprint.radiusM };
    case "corridor":
      return {
        halfWidthM: footprint.halfWidthM,
        edges: footprint.edges,
        times: footprint.timesMs?.map(instantText).join(" ") ?? null,
      };
    case "polygon":
      return { edges: footprint.edges };
    default:
      return unreachable(footprint);
  }
};

const drawing = (footprint: Footprint): string => {
  switch (footprint.kind) {
    case "circle":
      return polygon(circlePoints(footprint.center, footprint.radiusM));
    case "corridor":
      return `<LineString><tessellate>1</tessellate>${coordinates(footprint.route)}</LineString>`;
    case "polygon":
      return polygon(footprint.ring);
    default:
      return unreachable(footprint);
  }
};

const polygon = (ring: readonly Position[]): string =>
  `<Polygon><tessellate>1</tessellate><outerBoundaryIs><LinearRing>${coordinates(closedRing(ring))}</LinearRing></outerBoundaryIs></Polygon>`;

const coordinates = (positions: readonly Position[]): string =>
  `<coordinates>${positions.map((position) => position.join(",")).join(" ")}</coordinates>`;

/** Points on the circle, every 10°, to the decimetre: enough to look at. */
const circlePoints = (center: Position, radiusM: number): Position[] =>
  Array.from({ length: 36 }, (_, i) => {
    const [lngDeg, latDeg] = pointAt(center, { azimuthDeg: i * 10, distanceM: radiusM });
    return [Number(lngDeg.toFixed(6)), Number(latDeg.toFixed(6))];
  });

const element = (name: string, text: string): string => `<${name}>${escapeXml(text)}</${name}>`;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&apos;"],
]);

/** Also the line separators that an XML reader would fold into a line feed (XML 1.1 section 2.11). */
const escapeXml = (text: string): string =>
  text.replaceAll(
    /[&<>"'\u0085\u2028\u2029]/g,
    (char) => ESCAPES.get(char) ?? `&#x${char.charCodeAt(0).toString(16)};`,
  );

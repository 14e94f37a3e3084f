/**
 * Areas as UAS geographical zones of EUROCAE ED-318.
 *
 * `restrictionConditions` holds the measures in our words, `message` the text. The type is PROHIBITED
 * where entry is asked to be left, else CONDITIONAL: no type of the standard that admits anything.
 */

import type { Area as Outline, Point } from "../core/line/fields.ts";
import { unsaidOf } from "./area-record.ts";
import type { AreaFile, AreaRecord } from "./area-record.ts";
import { instantText } from "./instant.ts";
import { closedRing } from "./write-geojson.ts";

export const writeAreasEd318 = (areas: readonly AreaRecord[]): AreaFile => {
  const unsaid = areas.flatMap(unsaidHere);
  const features = areas.filter(({ terms }) => terms.areas.some(isSayable)).map(toFeature);
  // A foreign member (RFC 7946 section 6.1): readers pass it over, people find it.
  const file = { type: "FeatureCollection", unsaid, features };
  return { text: `${JSON.stringify(file, null, 2)}\n`, unsaid };
};

type Sayable = Exclude<Outline, { kind: "route" }>;
const isSayable = (outline: Outline): outline is Sayable => outline.kind !== "route";

const unsaidHere = (area: AreaRecord): string[] => {
  const { areaName, areas } = area.terms;
  const routes = areas.filter((one) => !isSayable(one)).length;
  if (routes === areas.length) return [`${areaName}: all its outlines are routes: it is left out`];
  const hasEdges = areas.some(({ kind }) => kind === "polygon");
  return [
    ...unsaidOf(area, ["areaKind", "reviewByMs"]),
    ...(routes > 0 ? [`${areaName}: ${routes} of its outlines are routes: left out here`] : []),
    ...(hasEdges ? [`${areaName}: that its edges are the shortest lines is not said here`] : []),
  ];
};

const toFeature = ({ id, terms }: AreaRecord): object => {
  const { areaName, measures, window, text } = terms;
  const { startMs, endMs } = window;
  const startDateTime = instantText(startMs);
  const end = endMs === null ? {} : { endDateTime: instantText(endMs) };
  return {
    type: "Feature",
    id,
    properties: {
      identifier: id,
      name: [{ text: areaName }],
      type: measures.includes("no_entry") ? "PROHIBITED" : "CONDITIONAL",
      variant: "COMMON",
      restrictionConditions: measures.join(" "),
      limitedApplicability: [{ startDateTime, ...end }],
      ...(text === undefined ? {} : { message: [{ text }] }),
    },
    geometry: geometryOf(terms),
  };
};

const geometryOf = (terms: AreaRecord["terms"]): object => {
  const layer = layerOf(terms);
  const [only, ...more] = terms.areas
    .filter(isSayable)
    .map((outline) => ({ ...shapeOf(outline), layer }));
  return more.length === 0 ? only! : { type: "GeometryCollection", geometries: [only, ...more] };
};

/** Metres above the ellipsoid, as they were said; a bound that is not there is left out. */
const layerOf = ({ band }: AreaRecord["terms"]): object => {
  const { lowerM = null, upperM = null } = band ?? {};
  return {
    ...(lowerM === null ? {} : { lower: lowerM, lowerReference: "WGS84" }),
    ...(upperM === null ? {} : { upper: upperM, upperReference: "WGS84" }),
    uom: "m",
  };
};

const shapeOf = (outline: Sayable): object => {
  if (outline.kind === "polygon") {
    return { type: "Polygon", coordinates: [closedRing(outline.ring.map(positionOf))] };
  }
  const extent = { subType: "Circle", radius: outline.radiusM };
  return { type: "Point", coordinates: positionOf(outline.center), extent };
};

const positionOf = ({ lngDeg, latDeg }: Point): readonly [number, number] => [lngDeg, latDeg];

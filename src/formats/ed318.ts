/**
 * UAS geographical zones of EUROCAE ED-318 as records of class `area`.
 *
 * A GeoJSON collection whose geometries carry a vertical `layer` and, for a circle, an `extent`:
 * `{"type":"Point","coordinates":[…],"extent":{"subType":"Circle","radius":500},"layer":{"lower":0,
 * "lowerReference":"AGL","upper":120,"upperReference":"AGL","uom":"m"}}`.
 */

import type { Volume4D } from "../geometry/footprint.ts";
import { type Extent, type Fields, isFields, parseSize, parseText } from "./fields.ts";
import { type Draft, type Piece, gather, inEachWindow } from "./gather.ts";
import { parseGeometry } from "./geojson-geometry.ts";
import { LIMITS } from "./limits.ts";
import type { Reading } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";
import { parsePeriods, parseZoneBand, parseZoneName } from "./zone.ts";

/** True for a GeoJSON collection of which a geometry carries a `layer` or an `extent`. */
export const isEd318 = (root: Fields): boolean =>
  listOf(root["features"]).some((f) => isFields(f) && isLayered(f["geometry"]));

/** The zones of an ED-318 text, already parsed. */
export const readEd318 = (file: string, root: Fields): Reading =>
  gather(
    file,
    listOf(root["features"]).map((feature, i) => toPiece(feature, `features[${i}]`)),
    { joined: false },
  );

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const isLayered = (geometry: unknown): boolean =>
  isFields(geometry) &&
  ("layer" in geometry ||
    "extent" in geometry ||
    listOf(geometry["geometries"]).some(
      (part) => isFields(part) && ("layer" in part || "extent" in part),
    ));

const toPiece = (feature: unknown, at: string): Piece => ({
  at,
  read: () => {
    if (!isFields(feature) || feature["type"] !== "Feature") {
      throw new Unreadable('not a Feature: give it "type": "Feature"');
    }
    const properties = feature["properties"] ?? {};
    if (!isFields(properties)) throw new Unreadable("properties is not an object: see ED-318");
    return toDraft(properties, feature);
  },
});

const toDraft = (properties: Fields, feature: Fields): Draft => {
  const notes = new Set<string>();
  const windows = parsePeriods(properties["limitedApplicability"], "limitedApplicability", notes);
  const spaces = spacesOf(feature["geometry"], notes, 0);
  const featureId = feature["id"];
  const id =
    parseText(properties, "identifier") ??
    (typeof featureId === "number" ? String(featureId) : featureId);
  return {
    party: null,
    id: parseText({ id }, "id"),
    category: null,
    moverClass: "area",
    name: parseZoneName(properties, notes),
    volumes: inEachWindow(spaces, windows),
    notes,
  };
};

type Space = Pick<Volume4D, "footprint" | "lowerM" | "upperM">;

/** Each geometry of a collection has a layer of its own. */
const spacesOf = (geometry: unknown, notes: Set<string>, depth: number): Space[] => {
  if (isFields(geometry) && geometry["type"] === "GeometryCollection" && !("layer" in geometry)) {
    if (depth >= LIMITS.nestingMax)
      throw new Unreadable("geometry collections are nested too deep: flatten them");
    const parts = listOf(geometry["geometries"]);
    if (parts.length === 0) throw new Unreadable("geometry is empty: give a Polygon or a circle");
    return parts.flatMap((part) => spacesOf(part, notes, depth + 1));
  }
  const layer = isFields(geometry) ? (geometry["layer"] ?? null) : null;
  if (layer === null) notes.add("a geometry without a layer is read as unbounded in height");
  if (layer !== null && !isFields(layer))
    throw new Unreadable("layer is no object: give lower and upper");
  const [lower, upper] = (["lower", "upper"] as const).map((end) => ({
    field: `layer.${end}`,
    value: layer?.[end],
    reference: layer?.[`${end}Reference`],
    unit: layer?.["uom"],
  })) as [Parameters<typeof parseZoneBand>[0], Parameters<typeof parseZoneBand>[1]];
  const band = parseZoneBand(lower, upper, notes);
  return parseGeometry(geometry, extentOf(geometry), notes).map((footprint) => ({
    footprint,
    ...band,
  }));
};

const extentOf = (geometry: unknown): Extent => {
  const none = { radiusM: null, halfWidthM: null, edges: "lonlat", timesMs: null } as const;
  const extent = isFields(geometry) ? (geometry["extent"] ?? null) : null;
  if (extent === null) return none;
  if (!isFields(extent) || extent["subType"] !== "Circle") {
    throw new Unreadable(
      'extent is not a Circle: give it "subType": "Circle" and a radius in metres',
    );
  }
  return { ...none, radiusM: parseSize(extent, "radius") };
};

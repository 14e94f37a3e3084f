/** GeoJSON (RFC 7946) as records. */

import { type Draft, type Piece, gather, unread } from "./gather.ts";
import {
  type Fields,
  isFields,
  parseBand,
  parseExtent,
  parseIdentity,
  parseKind,
  parseText,
  parseWindow,
} from "./fields.ts";
import { parseGeometry } from "./geojson-geometry.ts";
import { checkTimesInWindow } from "./instant.ts";
import type { Reading } from "./reading.ts";
import { Unreadable, withIdentity } from "./unreadable.ts";

const GEOMETRY_TYPES: readonly unknown[] = [
  "Point",
  "MultiPoint",
  "LineString",
  "MultiLineString",
  "Polygon",
  "MultiPolygon",
  "GeometryCollection",
];

/**
 * The features of a GeoJSON text, already parsed; features of one stated party and id are the
 * volumes of one record.
 *
 * Refuses: a text of another type, and one in another reference system (the `crs` of 2008).
 */
export const readGeojson = (file: string, root: Fields): Reading => {
  const crs = foreignCrs(root);
  if (crs)
    return unread(file, "crs", `reference system ${crs} is not WGS84: convert the file to CRS84`);
  if (GEOMETRY_TYPES.includes(root["type"])) {
    return gather(file, [{ at: "geometry", read: () => draftOf({}, root) }]);
  }
  if (root["type"] === "Feature") return gather(file, [pieceOf(root, "Feature")]);
  const { features } = root;
  if (root["type"] !== "FeatureCollection" || !Array.isArray(features)) {
    return unread(
      file,
      "type",
      "neither a FeatureCollection with features nor a Feature: see RFC 7946 section 3",
    );
  }
  if (features.length === 0)
    return unread(file, "features", "the collection is empty: nothing to read");
  return gather(
    file,
    features.map((feature: unknown, i) => pieceOf(feature, `features[${i}]`)),
  );
};

/** What named fields and a geometry object say together. */
export const draftOf = (
  fields: Fields,
  geometry: unknown,
  { featureId }: { featureId?: unknown } = {},
): Draft => {
  const identity = parseIdentity(fields, featureId);
  return withIdentity(identity, () => {
    const notes = new Set<string>();
    const kind = parseKind(fields);
    const name = parseText(fields, "name");
    const window = parseWindow(fields);
    const band = parseBand(fields, notes);
    const extent = parseExtent(fields);
    const footprints = parseGeometry(geometry, extent, notes);
    if (extent.timesMs) checkTimesInWindow(extent.timesMs, window);
    const volumes = footprints.map((footprint) => ({ footprint, ...band, ...window }));
    return { ...identity, ...kind, name, volumes, notes };
  });
};

const pieceOf = (feature: unknown, at: string): Piece => ({
  at,
  read: () => {
    if (!isFields(feature) || feature["type"] !== "Feature") {
      throw new Unreadable('not a Feature: give it "type": "Feature"');
    }
    const properties = feature["properties"] ?? {};
    if (!isFields(properties))
      throw new Unreadable("properties is not an object: see RFC 7946 section 3.2");
    return draftOf(properties, feature["geometry"], { featureId: feature["id"] });
  },
});

/** The name of a stated reference system other than WGS84; RFC 7946 section 4 knows no other. */
const foreignCrs = (root: Fields): string | null => {
  const { crs } = root;
  if (!isFields(crs)) return null;
  const properties = isFields(crs["properties"]) ? crs["properties"] : {};
  const name =
    typeof properties["name"] === "string" ? properties["name"].slice(0, 80) : "without a name";
  return /CRS:?:?84|EPSG:([\d.]*:)?4326$/i.test(name) ? null : JSON.stringify(name);
};

/** Geometry objects of RFC 7946 as footprints; WKT and KML are brought into this form first. */

import type { Corridor, Footprint, Position } from "../geometry/footprint.ts";
import { type Extent, isFields } from "./fields.ts";
import { LIMITS } from "./limits.ts";
import { checkVertexCount, parsePosition, parseRing, parseRoute } from "./position.ts";
import { Unreadable } from "./unreadable.ts";

/**
 * The footprints of a geometry object: a point with a radius, a line with a half width, or a
 * polygon; several for a multi-geometry or a collection.
 *
 * Refuses: holes, points and lines of no extent, and extents that no part of the geometry takes up.
 * Source: RFC 7946 section 3.1.
 */
export const parseGeometry = (
  geometry: unknown,
  extent: Extent,
  notes: Set<string>,
): Footprint[] => {
  const footprints = parseParts(geometry, extent, notes, 0);
  const kinds = new Set(footprints.map((footprint) => footprint.kind));
  if (extent.radiusM !== null && !kinds.has("circle")) {
    throw new Unreadable("radiusM belongs to a Point: leave it out, or give the center as a Point");
  }
  if (extent.halfWidthM !== null && !kinds.has("corridor")) {
    throw new Unreadable(
      "halfWidthM belongs to a LineString: leave it out, or give the route as a LineString",
    );
  }
  if (extent.timesMs !== null && (footprints.length !== 1 || !kinds.has("corridor"))) {
    throw new Unreadable("times belong to one LineString: give each moving route its own feature");
  }
  return footprints;
};

const parseParts = (
  geometry: unknown,
  extent: Extent,
  notes: Set<string>,
  depth: number,
): Footprint[] => {
  if (geometry === null || geometry === undefined) {
    throw new Unreadable("geometry is missing: give a Point, a LineString or a Polygon");
  }
  if (!isFields(geometry))
    throw new Unreadable("geometry is not an object: see RFC 7946 section 3.1");
  const { type, coordinates } = geometry;
  switch (type) {
    case "Point":
      return [toCircle(coordinates, extent, notes)];
    case "LineString":
      return [toCorridor(coordinates, extent, notes)];
    case "Polygon":
      return [toPolygon(coordinates, extent, notes)];
    case "MultiPoint":
      return listOf(coordinates, type).map((part) => toCircle(part, extent, notes));
    case "MultiLineString":
      return listOf(coordinates, type).map((part) => toCorridor(part, extent, notes));
    case "MultiPolygon":
      return listOf(coordinates, type).map((part) => toPolygon(part, extent, notes));
    case "GeometryCollection": {
      if (depth >= LIMITS.nestingMax)
        throw new Unreadable("geometry collections are nested too deep: flatten them");
      return listOf(geometry["geometries"], type).flatMap((part) =>
        parseParts(part, extent, notes, depth + 1),
      );
    }
    default:
      throw new Unreadable(`geometry type ${shown(type)} is not known: see RFC 7946 section 3.1`);
  }
};

const toCircle = (coordinates: unknown, { radiusM }: Extent, notes: Set<string>): Footprint => {
  const center = toPosition(coordinates, notes);
  if (radiusM === null)
    throw new Unreadable("a Point has no extent: give radiusM, its radius in metres");
  return { kind: "circle", center, radiusM };
};

const toCorridor = (coordinates: unknown, extent: Extent, notes: Set<string>): Corridor => {
  const { halfWidthM, edges, timesMs } = extent;
  const route = parseRoute(toPositions(coordinates, notes));
  if (halfWidthM === null) {
    throw new Unreadable("a LineString has no extent: give halfWidthM, the metres to each side");
  }
  if (timesMs === null) return { kind: "corridor", route, halfWidthM, edges };
  if (timesMs.length !== route.length) {
    throw new Unreadable(
      `times holds ${timesMs.length} times for ${route.length} points: give one time a point`,
    );
  }
  if (timesMs.some((timeMs, i) => i > 0 && timeMs < (timesMs[i - 1] as number))) {
    throw new Unreadable("times run backwards: order the points by time");
  }
  return { kind: "corridor", route, halfWidthM, edges, timesMs };
};

const toPolygon = (coordinates: unknown, { edges }: Extent, notes: Set<string>): Footprint => {
  const rings = listOf(coordinates, "Polygon");
  if (rings.length > 1) {
    throw new Unreadable(
      "polygon has a hole: holes are not read, split the area into polygons without one",
    );
  }
  return { kind: "polygon", ring: parseRing(toPositions(rings[0], notes)), edges };
};

const toPositions = (coordinates: unknown, notes: Set<string>): Position[] => {
  const points = listOf(coordinates, "coordinates");
  checkVertexCount(points.length);
  return points.map((point) => toPosition(point, notes));
};

const toPosition = (coordinates: unknown, notes: Set<string>): Position => {
  if (!Array.isArray(coordinates) || coordinates.length < 2) {
    throw new Unreadable(`${shown(coordinates)} is no position: give [longitude, latitude]`);
  }
  if (coordinates.length > 2) {
    notes.add("heights in the coordinates are not read: lowerM and upperM are");
  }
  return parsePosition(coordinates[0], coordinates[1], notes);
};

const listOf = (value: unknown, what: string): readonly unknown[] => {
  if (Array.isArray(value) && value.length > 0) return value;
  throw new Unreadable(`${what} is empty or no list: give its coordinates`);
};

const shown = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 80);

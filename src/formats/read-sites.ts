/**
 * A file of one's own sites: CSV, GeoJSON or KML, one row, feature or placemark each.
 *
 * Names are those of a site's fields as the API writes them; beside them `lat` and `lon` (or a Point), a
 * Polygon as the footprint, `start` and `end` as the window. Lists stand with blanks or semicolons
 * between, counts as `20`, `20-40` or `20+`.
 */

import type { Field } from "../core/line/fields.ts";
import { SITE } from "../core/line/kinds/humanitarian.ts";
import { parseSiteFields } from "../core/sites/parse.ts";
import type { SiteFields } from "../core/sites/model.ts";
import { splitRows } from "./csv.ts";
import { decodeText } from "./decode-text.ts";
import { isFields } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { parseInstant } from "./instant.ts";
import { parseJson } from "./json-text.ts";
import { extendedDataOf, geometriesOf } from "./kml.ts";
import { LIMITS } from "./limits.ts";
import { checkNesting } from "./nesting.ts";
import { formatOf } from "./read-notices.ts";
import type { SkippedRecord } from "./reading.ts";
import { numberOfText } from "./text-fields.ts";
import { Unreadable } from "./unreadable.ts";
import { findAll, parseXml, textOf } from "./xml-text.ts";

export type SiteRecord = {
  readonly file: string;
  readonly at: string;
  readonly fields: SiteFields;
};
export type SiteReading = {
  readonly records: readonly SiteRecord[];
  readonly skipped: readonly SkippedRecord[];
};

/** One site as the file has it: named values, and geometries as GeoJSON names them. */
type Draft = {
  readonly at: string;
  readonly read: () => { readonly given: Fields; readonly geometries: readonly unknown[] };
};

/** The sites of a file, and what of it could not be read, each with its reason. Never throws on a file. */
export const readSites = (file: string, bytes: Uint8Array): SiteReading => {
  const skipped: SkippedRecord[] = [];
  const records: SiteRecord[] = [];
  try {
    const drafts = draftsOf(file, bytes, skipped);
    if (drafts.length === 0 && skipped.length === 0)
      skipped.push({ file, at: "file", reason: "there is no site in it: nothing to read" });
    for (const { at, read } of drafts) {
      try {
        const { given, geometries } = read();
        records.push({ file, at, fields: fieldsOf(given, geometries) });
      } catch (error) {
        skipped.push({ file, at, reason: reasonOf(error) });
      }
    }
  } catch (error) {
    skipped.push({ file, at: "file", reason: reasonOf(error) });
  }
  return { records, skipped };
};

const reasonOf = (error: unknown): string => {
  if (error instanceof Unreadable) return error.message;
  throw error;
};

const draftsOf = (file: string, bytes: Uint8Array, skipped: SkippedRecord[]): readonly Draft[] => {
  if (bytes.length > LIMITS.fileBytesMax) {
    const reason = `${bytes.length} bytes are over the limit of ${LIMITS.fileBytesMax}`;
    throw new Unreadable(`${reason}: split the file`);
  }
  const text = decodeText(bytes);
  switch (formatOf(file, text)) {
    case "csv":
      return draftsOfCsv(file, text, skipped);
    case "json":
      return draftsOfGeojson(checkNesting(parseJson(text)));
    case "kml":
      return draftsOfKml(text);
    default:
      throw new Unreadable("sites are read from CSV, GeoJSON and KML: save it as one of these");
  }
};

const draftsOfCsv = (file: string, text: string, skipped: SkippedRecord[]): Draft[] => {
  const { rows, skips } = splitRows(file, text);
  skipped.push(...skips);
  const [header, ...body] = rows;
  const columns = (header?.cells ?? []).map((cell) => cell.trim());
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined)
    throw new Unreadable(`column ${JSON.stringify(twice)} is there twice: name each once`);
  return body.map(({ line, cells }) => ({
    at: `line ${line}`,
    read: () => {
      if (cells.length !== columns.length) {
        const counts = `${cells.length} cells under ${columns.length} columns`;
        throw new Unreadable(`${counts}: put cells with commas in quotes`);
      }
      const given = columns.map((column, i) => [column, cells[i] ?? ""] as const);
      return { given: Object.fromEntries(given), geometries: [] };
    },
  }));
};

const draftsOfGeojson = (root: unknown): Draft[] => {
  if (!isFields(root)) throw new Unreadable("JSON, but no object: give GeoJSON");
  if (root["crs"] !== undefined && root["crs"] !== null)
    throw new Unreadable("it names a reference system: convert the file to WGS84, without crs");
  const { features } = root;
  if (root["type"] !== "FeatureCollection" || !Array.isArray(features))
    throw new Unreadable("no FeatureCollection with features: see RFC 7946 section 3");
  return features.map((feature: unknown, i) => ({
    at: `features[${i}]`,
    read: () => {
      if (!isFields(feature)) throw new Unreadable("it is no Feature: see RFC 7946 section 3.2");
      const { properties, geometry } = feature;
      return { given: isFields(properties) ? properties : {}, geometries: flat(geometry) };
    },
  }));
};

const flat = (geometry: unknown): readonly unknown[] => {
  if (!isFields(geometry)) return [];
  const { geometries } = geometry;
  return Array.isArray(geometries) ? geometries.flatMap(flat) : [geometry];
};

const draftsOfKml = (text: string): Draft[] =>
  findAll(parseXml(text), "Placemark").map((placemark) => ({
    at: `line ${placemark.lineNumber ?? 1}`,
    read: () => {
      const texts = Object.fromEntries(extendedDataOf(placemark));
      const name = textOf(placemark, "name")?.trim();
      const given = name ? { nameLocal: name, ...texts } : texts;
      return { given, geometries: geometriesOf(placemark, 0).flatMap(flat) };
    },
  }));

const fieldsOf = (given: Fields, geometries: readonly unknown[]): SiteFields => {
  const parsed = parseSiteFields(typed(given, geometries));
  if (parsed.ok) return parsed.value;
  const { refusal } = parsed;
  throw new Unreadable(
    refusal.reason === "bad-field" ? `${refusal.detail}: ${refusal.remedy}` : refusal.reason,
  );
};

/** Empty cells are left out; a name that no field has is for the table's own parser to refuse. */
const typed = (given: Fields, geometries: readonly unknown[]): Record<string, unknown> => {
  const { lat, lon, start, end, ...rest } = given;
  const values: Record<string, unknown> = shapesOf(geometries);
  if (!isEmpty(lat) || !isEmpty(lon)) {
    if (values["place"]) throw new Unreadable("it has a Point, and lat and lon: give one of them");
    values["place"] = { lngDeg: numberOf(lon, "lon"), latDeg: numberOf(lat, "lat") };
  }
  if (!isEmpty(end) && isEmpty(start)) throw new Unreadable("it has an end and no start: say both");
  if (!isEmpty(start)) {
    const endMs = isEmpty(end) ? null : parseInstant(String(end), "end", "up");
    values["window"] = { startMs: parseInstant(String(start), "start"), endMs };
  }
  for (const [name, value] of Object.entries(rest)) {
    if (isEmpty(value)) continue;
    const [known, field] = FIELDS.get(name) ?? [name, null];
    values[known] = field && typeof value === "string" ? typedText(field, value, name) : value;
  }
  return values;
};

/** Instants are named without their unit, as on the wire. */
const FIELDS = new Map<string, readonly [string, Field]>(
  Object.entries(SITE).map(([name, field]) => [name.replace(/Ms$/, ""), [name, field]]),
);

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === "string" && value.trim() === "");

const numberOf = (value: unknown, name: string): number =>
  typeof value === "number" ? value : numberOfText(String(value).trim(), name);

const typedText = ({ type }: Field, text: string, name: string): unknown => {
  switch (type) {
    case "whole":
      return numberOfText(text.trim(), name);
    case "instant":
      return parseInstant(text.trim(), name);
    case "list":
      return text.split(/[\s;]+/).filter((one) => one !== "");
    case "count":
      return countOf(text.trim(), name);
    default:
      return text.trim();
  }
};

const countOf = (text: string, name: string): unknown => {
  const [, from, sign, to] = /^(\d+)\s*(?:([-–+])\s*(\d+)?)?$/.exec(text) ?? [];
  if (from === undefined || (sign !== undefined && (sign === "+") === (to !== undefined)))
    throw new Unreadable(`${name} is ${JSON.stringify(text.slice(0, 40))}: write 20, 20-40 or 20+`);
  if (sign === undefined) return { from: Number(from), to: Number(from) };
  return { from: Number(from), to: to === undefined ? null : Number(to) };
};

/** A Point is the place, a Polygon the footprint; of each at most one. */
const shapesOf = (geometries: readonly unknown[]): Record<string, unknown> => {
  const shapes: Record<string, unknown> = {};
  for (const geometry of geometries) {
    const { type, coordinates } = isFields(geometry) ? geometry : { type: null, coordinates: null };
    const name = type === "Point" ? "place" : type === "Polygon" ? "footprint" : null;
    if (name === null)
      throw new Unreadable("a site is a Point, and perhaps a Polygon: draw it with these");
    if (shapes[name] !== undefined) throw new Unreadable(`it has two: give one ${String(type)}`);
    shapes[name] = name === "place" ? pointOf(coordinates) : polygonOf(coordinates);
  }
  return shapes;
};

/** Longitude comes first; whether they are degrees is for the table's own parser to say. */
const pointOf = (coordinates: unknown): { readonly lngDeg: unknown; readonly latDeg: unknown } => {
  if (!Array.isArray(coordinates)) throw new Unreadable("a geometry has no coordinates: give them");
  const [lngDeg, latDeg]: unknown[] = coordinates;
  return { lngDeg, latDeg };
};

const polygonOf = (coordinates: unknown): unknown => {
  if (!Array.isArray(coordinates) || coordinates.length !== 1 || !Array.isArray(coordinates[0]))
    throw new Unreadable("its Polygon is not one ring: draw the outline without holes");
  const points = coordinates[0].map(pointOf);
  const [first, last] = [points[0], points.at(-1)];
  const isClosed = JSON.stringify(first) === JSON.stringify(last);
  return { kind: "polygon", ring: isClosed ? points.slice(0, -1) : points };
};

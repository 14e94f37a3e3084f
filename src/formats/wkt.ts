/**
 * Well-known text as geometry objects of GeoJSON: `POLYGON ((30 10, 40 40, 20 40, 30 10))`.
 *
 * Source: OGC 06-103r4 section 7; a leading `SRID=4326;` is let pass.
 */

import { LIMITS } from "./limits.ts";
import { numberOfText } from "./text-fields.ts";
import { Unreadable } from "./unreadable.ts";

type Geometry = {
  readonly type: string;
  readonly coordinates?: unknown;
  readonly geometries?: readonly unknown[];
};

/** Depth of the lists of positions under each type. */
const TYPES: ReadonlyMap<string, { readonly type: string; readonly depth: number }> = new Map([
  ["POINT", { type: "Point", depth: 0 }],
  ["LINESTRING", { type: "LineString", depth: 1 }],
  ["POLYGON", { type: "Polygon", depth: 2 }],
  ["MULTIPOINT", { type: "MultiPoint", depth: 1 }],
  ["MULTILINESTRING", { type: "MultiLineString", depth: 2 }],
  ["MULTIPOLYGON", { type: "MultiPolygon", depth: 3 }],
]);

/** The geometry that a text names, longitude before latitude. */
export const parseWkt = (text: string): Geometry => {
  const reader = { tokens: tokensOf(text), next: 0 };
  const geometry = parseGeometryText(reader, 0);
  if (reader.next < reader.tokens.length) throw unexpected(reader);
  return geometry;
};

type Reader = { readonly tokens: readonly string[]; next: number };

const tokensOf = (text: string): string[] => {
  const body = text.trim().replace(/^SRID=4326;\s*/i, "");
  return body.match(/[A-Za-z]+|[(),]|[^\s(),A-Za-z][^\s(),]*/g) ?? [];
};

const parseGeometryText = (reader: Reader, depth: number): Geometry => {
  if (depth > LIMITS.nestingMax) throw new Unreadable("wkt is nested too deep: flatten it");
  const name = reader.tokens[reader.next]?.toUpperCase() ?? "";
  const known = TYPES.get(name);
  if (!known && name !== "GEOMETRYCOLLECTION") throw unexpected(reader);
  reader.next += 1;
  if (/^(Z|M|ZM)$/i.test(reader.tokens[reader.next] ?? "")) reader.next += 1;
  if (!known) {
    return {
      type: "GeometryCollection",
      geometries: parseList(reader, () => parseGeometryText(reader, depth + 1)),
    };
  }
  if (known.type === "MultiPoint")
    return { type: known.type, coordinates: parseList(reader, () => parseMaybeWrapped(reader)) };
  const coordinates =
    known.depth === 0
      ? parseList(reader, () => parsePoint(reader))[0]
      : parseNested(reader, known.depth);
  return { type: known.type, coordinates };
};

const parseNested = (reader: Reader, depth: number): unknown[] =>
  parseList(reader, () => (depth === 1 ? parsePoint(reader) : parseNested(reader, depth - 1)));

const parseList = <T>(reader: Reader, parse: () => T): T[] => {
  take(reader, "(");
  const values = [parse()];
  while (reader.tokens[reader.next] === ",") {
    reader.next += 1;
    values.push(parse());
  }
  take(reader, ")");
  return values;
};

/** Both `MULTIPOINT (1 2, 3 4)` and `MULTIPOINT ((1 2), (3 4))` are written. */
const parseMaybeWrapped = (reader: Reader): number[] =>
  reader.tokens[reader.next] === "("
    ? (parseList(reader, () => parsePoint(reader))[0] ?? [])
    : parsePoint(reader);

const parsePoint = (reader: Reader): number[] => {
  const numbers: number[] = [];
  for (let token = reader.tokens[reader.next]; token !== undefined && !/^[(),]$/.test(token);) {
    numbers.push(numberOfText(token, "wkt"));
    reader.next += 1;
    token = reader.tokens[reader.next];
  }
  if (numbers.length < 2 || numbers.length > 4) throw unexpected(reader);
  return numbers;
};

const take = (reader: Reader, token: string): void => {
  if (reader.tokens[reader.next] !== token) throw unexpected(reader);
  reader.next += 1;
};

const unexpected = ({ tokens, next }: Reader): Unreadable =>
  new Unreadable(
    `wkt is not readable at ${JSON.stringify(tokens[next]?.slice(0, 40) ?? "its end")}: write it as POLYGON ((lng lat, …))`,
  );

/**
 * The named fields of a record, the same in GeoJSON, KML and CSV:
 * `id party category class name lowerM upperM start end times radiusM halfWidthM edges`.
 */

import {
  CATEGORIES,
  type Category,
  MOVER_CLASSES,
  type MoverClass,
  isCategory,
} from "../core/operations/category.ts";
import type { Edges } from "../geometry/footprint.ts";
import { type Band, toBand } from "./altitude.ts";
import { checkWindow, parseInstant } from "./instant.ts";
import { LIMITS } from "./limits.ts";
import { type Identity, Unreadable } from "./unreadable.ts";

export type Fields = Readonly<Record<string, unknown>>;
export type Window = { readonly startMs: number | null; readonly endMs: number | null };

/** How a point or a line becomes an area, and what its edges mean. */
export type Extent = {
  readonly radiusM: number | null;
  readonly halfWidthM: number | null;
  readonly edges: Edges;
  readonly timesMs: readonly number[] | null;
};

/** True for an object with named members. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Party and id; the id may be a whole number, as GeoJSON allows for a feature. */
export const parseIdentity = (fields: Fields, featureId?: unknown): Identity => {
  const party = parseText(fields, "party");
  const own = Object.hasOwn(fields, "id") ? fields["id"] : undefined;
  const stated = own ?? featureId ?? null;
  const id = typeof stated === "number" && Number.isSafeInteger(stated) ? String(stated) : stated;
  return { party, id: parseText({ id }, "id") };
};

/** The category and, where one is named, the class of mover. */
export const parseKind = (
  fields: Fields,
): { category: Category | null; moverClass: MoverClass | null } => {
  const category = parseText(fields, "category");
  const moverClass = parseText(fields, "class");
  if (category !== null && !isCategory(category)) {
    throw new Unreadable(
      `category ${JSON.stringify(category)} is not known: use one of ${CATEGORIES.join(" ")}`,
    );
  }
  if (moverClass !== null && !isMoverClass(moverClass)) {
    throw new Unreadable(
      `class ${JSON.stringify(moverClass)} is not known: use one of ${MOVER_CLASSES.join(" ")}`,
    );
  }
  return { category, moverClass };
};

/** `lowerM` and `upperM`, metres above the WGS84 ellipsoid; missing is unbounded. */
export const parseBand = (fields: Fields, notes: Set<string>): Band => {
  const [lower, upper] = ["lowerM", "upperM"].map((field) => {
    const valueM = parseNumber(fields, field);
    return valueM === null ? null : ({ valueM, datum: "ellipsoid" } as const);
  });
  return toBand(lower ?? null, upper ?? null, notes);
};

/** `start` and `end`; missing is unbounded. */
export const parseWindow = (fields: Fields): Window => {
  const [start, end] = [parseText(fields, "start"), parseText(fields, "end")];
  const startMs = start === null ? null : parseInstant(start, "start", "down");
  const endMs = end === null ? null : parseInstant(end, "end", "up");
  checkWindow(startMs, endMs);
  return { startMs, endMs };
};

/** What turns points and lines into areas. */
export const parseExtent = (fields: Fields): Extent => ({
  radiusM: parseSize(fields, "radiusM"),
  halfWidthM: parseSize(fields, "halfWidthM"),
  edges: parseEdges(fields),
  timesMs: parseTimes(fields),
});

/** A text, trimmed; `null` when missing. */
export const parseText = (fields: Fields, field: string): string | null => {
  const value = own(fields, field);
  if (value === null) return null;
  if (typeof value !== "string") {
    throw new Unreadable(`${field} is ${kindOf(value)}: write it as a text in quotes`);
  }
  const text = value.trim();
  if (text === "") throw new Unreadable(`${field} is empty: give it a value, or leave it out`);
  if (text.length > LIMITS.textCharsMax) {
    throw new Unreadable(`${field} is longer than ${LIMITS.textCharsMax} characters: shorten it`);
  }
  if (!text.isWellFormed() || UNPRINTABLE.test(text)) {
    throw new Unreadable(`${field} holds control characters: remove them`);
  }
  return text;
};

/**
 * A text for people, as files of other makers write them: its white space is folded, and one that is
 * too long is cut, with a note.
 */
export const parseLabel = (text: string, field: string, notes: Set<string>): string | null => {
  const folded = text.toWellFormed().replaceAll(UNPRINTABLE_RUN, " ").trim();
  if (folded.length <= LIMITS.textCharsMax) return folded === "" ? null : folded;
  notes.add(`${field} is cut to ${LIMITS.textCharsMax} characters`);
  return folded.slice(0, LIMITS.textCharsMax).toWellFormed().trim();
};

/** A finite number; `null` when missing. */
export const parseNumber = (fields: Fields, field: string): number | null => {
  const value = own(fields, field);
  if (value === null) return null;
  if (typeof value !== "number") {
    throw new Unreadable(`${field} is ${kindOf(value)}: write it as a number, without quotes`);
  }
  if (!Number.isFinite(value)) throw new Unreadable(`${field} is not finite: correct it`);
  return value;
};

/** A length of 0 m (a point or a line of no width, which is closed all the same) or more. */
export const parseSize = (fields: Fields, field: string): number | null => {
  const value = parseNumber(fields, field);
  if (value !== null && value < 0) throw new Unreadable(`${field} ${value} is below 0: correct it`);
  return value;
};

const parseEdges = (fields: Fields): Edges => {
  const edges = parseText(fields, "edges");
  if (edges === null) return "lonlat";
  if (edges === "geodesic" || edges === "lonlat") return edges;
  throw new Unreadable(`edges ${JSON.stringify(edges)} is not known: use geodesic or lonlat`);
};

const parseTimes = (fields: Fields): readonly number[] | null => {
  const value = own(fields, "times");
  if (value === null) return null;
  if (!Array.isArray(value))
    throw new Unreadable(`times is ${kindOf(value)}: give a list, one time a point`);
  return value.map((time: unknown, i) => {
    if (typeof time === "string") return parseInstant(time, `times[${i}]`);
    throw new Unreadable(`times[${i}] is ${kindOf(time)}: write it as a text in quotes`);
  });
};

/** Own members only: what an object inherits is not what the file says. */
const own = (fields: Fields, field: string): unknown =>
  Object.hasOwn(fields, field) ? (fields[field] ?? null) : null;

const isMoverClass = (text: string): text is MoverClass =>
  (MOVER_CLASSES as readonly string[]).includes(text);

const kindOf = (value: unknown): string => {
  if (typeof value === "string") return `the text ${JSON.stringify(value.slice(0, 60))}`;
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
};

/** Control characters, and what XML 1.0 cannot carry (section 2.2). */
const UNPRINTABLE = /[\p{Cc}\uFFFE\uFFFF]/u;
const UNPRINTABLE_RUN = /[\s\p{Cc}\uFFFE\uFFFF]+/gu;

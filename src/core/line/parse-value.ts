/** Values of fields out of what nobody has looked at yet. Nothing is coerced, folded or cut. */

import { GEOMETRY_LIMITS } from "../../geometry/limits.ts";
import { LIMITS } from "../limits.ts";
import { BadField } from "./bad-field.ts";
import { CHARS_MAX } from "./fields.ts";
import type { Area, Band, Count, PlainType, PlainValue, Place, Point, Window } from "./fields.ts";
import type { Refusal } from "../outcome.ts";
import { WORDS } from "./words.ts";
import type { WordOf } from "./words.ts";

type PlainParsers = {
  readonly [T in PlainType["type"]]: (
    value: unknown,
    path: string,
    type: Extract<PlainType, { type: T }>,
  ) => PlainValue;
};

/** The value of a plain field; throws `BadField` with the place, the fault and the remedy. */
export const parsePlain = (type: PlainType, value: unknown, path: string): PlainValue => {
  // Each parser takes its own type of field; the compiler can't tie the two through the lookup.
  const parse = PARSERS[type.type] as (value: unknown, path: string, type: PlainType) => PlainValue;
  return parse(value, path, type);
};

/** An object with exactly these members, of which `optional` may be left out. */
export const parseMembers = (
  value: unknown,
  path: string,
  needed: readonly string[],
  optional: readonly string[] = [],
): Readonly<Record<string, unknown>> => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const members = [...needed, ...optional].join(", ");
    throw new BadField(path, `is ${shown(value)}`, `give an object with ${members}`);
  }
  const known = new Set([...needed, ...optional]);
  for (const name of Object.keys(value)) {
    if (!known.has(name)) {
      const names = [...known].join(", ") || "none";
      throw new BadField(`${path}.${name}`, "is not a field here", `use only: ${names}`);
    }
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const name of needed) {
    if (!Object.hasOwn(members, name) || members[name] === undefined)
      throw new BadField(`${path}.${name}`, "is missing", "say it");
  }
  return members;
};

const parseNumber = (value: unknown, path: string, min: number, max: number): number => {
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new BadField(path, `is ${shown(value)}`, `give a number from ${min} to ${max}`);
  if (value < min || value > max)
    throw new BadField(path, `is ${value}`, `give a number from ${min} to ${max}`);
  return value;
};

const parseWhole = (value: unknown, path: string, min: number, max: number): number => {
  const number = parseNumber(value, path, min, max);
  if (!Number.isInteger(number))
    throw new BadField(path, `is ${number}`, `give a whole number from ${min} to ${max}`);
  return number;
};

/** The end of the year 9999: past it an instant has no common text. */
const INSTANT_MAX_MS = 253_402_300_799_999;

const parseInstant = (value: unknown, path: string): number => {
  if (typeof value !== "number" || !Number.isSafeInteger(value))
    throw new BadField(path, `is ${shown(value)}`, "give Unix time in whole milliseconds");
  if (value < 0 || value > INSTANT_MAX_MS)
    throw new BadField(path, `is ${value}`, "give a time from 1970 to 9999 in milliseconds");
  return value;
};

const parseWindow = (value: unknown, path: string): Window => {
  const members = parseMembers(value, path, ["startMs", "endMs"]);
  const startMs = parseInstant(members["startMs"], `${path}.startMs`);
  if (members["endMs"] === null) return { startMs, endMs: null };
  const endMs = parseInstant(members["endMs"], `${path}.endMs`);
  if (endMs < startMs) throw new BadField(`${path}.endMs`, "is before the start", "swap the two");
  return { startMs, endMs };
};

const parseLngLat = (members: Readonly<Record<string, unknown>>, path: string): Point => ({
  lngDeg: parseNumber(members["lngDeg"], `${path}.lngDeg`, -180, 180),
  latDeg: parseNumber(members["latDeg"], `${path}.latDeg`, -90, 90),
});

const parsePoint = (value: unknown, path: string): Point =>
  parseLngLat(parseMembers(value, path, ["lngDeg", "latDeg"]), path);

const parsePlace = (value: unknown, path: string): Place => {
  const members = parseMembers(value, path, ["lngDeg", "latDeg"], ["datum"]);
  const point = parseLngLat(members, path);
  if (!Object.hasOwn(members, "datum")) return point;
  return { ...point, datum: parseDatum(members["datum"], `${path}.datum`) };
};

const parseDatum = (value: unknown, path: string): WordOf<"datum"> =>
  parseWord(value, path, WORDS.datum);

const parsePoints = (value: unknown, path: string, countMin: number): Point[] => {
  if (!Array.isArray(value))
    throw new BadField(path, `is ${shown(value)}`, `give a list of ${countMin} points or more`);
  if (value.length < countMin || value.length > LIMITS.messageCornersMax) {
    const remedy = `give ${countMin} to ${LIMITS.messageCornersMax} points`;
    throw new BadField(path, `has ${value.length} points`, remedy);
  }
  const points = value.map((point: unknown, i) => parsePoint(point, `${path}[${i}]`));
  for (const [i, point] of points.entries()) {
    const before = points[i - 1];
    if (before && before.lngDeg === point.lngDeg && before.latDeg === point.latDeg)
      throw new BadField(`${path}[${i}]`, "is the point before it once more", "leave it out");
  }
  return points;
};

const parseRing = (value: unknown, path: string): Point[] => {
  const ring = parsePoints(value, path, 3);
  const [first, last] = [ring[0]!, ring.at(-1)!];
  if (first.lngDeg === last.lngDeg && first.latDeg === last.latDeg) {
    const remedy = "leave the closing point out";
    throw new BadField(`${path}[${ring.length - 1}]`, "is the first point once more", remedy);
  }
  return ring;
};

const AREA_PARSERS: {
  readonly [K in Area["kind"]]: (value: unknown, path: string) => Area;
} = {
  circle: (value, path) => {
    const members = parseMembers(value, path, ["kind", "center", "radiusM"]);
    const radiusMaxM = GEOMETRY_LIMITS.circleRadiusMaxM;
    return {
      kind: "circle",
      center: parsePoint(members["center"], `${path}.center`),
      radiusM: parseNumber(members["radiusM"], `${path}.radiusM`, 0, radiusMaxM),
    };
  },
  polygon: (value, path) => {
    const members = parseMembers(value, path, ["kind", "ring"]);
    return { kind: "polygon", ring: parseRing(members["ring"], `${path}.ring`) };
  },
  route: (value, path) => {
    const members = parseMembers(value, path, ["kind", "points", "halfWidthM"]);
    const halfWidthMaxM = GEOMETRY_LIMITS.corridorHalfWidthMaxM;
    return {
      kind: "route",
      points: parsePoints(members["points"], `${path}.points`, 2),
      halfWidthM: parseNumber(members["halfWidthM"], `${path}.halfWidthM`, 0, halfWidthMaxM),
    };
  },
};

const parseArea = (value: unknown, path: string): Area => {
  const kinds = Object.keys(AREA_PARSERS);
  const kind =
    typeof value === "object" && value !== null ? (value as { kind?: unknown }).kind : undefined;
  if (typeof kind !== "string" || !Object.hasOwn(AREA_PARSERS, kind)) {
    const remedy = `give an object whose kind is one of ${kinds.join(", ")}`;
    throw new BadField(`${path}.kind`, `is ${shown(kind)}`, remedy);
  }
  return AREA_PARSERS[kind as Area["kind"]](value, path);
};

const parseBand = (value: unknown, path: string): Band => {
  const members = parseMembers(value, path, ["lowerM", "upperM"]);
  const maxM = GEOMETRY_LIMITS.altitudeMaxM;
  const [lowerM, upperM] = (["lowerM", "upperM"] as const).map((name) =>
    members[name] === null ? null : parseNumber(members[name], `${path}.${name}`, -maxM, maxM),
  ) as [number | null, number | null];
  if (lowerM !== null && upperM !== null && lowerM > upperM)
    throw new BadField(`${path}.lowerM`, `${lowerM} m is above upperM ${upperM} m`, "swap the two");
  return { lowerM, upperM };
};

/** More than any message counts. */
const COUNT_MAX = 10_000_000;

const parseCount = (value: unknown, path: string): Count => {
  const members = parseMembers(value, path, ["from", "to"]);
  const from = parseWhole(members["from"], `${path}.from`, 0, COUNT_MAX);
  if (members["to"] === null) return { from, to: null };
  return { from, to: parseWhole(members["to"], `${path}.to`, from, COUNT_MAX) };
};

const parseWord = <W extends string>(value: unknown, path: string, words: readonly W[]): W => {
  const found = words.find((word) => word === value);
  if (found === undefined)
    throw new BadField(path, `is ${shown(value)}`, `use one of: ${words.join(", ")}`);
  return found;
};

/** Control characters apart from line breaks, marks that turn the direction of what follows, tags. */
const UNPRINTABLE =
  /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF\u{E0000}-\u{E007F}]/u;
/** Blanks, and joiners and marks that are seen only beside something. */
const NOTHING_SEEN = /^[\s\p{Cf}]*$/u;

/** Is there something in a text of many lines that a reader would not see? */
export const hasUnseen = (text: string): boolean =>
  !text.isWellFormed() || UNPRINTABLE.test(text.replaceAll("\n", ""));

/** Why a text of `field` can't be taken: a reader would not see all of it; null: it can. */
export const findUnseen = (field: string, text: string | null | undefined): Refusal | null =>
  typeof text === "string" && hasUnseen(text)
    ? {
        reason: "bad-field",
        field,
        detail: `${field} holds unseen characters`,
        remedy: "remove control characters",
      }
    : null;

const parseText = (value: unknown, path: string, charsMax: number, isLong = false): string => {
  if (typeof value !== "string")
    throw new BadField(path, `is ${shown(value)}`, "give a text in quotes");
  if (NOTHING_SEEN.test(value)) throw new BadField(path, "is empty", "say it, or leave it out");
  if (value.length > charsMax) {
    const detail = `is ${value.length} characters long`;
    throw new BadField(path, detail, `shorten it to ${charsMax}`);
  }
  if (!value.isWellFormed() || UNPRINTABLE.test(isLong ? value.replaceAll("\n", "") : value)) {
    const breaks = isLong ? "" : " and line breaks";
    throw new BadField(path, "holds unseen characters", `remove control characters${breaks}`);
  }
  return value;
};

const parsePattern = (value: unknown, path: string, pattern: RegExp, form: string): string => {
  if (typeof value !== "string" || !pattern.test(value))
    throw new BadField(path, `is ${shown(value)}`, `write ${form}`);
  return value;
};

const REFERENCE = new RegExp(`^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,${LIMITS.referenceCharsMax - 1}}$`);
const REFERENCE_FORM = `1 to ${LIMITS.referenceCharsMax} letters, digits and _ . : / -`;
/** Longitude band, latitude band, quadrant, key (NGA: Global Area Reference System). */
const CELL = /^(?!000)(?:[0-6]\d\d|7[01]\d|720)[A-HJ-NP-Q][A-HJ-NP-Z](?:[1-4][1-9]?)?$/;
const HASH = /^[0-9a-f]{16,64}$/;

const PARSERS: PlainParsers = {
  instant: parseInstant,
  window: parseWindow,
  place: parsePlace,
  area: parseArea,
  band: parseBand,
  count: parseCount,
  word: (value, path, { list }) => parseWord<string>(value, path, WORDS[list]),
  whole: (value, path, { min, max }) => parseWhole(value, path, min, max),
  reference: (value, path) => parsePattern(value, path, REFERENCE, REFERENCE_FORM),
  cell: (value, path) => parsePattern(value, path, CELL, "a GARS cell, as 463LV24"),
  hash: (value, path) =>
    parsePattern(value, path, HASH, "the first 16 to 64 digits of the hash, 0-9 and a-f"),
  contact: (value, path) => parseText(value, path, CHARS_MAX.contact),
  text: (value, path) => parseText(value, path, CHARS_MAX.text),
  "free-text": (value, path) => parseText(value, path, CHARS_MAX["free-text"], true),
};

/** A value as a fault names it: never more than a few words of it. */
export const shown = (value: unknown): string => {
  if (typeof value === "string") return `the text ${JSON.stringify(value.slice(0, 40))}`;
  if (Array.isArray(value)) return "a list";
  if (value === undefined) return "missing";
  if (typeof value === "number" || typeof value === "boolean" || value === null) return `${value}`;
  return "an object";
};

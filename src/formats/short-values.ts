/**
 * Values of fields in the short code: capital letters, digits, and `- . +` within a part.
 *
 * Each type of field is written one way and read back by the same row. What has no way of being
 * written is refused by name; nothing is left out or cut.
 */

import { BadField } from "../core/line/bad-field.ts";
import type {
  Area,
  Count,
  FieldType,
  FieldValue,
  Place,
  PlainType,
  PlainValue,
  PlainValues,
  Point,
  Window,
} from "../core/line/fields.ts";
import { WORDS } from "../core/line/words.ts";

/** A value as a part of the code; throws `BadField` at `path` when it has no short form. */
export const writeShort = (type: FieldType, value: FieldValue, path: string): string => {
  if (type.type === "row") throw new BadField(path, "has no short form", "leave it out");
  if (type.type === "list") {
    const entries = value as readonly PlainValue[];
    return entries.map((one, i) => writeShort(type.of, one, `${path}[${i}]`)).join(".");
  }
  const codec = CODECS[type.type];
  if (!codec) throw new BadField(path, "has no short form", "leave it out");
  return codec.write(value as never, path);
};

/** What a part says, not checked further: `parseBody` does that. Throws `BadField` at `path`. */
export const readShort = (type: FieldType, part: string, path: string): unknown => {
  if (type.type === "list") return part.split(".").map((one) => readShort(type.of, one, path));
  const codec = type.type === "row" ? undefined : CODECS[type.type];
  if (type.type === "row" || !codec) throw new BadField(path, "has no short form", "leave it out");
  const value = codec.read(part, type as never);
  if (value === undefined) throw new BadField(path, `is ${part}`, `write ${codec.form}`);
  return value;
};

type Codec<T extends PlainType["type"]> = {
  /** How it is written, for who must write it again. */
  readonly form: string;
  readonly write: (value: PlainValues[T], path: string) => string;
  /** `undefined`: it is not written so. */
  readonly read: (part: string, type: Extract<PlainType, { type: T }>) => unknown;
};

const MINUTE_MS = 60_000;
/** Two digits of a year are one of these hundred. */
const [YEAR_MIN, YEAR_MAX] = [2000, 2099];

const writeMinute = (ms: number, path: string): string => {
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  if (year < YEAR_MIN || year > YEAR_MAX) {
    const remedy = `give a time from ${YEAR_MIN} to ${YEAR_MAX}`;
    throw new BadField(path, `is in the year ${year}, which has no short form`, remedy);
  }
  return date.toISOString().replaceAll(/[-T:]/g, "").slice(2, 12);
};

const readMinute = (part: string): number | undefined => {
  const [, year, month, day, hour, minute] =
    /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(part)?.map(Number) ?? [];
  const ms = Date.UTC(YEAR_MIN + (year ?? Number.NaN), month! - 1, day, hour, minute);
  return !Number.isNaN(ms) && writeMinute(ms, "") === part ? ms : undefined;
};

/** Outward: a window is never made shorter. */
const writeWindow = ({ startMs, endMs }: Window, path: string): string => {
  const start = writeMinute(startMs, `${path}.startMs`);
  if (endMs === null) return `${start}-${UNTIL_FURTHER_NOTICE}`;
  return `${start}-${writeMinute(Math.ceil(endMs / MINUTE_MS) * MINUTE_MS, `${path}.endMs`)}`;
};

const UNTIL_FURTHER_NOTICE = "UFN";

const readWindow = (part: string): unknown => {
  const [start, end, ...rest] = part.split("-");
  const startMs = readMinute(start ?? "");
  const endMs = end === UNTIL_FURTHER_NOTICE ? null : readMinute(end ?? "");
  return rest.length > 0 || startMs === undefined || endMs === undefined
    ? undefined
    : { startMs, endMs };
};

/** To a thousandth of a minute: within 1.4 m. */
const writePoint = ({ lngDeg, latDeg }: Point): string =>
  writeDegrees(latDeg, "NS", 2) + writeDegrees(lngDeg, "EW", 3);

const writeDegrees = (valueDeg: number, letters: string, digits: number): string => {
  const thousandths = Math.round(Math.abs(valueDeg) * 60_000);
  const degrees = String(Math.floor(thousandths / 60_000)).padStart(digits, "0");
  const minutes = ((thousandths % 60_000) / 1000).toFixed(3).padStart(6, "0");
  return degrees + minutes + (valueDeg < 0 && thousandths > 0 ? letters[1]! : letters[0]!);
};

const POINT = /^(\d\d)(\d\d\.\d{3})([NS])(\d{3})(\d\d\.\d{3})([EW])$/;

const readPoint = (part: string): Point | undefined => {
  const [, latDegrees, latMinutes, north, lngDegrees, lngMinutes, east] = POINT.exec(part) ?? [];
  if (Number(latMinutes) >= 60 || Number(lngMinutes) >= 60 || east === undefined) return undefined;
  const [latDeg, lngDeg] = [
    Number(latDegrees) + Number(latMinutes) / 60,
    Number(lngDegrees) + Number(lngMinutes) / 60,
  ];
  return {
    lngDeg: east === "W" && lngDeg > 0 ? -lngDeg : lngDeg,
    latDeg: north === "S" && latDeg > 0 ? -latDeg : latDeg,
  };
};

const writePlace = (place: Place): string =>
  place.datum === undefined ? writePoint(place) : `${writePoint(place)}-${writeWord(place.datum)}`;

const readPlace = (part: string): unknown => {
  const at = part.search(/(?<=[EW])-/);
  if (at < 0) return readPoint(part);
  const [point, datum] = [readPoint(part.slice(0, at)), readWord(part.slice(at + 1), WORDS.datum)];
  return point === undefined || datum === undefined ? undefined : { ...point, datum };
};

/** Metres go up to the next whole one: an area is never made smaller. */
const writeArea = (area: Area): string => {
  if (area.kind === "circle") return `${writePoint(area.center)}-R${Math.ceil(area.radiusM)}`;
  if (area.kind === "polygon") return area.ring.map(writePoint).join("-");
  return `${area.points.map(writePoint).join("-")}-W${Math.ceil(area.halfWidthM)}`;
};

const readArea = (part: string): unknown => {
  const [, chain = "", letter, metres] = /^(.*?)(?:-([RW])(\d{1,6}))?$/.exec(part) ?? [];
  const points = chain.split("-").map(readPoint);
  if (points.includes(undefined)) return undefined;
  if (letter === "W") return { kind: "route", points, halfWidthM: Number(metres) };
  if (letter === undefined) return { kind: "polygon", ring: points };
  return points.length === 1
    ? { kind: "circle", center: points[0], radiusM: Number(metres) }
    : undefined;
};

const writeCount = ({ from, to }: Count): string => {
  if (to === null) return `${from}+`;
  return from === to ? `${from}` : `${from}-${to}`;
};

const readCount = (part: string): unknown => {
  const [, from, more, to] = /^(\d{1,8})(?:(\+)|-(\d{1,8}))?$/.exec(part) ?? [];
  if (from === undefined) return undefined;
  if (more !== undefined) return { from: Number(from), to: null };
  return { from: Number(from), to: Number(to ?? from) };
};

const writeWord = (word: string): string => word.replaceAll("_", "-").toUpperCase();

const readWord = (part: string, words: readonly string[]): string | undefined =>
  words.find((word) => writeWord(word) === part);

/** Capitals stand as they are; one in small letters alone has `+` before it. */
const writeCased = (text: string): string | undefined => {
  if (/[a-z]/.test(text)) return /[A-Z]/.test(text) ? undefined : `+${text.toUpperCase()}`;
  return text === NOTHING ? undefined : text;
};

const readCased = (part: string): string =>
  part.startsWith("+") ? part.slice(1).toLowerCase() : part;

/** Stands where a field is not said. */
export const NOTHING = "-";

const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9.-]*$/;
const TEXT = /^[A-Za-z0-9-]+(?: [A-Za-z0-9-]+)*$/;
const CODED_TEXT = /^\+?[A-Z0-9-]+(?:\.[A-Z0-9-]+)*$/;
const CONTACT = /^[A-Z0-9.+-]+$/;

const noForm = (path: string, remedy: string): BadField =>
  new BadField(path, "has no short form", remedy);

const reference: Codec<"reference"> = {
  form: "letters, digits, - and . as in the id; + before one in small letters",
  write: (id, path) => {
    const coded = REFERENCE.test(id) ? writeCased(id) : undefined;
    if (coded === undefined)
      throw noForm(path, "use an id of digits, - . and either capital or small letters");
    return coded;
  },
  read: (part) => (/^\+?[A-Z0-9][A-Z0-9.-]*$/.test(part) ? readCased(part) : undefined),
};

const CODECS: { readonly [T in PlainType["type"]]?: Codec<T> } = {
  instant: { form: "YYMMDDHHMM, UTC", write: writeMinute, read: readMinute },
  window: {
    form: "YYMMDDHHMM-YYMMDDHHMM, or UFN as its end",
    write: writeWindow,
    read: readWindow,
  },
  place: { form: "a position, as 3520.160N04008.460E", write: writePlace, read: readPlace },
  area: {
    form: "a position and R with metres, three positions or more, or positions and W with metres",
    write: writeArea,
    read: readArea,
  },
  count: { form: "4, 3-5 or 5+", write: writeCount, read: readCount },
  word: {
    form: "a word of the list, - between its parts",
    write: writeWord,
    read: (part, { list }) => readWord(part, WORDS[list]),
  },
  whole: {
    form: "a whole number",
    write: String,
    read: (part) => (/^\d{1,9}$/.test(part) ? Number(part) : undefined),
  },
  reference,
  cell: { form: "a GARS cell", write: (cell) => cell, read: (part) => part },
  hash: {
    form: "16 to 64 digits of the hash",
    write: (hash) => hash.toUpperCase(),
    read: (part) => part.toLowerCase(),
  },
  contact: {
    form: "capitals, digits, . - and +",
    write: (contact, path) => {
      if (!CONTACT.test(contact) || contact === NOTHING)
        throw noForm(path, "write it in capitals, digits, . - and + without blanks, as 121.500");
      return contact;
    },
    read: (part) => (CONTACT.test(part) ? part : undefined),
  },
  text: {
    form: "words with . between them; + before small letters",
    write: (text, path) => {
      const coded = TEXT.test(text) ? writeCased(text) : undefined;
      if (coded === undefined)
        throw noForm(path, "write it in capitals, or all in small letters, digits and -");
      return coded.replaceAll(" ", ".");
    },
    read: (part) => (CODED_TEXT.test(part) ? readCased(part.replaceAll(".", " ")) : undefined),
  },
};

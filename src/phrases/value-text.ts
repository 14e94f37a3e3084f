/** Values of fields, said in a language: one way of saying for each type of field. */

import type {
  Area,
  Band,
  Count,
  FieldType,
  FieldValue,
  ListType,
  Place,
  PlainType,
  PlainValue,
  PlainValues,
  Point,
  Row,
  RowType,
  Window,
} from "../core/line/fields.ts";
import type { FieldName } from "../core/line/kinds.ts";
import type { WordList, WordOf } from "../core/line/words.ts";
import { unreachable } from "../core/outcome.ts";
import type { Phrases } from "./compile.ts";
import { isolateAuthors, isolateLtr, isRightToLeft } from "./isolate.ts";
import { instantText, numberText, positionText } from "./plain-text.ts";

/** A value as its field's type is said. What is not said is left to the caller. */
export const valueText = (phrases: Phrases, type: FieldType, value: FieldValue): string => {
  if (type.type === "list") return listText(phrases, type, value as readonly (PlainValue | Row)[]);
  if (type.type === "row") return rowText(phrases, type, value as Row);
  // Each way of saying takes its own type of field; the compiler can't tie the two through the lookup.
  const say = SAY[type.type] as (phrases: Phrases, value: FieldValue, type: PlainType) => string;
  return say(phrases, value, type);
};

/** A word of a closed list. */
export const wordText = <L extends WordList>(
  { catalogue }: Phrases,
  list: L,
  word: WordOf<L>,
): string => catalogue.words[list][word];

/** Texts one after the other, with the comma of the language. */
export const commaText = ({ parts }: Phrases, texts: readonly string[]): string =>
  texts.reduce((before, last) => parts.listed({ before, last }));

/** Ids, times and positions: left to right in every language. */
export const fixedText = ({ catalogue }: Phrases, text: string): string =>
  catalogue.direction === "rtl" ? isolateLtr(text) : text;

/** What a person wrote, kept apart from what we say around it. */
const authorsText = ({ catalogue }: Phrases, text: string): string =>
  catalogue.direction === "rtl" || isRightToLeft(text) ? isolateAuthors(text) : text;

const instant = (phrases: Phrases, ms: number): string => fixedText(phrases, instantText(ms));

const window = (phrases: Phrases, { startMs, endMs }: Window): string => {
  const start = instant(phrases, startMs);
  return endMs === null
    ? phrases.parts.windowOpen({ start })
    : phrases.parts.windowClosed({ start, end: instant(phrases, endMs) });
};

const point = (phrases: Phrases, at: Point): string => fixedText(phrases, positionText(at));

const place = (phrases: Phrases, at: Place): string =>
  at.datum === undefined
    ? point(phrases, at)
    : phrases.parts.placeInDatum({
        place: point(phrases, at),
        datum: wordText(phrases, "datum", at.datum),
      });

/** A sign is no part of a number to the bidirectional algorithm, unless it is kept with it. */
export const metresText = (phrases: Phrases, valueM: number): string => {
  const n = numberText(valueM);
  return phrases.parts.metres({ n: n.startsWith("-") ? fixedText(phrases, n) : n });
};

/** One to a line, below what they are points of: so they are read back. */
const points = (phrases: Phrases, all: readonly Point[]): string =>
  all
    .map((at, i) => phrases.parts.numbered({ number: i + 1, value: point(phrases, at) }))
    .map((line) => `\n    ${line}`)
    .join("");

const area = (phrases: Phrases, value: Area): string => {
  const { parts } = phrases;
  switch (value.kind) {
    case "circle":
      return parts.circle({
        radius: metresText(phrases, value.radiusM),
        center: point(phrases, value.center),
      });
    case "polygon":
      return parts.polygon({ n: value.ring.length, points: points(phrases, value.ring) });
    case "route":
      return parts.route({
        halfWidth: metresText(phrases, value.halfWidthM),
        points: points(phrases, value.points),
      });
    default:
      return unreachable(value);
  }
};

const band = (phrases: Phrases, { lowerM, upperM }: Band): string => {
  const { parts } = phrases;
  const lower = lowerM === null ? "" : metresText(phrases, lowerM);
  const upper = upperM === null ? "" : metresText(phrases, upperM);
  if (lowerM === null && upperM === null) return parts.bandAll();
  if (upperM === null) return parts.bandAbove({ lower });
  if (lowerM === null) return parts.bandBelow({ upper });
  return parts.bandBetween({ lower, upper });
};

const count = (
  { units, ranges, atLeast }: Phrases,
  { from, to }: Count,
  { unit }: Extract<PlainType, { type: "count" }>,
): string => {
  if (to === null) return atLeast[unit]({ n: from });
  return from === to ? units[unit]({ n: from }) : ranges[unit]({ from, n: to });
};

const whole = (
  { units }: Phrases,
  value: number,
  { unit }: Extract<PlainType, { type: "whole" }>,
): string => (unit === undefined ? String(value) : units[unit]({ n: value }));

const SAY: {
  readonly [T in PlainType["type"]]: (
    phrases: Phrases,
    value: PlainValues[T],
    type: Extract<PlainType, { type: T }>,
  ) => string;
} = {
  instant,
  window,
  place,
  area,
  band,
  count,
  // Parsed against the list, whose every word the catalogue has.
  word: ({ catalogue }, value, { list }) =>
    (catalogue.words[list] as Readonly<Record<string, string>>)[value]!,
  whole,
  reference: fixedText,
  cell: fixedText,
  hash: fixedText,
  contact: authorsText,
  text: authorsText,
  "free-text": authorsText,
};

/** Short ones without commas of their own stand in one line; others are numbered, one to a line. */
const SHORT: ReadonlySet<FieldType["type"]> = new Set(["word", "reference", "cell"]);

const listText = (
  phrases: Phrases,
  { of }: ListType,
  values: readonly (PlainValue | Row)[],
): string => {
  const texts = values.map((value) => valueText(phrases, of, value));
  if (SHORT.has(of.type)) return commaText(phrases, texts);
  if (texts.length === 1) return texts[0]!;
  return texts
    .map((value, i) => `\n  ${phrases.parts.numbered({ number: i + 1, value })}`)
    .join("");
};

const rowText = (phrases: Phrases, { columns }: RowType, row: Row): string => {
  const said = Object.entries(columns).filter(([name]) => row[name] !== undefined);
  return commaText(
    phrases,
    said.map(([name, type]) =>
      phrases.parts.column({
        label: phrases.catalogue.fields[name as FieldName],
        value: valueText(phrases, type, row[name]!),
      }),
    ),
  );
};

/**
 * What a field of a message can hold: a small closed union, and the values that belong to it.
 *
 * One table of fields (`kinds.ts`) drives everything: what is taken in (`parse-body.ts`), how it is
 * said (`phrases/`), how it is coded for voice (`formats/short-code.ts`).
 */

import { LIMITS } from "../limits.ts";
import type { WordList, WordOf } from "./words.ts";

/** A point in WGS84 degrees. Named members, so that the two can't be swapped unseen. */
export type Point = { readonly lngDeg: number; readonly latDeg: number };

/** A point as it was said: `datum` when it was measured in another, or in an unknown one. */
export type Place = Point & { readonly datum?: WordOf<"datum"> };

/** From the first instant to the last, both included, Unix ms; null: until further notice. */
export type Window = { readonly startMs: number; readonly endMs: number | null };

/** Metres above the WGS84 ellipsoid, both included; null: no bound. */
export type Band = { readonly lowerM: number | null; readonly upperM: number | null };

/** How many: exactly, between, or (`to` null) at least. An exact number says more than it must. */
export type Count = { readonly from: number; readonly to: number | null };

/** Edges of `ring` and `route` are the shortest lines between their points. */
export type Area =
  | { readonly kind: "circle"; readonly center: Point; readonly radiusM: number }
  | { readonly kind: "polygon"; readonly ring: readonly Point[] }
  | { readonly kind: "route"; readonly points: readonly Point[]; readonly halfWidthM: number };

/** What a whole number or a count is a number of; `phrases/` has its plural forms. */
export type Unit = "person" | "mover" | "storey" | "minute" | "metre";

/** What an identity is the identity of. */
export type Referent =
  | "operation"
  | "conflict"
  | "proposal"
  | "message"
  | "site"
  | "movement"
  | "incident"
  | "area"
  | "meeting"
  | "readout"
  | "party";

/** Fields of one value. */
export type PlainType =
  | { readonly type: "instant" }
  | { readonly type: "window" }
  | { readonly type: "place" }
  | { readonly type: "area" }
  | { readonly type: "band" }
  | { readonly type: "count"; readonly unit: "person" | "mover" }
  | { readonly type: "word"; readonly list: WordList }
  | { readonly type: "whole"; readonly min: number; readonly max: number; readonly unit?: Unit }
  | { readonly type: "reference"; readonly to: Referent }
  /** A cell of the Global Area Reference System, as "463LV24". */
  | { readonly type: "cell" }
  /** The first 16 to 64 hexadecimal digits of a SHA-256. */
  | { readonly type: "hash" }
  | { readonly type: "contact" }
  /** One line. */
  | { readonly type: "text" }
  /** Many lines, in the language of the message's author, which prevails, or in the one named here. */
  | { readonly type: "free-text"; readonly language?: WordOf<"language"> };

/** Plain values with names of their own, as one vehicle of a movement. */
export type RowType = { readonly type: "row"; readonly columns: Columns };
export type Columns = Readonly<Record<string, PlainType & Optionality>>;

/** At least one and no two alike. */
export type ListType = { readonly type: "list"; readonly of: PlainType | RowType };

export type FieldType = PlainType | RowType | ListType;
export type Optionality = { readonly optional?: true };
export type Field = FieldType & Optionality;
export type Fields = Readonly<Record<string, Field>>;

/** By type, what a plain field holds. */
export type PlainValues = {
  instant: number;
  window: Window;
  place: Place;
  area: Area;
  band: Band;
  count: Count;
  word: string;
  whole: number;
  reference: string;
  cell: string;
  hash: string;
  contact: string;
  text: string;
  "free-text": string;
};

/** The value that a type of field holds. */
export type ValueOf<T extends FieldType> = T extends { type: "word"; list: infer L }
  ? L extends WordList
    ? WordOf<L>
    : never
  : T extends { type: "list"; of: infer E }
    ? E extends PlainType | RowType
      ? readonly ValueOf<E>[]
      : never
    : T extends { type: "row"; columns: infer C }
      ? C extends Columns
        ? ValuesOf<C>
        : never
      : T extends { type: infer N }
        ? N extends keyof PlainValues
          ? PlainValues[N]
          : never
        : never;

/** The values of many fields: those that are optional may be left out. */
export type ValuesOf<F extends Fields> = {
  readonly [N in keyof F as F[N] extends { optional: true } ? never : N]: ValueOf<F[N]>;
} & {
  readonly [N in keyof F as F[N] extends { optional: true } ? N : never]?: ValueOf<F[N]>;
};

/** Any value of any field, for code that works on every kind alike. */
export type PlainValue = PlainValues[keyof PlainValues];
export type Row = Readonly<Record<string, PlainValue>>;
export type FieldValue = PlainValue | Row | readonly (PlainValue | Row)[];
export type Values = Readonly<Record<string, FieldValue>>;

// The words in which `kinds/` writes its tables.

type Word<L extends WordList> = { readonly type: "word"; readonly list: L };
type List<T extends PlainType | RowType> = { readonly type: "list"; readonly of: T };

export const INSTANT = { type: "instant" } as const;
export const WINDOW = { type: "window" } as const;
export const PLACE = { type: "place" } as const;
export const AREA = { type: "area" } as const;
export const BAND = { type: "band" } as const;
export const CONTACT = { type: "contact" } as const;
export const TEXT = { type: "text" } as const;
export const FREE_TEXT = { type: "free-text" } as const;
export const HASH = { type: "hash" } as const;
export const CELL = { type: "cell" } as const;
export const PEOPLE = { type: "count", unit: "person" } as const;
export const MOVERS = { type: "count", unit: "mover" } as const;
/** The version of what is referred to. */
export const VERSION = { type: "whole", min: 1, max: 999_999 } as const;
export const YES_NO = { type: "word", list: "yesNo" } as const;

export const word = <L extends WordList>(list: L): Word<L> => ({ type: "word", list });
export const listOf = <T extends PlainType | RowType>(of: T): List<T> => ({ type: "list", of });
export const words = <L extends WordList>(list: L): List<Word<L>> => listOf(word(list));
export const reference = (to: Referent): { readonly type: "reference"; readonly to: Referent } => ({
  type: "reference",
  to,
});
export const optional = <T extends FieldType>(type: T): T & { readonly optional: true } => ({
  ...type,
  optional: true,
});

/** The same fields, each of which may be left out: what an update may say anew. */
export const allOptional = <F extends Fields>(
  fields: F,
): { readonly [N in keyof F]: F[N] & { readonly optional: true } } =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, optional(field)])) as {
    readonly [N in keyof F]: F[N] & { readonly optional: true };
  };

/** Characters that a text of this type may have. */
export const CHARS_MAX = {
  contact: LIMITS.contactCharsMax,
  text: LIMITS.messageTextCharsMax,
  "free-text": LIMITS.messageFreeTextCharsMax,
} as const;

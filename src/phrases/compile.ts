/** Catalogues made ready to speak: each ICU message is parsed once, when the room is loaded. */

import { IntlMessageFormat } from "intl-messageformat";
import { KIND_NAMES } from "../core/line/kinds.ts";
import type { Kind } from "../core/line/kinds.ts";
import type { Unit } from "../core/line/fields.ts";
import { ar } from "./ar.ts";
import type { Catalogue, Counted, Fixed, Language, Part } from "./catalogue.ts";
import { en } from "./en.ts";
import { ru } from "./ru.ts";

export const CATALOGUES: { readonly [L in Language]: Catalogue } = { en, ar, ru };

/** Says one ICU message. Throws when a name that it uses is not given: our own bug. */
export type Say = (values?: Readonly<Record<string, string | number>>) => string;

export type Phrases = {
  readonly catalogue: Catalogue;
  readonly leads: Readonly<Record<Kind, Say>>;
  /** Fields that the lead of a kind has said. */
  readonly saidInLead: Readonly<Record<Kind, ReadonlySet<string>>>;
  readonly parts: Readonly<Record<Part, Say>>;
  readonly fixed: Readonly<Record<Fixed, Say>>;
  readonly units: Readonly<Record<Unit, Say>>;
  readonly ranges: Readonly<Record<Counted, Say>>;
  readonly atLeast: Readonly<Record<Counted, Say>>;
};

const compile = (catalogue: Catalogue): Phrases => {
  const parse = (text: string): IntlMessageFormat =>
    new IntlMessageFormat(text, catalogue.language, undefined, { ignoreTag: true });
  const { language, kinds } = catalogue;
  const sayEach = <K extends string>(texts: Readonly<Record<K, string>>) =>
    compileText(language, texts);
  return {
    catalogue,
    leads: sayEach(mapEach(KIND_NAMES, (kind) => kinds[kind].lead)),
    saidInLead: mapEach(KIND_NAMES, (kind) => new Set(namesIn(parse(kinds[kind].lead).getAst()))),
    parts: sayEach(catalogue.parts),
    fixed: sayEach(catalogue.fixed),
    units: sayEach(catalogue.units),
    ranges: sayEach(catalogue.ranges),
    atLeast: sayEach(catalogue.atLeast),
  };
};

/** ICU messages by their names, ready to be said. */
export const compileText = <K extends string>(
  language: Catalogue["language"],
  texts: Readonly<Record<K, string>>,
): Readonly<Record<K, Say>> =>
  mapEach(Object.keys(texts) as K[], (key) => {
    const message = new IntlMessageFormat(texts[key], language, undefined, { ignoreTag: true });
    return (values) => String(message.format(values));
  });

const mapEach = <K extends string, T>(keys: readonly K[], make: (key: K) => T): Record<K, T> =>
  Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<K, T>;

/** One piece of a parsed ICU message: a text, or something with a name. */
export type IcuElement = ReturnType<IntlMessageFormat["getAst"]>[number];
const TEXT = 0;

/** The names that a message asks for, those in its plural forms too. */
export const namesIn = (elements: readonly IcuElement[]): string[] =>
  elements.flatMap((element) => {
    if ((element.type as number) === TEXT || !("value" in element)) return [];
    const forms = "options" in element ? Object.values(element.options) : [];
    return [element.value, ...forms.flatMap(({ value }) => namesIn(value))];
  });

export const PHRASES: Readonly<Record<Language, Phrases>> = {
  en: compile(en),
  ar: compile(ar),
  ru: compile(ru),
};

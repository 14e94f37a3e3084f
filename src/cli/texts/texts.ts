/** The words of the command line and its pictures, in three languages; docs: terms.md. */

import { ar } from "./ar.ts";
import { en } from "./en.ts";
import { ru } from "./ru.ts";

export const LANGS = ["en", "ar", "ru"] as const;
export type Lang = (typeof LANGS)[number];

/** The plural forms each language has (CLDR): a missing one does not compile. */
type PluralForms = {
  en: "one" | "other";
  ar: "zero" | "one" | "two" | "few" | "many" | "other";
  ru: "one" | "few" | "many" | "other";
};

export type Catalogue<L extends Lang> = {
  readonly lang: L;
  /** The language's name in itself. */
  readonly name: string;
  readonly dir: "ltr" | "rtl";
  /** True once a native-speaking officer has signed for the words. */
  readonly reviewed: boolean;
  readonly words: Readonly<Record<Word, string>>;
  readonly counts: Readonly<Record<Countable, Readonly<Record<PluralForms[L], string>>>>;
};

/** Texts with `{n}` in them, by the form that the number asks for. */
export type Countable = "conflicts" | "records" | "skipped" | "regions" | "moreConflicts" | "there";

export type Word =
  | "title"
  | "whatItIs"
  | "notPermission"
  | "noOverlap"
  | "incomplete"
  | "skippedUnchecked"
  | "asOf"
  | "lateral"
  | "vertical"
  | "window"
  | "certainty"
  | "minima"
  | "tolerance"
  | "sure"
  | "within-tolerance"
  | "always"
  | "from"
  | "until"
  | "windowsApart"
  | "metres"
  | "kilometres"
  | "seconds"
  | "notes"
  | "unreviewed"
  | "file"
  | "place"
  | "reason"
  | "conflictsHeading"
  | "skippedHeading"
  | "regionsHeading"
  | "legendHeading"
  | "legendConflict"
  | "legendSelected"
  | "legendMoving"
  | "legendUnnamed"
  | "language"
  | "map"
  | "mapHelp"
  | "zoomIn"
  | "zoomOut"
  | "wholeRegion"
  | "allTimes"
  | "oneTime"
  | "time"
  | "play"
  | "pause"
  | "earlier"
  | "later"
  | "noTimes"
  | "north"
  | "volume"
  | "notDrawn"
  | "notListed"
  | "noConflictsHere"
  | "option"
  | "optionNone"
  | "optionEarlier"
  | "optionLater"
  | "optionLower"
  | "optionHigher"
  | "optionLateral"
  | "optionReroute";

/** Every catalogue. A word or a form missing in one of them does not compile. */
export const CATALOGUES: { readonly [L in Lang]: Catalogue<L> } = { en, ar, ru };

export type Texts = Catalogue<Lang>;

/** `text` with each `{name}` replaced; one that is not given stays as it is. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? values[name]! : whole,
  );

/** Numbers in Latin digits in every language, grouped as the language does. */
export const numberText = (lang: Lang, value: number, digits = 0): string =>
  new Intl.NumberFormat(`${lang}-u-nu-latn`, { maximumFractionDigits: digits }).format(value);

/** A counted text in the form that the number asks for. */
export const countText = (lang: Lang, what: Countable, n: number): string => {
  const forms: Readonly<Record<string, string>> = CATALOGUES[lang].counts[what];
  const form = new Intl.PluralRules(lang).select(n);
  return fill(forms[form] ?? forms["other"]!, { n: numberText(lang, n) });
};

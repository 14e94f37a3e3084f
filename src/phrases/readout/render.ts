/** Released readouts in words, for a page and a feed: lines of what was said, and what is said around them. */

import type { PublicFacts } from "../../core/contacts/public-view.ts";
import type { FirstSince } from "../../core/contacts/readout-model.ts";
import type { FieldName } from "../../core/line/kinds.ts";
import type { WordList, WordOf } from "../../core/line/words.ts";
import type { Names } from "../../core/theatre/model.ts";
import type { Language } from "../catalogue.ts";
import { compileText, PHRASES } from "../compile.ts";
import type { Say } from "../compile.ts";
import { instantText } from "../plain-text.ts";
import { commaText, fixedText, wordText } from "../value-text.ts";
import { ar } from "./ar.ts";
import { en } from "./en.ts";
import { ru } from "./ru.ts";
import type { PageText, ReadoutWords, WordsByLanguage } from "./words.ts";

export const READOUT_WORDS: WordsByLanguage = { en, ar, ru };

type Compiled = {
  readonly texts: Readonly<Record<PageText, Say>>;
  readonly firstSince: Readonly<Record<WordOf<"meetingForm">, Say>>;
};

const compile = (language: Language, { texts, firstSince }: ReadoutWords): Compiled => ({
  texts: compileText(language, texts),
  firstSince: compileText(language, firstSince),
});

const COMPILED: Readonly<Record<Language, Compiled>> = {
  en: compile("en", en),
  ar: compile("ar", ar),
  ru: compile("ru", ru),
};

/** What the page says beside the fields. */
export const sayOnPage = (
  text: PageText,
  language: Language,
  values?: Readonly<Record<string, string | number>>,
): string => COMPILED[language].texts[text](values);

export type FactLine = { readonly label: string; readonly text: string };

/** What was released, line by line, in the order of the table of fields; text and gap are apart. */
export const factLines = (facts: PublicFacts, language: Language): readonly FactLine[] => {
  const { form, place, offices, purposes, date, durationMinutes, topics } = facts;
  const { outcome, tone, details, nextContact } = facts;
  const phrases = PHRASES[language];
  const words = <L extends WordList>(list: L, said: readonly WordOf<L>[] | undefined) =>
    said &&
    commaText(
      phrases,
      said.map((word) => wordText(phrases, list, word)),
    );
  const word = <L extends WordList>(list: L, said: WordOf<L> | undefined) =>
    said && wordText(phrases, list, said);
  const lines: readonly (readonly [FieldName, string | 0 | undefined])[] = [
    ["heldMs", date && dayText(date, language)],
    ["meetingForm", word("meetingForm", form)],
    ["meetingPlace", place && nameText(place, language)],
    ["durationMinutes", durationMinutes && durationText(durationMinutes, language)],
    ["offices", words("office", offices)],
    ["purposes", words("meetingPurpose", purposes)],
    ["topics", words("topic", topics)],
    ["meetingOutcome", word("meetingOutcome", outcome)],
    ["tone", word("tone", tone)],
    ["details", word("details", details)],
    ["nextContactMs", nextContact && dayText(nextContact, language)],
  ];
  return lines.flatMap(([name, text]) =>
    text ? [{ label: phrases.catalogue.fields[name], text }] : [],
  );
};

/** "First in person at this level since December 2019". */
export const firstSinceText = ({ form, month }: FirstSince, language: Language): string => {
  const [year = "", number = ""] = month.split("-");
  const named = { month: monthName(number, language), year };
  return COMPILED[language].firstSince[form]({ month: sayOnPage("month", language, named) });
};

/** "22 September 2021", of "2021-09-22". */
export const dayText = (day: string, language: Language): string => {
  const [year = "", month = "", number = ""] = day.split("-");
  return sayOnPage("day", language, {
    day: String(Number(number)),
    month: monthName(month, language),
    year,
  });
};

const monthName = (number: string, language: Language): string =>
  READOUT_WORDS[language].months[Number(number) - 1] ?? number;

/** Whole hours as hours; what is left over, in minutes. */
const durationText = (minutes: number, language: Language): string => {
  const phrases = PHRASES[language];
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return commaText(phrases, [
    ...(hours > 0 ? [sayOnPage("hours", language, { n: hours })] : []),
    ...(rest > 0 || hours === 0 ? [phrases.units.minute({ n: rest })] : []),
  ]);
};

/** In the language, where the party has a name in it. */
export const nameText = (names: Names, language: Language): string => names[language] ?? names.en;

/** Names one after the other, with the comma of the language, and what else is given. */
export const namesText = (
  all: readonly Names[],
  language: Language,
  more: readonly string[] = [],
): string =>
  commaText(PHRASES[language], [...all.map((names) => nameText(names, language)), ...more]);

/** To the minute. */
export const releasedText = (releasedMs: number, language: Language): string => {
  const minute = Math.floor(releasedMs / 60_000) * 60_000;
  return sayOnPage("released", language, {
    time: fixedText(PHRASES[language], instantText(minute)),
  });
};

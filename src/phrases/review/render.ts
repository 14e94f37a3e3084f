/** Reviews in words. */

import type { Heading } from "../../core/reviews/headings.ts";
import type { ReviewOutcome, ReviewState } from "../../core/reviews/model.ts";
import type { Language } from "../catalogue.ts";
import { compileText, PHRASES } from "../compile.ts";
import type { Say } from "../compile.ts";
import { fixedText, wordText } from "../value-text.ts";
import { ar } from "./ar.ts";
import { en } from "./en.ts";
import { ru } from "./ru.ts";
import type { ReviewText, ReviewWordsByLanguage } from "./words.ts";

export const REVIEW_WORDS: ReviewWordsByLanguage = { en, ar, ru };

const COMPILED: Readonly<Record<Language, Readonly<Record<ReviewText, Say>>>> = {
  en: compileText("en", en.texts),
  ar: compileText("ar", ar.texts),
  ru: compileText("ru", ru.texts),
};

export const sayOfReview = (
  text: ReviewText,
  language: Language,
  values?: Readonly<Record<string, string | number>>,
): string => COMPILED[language][text](values);

export const outcomeText = (outcome: ReviewOutcome, language: Language): string =>
  REVIEW_WORDS[language].outcomes[outcome];
export const reviewStateText = (state: ReviewState, language: Language): string =>
  REVIEW_WORDS[language].states[state];

/** `names`: of the parties, in the language. */
export const headingText = (
  { heading, of, incidentKind }: Heading,
  language: Language,
  names: (party: string) => string,
): string =>
  sayOfReview(heading, language, {
    party: of === null ? "" : names(of),
    kind: incidentKind === null ? "" : wordText(PHRASES[language], "incidentKind", incidentKind),
  });

/** One side's number under its name; null: it states none. */
export const byOneText = (count: number | null, party: string, language: Language): string =>
  sayOfReview("byOne", language, {
    party,
    count: count === null ? sayOfReview("noFigure", language) : String(count),
  });

/** Of two days such as 2026-11-23, which no text around them turns round. */
export const reviewPeriodText = (
  { from, to }: { readonly from: string; readonly to: string },
  language: Language,
): string => {
  const day = (text: string): string => fixedText(PHRASES[language], text);
  return sayOfReview("period", language, { from: day(from), to: day(to) });
};

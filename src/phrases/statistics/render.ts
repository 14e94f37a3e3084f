/** Statistics in words. */

import type { Band } from "../../core/statistics/view.ts";
import { WORDS } from "../../core/line/words.ts";
import type {
  AreaStep,
  CheckEnd,
  ConflictStep,
  IncidentStep,
  MovementAnswer,
  MovementStep,
  SiteAnswer,
  SiteStep,
} from "../../core/statistics/model.ts";
import type { NoticeKind } from "../../core/operations/model.ts";
import type { Language } from "../catalogue.ts";
import { compileText, PHRASES } from "../compile.ts";
import type { Say } from "../compile.ts";
import { fixedText, wordText } from "../value-text.ts";
import { ar } from "./ar.ts";
import { en } from "./en.ts";
import { ru } from "./ru.ts";
import type { StatisticsText, StatisticsWords, WordsByLanguage } from "./words.ts";

export const STATISTICS_WORDS: WordsByLanguage = { en, ar, ru };

const compile = (
  language: Language,
  { texts }: StatisticsWords,
): Readonly<Record<StatisticsText, Say>> => compileText(language, texts);

const COMPILED: Readonly<Record<Language, Readonly<Record<StatisticsText, Say>>>> = {
  en: compile("en", en),
  ar: compile("ar", ar),
  ru: compile("ru", ru),
};

export const sayOfStatistics = (
  text: StatisticsText,
  language: Language,
  values?: Readonly<Record<string, string | number>>,
): string => COMPILED[language][text](values);

export const noticeText = (kind: NoticeKind, language: Language): string =>
  STATISTICS_WORDS[language].notices[kind];
export const stepText = (step: ConflictStep, language: Language): string =>
  STATISTICS_WORDS[language].steps[step];
export const checkText = (end: CheckEnd, language: Language): string =>
  STATISTICS_WORDS[language].checks[end];

export const siteText = (step: SiteStep, language: Language): string =>
  STATISTICS_WORDS[language].siteSteps[step];
export const siteAnswerText = (answer: SiteAnswer, language: Language): string =>
  STATISTICS_WORDS[language].siteAnswers[answer];
export const movementAnswerText = (answer: MovementAnswer, language: Language): string =>
  STATISTICS_WORDS[language].movementAnswers[answer];
export const areaText = (step: AreaStep, language: Language): string =>
  STATISTICS_WORDS[language].areaSteps[step];

const isIn = <T extends string>(words: readonly T[], word: string): word is T =>
  words.some((one) => one === word);

/** How it ended is said as on the line. */
export const incidentStepText = (step: IncidentStep, language: Language): string =>
  isIn(WORDS.incidentOutcome, step)
    ? wordText(PHRASES[language], "incidentOutcome", step)
    : STATISTICS_WORDS[language].incidentSteps[step];
export const movementText = (step: MovementStep, language: Language): string =>
  isIn(WORDS.movementOutcome, step)
    ? wordText(PHRASES[language], "movementOutcome", step)
    : STATISTICS_WORDS[language].movementSteps[step];

/** Of two days such as 2026-11-23, which no text around them turns round. */
export const periodText = (
  { from, to }: { readonly from: string; readonly to: string },
  language: Language,
): string => {
  const day = (text: string): string => fixedText(PHRASES[language], text);
  return sayOfStatistics("period", language, { from: day(from), to: day(to) });
};

/** In the largest unit that leaves nothing over: "30 min", "6 h", "2 d". */
export const spanText = (minutes: number, language: Language): string => {
  if (minutes >= 1_440 && minutes % 1_440 === 0)
    return sayOfStatistics("days", language, { n: minutes / 1_440 });
  return minutes >= 60 && minutes % 60 === 0
    ? sayOfStatistics("hours", language, { n: minutes / 60 })
    : sayOfStatistics("minutes", language, { n: minutes });
};

/** "2 h to 6 h". */
export const bandText = (
  { fromMin, toMin }: Pick<Band, "fromMin" | "toMin">,
  language: Language,
): string => {
  const from = fromMin === null ? "" : spanText(fromMin, language);
  const to = toMin === null ? "" : spanText(toMin, language);
  if (fromMin === null)
    return sayOfStatistics(toMin === 0 ? "afterStart" : "below", language, { to });
  return sayOfStatistics(toMin === null ? "from" : "between", language, { from, to });
};

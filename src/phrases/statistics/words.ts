/** What the page of statistics says: a word missing in a language does not compile. */

import type { CheckEnd, ConflictStep } from "../../core/statistics/model.ts";
import type { NoticeKind } from "../../core/operations/model.ts";
import type { Language } from "../catalogue.ts";

/** ICU messages. */
export type StatisticsText =
  | "title"
  | "period"
  | "made"
  | "whatItIs"
  | "own"
  | "notices"
  | "short"
  | "byDay"
  | "minutesOfNotice"
  | "conflicts"
  | "withParty"
  | "joint"
  | "sentTo"
  | "receivedFrom"
  | "minutesToAcknowledge"
  | "conflictsOfBoth"
  | "lines"
  | "up"
  | "checks"
  | "nothing"
  | "sent"
  | "inTime"
  | "late"
  | "overdue"
  | "below"
  | "afterStart"
  | "between"
  | "from"
  | "minutes"
  | "hours"
  | "days";

export type StatisticsWords = {
  readonly texts: Readonly<Record<StatisticsText, string>>;
  readonly notices: Readonly<Record<NoticeKind, string>>;
  readonly steps: Readonly<Record<ConflictStep, string>>;
  readonly checks: Readonly<Record<CheckEnd, string>>;
};

export type WordsByLanguage = { readonly [L in Language]: StatisticsWords };

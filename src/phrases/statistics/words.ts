/** What the page of statistics says: a word missing in a language does not compile. */

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
import type { WordOf } from "../../core/line/words.ts";
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
  | "incidents"
  | "incidentsByKind"
  | "incidentsOfBoth"
  | "incidentsConfirmed"
  | "incidentsDiffer"
  | "ofBoth"
  | "ownNumber"
  | "otherNumber"
  | "sites"
  | "movements"
  | "areas"
  | "areasOfBoth"
  | "toldOfOurs"
  | "toldOfTheirs"
  | "siteLabel"
  | "movementLabel"
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
  readonly incidentSteps: Readonly<
    Record<Exclude<IncidentStep, WordOf<"incidentOutcome">>, string>
  >;
  readonly siteSteps: Readonly<Record<SiteStep, string>>;
  readonly siteAnswers: Readonly<Record<SiteAnswer, string>>;
  readonly movementSteps: Readonly<
    Record<Exclude<MovementStep, WordOf<"movementOutcome">>, string>
  >;
  readonly movementAnswers: Readonly<Record<MovementAnswer, string>>;
  readonly areaSteps: Readonly<Record<AreaStep, string>>;
};

export type WordsByLanguage = { readonly [L in Language]: StatisticsWords };

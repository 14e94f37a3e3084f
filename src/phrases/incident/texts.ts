/** What must be sayable of an incident, in each language. */

import type {
  IncidentClockKind,
  IncidentState,
  LinkKind,
  ReportForm,
} from "../../core/incidents/model.ts";

export type Line =
  | "title"
  | "between"
  | "kind"
  | "state"
  | "opened"
  | "accounts"
  | "report"
  | "agreed"
  | "disputed"
  | "open"
  | "fact"
  | "answer"
  | "none"
  | "queries"
  | "query"
  | "reply"
  | "noReply"
  | "links"
  | "link"
  | "hidden"
  | "clocks"
  | "owed"
  | "both"
  | "met"
  | "waits"
  | "overdue"
  | "raised"
  | "metLate"
  | "steps"
  | "step"
  | "closing"
  | "closingText"
  | "caution";

export type IncidentTexts = {
  readonly states: Readonly<Record<IncidentState, string>>;
  readonly clocks: Readonly<Record<IncidentClockKind, string>>;
  readonly forms: Readonly<Record<ReportForm, string>>;
  readonly links: Readonly<Record<LinkKind, string>>;
  /** With `{names}` for what is filled in. */
  readonly lines: Readonly<Record<Line, string>>;
};

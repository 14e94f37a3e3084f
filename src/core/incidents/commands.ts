/** What the sides of an incident say of it. */

import type { Values } from "../line/fields.ts";
import type { WordOf } from "../line/words.ts";
import type { Level } from "../parties/model.ts";
import type { FactAnswer, IncidentOutcome, LinkKind, ReportForm, SaidStep } from "./model.ts";

/** With a first report, or because of a message on the line, or both. */
export type OpenIncident = {
  readonly kind: "open-incident";
  readonly other: string;
  readonly incidentKind: WordOf<"incidentKind">;
  readonly atMs: number;
  readonly messageId?: string;
  /** The first written report. */
  readonly fields?: Values;
};

type Of = { readonly incidentId: string };

export type StepIncident = Of & {
  readonly kind: "step-incident";
  readonly to: SaidStep;
  readonly text?: string;
};
export type ReportIncident = Of & {
  readonly kind: "report-incident";
  readonly form: ReportForm;
  readonly fields: Values;
};
export type StateFact = Of & {
  readonly kind: "state-fact";
  readonly text: string;
  readonly supersedes?: number;
};
export type AnswerFact = Of & {
  readonly kind: "answer-fact";
  readonly number: number;
  readonly answer: FactAnswer["state"];
  readonly text?: string;
};
export type LinkIncident = Of & {
  readonly kind: "link-incident";
  readonly to: LinkKind;
  readonly id: string;
};
export type AskIncident = Of & {
  readonly kind: "ask-incident";
  readonly isUrgent: boolean;
  readonly text: string;
};
export type AnswerIncident = Of & {
  readonly kind: "answer-incident";
  readonly number: number;
  readonly text: string;
};
export type ReferIncident = Of & {
  readonly kind: "refer-incident";
  readonly level: Level;
  readonly text: string;
};
/** One side's word; another outcome takes the place of the one it said before. */
export type CloseIncident = Of & {
  readonly kind: "close-incident";
  readonly outcome: IncidentOutcome;
  readonly text?: string;
};
export type ReopenIncident = Of & { readonly kind: "reopen-incident"; readonly text: string };

/** May one's own counts be told beside the other's where the two differ? */
export type ConsentIncidentCounts = {
  readonly kind: "consent-incident-counts";
  readonly other: string;
  readonly isGiven: boolean;
};

/** What is said of an incident that is there. */
export type OnIncident =
  | StepIncident
  | ReportIncident
  | StateFact
  | AnswerFact
  | LinkIncident
  | AskIncident
  | AnswerIncident
  | ReferIncident
  | CloseIncident
  | ReopenIncident;

export type IncidentCommand = OpenIncident | OnIncident | ConsentIncidentCounts;

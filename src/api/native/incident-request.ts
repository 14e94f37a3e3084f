/** What is said of an incident, as it comes over the wire. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { LINK_KINDS, REPORT_FORMS, SAID_STEPS } from "../../core/incidents/model.ts";
import type { ReportForm } from "../../core/incidents/model.ts";
import { LIMITS } from "../../core/limits.ts";
import { INCIDENT_REPORTS } from "../../core/line/kinds/incidents.ts";
import { parseByTable } from "../../core/line/parse-body.ts";
import type { Table } from "../../core/line/parse-body.ts";
import type { Fields, Values } from "../../core/line/fields.ts";
import { WORDS } from "../../core/line/words.ts";
import { problemOfRefusal } from "../problem.ts";
import { asWireRefusal, fieldsFromWire } from "./message-fields.ts";
import { BodyFields } from "./message-request.ts";
import { Level } from "./party.ts";
import { CLOSED, Instant, OneOf, PartyId } from "./schema.ts";

const Reference = Type.String({ minLength: 1, maxLength: LIMITS.referenceCharsMax });
const Text = Type.String({ minLength: 1, maxLength: LIMITS.messageFreeTextCharsMax });
const Ordinal = Type.Integer({ minimum: 1 });
const NumberOf = (what: string) => Type.Integer({ minimum: 1, description: `Of the ${what}.` });

export const OpenIncidentRequest = Type.Object(
  {
    other: PartyId,
    incidentKind: OneOf(WORDS.incidentKind),
    at: Instant,
    messageId: Type.Optional(Reference),
    fields: Type.Optional(BodyFields),
  },
  {
    ...CLOSED,
    title: "OpenIncidentRequest",
    description:
      "With the first report in fields (as the message kind incident_report has them), or because of a message on the line (incident_report, cease_request, distress), or both.",
  },
);
export type OpenIncidentRequest = Static<typeof OpenIncidentRequest>;

export const StepRequest = Type.Object(
  { to: OneOf(SAID_STEPS), text: Type.Optional(Text) },
  { ...CLOSED, title: "IncidentStepRequest" },
);
export const ReportRequest = Type.Object(
  { form: OneOf(REPORT_FORMS), fields: BodyFields },
  {
    ...CLOSED,
    title: "IncidentReportRequest",
    description: "The same form again is a correction: the next version, beside the ones before.",
  },
);
export const FactRequest = Type.Object(
  { text: Text, supersedes: Type.Optional(NumberOf("agreed fact in whose place it is to stand")) },
  { ...CLOSED, title: "IncidentFactRequest" },
);
export const FactAnswerRequest = Type.Object(
  {
    number: Ordinal,
    answer: OneOf(["agreed", "disputed", "left_open"] as const),
    text: Type.Optional(Text),
  },
  { ...CLOSED, title: "IncidentFactAnswerRequest" },
);
export const LinkRequest = Type.Object(
  { to: OneOf(LINK_KINDS), id: Reference },
  { ...CLOSED, title: "IncidentLinkRequest" },
);
export const QueryRequest = Type.Object(
  { isUrgent: Type.Boolean(), text: Text },
  { ...CLOSED, title: "IncidentQueryRequest" },
);
export const QueryAnswerRequest = Type.Object(
  { number: Ordinal, text: Text },
  { ...CLOSED, title: "IncidentQueryAnswerRequest" },
);
export const ReferRequest = Type.Object(
  { level: Level, text: Text },
  { ...CLOSED, title: "IncidentReferRequest" },
);
export const CloseRequest = Type.Object(
  { outcome: OneOf(WORDS.incidentOutcome), text: Type.Optional(Text) },
  { ...CLOSED, title: "IncidentCloseRequest" },
);
export const ReopenRequest = Type.Object(
  { text: Text },
  { ...CLOSED, title: "IncidentReopenRequest" },
);
export const CountConsentRequest = Type.Object(
  { isGiven: Type.Boolean() },
  { ...CLOSED, title: "IncidentCountConsentRequest" },
);

export type StepRequest = Static<typeof StepRequest>;
export type ReportRequest = Static<typeof ReportRequest>;
export type FactRequest = Static<typeof FactRequest>;
export type FactAnswerRequest = Static<typeof FactAnswerRequest>;
export type LinkRequest = Static<typeof LinkRequest>;
export type QueryRequest = Static<typeof QueryRequest>;
export type QueryAnswerRequest = Static<typeof QueryAnswerRequest>;
export type ReferRequest = Static<typeof ReferRequest>;
export type CloseRequest = Static<typeof CloseRequest>;
export type ReopenRequest = Static<typeof ReopenRequest>;
export type CountConsentRequest = Static<typeof CountConsentRequest>;

/** Judged by the same tables as the messages of these kinds. Throws ApiProblem with the field. */
export const parseReport = (
  form: ReportForm,
  given: Static<typeof BodyFields>,
  nowMs: number,
): Values => {
  const table: Table<Fields> = INCIDENT_REPORTS[form];
  const parsed = parseByTable(table, fieldsFromWire(table.fields, given, "fields"));
  if (!parsed.ok) throw problemOfRefusal(asWireRefusal(parsed.refusal), { nowMs });
  return parsed.value;
};

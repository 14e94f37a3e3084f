/** Incidents on the wire: both sides' accounts beside each other, and what is owed by when. */

import { Type } from "typebox";
import type { Static, TObject, TProperties } from "typebox";
import {
  CLOCK_KINDS,
  FACT_STATES,
  INCIDENT_STATES,
  LINK_KINDS,
  REPORT_FORMS,
} from "../../core/incidents/model.ts";
import type { IncidentClock } from "../../core/incidents/model.ts";
import type {
  ExistsIncidentView,
  FullIncidentView,
  IncidentView,
} from "../../core/incidents/view.ts";
import { INCIDENT_REPORTS } from "../../core/line/kinds/incidents.ts";
import { WORDS } from "../../core/line/words.ts";
import { fieldsToWire } from "./message-fields.ts";
import { BodyFields } from "./message-request.ts";
import { Level } from "./party.ts";
import { Instant, ListOf, NullableInstant, NullableOneOf, NullableText, OneOf } from "./schema.ts";
import { timeText } from "./time.ts";

const Ordinal = Type.Integer({ minimum: 1 });
const NullableOrdinal = Type.Unsafe<number | null>({ type: ["integer", "null"] });
const BY = NullableText("The officer, of your own side alone.");
const Who = { party: Type.String(), by: BY, at: Instant };
const IncidentState = OneOf(INCIDENT_STATES);
const Parties = ListOf(Type.String(), {
  minItems: 2,
  maxItems: 2,
  description: "Who opened it, then the other.",
});
const Outcome = OneOf(WORDS.incidentOutcome);
const nullable = <S extends TProperties>(schema: TObject<S>) =>
  Type.Unsafe<Static<TObject<S>> | null>({ anyOf: [schema, { type: "null" }] });

const ClockFields = {
  what: OneOf(CLOCK_KINDS),
  party: NullableText("Who owes it; null: both."),
  dueAt: Instant,
  metAt: NullableInstant,
  overdueAt: NullableInstant,
};

const FullIncident = Type.Object(
  {
    detail: Type.Literal("full"),
    id: Type.String(),
    parties: Parties,
    incidentKind: OneOf(WORDS.incidentKind),
    at: Instant,
    messageId: NullableText("The message that opened it; null: none."),
    openedAt: Instant,
    changedAt: Instant,
    state: IncidentState,
    ceaseAskedBy: NullableText("Who asked last that it cease; null: nobody."),
    outcome: NullableOneOf(WORDS.incidentOutcome),
    sides: ListOf(
      Type.Object({
        party: Type.String(),
        level: Level,
        closing: nullable(
          Type.Object({
            outcome: Outcome,
            text: NullableText("In that side's words."),
            officers: Type.Unsafe<readonly string[] | null>({
              type: ["array", "null"],
              items: { type: "string" },
              description: "Of your own side; null: the other's.",
            }),
            officerCount: Type.Integer(),
            at: Instant,
          }),
        ),
      }),
    ),
    steps: ListOf(Type.Object({ ...Who, state: IncidentState, text: NullableText("Why.") })),
    reports: ListOf(
      Type.Object({
        ...Who,
        seq: Type.Integer(),
        form: OneOf(REPORT_FORMS),
        version: Ordinal,
        fields: BodyFields,
      }),
    ),
    facts: ListOf(
      Type.Object({
        ...Who,
        seq: Type.Integer(),
        number: Ordinal,
        text: Type.String(),
        state: OneOf(FACT_STATES),
        supersedes: NullableOrdinal,
        supersededBy: NullableOrdinal,
        answers: ListOf(
          Type.Object({
            ...Who,
            state: OneOf(FACT_STATES),
            text: NullableText("The other side's own wording."),
          }),
        ),
      }),
    ),
    agreedFacts: ListOf(Ordinal, { description: "Numbers of the facts that both agree on." }),
    disputedFacts: ListOf(Ordinal),
    links: ListOf(
      Type.Object({
        ...Who,
        to: OneOf(LINK_KINDS),
        id: NullableText("null: a thing that this party linked and that is not shown to you."),
      }),
    ),
    queries: ListOf(
      Type.Object({
        ...Who,
        number: Ordinal,
        isUrgent: Type.Boolean(),
        text: Type.String(),
        answer: nullable(Type.Object({ by: BY, at: Instant, text: Type.String() })),
      }),
    ),
    clocks: ListOf(
      Type.Object({
        ...ClockFields,
        query: NullableOrdinal,
        from: Instant,
        remindAt: Instant,
        remindedAt: NullableInstant,
        raised: ListOf(
          Type.Object({
            party: Type.String(),
            level: Type.Unsafe<Static<typeof Level> | null>({ anyOf: [Level, { type: "null" }] }),
          }),
          { description: "To which level; null: there is no desk at a higher one." },
        ),
      }),
    ),
    entrySeqs: ListOf(Type.Integer(), {
      description: "The entries of the record by which the two sides said all this.",
    }),
  },
  { title: "FullIncident" },
);

const ExistsIncident = Type.Object(
  {
    detail: Type.Literal("exists"),
    id: Type.String(),
    parties: Parties,
    state: IncidentState,
    openedAt: Instant,
    clocks: ListOf(Type.Object(ClockFields)),
  },
  { title: "IncidentThatExists", description: "All that the host sees of it." },
);

export const Incident = Type.Union([FullIncident, ExistsIncident], {
  title: "Incident",
  discriminator: { propertyName: "detail" },
});
export type Incident = Static<typeof Incident>;
export type FullIncident = Static<typeof FullIncident>;

const nullableTime = (ms: number | null): string | null => (ms === null ? null : timeText(ms));

/** Times of acts; everything else is as it is in the view. */
const at = <T extends { readonly atMs: number }>({ atMs, ...rest }: T) => ({
  ...rest,
  at: timeText(atMs),
});

const encodeClock = (
  clock: Pick<IncidentClock, "what" | "party" | "dueMs" | "metMs" | "overdueMs">,
) => ({
  what: clock.what,
  party: clock.party,
  dueAt: timeText(clock.dueMs),
  metAt: nullableTime(clock.metMs),
  overdueAt: nullableTime(clock.overdueMs),
});

export const encodeIncident = (incident: IncidentView): Incident =>
  incident.detail === "full" ? encodeFull(incident) : encodeExists(incident);

const encodeExists = ({ openedMs, clocks, ...rest }: ExistsIncidentView): Incident => ({
  ...rest,
  openedAt: timeText(openedMs),
  clocks: clocks.map(encodeClock),
});

const encodeFull = (incident: FullIncidentView): FullIncident => {
  const { atMs, openedMs, changedMs, sides, steps, reports, facts, links, queries, clocks } =
    incident;
  const { id, parties, incidentKind, messageId, state, ceaseAskedBy, outcome } = incident;
  return {
    detail: "full",
    id,
    parties,
    incidentKind,
    at: timeText(atMs),
    messageId,
    openedAt: timeText(openedMs),
    changedAt: timeText(changedMs),
    state,
    ceaseAskedBy,
    outcome,
    sides: sides.map(({ closing, ...side }) => ({ ...side, closing: closing && at(closing) })),
    steps: steps.map(at),
    reports: reports.map(({ fields, ...report }) => ({
      ...at(report),
      fields: fieldsToWire(INCIDENT_REPORTS[report.form].fields, fields),
    })),
    facts: facts.map((fact) => ({ ...at(fact), answers: fact.answers.map(at) })),
    agreedFacts: incident.agreedFacts,
    disputedFacts: incident.disputedFacts,
    links: links.map(at),
    queries: queries.map((query) => ({ ...at(query), answer: query.answer && at(query.answer) })),
    clocks: clocks.map((clock) => ({
      ...encodeClock(clock),
      query: clock.query,
      from: timeText(clock.fromMs),
      remindAt: timeText(clock.remindMs),
      remindedAt: nullableTime(clock.remindedMs),
      raised: clock.raised,
    })),
    entrySeqs: incident.entrySeqs,
  };
};

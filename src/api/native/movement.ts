/** Movements on the wire. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { RUNGS } from "../../core/disclosure/model.ts";
import { LIMITS } from "../../core/limits.ts";
import { WORDS } from "../../core/line/words.ts";
import type { Values } from "../../core/line/fields.ts";
import { MISSING, MOVEMENT_TABLE } from "../../core/movements/fields.ts";
import { MOVE_RECEIPT_STATES, MOVEMENT_STATES } from "../../core/movements/model.ts";
import { TRACK_STATES } from "../../core/tracks/model.ts";
import type { Deviation, Report } from "../../core/movements/model.ts";
import type {
  BriefMovementView,
  FullMovementView,
  MovementView,
  ReceiptView,
} from "../../core/movements/view.ts";
import { fieldsToWire } from "./message-fields.ts";
import { Point } from "./message-request.ts";
import { Level } from "./party.ts";
import {
  CLOSED,
  Instant,
  ListOf,
  NullableInstant,
  NullableNumber,
  NullableOneOf,
  NullableText,
  OneOf,
  PartyId,
} from "./schema.ts";
import { boundText, finiteOrNull, timeText } from "./time.ts";

export const MovementId = Type.String({ minLength: 1, maxLength: LIMITS.referenceCharsMax });
const Version = Type.Integer({ minimum: 1, maximum: 999_999 });
const Text = Type.String({ minLength: 1, maxLength: LIMITS.messageFreeTextCharsMax });

/** Judged field by field by the core's table. */
export const MovementFields = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: "object",
  additionalProperties: true,
  description:
    "As move_notice of GET /v1/message-kinds; contact may be left out where it is sealed with the names.",
});
const ReportFields = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: "object",
  additionalProperties: true,
  description: "movementState, at, place, expected, text: as move_status of GET /v1/message-kinds.",
});

const CONSENT = {
  to: PartyId,
  rung: OneOf(RUNGS, { description: "Of the ladder of disclosure: docs/security.md." }),
  seesPeople: Type.Optional(
    Type.Boolean({ description: "May it read the sealed details? Left out: no." }),
  ),
};
export const ConsentRequest = Type.Object(CONSENT, { ...CLOSED, title: "MovementConsentRequest" });
export type ConsentRequest = Static<typeof ConsentRequest>;

export const MovementRequest = Type.Object(
  {
    fields: MovementFields,
    isEmergency: Type.Optional(
      Type.Boolean({ description: "A shorter lead time counts. Left out: no." }),
    ),
    recipients: Type.Optional(ListOf(ConsentRequest, { maxItems: 63 })),
  },
  { ...CLOSED, title: "MovementRequest" },
);
export type MovementRequest = Static<typeof MovementRequest>;

export const MovementChangeRequest = Type.Object(
  {
    version: Type.Integer({
      minimum: 0,
      maximum: 999_999,
      description: "The version that is told now; 0: none is.",
    }),
    fields: MovementFields,
  },
  { ...CLOSED, title: "MovementChangeRequest" },
);
export type MovementChangeRequest = Static<typeof MovementChangeRequest>;

const EndsRead = Type.Object(
  { origin: Point, destination: Point },
  { ...CLOSED, title: "MovementEndsRead" },
);
export const MovementCheckRequest = Type.Object(
  { version: Version, readBack: EndsRead },
  { ...CLOSED, title: "MovementCheckRequest" },
);
export type MovementCheckRequest = Static<typeof MovementCheckRequest>;

export const CloseConsentRequest = Type.Object(
  { to: PartyId },
  { ...CLOSED, title: "CloseMovementConsentRequest" },
);
export type CloseConsentRequest = Static<typeof CloseConsentRequest>;

export const MovementReportRequest = Type.Object(
  { fields: ReportFields },
  { ...CLOSED, title: "MovementReportRequest" },
);
export type MovementReportRequest = Static<typeof MovementReportRequest>;

export const MovementCloseRequest = Type.Object(
  { outcome: OneOf(WORDS.movementOutcome) },
  { ...CLOSED, title: "MovementCloseRequest" },
);
export type MovementCloseRequest = Static<typeof MovementCloseRequest>;

export const MovementAnswerRequest = Type.Object(
  {
    version: Version,
    answer: OneOf(["acknowledged", "with_concern", "objected"]),
    readBack: Type.Optional(EndsRead),
    concern: Type.Optional(OneOf(WORDS.concern)),
    text: Type.Optional(Text),
  },
  { ...CLOSED, title: "MovementAnswerRequest" },
);
export type MovementAnswerRequest = Static<typeof MovementAnswerRequest>;

export const PassOnRequest = Type.Object(
  { version: Version, levels: ListOf(Level, { minItems: 1, maxItems: 11 }) },
  { ...CLOSED, title: "MovementPassOnRequest" },
);
export type PassOnRequest = Static<typeof PassOnRequest>;

export const AskHoldRequest = Type.Object(
  { text: Text },
  { ...CLOSED, title: "MovementAskHoldRequest" },
);
export type AskHoldRequest = Static<typeof AskHoldRequest>;

const EXISTS = {
  id: MovementId,
  party: Type.String(),
  state: OneOf(MOVEMENT_STATES),
  start: Instant,
  end: NullableInstant,
  changedAt: Instant,
};
const Deviated = Type.Object(
  {
    by: OneOf(["distance", "time", "report"]),
    since: Instant,
    metres: NullableNumber("Off its route."),
    minutes: NullableNumber("Behind its last leg."),
  },
  { title: "MovementDeviation" },
);
const EndNames = Type.Object(
  { origin: Type.String(), destination: Type.String() },
  { title: "MovementEndNames" },
);
const BRIEF = {
  ...EXISTS,
  rung: NullableOneOf(RUNGS),
  operationId: NullableText("To its owner, and to whom it is shown in full."),
  ends: Type.Union([EndNames, Type.Null()], {
    description: "By their names, to the owner; null to others, who read them in the movement.",
  }),
  version: Type.Integer(),
  isEmergency: Type.Boolean(),
  isShortNotice: Type.Boolean(),
  minutesOfNotice: NullableNumber("From when it was told to its start."),
  isChecked: Type.Boolean({ description: "Has a second person of its party read it back?" }),
  missing: ListOf(OneOf(MISSING), { description: "What keeps it incomplete." }),
  deviation: Type.Union([Deviated, Type.Null()]),
  noPositionSince: NullableInstant,
  outcome: NullableOneOf(WORDS.movementOutcome),
  closedAt: NullableInstant,
  consentClosedAt: NullableInstant,
  draftVersion: NullableNumber("Of the own party: the version that waits for its second person."),
};
const Reported = Type.Object(
  {
    state: OneOf(MOVEMENT_STATES),
    at: Instant,
    saidAt: Instant,
    by: NullableText("The officer; null to other parties."),
    place: Type.Union([Type.Unsafe<Static<typeof Point>>({ type: "object" }), Type.Null()]),
    expected: NullableInstant,
    text: NullableText("In its author's language."),
  },
  { title: "MovementReport" },
);
const Receipt = Type.Object(
  {
    party: Type.String(),
    rung: OneOf(RUNGS),
    seesPeople: Type.Boolean(),
    isClosed: Type.Boolean(),
    version: Type.Integer({ description: "Of which it was said." }),
    isCurrent: Type.Boolean({ description: "False: said of an older version." }),
    state: OneOf(MOVE_RECEIPT_STATES),
    deliveredAt: NullableInstant,
    answer: Type.Union([
      Type.Object(
        {
          by: NullableText("The officer; null to other parties."),
          at: Instant,
          concern: NullableOneOf(WORDS.concern),
          text: NullableText("In its author's language."),
          isOfIncomplete: Type.Boolean(),
        },
        { title: "MovementAnswer" },
      ),
      Type.Null(),
    ]),
    levels: ListOf(Type.Object({ level: Level, toldAt: Instant }, { title: "MovementLevelTold" })),
    levelsNotTold: ListOf(Level, { description: "Of which nobody has said that they know." }),
  },
  { title: "MovementRecipient" },
);
const PeopleAbout = Type.Object(
  {
    keyHash: Type.String({ description: "SHA-256 of the key, to which the record commits." }),
    sealedAt: Instant,
    overAt: NullableInstant,
    reads: ListOf(
      Type.Object(
        { party: Type.String(), by: NullableText("The officer."), at: Instant },
        { title: "PeopleRead" },
      ),
      { description: "To the owner: every time they were read." },
    ),
  },
  { title: "MovementPeopleAbout" },
);
const Draft = Type.Object(
  {
    version: Type.Integer(),
    submittedBy: NullableText("The officer."),
    submittedAt: Instant,
    fields: MovementFields,
  },
  { title: "MovementDraft" },
);

export const ExistsMovement = Type.Object(
  { detail: Type.Literal("exists"), ...EXISTS },
  { title: "ExistsMovement", description: "That it exists, whose it is, and when it is due." },
);
export const BriefMovement = Type.Object(
  { detail: Type.Literal("brief"), ...BRIEF },
  { title: "BriefMovement" },
);
export const FullMovement = Type.Object(
  {
    detail: Type.Literal("full"),
    ...BRIEF,
    isAmendedByAgreement: Type.Boolean({
      description: "Its operation has other times or another way by agreement: read that.",
    }),
    fields: MovementFields,
    reports: ListOf(Reported, { description: "Oldest first; the newest 144." }),
    reportCount: Type.Integer(),
    receipts: ListOf(Receipt, { description: "To a recipient its own alone." }),
    observed: ListOf(
      Type.Object(
        {
          state: OneOf(TRACK_STATES),
          changedAt: Instant,
          lastReportAt: NullableInstant,
          freshUntil: Type.Unsafe<string | null>({
            ...NullableInstant,
            description: "From then on nothing is known, whatever the state says here.",
          }),
        },
        { title: "MovementObserved" },
      ),
      {
        description:
          "How position reports stand, told in full alone. They decide nothing: that it deviates is said by its owner.",
      },
    ),
    holdsAsked: ListOf(
      Type.Object(
        {
          party: Type.String(),
          by: NullableText("The officer; null to other parties."),
          at: Instant,
          text: Type.String(),
        },
        { title: "MovementHoldAsked" },
      ),
    ),
    people: Type.Union([PeopleAbout, Type.Null()]),
    draft: Type.Union([Draft, Type.Null()]),
    statement: Type.String({ description: "What receipt of a notice is not." }),
  },
  { title: "FullMovement" },
);
export const ListedMovement = Type.Union([BriefMovement, ExistsMovement], {
  discriminator: { propertyName: "detail" },
});
export type ListedMovement = Static<typeof ListedMovement>;
export const MovementOf = Type.Union([FullMovement, BriefMovement, ExistsMovement], {
  discriminator: { propertyName: "detail" },
});
export type Movement = Static<typeof MovementOf>;

export const MovementReceipt = Type.Object(
  {
    commandId: Type.String(),
    seq: Type.Integer(),
    receivedAt: Instant,
    movementId: MovementId,
    version: Type.Integer(),
    state: OneOf(MOVEMENT_STATES),
    operationId: NullableText("Null: it is not told yet."),
    statement: Type.String({ description: "What receipt of a notice is not." }),
  },
  { title: "MovementCommandReceipt" },
);
export type MovementReceipt = Static<typeof MovementReceipt>;

const encodeExists = (view: MovementView) => ({
  id: view.id,
  party: view.party,
  state: view.state,
  start: timeText(view.startMs),
  end: boundText(finiteOrNull(view.endMs)),
  changedAt: timeText(view.changedMs),
});

const encodeDeviation = (found: Deviation | null) =>
  found && {
    by: found.by,
    since: timeText(found.sinceMs),
    metres: found.metres,
    minutes: found.minutes,
  };

const encodeBrief = (view: BriefMovementView | FullMovementView) => ({
  ...encodeExists(view),
  rung: view.rung,
  operationId: view.operationId,
  ends: view.ends,
  version: view.version,
  isEmergency: view.isEmergency,
  isShortNotice: view.isShortNotice,
  minutesOfNotice: view.minutesOfNotice,
  isChecked: view.isChecked,
  missing: view.missing,
  deviation: encodeDeviation(view.deviation),
  noPositionSince: boundText(view.silentSinceMs),
  outcome: view.outcome,
  closedAt: boundText(view.closedMs),
  consentClosedAt: boundText(view.consentClosedMs),
  draftVersion: view.draftVersion,
});

/** The one of whom alone an event tells. */
export const MovementRecipientTold = Type.Union(
  [
    Type.Object(
      { party: Type.String(), state: OneOf(MOVE_RECEIPT_STATES) },
      { title: "MovementRecipientTold" },
    ),
    Type.Null(),
  ],
  {
    description:
      "The recipient that it is about, and how its receipt stands: told to the owner and to that recipient. null: about all.",
  },
);

/** As lists and events have it. */
export const encodeListed = (view: MovementView): ListedMovement =>
  view.detail === "exists"
    ? { detail: "exists", ...encodeExists(view) }
    : { detail: "brief", ...encodeBrief(view) };

const wireOf = (fields: object) => fieldsToWire(MOVEMENT_TABLE.fields, fields as Values);

export const encodeMovement = (view: MovementView, statement: string): Movement => {
  if (view.detail !== "full") return encodeListed(view);
  const { people, draft } = view;
  return {
    detail: "full",
    ...encodeBrief(view),
    isAmendedByAgreement: view.isAmendedByAgreement,
    fields: wireOf(view.fields),
    reports: view.reports.map(encodeReport),
    reportCount: view.reportCount,
    receipts: view.receipts.map(encodeReceipt),
    observed: view.observed.map(({ state, changedMs, lastMs, freshUntilMs }) => ({
      state,
      changedAt: timeText(changedMs),
      lastReportAt: boundText(lastMs),
      freshUntil: boundText(freshUntilMs),
    })),
    holdsAsked: view.holdsAsked.map(({ atMs, ...asked }) => ({ ...asked, at: timeText(atMs) })),
    people: people && {
      keyHash: people.keyHash,
      sealedAt: timeText(people.sealedMs),
      overAt: boundText(people.overMs),
      reads: people.reads.map(({ atMs, ...read }) => ({ ...read, at: timeText(atMs) })),
    },
    draft: draft && {
      version: draft.version,
      submittedBy: draft.submittedBy,
      submittedAt: timeText(draft.submittedMs),
      fields: wireOf(draft.fields),
    },
    statement,
  };
};

const encodeReport = ({ atMs, saidMs, expectedMs, ...report }: Report) => ({
  ...report,
  at: timeText(atMs),
  saidAt: timeText(saidMs),
  expected: boundText(expectedMs),
});

const encodeReceipt = ({ deliveredMs, answer, levels, ...receipt }: ReceiptView) => ({
  ...receipt,
  deliveredAt: boundText(deliveredMs),
  answer: answer && {
    by: answer.by,
    at: timeText(answer.atMs),
    concern: answer.concern,
    text: answer.text,
    isOfIncomplete: answer.isOfIncomplete,
  },
  levels: levels.map(({ level, toldMs }) => ({ level, toldAt: timeText(toldMs) })),
});

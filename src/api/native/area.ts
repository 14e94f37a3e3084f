/** Agreed areas on the wire. What is agreed of one stands in `fields`, as in an AREA_PROPOSAL on the line. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { AREA_END_REASONS, AREA_ENDED_REASONS, AREA_STATES } from "../../core/areas/model.ts";
import type { AreaTerms } from "../../core/areas/model.ts";
import type { AreaVersionView, AreaView, FullAreaView } from "../../core/areas/view.ts";
import { LIMITS } from "../../core/limits.ts";
import { AREA_TERMS } from "../../core/line/kinds/incidents.ts";
import { fieldsToWire } from "./message-fields.ts";
import { BodyFields } from "./message-request.ts";
import {
  CLOSED,
  Instant,
  ListOf,
  NullableInstant,
  NullableOneOf,
  NullableText,
  OneOf,
  PartyId,
  nullable,
} from "./schema.ts";
import { boundText, timeText } from "./time.ts";

export const AreaId = Type.String({ minLength: 1, maxLength: LIMITS.referenceCharsMax });
export const AreaState = OneOf(AREA_STATES);
const VersionNumber = Type.Integer({ minimum: 1, description: "The version that is meant." });

const TERMS = {
  fields: BodyFields,
  isPublic: Type.Optional(
    Type.Boolean({
      description:
        "Once agreed, told to every party of the theatre, and for good. Left out: its parties alone.",
    }),
  ),
};
export const AreaRequest = Type.Object(
  {
    with: ListOf(PartyId, {
      minItems: 1,
      maxItems: LIMITS.areaPartiesMax - 1,
      description: "The other parties: each must agree.",
    }),
    ...TERMS,
  },
  { ...CLOSED, title: "AreaRequest" },
);
export type AreaRequest = Static<typeof AreaRequest>;

export const AreaChangeRequest = Type.Object(
  { version: VersionNumber, ...TERMS },
  { ...CLOSED, title: "AreaChangeRequest" },
);
export type AreaChangeRequest = Static<typeof AreaChangeRequest>;

export const AreaAnswerRequest = Type.Object(
  { version: VersionNumber },
  { ...CLOSED, title: "AreaAnswerRequest" },
);
export type AreaAnswerRequest = Static<typeof AreaAnswerRequest>;

export const AreaEndRequest = Type.Object(
  {
    reason: OneOf(AREA_END_REASONS),
    at: Type.Optional(Instant),
    text: Type.Optional(Type.String({ minLength: 1, maxLength: LIMITS.messageTextCharsMax })),
  },
  { ...CLOSED, title: "AreaEndRequest" },
);
export type AreaEndRequest = Static<typeof AreaEndRequest>;

const COMMON = {
  id: AreaId,
  parties: ListOf(Type.String(), { description: "Who proposed it first, then the others." }),
  state: AreaState,
  changedAt: Instant,
};
const AreaVersion = Type.Object(
  {
    party: Type.String({ description: "Who proposed it." }),
    by: NullableText("The officer; null to other parties."),
    version: Type.Integer(),
    at: Instant,
    isPublic: Type.Boolean(),
    fields: BodyFields,
  },
  { title: "AreaVersion" },
);
const Assent = Type.Object(
  {
    party: Type.String(),
    by: NullableText("The officer; null to other parties."),
    at: Instant,
    isConfirmed: Type.Boolean({ description: "By a second person, where the theatre asks so." }),
    confirmedBy: NullableText("The second person; null to other parties."),
  },
  { title: "AreaAssent" },
);
const Ending = Type.Object(
  {
    party: Type.String(),
    by: NullableText("The officer; null to other parties."),
    saidAt: Instant,
    endsAt: Instant,
    reason: OneOf(AREA_END_REASONS),
    text: NullableText("In its author's language."),
  },
  { title: "AreaEnding" },
);

export const FullArea = Type.Object(
  {
    detail: Type.Literal("full"),
    ...COMMON,
    agreed: nullable(AreaVersion),
    pending: nullable(AreaVersion),
    assents: ListOf(Assent, { description: "To the version that waits." }),
    endings: ListOf(Ending, { description: "Who says that it ends, and when by that." }),
    endedReason: NullableOneOf(AREA_ENDED_REASONS),
  },
  { title: "FullArea", description: "To its parties: all of it." },
);
export const AgreedArea = Type.Object(
  {
    detail: Type.Literal("agreed"),
    ...COMMON,
    agreed: Type.Object({ fields: BodyFields }, { title: "AgreedTerms" }),
  },
  { title: "AgreedArea", description: "To other parties, where it is public: what holds." },
);
export const ExistsArea = Type.Object(
  {
    detail: Type.Literal("exists"),
    ...COMMON,
    start: Instant,
    end: NullableInstant,
    reviewBy: NullableInstant,
  },
  { title: "ExistsArea", description: "That it exists, whose it is, and when it is due." },
);
export const AreaOf = Type.Union([FullArea, AgreedArea, ExistsArea], {
  discriminator: { propertyName: "detail" },
});
export type Area = Static<typeof AreaOf>;

export const Areas = Type.Object({ areas: ListOf(AreaOf) }, { title: "Areas" });
export type Areas = Static<typeof Areas>;

export const AreaReceipt = Type.Object(
  {
    commandId: Type.String(),
    seq: Type.Integer(),
    receivedAt: Instant,
    areaId: AreaId,
    version: Type.Integer({ description: "The last that there is, agreed or not." }),
    state: AreaState,
    notes: ListOf(Type.String(), { description: "What was folded or covered in its outlines." }),
  },
  { title: "AreaReceipt" },
);
export type AreaReceipt = Static<typeof AreaReceipt>;

export const encodeArea = (view: AreaView): Area => {
  const { id, parties, state } = view;
  const common = { id, parties, state, changedAt: timeText(view.changedMs) };
  switch (view.detail) {
    case "full":
      return { detail: "full", ...common, ...encodeFull(view) };
    case "agreed":
      return { detail: "agreed", ...common, agreed: { fields: encodeTerms(view.agreed.terms) } };
    default: {
      const { startMs, endMs, reviewByMs } = view;
      const [end, reviewBy] = [boundText(endMs), boundText(reviewByMs)];
      return { detail: "exists", ...common, start: timeText(startMs), end, reviewBy };
    }
  }
};

const encodeFull = ({ agreed, pending, assents, endings, endedReason }: FullAreaView) => ({
  agreed: agreed && encodeVersion(agreed),
  pending: pending && encodeVersion(pending),
  assents: assents.map(({ atMs, ...one }) => ({ ...one, at: timeText(atMs) })),
  endings: endings.map(({ saidMs, atMs, ...one }) => ({
    ...one,
    saidAt: timeText(saidMs),
    endsAt: timeText(atMs),
  })),
  endedReason,
});

const encodeVersion = (version: AreaVersionView): Static<typeof AreaVersion> => {
  const { atMs, terms, ...said } = version;
  return { ...said, at: timeText(atMs), fields: encodeTerms(terms) };
};

const encodeTerms = (terms: AreaTerms): Record<string, unknown> =>
  fieldsToWire(AREA_TERMS.fields, terms);

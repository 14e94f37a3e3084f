/** Readouts on the wire, to their sides: drafts, keys, what is released. The public has pages of its own. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { READOUT_STATES } from "../../core/contacts/readout-model.ts";
import type { FirstSince } from "../../core/contacts/readout-model.ts";
import type { DraftView, KeyView, ReadoutView } from "../../core/contacts/readout-view.ts";
import { LIMITS } from "../../core/limits.ts";
import { READOUT } from "../../core/line/kinds/contacts.ts";
import { WORDS } from "../../core/line/words.ts";
import { ContactId } from "./contact.ts";
import { fieldsToWire } from "./message-fields.ts";
import {
  CLOSED,
  Instant,
  ListOf,
  NullableInstant,
  NullableText,
  OneOf,
  nullable,
} from "./schema.ts";
import { boundText, timeText } from "./time.ts";

export const ReadoutId = Type.String({ minLength: 1, maxLength: LIMITS.referenceCharsMax });

/** Judged field by field by the core's table. */
export const ReadoutFields = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: "object",
  additionalProperties: true,
  description:
    "meetingForm, meetingPlace (also meetingPlaceAr, meetingPlaceRu), offices, purposes, held, durationMinutes, topics, meetingOutcome, tone, details, nextContact, textEn, textAr, textRu: docs/contacts.md.",
});

export const DraftRequest = Type.Object(
  {
    corrects: Type.Optional(
      Type.Unsafe<string>({
        ...ReadoutId,
        description: "A released readout of the same contact, which this one sets right.",
      }),
    ),
    fields: ReadoutFields,
  },
  { ...CLOSED, title: "ReadoutDraftRequest" },
);
export type DraftRequest = Static<typeof DraftRequest>;

export const RedraftRequest = Type.Object(
  { fields: ReadoutFields },
  { ...CLOSED, title: "ReadoutRedraftRequest" },
);
export type RedraftRequest = Static<typeof RedraftRequest>;

const HashSeen = Type.String({
  pattern: "^[0-9a-f]{16,64}$",
  description: "The first 16 to 64 digits of the hash of the draft that the officer has read.",
});
const Parts = ListOf(OneOf(WORDS.readoutPart), {
  minItems: 1,
  maxItems: WORDS.readoutPart.length,
});
const Languages = ListOf(OneOf(WORDS.language), { minItems: 1, maxItems: WORDS.language.length });

export const KeyRequest = Type.Object(
  { hashSeen: HashSeen, parts: Parts, languages: Languages },
  { ...CLOSED, title: "ReadoutKeyRequest" },
);
export type KeyRequest = Static<typeof KeyRequest>;

export const ConfirmRequest = Type.Object(
  { hashSeen: HashSeen },
  { ...CLOSED, title: "ReadoutConfirmRequest" },
);
export type ConfirmRequest = Static<typeof ConfirmRequest>;

const FirstSinceOf = Type.Object(
  {
    form: OneOf(WORDS.meetingForm),
    level: OneOf(WORDS.level),
    month: Type.String({ pattern: "^\\d{4}-\\d\\d$" }),
  },
  { title: "FirstSince", description: "The last of its form at its level before it." },
);

const Draft = Type.Object(
  {
    party: Type.String(),
    by: NullableText("The officer; null to other parties."),
    at: Instant,
    fields: ReadoutFields,
    hash: Type.String(),
    said: Type.String({ description: "The exact text that the hash is of, in UTF-8." }),
    firstSince: Type.Union([FirstSinceOf, Type.Null()], {
      description: "As the register had it when this was drafted; null: it has no earlier one.",
    }),
  },
  { title: "ReadoutDraft" },
);

const Key = Type.Object(
  {
    party: Type.String(),
    by: NullableText("The officer; null to other parties."),
    confirmedBy: NullableText("The second person; null to other parties."),
    isComplete: Type.Boolean({ description: "It counts: no second person is missing." }),
    at: Instant,
    hash: NullableText("null: of another side's own wording, until all is public."),
    parts: Parts,
    languages: Languages,
  },
  { title: "ReadoutKey" },
);

const COMMON = {
  id: ReadoutId,
  contactId: ContactId,
  parties: ListOf(Type.String()),
  state: OneOf(READOUT_STATES),
  changedAt: Instant,
  releasedAt: NullableInstant,
};
export const FullReadout = Type.Object(
  {
    detail: Type.Literal("full"),
    ...COMMON,
    corrects: NullableText("The readout that it sets right."),
    isParted: Type.Boolean({ description: "There is no joint text: each side says its own." }),
    drafts: ListOf(Draft, {
      description: "The joint one; or your own, and once released every side's.",
    }),
    hash: NullableText("Of the draft that your key is for."),
    keys: ListOf(Key),
    madeBy: Type.String({ description: "The party that drafted it first." }),
    madeAt: Instant,
  },
  { title: "FullReadout" },
);
export const ExistsReadout = Type.Object(
  { detail: Type.Literal("exists"), ...COMMON },
  { title: "ExistsReadout", description: "That it exists and how far it is." },
);
export const ReadoutOf = Type.Union([FullReadout, ExistsReadout], {
  discriminator: { propertyName: "detail" },
});
export type Readout = Static<typeof ReadoutOf>;

export const ReadoutReceipt = Type.Object(
  {
    commandId: Type.String(),
    seq: Type.Integer(),
    receivedAt: Instant,
    readoutId: ReadoutId,
    contactId: ContactId,
    state: OneOf(READOUT_STATES),
    hash: nullable(Type.String()),
  },
  { title: "ReadoutReceipt" },
);
export type ReadoutReceipt = Static<typeof ReadoutReceipt>;

export const encodeReadout = (view: ReadoutView): Readout => {
  const { id, contactId, parties, state, changedMs, releasedMs } = view;
  const [changedAt, releasedAt] = [timeText(changedMs), boundText(releasedMs)];
  const common = { id, contactId, parties, state, changedAt, releasedAt } as const;
  if (view.detail === "exists") return { detail: "exists", ...common };
  const { corrects, isParted, drafts, hash, keys, madeBy, madeMs } = view;
  return {
    detail: "full",
    ...common,
    corrects,
    isParted,
    drafts: drafts.map(encodeDraft),
    hash,
    keys: keys.map(encodeKey),
    madeBy,
    madeAt: timeText(madeMs),
  };
};

const encodeDraft = ({ party, by, atMs, body, hash, said, firstSince }: DraftView) => ({
  party,
  by,
  at: timeText(atMs),
  fields: fieldsToWire(READOUT.fields, body),
  hash,
  said,
  firstSince: firstSince satisfies FirstSince | null,
});

const encodeKey = ({ atMs, ...key }: KeyView) => ({ ...key, at: timeText(atMs) });

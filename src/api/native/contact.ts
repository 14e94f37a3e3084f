/** Contacts on the wire: the register of meetings and calls, and each side's own notes. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { CONTACT_STATES } from "../../core/contacts/model.ts";
import type { Notes } from "../../core/contacts/model.ts";
import type {
  ContactView,
  EarlierView,
  LastContact as LastView,
} from "../../core/contacts/view.ts";
import { LIMITS } from "../../core/limits.ts";
import { CONTACT } from "../../core/line/kinds/contacts.ts";
import { WORDS } from "../../core/line/words.ts";
import { nullable } from "./schema.ts";
import { fieldsToWire } from "./message-fields.ts";
import {
  CLOSED,
  Instant,
  ListOf,
  NullableInstant,
  NullableText,
  OneOf,
  PartyId,
} from "./schema.ts";
import { boundText, timeText } from "./time.ts";

export const ContactId = Type.String({ minLength: 1, maxLength: LIMITS.referenceCharsMax });
const Version = Type.Integer({ minimum: 1, maximum: 999_999 });

/** Judged field by field by the core's table. */
export const ContactFields = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: "object",
  additionalProperties: true,
  description:
    "level, meetingForm, meetingPlace (also meetingPlaceAr, meetingPlaceRu), offices, purposes, window {start, end}, timePrecision: docs/contacts.md.",
});

export const ContactRequest = Type.Object(
  {
    with: ListOf(PartyId, { minItems: 1, maxItems: 63, description: "The other sides." }),
    isPast: Type.Optional(
      Type.Boolean({ description: "It was held, perhaps before this server was. Left out: no." }),
    ),
    fields: ContactFields,
  },
  { ...CLOSED, title: "ContactRequest" },
);
export type ContactRequest = Static<typeof ContactRequest>;

export const ContactChangeRequest = Type.Object(
  { version: Version, fields: ContactFields },
  { ...CLOSED, title: "ContactChangeRequest" },
);
export type ContactChangeRequest = Static<typeof ContactChangeRequest>;

export const ContactAgreeRequest = Type.Object(
  { version: Version },
  { ...CLOSED, title: "ContactAgreeRequest" },
);
export type ContactAgreeRequest = Static<typeof ContactAgreeRequest>;

const NoteText = Type.Unsafe<string | null>({
  type: ["string", "null"],
  minLength: 1,
  maxLength: LIMITS.contactNotesCharsMax,
});
export const NotesRequest = Type.Object(
  {
    agenda: Type.Optional(NoteText),
    minutes: Type.Optional(NoteText),
    people: Type.Optional(NoteText),
  },
  { ...CLOSED, title: "ContactNotesRequest", description: "Left out: kept; null: emptied." },
);
export type NotesRequest = Static<typeof NotesRequest>;

export const ContactNotes = Type.Object(
  {
    agenda: NullableText("Your side's own."),
    minutes: NullableText("Your side's own."),
    people: NullableText("Who was there: your side's own."),
    changedBy: NullableText("Your officer; null: nothing was written."),
    changedAt: NullableInstant,
  },
  { title: "ContactNotes", description: "No other side sees them, nor the host, ever." },
);
export type ContactNotes = Static<typeof ContactNotes>;

export const encodeNotes = (notes: Notes | null): ContactNotes => ({
  agenda: notes?.agenda ?? null,
  minutes: notes?.minutes ?? null,
  people: notes?.people ?? null,
  changedBy: notes?.changedBy ?? null,
  changedAt: notes && timeText(notes.changedMs),
});

const COMMON = {
  id: ContactId,
  parties: ListOf(Type.String()),
  state: OneOf(CONTACT_STATES),
  changedAt: Instant,
};
const EARLIER = {
  contactId: ContactId,
  form: OneOf(WORDS.meetingForm),
  start: Instant,
  timePrecision: OneOf(WORDS.timePrecision),
};
const Earlier = Type.Object(EARLIER, { title: "EarlierContact" });

export const FullContact = Type.Object(
  {
    detail: Type.Literal("full"),
    ...COMMON,
    version: Version,
    fields: ContactFields,
    agreements: ListOf(
      Type.Object(
        {
          party: Type.String(),
          by: NullableText("The officer; null to other parties."),
          at: Instant,
        },
        { title: "ContactAgreement" },
      ),
      { description: "Who stands by these fields; whoever said them is first." },
    ),
    earlier: Type.Union([Earlier, Type.Null()], {
      description: "The last one held before it at its level between its sides; null: none known.",
    }),
    earlierOfForm: nullable(Earlier),
    readoutIds: ListOf(Type.String()),
    madeAt: Instant,
  },
  { title: "FullContact", description: "All of it but what each side keeps to itself." },
);
export const ExistsContact = Type.Object(
  { detail: Type.Literal("exists"), ...COMMON, start: Instant, end: NullableInstant },
  { title: "ExistsContact", description: "That it exists, whose it is, and when." },
);
export const ContactOf = Type.Union([FullContact, ExistsContact], {
  discriminator: { propertyName: "detail" },
});
export type Contact = Static<typeof ContactOf>;

export const LastContact = Type.Object(
  { party: Type.String(), level: OneOf(WORDS.level), ...EARLIER, end: NullableInstant },
  { title: "LastContact" },
);
export const LastContacts = Type.Object(
  { contacts: ListOf(LastContact) },
  { title: "LastContacts", description: "By other side, level and form." },
);
export type LastContacts = Static<typeof LastContacts>;

export const ContactReceipt = Type.Object(
  {
    commandId: Type.String(),
    seq: Type.Integer(),
    receivedAt: Instant,
    contactId: ContactId,
    state: OneOf(CONTACT_STATES),
    version: Version,
  },
  { title: "ContactReceipt" },
);
export type ContactReceipt = Static<typeof ContactReceipt>;

export const encodeContact = (view: ContactView): Contact => {
  const { id, parties, state } = view;
  const common = { id, parties, state, changedAt: timeText(view.changedMs) } as const;
  if (view.detail === "exists") {
    const { startMs, endMs } = view;
    return { detail: "exists", ...common, start: timeText(startMs), end: boundText(endMs) };
  }
  const { version, fields, agreements, earlier, earlierOfForm, readoutIds, madeMs } = view;
  return {
    detail: "full",
    ...common,
    version,
    fields: fieldsToWire(CONTACT.fields, fields),
    agreements: agreements.map(({ party, by, atMs }) => ({ party, by, at: timeText(atMs) })),
    earlier: earlier && encodeEarlier(earlier),
    earlierOfForm: earlierOfForm && encodeEarlier(earlierOfForm),
    readoutIds,
    madeAt: timeText(madeMs),
  };
};

const encodeEarlier = ({ contactId, form, startMs, timePrecision }: EarlierView) => ({
  contactId,
  form,
  start: timeText(startMs),
  timePrecision,
});

export const encodeLast = (last: LastView): Static<typeof LastContact> => {
  const { party, level, endMs } = last;
  return { party, level, ...encodeEarlier(last), end: boundText(endMs) };
};

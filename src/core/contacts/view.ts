/**
 * What a reader sees of contacts. Notes are their side's own: they are no part of a contact's view,
 * and the one way to them asks whose they are.
 */

import { isOpenToHost } from "../openings/model.ts";
import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import type { ContactChange } from "./changes.ts";
import { findEarlier } from "./earlier.ts";
import type { Contact, ContactFields, ContactState, Notes } from "./model.ts";
import { asSeenBy, viewReadout } from "./readout-view.ts";
import type { ReadoutView } from "./readout-view.ts";

/** Who stands by what is said: the officer to the own party alone. */
export type AgreementView = {
  readonly party: string;
  readonly by: string | null;
  readonly atMs: number;
};

/** A contact before this one, as far as the gap between the two needs it. */
export type EarlierView = {
  readonly contactId: string;
  readonly form: ContactFields["meetingForm"];
  readonly startMs: number;
  readonly timePrecision: NonNullable<ContactFields["timePrecision"]>;
};

export type FullContactView = {
  readonly detail: "full";
  readonly id: string;
  readonly parties: readonly string[];
  readonly state: ContactState;
  readonly version: number;
  readonly fields: ContactFields;
  readonly agreements: readonly AgreementView[];
  /** At its level, between the same sides: the last one, and the last of the same form. */
  readonly earlier: EarlierView | null;
  readonly earlierOfForm: EarlierView | null;
  readonly readoutIds: readonly string[];
  readonly madeMs: number;
  readonly changedMs: number;
};

/** That it exists, whose it is, and when it is due: for the host. */
export type ExistsContactView = {
  readonly detail: "exists";
  readonly id: string;
  readonly parties: readonly string[];
  readonly state: ContactState;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly changedMs: number;
};
export type ContactView = FullContactView | ExistsContactView;

/** The last contact held with another party at a level, in one form. */
export type LastContact = EarlierView & {
  readonly party: string;
  readonly level: ContactFields["level"];
  readonly endMs: number | null;
};

export type ContactsView = {
  readonly find: (id: string) => ContactView | null;
  /** By party, level and form, as they came into the register. The host has none. */
  readonly last: () => readonly LastContact[];
  readonly readout: (id: string) => ReadoutView | null;
  /** The reader's own; null: it has written none, or is no side of it. The host has none, ever. */
  readonly notes: (contactId: string) => Notes | null;
};

export const contactsViewFor = (state: State, reader: Reader): ContactsView => ({
  find: (id) => {
    const found = state.contacts.all.get(id);
    return found && isContactSeen(found, reader) ? viewContact(state, found, reader) : null;
  },
  last: () => (reader.kind === "party" ? findLast(state, reader.party) : []),
  readout: (id) => {
    const found = state.contacts.readouts.get(id);
    return found && isContactSeen(found, reader) ? viewReadout(state, found, reader) : null;
  },
  notes: (contactId) => {
    const found = state.contacts.all.get(contactId);
    return (reader.kind === "party" && found?.notes.get(reader.party)) || null;
  },
});

/** Its sides, and the host; also of a readout. */
export const isContactSeen = (
  { parties }: { readonly parties: readonly string[] },
  reader: Reader,
): boolean => reader.kind === "host" || parties.includes(reader.party);

export const viewContact = (state: State, contact: Contact, reader: Reader): ContactView => {
  const { id, parties, version, fields, readoutIds, madeMs, changedMs } = contact;
  if (reader.kind === "host" && !isOpenToHost(state, "contact", id)) {
    const { startMs, endMs } = fields.window;
    return { detail: "exists", id, parties, state: contact.state, startMs, endMs, changedMs };
  }
  const party = reader.kind === "party" ? reader.party : null;
  const { meetingForm: form } = fields;
  const seen = state.contacts.all.seenBy(reader);
  return {
    detail: "full",
    id,
    parties,
    state: contact.state,
    version,
    fields,
    agreements: contact.agreements.map((one) => asSeenBy(one, party)),
    earlier: viewEarlier(findEarlier(seen, contact)),
    earlierOfForm: viewEarlier(findEarlier(seen, contact, { form })),
    readoutIds: [...readoutIds],
    madeMs,
    changedMs,
  };
};

const viewEarlier = (earlier: Contact | null): EarlierView | null => {
  if (!earlier) return null;
  const { meetingForm: form, window, timePrecision = "minute" } = earlier.fields;
  return { contactId: earlier.id, form, startMs: window.startMs, timePrecision };
};

const findLast = ({ contacts }: State, reader: string): LastContact[] => {
  const last = new Map<string, LastContact>();
  for (const { id, parties, state, fields } of contacts.all.of(reader).values()) {
    if (state !== "held") continue;
    const { level, meetingForm: form, window, timePrecision = "minute" } = fields;
    for (const party of parties) {
      const key = `${party} ${level} ${form}`;
      if (party === reader || (last.get(key)?.startMs ?? -1) >= window.startMs) continue;
      last.set(key, { party, level, form, contactId: id, ...window, timePrecision });
    }
  }
  return [...last.values()];
};

export type ContactTold =
  | { readonly kind: "contact.changed"; readonly contact: ContactView }
  /** That they changed: what they say is no matter for those who are told by webhook. */
  | { readonly kind: "contact.notes-changed"; readonly contactId: string }
  | { readonly kind: "readout.changed" | "readout.released"; readonly readout: ReadoutView };

/** The change as told to this reader, or null when it is not told. */
export const tellOfContact = (
  state: State,
  change: ContactChange,
  reader: Reader,
): ContactTold | null => {
  const view = contactsViewFor(state, reader);
  if (change.kind === "contact-changed") {
    const contact = view.find(change.contactId);
    return contact && { kind: "contact.changed", contact };
  }
  if (change.kind === "contact-notes-changed") {
    const { contactId, party } = change;
    const isOwn = reader.kind === "party" && reader.party === party;
    return isOwn ? { kind: "contact.notes-changed", contactId } : null;
  }
  const readout = view.readout(change.readoutId);
  const kind = change.kind === "readout-changed" ? "readout.changed" : "readout.released";
  return readout && { kind, readout };
};

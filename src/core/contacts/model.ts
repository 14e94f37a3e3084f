/** Contacts: the register of meetings and calls, planned and held, and what each side keeps of them. */

import type { ValuesOf } from "../line/fields.ts";
import type { CONTACT } from "../line/kinds/contacts.ts";
import type { Machine } from "../machine.ts";
import { PartyMap } from "../party-map.ts";
import type { Readout } from "./readout-model.ts";

export const CONTACT_STATES = [
  "proposed",
  "agreed",
  "reported",
  "held",
  "declined",
  "cancelled",
] as const;
export type ContactState = (typeof CONTACT_STATES)[number];

/**
 * Proposed and agreed before it is held; reported by one side afterwards, and held once every side has
 * said so. What was before the server's time begins as reported. Other words begin the step anew.
 */
export const CONTACT_MACHINE: Machine<ContactState> = {
  name: "contact",
  start: "proposed",
  next: {
    proposed: ["proposed", "agreed", "reported", "declined", "cancelled"],
    agreed: ["proposed", "reported", "cancelled"],
    reported: ["reported", "held", "declined"],
    held: [],
    declined: [],
    cancelled: [],
  },
};

/** What is said of a contact, by the table of the line. */
export type ContactFields = ValuesOf<typeof CONTACT.fields>;

/** One side's word for what is said now. */
export type Agreement = { readonly party: string; readonly by: string; readonly atMs: number };

/** One side's own: no other party sees any of it, nor the host, ever. */
export type Notes = {
  readonly agenda: string | null;
  readonly minutes: string | null;
  /** Who was there: names are private. */
  readonly people: string | null;
  readonly changedBy: string;
  readonly changedMs: number;
};

export type Contact = {
  readonly id: string;
  /** Who said it first, then the others. */
  readonly parties: readonly string[];
  state: ContactState;
  /** 1, and one more whenever other fields are said: an agreement names the one that it is to. */
  version: number;
  fields: ContactFields;
  /** Of every side that stands by the fields as they are; whoever said them is first. */
  agreements: readonly Agreement[];
  /** By party. */
  readonly notes: Map<string, Notes>;
  readonly readoutIds: string[];
  readonly madeMs: number;
  changedMs: number;
};

export type ContactsState = {
  /** The register: in the order of entry, kept for good. */
  readonly all: PartyMap<Contact>;
  readonly readouts: Map<string, Readout>;
};

export const makeContactsState = (): ContactsState => ({
  all: new PartyMap(({ parties }) => parties),
  readouts: new Map(),
});

type ContactRow = Omit<Contact, "notes"> & {
  readonly notes: readonly (readonly [string, Notes])[];
};
export type ContactsDump = {
  readonly all: readonly ContactRow[];
  readonly readouts: readonly Readout[];
};

export const dumpContacts = ({ all, readouts }: ContactsState): ContactsDump => ({
  all: Array.from(all.values(), (contact) => ({ ...contact, notes: [...contact.notes] })),
  readouts: [...readouts.values()],
});

export const loadContacts = (state: ContactsState, dump: ContactsDump): void => {
  for (const row of dump.all) state.all.set(row.id, { ...row, notes: new Map(row.notes) });
  for (const readout of dump.readouts) state.readouts.set(readout.id, readout);
};

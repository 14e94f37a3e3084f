/** Whose a contact is, and who speaks for a side of it. */

import type { Context } from "../handling.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome } from "../outcome.ts";
import { isPerson } from "../parties/roles.ts";
import type { Contact } from "./model.ts";

/** An officer speaks for a side here: a machine is none. */
export const speakerOf = ({ state, entry }: Context): Outcome<string> =>
  isPerson(state.parties, entry.by)
    ? accept(entry.by)
    : refuse({ reason: "not-permitted", detail: "a person says this, and the token names none" });

/** Another's, and none at all, look the same. */
export const findOwn = ({ state, party }: Context, id: string): Outcome<Contact> => {
  const contact = state.contacts.all.get(id);
  return contact?.parties.includes(party)
    ? accept(contact)
    : refuse({ reason: "not-found", what: "contact", id });
};

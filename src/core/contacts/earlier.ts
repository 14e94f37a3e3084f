/** The last contact before one: what it is the first since. */

import type { WordOf } from "../line/words.ts";
import type { Contact } from "./model.ts";
import type { FirstSince } from "./readout-model.ts";

type Kinship = { readonly form?: WordOf<"meetingForm"> };

/**
 * The last one held before `contact` at its level that all its parties were in; of `form` where one
 * is given. Whoever sees the contact may see that one too, and it is looked for `among` what that one
 * sees: what is hidden makes no difference. O(those).
 */
export const findEarlier = (
  among: ReadonlyMap<string, Contact>,
  contact: Contact,
  { form }: Kinship = {},
): Contact | null => {
  const { level, window } = contact.fields;
  let last: Contact | null = null;
  for (const other of among.values()) {
    const { fields } = other;
    const isKin =
      other.state === "held" &&
      fields.level === level &&
      (form === undefined || fields.meetingForm === form) &&
      fields.window.startMs < window.startMs &&
      contact.parties.every((party) => other.parties.includes(party));
    if (isKin && (!last || fields.window.startMs > last.fields.window.startMs)) last = other;
  }
  return last;
};

/** "First in person since December 2019"; null when the register has no earlier one of this form. */
export const firstSinceOf = (
  among: ReadonlyMap<string, Contact>,
  contact: Contact,
): FirstSince | null => {
  const { meetingForm: form, level } = contact.fields;
  const earlier = findEarlier(among, contact, { form });
  return earlier && { form, level, month: monthOf(earlier.fields.window.startMs) };
};

/** As "2019-12", UTC. */
export const monthOf = (ms: number): string => dayOf(ms).slice(0, 7);

/** As "2019-12-17", UTC. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

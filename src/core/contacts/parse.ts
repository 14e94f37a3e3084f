/** Contacts and readouts out of what nobody has looked at yet, by the tables of the line. */

import { CONTACT, READOUT } from "../line/kinds/contacts.ts";
import { parseByTable } from "../line/parse-body.ts";
import type { Outcome } from "../outcome.ts";
import type { ContactFields } from "./model.ts";
import type { ReadoutFields } from "./readout-model.ts";

/** Refuses: "bad-field", as `parseByTable` does. */
export const parseContactFields = (value: unknown): Outcome<ContactFields> =>
  parseByTable(CONTACT, value);

/** Refuses: "bad-field", as `parseByTable` does. */
export const parseReadoutFields = (value: unknown): Outcome<ReadoutFields> =>
  parseByTable(READOUT, value);

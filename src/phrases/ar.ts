/** Arabic. Each file beside this one is a family of messages or what all of them share. */

import type { Catalogue } from "./catalogue.ts";
import { alerts } from "./ar/alerts.ts";
import { contacts } from "./ar/contacts.ts";
import { fields } from "./ar/fields.ts";
import { humanitarian } from "./ar/humanitarian.ts";
import { incidents } from "./ar/incidents.ts";
import { line } from "./ar/line.ts";
import { operations } from "./ar/operations.ts";
import { sentences } from "./ar/sentences.ts";

export const ar: Catalogue = {
  language: "ar",
  name: "العربية",
  direction: "rtl",
  reviewed: false,
  ...sentences,
  fields,
  kinds: {
    ...line.kinds,
    ...operations.kinds,
    ...alerts.kinds,
    ...humanitarian.kinds,
    ...incidents.kinds,
    ...contacts.kinds,
  },
  words: {
    ...line.words,
    ...operations.words,
    ...alerts.words,
    ...humanitarian.words,
    ...incidents.words,
    ...contacts.words,
  },
};

/** English. Each file beside this one is a family of messages or what all of them share. */

import type { Catalogue } from "./catalogue.ts";
import { alerts } from "./en/alerts.ts";
import { contacts } from "./en/contacts.ts";
import { fields } from "./en/fields.ts";
import { humanitarian } from "./en/humanitarian.ts";
import { incidents } from "./en/incidents.ts";
import { line } from "./en/line.ts";
import { operations } from "./en/operations.ts";
import { sentences } from "./en/sentences.ts";

export const en: Catalogue = {
  language: "en",
  name: "English",
  direction: "ltr",
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

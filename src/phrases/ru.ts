/** Russian. Each file beside this one is a family of messages or what all of them share. */

import type { Catalogue } from "./catalogue.ts";
import { alerts } from "./ru/alerts.ts";
import { contacts } from "./ru/contacts.ts";
import { fields } from "./ru/fields.ts";
import { humanitarian } from "./ru/humanitarian.ts";
import { incidents } from "./ru/incidents.ts";
import { line } from "./ru/line.ts";
import { operations } from "./ru/operations.ts";
import { sentences } from "./ru/sentences.ts";

export const ru: Catalogue = {
  language: "ru",
  name: "Русский",
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

/**
 * Every closed list of words that a message may use, by the name of the list.
 *
 * A word is code, the same in every language; `phrases/` says it to people. Words are only ever
 * added: one that was said stays readable.
 */

import { ALERT_WORDS } from "./words/alerts.ts";
import { CONTACT_WORDS } from "./words/contacts.ts";
import { HUMANITARIAN_WORDS } from "./words/humanitarian.ts";
import { INCIDENT_WORDS } from "./words/incidents.ts";
import { LINE_WORDS } from "./words/line.ts";
import { OPERATION_WORDS } from "./words/operations.ts";

export const WORDS = {
  ...LINE_WORDS,
  ...OPERATION_WORDS,
  ...ALERT_WORDS,
  ...HUMANITARIAN_WORDS,
  ...INCIDENT_WORDS,
  ...CONTACT_WORDS,
} as const;

/** The name of a list, as "presenceAnswer". */
export type WordList = keyof typeof WORDS;
/** One word of a list, as "not_ours". */
export type WordOf<L extends WordList> = (typeof WORDS)[L][number];

export const WORD_LISTS: readonly WordList[] = Object.keys(WORDS) as WordList[];

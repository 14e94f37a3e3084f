/** What the public page of readouts says beside the fields: a word missing in a language does not compile. */

import type { Language } from "../catalogue.ts";
import type { WordOf } from "../../core/line/words.ts";

/** ICU messages. */
export type PageText =
  | "title"
  | "whatItIs"
  | "example"
  | "none"
  | "inOtherLanguages"
  | "notInThisLanguage"
  | "released"
  | "joint"
  | "parted"
  | "ofParty"
  | "corrects"
  | "correctedBy"
  | "allReadouts"
  | "olderReadouts"
  | "feed"
  | "day"
  | "month"
  | "hours"
  | "language";

export type ReadoutWords = {
  readonly texts: Readonly<Record<PageText, string>>;
  /** "First in person since {month}", by form. */
  readonly firstSince: Readonly<Record<WordOf<"meetingForm">, string>>;
  /** January to December, in the case that stands after a day and after "since". */
  readonly months: readonly string[];
};

export type WordsByLanguage = { readonly [L in Language]: ReadoutWords };

/** What must be sayable of a review, in each language. */

import type { ReviewHeading } from "../../core/reviews/headings.ts";
import type { ReviewOutcome, ReviewState } from "../../core/reviews/model.ts";
import type { Language } from "../catalogue.ts";

/** ICU messages. */
export type ReviewText =
  | ReviewHeading
  | "period"
  | "agreedOn"
  | "figures"
  | "told"
  | "recorded"
  | "byOne"
  | "noFigure"
  | "notRecorded"
  | "whatItIs";

export type ReviewWords = {
  readonly texts: Readonly<Record<ReviewText, string>>;
  readonly outcomes: Readonly<Record<ReviewOutcome, string>>;
  readonly states: Readonly<Record<ReviewState, string>>;
};

export type ReviewWordsByLanguage = { readonly [L in Language]: ReviewWords };

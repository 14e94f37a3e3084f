/** What the two sides of a review say of it. */

import type { Figure, Heading } from "./headings.ts";

export type OpenReview = {
  readonly kind: "open-review";
  readonly other: string;
  /** UTC days since 1970, both included. */
  readonly fromDay: number;
  readonly toDay: number;
};
/** All that one's own side counted. Said again, it is a correction: the one before stays. */
export type StateFigures = {
  readonly kind: "state-figures";
  readonly reviewId: string;
  readonly figures: readonly Figure[];
};
/** The same again is the word of a further officer; another list takes the place of the one before. */
export type AgreeReview = {
  readonly kind: "agree-review";
  readonly reviewId: string;
  readonly version: number;
  /** Of the figures that differ, those of which both numbers may be told. */
  readonly bothNumbers: readonly Heading[];
};
/** By either side: nothing of it is the two's. */
export type WithdrawReview = { readonly kind: "withdraw-review"; readonly reviewId: string };

export type OnReview = StateFigures | AgreeReview | WithdrawReview;
export type ReviewCommand = OpenReview | OnReview;

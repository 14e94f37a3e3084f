/** What two sides told each other in reviews and both let be told: the part of their statistics that they state themselves. */

import type { State } from "../state.ts";
import type { Heading } from "./headings.ts";
import { partiesOf } from "./model.ts";
import type { ReviewOutcome, ReviewRow } from "./model.ts";

/** `counts`: in the order of the parties; null: not agreed, and so neither number is told. */
export type PublishedRow = Heading &
  Pick<ReviewRow, "recorded"> & {
    readonly outcome: Exclude<ReviewOutcome, "differs">;
    readonly counts: ReviewRow["counts"] | null;
  };

export type PublishedReview = {
  readonly reviewId: string;
  readonly parties: readonly [string, string];
  readonly fromDay: number;
  readonly toDay: number;
  readonly agreedMs: number;
  readonly rows: readonly PublishedRow[];
};

/** UTC days, both included. */
type Days = { readonly fromDay: number; readonly toDay: number };

/** Of the two, those that they agreed and that lie within the days: the same to both, first agreed first. */
export const publishedReviews = (
  { reviews }: Pick<State, "reviews">,
  [one, other]: readonly [string, string],
  days: Days,
): readonly PublishedReview[] =>
  [...reviews.all.of(one).values()]
    .filter(
      (review) =>
        review.result !== null &&
        partiesOf(review).includes(other) &&
        review.fromDay >= days.fromDay &&
        review.toDay <= days.toDay,
    )
    .toSorted((a, b) => a.changedMs - b.changedMs)
    .map((review) => ({
      reviewId: review.id,
      parties: partiesOf(review),
      fromDay: review.fromDay,
      toDay: review.toDay,
      agreedMs: review.changedMs,
      rows: (review.result ?? []).map(publishedRow),
    }));

const publishedRow = ({ outcome, counts, ...row }: ReviewRow): PublishedRow =>
  outcome === "confirmed" || outcome === "both_numbers"
    ? { ...row, outcome, counts }
    : { ...row, outcome: "not_agreed", counts: null };

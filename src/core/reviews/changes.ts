/** What became of a review. */

export const REVIEW_CAUSES = [
  "opened",
  "stated",
  "restated",
  "compared",
  "corrected",
  "agreed_by_one",
  "agreed",
  "withdrawn",
  "lapsed",
] as const;
export type ReviewCause = (typeof REVIEW_CAUSES)[number];

export type ReviewChange = {
  readonly kind: "review-changed";
  readonly reviewId: string;
  readonly cause: ReviewCause;
  /** The side that acted; null: the system. What is `restated` under the seal is told to it alone. */
  readonly party: string | null;
};

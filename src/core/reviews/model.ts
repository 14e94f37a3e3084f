/** Reviews of a period: what each of two sides counted, sealed until both have said it, and what of it is theirs. */

import type { Machine } from "../machine.ts";
import { PartyMap } from "../party-map.ts";
import type { Figure, Heading } from "./headings.ts";

export const REVIEW_STATES = ["open", "compared", "agreed", "withdrawn", "lapsed"] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** Open until both sides have stated their figures; what is agreed is never opened again. */
export const REVIEW: Machine<ReviewState> = {
  name: "review",
  start: "open",
  next: {
    open: ["compared", "withdrawn", "lapsed"],
    compared: ["agreed", "withdrawn", "lapsed"],
    agreed: [],
    withdrawn: [],
    lapsed: [],
  },
};

/** All that one side counted. A correction is another statement; none is ever taken out. */
export type Statement = {
  readonly by: string;
  readonly atMs: number;
  readonly seq: number;
  readonly figures: readonly Figure[];
};

/** One side's word that the review ends as it now stands. */
export type ReviewAgreement = {
  /** Two where the theatre asks for a second person. */
  readonly officers: readonly string[];
  readonly atMs: number;
  /** Of the figures that differ, those of which both numbers may be told as the two's. */
  readonly bothNumbers: readonly Heading[];
};

export type ReviewSide = {
  readonly party: string;
  readonly statements: Statement[];
  /** The first statement that the other side sees: the last one before the seal was lifted. Null: none. */
  shownFrom: number | null;
  agreement: ReviewAgreement | null;
};

/** What became of one number. `differs` until both have agreed how it is told. */
export const REVIEW_OUTCOMES = ["confirmed", "differs", "both_numbers", "not_agreed"] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

/** One number of the two, in the order of the parties; null: that side states none. */
export type ReviewRow = Heading & {
  readonly counts: readonly [number | null, number | null];
  /** What the record itself has that both were told; null: it has none. */
  readonly recorded: number | null;
  readonly outcome: ReviewOutcome;
};

export type Review = {
  readonly id: string;
  /** Who opened it first. */
  readonly sides: readonly [ReviewSide, ReviewSide];
  /** UTC days since 1970, both included. */
  readonly fromDay: number;
  readonly toDay: number;
  state: ReviewState;
  /** What is compared: 0 while it is sealed, 1 once both have stated, one more with each correction. */
  version: number;
  /** As it was agreed; null before. */
  result: readonly ReviewRow[] | null;
  readonly openedMs: number;
  /** When something that both were told of changed. */
  changedMs: number;
};

export const partiesOf = ({ sides }: Review): readonly [string, string] => [
  sides[0].party,
  sides[1].party,
];

export const sideOf = ({ sides }: Review, party: string): ReviewSide =>
  sides[0].party === party ? sides[0] : sides[1];

export const otherSideOf = ({ sides }: Review, party: string): ReviewSide =>
  sides[0].party === party ? sides[1] : sides[0];

export type ReviewsState = {
  /** In the order they were opened. */
  readonly all: PartyMap<Review>;
};

export const makeReviewsState = (): ReviewsState => ({ all: new PartyMap(partiesOf) });

export const loadReviews = ({ all }: ReviewsState, dump: readonly Review[]): void => {
  for (const review of dump) all.set(review.id, review);
};

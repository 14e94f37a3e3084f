/**
 * What a reader sees of reviews: its two sides, each the other's figures only once both have stated; the
 * host that they exist.
 */

import { isOpenToHost } from "../openings/model.ts";
import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import type { ReviewCause, ReviewChange } from "./changes.ts";
import { compareFigures } from "./compare.ts";
import { partiesOf } from "./model.ts";
import type { Review, ReviewAgreement, ReviewRow, ReviewSide, ReviewState } from "./model.ts";
import type { Statement } from "./model.ts";

export type StatementView = Omit<Statement, "by"> & {
  /** The officer, to the own party alone. */
  readonly by: string | null;
};

export type ReviewSideView = {
  readonly party: string;
  readonly hasStated: boolean;
  /** Oldest first. Of the other side none while it is sealed, then from the one that was unsealed on. */
  readonly statements: readonly StatementView[];
  readonly agreement:
    | (Omit<ReviewAgreement, "officers"> & {
        /** Null: the other side's are not told. */
        readonly officers: readonly string[] | null;
        readonly officerCount: number;
      })
    | null;
};

type Common = {
  readonly id: string;
  readonly parties: readonly [string, string];
  readonly state: ReviewState;
  readonly changedMs: number;
};
export type FullReviewView = Common & {
  readonly detail: "full";
  readonly fromDay: number;
  readonly toDay: number;
  /** What an agreement names: 0 while it is sealed. */
  readonly version: number;
  readonly openedMs: number;
  readonly sides: readonly [ReviewSideView, ReviewSideView];
  /** None while it is sealed. As agreed, once it is. */
  readonly rows: readonly ReviewRow[];
};
/** That it exists, and whose it is. */
export type ExistsReviewView = Common & { readonly detail: "exists" };
export type ReviewView = FullReviewView | ExistsReviewView;

export const isReviewSeen = (review: Review, reader: Reader): boolean =>
  reader.kind === "host" || partiesOf(review).includes(reader.party);

export const findReviewView = (state: State, id: string, reader: Reader): ReviewView | null => {
  const found = state.reviews.all.get(id);
  return found && isReviewSeen(found, reader) ? viewReview(state, found, reader) : null;
};

/** The caller has looked whether the reader sees it. */
export const viewReview = (state: State, review: Review, reader: Reader): ReviewView => {
  const { id, fromDay, toDay, version, openedMs, changedMs, sides, result } = review;
  const common = { id, parties: partiesOf(review), state: review.state, changedMs };
  if (reader.kind === "host" && !isOpenToHost(state, "review", id))
    return { detail: "exists", ...common };
  const [one, other] = sides;
  return {
    detail: "full",
    ...common,
    fromDay,
    toDay,
    version,
    openedMs,
    sides: [viewSide(one, reader), viewSide(other, reader)],
    rows: result ?? (version === 0 ? [] : compareFigures(state, review)),
  };
};

/** As lists and events have it: of each side the newest statement that the reader sees, alone. */
export const viewReviewBriefly = (state: State, review: Review, reader: Reader): ReviewView => {
  const view = viewReview(state, review, reader);
  if (view.detail === "exists") return view;
  const [one, other] = view.sides;
  return { ...view, sides: [newest(one), newest(other)] };
};

const newest = (side: ReviewSideView): ReviewSideView => ({
  ...side,
  statements: side.statements.slice(-1),
});

/** The seal holds for the host too, whoever opens the review to it. */
const viewSide = (
  { party, statements, shownFrom, agreement }: ReviewSide,
  reader: Reader,
): ReviewSideView => {
  const isOwn = reader.kind === "party" && reader.party === party;
  const from = isOwn ? 0 : (shownFrom ?? statements.length);
  return {
    party,
    hasStated: statements.length > 0,
    statements: statements.slice(from).map((one) => ({ ...one, by: isOwn ? one.by : null })),
    agreement: agreement && {
      ...agreement,
      officers: isOwn ? agreement.officers : null,
      officerCount: agreement.officers.length,
    },
  };
};

export type ReviewTold = {
  readonly kind: "review.changed";
  readonly cause: ReviewCause;
  /** Who acted; null: time did. */
  readonly party: string | null;
  readonly review: ReviewView;
};

/** What the host hears of: that there is one, and how it stands. */
const TO_THE_HOST: readonly ReviewCause[] = ["opened", "compared", "agreed", "withdrawn", "lapsed"];

/** The change as told to this reader, or null when it is not told. */
export const tellOfReview = (
  state: State,
  { reviewId, cause, party }: ReviewChange,
  reader: Reader,
): ReviewTold | null => {
  const isFor =
    reader.kind === "host"
      ? TO_THE_HOST.includes(cause)
      : cause !== "restated" || party === reader.party;
  const found = isFor ? state.reviews.all.get(reviewId) : undefined;
  if (!found || !isReviewSeen(found, reader)) return null;
  const review = viewReviewBriefly(state, found, reader);
  return { kind: "review.changed", cause, party, review };
};

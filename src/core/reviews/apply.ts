/** Reviews: opened by one side, stated by both under seal, compared, and agreed by both. */

import { findNoFurtherOfficer, isByTwo, officersWith } from "../by-two.ts";
import { drawId } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { officerOf } from "../items/passage.ts";
import { badField } from "../line/bad-field.ts";
import { findIllegalStep } from "../machine.ts";
import type { Refusal } from "../outcome.ts";
import type { ReviewCause } from "./changes.ts";
import type { AgreeReview, OnReview, OpenReview, ReviewCommand, StateFigures } from "./commands.ts";
import { compareFigures, settleRows } from "./compare.ts";
import { pushReviewDue } from "./due.ts";
import { keyOf } from "./headings.ts";
import type { Heading } from "./headings.ts";
import { otherSideOf, REVIEW, sideOf } from "./model.ts";
import type { Review, ReviewAgreement, ReviewSide, ReviewState } from "./model.ts";
import {
  findInTheWay,
  findNoVoice,
  findOver,
  findReview,
  findStopped,
  findTooManyStatements,
  findUnfitFigures,
  findUnfitHeadings,
  findUnfitOther,
  findUnfitPeriod,
} from "./passage.ts";

/** The answer to every command about a review. */
export type ReviewResult = {
  readonly about: "review";
  readonly reviewId: string;
  readonly version: number;
  readonly state: ReviewState;
};

export const REVIEW_HANDLERS: Handlers<ReviewCommand> = {
  "open-review": (context, command) => openReview(context, command),
  "state-figures": (context, command) =>
    withReview(context, command, (review) => stateFigures(context, review, command)),
  "agree-review": (context, command) =>
    withReview(context, command, (review) => agreeReview(context, review, command)),
  "withdraw-review": (context, command) =>
    withReview(context, command, (review) => {
      const refusal = findOver(review, "withdrawn");
      return refusal ? refused(refusal) : end(context, review, "withdrawn");
    }),
};

const openReview = (context: Context, command: OpenReview): Applied => {
  const { state, entry, party } = context;
  const { other, fromDay, toDay } = command;
  const refusal =
    findNoVoice(context) ??
    findUnfitOther(context, other) ??
    findUnfitPeriod(context, command) ??
    findStopped(context, other) ??
    findInTheWay(context, command);
  if (refusal) return refused(refusal);
  const review: Review = {
    id: `review-${drawId(entry.salt, 0)}`,
    sides: [makeSide(party), makeSide(other)],
    fromDay,
    toDay,
    state: REVIEW.start,
    version: 0,
    result: null,
    openedMs: entry.atMs,
    changedMs: entry.atMs,
  };
  state.reviews.all.set(review.id, review);
  pushReviewDue(state, review);
  return told(context, review, "opened");
};

const makeSide = (party: string): ReviewSide => ({
  party,
  statements: [],
  shownFrom: null,
  agreement: null,
});

/** What is said of a review, by one of its sides. Withdrawn it can be at any time: that says nothing. */
const withReview = (
  context: Context,
  command: OnReview,
  use: (review: Review) => Applied,
): Applied => {
  const found = findReview(context, command.reviewId);
  if (!found.ok) return refused(found.refusal);
  const { party: other } = otherSideOf(found.value, context.party);
  const isSaid = command.kind !== "withdraw-review";
  const refusal = findNoVoice(context) ?? (isSaid ? findStopped(context, other) : null);
  return refusal ? refused(refusal) : use(found.value);
};

const stateFigures = (context: Context, review: Review, command: StateFigures): Applied => {
  const { entry, party } = context;
  const own = sideOf(review, party);
  const refusal =
    findOver(review, "stated on") ??
    findUnfitFigures(review, command) ??
    findTooManyStatements(own.statements.length);
  if (refusal) return refused(refusal);
  const { atMs, seq } = entry;
  const isFirst = own.statements.length === 0;
  own.statements.push({ by: officerOf(entry), atMs, seq, figures: command.figures });
  if (review.state === "compared") return correct(context, review);
  if (otherSideOf(review, party).statements.length > 0) return liftSeal(context, review);
  if (isFirst) return told(context, review, "stated");
  // Under the seal nobody else hears of it: not even by when the review changed.
  return answered(context, review, "restated");
};

/** Both at once: neither could fit its numbers to the other's. */
const liftSeal = (context: Context, review: Review): Applied => {
  for (const side of review.sides) side.shownFrom = side.statements.length - 1;
  Object.assign(review, { state: "compared", version: 1 });
  return told(context, review, "compared");
};

/** What was agreed was agreed of other numbers. */
const correct = (context: Context, review: Review): Applied => {
  review.version += 1;
  for (const side of review.sides) side.agreement = null;
  return told(context, review, "corrected");
};

const agreeReview = (context: Context, review: Review, command: AgreeReview): Applied => {
  const { state, theatre, entry, party } = context;
  const own = sideOf(review, party);
  const before = isSameWord(own.agreement, command.bothNumbers) ? own.agreement : null;
  const refusal =
    findIllegalStep(REVIEW, review.id, { from: review.state, to: "agreed" }) ??
    findStale(review, command.version) ??
    findUnfitHeadings(review, command.bothNumbers, "bothNumbers") ??
    findNotDiffering(context, review, command.bothNumbers) ??
    findNoFurtherOfficer(theatre, before?.officers ?? null, entry.by);
  if (refusal) return refused(refusal);
  const officers = officersWith(before?.officers ?? null, entry.by);
  own.agreement = { officers, atMs: entry.atMs, bothNumbers: command.bothNumbers };
  const isAgreed = review.sides.every(
    ({ agreement }) => agreement !== null && isByTwo(theatre, agreement.officers),
  );
  if (!isAgreed) return told(context, review, "agreed_by_one");
  review.result = settleRows(state, review);
  return end(context, review, "agreed");
};

const isSameWord = (before: ReviewAgreement | null, bothNumbers: readonly Heading[]): boolean =>
  before !== null && keysOf(before.bothNumbers) === keysOf(bothNumbers);

const keysOf = (headings: readonly Heading[]): string => headings.map(keyOf).toSorted().join("\n");

const findStale = ({ version: now }: Review, version: number): Refusal | null =>
  version === now
    ? null
    : badField("version", `is ${version}, and ${now} is compared now`, "read the review again");

const findNotDiffering = (
  { state }: Context,
  review: Review,
  bothNumbers: readonly Heading[],
): Refusal | null => {
  const rows = compareFigures(state, review);
  const differing = new Set(rows.filter(({ outcome }) => outcome === "differs").map(keyOf));
  const bad = bothNumbers.findIndex((heading) => !differing.has(keyOf(heading)));
  const remedy = "name only figures that differ: what is equal is told as it is";
  return bad < 0 ? null : badField(`bothNumbers[${bad}]`, "does not differ", remedy);
};

const end = (context: Context, review: Review, to: "agreed" | "withdrawn"): Applied => {
  review.state = to;
  const applied = told(context, review, to);
  pushReviewDue(context.state, review);
  return applied;
};

const told = (context: Context, review: Review, cause: ReviewCause): Applied => {
  review.changedMs = context.entry.atMs;
  return answered(context, review, cause);
};

const answered = (
  { party }: Context,
  { id: reviewId, version, state }: Review,
  cause: ReviewCause,
): Applied =>
  accepted({ about: "review", reviewId, version, state }, [
    { kind: "review-changed", reviewId, cause, party },
  ]);

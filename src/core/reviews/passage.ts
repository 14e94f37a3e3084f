/** Why something may not be said of a review, or null. */

import type { Context } from "../handling.ts";
import { findNoOfficer, isHumanitarianParty } from "../items/passage.ts";
import { LIMITS } from "../limits.ts";
import { badField } from "../line/bad-field.ts";
import { findSuspendedWith } from "../line/between.ts";
import { isFinal } from "../machine.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { findLackingRole } from "../parties/roles.ts";
import { dayOf } from "../statistics/model.ts";
import type { OpenReview, StateFigures } from "./commands.ts";
import { headingsOf, keyOf } from "./headings.ts";
import type { Heading } from "./headings.ts";
import { partiesOf, REVIEW } from "./model.ts";
import type { Review } from "./model.ts";

/** Another's and none at all look the same. */
export const findReview = ({ state, party }: Context, id: string): Outcome<Review> => {
  const found = state.reviews.all.get(id);
  return found && partiesOf(found).includes(party)
    ? accept(found)
    : refuse({ reason: "not-found", what: "review", id });
};

/** A person of the desk, or its second person. */
export const findNoVoice = (context: Context): Refusal | null =>
  findLackingRole(context, ["desk", "approver"]) ?? findNoOfficer(context);

/** Nothing is said around a line of the two that is suspended. */
export const findStopped = (context: Context, other: string): Refusal | null =>
  isHumanitarianParty(context) ? null : findSuspendedWith(context, [other], ["all"]);

export const findUnfitOther = ({ theatre, party }: Context, other: string): Refusal | null => {
  if (!theatre.parties.some(({ id }) => id === other))
    return { reason: "unknown-party", party: other };
  return other === party
    ? badField("other", "is your own party", "name the party that the review is with")
    : null;
};

/** Days that are over, and of which there still are counts. */
export const findUnfitPeriod = (
  { entry }: Context,
  { fromDay, toDay }: OpenReview,
): Refusal | null => {
  const today = dayOf(entry.atMs);
  const first = today - LIMITS.statisticsDaysKeptMax;
  if (toDay >= today) return badField("to", "is not over yet", "name a day before today, in UTC");
  if (fromDay > toDay) return badField("from", "is after the last day", "turn the two round");
  if (toDay - fromDay >= LIMITS.reviewDaysMax)
    return badField("from", `is over ${LIMITS.reviewDaysMax} days before`, "review it in parts");
  return fromDay < first
    ? badField("from", "is a day of which no counts are kept", "name a later one")
    : null;
};

/** One at a time of a period; and not more than a side can look through. */
export const findInTheWay = (
  { state, party }: Context,
  { other, fromDay, toDay }: OpenReview,
): Refusal | null => {
  const limit = LIMITS.reviewsPerPairMax;
  let count = 0;
  for (const review of state.reviews.all.of(party).values()) {
    const [opener] = partiesOf(review);
    if (!partiesOf(review).includes(other)) continue;
    if (opener === party) count++;
    const isSame = review.fromDay === fromDay && review.toDay === toDay;
    if (!isSame || isFinal(REVIEW, review.state)) continue;
    const { id, state: its } = review;
    return { reason: "wrong-state", what: REVIEW.name, id, state: its, wanted: "opened anew" };
  }
  return count < limit ? null : { reason: "too-many", what: "reviews of two parties", limit };
};

export const findOver = ({ id, state }: Review, wanted: string): Refusal | null =>
  isFinal(REVIEW, state) ? { reason: "wrong-state", what: REVIEW.name, id, state, wanted } : null;

export const findUnfitFigures = (
  review: Review,
  { figures }: Pick<StateFigures, "figures">,
): Refusal | null => {
  if (figures.length === 0) return badField("figures", "is empty", "state at least one");
  const unfit = findUnfitHeadings(review, figures, "figures");
  if (unfit) return unfit;
  const max = LIMITS.reviewFigureMax;
  const bad = figures.findIndex(
    ({ count }) => !(Number.isInteger(count) && count >= 0 && count <= max),
  );
  return bad < 0
    ? null
    : badField(`figures[${bad}].count`, "is no count", `give a whole number from 0 to ${max}`);
};

/** Each one of those that there are, and once. */
export const findUnfitHeadings = (
  review: Review,
  headings: readonly Heading[],
  field: string,
): Refusal | null => {
  const known = new Set(headingsOf(partiesOf(review)).map(keyOf));
  const seen = new Set<string>();
  for (const [i, heading] of headings.entries()) {
    const key = keyOf(heading);
    if (!known.has(key)) {
      const fault = "is none of a review of the two";
      return badField(`${field}[${i}]`, fault, "see the list of headings: of whom, of which kind");
    }
    if (seen.has(key)) return badField(`${field}[${i}]`, "is there twice", "give it once");
    seen.add(key);
  }
  return null;
};

export const findTooManyStatements = (count: number): Refusal | null => {
  const limit = LIMITS.reviewStatementsMax;
  return count < limit ? null : { reason: "too-many", what: "statements of one side", limit };
};

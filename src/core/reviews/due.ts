/** What time does to a review: it lapses, and long after it was over it is forgotten. */

import type { Change } from "../changes.ts";
import type { Due } from "../due-queue.ts";
import type { Entry } from "../entry.ts";
import { LIMITS } from "../limits.ts";
import { isFinal } from "../machine.ts";
import type { State } from "../state.ts";
import { DAY_MS } from "../statistics/model.ts";
import { REVIEW } from "./model.ts";
import type { Review } from "./model.ts";

export const pushReviewDue = (state: State, review: Review): void =>
  state.due.push({ dueMs: dueMsOf(state, review), kind: "review", id: review.id });

const dueMsOf = (state: State, { state: its, openedMs, changedMs }: Review): number => {
  if (!isFinal(REVIEW, its)) return openedMs + LIMITS.reviewOpenMs;
  return its === "agreed"
    ? changedMs + LIMITS.statisticsDaysKeptMax * DAY_MS
    : changedMs + (state.theatre?.rules.retentionMs ?? LIMITS.retentionMs);
};

/** Due times of what it was before are stale. */
export const passReview = (state: State, { atMs }: Pick<Entry, "atMs">, { id }: Due): Change[] => {
  const review = state.reviews.all.get(id);
  if (!review || dueMsOf(state, review) > atMs) return [];
  if (isFinal(REVIEW, review.state)) {
    state.reviews.all.delete(id);
    return [];
  }
  Object.assign(review, { state: "lapsed", changedMs: atMs });
  pushReviewDue(state, review);
  return [{ kind: "review-changed", reviewId: id, cause: "lapsed", party: null }];
};

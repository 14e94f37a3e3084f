/** The figures of the two sides beside each other, and beside what the record has. */

import type { State } from "../state.ts";
import { pairStatisticsOf } from "../statistics/view.ts";
import { headingsOf, keyOf } from "./headings.ts";
import type { Heading } from "./headings.ts";
import { partiesOf } from "./model.ts";
import type { Review, ReviewOutcome, ReviewRow, ReviewSide } from "./model.ts";

type Period = Pick<Review, "fromDay" | "toDay">;

/** Each number that at least one side states, by the last statement of each. */
export const compareFigures = (state: State, review: Review): readonly ReviewRow[] => {
  const parties = partiesOf(review);
  const recordedOf = recordedFor(state, parties, review);
  const [one, other] = [countsOf(review.sides[0]), countsOf(review.sides[1])];
  return headingsOf(parties).flatMap((heading): readonly ReviewRow[] => {
    const key = keyOf(heading);
    const counts = [one.get(key) ?? null, other.get(key) ?? null] as const;
    if (counts[0] === null && counts[1] === null) return [];
    const outcome = counts[0] === counts[1] ? "confirmed" : "differs";
    return [{ ...heading, counts, recorded: recordedOf(heading), outcome }];
  });
};

const countsOf = ({ statements }: ReviewSide): ReadonlyMap<string, number> =>
  new Map(statements.at(-1)?.figures.map((figure) => [keyOf(figure), figure.count]));

/** As it is told once both have agreed: both numbers only where both let them be told. */
export const settleRows = (state: State, review: Review): readonly ReviewRow[] => {
  const allowed = review.sides.map(
    ({ agreement }) => new Set(agreement?.bothNumbers.map((heading) => keyOf(heading))),
  );
  return compareFigures(state, review).map((row) => {
    if (row.outcome === "confirmed") return row;
    const isAllowed = allowed.every((keys) => keys.has(keyOf(row)));
    const outcome: ReviewOutcome = isAllowed ? "both_numbers" : "not_agreed";
    return { ...row, outcome };
  });
};

/** What both were told and the record counts itself: of the joint part of the statistics. */
const recordedFor = (
  state: State,
  parties: readonly [string, string],
  { fromDay, toDay }: Period,
): ((heading: Heading) => number | null) => {
  const [one] = parties;
  const period = { fromDay, toDay, nowMs: state.atMs };
  const { sent, received, conflicts, incidents } = pairStatisticsOf(state, parties, period);
  const late = ({ byPrecedence }: typeof sent): number =>
    byPrecedence.reduce((n, { overdue }) => n + overdue, 0);
  return ({ heading, of, incidentKind }) => {
    switch (heading) {
      case "late_acknowledgements":
        // What one side sent, the other was to acknowledge.
        return late(of === one ? received : sent);
      case "conflicts":
        return conflicts.owned;
      case "unresolved_conflicts":
        return conflicts.unresolved_at_start;
      case "incidents":
        return (
          incidents.byKind.find((kind) => kind.incidentKind === incidentKind)?.confirmedCount ?? 0
        );
      default:
        return null;
    }
  };
};

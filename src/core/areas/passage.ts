/** What time does to an area: it comes into force, is due for review, ends, is forgotten. */

import type { Change } from "../changes.ts";
import type { Entry } from "../entry.ts";
import { LIMITS } from "../limits.ts";
import { findIllegalStep, isFinal } from "../machine.ts";
import { assert } from "../outcome.ts";
import type { State } from "../state.ts";
import { AREA, placeArea } from "./model.ts";
import type { Area, AreaEndedReason, AreaState } from "./model.ts";
import { touchesOfArea } from "./touching.ts";

type At = Pick<Entry, "atMs">;

/** What was due of the area by now: nothing, where it was due of what is no longer so. */
export const passArea = (state: State, entry: At, areaId: string): Change[] => {
  const area = state.areas.all.get(areaId);
  if (!area) return [];
  if (isFinal(AREA, area.state)) {
    if (forgetMs(state, area) <= entry.atMs) state.areas.all.delete(areaId);
    return [];
  }
  return [...lapsePending(state, entry, area), ...passStanding(state, entry, area)];
};

const lapsePending = (state: State, entry: At, area: Area): Change[] => {
  const { pending } = area;
  return pending && untilMs(area) <= entry.atMs ? dropPending(state, entry, area, "lapsed") : [];
};

/** Nothing waits any more; where nothing was agreed either, it is over. */
export const dropPending = (
  state: State,
  entry: At,
  area: Area,
  reason: "declined" | "withdrawn" | "lapsed",
): Change[] => {
  if (!area.agreed) return endArea(state, entry, area, reason);
  Object.assign(area, { pending: null, assents: [], changedMs: entry.atMs });
  return [{ kind: "area-changed", areaId: area.id, to: null }];
};

/** Brings what is agreed to the state that it has by now, through those between. */
export const passStanding = (state: State, entry: At, area: Area): Change[] => {
  const { agreed } = area;
  if (!agreed || isFinal(AREA, area.state)) return [];
  const { atMs } = entry;
  const { window, reviewByMs = Infinity } = agreed.terms;
  const ending = area.endings.find((one) => one.atMs <= atMs);
  if (ending) return endArea(state, entry, area, ending.reason);
  if (window.endMs !== null && window.endMs < atMs) return endArea(state, entry, area, "term_over");
  const changes: Change[] = [];
  if (area.state === "agreed" && window.startMs <= atMs) {
    changes.push(moveArea(entry, area, "in_force"), ...touchesOfArea(state, area));
  }
  if (area.state === "in_force" && reviewByMs <= atMs) {
    changes.push(moveArea(entry, area, "due_for_review"));
  }
  const isSoon = remindMs(area) <= atMs && reviewByMs > atMs;
  if (isSoon && !area.isReviewSoonTold) {
    area.isReviewSoonTold = true;
    changes.push({ kind: "area-review-soon", areaId: area.id });
  }
  return changes;
};

/** When its parties are reminded of its review; never: Infinity. */
export const remindMs = ({ agreed }: Area): number =>
  (agreed?.terms.reviewByMs ?? Infinity) - LIMITS.areaReviewReminderMs;

/** Callers have looked whether the table allows it. */
export const moveArea = ({ atMs }: At, area: Area, to: AreaState): Change => {
  assert(!findIllegalStep(AREA, area.id, { from: area.state, to }), `an area may come to ${to}`);
  area.state = to;
  Object.assign(area, { changedMs: atMs, standingMs: atMs });
  return { kind: "area-changed", areaId: area.id, to };
};

export const endArea = (
  state: State,
  entry: At,
  area: Area,
  endedReason: AreaEndedReason,
): Change[] => {
  const ended = moveArea(entry, area, "ended");
  // Of one that was never agreed, what was proposed last stays to be read.
  Object.assign(area, { endedReason, pending: area.agreed ? null : area.pending, assents: [] });
  placeArea(state.areas, area);
  state.due.push({ dueMs: forgetMs(state, area), kind: "area", id: area.id });
  return [ended];
};

/** How long an area that is over stays in the state; the record keeps it always. */
const forgetMs = (state: State, { changedMs }: Area): number =>
  changedMs + (state.theatre?.rules.retentionMs ?? LIMITS.retentionMs);

/** When what waits is no longer waited for. */
const untilMs = ({ pending }: Area): number => {
  if (!pending) return Infinity;
  const { atMs, terms } = pending;
  return Math.min(atMs + LIMITS.areaProposalMs, (terms.window.endMs ?? Infinity) + 1);
};

/** Everything that falls due of the area as it now is; what is due of what it was then is nothing. */
export const pushDues = ({ due }: State, { atMs }: At, area: Area): void => {
  const { window, reviewByMs = Infinity } = area.agreed?.terms ?? { window: null };
  const times = [
    untilMs(area),
    window?.startMs ?? Infinity,
    (window?.endMs ?? Infinity) + 1,
    reviewByMs,
    remindMs(area),
    ...area.endings.map((one) => one.atMs),
  ];
  for (const dueMs of new Set(times)) {
    if (dueMs > atMs && dueMs < Infinity) due.push({ dueMs, kind: "area", id: area.id });
  }
};

/** How long a report says where something is. */

import type { State } from "../state.ts";
import { DEFAULT_RULES } from "../theatre/model.ts";
import type { Track } from "./model.ts";
import type { TrackRules } from "./rules.ts";
import { moverClassOf } from "./subject.ts";

export const trackRulesOf = ({ theatre }: State): TrackRules =>
  (theatre?.rules ?? DEFAULT_RULES).tracks;

/** By the class of what the track is of; of what is gone, the shortest. */
export const staleAfterMs = (state: State, { subject }: Track): number => {
  const { staleAfterMs: byClass } = trackRulesOf(state);
  const moverClass = moverClassOf(state, subject);
  return moverClass === null ? Math.min(...Object.values(byClass)) : byClass[moverClass];
};

/** From then on its last report is stale; null: there was none. */
export const freshUntilMs = (state: State, track: Track): number | null =>
  track.last && Math.min(track.last.atMs, track.last.receivedMs) + staleAfterMs(state, track);

/** Looks again when the last report goes stale: one due time a track, however many reports come. */
export const watchFreshness = (state: State, track: Track, freshMs: number): void => {
  track.lookMs = freshMs;
  state.due.push({ dueMs: freshMs, kind: "track", id: track.id });
};

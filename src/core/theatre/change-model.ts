/** Changes of the theatre: what it was, what it is, by whom. Kept all: a history that forgets is none. */

import type { Machine } from "../machine.ts";
import type { Difference } from "./differences.ts";
import type { Theatre, TheatreSurvey } from "./model.ts";

export const THEATRE_CHANGE_STATES = [
  "requested",
  "done",
  "withdrawn",
  "lapsed",
  "overtaken",
] as const;
export type TheatreChangeState = (typeof THEATRE_CHANGE_STATES)[number];

/** Overtaken: the theatre was changed meanwhile, so that what was asked for is no longer what it would do. */
export const THEATRE_CHANGE: Machine<TheatreChangeState> = {
  name: "theatre change",
  start: "requested",
  next: {
    requested: ["done", "withdrawn", "lapsed", "overtaken"],
    done: [],
    withdrawn: [],
    lapsed: [],
    overtaken: [],
  },
};

export type TheatreChange = {
  readonly id: string;
  readonly differences: readonly Difference[];
  /** Null: the server itself, for nobody named. */
  readonly requestedBy: string | null;
  readonly requestedMs: number;
  state: TheatreChangeState;
  /** Null: there is none yet, or it took none. */
  secondBy: string | null;
  withdrawnBy: string | null;
  /** When it came to its state. */
  changedMs: number;
  /** When a second person is no longer waited for; null: it took none. */
  readonly untilMs: number | null;
  /** What is to be set, while it waits. */
  proposed: { readonly theatre: Theatre; readonly survey: TheatreSurvey } | null;
};

export type TheatreChangesState = {
  /** In the order they were asked for. */
  readonly all: Map<string, TheatreChange>;
  /** When a party was first heard; from then on what shows or weakens more takes two. */
  inUseSinceMs: number | null;
};

export const makeTheatreChangesState = (): TheatreChangesState => ({
  all: new Map(),
  inUseSinceMs: null,
});

export const findWaiting = ({ all }: TheatreChangesState): readonly TheatreChange[] =>
  [...all.values()].filter(({ state }) => state === "requested");

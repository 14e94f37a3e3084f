/** The acts of the example, in their order: a watch of four hours, and the convoy's day two days later. */

import type { Act } from "./story.ts";
import { inOrder } from "./story.ts";
import { CONFLICT_STEPS } from "./story-conflict.ts";
import { DESK_STEPS } from "./story-desks.ts";
import { LINE_STEPS } from "./story-line.ts";
import { RELIEF_STEPS } from "./story-relief.ts";
import { SECOND_ACT } from "./story-second.ts";

export const ACTS: readonly Act[] = [
  {
    number: 1,
    fromMinutes: 0,
    minutes: 240,
    steps: inOrder(DESK_STEPS, RELIEF_STEPS, CONFLICT_STEPS, LINE_STEPS),
  },
  SECOND_ACT,
];

/** From the first step of the first act to when the last of them has ended. */
export const minutesOf = (acts: readonly Act[]): number =>
  Math.max(...acts.map(({ fromMinutes, minutes }) => fromMinutes + minutes));

const MINUTE_MS = 60_000;

export type ActTime = { readonly act: Act; readonly startMs: number; readonly endMs: number };

/** When each act of a story begins and ends that begins at `startMs`. */
export const actTimes = (startMs: number): readonly ActTime[] =>
  ACTS.map((act) => {
    const actStartMs = startMs + act.fromMinutes * MINUTE_MS;
    return { act, startMs: actStartMs, endMs: actStartMs + act.minutes * MINUTE_MS };
  });

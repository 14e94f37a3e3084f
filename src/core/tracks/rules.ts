/** The clocks and tolerances of tracks. The project's defaults, not field standards; a theatre may set its own. */

import type { MoverClass } from "../operations/category.ts";

export type TrackRules = {
  /** A report older than this, by the class of the operation, no longer says where something is. */
  readonly staleAfterMs: Readonly<Record<MoverClass, number>>;
  /** How far off a position may be that comes without its accuracy. */
  readonly accuracyWhenUnknownM: number;
  /** How far a mover or a window may be missed in time and still be doubt, not deviation. */
  readonly timeToleranceMs: number;
  /** A report from further ahead than this is refused: the clock that made it is wrong. */
  readonly clockSkewMaxMs: number;
  /** An older report is refused. */
  readonly reportAgeMaxMs: number;
  /** Of one identity on a TCP input at most one report in this time is kept. */
  readonly thinMs: number;
};

const MINUTE_MS = 60_000;

export const DEFAULT_TRACK_RULES: TrackRules = {
  staleAfterMs: {
    fixed_wing: 5 * MINUTE_MS,
    rotary: 5 * MINUTE_MS,
    drone: 5 * MINUTE_MS,
    ground: 15 * MINUTE_MS,
    ship: 15 * MINUTE_MS,
    area: 15 * MINUTE_MS,
  },
  accuracyWhenUnknownM: 100,
  timeToleranceMs: MINUTE_MS,
  clockSkewMaxMs: 30_000,
  reportAgeMaxMs: 24 * 60 * MINUTE_MS,
  thinMs: 2_000,
};

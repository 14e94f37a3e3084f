/** The theatre's clocks and tolerances of tracks, on the wire. */

import { Type } from "typebox";
import { MOVER_CLASSES } from "../../core/operations/category.ts";
import { DEFAULT_TRACK_RULES } from "../../core/tracks/rules.ts";
import type { TrackRules as CoreRules } from "../../core/tracks/rules.ts";
import { CLOSED } from "./schema.ts";

const Stale = Type.Integer({ minimum: 10_000, maximum: 86_400_000 });
const ByClass = Object.fromEntries(MOVER_CLASSES.map((one) => [one, Stale])) as Record<
  (typeof MOVER_CLASSES)[number],
  typeof Stale
>;

const PLAIN = {
  accuracyWhenUnknownM: Type.Number({ minimum: 0, maximum: 10_000 }),
  timeToleranceMs: Type.Integer({ minimum: 0, maximum: 3_600_000 }),
  clockSkewMaxMs: Type.Integer({ minimum: 0, maximum: 3_600_000 }),
  reportAgeMaxMs: Type.Integer({ minimum: 60_000, maximum: 30 * 86_400_000 }),
  thinMs: Type.Integer({
    minimum: 0,
    maximum: 3_600_000,
    description: "Of one identity on a TCP input at most one report in this time is kept; 0: all.",
  }),
};

export const TrackRules = Type.Object(
  {
    staleAfterMs: Type.Object(ByClass, {
      ...CLOSED,
      description: "A report older than this no longer says where something is.",
    }),
    ...PLAIN,
  },
  { ...CLOSED, title: "TrackRules" },
);

export const TrackRulesRequest = Type.Partial(
  Type.Object({ staleAfterMs: Type.Partial(Type.Object(ByClass), CLOSED), ...PLAIN }),
  { ...CLOSED, title: "TrackRulesRequest", description: "Left out: the default." },
);

/** What is left out has its default. */
export const parseTrackRules = (given: Partial<CoreRules> = {}): CoreRules => ({
  ...DEFAULT_TRACK_RULES,
  ...given,
  staleAfterMs: { ...DEFAULT_TRACK_RULES.staleAfterMs, ...given.staleAfterMs },
});

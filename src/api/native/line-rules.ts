/** The theatre's clocks and bounds of the line, on the wire. */

import { Type } from "typebox";
import { LIMITS } from "../../core/limits.ts";
import { KIND_NAMES } from "../../core/line/kinds.ts";
import { DEFAULT_LINE_RULES } from "../../core/line/rules.ts";
import type { LineRules as CoreRules } from "../../core/line/rules.ts";
import { WORDS } from "../../core/line/words.ts";
import { CLOSED, ListOf } from "./schema.ts";

/** A second is no clock for people; a year is none either. */
const Duration = Type.Integer({ minimum: 1_000, maximum: 366 * 86_400_000 });
/** Nothing blocks that rounding alone may come to; past 100 km no read-back would tell anything. */
const Within = Type.Integer({ minimum: LIMITS.readBackRoundingM, maximum: 100_000 });
const ReadBack = { site: Within, area: Within };
const Count = Type.Integer({ minimum: 1 });

const Acknowledge = Object.fromEntries(WORDS.precedence.map((one) => [one, Duration])) as Record<
  (typeof WORDS.precedence)[number],
  typeof Duration
>;
const Hotline = { deputyMs: Duration, dutyOfficerMs: Duration, nextLevelMs: Duration };
const Reply = Object.fromEntries(
  KIND_NAMES.map((kind) => [kind, Type.Optional(Duration)]),
) as Record<(typeof KIND_NAMES)[number], ReturnType<typeof Type.Optional<typeof Duration>>>;

const PLAIN = {
  machineCheckEveryMs: Type.Integer({ minimum: 60_000, maximum: 86_400_000 }),
  machineCheckWindowMs: Duration,
  personCheckHours: ListOf(Type.Integer({ minimum: 0, maximum: 23 }), {
    maxItems: 24,
    description: "Hours of the UTC day.",
  }),
  personCheckWindowMs: Duration,
  messagesPerMinuteMax: Count,
  messagesPerPartyDayMax: Count,
  urgentMessagesPerPartyDayMax: Count,
  messageRetentionMs: Duration,
};

export const LineRules = Type.Object(
  {
    acknowledgeWithinMs: Type.Object(Acknowledge, CLOSED),
    hotline: Type.Object(Hotline, CLOSED),
    replyWithinMs: Type.Object(Reply, {
      ...CLOSED,
      description: "By kind. A kind that is not named owes no answer by a time of its own.",
    }),
    readBackWithinM: Type.Object(ReadBack, {
      ...CLOSED,
      description: "How far a place that is read back may lie from what was sent, metres.",
    }),
    ...PLAIN,
  },
  { ...CLOSED, title: "LineRules" },
);

export const LineRulesRequest = Type.Partial(
  Type.Object({
    acknowledgeWithinMs: Type.Partial(Type.Object(Acknowledge), CLOSED),
    hotline: Type.Partial(Type.Object(Hotline), CLOSED),
    replyWithinMs: Type.Object(Reply, CLOSED),
    readBackWithinM: Type.Partial(Type.Object(ReadBack), CLOSED),
    ...PLAIN,
  }),
  { ...CLOSED, title: "LineRulesRequest", description: "Left out: the default." },
);

/** What is left out has its default. */
export const parseLineRules = (given: Partial<CoreRules> = {}): CoreRules => ({
  ...DEFAULT_LINE_RULES,
  ...given,
  acknowledgeWithinMs: { ...DEFAULT_LINE_RULES.acknowledgeWithinMs, ...given.acknowledgeWithinMs },
  hotline: { ...DEFAULT_LINE_RULES.hotline, ...given.hotline },
  readBackWithinM: { ...DEFAULT_LINE_RULES.readBackWithinM, ...given.readBackWithinM },
});

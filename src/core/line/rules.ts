/** The clocks and bounds of the line. The project's defaults, not field standards; a theatre may set its own. */

import { LIMITS } from "../limits.ts";
import type { Kind } from "./kinds.ts";
import type { WordOf } from "./words.ts";

export type Precedence = WordOf<"precedence">;

/** Who is called when a hotline message stays unanswered, each so long after it was sent. */
export type HotlineRules = {
  readonly deputyMs: number;
  readonly dutyOfficerMs: number;
  readonly nextLevelMs: number;
};

export type LineRules = {
  /** By when a message must be acknowledged. Half of it: a reminder; all of it: the next level. */
  readonly acknowledgeWithinMs: Readonly<Record<Precedence, number>>;
  readonly hotline: HotlineRules;
  /** By when an answer is owed, for the kinds that owe one; the sender may name another time. */
  readonly replyWithinMs: Readonly<Partial<Record<Kind, number>>>;
  /** The machine asks at every whole multiple of this since 1970, and waits for the window. */
  readonly machineCheckEveryMs: number;
  readonly machineCheckWindowMs: number;
  /** Hours of the UTC day at which a person is asked. */
  readonly personCheckHours: readonly number[];
  readonly personCheckWindowMs: number;
  /** Messages of one party on one channel in a minute; what is beyond waits its turn. */
  readonly messagesPerMinuteMax: number;
  /** Messages of one party and UTC day: of priority and below; of flash and immediate. */
  readonly messagesPerPartyDayMax: number;
  readonly urgentMessagesPerPartyDayMax: number;
  /** How far a place that is read back may lie from what was sent, metres. */
  readonly readBackWithinM: Readonly<Record<"site" | "area", number>>;
  /** How long a message stays in the state once it is closed or answered for (the record keeps it). */
  readonly messageRetentionMs: number;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const DEFAULT_LINE_RULES: LineRules = {
  acknowledgeWithinMs: {
    flash: 5 * MINUTE_MS,
    immediate: 10 * MINUTE_MS,
    priority: HOUR_MS,
    routine: 4 * HOUR_MS,
    test: 4 * HOUR_MS,
  },
  hotline: {
    deputyMs: 2 * MINUTE_MS,
    dutyOfficerMs: 5 * MINUTE_MS,
    nextLevelMs: 10 * MINUTE_MS,
  },
  replyWithinMs: {
    presence_query: 30 * MINUTE_MS,
    cease_request: 10 * MINUTE_MS,
    unusual_activity_query: 48 * HOUR_MS,
    incident_report: 48 * HOUR_MS,
  },
  machineCheckEveryMs: HOUR_MS,
  machineCheckWindowMs: 5 * MINUTE_MS,
  personCheckHours: [6, 18],
  personCheckWindowMs: 30 * MINUTE_MS,
  messagesPerMinuteMax: LIMITS.messagesPerMinuteMax,
  messagesPerPartyDayMax: LIMITS.messagesPerPartyDayMax,
  urgentMessagesPerPartyDayMax: LIMITS.urgentMessagesPerPartyDayMax,
  readBackWithinM: { site: LIMITS.readBackSiteMaxM, area: LIMITS.readBackAreaMaxM },
  messageRetentionMs: LIMITS.messageRetentionMs,
};

/** Someone is waiting at the other end: unanswered, it goes along the chain and not by halves. */
export const HOTLINE_KINDS: ReadonlySet<Kind> = new Set([
  "cease_request",
  "distress",
  "sar_request",
]);

/** By when what is owed of an incident. The project's defaults, not field standards; a theatre may set its own. */

export type IncidentRules = {
  /** At once: the call that goes before anything written. */
  readonly callWithinMs: number;
  readonly firstReportWithinMs: number;
  readonly interimReportWithinMs: number;
  /** The other side's own account. */
  readonly replyWithinMs: number;
  readonly urgentQueryWithinMs: number;
  readonly ordinaryQueryWithinMs: number;
  /** Closed by both, or referred to a higher level. */
  readonly closeWithinMs: number;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const DEFAULT_INCIDENT_RULES: IncidentRules = {
  callWithinMs: 5 * MINUTE_MS,
  firstReportWithinMs: HOUR_MS,
  interimReportWithinMs: DAY_MS,
  replyWithinMs: 2 * DAY_MS,
  urgentQueryWithinMs: 2 * DAY_MS,
  ordinaryQueryWithinMs: 7 * DAY_MS,
  closeWithinMs: 30 * DAY_MS,
};

/** The theatre's clocks of incidents, on the wire. */

import { Type } from "typebox";
import { DEFAULT_INCIDENT_RULES } from "../../core/incidents/rules.ts";
import type { IncidentRules as CoreRules } from "../../core/incidents/rules.ts";
import { CLOSED } from "./schema.ts";

/** A second is no clock for people; a year is none either. */
const Duration = Type.Integer({ minimum: 1_000, maximum: 366 * 86_400_000 });

const RULES = {
  callWithinMs: Duration,
  firstReportWithinMs: Duration,
  interimReportWithinMs: Duration,
  replyWithinMs: Duration,
  urgentQueryWithinMs: Duration,
  ordinaryQueryWithinMs: Duration,
  closeWithinMs: Duration,
} satisfies Record<keyof CoreRules, typeof Duration>;

export const IncidentRules = Type.Object(RULES, { ...CLOSED, title: "IncidentRules" });

export const IncidentRulesRequest = Type.Partial(Type.Object(RULES), {
  ...CLOSED,
  title: "IncidentRulesRequest",
  description: "Left out: the default.",
});

/** What is left out has its default. */
export const parseIncidentRules = (given: Partial<CoreRules> = {}): CoreRules => ({
  ...DEFAULT_INCIDENT_RULES,
  ...given,
});

/** What became of an incident: both its sides hear of it at once, the host that it exists. */

export const INCIDENT_CAUSES = [
  "opened",
  "step",
  "report",
  "fact",
  "link",
  "query",
  "closing",
  "closed",
  "reopened",
  "reminder",
  "overdue",
] as const;
export type IncidentCause = (typeof INCIDENT_CAUSES)[number];

export type IncidentChange = {
  readonly kind: "incident-changed";
  readonly incidentId: string;
  readonly cause: IncidentCause;
};

/** Finding what a command names; what it would fill beyond a limit; and the answer to every command. */

import type { Change } from "../changes.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { findUnseen } from "../line/parse-value.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { findLackingRole } from "../parties/roles.ts";
import type { IncidentCause } from "./changes.ts";
import type { OnIncident } from "./commands.ts";
import { isSideOf } from "./model.ts";
import type { Incident, IncidentState } from "./model.ts";

/** The answer to every command about an incident. */
export type IncidentResult = {
  readonly about: "incident";
  readonly incidentId: string;
  readonly state: IncidentState;
};

export type ConsentCountsResult = {
  readonly about: "incident-counts";
  readonly other: string;
  readonly isGiven: boolean;
};

/** Another's, and none at all, look the same. */
export const findIncident = ({ state, party }: Context, id: string): Outcome<Incident> => {
  const found = state.incidents.all.get(id);
  return found && isSideOf(found, party)
    ? accept(found)
    : refuse({ reason: "not-found", what: "incident", id });
};

/** Of the desk or its second person. */
export const findNoVoice = (context: Context): Refusal | null =>
  findLackingRole(context, ["desk", "approver"]);

/** What is said of an incident, by one of its sides. */
export const withIncident = (
  context: Context,
  command: OnIncident,
  use: (incident: Incident) => Applied,
): Applied => {
  const found = findIncident(context, command.incidentId);
  if (!found.ok) return refused(found.refusal);
  const text = "text" in command ? command.text : undefined;
  const refusal = findNoVoice(context) ?? findUnseen("text", text);
  return refusal ? refused(refusal) : use(found.value);
};

export const findFull = (count: number, limit: number, what: string): Refusal | null =>
  count < limit ? null : { reason: "too-many", what: `${what} of one incident`, limit };

/** A closed incident is as it is, until it is reopened. */
export const findClosed = ({ id, state }: Incident, wanted: string): Refusal | null =>
  state === "closed" ? { reason: "wrong-state", what: "incident", id, state, wanted } : null;

export const told = ({ entry }: Context, incident: Incident, cause: IncidentCause): Applied => {
  incident.changedMs = entry.atMs;
  const { id: incidentId, state } = incident;
  const change: Change = { kind: "incident-changed", incidentId, cause };
  return accepted({ about: "incident", incidentId, state }, [change]);
};

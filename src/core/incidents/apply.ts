/** Incidents: opened by one side, told by both, and ended by both. */

import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { IS_SEEN } from "../seen.ts";
import { answerFact, reportIncident, stateFact } from "./accounts.ts";
import { answerIncident, askIncident } from "./queries.ts";
import type { ConsentIncidentCounts, IncidentCommand } from "./commands.ts";
import { closeIncident, referIncident, reopenIncident } from "./ending.ts";
import { findFull, findNoVoice, told, withIncident } from "./find.ts";
import type { Incident, IncidentLink } from "./model.ts";
import { addLink, findUnfitOther, openIncident } from "./opening.ts";
import { stepIncident } from "./steps.ts";

export const INCIDENT_HANDLERS: Handlers<IncidentCommand> = {
  "open-incident": (context, command) => openIncident(context, command),
  "step-incident": (context, command) =>
    withIncident(context, command, (incident) => stepIncident(context, incident, command)),
  "report-incident": (context, command) =>
    withIncident(context, command, (incident) => reportIncident(context, incident, command)),
  "state-fact": (context, command) =>
    withIncident(context, command, (incident) => stateFact(context, incident, command)),
  "answer-fact": (context, command) =>
    withIncident(context, command, (incident) => answerFact(context, incident, command)),
  "link-incident": (context, command) =>
    withIncident(context, command, (incident) => linkIncident(context, incident, command)),
  "ask-incident": (context, command) =>
    withIncident(context, command, (incident) => askIncident(context, incident, command)),
  "answer-incident": (context, command) =>
    withIncident(context, command, (incident) => answerIncident(context, incident, command)),
  "refer-incident": (context, command) =>
    withIncident(context, command, (incident) => referIncident(context, incident, command)),
  "close-incident": (context, command) =>
    withIncident(context, command, (incident) => closeIncident(context, incident, command)),
  "reopen-incident": (context, command) =>
    withIncident(context, command, (incident) => reopenIncident(context, incident, command)),
  "consent-incident-counts": (context, command) => consentCounts(context, command),
};

type Tied = Pick<IncidentLink, "to" | "id">;

const linkIncident = (context: Context, incident: Incident, { to, id }: Tied): Applied => {
  const { state, party } = context;
  if (!IS_SEEN[to](state, id, { kind: "party", party }))
    return refused({ reason: "not-found", what: to, id });
  const isThere = incident.links.some(
    (one) => one.party === party && one.to === to && one.id === id,
  );
  if (isThere) return told(context, incident, "link");
  const full = findFull(countOf(incident.links, party), LIMITS.incidentLinksMax, "links");
  if (full) return refused(full);
  addLink(context, incident, { to, id });
  return told(context, incident, "link");
};

/** Each side has room of its own: the one can't take it from the other. */
const countOf = (list: readonly { readonly party: string }[], party: string): number =>
  list.filter((one) => one.party === party).length;

const consentCounts = (context: Context, { other, isGiven }: ConsentIncidentCounts): Applied => {
  const { state, party } = context;
  const refusal = findNoVoice(context) ?? findUnfitOther(context, other);
  if (refusal) return refused(refusal);
  const { countConsents } = state.incidents;
  const key = `${party} ${other}`;
  if (isGiven) countConsents.add(key);
  else countConsents.delete(key);
  return accepted({ about: "incident-counts", other, isGiven }, []);
};

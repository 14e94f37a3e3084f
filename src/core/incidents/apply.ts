/** Incidents: opened by one side, told by both, and ended by both. */

import { drawId } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findMessage } from "../line/find.ts";
import type { Kind } from "../line/kinds.ts";
import type { Refusal } from "../outcome.ts";
import { IS_SEEN } from "../seen.ts";
import {
  answerFact,
  addReport,
  findBadReport,
  meetReport,
  reportIncident,
  stateFact,
} from "./accounts.ts";
import { answerIncident, askIncident } from "./queries.ts";
import { startClocks } from "./clocks.ts";
import type { ConsentIncidentCounts, IncidentCommand, OpenIncident } from "./commands.ts";
import { closeIncident, referIncident, reopenIncident } from "./ending.ts";
import { findFull, findNoVoice, told, withIncident } from "./find.ts";
import { INCIDENT, partiesOf } from "./model.ts";
import type { Incident, IncidentSide } from "./model.ts";
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

const openIncident = (context: Context, command: OpenIncident): Applied => {
  const { state, entry, party } = context;
  const { other, incidentKind, atMs, messageId = null, fields } = command;
  const refusal =
    findNoVoice(context) ??
    findUnfitOther(context, other) ??
    findUnfitMessage(context, command) ??
    findTooManyOpen(context, other) ??
    (fields ? findBadReport(context, other, fields) : null);
  if (refusal) return refused(refusal);
  const incident: Incident = {
    id: `incident-${drawId(entry.salt, 0)}`,
    sides: [makeSide(party), makeSide(other)],
    incidentKind,
    atMs,
    messageId,
    openedMs: entry.atMs,
    changedMs: entry.atMs,
    state: INCIDENT.start,
    ceaseAskedBy: null,
    outcome: null,
    steps: [{ state: INCIDENT.start, party, by: entry.by, atMs: entry.atMs, text: null }],
    reports: [],
    facts: [],
    links: [],
    queries: [],
    clocks: [],
    entrySeqs: [],
  };
  state.incidents.all.set(incident.id, incident);
  startClocks(state, incident);
  if (messageId !== null) addLink(context, incident, { to: "message", id: messageId });
  if (fields) {
    addReport(context, incident, { form: "first", fields });
    meetReport(context, incident, { form: "first", fields });
  }
  return told(context, incident, "opened");
};

const makeSide = (party: string): IncidentSide => ({ party, level: "watch_desk", closing: null });

const findUnfitOther = ({ theatre, party }: Context, other: string): Refusal | null => {
  if (!theatre.parties.some(({ id }) => id === other))
    return { reason: "unknown-party", party: other };
  const remedy = "name the party that the incident is with";
  return other === party
    ? { reason: "bad-field", field: "other", detail: "other is your own party", remedy }
    : null;
};

/** Kinds that can be the beginning of an incident. */
export const OPENING_KINDS: readonly Kind[] = ["incident_report", "cease_request", "distress"];

const findUnfitMessage = (context: Context, command: OpenIncident): Refusal | null => {
  const { messageId, other, fields } = command;
  if (messageId === undefined) {
    if (fields) return null;
    const detail = "an incident begins with a report or with a message";
    return { reason: "bad-field", field: "fields", detail, remedy: "give the report, or name one" };
  }
  const found = findMessage(context, messageId);
  if (!found.ok) return found.refusal;
  const { kind, party, sentMs, receipts } = found.value;
  const sides = [party, ...receipts.map((one) => one.party)];
  const isFit = OPENING_KINDS.includes(kind) && sentMs !== null && sides.includes(other);
  const detail = "the message opens no incident with that party";
  const remedy = `name one of ${OPENING_KINDS.join(", ")} on a line with it`;
  return isFit ? null : { reason: "bad-field", field: "messageId", detail, remedy };
};

const findTooManyOpen = ({ state, party }: Context, other: string): Refusal | null => {
  const limit = LIMITS.incidentsOpenPerPairMax;
  let count = 0;
  for (const incident of state.incidents.all.of(party).values()) {
    const [opener, with_] = partiesOf(incident);
    if (opener === party && with_ === other && incident.state !== "closed") count++;
  }
  return count < limit
    ? null
    : { reason: "too-many", what: "open incidents of two parties", limit };
};

type Tied = Pick<Extract<IncidentCommand, { kind: "link-incident" }>, "to" | "id">;

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

const addLink = ({ entry, party }: Context, incident: Incident, { to, id }: Tied): void => {
  incident.links.push({ to, id, party, by: entry.by, atMs: entry.atMs });
};

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

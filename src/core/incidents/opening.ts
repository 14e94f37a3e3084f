/** Incidents opened: by a report, because of a message, or because a site was hit. */

import type { Change } from "../changes.ts";
import { drawId } from "../entry.ts";
import { refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findMessage } from "../line/find.ts";
import type { Kind } from "../line/kinds.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { addReport, findBadReport, meetReport } from "./accounts.ts";
import { startClocks } from "./clocks.ts";
import type { OpenIncident } from "./commands.ts";
import { findNoVoice, told } from "./find.ts";
import { INCIDENT, partiesOf } from "./model.ts";
import type { Incident, IncidentLink, IncidentSide } from "./model.ts";

export const openIncident = (context: Context, command: OpenIncident): Applied => {
  const { other, messageId = null, fields } = command;
  const refusal =
    findNoVoice(context) ??
    findUnfitOther(context, other) ??
    findUnfitMessage(context, command) ??
    findTooManyOpen(context, other) ??
    (fields ? findBadReport(context, other, fields) : null);
  if (refusal) return refused(refusal);
  const incident = makeIncident(context, { ...command, messageId });
  if (messageId !== null) addLink(context, incident, { to: "message", id: messageId });
  if (fields) {
    addReport(context, incident, { form: "first", fields });
    meetReport(context, incident, { form: "first", fields });
  }
  return told(context, incident, "opened");
};

/** A site of the party's own was hit: the incident begins with that, and tells no more of the site than is told. */
export const openOfHit = (context: Context, { other, atMs, siteId }: OfHit): Outcome<Opened> => {
  const refusal =
    findNoVoice(context) ?? findUnfitOther(context, other) ?? findTooManyOpen(context, other);
  if (refusal) return refuse(refusal);
  const about = { other, incidentKind: "site_hit", atMs, messageId: null } as const;
  const incident = makeIncident(context, about);
  addLink(context, incident, { to: "site", id: siteId });
  return accept({ incidentId: incident.id, changes: told(context, incident, "opened").changes });
};

type OfHit = { readonly other: string; readonly atMs: number; readonly siteId: string };
export type Opened = { readonly incidentId: string; readonly changes: readonly Change[] };

type Begun = Pick<OpenIncident, "other" | "incidentKind" | "atMs"> & Pick<Incident, "messageId">;

const makeIncident = (
  context: Context,
  { other, incidentKind, atMs, messageId }: Begun,
): Incident => {
  const { state, entry, party } = context;
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
  return incident;
};

const makeSide = (party: string): IncidentSide => ({ party, level: "watch_desk", closing: null });

export const findUnfitOther = ({ theatre, party }: Context, other: string): Refusal | null => {
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

export const addLink = (
  { entry, party }: Context,
  incident: Incident,
  { to, id }: Pick<IncidentLink, "to" | "id">,
): void => {
  incident.links.push({ to, id, party, by: entry.by, atMs: entry.atMs });
};

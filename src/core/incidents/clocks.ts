/** The clocks of an incident: a reminder at half the time; then overdue, raised to the next level. */

import type { Change } from "../changes.ts";
import type { Due } from "../due-queue.ts";
import type { Entry } from "../entry.ts";
import { LIMITS } from "../limits.ts";
import { nextLevel } from "../parties/model.ts";
import type { State } from "../state.ts";
import { keepCounted } from "./joint-count.ts";
import { DEFAULT_INCIDENT_RULES } from "./rules.ts";
import type { IncidentRules } from "./rules.ts";
import { partiesOf, sideOf } from "./model.ts";
import type { Incident, IncidentClock, IncidentClockKind } from "./model.ts";

export const incidentRulesOf = ({ theatre }: State): IncidentRules =>
  theatre?.rules.incidents ?? DEFAULT_INCIDENT_RULES;

const RULE = {
  call: "callWithinMs",
  first_report: "firstReportWithinMs",
  interim_report: "interimReportWithinMs",
  reply: "replyWithinMs",
  urgent_query: "urgentQueryWithinMs",
  ordinary_query: "ordinaryQueryWithinMs",
  close: "closeWithinMs",
} as const satisfies Record<IncidentClockKind, keyof IncidentRules>;

type Owed = {
  readonly what: IncidentClockKind;
  readonly party: string | null;
  readonly query?: number;
};

/** From now on it is owed. */
export const startClock = (
  state: State,
  incident: Incident,
  { what, party, query: asked }: Owed,
): void => {
  const query = asked ?? null;
  const fromMs = state.atMs;
  const withinMs = incidentRulesOf(state)[RULE[what]];
  const clock: IncidentClock = {
    what,
    party,
    query,
    fromMs,
    remindMs: fromMs + Math.floor(withinMs / 2),
    dueMs: fromMs + withinMs,
    remindedMs: null,
    metMs: null,
    overdueMs: null,
    raised: [],
  };
  const id = `${incident.id} ${incident.clocks.push(clock) - 1}`;
  state.due.push({ dueMs: clock.remindMs, kind: "incident", id });
  state.due.push({ dueMs: clock.dueMs, kind: "incident", id });
};

/** What is owed from the moment an incident is opened. */
export const startClocks = (state: State, incident: Incident): void => {
  const [opener, other] = partiesOf(incident);
  startClock(state, incident, { what: "call", party: opener });
  startClock(state, incident, { what: "first_report", party: opener });
  startClock(state, incident, { what: "interim_report", party: opener });
  startClock(state, incident, { what: "reply", party: other });
  startClock(state, incident, { what: "interim_report", party: other });
  startClock(state, incident, { what: "close", party: null });
};

/** It was done, in time or late. */
export const meetClocks = ({ clocks }: Incident, atMs: number, owed: Owed): void => {
  const { what, party, query: asked } = owed;
  const query = asked ?? null;
  for (const clock of clocks) {
    const isIt = clock.what === what && clock.query === query;
    if (isIt && clock.party === party) clock.metMs ??= atMs;
  }
};

/** Nothing more is owed of what is closed; what was overdue stays so. */
export const endClocks = ({ clocks }: Incident, atMs: number): void => {
  for (const clock of clocks) clock.metMs ??= atMs;
};

/** Due: half the time has passed, or all of it. What was done meanwhile left its due time behind. */
export const onIncidentDue = (state: State, { atMs }: Entry, { id, dueMs }: Due): Change[] => {
  const [incidentId = "", number = ""] = id.split(" ");
  const incident = state.incidents.all.get(incidentId);
  const clock = incident?.clocks[Number(number)];
  if (!incident || !clock || clock.metMs !== null || clock.overdueMs !== null) return [];
  if (dueMs >= clock.dueMs) {
    clock.overdueMs = atMs;
    const owing = clock.party === null ? partiesOf(incident) : [clock.party];
    clock.raised = owing.map((party) => ({ party, level: raise(state, incident, party) }));
    return [{ kind: "incident-changed", incidentId, cause: "overdue" }];
  }
  if (clock.remindedMs !== null) return [];
  clock.remindedMs = atMs;
  return [{ kind: "incident-changed", incidentId, cause: "reminder" }];
};

/** To the next level at which the side has a desk; null: it has none. */
const raise = (state: State, incident: Incident, party: string) => {
  const side = sideOf(incident, party);
  const level = nextLevel(state.parties, party, side.level);
  if (level !== null) side.level = level;
  return level;
};

export const pushForgetting = (state: State, { id }: Incident): void => {
  const dueMs = state.atMs + LIMITS.incidentKeptMs;
  state.due.push({ dueMs, kind: "forget-incident", id });
};

/** Due: closed long enough. One that was reopened meanwhile, or closed anew, waits on. */
export const forgetIncident = (state: State, { atMs }: Entry, { id }: Due): Change[] => {
  const incident = state.incidents.all.get(id);
  const isOver = incident?.state === "closed";
  if (isOver && incident.changedMs + LIMITS.incidentKeptMs <= atMs) {
    keepCounted(state.incidents, incident, atMs);
    state.incidents.all.delete(id);
  }
  return [];
};

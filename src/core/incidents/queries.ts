/** Questions of one side to the other: each owed an answer by its time; no answer is a fact too. */

import { refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { meetClocks, startClock } from "./clocks.ts";
import type { AnswerIncident, AskIncident } from "./commands.ts";
import { findClosed, findFull, told } from "./find.ts";
import { otherOf } from "./model.ts";
import type { Incident } from "./model.ts";

const clockOf = (isUrgent: boolean) => (isUrgent ? "urgent_query" : "ordinary_query");

export const askIncident = (
  context: Context,
  incident: Incident,
  { isUrgent, text }: AskIncident,
): Applied => {
  const { state, entry, party } = context;
  const own = incident.queries.filter((one) => one.party === party);
  const refusal =
    findClosed(incident, "asked about") ??
    findFull(own.length, LIMITS.incidentQueriesMax, "queries by one side");
  if (refusal) return refused(refusal);
  const number = incident.queries.length + 1;
  const { by, atMs } = entry;
  incident.queries.push({ number, party, by, atMs, isUrgent, text, answer: null });
  const owing = otherOf(incident, party);
  startClock(state, incident, { what: clockOf(isUrgent), party: owing, query: number });
  return told(context, incident, "query");
};

export const answerIncident = (
  context: Context,
  incident: Incident,
  { number, text }: AnswerIncident,
): Applied => {
  const { entry, party } = context;
  const query = incident.queries[number - 1];
  if (!query) return refused({ reason: "not-found", what: "query", id: String(number) });
  const closed = findClosed(incident, "answered");
  if (closed) return refused(closed);
  if (query.party === party)
    return refused({ reason: "not-permitted", detail: "the other side answers your query" });
  if (query.answer !== null) {
    const id = `${incident.id} ${number}`;
    const [state, wanted] = ["answered", "answered"];
    return refused({ reason: "wrong-state", what: "query", id, state, wanted });
  }
  query.answer = { by: entry.by, atMs: entry.atMs, text };
  meetClocks(incident, entry.atMs, { what: clockOf(query.isUrgent), party, query: number });
  return told(context, incident, "query");
};

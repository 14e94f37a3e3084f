/** What each side says happened: reports of its own, and statements that the other answers. */

import { refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import type { Values } from "../line/fields.ts";
import { findIllegalStep } from "../machine.ts";
import type { Refusal } from "../outcome.ts";
import { IS_SEEN } from "../seen.ts";
import { meetClocks } from "./clocks.ts";
import type { AnswerFact, ReportIncident, StateFact } from "./commands.ts";
import { findClosed, findFull, told } from "./find.ts";
import { FACT, otherOf, partiesOf } from "./model.ts";
import type { Fact, Incident } from "./model.ts";

type Said = Pick<ReportIncident, "form" | "fields">;

export const reportIncident = (
  context: Context,
  incident: Incident,
  { form, fields }: ReportIncident,
): Applied => {
  const { party } = context;
  const own = incident.reports.filter((one) => one.party === party);
  const refusal =
    findClosed(incident, "reported on") ??
    findFull(own.length, LIMITS.incidentReportsMax, "reports by one side") ??
    findBadReport(context, otherOf(incident, party), fields);
  if (refusal) return refused(refusal);
  addReport(context, incident, { form, fields });
  meetReport(context, incident, { form, fields });
  return told(context, incident, "report");
};

/** The other's operation is named only as it is known; one that is not is not found out by naming it. */
export const findBadReport = (
  { state, party }: Context,
  other: string,
  { yourOperation: id }: Values,
): Refusal | null => {
  if (typeof id !== "string") return null;
  if (!IS_SEEN.operation(state, id, { kind: "party", party }))
    return { reason: "not-found", what: "operation", id };
  return state.operations.get(id)?.party === other
    ? null
    : {
        reason: "bad-field",
        field: "fields.yourOperation",
        detail: "fields.yourOperation is not the other side's",
        remedy: "name one of theirs, or link it to the incident",
      };
};

export const addReport = (
  { entry, party }: Context,
  incident: Incident,
  { form, fields }: Said,
): void => {
  const { by, atMs, seq } = entry;
  const before = incident.reports.filter((one) => one.party === party && one.form === form);
  const version = before.length + 1;
  incident.reports.push({ party, by, atMs, seq, form, version, fields });
};

export const meetReport = (
  { entry: { atMs }, party }: Context,
  incident: Incident,
  { form, fields }: Said,
): void => {
  const isOpener = partiesOf(incident)[0] === party;
  meetClocks(incident, atMs, { what: isOpener ? "first_report" : "reply", party });
  if (form !== "first") meetClocks(incident, atMs, { what: "interim_report", party });
  const { calledMs } = fields;
  if (isOpener && typeof calledMs === "number") meetClocks(incident, atMs, { what: "call", party });
};

export const stateFact = (
  context: Context,
  incident: Incident,
  { text, supersedes: inPlaceOf }: StateFact,
): Applied => {
  const supersedes = inPlaceOf ?? null;
  const { entry, party } = context;
  const own = incident.facts.filter((one) => one.party === party);
  const refusal =
    findClosed(incident, "stated on") ??
    findFull(own.length, LIMITS.incidentFactsMax, "facts by one side") ??
    (supersedes === null ? null : findNotToSupersede(incident, supersedes));
  if (refusal) return refused(refusal);
  const { by, atMs, seq } = entry;
  const number = incident.facts.length + 1;
  const said = { number, party, by, atMs, seq, text, supersedes };
  incident.facts.push({ ...said, state: FACT.start, supersededBy: null, answers: [] });
  return told(context, incident, "fact");
};

const findFact = ({ facts }: Incident, number: number): Fact | undefined => facts[number - 1];

const findNotToSupersede = (incident: Incident, number: number): Refusal | null => {
  const found = findFact(incident, number);
  const isFit = found?.state === "agreed" && found.supersededBy === null;
  const detail = `fact ${number} is not one that both agreed and that stands`;
  const remedy = "name one that is, or leave it out";
  return isFit ? null : { reason: "bad-field", field: "supersedes", detail, remedy };
};

export const answerFact = (
  context: Context,
  incident: Incident,
  { number, answer, text: wording }: AnswerFact,
): Applied => {
  const text = wording ?? null;
  const { entry, party } = context;
  const fact = findFact(incident, number);
  if (!fact) return refused({ reason: "not-found", what: "fact", id: String(number) });
  const refusal =
    findClosed(incident, "answered") ??
    findNotOther(context, fact) ??
    findIllegalStep(FACT, `${incident.id} ${number}`, { from: fact.state, to: answer }) ??
    findNoWording(answer, text) ??
    findFull(fact.answers.length, LIMITS.factAnswersMax, "answers to one fact") ??
    // What it was to stand in place of may have been superseded meanwhile.
    (answer === "agreed" && fact.supersedes !== null
      ? findNotToSupersede(incident, fact.supersedes)
      : null);
  if (refusal) return refused(refusal);
  fact.state = answer;
  fact.answers.push({ state: answer, party, by: entry.by, atMs: entry.atMs, text });
  const older = fact.supersedes === null ? undefined : findFact(incident, fact.supersedes);
  if (answer === "agreed" && older) older.supersededBy = number;
  return told(context, incident, "fact");
};

const findNotOther = ({ party }: Context, fact: Fact): Refusal | null =>
  fact.party === party
    ? { reason: "not-permitted", detail: "the other side answers what your side stated" }
    : null;

const findNoWording = (answer: AnswerFact["answer"], text: string | null): Refusal | null =>
  answer === "disputed" && text === null
    ? {
        reason: "bad-field",
        field: "text",
        detail: "a dispute needs your own wording",
        remedy: "say in text what your side holds to be so",
      }
    : null;

/** Incidents: what was said last, by whom, and how it stands; its sides alone hear what was said. */

import type { ToldEvent } from "../api/native/event.ts";
import type { FullIncident } from "../api/native/incident.ts";
import { INCIDENT_REPORTS } from "../core/line/kinds/incidents.ts";
import { INCIDENT_TEXTS } from "../phrases/incident/render.ts";
import type { Line } from "../phrases/incident/texts.ts";
import { fieldLines } from "./field-lines.ts";
import { fill } from "./sentences.ts";
import type { Memory, Told } from "./tell.ts";

type Event = Extract<ToldEvent, { kind: "incident.changed" }>;

export const tellIncident = (memory: Memory, { incident, cause, at }: Event): Told => {
  const { speech, party: reader } = memory;
  const { parties, state } = incident;
  const what = speech.say("incident", {
    parties: parties.map(speech.party).join(" – "),
    cause: speech.texts.incidentCauses[cause],
    state: INCIDENT_TEXTS[speech.language].states[state],
  });
  const deeds =
    incident.detail === "full"
      ? DEEDS[cause].flatMap((deedsAt) => deedsAt(memory, incident, at))
      : [];
  const isOwn = deeds.some(({ party }) => party === reader && party !== null);
  const text = [what, ...deeds.flatMap(({ lines }) => lines)].join("\n");
  return { direction: isOwn ? "said" : "told", topic: "incident", text };
};

/** `party`: whose doing; null: the clock's. */
type Deed = { readonly party: string | null; readonly lines: readonly string[] };

/** What came with the entry of that time. */
type DeedsAt = (memory: Memory, incident: FullIncident, at: string) => readonly Deed[];

const lineOf = ({ speech }: Memory, line: Line, values: Readonly<Record<string, string>>): string =>
  fill(INCIDENT_TEXTS[speech.language].lines[line], values);

const said = ({ speech }: Memory, text: string): string =>
  speech.value({ type: "free-text" }, text);

const openingOf: DeedsAt = (memory, { openedAt, parties, incidentKind }, at) => {
  if (openedAt !== at) return [];
  const { speech } = memory;
  const kind = speech.say("incidentOpened", { kind: speech.word("incidentKind", incidentKind) });
  return [{ party: parties[0] ?? null, lines: [kind] }];
};

/** Of a step the state is told already. */
const stepsAt: DeedsAt = (memory, { steps }, at) =>
  steps
    .filter((one) => one.at === at)
    .map(({ party, text }) => ({
      party,
      lines: text === null ? [] : [answerLine(memory, party, text)],
    }));

const answerLine = (memory: Memory, party: string, text: string): string =>
  lineOf(memory, "answer", { party: memory.speech.party(party), text: said(memory, text) });

const reportsAt: DeedsAt = (memory, { reports }, at) =>
  reports
    .filter((one) => one.at === at)
    .map(({ party, form, version, fields }) => {
      const { speech } = memory;
      const about = { party: speech.party(party), version: String(version), time: speech.time(at) };
      const called = INCIDENT_TEXTS[speech.language].forms[form];
      const head = lineOf(memory, "report", { ...about, form: called });
      return {
        party,
        lines: [head, ...fieldLines(speech, INCIDENT_REPORTS[form].fields, fields)],
      };
    });

const factsAt: DeedsAt = (memory, { facts }, at) => {
  const { speech } = memory;
  return facts.flatMap(({ number, party, text, answers, ...fact }) => {
    const about = { number: String(number), party: speech.party(party), text: said(memory, text) };
    const stated = lineOf(memory, "fact", about);
    const answer = answers.findLast((one) => one.at === at);
    if (!answer) return fact.at === at ? [{ party, lines: [stated] }] : [];
    const state = speech.texts.factStates[answer.state];
    const answered = speech.say("incidentAnswered", { party: speech.party(answer.party), state });
    const own = answer.text === null ? [] : [answerLine(memory, answer.party, answer.text)];
    return [{ party: answer.party, lines: [stated, answered, ...own] }];
  });
};

const linksAt: DeedsAt = (memory, { links }, at) => {
  const { speech, tracks } = memory;
  return links
    .filter((one) => one.at === at)
    .map(({ party, to, id }) => {
      const about = {
        what: INCIDENT_TEXTS[speech.language].links[to],
        party: speech.party(party),
      };
      // Another's track is a name alone.
      const isHidden = id === null || (to === "track" && !tracks.has(id));
      const line = isHidden
        ? lineOf(memory, "hidden", about)
        : lineOf(memory, "link", { ...about, id: linkedText(memory, id) });
      return { party, lines: [line] };
    });
};

/** As the reader knows it; a conflict by the own operations in it. */
const linkedText = ({ speech, operations, conflicts, serials, tracks }: Memory, id: string) => {
  const own = conflicts.get(id)?.ownOperationIds.flatMap((one) => operations.get(one) ?? []) ?? [];
  if (own.length > 0) return speech.list(own);
  return operations.get(id) ?? tracks.get(id) ?? speech.id(serials.get(id) ?? id);
};

const queriesAt: DeedsAt = (memory, { queries, parties }, at) => {
  const { speech } = memory;
  return queries.flatMap(({ number, party, text, answer, ...query }) => {
    const time = speech.time(query.at);
    const about = { number: String(number), party: speech.party(party), time };
    const asked = lineOf(memory, "query", { ...about, text: said(memory, text) });
    if (answer?.at === at) {
      const other = parties.find((one) => one !== party) ?? party;
      return [{ party: other, lines: [asked, answerLine(memory, other, answer.text)] }];
    }
    return query.at === at ? [{ party, lines: [asked] }] : [];
  });
};

const closingsAt: DeedsAt = (memory, { sides }, at) => {
  const { speech } = memory;
  return sides.flatMap(({ party, closing }) => {
    if (closing?.at !== at) return [];
    const outcome = speech.word("incidentOutcome", closing.outcome);
    const about = { party: speech.party(party), outcome };
    const line =
      closing.text === null
        ? lineOf(memory, "closing", about)
        : lineOf(memory, "closingText", { ...about, text: said(memory, closing.text) });
    return [{ party, lines: [line] }];
  });
};

/** What is owed: reminded of, or not come by its time. */
const clocksAt: DeedsAt = (memory, { clocks }, at) => {
  const { speech } = memory;
  const texts = INCIDENT_TEXTS[speech.language];
  return clocks
    .filter(({ remindedAt, overdueAt }) => remindedAt === at || overdueAt === at)
    .map(({ what, party, dueAt, overdueAt }) => {
      const time = speech.time(dueAt);
      const met = overdueAt === null ? texts.lines.waits : lineOf(memory, "overdue", { time });
      const who = party === null ? texts.lines.both : speech.party(party);
      const about = { what: texts.clocks[what], party: who, time, met };
      return { party: null, lines: [lineOf(memory, "owed", about)] };
    });
};

const DEEDS: Readonly<Record<Event["cause"], readonly DeedsAt[]>> = {
  opened: [openingOf, reportsAt, linksAt],
  step: [stepsAt],
  report: [reportsAt],
  fact: [factsAt],
  link: [linksAt],
  query: [queriesAt],
  closing: [closingsAt],
  closed: [closingsAt],
  reopened: [stepsAt],
  reminder: [clocksAt],
  overdue: [clocksAt],
};

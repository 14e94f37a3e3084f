/** An incident as text, for who reads it away from a screen: both accounts beside each other, nothing weighed. */

import type { IncidentClock } from "../../core/incidents/model.ts";
import type { FullIncidentView } from "../../core/incidents/view.ts";
import type { Field } from "../../core/line/fields.ts";
import type { FieldName } from "../../core/line/kinds.ts";
import { INCIDENT_REPORTS } from "../../core/line/kinds/incidents.ts";
import type { Language } from "../catalogue.ts";
import { PHRASES } from "../compile.ts";
import { commaText, fixedText, valueText, wordText } from "../value-text.ts";
import { ar } from "./ar.ts";
import { en } from "./en.ts";
import { ru } from "./ru.ts";
import type { IncidentTexts, Line } from "./texts.ts";

export const INCIDENT_TEXTS: Readonly<Record<Language, IncidentTexts>> = { en, ar, ru };

/** What a party that is a side of it sees, in one language. */
export const renderIncident = (incident: FullIncidentView, language: Language): string => {
  const voice = voiceOf(language);
  const blocks = [
    headLines(voice, incident),
    accountLines(voice, incident),
    ...factBlocks(voice, incident),
    queryLines(voice, incident),
    linkLines(voice, incident),
    clockLines(voice, incident),
    stepLines(voice, incident),
    closingLines(voice, incident),
    [voice.say("caution")],
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
};

const voiceOf = (language: Language) => {
  const phrases = PHRASES[language];
  const texts = INCIDENT_TEXTS[language];
  return {
    phrases,
    texts,
    say: (line: Line, values: Readonly<Record<string, string>> = {}): string =>
      texts.lines[line].replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole),
    id: (text: string): string => fixedText(phrases, text),
    time: (ms: number): string => valueText(phrases, { type: "instant" }, ms),
    said: (text: string): string => valueText(phrases, { type: "free-text" }, text),
  };
};
type Voice = ReturnType<typeof voiceOf>;

const under = ({ say }: Voice, heading: Line, lines: readonly string[]): string[] => [
  say(heading),
  ...(lines.length === 0 ? [`  ${say("none")}`] : lines.map((line) => `  ${line}`)),
];

const headLines = (voice: Voice, incident: FullIncidentView): string[] => {
  const { say, id, time, phrases, texts } = voice;
  const { parties, incidentKind, state, openedMs } = incident;
  const kind = wordText(phrases, "incidentKind", incidentKind);
  return [
    say("title", { id: id(incident.id) }),
    say("between", { parties: commaText(phrases, parties.map(id)) }),
    say("kind", { party: id(parties[0]), kind }),
    say("state", { state: texts.states[state] }),
    say("opened", { time: time(openedMs) }),
  ];
};

const accountLines = (voice: Voice, { reports }: FullIncidentView): string[] => {
  const { say, id, time, phrases, texts } = voice;
  const lines = reports.flatMap(({ party, form, version, atMs, fields }) => [
    say("report", {
      party: id(party),
      form: texts.forms[form],
      version: String(version),
      time: time(atMs),
    }),
    ...Object.entries<Field>(INCIDENT_REPORTS[form].fields).flatMap(([name, field]) => {
      const value = fields[name];
      if (value === undefined) return [];
      const label = phrases.catalogue.fields[name as FieldName];
      return [`  ${phrases.parts.line({ label, value: valueText(phrases, field, value) })}`];
    }),
  ]);
  return under(voice, "accounts", lines);
};

const factBlocks = (voice: Voice, incident: FullIncidentView): string[][] => {
  const { say, id, said } = voice;
  const { facts, agreedFacts, disputedFacts } = incident;
  const linesOf = (isIn: (number: number) => boolean): string[] =>
    facts.flatMap(({ number, party, text, answers }) => {
      if (!isIn(number)) return [];
      const last = answers.findLast((one) => one.text !== null);
      const stated = say("fact", { number: String(number), party: id(party), text: said(text) });
      if (!last || last.text === null) return [stated];
      return [stated, `   ${say("answer", { party: id(last.party), text: said(last.text) })}`];
    });
  const isOpen = (number: number): boolean =>
    facts[number - 1]?.supersededBy === null &&
    !agreedFacts.includes(number) &&
    !disputedFacts.includes(number);
  return [
    under(
      voice,
      "agreed",
      linesOf((number) => agreedFacts.includes(number)),
    ),
    under(
      voice,
      "disputed",
      linesOf((number) => disputedFacts.includes(number)),
    ),
    under(voice, "open", linesOf(isOpen)),
  ];
};

const queryLines = (voice: Voice, { queries, parties }: FullIncidentView): string[] => {
  const { say, id, time, said } = voice;
  const lines = queries.flatMap(({ number, party, atMs, text, answer }) => {
    const other = parties.find((one) => one !== party) ?? "";
    const asked = { number: String(number), party: id(party), time: time(atMs), text: said(text) };
    const reply = answer && {
      party: id(other),
      time: time(answer.atMs),
      text: said(answer.text),
    };
    return [say("query", asked), `   ${reply ? say("reply", reply) : say("noReply")}`];
  });
  return under(voice, "queries", lines);
};

const linkLines = (voice: Voice, { links }: FullIncidentView): string[] => {
  const { say, id, texts } = voice;
  const lines = links.map((link) => {
    const about = { what: texts.links[link.to], party: id(link.party) };
    return link.id === null ? say("hidden", about) : say("link", { ...about, id: id(link.id) });
  });
  return under(voice, "links", lines);
};

const clockLines = (voice: Voice, { clocks }: FullIncidentView): string[] => {
  const { say, id, time, texts } = voice;
  const lines = clocks.flatMap((clock) => [
    say("owed", {
      what: texts.clocks[clock.what],
      party: clock.party === null ? say("both") : id(clock.party),
      time: time(clock.dueMs),
      met: metText(voice, clock),
    }),
    ...raisedLines(voice, clock),
  ]);
  return under(voice, "clocks", lines);
};

/** That nothing came is said with its time, also when something came later. */
const metText = ({ say, time }: Voice, { metMs, overdueMs }: IncidentClock): string => {
  if (metMs !== null) return say(overdueMs === null ? "met" : "metLate", { time: time(metMs) });
  return overdueMs === null ? say("waits") : say("overdue", { time: time(overdueMs) });
};

/** Where there is no desk at a higher level it was raised to none. */
const raisedLines = ({ say, id, phrases }: Voice, { raised }: IncidentClock): string[] =>
  raised.flatMap(({ party, level }) =>
    level === null
      ? []
      : [`   ${say("raised", { party: id(party), level: wordText(phrases, "level", level) })}`],
  );

const stepLines = (voice: Voice, { steps }: FullIncidentView): string[] => {
  const { say, id, time, said, texts } = voice;
  const lines = steps.flatMap(({ state, party, atMs, text }) => [
    say("step", { time: time(atMs), party: id(party), state: texts.states[state] }),
    ...(text === null ? [] : [`   ${said(text)}`]),
  ]);
  return under(voice, "steps", lines);
};

const closingLines = (voice: Voice, { sides }: FullIncidentView): string[] => {
  const { say, id, said, phrases } = voice;
  return sides.flatMap(({ party, closing }) => {
    if (!closing) return [];
    const outcome = wordText(phrases, "incidentOutcome", closing.outcome);
    const about = { party: id(party), outcome };
    return [
      closing.text === null
        ? say("closing", about)
        : say("closingText", { ...about, text: said(closing.text) }),
    ];
  });
};

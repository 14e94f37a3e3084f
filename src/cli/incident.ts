/** `wideberth incident`: both sides' accounts of something that happened, and how it ends. */

import type { WriteOptions, Client } from "../api/native/client.ts";
import type { Incident } from "../api/native/incident.ts";
import type { IncidentReceipt } from "../api/native/incident-routes.ts";
import { INCIDENT_TEXTS } from "../phrases/incident/render.ts";
import { LIMIT_FLAG, readList, verbOf } from "./remote/act.ts";
import type { Act, Acts, Answer, Asked } from "./remote/act.ts";
import type { ActFlag } from "./remote/body.ts";
import { done } from "./remote/done.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Verb } from "./verb.ts";

const stateOf = (speak: Speak, state: Incident["state"]): string =>
  INCIDENT_TEXTS[speak.language].states[state];

const columnsOf = (speak: Speak): readonly Column<Incident>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["parties", ({ parties }) => speak.ids(parties)],
  ["kind", (one) => (one.detail === "full" ? speak.word("incidentKind", one.incidentKind) : null)],
  ["state", ({ state }) => stateOf(speak, state)],
  ["opened", ({ openedAt }) => speak.when(openedAt)],
  // The next thing that is owed.
  ["replyBy", ({ clocks }) => speak.when(clocks.find(isOwed)?.dueAt ?? null)],
];

const isOwed = ({ metAt, overdueAt }: Incident["clocks"][number]): boolean =>
  metAt === null && overdueAt === null;

const list = async (asked: Asked): Promise<Answer> => {
  const { items, left } = await readList(asked, (page) => asked.client.incidents(page));
  return { things: items, left, text: tableOf(asked.speak, columnsOf(asked.speak), items) };
};

const show = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const found = await client.incident(names[0] ?? "");
  return { things: [found], text: linesOf(speak, columnsOf(speak), found) };
};

const told = (asked: Asked, receipt: IncidentReceipt): Answer =>
  done(asked, receipt, [
    ["id", asked.speak.id(receipt.incidentId)],
    ["state", stateOf(asked.speak, receipt.state)],
  ]);

type Say = (
  client: Client,
  id: string,
  body: never,
  write: WriteOptions,
) => Promise<IncidentReceipt>;

const saying = (text: string, flags: Readonly<Record<string, ActFlag>>, say: Say): Act => ({
  takes: ["INCIDENT"],
  text,
  flags,
  body: "file",
  isWrite: true,
  run: async (asked) => {
    const body = await asked.parseBody<never>();
    return told(asked, await say(asked.client, asked.names[0] ?? "", body, asked.write));
  },
});

const TEXT: ActFlag = { as: "TEXT", text: "in your own words", member: "text" };
const NUMBER: ActFlag = { as: "N", text: "its number", member: "number", read: Number };

const acts: Acts = {
  list: { takes: [], text: "incidents of your side, oldest first", flags: LIMIT_FLAG, run: list },
  show: { takes: ["INCIDENT"], text: "one of them; all of it with --json", run: show },
  open: {
    takes: [],
    text: "open one with another party: other, incidentKind, at, and fields or messageId",
    body: "file",
    isWrite: true,
    run: async (asked) =>
      told(asked, await asked.client.openIncident(await asked.parseBody(), asked.write)),
  },
  step: saying(
    "received, calling, cease_asked, ceased, not_ceased, clarifying, agreed_facts, disputed_facts",
    { to: { as: "STEP", text: "which", member: "to" }, text: TEXT },
    (client, id, body, write) => client.stepIncident(id, body, write),
  ),
  report: saying(
    "your side's report: form (first, interim, final) and fields; again is its next version",
    {},
    (client, id, body, write) => client.reportIncident(id, body, write),
  ),
  fact: saying(
    "state a fact for the other side to answer",
    { text: TEXT },
    (client, id, body, write) => client.stateFact(id, body, write),
  ),
  "answer-fact": saying(
    "agree to the other side's fact, dispute it in your own words, or leave it open",
    {
      number: NUMBER,
      answer: { as: "ANSWER", text: "agreed, disputed or left_open", member: "answer" },
      text: TEXT,
    },
    (client, id, body, write) => client.answerFact(id, body, write),
  ),
  link: saying(
    "tie something that you see to it",
    {
      to: {
        as: "WHAT",
        text: "operation, conflict, message, track, site, movement or area",
        member: "to",
      },
      id: { as: "ID", text: "which", member: "id" },
    },
    (client, id, body, write) => client.linkIncident(id, body, write),
  ),
  ask: saying(
    "ask the other side: isUrgent (true or false) and text",
    { text: TEXT },
    (client, id, body, write) => client.askIncident(id, body, write),
  ),
  answer: saying(
    "answer the other side's query",
    { number: NUMBER, text: TEXT },
    (client, id, body, write) => client.answerIncident(id, body, write),
  ),
  refer: saying(
    "refer it to a level where more can be decided",
    { level: { as: "LEVEL", text: "as general_staff", member: "level" }, text: TEXT },
    (client, id, body, write) => client.referIncident(id, body, write),
  ),
  close: saying(
    "say how it ends: it is closed once both sides say the same",
    {
      outcome: {
        as: "OUTCOME",
        text: "agreed_facts, disputed_facts, referred_up or closed",
        member: "outcome",
      },
      text: TEXT,
    },
    (client, id, body, write) => client.closeIncident(id, body, write),
  ),
  reopen: saying("open a closed one again", { text: TEXT }, (client, id, body, write) =>
    client.reopenIncident(id, body, write),
  ),
};

export const incident: Verb = verbOf({
  name: "incident",
  summary: "both sides' accounts of something that happened, and how it ends",
  about: "Incidents: each side reports, states facts and answers the other's; both end it.",
  acts,
  examples: [
    "incident open --from report.json",
    "incident step incident-0m7h9cx0rq0184 --to received",
    'incident answer-fact incident-0m7h9cx0rq0184 --number 1 --answer disputed --text "one vehicle"',
    "incident close incident-0m7h9cx0rq0184 --outcome agreed_facts",
  ],
});

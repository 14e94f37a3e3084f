/** `wideberth opening`: what two people of the host open; a party finds what was opened of its own. */

import type { Client, Page } from "../api/native/client.ts";
import type { Opening } from "../api/native/opening.ts";
import { OPENABLES } from "../core/openings/model.ts";
import { LIMIT_FLAG, readList, verbOf } from "./remote/act.ts";
import type { Acts, Answer, Asked } from "./remote/act.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Verb } from "./verb.ts";

const columnsOf = (speak: Speak): readonly Column<Opening>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["opened", ({ thingId }) => speak.id(thingId)],
  ["state", ({ state }) => speak.state(state)],
  ["requestedBy", ({ requestedBy }) => speak.theirs(requestedBy)],
  ["secondBy", ({ secondBy }) => speak.theirs(secondBy)],
  ["since", ({ openedAt }) => speak.when(openedAt)],
  ["until", ({ until }) => speak.when(until)],
  ["reason", ({ reason }) => speak.theirs(reason)],
];

const answer = ({ speak }: Asked, opening: Opening): Answer => ({
  things: [opening],
  text: linesOf(speak, columnsOf(speak), opening),
});

type Read = (client: Client, page: { readonly after?: string }) => Promise<Page<Opening>>;

const list =
  (read: Read) =>
  async (asked: Asked): Promise<Answer> => {
    const { items, left } = await readList(asked, (page) => read(asked.client, page));
    return { things: items, left, text: tableOf(asked.speak, columnsOf(asked.speak), items) };
  };

const acts: Acts = {
  list: {
    takes: [],
    text: "as the host: what was asked for, and opened",
    flags: LIMIT_FLAG,
    run: list((client, page) => client.openings(page)),
  },
  ask: {
    takes: [],
    text: "as the host: ask to read all of one thing; another person must second it",
    flags: {
      what: { as: "WHAT", text: `of which kind: ${OPENABLES.join(", ")}`, member: "what" },
      id: { as: "ID", text: "which", member: "id" },
      reason: { as: "TEXT", text: "why; its owner reads it", member: "reason" },
    },
    isWrite: true,
    run: async (asked) =>
      answer(asked, await asked.client.requestOpening(await asked.parseBody(), asked.write)),
  },
  second: {
    takes: ["OPENING"],
    text: "as the second person of the host: open it, for an hour, before the eyes of its owner",
    isWrite: true,
    run: async (asked) =>
      answer(asked, await asked.client.secondOpening(asked.names[0] ?? "", asked.write)),
  },
  "read-log": {
    takes: [],
    text: "as a party: what of one's own was opened, by whom, why, and until when",
    flags: LIMIT_FLAG,
    run: list((client, page) => client.readLog(page)),
  },
};

export const opening: Verb = verbOf({
  name: "opening",
  summary: "what two of the host open, and what of one's own was opened",
  about:
    "Openings: two people of the host read one thing whole; whose it is sees who, when and why.",
  acts,
  examples: [
    'opening ask --what conflict --id 0m7h9cx0rq0184 --reason "both desks silent"',
    'opening ask --what site --id site-0m7h9cx0rq0184 --reason "its owner can\'t be reached"',
    "opening second 0m7h9d1k2s",
    "opening read-log",
  ],
});

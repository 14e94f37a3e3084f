/** `wideberth desk`: desks and who has the watch. */

import type { Client } from "../api/native/client.ts";
import type { Desk } from "../api/native/party.ts";
import { asList } from "./remote/body.ts";
import type { ActFlag } from "./remote/body.ts";
import { verbOf } from "./remote/act.ts";
import type { Acts, Asked, Answer } from "./remote/act.ts";
import { done } from "./remote/done.ts";
import { movesOf } from "./remote/move.ts";
import { tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Verb } from "./verb.ts";

const columnsOf = (speak: Speak): readonly Column<Desk>[] => [
  ["party", ({ party }) => speak.id(party)],
  ["desk", ({ id }) => speak.id(id)],
  ["name", ({ names }) => speak.theirs(speak.name(names))],
  ["level", ({ level }) => speak.word("level", level)],
  ["watch", ({ isClosed, watch }) => speak.state(isClosed ? "closed" : watch)],
  ["since", ({ since }) => speak.when(since)],
  ["languages", ({ languages }) => speak.ids(languages)],
  ["officer", ({ officer }) => speak.theirs(officer)],
  ["offeredTo", ({ offeredTo }) => speak.theirs(offeredTo)],
];

const list = async ({ client, speak, text }: Asked): Promise<Answer> => {
  const { desks } = await client.desks();
  const party = text("party");
  const things = desks.filter((desk) => party === null || desk.party === party);
  return { things, text: tableOf(speak, columnsOf(speak), things) };
};

const LANGUAGES: Readonly<Record<string, ActFlag>> = {
  languages: {
    as: "L,L",
    text: "en, ar, ru: in which the watch can be spoken with",
    member: "languages",
    read: asList,
  },
};

const move = movesOf("DESK", done);

const acts: Acts = {
  list: {
    takes: [],
    text: "every desk of the theatre, and whether somebody has its watch",
    flags: { party: { as: "ID", text: "of this party alone" } },
    run: list,
  },
  take: {
    takes: ["DESK"],
    text: "take the watch of a desk that nobody watches, or take back an offer of one's own",
    flags: LANGUAGES,
    isWrite: true,
    run: async (asked) =>
      done(
        asked,
        await asked.client.takeWatch(asked.names[0] ?? "", await asked.parseBody(), asked.write),
      ),
  },
  "hand-over": {
    takes: ["DESK"],
    text: "offer the watch to a named officer; it is one's own until they accept",
    flags: {
      to: { as: "OFFICER", text: "as their token or membership names them", member: "to" },
    },
    isWrite: true,
    run: async (asked) =>
      done(
        asked,
        await asked.client.handOverWatch(
          asked.names[0] ?? "",
          await asked.parseBody(),
          asked.write,
        ),
      ),
  },
  accept: {
    takes: ["DESK"],
    text: "accept the watch that was offered to oneself",
    flags: LANGUAGES,
    isWrite: true,
    run: async (asked) =>
      done(
        asked,
        await asked.client.acceptWatch(asked.names[0] ?? "", await asked.parseBody(), asked.write),
      ),
  },
  leave: move("leave the watch with nobody to take it: all parties see that", (client, id, given) =>
    client.leaveWatch(id, given),
  ),
  relieve: move(
    "as an administrator: end the watch of an officer who is gone without a word",
    (client, id, given) => client.relieveWatch(id, given),
  ),
  open: {
    takes: ["DESK"],
    text: "as an administrator: open a desk of one's own party",
    flags: {
      level: { as: "LEVEL", text: "as watch_desk or general_staff", member: "level" },
      "name-en": { as: "NAME", text: "what it is called in English", member: "names.en" },
      "name-ar": { as: "NAME", text: "and in Arabic", member: "names.ar" },
      "name-ru": { as: "NAME", text: "and in Russian", member: "names.ru" },
    },
    isWrite: true,
    run: async (asked) => {
      const body = await asked.parseBody<Parameters<Client["openDesk"]>[0]>();
      const [id = ""] = asked.names;
      return done(asked, await asked.client.openDesk({ ...body, id }, asked.write));
    },
  },
  close: move("as an administrator: close a desk for good", (client, id, given) =>
    client.closeDesk(id, given),
  ),
};

export const desk: Verb = verbOf({
  name: "desk",
  summary: "desks, and who has the watch",
  about: "Desks and the watch. A desk without a watch is seen by every party.",
  acts,
  examples: [
    "desk list",
    "desk take watch --languages en,ar",
    'desk hand-over watch --to "lt-relief"',
    "desk accept watch --languages en,ru",
  ],
});

/** `wideberth theatre`: its parties and rules, read by all, set by the host. */

import type { Client, Theatre } from "../api/native/client.ts";
import type { TheatreChange } from "../api/native/theatre-change.ts";
import { LIMIT_FLAG, readList, verbOf } from "./remote/act.ts";
import type { Acts, Answer, Asked } from "./remote/act.ts";
import { done } from "./remote/done.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Verb } from "./verb.ts";

const columnsOf = (speak: Speak): readonly Column<Theatre["parties"][number]>[] => [
  ["party", ({ id }) => speak.id(id)],
  ["name", ({ names }) => speak.theirs(speak.name(names))],
  ["kind", ({ kind }) => speak.word("partyKind", kind)],
];

const show = async ({ client, speak }: Asked): Promise<Answer> => {
  const theatre = await client.theatre();
  const name = linesOf(speak, [["name", () => speak.theirs(speak.name(theatre.name))]], theatre);
  const parties = tableOf(speak, columnsOf(speak), theatre.parties);
  return { things: [theatre], text: `${name}${parties}` };
};

const rules = async ({ client }: Asked): Promise<Answer> => {
  const { rules: all } = await client.theatre();
  return { things: [all], text: `${JSON.stringify(all, null, 2)}\n` };
};

const head = async ({ client, speak }: Asked): Promise<Answer> => {
  const one = await client.head();
  const text = linesOf(
    speak,
    [
      ["received", ({ at }) => speak.when(at)],
      ["serial", ({ seq }) => String(seq)],
      ["hash", ({ rootHash }) => rootHash],
    ],
    one,
  );
  return { things: [one], text };
};

const changeColumns = (speak: Speak): readonly Column<TheatreChange>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["state", ({ state }) => speak.state(state)],
  ["since", ({ changedAt }) => speak.when(changedAt)],
  ["requestedBy", ({ requestedBy }) => speak.theirs(requestedBy)],
  ["secondBy", ({ secondBy }) => speak.theirs(secondBy)],
  ["until", ({ until }) => speak.when(until)],
  ["change", ({ differences }) => speak.ids(differences.map(({ field }) => field))],
];

const changes = async (asked: Asked): Promise<Answer> => {
  const { client, speak } = asked;
  const { items, left } = await readList(asked, (page) => client.theatreChanges(page));
  return { things: items, left, text: tableOf(speak, changeColumns(speak), items) };
};

type Step = (client: Client) => Client["secondTheatreChange"];

const step =
  (act: Step) =>
  async ({ client, speak, names, write }: Asked): Promise<Answer> => {
    const change = await act(client)(names[0] ?? "", write);
    return { things: [change], text: linesOf(speak, changeColumns(speak), change) };
  };

const acts: Acts = {
  show: { takes: [], text: "its name and its parties", run: show },
  rules: {
    takes: [],
    text: "its rules, as JSON: minima, lead times, clocks, disclosure",
    run: rules,
  },
  set: {
    takes: [],
    text: "as the host: set it, all of it; what shows or weakens more waits for a second person",
    body: "file",
    isWrite: true,
    run: async (asked) =>
      done(asked, await asked.client.setTheatre(await asked.parseBody(), asked.write)),
  },
  changes: {
    takes: [],
    text: "what was changed of it and what waits for a second person: all of it, field by field, with --json",
    flags: LIMIT_FLAG,
    run: changes,
  },
  second: {
    takes: ["CHANGE"],
    text: "as the second person of the host: do what the first one asked for",
    isWrite: true,
    run: step((client) => client.secondTheatreChange),
  },
  withdraw: {
    takes: ["CHANGE"],
    text: "as the host: ask for it no more",
    isWrite: true,
    run: step((client) => client.withdrawTheatreChange),
  },
  head: {
    takes: [],
    text: "how many entries the record has, and the root over all: note it down",
    run: head,
  },
};

export const theatre: Verb = verbOf({
  name: "theatre",
  summary: "parties and rules of the theatre, the head of its record",
  about: "The theatre: the shared area, its parties and its rules.",
  acts,
  examples: [
    "theatre show --language ar",
    "theatre set --from docs/examples/theatre.json",
    "theatre second theatre-change-0m7h9d1k2s",
  ],
});

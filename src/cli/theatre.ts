/** `wideberth theatre`: its parties and rules, read by all, set by the host. */

import type { Theatre } from "../api/native/client.ts";
import { verbOf } from "./remote/act.ts";
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

const acts: Acts = {
  show: { takes: [], text: "its name and its parties", run: show },
  rules: {
    takes: [],
    text: "its rules, as JSON: minima, lead times, clocks, disclosure",
    run: rules,
  },
  set: {
    takes: [],
    text: "as the host: set it, all of it",
    body: "file",
    isWrite: true,
    run: async (asked) =>
      done(asked, await asked.client.setTheatre(await asked.parseBody(), asked.write)),
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
  examples: ["theatre show --language ar", "theatre set --from docs/examples/theatre.json"],
});

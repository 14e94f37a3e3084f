/** `wideberth item`: coordination items of many parties, with a lead, contributors and a time. */

import type { Client } from "../api/native/client.ts";
import type { Item, ItemReceipt } from "../api/native/item.ts";
import { itemText, noteText } from "../tell/tell-item.ts";
import { LIMIT_FLAG, readList, verbOf } from "./remote/act.ts";
import type { Act, Acts, Answer, Asked } from "./remote/act.ts";
import { asList, asNumber } from "./remote/body.ts";
import type { ActFlag } from "./remote/body.ts";
import { done } from "./remote/done.ts";
import { tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Verb } from "./verb.ts";

const columnsOf = (speak: Speak): readonly Column<Item>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["topic", (one) => (one.detail === "full" ? speak.theirs(one.subject) : null)],
  ["lead", (one) => (one.detail === "full" ? speak.id(one.lead) : speak.ids(one.parties))],
  ["state", ({ state }) => speak.texts.itemStates[state]],
  ["due", ({ due }) => speak.when(due)],
];

const list = async (asked: Asked): Promise<Answer> => {
  const { client, speak } = asked;
  const { items, left } = await readList(asked, (page) => client.items(page));
  return { things: items, left, text: tableOf(speak, columnsOf(speak), items) };
};

/** With its whole history, oldest first. */
const show = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const item = await client.item(names[0] ?? "");
  if (item.detail === "exists") return { things: [item], text: `${itemText(speak, item)}\n` };
  const head = itemText(speak, { ...item, history: [] });
  const contributions = item.contributions.map(
    ({ party, state }) => `${speak.id(party)}: ${speak.texts.contributionStates[state]}`,
  );
  const notes = item.history.map(
    (note) => `${note.number}  ${speak.time(note.at)}  ${noteText(speak, note)}`,
  );
  const text = [head, ...contributions, ...notes].map((line) => `${line}\n`).join("");
  return { things: [item], text };
};

const receiptOf = (asked: Asked, receipt: ItemReceipt): Answer =>
  done(asked, receipt, [
    ["id", asked.speak.id(receipt.itemId)],
    ["state", asked.speak.texts.itemStates[receipt.state]],
  ]);

type Told = (client: Client, id: string, asked: Asked) => Promise<ItemReceipt>;

const say = (about: Pick<Act, "text" | "flags">, act: Told): Act => ({
  takes: ["ID"],
  ...about,
  isWrite: true,
  run: async (asked) => receiptOf(asked, await act(asked.client, asked.names[0] ?? "", asked)),
});

const TEXT: Readonly<Record<string, ActFlag>> = {
  text: { as: "TEXT", text: "what is to be known of it", member: "text" },
};
const DUE: Readonly<Record<string, ActFlag>> = {
  due: {
    as: "ISO",
    text: "when it is due; none: no time",
    member: "due",
    read: (text) => (text === "none" ? null : text),
  },
};

const acts: Acts = {
  list: { takes: [], text: "every item one has a part in", flags: LIMIT_FLAG, run: list },
  show: { takes: ["ID"], text: "one of them, with its history", run: show },
  open: {
    takes: [],
    text: "open one as its lead, or propose it to another party to lead",
    flags: {
      subject: { as: "TEXT", text: "what it is about", member: "subject" },
      lead: { as: "PARTY", text: "who leads", member: "lead" },
      contributors: {
        as: "PARTIES",
        text: "who is asked to contribute",
        member: "contributors",
        read: asList,
      },
      humanitarian: { as: null, text: "no suspended line stops it" },
      ...DUE,
      ...TEXT,
    },
    isWrite: true,
    run: async (asked) => {
      const said = await asked.parseBody<Parameters<Client["openItem"]>[0]>();
      const request = asked.has("humanitarian") ? { ...said, isHumanitarian: true } : said;
      return receiptOf(asked, await asked.client.openItem(request, asked.write));
    },
  },
  accept: say({ text: "accept to lead it, or to contribute" }, (client, id, { write }) =>
    client.acceptItem(id, write),
  ),
  decline: say(
    { text: "decline it, or one's part in it", flags: TEXT },
    async (client, id, asked) => client.declineItem(id, await asked.parseBody(), asked.write),
  ),
  note: say(
    {
      text: "add a note to its history",
      flags: {
        ...TEXT,
        corrects: {
          as: "N",
          text: "the number of a note of one's own that it sets right",
          member: "corrects",
          read: asNumber,
        },
      },
    },
    async (client, id, asked) => client.noteItem(id, await asked.parseBody(), asked.write),
  ),
  move: say(
    {
      text: "as its lead: move it on",
      flags: {
        to: { as: "STATE", text: "open, under_way, done, withdrawn", member: "to" },
        ...TEXT,
      },
    },
    async (client, id, asked) => client.moveItem(id, await asked.parseBody(), asked.write),
  ),
  due: say({ text: "as its lead: set when it is due", flags: DUE }, async (client, id, asked) =>
    client.setItemDue(id, await asked.parseBody(), asked.write),
  ),
  ask: say(
    {
      text: "as its lead: ask a party to contribute",
      flags: { party: { as: "PARTY", text: "which", member: "party" } },
    },
    async (client, id, asked) => client.askContributor(id, await asked.parseBody(), asked.write),
  ),
};

export const item: Verb = verbOf({
  name: "item",
  summary: "coordination items: lead, contributors, due, history",
  about: "Coordination items: what parties do together; its history keeps all that was said.",
  acts,
  examples: [
    'item open --subject "Passage of aid" --lead NORTH --contributors SOUTH,RELIEF --humanitarian',
    "item move item-0m7h9d1k2s --to under_way",
  ],
});

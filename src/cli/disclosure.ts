/** `wideberth disclosure`: what is shown of one's own operations, to whom, and what others show. */

import type { Client } from "../api/native/client.ts";
import type { Consents, DisclosureRef, Disclosures } from "../api/native/disclosure.ts";
import { LIMIT_FLAG, readList, verbOf } from "./remote/act.ts";
import type { Acts, Answer, Asked } from "./remote/act.ts";
import { asList } from "./remote/body.ts";
import type { ActFlag } from "./remote/body.ts";
import { done } from "./remote/done.ts";
import { tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Verb } from "./verb.ts";

type Recipient = Disclosures["recipients"][number];

const recipientColumns = (speak: Speak): readonly Column<Recipient>[] => [
  ["party", ({ to }) => speak.id(to)],
  ["rung", ({ rung }) => speak.word("disclosure", rung)],
  ["state", ({ isClosed }) => (isClosed ? speak.state("closed") : null)],
  ["read", ({ reads }) => speak.when(reads.at(-1)?.readAt ?? null)],
];

const refColumns = (speak: Speak): readonly Column<DisclosureRef>[] => [
  ["operation", ({ operationId }) => speak.id(operationId)],
  ["party", ({ party }) => speak.id(party)],
  ["version", ({ version }) => String(version)],
  ["rung", ({ rung }) => speak.word("disclosure", rung)],
  ["since", ({ shownAt }) => speak.when(shownAt)],
  ["read", ({ readAt }) => speak.when(readAt)],
];

const consentColumns = (speak: Speak): readonly Column<Consents["consents"][number]>[] => [
  ["party", ({ to }) => speak.id(to)],
  ["rung", ({ rung }) => speak.word("disclosure", rung)],
  [
    "category",
    ({ categories }) =>
      categories.length === 0
        ? null
        : speak.list(categories.map((one) => speak.word("category", one))),
  ],
  ["since", ({ setAt }) => speak.when(setAt)],
];

const list = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const { recipients } = await client.disclosures(names[0] ?? "");
  return { things: recipients, text: tableOf(speak, recipientColumns(speak), recipients) };
};

const shown = async (asked: Asked): Promise<Answer> => {
  const { client, speak } = asked;
  const { items, left } = await readList(asked, (page) => client.disclosed(page));
  return { things: items, left, text: tableOf(speak, refColumns(speak), items) };
};

const consents = async ({ client, speak }: Asked): Promise<Answer> => {
  const { consents: things } = await client.consents();
  return { things, text: tableOf(speak, consentColumns(speak), things) };
};

type Shown = Awaited<ReturnType<Client["disclose"]>>;

const receiptOf = (asked: Asked, receipt: Shown): Answer => {
  const { speak } = asked;
  return done(asked, receipt, [
    ["party", speak.id(receipt.to)],
    ["rung", speak.word("disclosure", receipt.rung)],
  ]);
};

const TO: Readonly<Record<string, ActFlag>> = {
  to: { as: "PARTY", text: "to whom", member: "to" },
};
const RUNG: Readonly<Record<string, ActFlag>> = {
  rung: {
    as: "RUNG",
    text: "conflict_only, cell, area_and_altitude, category or full",
    member: "rung",
  },
};

const acts: Acts = {
  list: {
    takes: ["OPERATION"],
    text: "to whom one's own operation is shown, how much, and who has read it",
    run: list,
  },
  show: {
    takes: ["OPERATION"],
    text: "show it to a party, one step up: this can't be undone",
    flags: { ...TO, ...RUNG },
    isWrite: true,
    run: async (asked) => {
      const [id = ""] = asked.names;
      return receiptOf(
        asked,
        await asked.client.disclose(id, await asked.parseBody(), asked.write),
      );
    },
  },
  preview: {
    takes: ["OPERATION"],
    text: "what a party would see at a rung, as JSON; nothing is shown by it",
    flags: { ...TO, ...RUNG },
    run: async (asked) => {
      const { preview } = await asked.client.disclosures(
        asked.names[0] ?? "",
        await asked.parseBody(),
      );
      return { things: [preview], text: `${JSON.stringify(preview, null, 2)}\n` };
    },
  },
  close: {
    takes: ["OPERATION"],
    text: "do not show later versions to a party",
    flags: TO,
    isWrite: true,
    run: async (asked) => {
      const [id = ""] = asked.names;
      return receiptOf(
        asked,
        await asked.client.closeDisclosure(id, await asked.parseBody(), asked.write),
      );
    },
  },
  "to-us": {
    takes: [],
    text: "operations that others show to oneself; wideberth operation show reads one",
    flags: LIMIT_FLAG,
    run: shown,
  },
  consents: { takes: [], text: "what is shown by itself on conflict, and to whom", run: consents },
  consent: {
    takes: ["PARTY"],
    text: "from now on show this much to a party by itself, on conflict",
    flags: {
      ...RUNG,
      categories: {
        as: "CATEGORY,…",
        text: "of these categories alone (default: all)",
        member: "categories",
        read: asList,
      },
    },
    isWrite: true,
    run: async (asked) => {
      const [id = ""] = asked.names;
      return receiptOf(
        asked,
        await asked.client.setConsent(id, await asked.parseBody(), asked.write),
      );
    },
  },
};

export const disclosure: Verb = verbOf({
  name: "disclosure",
  summary: "show more of an operation, consents, who has read it",
  about: "Each step up is the owner's act: conflict only, cell, area and altitude, category, full.",
  acts,
  examples: [
    "disclosure preview NORTH-2026-00003 --to SOUTH --rung category",
    "disclosure show NORTH-2026-00003 --to SOUTH --rung category",
    "disclosure consent RELIEF --rung area_and_altitude",
  ],
});

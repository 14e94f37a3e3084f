/** `wideberth contact`: the register of meetings and calls, and one's own side's notes of them. */

import type { Client, WriteOptions } from "../api/native/client.ts";
import type { Contact, ContactNotes, ContactReceipt, LastContacts } from "../api/native/contact.ts";
import { contactText } from "../tell/tell-contact.ts";
import { LIMIT_FLAG, readList, verbOf } from "./remote/act.ts";
import type { Act, Acts, Answer, Asked } from "./remote/act.ts";
import { asList, asNumber } from "./remote/body.ts";
import type { ActFlag } from "./remote/body.ts";
import { done } from "./remote/done.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Verb } from "./verb.ts";

const columnsOf = (speak: Speak): readonly Column<Contact>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["parties", ({ parties }) => speak.ids(parties)],
  ["state", ({ state }) => speak.texts.contactStates[state]],
  ["version", (one) => (one.detail === "full" ? String(one.version) : null)],
  ["since", ({ changedAt }) => speak.when(changedAt)],
];

const list = async (asked: Asked): Promise<Answer> => {
  const { client, speak } = asked;
  const { items, left } = await readList(asked, (page) => client.contacts(page));
  return { things: items, left, text: tableOf(speak, columnsOf(speak), items) };
};

const show = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const contact = await client.contact(names[0] ?? "");
  const head = linesOf(speak, columnsOf(speak), contact);
  return { things: [contact], text: `${head}${contactText(speak, contact)}\n` };
};

const lastColumns = (speak: Speak): readonly Column<LastContacts["contacts"][number]>[] => [
  ["party", ({ party }) => speak.id(party)],
  ["level", ({ level }) => speak.word("level", level)],
  ["kind", ({ form }) => speak.word("meetingForm", form)],
  ["start", ({ start }) => speak.when(start)],
  ["id", ({ contactId }) => speak.id(contactId)],
];

const last = async ({ client, speak }: Asked): Promise<Answer> => {
  const { contacts } = await client.lastContacts();
  return { things: contacts, text: tableOf(speak, lastColumns(speak), contacts) };
};

const noteColumns = (speak: Speak): readonly Column<ContactNotes>[] => [
  ["agenda", ({ agenda }) => speak.theirs(agenda)],
  ["minutes", ({ minutes }) => speak.theirs(minutes)],
  ["people", ({ people }) => speak.theirs(people)],
  ["officer", ({ changedBy }) => speak.theirs(changedBy)],
  ["since", ({ changedAt }) => speak.when(changedAt)],
];

const notes = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const own = await client.contactNotes(names[0] ?? "");
  return { things: [own], text: linesOf(speak, noteColumns(speak), own) };
};

const receiptOf = (asked: Asked, receipt: ContactReceipt): Answer =>
  done(asked, receipt, [
    ["id", asked.speak.id(receipt.contactId)],
    ["state", asked.speak.texts.contactStates[receipt.state]],
    ["version", String(receipt.version)],
  ]);

const VERSION: Readonly<Record<string, ActFlag>> = {
  version: { as: "N", text: "the version that was read", member: "version", read: asNumber },
};

type Told = (client: Client, id: string, asked: Asked) => Promise<ContactReceipt>;

/** With a body: fields stand below `fields`, as `meetingForm=call`. */
const say = (about: Pick<Act, "text" | "flags" | "body">, act: Told): Act => ({
  takes: ["ID"],
  ...about,
  isWrite: true,
  run: async (asked) => receiptOf(asked, await act(asked.client, asked.names[0] ?? "", asked)),
});

type End = (client: Client, id: string, options: WriteOptions) => Promise<ContactReceipt>;

const end = (text: string, act: End): Act =>
  say({ text }, (client, id, { write }) => act(client, id, write));

const BELOW = { below: "fields" } as const;

const acts: Acts = {
  list: {
    takes: [],
    text: "every contact of one's own in the register; as the host, that it exists",
    flags: LIMIT_FLAG,
    run: list,
  },
  show: { takes: ["ID"], text: "one of them, and the last one before it", run: show },
  last: { takes: [], text: "the last one held with each side, by level and form", run: last },
  enter: {
    takes: [],
    text: "propose one, or with --past record one that was held: the other sides agree to it",
    body: "file",
    flags: {
      with: { as: "PARTIES", text: "the other sides", member: "with", read: asList },
      past: { as: null, text: "it was held, perhaps before this server was" },
    },
    isWrite: true,
    run: async (asked) => {
      const said = await asked.parseBody<Parameters<Client["enterContact"]>[0]>(BELOW);
      const request = asked.has("past") ? { ...said, isPast: true } : said;
      return receiptOf(asked, await asked.client.enterContact(request, asked.write));
    },
  },
  change: say(
    { text: "say other fields for one to come", body: "file", flags: VERSION },
    async (client, id, asked) =>
      client.changeContact(id, await asked.parseBody(BELOW), asked.write),
  ),
  report: say(
    { text: "report that it was held, as the fields say", body: "file", flags: VERSION },
    async (client, id, asked) =>
      client.reportContact(id, await asked.parseBody(BELOW), asked.write),
  ),
  agree: say(
    { text: "agree that it is planned so; or, once reported, that it was so", flags: VERSION },
    async (client, id, asked) => client.agreeContact(id, await asked.parseBody(), asked.write),
  ),
  decline: end("decline what another side said", (client, id, write) =>
    client.declineContact(id, write),
  ),
  cancel: end("cancel one to come", (client, id, write) => client.cancelContact(id, write)),
  notes: { takes: ["ID"], text: "one's own side's notes: nobody else's, ever", run: notes },
  note: say(
    {
      text: "write them; what is left out is kept",
      body: "file",
      flags: {
        agenda: { as: "TEXT", text: "the agenda", member: "agenda" },
        minutes: { as: "TEXT", text: "the minutes", member: "minutes" },
        people: { as: "TEXT", text: "who was there", member: "people" },
      },
    },
    async (client, id, asked) => client.setContactNotes(id, await asked.parseBody(), asked.write),
  ),
};

export const contact: Verb = verbOf({
  name: "contact",
  summary: "meetings and calls: planned, held, since when the first",
  about:
    "Contacts: the register of meetings and calls; their agenda and minutes stay with each side.",
  acts,
  examples: [
    "contact enter --with SOUTH --past --from contact.json",
    "contact agree contact-0m7h9d1k2s --version 1",
    "contact last --language ru",
  ],
});

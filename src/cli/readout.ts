/** `wideberth readout`: what the sides of a contact tell the public, each part by every side's key. */

import type { Client, WriteOptions } from "../api/native/client.ts";
import type { Readout, ReadoutReceipt } from "../api/native/readout.ts";
import { printableLines } from "./terminal-text.ts";
import { verbOf } from "./remote/act.ts";
import type { Act, Acts, Answer, Asked } from "./remote/act.ts";
import { asList } from "./remote/body.ts";
import type { ActFlag } from "./remote/body.ts";
import { done } from "./remote/done.ts";
import { linesOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import { readoutText } from "../tell/tell-contact.ts";
import type { Verb } from "./verb.ts";

const columnsOf = (speak: Speak): readonly Column<Readout>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["contact", ({ contactId }) => speak.id(contactId)],
  ["state", ({ state }) => speak.texts.readoutStates[state]],
  ["hash", (one) => (one.detail === "full" ? one.hash : null)],
];

/** Every draft that may be seen, as the exact text that its hash is of. */
const show = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const readout = await client.readout(names[0] ?? "");
  const drafts = readout.detail === "full" ? readout.drafts : [];
  const said = drafts.map(
    ({ party, hash, said: text }) => `${speak.id(party)} ${hash}\n${printableLines(text)}\n`,
  );
  const head = linesOf(speak, columnsOf(speak), readout);
  return { things: [readout], text: `${head}${readoutText(speak, readout)}\n${said.join("")}` };
};

const receiptOf = (asked: Asked, receipt: ReadoutReceipt): Answer =>
  done(asked, receipt, [
    ["id", asked.speak.id(receipt.readoutId)],
    ["state", asked.speak.texts.readoutStates[receipt.state]],
    ["hash", receipt.hash],
  ]);

type Told = (client: Client, id: string, asked: Asked) => Promise<ReadoutReceipt>;

const say = (about: Omit<Act, "run" | "isWrite">, act: Told): Act => ({
  ...about,
  isWrite: true,
  run: async (asked) => receiptOf(asked, await act(asked.client, asked.names[0] ?? "", asked)),
});

type End = (client: Client, id: string, options: WriteOptions) => Promise<ReadoutReceipt>;

const end = (text: string, act: End): Act =>
  say({ takes: ["ID"], text }, (client, id, { write }) => act(client, id, write));

const HASH: Readonly<Record<string, ActFlag>> = {
  hash: { as: "HASH", text: "of the draft that was read: 16 digits or more", member: "hashSeen" },
};
const BELOW = { below: "fields" } as const;

const acts: Acts = {
  show: { takes: ["ID"], text: "one of one's own: its drafts, their hashes, the keys", run: show },
  draft: say(
    {
      takes: ["CONTACT"],
      text: "draft one of a contact that was held",
      body: "file",
      flags: {
        corrects: { as: "READOUT", text: "a released one that it sets right", member: "corrects" },
      },
    },
    async (client, id, asked) => client.draftReadout(id, await asked.parseBody(BELOW), asked.write),
  ),
  redraft: say(
    { takes: ["ID"], text: "say it in other words: keys given before are void", body: "file" },
    async (client, id, asked) =>
      client.redraftReadout(id, await asked.parseBody(BELOW), asked.write),
  ),
  key: say(
    {
      takes: ["ID"],
      text: "give one's side's key: public is what every side releases",
      flags: {
        ...HASH,
        parts: { as: "PARTS", text: "date,form,place,text …", member: "parts", read: asList },
        languages: { as: "LIST", text: "en,ar,ru", member: "languages", read: asList },
      },
    },
    async (client, id, asked) => client.giveReadoutKey(id, await asked.parseBody(), asked.write),
  ),
  confirm: say(
    { takes: ["ID"], text: "as the second person of one's side: confirm its key", flags: HASH },
    async (client, id, asked) => client.confirmReadoutKey(id, await asked.parseBody(), asked.write),
  ),
  "withdraw-key": end("take one's key back, before release", (client, id, write) =>
    client.withdrawReadoutKey(id, write),
  ),
  part: end("have no joint text: each side words its own", (client, id, write) =>
    client.partWordings(id, write),
  ),
  withdraw: end("withdraw one that one's side made, before release", (client, id, write) =>
    client.withdrawReadout(id, write),
  ),
};

export const readout: Verb = verbOf({
  name: "readout",
  summary: "what is told the public of a contact, by every side's key",
  about: "Readouts: drafted, keyed by every side, released for good; only a correction follows.",
  acts,
  examples: [
    "readout draft contact-0m7h9d1k2s --from readout.json",
    "readout key readout-0m7h9d1k2s --hash 3f0c9a1b2c4d5e6f --parts date,form,text --languages en,ru",
  ],
});

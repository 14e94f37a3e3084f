/** `wideberth key`: signing keys, every party's public ones and the changes of one's own. */

import type { Client } from "../api/native/client.ts";
import type { Keys } from "../api/native/key-routes.ts";
import { UsageError } from "./flags.ts";
import { OVERLAP } from "./person.ts";
import { verbOf } from "./remote/act.ts";
import type { Acts, Answer, Asked } from "./remote/act.ts";
import type { ActFlag } from "./remote/body.ts";
import { done } from "./remote/done.ts";
import { readSigning } from "./remote/key-file.ts";
import { tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Verb } from "./verb.ts";

const columnsOf = (speak: Speak): readonly Column<Keys["keys"][number]>[] => [
  ["party", ({ party }) => speak.id(party)],
  ["publicKey", ({ publicKey }) => speak.id(publicKey)],
  ["name", ({ name }) => speak.theirs(name)],
  ["state", ({ state }) => speak.state(state)],
  ["from", ({ from }) => speak.when(from)],
  ["until", ({ until }) => speak.when(until)],
];

const list = async ({ client, speak }: Asked): Promise<Answer> => {
  const { keys } = await client.keys();
  return { things: keys, text: tableOf(speak, columnsOf(speak), keys) };
};

/** Its public half is what is added; the private half stays in the file. */
const NEW: Readonly<Record<string, ActFlag>> = {
  new: { as: "FILE", text: "the key in PEM; its public half alone is sent" },
};

const newKeyOf = (asked: Asked): string => {
  const file = asked.text("new");
  if (file === null) throw new UsageError("--new FILE is missing: the key that is to be added");
  return readSigning(file).publicKey;
};

const acts: Acts = {
  list: { takes: [], text: "the keys of every party, those no longer good too", run: list },
  add: {
    takes: ["NAME"],
    text: "as an administrator: add a key of one's own party",
    flags: NEW,
    isWrite: true,
    run: async (asked) => {
      const [name = ""] = asked.names;
      const request = { name, publicKey: newKeyOf(asked) };
      return done(asked, await asked.client.addKey(request, asked.write));
    },
  },
  rotate: {
    takes: ["PUBLIC-KEY", "NAME"],
    text: "put a new key in place of an old one",
    flags: { ...NEW, ...OVERLAP },
    isWrite: true,
    run: async (asked) => {
      const body = await asked.parseBody<Parameters<Client["rotateKey"]>[1]>();
      const [old = "", name = ""] = asked.names;
      const request = { ...body, name, publicKey: newKeyOf(asked) };
      return done(asked, await asked.client.rotateKey(old, request, asked.write));
    },
  },
  revoke: {
    takes: ["PUBLIC-KEY"],
    text: "it is lost: from now on nothing signed with it is taken",
    isWrite: true,
    run: async (asked) =>
      done(asked, await asked.client.revokeKey(asked.names[0] ?? "", asked.write)),
  },
};

export const key: Verb = verbOf({
  name: "key",
  summary: "signing keys of the parties",
  about: "Signing keys. What was signed before a key ended stays signed.",
  acts,
  examples: [
    'key add "watch desk" --new north.pem',
    "operation file --from notice.json --key-file north.pem",
  ],
});

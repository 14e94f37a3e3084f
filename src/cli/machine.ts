/** `wideberth machine`: machine clients of one's own party, and for the host what was stolen from anyone. */

import type { Client } from "../api/native/client.ts";
import { holderColumns, OVERLAP, ROLES } from "./person.ts";
import { verbOf } from "./remote/act.ts";
import type { Acts, Answer, Asked } from "./remote/act.ts";
import { done } from "./remote/done.ts";
import { movesOf } from "./remote/move.ts";
import { SECRET_FLAG, secretText } from "./remote/secret.ts";
import { tableOf } from "./remote/speak.ts";
import type { Verb } from "./verb.ts";

const list = async ({ client, speak }: Asked): Promise<Answer> => {
  const { clients } = await client.clients();
  return { things: clients, text: tableOf(speak, holderColumns(speak), clients) };
};

const acts: Acts = {
  list: { takes: [], text: "the machine clients of one's own party, removed ones too", run: list },
  add: {
    takes: ["NAME"],
    text: "as an administrator: add one; the answer holds its secret",
    flags: { ...ROLES, ...SECRET_FLAG },
    isWrite: true,
    run: async (asked) => {
      const body = await asked.parseBody<Parameters<Client["addClient"]>[0]>();
      const [name = ""] = asked.names;
      return secretText(asked, await asked.client.addClient({ ...body, name }, asked.write));
    },
  },
  "rotate-secret": {
    takes: ["CLIENT"],
    text: "draw a new secret",
    flags: { ...OVERLAP, ...SECRET_FLAG },
    isWrite: true,
    run: async (asked) => {
      const [id = ""] = asked.names;
      return secretText(
        asked,
        await asked.client.rotateClientSecret(id, await asked.parseBody(), asked.write),
      );
    },
  },
  remove: movesOf("CLIENT", done)(
    "remove one: its secrets and tokens are refused from now on",
    (client, id, given) => client.removeClient(id, given),
  ),
  revoke: movesOf("ID", done)(
    "as the host: revoke any party's person or machine, member-… or client-…",
    (client, id, given) => client.revokeHolder({ id }, given),
  ),
};

export const machine: Verb = verbOf({
  name: "machine",
  summary: "machine clients of the own party, and what was stolen",
  about: "Machine clients. A secret is shown once; the record has its SHA-256 alone.",
  acts,
  examples: [
    "machine add gateway --roles desk --secret-file gateway.secret",
    "machine rotate-secret client-0m7h9cx0rq0184 --overlap-minutes 60",
  ],
});

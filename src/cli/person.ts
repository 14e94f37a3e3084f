/** `wideberth person`: the people of one's own party, invited, let in, given roles, removed. */

import type { Client } from "../api/native/client.ts";
import type { Invitation, Member } from "../api/native/party.ts";
import { readSecretFile } from "../server/secret-file.ts";
import { UsageError } from "./flags.ts";
import { verbOf } from "./remote/act.ts";
import type { Acts, Answer, Asked } from "./remote/act.ts";
import { asList, asNumber, readAll } from "./remote/body.ts";
import type { ActFlag } from "./remote/body.ts";
import { STDIN } from "./check/read-files.ts";
import { done } from "./remote/done.ts";
import { movesOf } from "./remote/move.ts";
import { SECRET_FLAG, secretText } from "./remote/secret.ts";
import { tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Verb } from "./verb.ts";

export const holderColumns = (speak: Speak): readonly Column<Member>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["name", ({ name }) => speak.theirs(name)],
  ["roles", ({ roles }) => speak.ids(roles)],
  ["state", ({ state }) => speak.state(state)],
  ["since", ({ since }) => speak.when(since)],
];

const invitationColumns = (speak: Speak): readonly Column<Invitation>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["name", ({ name }) => speak.theirs(name)],
  ["roles", ({ roles }) => speak.ids(roles)],
  ["state", ({ state }) => speak.state(state)],
  ["expires", ({ expires }) => speak.when(expires)],
];

const list = async ({ client, speak }: Asked): Promise<Answer> => {
  const { members } = await client.members();
  return { things: members, text: tableOf(speak, holderColumns(speak), members) };
};

const invitations = async ({ client, speak }: Asked): Promise<Answer> => {
  const { invitations: things } = await client.invitations();
  return { things, text: tableOf(speak, invitationColumns(speak), things) };
};

const join = async (asked: Asked): Promise<Answer> => {
  const [file = ""] = asked.names;
  const text = file === STDIN ? await readAll(asked.io) : readCode(file);
  // A file that `invite` wrote has the invitation's id before the code.
  const code = text.trim().split(/\s+/).at(-1) ?? "";
  return secretText(asked, await asked.client.acceptInvitation({ code }, asked.write));
};

const readCode = (file: string): string => {
  try {
    const code = readSecretFile(file);
    if (code !== null) return code;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  throw new UsageError(`${file} is not there: name the file that holds the one-time code`);
};

export const ROLES: Readonly<Record<string, ActFlag>> = {
  roles: { as: "ROLE,…", text: "as desk,reader", member: "roles", read: asList },
};
export const OVERLAP: Readonly<Record<string, ActFlag>> = {
  "overlap-minutes": {
    as: "N",
    text: "how long the old one stays good; 0: it is stolen",
    member: "overlapMinutes",
    read: asNumber,
  },
};

const acts: Acts = {
  list: { takes: [], text: "the people of one's own party, removed ones too", run: list },
  invite: {
    takes: ["NAME"],
    text: "as an administrator: invite somebody; the answer holds a one-time code",
    flags: {
      ...ROLES,
      ...SECRET_FLAG,
      expires: { as: "ISO", text: "until when, within 14 days", member: "expires" },
    },
    isWrite: true,
    run: async (asked) => {
      const body = await asked.parseBody<Parameters<Client["inviteMember"]>[0]>();
      const [name = ""] = asked.names;
      return secretText(asked, await asked.client.inviteMember({ ...body, name }, asked.write));
    },
  },
  invitations: { takes: [], text: "who has been invited, and has come", run: invitations },
  withdraw: movesOf("INVITATION", done)("take an invitation back", (client, id, given) =>
    client.withdrawInvitation(id, given),
  ),
  join: {
    takes: ["CODE-FILE"],
    text: "with the one-time code in a file, or - for the standard input: become a member. No token is needed",
    flags: SECRET_FLAG,
    isWrite: true,
    isOpenToAll: true,
    run: join,
  },
  roles: {
    takes: ["MEMBER"],
    text: "give a person other roles, from now on",
    flags: ROLES,
    isWrite: true,
    run: async (asked) => {
      const [id = ""] = asked.names;
      return done(asked, await asked.client.setRoles(id, await asked.parseBody(), asked.write));
    },
  },
  "rotate-secret": {
    takes: ["MEMBER"],
    text: "draw a new secret: of one's own, or as an administrator",
    flags: { ...OVERLAP, ...SECRET_FLAG },
    isWrite: true,
    run: async (asked) => {
      const [id = ""] = asked.names;
      return secretText(
        asked,
        await asked.client.rotateMemberSecret(id, await asked.parseBody(), asked.write),
      );
    },
  },
  remove: movesOf("MEMBER", done)(
    "remove a person: their secrets and tokens are refused from now on",
    (client, id, given) => client.removeMember(id, given),
  ),
};

export const person: Verb = verbOf({
  name: "person",
  summary: "people of the own party: invite, join, roles, remove",
  about: "People. Codes and secrets are shown once; the record has their SHA-256 alone.",
  acts,
  examples: [
    'person invite "Lt Anna" --roles desk --expires 2026-11-30T00:00:00Z',
    "person join code.txt --secret-file anna.secret",
    "desk list --token-file anna.secret",
  ],
});

/** `wideberth target`: where one's own party is told by webhook or mail, and what could not be delivered. */

import type { Client } from "../api/native/client.ts";
import type { DeadLetter, Target } from "../api/native/target.ts";
import { LIMIT_FLAG, readList, verbOf } from "./remote/act.ts";
import type { Acts, Answer, Asked } from "./remote/act.ts";
import { asList } from "./remote/body.ts";
import type { ActFlag } from "./remote/body.ts";
import { done } from "./remote/done.ts";
import { movesOf } from "./remote/move.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Verb } from "./verb.ts";

const columnsOf = (speak: Speak): readonly Column<Target>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["name", ({ name }) => speak.theirs(name)],
  ["url", ({ url, address }) => speak.theirs(url ?? address)],
  ["state", ({ state }) => speak.state(state)],
  ["since", ({ since }) => speak.when(since)],
];

const list = async ({ client, speak }: Asked): Promise<Answer> => {
  const { targets } = await client.targets();
  return { things: targets, text: tableOf(speak, columnsOf(speak), targets) };
};

type WithStatus = Awaited<ReturnType<Client["target"]>>;

const statusColumns = (speak: Speak): readonly Column<NonNullable<WithStatus["status"]>>[] => [
  ["lastDelivered", ({ lastDeliveredAt }) => speak.when(lastDeliveredAt)],
  [
    "lastFailure",
    ({ lastFailure }) =>
      lastFailure && `${speak.time(lastFailure.at)}: ${speak.theirs(lastFailure.reason)}`,
  ],
  ["waiting", ({ waiting }) => `${waiting.isAtLeast ? "≥ " : ""}${waiting.count}`],
  ["deadLetters", ({ deadLetterCount }) => String(deadLetterCount)],
];

const show = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const target = await client.target(names[0] ?? "");
  const { status } = target;
  const doing = status === null ? "" : linesOf(speak, statusColumns(speak), status);
  return { things: [target], text: linesOf(speak, columnsOf(speak), target) + doing };
};

const letterColumns = (speak: Speak): readonly Column<DeadLetter>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["event", ({ eventKind }) => eventKind],
  ["attempts", ({ attemptCount }) => String(attemptCount)],
  ["lastFailure", ({ failedAt }) => speak.when(failedAt)],
  ["reason", ({ reason }) => speak.theirs(reason)],
];

const letters = async (asked: Asked): Promise<Answer> => {
  const { client, speak, names } = asked;
  const query = names[0] === undefined ? {} : { targetId: names[0] };
  const { items, left } = await readList(asked, (page) =>
    client.deadLetters({ ...query, ...page }),
  );
  return { things: items, left, text: tableOf(speak, letterColumns(speak), items) };
};

const secret = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const one = await client.targetSecret(names[0] ?? "");
  return { things: [one], text: linesOf(speak, [["secret", () => one.secret]], one) };
};

const BODY: Readonly<Record<string, ActFlag>> = {
  kind: { as: "KIND", text: "webhook or email", member: "kind" },
  name: { as: "NAME", text: "what it is called", member: "name" },
  "hook-url": { as: "URL", text: "of a webhook: https", member: "url" },
  address: { as: "ADDRESS", text: "of mail", member: "address" },
  "mail-language": { as: "L", text: "of mail: en, ar or ru", member: "language" },
  events: {
    as: "KIND,…",
    text: "as conflict.opened,message.sent (default: all)",
    member: "eventKinds",
    read: asList,
  },
};

const move = movesOf("TARGET", done);

const acts: Acts = {
  list: { takes: [], text: "where one's own party is told", run: list },
  show: { takes: ["TARGET"], text: "one of them, and how it is doing", run: show },
  add: {
    takes: [],
    text: "as an administrator: be told at one more place",
    body: "file",
    flags: BODY,
    isWrite: true,
    run: async (asked) =>
      done(asked, await asked.client.addTarget(await asked.parseBody(), asked.write)),
  },
  set: {
    takes: ["TARGET"],
    text: "set it anew, all of it",
    body: "file",
    flags: BODY,
    isWrite: true,
    run: async (asked) => {
      const [id = ""] = asked.names;
      return done(asked, await asked.client.setTarget(id, await asked.parseBody(), asked.write));
    },
  },
  pause: move("hold what is sent there", (client, id, given) => client.pauseTarget(id, given)),
  resume: move("go on", (client, id, given) => client.resumeTarget(id, given)),
  secret: { takes: ["TARGET"], text: "the secret with which its webhook is signed", run: secret },
  "rotate-secret": move("draw a new one; both sign for a while", (client, id, given) =>
    client.rotateTargetSecret(id, given),
  ),
  remove: move("remove it", (client, id, given) => client.removeTarget(id, given)),
  letters: {
    takes: ["TARGET?"],
    text: "what could not be delivered, of all targets or of one",
    flags: LIMIT_FLAG,
    run: letters,
  },
  resend: {
    takes: ["LETTER"],
    text: "send one of them again",
    run: async ({ client, speak, names }) => {
      const resent = await client.resendDeadLetter(names[0] ?? "");
      return {
        things: [resent],
        text: linesOf(speak, [["id", () => speak.id(resent.id)]], resent),
      };
    },
  },
};

export const target: Verb = verbOf({
  name: "target",
  summary: "webhooks and mail of the own party, what was not delivered",
  about: "Targets: where one's own party is told. Mail is not confidential and says little.",
  acts,
  examples: [
    "target add --kind email --name duty --address duty@north.example --mail-language ar",
    "target letters",
  ],
});

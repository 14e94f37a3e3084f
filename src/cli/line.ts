/** `wideberth line`: lines to other parties, how each stands, and their line checks. */

import type { Channel, ChannelReceipt } from "../api/native/channel.ts";
import type { Client } from "../api/native/client.ts";
import { LIMIT_FLAG, readList, verbOf } from "./remote/act.ts";
import type { Acts, Answer, Asked } from "./remote/act.ts";
import { asList, asNumber, withUsual } from "./remote/body.ts";
import { done } from "./remote/done.ts";
import { movesOf } from "./remote/move.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Verb } from "./verb.ts";

type Check = Channel["checks"][number];

const columnsOf = (speak: Speak): readonly Column<Channel>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["parties", ({ parties }) => speak.ids(parties)],
  ["level", ({ level }) => speak.word("level", level)],
  ["topic", ({ topic }) => topic && speak.id(topic)],
  ["state", ({ state }) => speak.state(state)],
  ["line", ({ line }) => speak.word("lineState", line)],
  ["since", ({ lineSince }) => speak.when(lineSince)],
];

const detailsOf = (speak: Speak): readonly Column<Channel>[] => [
  ...columnsOf(speak),
  ["suspendedBy", (channel) => suspensionsText(speak, channel)],
  ["checksMissed", ({ sides }) => missedText(speak, sides)],
];

const suspensionsText = (speak: Speak, { suspensions }: Channel): string | null =>
  suspensions.length === 0
    ? null
    : suspensions
        .map(({ party, since, scope, text }) => {
          const scopes = speak.list(scope.map((one) => speak.word("channelScope", one)));
          const parts = [speak.id(party), speak.time(since), scopes, speak.theirs(text)];
          return parts.filter((part) => part !== null).join("; ");
        })
        .join("\n  ");

const missedText = (speak: Speak, sides: Channel["sides"]): string =>
  speak.list(
    sides.map(
      ({ party, missedByMachine, missedByPerson }) =>
        `${speak.id(party)} ${missedByMachine} + ${missedByPerson}`,
    ),
  );

const checksOf = (speak: Speak): readonly Column<Check>[] => [
  ["check", ({ number }) => String(number)],
  ["kind", ({ kind }) => (kind === "machine" ? speak.word("role", "machine") : kind)],
  ["asked", ({ askedAt }) => speak.when(askedAt)],
  ["until", ({ until }) => speak.when(until)],
  ["phrase", ({ testPhrase }) => speak.theirs(testPhrase)],
  ["answers", ({ replies }) => speak.ids(replies.map(({ party }) => party))],
];

const list = async (asked: Asked): Promise<Answer> => {
  const { items, left } = await readList(asked, (page) => asked.client.channels(page));
  return { things: items, left, text: tableOf(asked.speak, columnsOf(asked.speak), items) };
};

const show = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const channel = await client.channel(names[0] ?? "");
  const checks = tableOf(speak, checksOf(speak), channel.checks);
  return { things: [channel], text: `${linesOf(speak, detailsOf(speak), channel)}\n${checks}` };
};

const receiptOf = (asked: Asked, receipt: ChannelReceipt): Answer => {
  const { speak } = asked;
  return done(asked, receipt, [
    ["id", speak.id(receipt.channelId)],
    ["state", speak.state(receipt.state)],
    ["line", speak.word("lineState", receipt.line)],
  ]);
};

const move = movesOf("CHANNEL", receiptOf);

const acts: Acts = {
  list: {
    takes: [],
    text: "every line of one's own, how it stands and since when; silent is not calm, it is not known",
    flags: LIMIT_FLAG,
    run: list,
  },
  show: {
    takes: ["CHANNEL"],
    text: "one line: suspensions, what each end has missed, the latest line checks",
    run: show,
  },
  propose: {
    takes: ["PARTY…"],
    text: "propose a line to one party, or a room to several",
    flags: {
      level: { as: "LEVEL", text: "as watch_desk", member: "level" },
      topic: { as: "TOPIC", text: "of a room: small letters, digits and -", member: "topic" },
    },
    isWrite: true,
    run: async (asked) => {
      const body = await asked.parseBody<Parameters<Client["proposeChannel"]>[0]>();
      const request = { ...body, parties: asked.names };
      return receiptOf(asked, await asked.client.proposeChannel(request, asked.write));
    },
  },
  take: move("take a line that another party proposes", (client, id, given) =>
    client.takeChannel(id, given),
  ),
  decline: move("decline it", (client, id, given) => client.declineChannel(id, given)),
  close: move("close it", (client, id, given) => client.closeChannel(id, given)),
  suspend: {
    takes: ["CHANNEL"],
    text: "declare the line suspended. Distress, humanitarian traffic and line checks always pass",
    flags: {
      scope: { as: "WORD,…", text: "as all or notices,proposals", member: "scope", read: asList },
      "carve-outs": {
        as: "WORD,…",
        text: "what passes all the same, as hazard_warnings,presence_queries",
        member: "carveOuts",
        read: asList,
      },
      text: { as: "TEXT", text: "why; the other side reads it", member: "text" },
    },
    isWrite: true,
    run: async (asked) => {
      const [id = ""] = asked.names;
      const receipt = await asked.client.suspendLine(id, await asked.parseBody(), asked.write);
      return receiptOf(asked, receipt);
    },
  },
  restore: move("take one's own suspension back", (client, id, given) =>
    client.restoreLine(id, given),
  ),
  answer: {
    takes: ["CHANNEL"],
    text: "answer a line check, as it was read",
    flags: {
      number: { as: "N", text: "of the check", member: "number", read: asNumber },
      phrase: { as: "TEXT", text: "the test phrase that was read", member: "testPhrase" },
      quality: { as: "N", text: "1, the worst, to 5", member: "quality", read: asNumber },
      role: { as: "ROLE", text: "who answers (default watch_officer)", member: "role" },
    },
    isWrite: true,
    run: async (asked) => {
      const [id = ""] = asked.names;
      const body = await asked.parseBody<Parameters<Client["replyLineCheck"]>[1]>();
      const request = withUsual({ role: "watch_officer" }, body);
      return receiptOf(asked, await asked.client.replyLineCheck(id, request, asked.write));
    },
  },
};

export const line: Verb = verbOf({
  name: "line",
  summary: "lines to other parties, how they stand, line checks",
  about: "Lines between parties at a level. What is said on them: wideberth message.",
  acts,
  examples: [
    "line list",
    "line propose SOUTH --level watch_desk",
    'line answer 0m7h9cx0rq0184 --number 17 --phrase "amber river 17" --quality 5',
    'line suspend 0m7h9cx0rq0184 --scope proposals --text "until the talks"',
  ],
});

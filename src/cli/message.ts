/** `wideberth message`: what is said on the lines, and what became of it. */

import type { Client, FullMessage, Message } from "../api/native/client.ts";
import type { Sent } from "../api/native/message.ts";
import { NAMED } from "../core/line/named.ts";
import { LIMIT_FLAG, readList, verbOf } from "./remote/act.ts";
import type { Act, Acts, Answer, Asked } from "./remote/act.ts";
import { asList, asNumber, withUsual } from "./remote/body.ts";
import type { ActFlag } from "./remote/body.ts";
import { done } from "./remote/done.ts";
import { SAYING } from "./remote/say.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import { printableLines } from "./terminal-text.ts";
import type { Verb } from "./verb.ts";

const columnsOf = (speak: Speak): readonly Column<Message>[] => [
  ["message", ({ id }) => speak.id(id)],
  ["precedence", ({ precedence }) => speak.word("precedence", precedence)],
  ["kind", (one) => (one.detail === "full" ? titleOf(speak, one) : null)],
  ["from", ({ party }) => speak.id(party)],
  ["serial", (one) => (one.detail === "full" && one.serial ? speak.id(one.serial) : null)],
  ["state", ({ state }) => speak.word("messageState", state)],
  ["received", ({ receivedAt }) => speak.when(receivedAt)],
  ["acknowledgeBy", ({ acknowledgeBy }) => speak.when(acknowledgeBy)],
  ["replyBy", ({ replyBy }) => speak.when(replyBy)],
];

const titleOf = (speak: Speak, { rendered, kind }: FullMessage): string =>
  speak.theirs(rendered?.title ?? kind) ?? kind;

const list = async (asked: Asked): Promise<Answer> => {
  const { client, speak, names } = asked;
  const [channelId] = names;
  const { language } = speak;
  const filter = {
    ...(asked.has("waiting") ? { waiting: true } : {}),
    ...Object.fromEntries(
      NAMED.flatMap((to) => {
        const id = asked.text(to);
        return id === null ? [] : [[to, id]];
      }),
    ),
    language,
  };
  const { items, left } = await readList(asked, (page) =>
    channelId === undefined
      ? client.messages({ ...page, ...filter })
      : client.channelMessages(channelId, { ...page, ...filter }),
  );
  return { things: items, left, text: tableOf(speak, columnsOf(speak), items) };
};

const show = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const message = await client.message(names[0] ?? "", { language: speak.language });
  if (message.detail === "exists")
    return { things: [message], text: linesOf(speak, columnsOf(speak), message) };
  const text = [
    `${printableLines(message.rendered?.text ?? "")}\n`,
    linesOf(speak, [...columnsOf(speak).slice(5), ["hash", ({ hash }) => hash]], message),
    tableOf(speak, receiptColumns(speak), message.receipts),
    `${speak.tell("toAcknowledge")} wideberth message acknowledge ${message.id} --hash ${message.hash.slice(0, HASH_CHARS)}\n`,
  ];
  return { things: [message], text: text.join("\n") };
};

/** As many digits of the hash as an acknowledgement must name. */
const HASH_CHARS = 16;

const receiptColumns = (speak: Speak): readonly Column<FullMessage["receipts"][number]>[] => [
  ["receipts", ({ party }) => speak.id(party)],
  ["state", ({ state }) => speak.word("receiptState", state)],
  ["received", ({ deliveredAt }) => speak.when(deliveredAt)],
  ["officer", ({ acknowledged }) => acknowledged && speak.word("role", acknowledged.role)],
  ["read", ({ acknowledged }) => acknowledged && speak.when(acknowledged.at)],
  ["level", ({ disseminated }) => levelsText(speak, disseminated)],
];

const levelsText = (
  speak: Speak,
  told: FullMessage["receipts"][number]["disseminated"],
): string | null =>
  told.length === 0 ? null : speak.list(told.map(({ level }) => speak.word("level", level)));

export const sentText = (asked: Asked, sent: Sent): Answer => {
  const { speak } = asked;
  const answer = done(asked, sent, [
    ["message", speak.id(sent.messageId)],
    ["serial", sent.serial && speak.id(sent.serial)],
    ["state", speak.word("messageState", sent.state)],
  ]);
  return { ...answer, text: `${answer.text}${speak.fixed("notPermission")}\n` };
};

const ROLE: ActFlag = {
  as: "ROLE",
  text: "who says so (default watch_officer)",
  member: "role",
};
const LAT: ActFlag = { as: "DEG", text: "latitude that was read back", read: asNumber };
const READ_BACK: Readonly<Record<string, ActFlag>> = {
  lat: { ...LAT, member: "readBack.latDeg" },
  lng: { ...LAT, text: "and longitude", member: "readBack.lngDeg" },
};
const LEVELS: Readonly<Record<string, ActFlag>> = {
  levels: {
    as: "LEVEL,…",
    text: "that were told, as unit_or_crew",
    member: "levelsTold",
    read: asList,
  },
  at: { as: "ISO", text: "when they were told", member: "toldAt" },
};

const OFFICER = "watch_officer";

const acknowledge: Act = {
  takes: ["MESSAGE"],
  text: "acknowledge a message that was read: a named officer has it. A position is read back",
  flags: {
    kind: {
      as: "KIND",
      text: "received (default), received_and_disseminated, received_with_concern, cannot_process or wrong_addressee",
      member: "kind",
    },
    hash: { as: "HEX", text: "of what was read: show prints it", member: "hashSeen" },
    ...READ_BACK,
    role: ROLE,
    ...LEVELS,
    concern: { as: "WORD", text: "with received_with_concern, as overlap", member: "concern" },
    text: { as: "TEXT", text: "in one's own words", member: "text" },
  },
  isWrite: true,
  run: async (asked) => {
    const body = await asked.parseBody<Parameters<Client["acknowledgeMessage"]>[1]>();
    const request = withUsual({ kind: "received", role: OFFICER }, body);
    const [id = ""] = asked.names;
    return sentText(asked, await asked.client.acknowledgeMessage(id, request, asked.write));
  },
};

/** One for each kind of thing that a message can name. */
const NAMES: Readonly<Record<string, ActFlag>> = Object.fromEntries(
  NAMED.map((to) => [
    to,
    { as: to.toUpperCase(), text: "only those that name it, and what was said of them" },
  ]),
);

const acts: Acts = {
  list: {
    takes: ["CHANNEL?"],
    text: "messages of all lines, or of one",
    flags: {
      waiting: {
        as: null,
        text: "only those that wait for oneself to acknowledge them, the most urgent first",
      },
      ...NAMES,
      ...LIMIT_FLAG,
    },
    run: list,
  },
  show: { takes: ["MESSAGE"], text: "one message in words, and its receipts", run: show },
  ...SAYING,
  delivered: {
    takes: ["MESSAGE"],
    text: "note, as a machine does, that it has been delivered",
    isWrite: true,
    run: async (asked) =>
      sentText(asked, await asked.client.noteDelivered(asked.names[0] ?? "", asked.write)),
  },
  "read-back": {
    takes: ["MESSAGE"],
    text: "read a position back without acknowledging yet",
    flags: { ...READ_BACK, role: ROLE },
    isWrite: true,
    run: async (asked) => {
      const given = await asked.parseBody<Parameters<Client["readBack"]>[1]>();
      const body = withUsual({ role: OFFICER }, given);
      const [id = ""] = asked.names;
      return sentText(asked, await asked.client.readBack(id, body, asked.write));
    },
  },
  acknowledge,
  disseminated: {
    takes: ["MESSAGE"],
    text: "note which levels have been told, and when",
    flags: { ...LEVELS, role: ROLE },
    isWrite: true,
    run: async (asked) => {
      const toldAt = new Date(asked.io.nowMs()).toISOString();
      const given = await asked.parseBody<Parameters<Client["noteDisseminated"]>[1]>();
      const body = withUsual({ toldAt, role: OFFICER }, given);
      const [id = ""] = asked.names;
      return sentText(asked, await asked.client.noteDisseminated(id, body, asked.write));
    },
  },
  translate: {
    takes: ["MESSAGE"],
    text: "add a translation of its texts; the original prevails",
    body: "file",
    isWrite: true,
    run: async (asked) =>
      sentText(
        asked,
        await asked.client.translateMessage(
          asked.names[0] ?? "",
          await asked.parseBody(),
          asked.write,
        ),
      ),
  },
  close: {
    takes: ["MESSAGE"],
    text: "close a message of one's own",
    isWrite: true,
    run: async (asked) =>
      sentText(asked, await asked.client.closeMessage(asked.names[0] ?? "", asked.write)),
  },
};

export const message: Verb = verbOf({
  name: "message",
  summary: "messages on the lines: say, read, acknowledge",
  about:
    "Messages of the structured kinds, and their receipts. An acknowledgement is not permission and not a\nguarantee, and changes no one's duties under international humanitarian law.",
  acts,
  examples: [
    "message list --waiting --language ar",
    "message kinds presence_query",
    "message say 0m7h9cx0rq0184 presence_query --from query.json",
    "message say 0m7h9cx0rq0184 presence_reply --reply-to 0m7h9d1k2s --field presenceAnswer=not_ours",
    "message acknowledge 0m7h9d1k2s --hash 0123456789abcdef --lat 35.336 --lng 40.141",
  ],
});

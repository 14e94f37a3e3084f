/** The acts by which something is said on a line: of any kind, or in the short code. */

import type { Client } from "../../api/native/client.ts";
import { isKind, KIND_NAMES, specOf } from "../../core/line/kinds.ts";
import type { Sent } from "../../api/native/message.ts";
import { wireName } from "../../api/native/message-fields.ts";
import { renderTitle } from "../../phrases/render.ts";
import { UsageError } from "../flags.ts";
import { printableLines } from "../terminal-text.ts";
import type { Act, Acts, Answer, Asked } from "./act.ts";
import { asText, jsonOrText, withUsual } from "./body.ts";
import type { ActFlag, FieldReader } from "./body.ts";
import { done } from "./done.ts";
import { tableOf } from "./speak.ts";

const URGENT: Readonly<Record<string, ActFlag>> = {
  urgent: {
    as: null,
    text: "on the route that nothing stops: distress and humanitarian traffic",
  },
};

/** Fields of a kind stand below `fields`; what is no JSON by its type is a text as it was typed. */
const fieldReaderOf = (kind: string | undefined): FieldReader => {
  if (kind === undefined) return jsonOrText;
  if (!isKind(kind)) {
    throw new UsageError(
      `${JSON.stringify(kind.slice(0, 80))} is no kind of message: use one of ${KIND_NAMES.join(", ")}`,
    );
  }
  const texts = new Set(
    Object.entries(specOf(kind).fields).flatMap(([name, field]) =>
      TEXT_TYPES.has(field.type) ? [wireName(name, field)] : [],
    ),
  );
  return (name, text) => (texts.has(name) ? asText(text) : jsonOrText(name, text));
};

const TEXT_TYPES: ReadonlySet<string> = new Set([
  "instant",
  "word",
  "reference",
  "cell",
  "hash",
  "contact",
  "text",
  "free-text",
]);

type Request = Parameters<Client["sendMessage"]>[1];

const say = async (asked: Asked): Promise<Answer> => {
  const [id = "", kind] = asked.names;
  const rule = { below: "fields", as: fieldReaderOf(kind) };
  const said = await asked.parseBody<Request>(rule);
  const { language } = asked.speak;
  const request = { ...withUsual({ language }, said), ...(isKindGiven(kind) ? { kind } : {}) };
  const sent = asked.has("urgent")
    ? await asked.client.sendUrgentMessage(id, request, asked.write)
    : await asked.client.sendMessage(id, request, asked.write);
  return saidText(asked, sent);
};

const isKindGiven = (kind: string | undefined): kind is Request["kind"] =>
  kind !== undefined && isKind(kind);

const saidText = (asked: Asked, sent: Sent): Answer => {
  const { speak } = asked;
  return done(asked, sent, [
    ["message", speak.id(sent.messageId)],
    ["serial", sent.serial && speak.id(sent.serial)],
    ["state", speak.word("messageState", sent.state)],
    ["hash", sent.hash],
  ]);
};

const sayCode = async (asked: Asked): Promise<Answer> => {
  const [id = "", ...code] = asked.names;
  const fromRole = "watch_officer" as const;
  const body = await asked.parseBody<Parameters<Client["sayShortCode"]>[1]>();
  const request = { ...withUsual({ fromRole }, body), code: code.join(" ") };
  const { message, channel } = asked.has("urgent")
    ? await asked.client.sayUrgentShortCode(id, request, asked.write)
    : await asked.client.sayShortCode(id, request, asked.write);
  if (message) return saidText(asked, message);
  return done(asked, channel ?? {}, []);
};

const code = async ({ client, names }: Asked): Promise<Answer> => {
  const short = await client.shortCode(names[0] ?? "");
  return { things: [short], text: `${printableLines(short.code)}\n` };
};

type Kind = Awaited<ReturnType<Client["messageKinds"]>>["kinds"][number];

const kinds = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const { kinds: all, words } = await client.messageKinds();
  const [wanted] = names;
  const things = all.filter(({ kind }) => wanted === undefined || kind === wanted);
  if (wanted !== undefined && things.length === 0) fieldReaderOf(wanted);
  if (wanted === undefined)
    return {
      things,
      text: tableOf<Kind>(
        speak,
        [
          ["kind", ({ kind }) => kind],
          ["name", ({ kind }) => renderTitle(kind, speak.language)],
          ["precedence", ({ precedence }) => speak.word("precedence", precedence)],
        ],
        things,
      ),
    };
  const lines = things.flatMap(({ fields }) => fields.map((field) => fieldText(field, words)));
  return { things, text: lines.map((line) => `${line}\n`).join("") };
};

const fieldText = (
  { name, type, isOptional, isList, words, columns }: Kind["fields"][number],
  lists: Readonly<Record<string, readonly string[]>>,
): string => {
  const what = words === null ? type : (lists[words] ?? []).join(" | ");
  const parts = [`${isList ? "list of " : ""}${what}`, ...(isOptional ? ["may be left out"] : [])];
  const inner = columns.map((column) => `\n    ${column.name}: ${column.type}`).join("");
  return `${name}: ${parts.join("; ")}${inner}`;
};

export const SAYING: Acts = {
  kinds: {
    takes: ["KIND?"],
    text: "the kinds of message; of one, its fields and their words",
    run: kinds,
  },
  say: {
    takes: ["CHANNEL", "KIND?"],
    text: "say a message: its fields as --field presenceAnswer=ours, or all of it from a file",
    body: "file",
    flags: {
      precedence: {
        as: "WORD",
        text: "flash, immediate, priority, routine (default: what is usual for the kind)",
        member: "precedence",
      },
      "reply-to": { as: "MESSAGE", text: "the message that it answers", member: "inReplyTo" },
      "reply-by": { as: "ISO", text: "until when an answer is asked for", member: "replyBy" },
      "from-role": { as: "ROLE", text: "who says it (default watch_officer)", member: "fromRole" },
      "to-role": { as: "ROLE", text: "to whom (default watch_officer)", member: "toRole" },
      "written-in": {
        as: "L",
        text: "en, ar or ru: the language of one's own texts, which prevails (default --language)",
        member: "language",
      },
      ...URGENT,
    },
    isWrite: true,
    run: say,
  } satisfies Act,
  code: {
    takes: ["MESSAGE"],
    text: "its short code, for satellite text and voice",
    run: code,
  },
  "say-code": {
    takes: ["CHANNEL", "CODE…"],
    text: "say what came as a short code; -- before a part that begins with -",
    flags: {
      "from-role": {
        as: "ROLE",
        text: "who has said it (default watch_officer)",
        member: "fromRole",
      },
      ...URGENT,
    },
    isWrite: true,
    run: sayCode,
  },
};

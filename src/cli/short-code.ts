/** `wideberth short-code`: reads and writes the short code without a server, beside a radio or a satellite phone. */

import { readFile } from "node:fs/promises";
import { asWireRefusal, bodyFromWire } from "../api/native/message-fields.ts";
import { encodeRead, readCode, renderCode, writeCode } from "../api/native/short-code.ts";
import { parseTime } from "../api/native/time.ts";
import { ApiProblem } from "../api/problem.ts";
import { BadField, refuseBad } from "../core/line/bad-field.ts";
import { isKind, KIND_NAMES, specOf } from "../core/line/kinds.ts";
import type { Kind } from "../core/line/kinds.ts";
import { parseBody, parseHeader } from "../core/line/parse-body.ts";
import { parseMembers } from "../core/line/parse-value.ts";
import { WORDS } from "../core/line/words.ts";
import type { WordOf } from "../core/line/words.ts";
import type { Outcome, Refusal } from "../core/outcome.ts";
import { STDIN } from "./check/read-files.ts";
import { flagChoice, hasFlag, parseFlags, UsageError } from "./flags.ts";
import type { Flags } from "./flags.ts";
import type { CliIo } from "./io.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const USAGE = `Usage: wideberth short-code read CODE… [--language en|ar|ru] [--json]
       wideberth short-code write FILE.json|- [--language en|ar|ru]

Reads a short code that came by voice or by satellite, or writes one of a message. Works without a
server; nothing is sent. What the parts are and how they are said: docs/short-code.md.

  read    prints what the code says. Blanks and small letters do no harm; a part that begins with -
          comes after --
  write   prints the code of a message as POST /v1/channels/{id}/messages takes it. Roles and the
          language are not in a code; whatever else has no short form is refused by name
  --language L   in which the message is printed: en (read's default), ar or ru; with write, below
                 the code, as it will be read
  --json         read: as write takes it

Exit codes: 0 done; 1 the code is damaged, or the message has no short form: what, and what to do;
2 the command line is wrong, or the file can't be read.

Examples:
  wideberth short-code read WB1/DISTRESS/F/-/3436.126N03554.612E/2/DITCHING/YES/121.500/0O
  wideberth short-code read wb1/cease-reply/i/+0k3f9xq2/ceasing/2611231432/gr --language ru
  wideberth short-code write query.json
`;

const run: Verb["run"] = async (argv, io) => {
  const flags = parseFlags(argv, { language: { type: "string" }, json: { type: "boolean" } });
  const [act, ...rest] = flags.files;
  const language = flagChoice(flags, "language", WORDS.language);
  if (act === "read") return read({ flags, code: rest.join(" "), language }, io);
  if (act !== "write") {
    const given = act === undefined ? "" : `: ${JSON.stringify(act.slice(0, 80))} is neither`;
    throw new UsageError(`say read or write${given}, as in wideberth short-code read CODE`);
  }
  const [file] = rest;
  if (file === undefined || rest.length > 1)
    throw new UsageError("one file is needed: wideberth short-code write query.json");
  if (hasFlag(flags, "json")) throw new UsageError("--json is of read: what is written is a code");
  return write(await readJson(file, io), language, io);
};

type Reading = {
  readonly flags: Flags;
  readonly code: string;
  readonly language: WordOf<"language"> | null;
};

const read = ({ flags, code, language }: Reading, io: CliIo): number => {
  if (code === "") throw new UsageError("no code: wideberth short-code read CODE");
  const message = readCode(code);
  if (!message.ok) return tellRefusal(message.refusal, io);
  const { kind, precedence, inReplyTo, fields } = encodeRead(message.value, null);
  const said = { kind, precedence, ...(inReplyTo === null ? {} : { inReplyTo }), fields };
  io.out(
    hasFlag(flags, "json")
      ? `${JSON.stringify(said)}\n`
      : `${renderCode(message.value, language ?? "en")}\n`,
  );
  return EXIT.none;
};

const write = (value: unknown, language: WordOf<"language"> | null, io: CliIo): number => {
  const code = parseMessage(value);
  if (!code.ok) return tellRefusal(code.refusal, io);
  io.out(`${code.value}\n`);
  if (language === null) return EXIT.none;
  // Read from the code: rounded as its hearer will have it.
  const heard = readCode(code.value);
  if (!heard.ok) return tellRefusal(heard.refusal, io);
  io.out(`\n${renderCode(heard.value, language)}\n`);
  return EXIT.none;
};

const HEADER = ["precedence", "fromRole", "toRole", "area", "replyBy", "inReplyTo", "language"];

/** The code of what the file says. */
const parseMessage = (value: unknown): Outcome<string> => {
  const members = refuseBad(() => {
    const { kind, ...rest } = parseMembers(value, "message", ["kind", "fields"], HEADER);
    if (typeof kind === "string" && isKind(kind)) return { kind, ...rest };
    throw new BadField("kind", "is not known", `use one of ${KIND_NAMES.join(", ")}`);
  });
  if (!members.ok) return members;
  const { kind, fields, replyBy, ...given } = members.value as { kind: Kind } & Given;
  try {
    const header = parseHeader(headedAs(kind), {
      precedence: specOf(kind).precedence,
      fromRole: "watch_officer",
      toRole: "watch_officer",
      language: "en",
      ...(replyBy === undefined ? {} : { replyByMs: timeOf(replyBy) }),
      ...given,
    });
    if (!header.ok) return header;
    const body = parseBody<Kind>(kind, isGiven(fields) ? bodyFromWire(kind, fields) : fields);
    return body.ok ? writeCode({ kind, header: header.value, body: body.value }) : body;
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const { field = "message", detail, remedy = "correct it" } = error.about;
    return { ok: false, refusal: { reason: "bad-field", field, detail, remedy } };
  }
};

/** The answer to a line check names its number: a message is answered by it only when one was sent. */
const headedAs = (kind: Kind): Kind => (kind === "line_check_reply" ? "line_check" : kind);

const timeOf = (replyBy: unknown): unknown =>
  typeof replyBy === "string" ? parseTime(replyBy, "replyBy") : replyBy;

type Given = Readonly<Record<string, unknown>>;
const isGiven = (value: unknown): value is Given => typeof value === "object" && value !== null;

const tellRefusal = (refusal: Refusal, io: CliIo): number => {
  const told = asWireRefusal(refusal);
  if (told.reason !== "bad-field") throw new Error(`bug: a code is refused by ${told.reason}`);
  io.err(`${told.detail}: ${told.remedy}\n`);
  return EXIT.found;
};

/** Throws UsageError. */
const readJson = async (file: string, io: CliIo): Promise<unknown> => {
  try {
    return JSON.parse(file === STDIN ? await readAll(io) : await readFile(file, "utf8"));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} can't be read as JSON: ${why}`);
  }
};

const readAll = async ({ stdin }: CliIo): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin()) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};

export const shortCode: Verb = {
  summary: "read and write the code for satellite text and voice",
  usage: USAGE,
  run,
};

/** What a command says, put together from a file, from --field and from the flags of the act. */

import { readFile } from "node:fs/promises";
import { STDIN } from "../check/read-files.ts";
import { flagText, UsageError } from "../flags.ts";
import type { Flags } from "../flags.ts";
import type { CliIo } from "../io.ts";

/** A flag of an act. With a `member` its value stands in the body there, as `readBack.latDeg`. */
export type ActFlag = {
  /** What stands for its value in the help; null: a switch. */
  readonly as: string | null;
  readonly text: string;
  readonly member?: string;
  readonly read?: (text: string, flag: string) => unknown;
};

export type FieldReader = (name: string, text: string) => unknown;

/** Where --field puts its values, and how they are read. */
export type FieldRule = { readonly below?: string; readonly as?: FieldReader };

type Json = Readonly<Record<string, unknown>>;

/** From the file, then --field, then the flags: what comes later prevails. Throws UsageError. */
export const readBody = async (
  { flags, io }: { readonly flags: Flags; readonly io: CliIo },
  table: Readonly<Record<string, ActFlag>>,
  { below, as = jsonOrText }: FieldRule = {},
): Promise<Json> => {
  const file = flagText(flags, "from");
  let body: Json = file === null ? {} : await readJson(file, io);
  for (const given of flags.values.get("field") ?? []) {
    const at = given.indexOf("=");
    if (at < 1)
      throw new UsageError(`--field ${JSON.stringify(given.slice(0, 80))}: write it as name=value`);
    const name = given.slice(0, at);
    const member = below === undefined ? name : `${below}.${name}`;
    body = withMember(body, member, as(name, given.slice(at + 1)));
  }
  for (const [flag, { member, read = asText }] of Object.entries(table)) {
    const text = flagText(flags, flag);
    if (member !== undefined && text !== null) body = withMember(body, member, read(text, flag));
  }
  return body;
};

/** `3`, `true`, `["en"]` and `{"a":1}` are what they say; what is no JSON is a text. */
export const jsonOrText: FieldReader = (_, text) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

export const asText = (text: string): string => text;

export const asList = (text: string): readonly string[] =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

export const asNumber = (text: string, flag: string): number => {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new UsageError(`--${flag} ${JSON.stringify(text.slice(0, 80))} is no number`);
};

/** The same with one member set; what is on the way there and no object gives way. */
export const withMember = (body: Json, path: string, value: unknown): Json => {
  const [head = "", ...rest] = path.split(".");
  if (rest.length === 0) return { ...body, [head]: value };
  const inner = Object.hasOwn(body, head) ? body[head] : undefined;
  return { ...body, [head]: withMember(isJson(inner) ? inner : {}, rest.join("."), value) };
};

/** What is not said is what is usual. */
export const withUsual = <T extends object>(usual: Partial<T>, said: T): T => ({
  ...usual,
  ...said,
});

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const readJson = async (file: string, io: CliIo): Promise<Json> => {
  const body = await parseFile(file, io);
  if (isJson(body)) return body;
  throw new UsageError(`${file} holds no JSON object: begin it with {`);
};

const parseFile = async (file: string, io: CliIo): Promise<unknown> => {
  try {
    return JSON.parse(file === STDIN ? await readAll(io) : await readFile(file, "utf8"));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} can't be read as JSON: ${why}`);
  }
};

export const readAll = async ({ stdin }: CliIo): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin()) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};

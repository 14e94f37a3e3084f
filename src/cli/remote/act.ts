/**
 * Acts: what a verb can do over a running server. A verb is a table of them, from which its help is
 * written, its command line read and its answer printed.
 */

import { ProblemError } from "../../api/native/client.ts";
import type { Client, Page, WriteOptions } from "../../api/native/client.ts";
import { NotMeantError } from "../../api/native/signing.ts";
import { WORDS as LINE_WORDS } from "../../core/line/words.ts";
import { findNearest } from "../../server/nearest.ts";
import { flagChoice, flagNumber, flagText, hasFlag, parseFlags, UsageError } from "../flags.ts";
import type { Flags, FlagTable } from "../flags.ts";
import type { CliIo } from "../io.ts";
import { printable, printableLines } from "../terminal-text.ts";
import { EXIT } from "../verb.ts";
import type { Verb } from "../verb.ts";
import { readBody } from "./body.ts";
import type { ActFlag, FieldRule } from "./body.ts";
import { connect, CONNECTION_FLAGS } from "./connection.ts";
import { speakIn } from "./speak.ts";
import type { Speak } from "./speak.ts";
import { takenText, usageOf } from "./usage.ts";

export type Act = {
  /** What stands after it: `["CHANNEL", "KIND?"]`; `?` may be left out, `…` is one or more. */
  readonly takes: readonly string[];
  readonly text: string;
  /** "file": its body may also come from a file and from --field. */
  readonly body?: "file";
  readonly flags?: Readonly<Record<string, ActFlag>>;
  /** Reads nothing but writes: it takes an idempotency key and may be signed. */
  readonly isWrite?: true;
  /** It needs no token: what it hands over is all that one has. */
  readonly isOpenToAll?: true;
  readonly run: (asked: Asked) => Promise<Answer>;
};

export type Asked = {
  readonly client: Client;
  readonly io: CliIo;
  readonly speak: Speak;
  readonly write: WriteOptions;
  /** What stands after the act. */
  readonly names: readonly string[];
  readonly has: (flag: string) => boolean;
  readonly text: (flag: string) => string | null;
  /** One of a few words, or nothing. */
  readonly choice: <T extends string>(flag: string, choices: readonly T[]) => T | null;
  /**
   * What is said, as it was given: the server is the one that judges it, and names the field. An act
   * that knows the types of its fields reads their values itself.
   */
  readonly parseBody: <T>(rule?: FieldRule) => Promise<T>;
  /** How many of a list are asked for; null: all. */
  readonly limit: number | null;
};

export type Answer = {
  /** One JSON object each. */
  readonly things: readonly unknown[];
  readonly text: string;
  /** How many of the list are not among them. */
  readonly left?: number;
  readonly exit?: number;
};

export type Acts = Readonly<Record<string, Act>>;

export type ActVerb = {
  readonly name: string;
  readonly summary: string;
  /** What it is about, for the help. */
  readonly about: string;
  readonly acts: Acts;
  /** Command lines without `wideberth`. */
  readonly examples: readonly string[];
};

/** Of every list that comes in pages. */
export const LIMIT_FLAG: Readonly<Record<string, ActFlag>> = {
  limit: { as: "N", text: "no more than so many (default: all)" },
};

export const verbOf = (about: ActVerb): Verb => ({
  summary: about.summary,
  usage: usageOf(about),
  run: (argv, io) => run(about, argv, io),
});

const run = async (
  { name: verb, acts }: ActVerb,
  [name, ...argv]: readonly string[],
  io: CliIo,
): Promise<number> => {
  const act = name !== undefined && Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (name === undefined || !act) throw new UsageError(unknownAct(verb, name, Object.keys(acts)));
  const flags = parseFlags(argv, flagsOf(act));
  checkNames(act, flags.files, `${verb} ${name}`);
  const language = flagChoice(flags, "language", LINE_WORDS.language) ?? "en";
  const { client } = connect(flags, io, { isOpenToAll: act.isOpenToAll === true });
  const key = flagText(flags, "idempotency-key");
  const asked: Asked = {
    client,
    io,
    speak: speakIn(language),
    write: key === null ? {} : { key },
    names: flags.files,
    has: (flag) => hasFlag(flags, flag),
    text: (flag) => flagText(flags, flag),
    choice: (flag, choices) => flagChoice(flags, flag, choices),
    parseBody: (rule) => parseBody({ flags, io, act }, rule),
    limit: flagNumber(flags, "limit", { unit: "entries" }),
  };
  try {
    return print(await act.run(asked), { flags, io, speak: asked.speak });
  } catch (error) {
    return tellFailure(error, { isJson: hasFlag(flags, "json"), io });
  }
};

const parseBody = async <T>(
  { flags, io, act }: { readonly flags: Flags; readonly io: CliIo; readonly act: Act },
  rule?: FieldRule,
): Promise<T> => (await readBody({ flags, io }, act.flags ?? {}, rule)) as T;

const print = (
  { things, text, left = 0, exit = EXIT.none }: Answer,
  { flags, io, speak }: { readonly flags: Flags; readonly io: CliIo; readonly speak: Speak },
): number => {
  if (hasFlag(flags, "json")) for (const thing of things) io.out(`${JSON.stringify(thing)}\n`);
  // Ids and words of a server that is not honest go through here too.
  else io.out(printableLines(text));
  if (left > 0) io.err(`${speak.tell("left", { n: String(left) })}\n`);
  return exit;
};

/** What the server refused, or that it can't be reached. Throws what is our own fault. */
export const tellFailure = (
  error: unknown,
  { isJson, io }: { readonly isJson: boolean; readonly io: CliIo },
): number => {
  if (error instanceof ProblemError) {
    io.err(isJson ? `${JSON.stringify(error.problem)}\n` : problemText(error));
    return EXIT.badInput;
  }
  if (error instanceof NotMeantError) {
    io.err(`Not signed, and not done: ${printable(error.message)}\n`);
    return EXIT.badInput;
  }
  if (!isOfNetwork(error)) throw error;
  const { cause, message } = error;
  const why = cause instanceof Error && cause.message !== "" ? cause.message : message;
  throw new UsageError(`the server can't be reached: ${why}: look at --url`);
};

/** fetch tells every failure of the network so. */
const isOfNetwork = (error: unknown): error is TypeError =>
  error instanceof TypeError && /fetch failed|terminated|network/.test(error.message);

const problemText = ({ problem }: ProblemError): string => {
  const { title, detail, field, remedy } = problem;
  return [
    `${printable(title)}: ${printable(detail)}`,
    ...(field === undefined ? [] : [`  field: ${printable(field)}`]),
    `  ${printable(remedy)}`,
    "",
  ].join("\n");
};

const flagsOf = ({ flags = {}, body, isWrite }: Act): FlagTable => ({
  ...CONNECTION_FLAGS,
  ...(isWrite ? { "key-file": STRING, "idempotency-key": STRING } : {}),
  ...(body ? { from: STRING, field: { type: "string", multiple: true } as const } : {}),
  ...Object.fromEntries(
    Object.entries(flags).map(([name, { as }]) => [name, as === null ? SWITCH : STRING]),
  ),
});
const STRING = { type: "string" } as const;
const SWITCH = { type: "boolean" } as const;

const unknownAct = (verb: string, name: string | undefined, known: readonly string[]): string => {
  if (name === undefined) return `say what to do: ${known.join(", ")}`;
  const nearest = findNearest(name, known);
  const hint = nearest === null ? `use ${known.join(", ")}` : `did you mean ${nearest}?`;
  return `${JSON.stringify(name.slice(0, 80))} is not known to ${verb}: ${hint}`;
};

const checkNames = ({ takes }: Act, names: readonly string[], called: string): void => {
  const needed = takes.filter((one) => !one.endsWith("?"));
  const wanted = `wideberth ${[called, ...takes.map(takenText)].join(" ")}`;
  const missing = needed[names.length];
  if (missing !== undefined) throw new UsageError(`${takenText(missing)} is missing: ${wanted}`);
  const isOpenEnded = takes.some((one) => one.endsWith("…"));
  if (names.length > takes.length && !isOpenEnded)
    throw new UsageError(
      `${JSON.stringify(names[takes.length]?.slice(0, 80))} is too much: ${wanted}`,
    );
};

/** Every entry of a list in pages, or as many as were asked for; and how many are left then. */
export const readList = async <T>(
  { limit }: Asked,
  read: (page: { readonly after?: string }) => Promise<Page<T>>,
): Promise<{ readonly items: readonly T[]; readonly left: number }> => {
  const items: T[] = [];
  for (let page = await read({}); ; page = await read({ after: page.next })) {
    items.push(...page.items);
    const isEnough = limit !== null && items.length >= limit;
    if (isEnough)
      return { items: items.slice(0, limit), left: page.remaining + items.length - limit };
    if (page.next === null) return { items, left: 0 };
  }
};

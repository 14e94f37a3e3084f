/** Flags of a verb: strict, and an error names the flag and what to write instead. */

import { parseArgs } from "node:util";
import type { ParseArgsConfig } from "node:util";
import { findNearest } from "../server/nearest.ts";

/** The command line is wrong: what, and the remedy. Told on stderr; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export type FlagTable = NonNullable<ParseArgsConfig["options"]>;

export type Flags = {
  /** Every value of a flag in the order given; a switch that is given has one empty value. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly string[];
};

/**
 * The flags and file names of a command line.
 *
 * A flag that is `multiple` takes every name up to the next flag (`--against a b c`); any other may
 * be given once. Throws UsageError.
 */
export const parseFlags = (argv: readonly string[], table: FlagTable): Flags => {
  const config = { args: [...argv], options: table, allowPositionals: true, tokens: true } as const;
  // Read leniently first, so that what is wrong is told in our words; then strictly.
  for (const token of parseArgs({ ...config, strict: false }).tokens)
    if (token.kind === "option") checkOption(token, table);
  const { tokens } = parseArgs({ ...config, strict: true });
  const values = new Map<string, string[]>();
  const files: string[] = [];
  let open: string[] = files;
  for (const token of tokens) {
    if (token.kind === "positional") open.push(token.value);
    else open = files;
    if (token.kind !== "option") continue;
    const given = values.get(token.name) ?? [];
    const isMultiple = table[token.name]?.multiple === true;
    if (given.length > 0 && !isMultiple)
      throw new UsageError(`--${token.name} is given twice: give it once`);
    given.push(token.value ?? "");
    values.set(token.name, given);
    if (isMultiple) open = given;
  }
  return { values, files };
};

/** The one value of a flag, or null. */
export const flagText = ({ values }: Flags, name: string): string | null =>
  values.get(name)?.[0] ?? null;

export const hasFlag = ({ values }: Flags, name: string): boolean => values.has(name);

/** The value of a flag that is one of a few words, or null. */
export const flagChoice = <T extends string>(
  flags: Flags,
  name: string,
  choices: readonly T[],
): T | null => {
  const text = flagText(flags, name);
  if (text === null) return null;
  const choice = choices.find((known) => known === text);
  if (choice === undefined)
    throw new UsageError(`--${name} ${quoted(text)} is not known: use ${choices.join(", ")}`);
  return choice;
};

/** The value of a flag that is a number from 0 to `max`, or null. */
export const flagNumber = (
  flags: Flags,
  name: string,
  { unit, max = Number.MAX_SAFE_INTEGER }: { unit: string; max?: number },
): number | null => {
  const text = flagText(flags, name);
  if (text === null) return null;
  if (!/^\d+(\.\d+)?(e\d+)?$/i.test(text.trim())) {
    throw new UsageError(
      `--${name} ${quoted(text)} is not a number of ${unit}: give 0 or more, as in --${name} 500`,
    );
  }
  const value = Number(text);
  if (value > max) throw new UsageError(`--${name} ${text} is over ${max} ${unit}: give less`);
  return value;
};

type Option = { readonly name: string; readonly rawName: string } & (
  | { readonly value: string; readonly inlineValue: boolean }
  | { readonly value: undefined; readonly inlineValue: undefined }
);

const checkOption = (option: Option, table: FlagTable): void => {
  const { name, rawName, value, inlineValue } = option;
  if (!Object.hasOwn(table, name)) throw new UsageError(unknownFlag(name, rawName, table));
  if (table[name]!.type === "boolean") {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value: write ${rawName}`);
    return;
  }
  if (value === undefined) throw new UsageError(`${rawName} has no value: give one after it`);
  if (!inlineValue && value.length > 1 && value.startsWith("-")) {
    throw new UsageError(
      `${rawName} has no value: ${quoted(value)} looks like a flag; if it is meant, write ${rawName}=${value.slice(0, 80)}`,
    );
  }
};

const unknownFlag = (name: string, rawName: string, table: FlagTable): string => {
  const nearest = findNearest(name, Object.keys(table));
  const hint = nearest === null ? "see --help" : `did you mean --${nearest}?`;
  return `${rawName} is not a flag of this verb: ${hint}`;
};

const quoted = (text: string): string => JSON.stringify(text.slice(0, 80));

/** Values of settings as JSON has them; lists, objects and numbers also as text. */

import { ConfigError } from "./config-error.ts";
import { findNearest } from "./nearest.ts";

/** The value as its setting has it. Throws ConfigError, naming the place. */
export type Parse<T> = (value: unknown, name: string) => T;

export const refuseUnknown = (
  names: readonly string[],
  known: readonly string[],
  where: string,
): void => {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const nearest = findNearest(unknown, known);
  const hint = nearest === null ? `known: ${known.join(", ")}` : `did you mean ${nearest}?`;
  throw new ConfigError(`${unknown} is not a setting (${where}): ${hint}`);
};

/** Null as JSON has it, or as the word. */
export function orNull<T>(parse: Parse<T>): Parse<T | null> {
  return (value, name) => (value === null || value === "null" ? null : parse(value, name));
}

export const asFlag: Parse<boolean> = (value, name) => {
  if (typeof value !== "boolean") throw new ConfigError(`${name} must be true or false`);
  return value;
};

/** An object as JSON has it, or as text that is JSON. */
export const asObject = (value: unknown, name: string): Record<string, unknown> => {
  const object: unknown = typeof value === "string" ? parseJson(value, name) : value;
  if (typeof object === "object" && object !== null && !Array.isArray(object)) {
    return object as Record<string, unknown>;
  }
  throw new ConfigError(`${name} is not an object: write { … }`);
};

export const asText: Parse<string> = (value, name) => {
  if (typeof value === "string" && value !== "") return value;
  throw new ConfigError(`${name} is not text: write it in quotes`);
};

export const asOneOf = <T extends string>(value: unknown, name: string, known: readonly T[]): T => {
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  throw new ConfigError(`${name} ${shown(value)} is not known: use ${known.join(", ")}`);
};

export const asWhole = (
  value: unknown,
  name: string,
  { min, max }: { min: number; max: number },
): number => {
  const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (Number.isInteger(number) && (number as number) >= min && (number as number) <= max) {
    return number as number;
  }
  throw new ConfigError(`${name} ${shown(value)} is not a whole number from ${min} to ${max}`);
};

/** A list as JSON has it, or as text that is JSON. */
export const asList = (value: unknown, name: string): readonly unknown[] => {
  const list: unknown = typeof value === "string" ? parseJson(value, name) : value;
  if (Array.isArray(list)) return list;
  throw new ConfigError(`${name} is not a list: write [ … ]`);
};

/** A list of words, or text with commas between. */
export const asWords: Parse<readonly string[]> = (value, name) => {
  const list =
    typeof value === "string"
      ? value.split(",").map((word) => word.trim())
      : asList(value ?? [], name);
  return list.filter((word) => word !== "").map((word, i) => asText(word, `${name}[${i}]`));
};

export const asOrigin: Parse<string> = (value, name) => {
  const text = asText(value, name);
  if (asUrl(text, name).origin === text) return text;
  throw new ConfigError(`${name} ${text} is not an origin: write scheme, host and port alone`);
};

export const asUrl = (text: string, name: string): URL => {
  if (URL.canParse(text)) return new URL(text);
  throw new ConfigError(`${name} ${shown(text)} is not a URL`);
};

const parseJson = (text: string, name: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError(`${name} is not JSON: write [ … ] or { … }`);
  }
};

const shown = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 60);

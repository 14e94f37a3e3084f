/** Finds what is wrong with a value that its schema refuses, in words: the field, and the remedy. */

import { Test as isInFormat } from "typebox/format";
import { findNearest } from "../server/nearest.ts";

/** As much of JSON Schema as the API's schemas use. */
export type Rule = {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Rule>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Rule;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly anyOf?: readonly Rule[];
  readonly discriminator?: { readonly propertyName: string };
  readonly description?: string;
};

export type Invalid = {
  /** `volumes[2].footprint.ring`; empty: the value as a whole. */
  readonly field: string;
  readonly detail: string;
  readonly remedy: string;
};

/** The first fault in the order of the schema, or null when this walk finds none. */
export const findInvalid = (rule: Rule, value: unknown, field = ""): Invalid | null =>
  rule.anyOf
    ? findInUnion(rule, rule.anyOf, value, field)
    : (findWrongType(rule, value, field) ??
      findWrongText(rule, value, field) ??
      findWrongNumber(rule, value, field) ??
      findInList(rule, value, field) ??
      findInObject(rule, value, field));

/** The branch that the tag names, or the one whose type fits. */
const findInUnion = (
  rule: Rule,
  branches: readonly Rule[],
  value: unknown,
  field: string,
): Invalid | null => {
  const tag = rule.discriminator?.propertyName;
  if (tag === undefined) {
    const fitting = branches.find((branch) => isOfType(branch, value));
    return fitting
      ? findInvalid(fitting, value, field)
      : invalid(field, `is ${nameOf(value)}`, `give ${branches.map(describe).join(" or ")}`);
  }
  if (!isObject(value)) return invalid(field, `is ${nameOf(value)}`, "give an object");
  const known = branches.map((branch) => branch.properties?.[tag]?.const);
  const chosen = branches[known.indexOf(value[tag])];
  const remedy = `give one of ${known.map(String).join(", ")}`;
  if (chosen) return findInvalid(chosen, value, field);
  return tag in value
    ? invalid(join(field, tag), `is ${shown(value[tag])}`, remedy)
    : invalid(join(field, tag), "is missing", remedy);
};

const findWrongType = (rule: Rule, value: unknown, field: string): Invalid | null => {
  if (isOfType(rule, value)) return null;
  const isQuoted = typeof value === "string" && /^-?\d/.test(value) && wantsNumber(rule);
  const remedy = isQuoted ? "write the number without quotes" : `give ${describe(rule)}`;
  return invalid(field, `is ${nameOf(value)}, not ${describe(rule)}`, remedy);
};

const findWrongText = (rule: Rule, value: unknown, field: string): Invalid | null => {
  const isWrongWord =
    (rule.enum && !rule.enum.includes(value)) || ("const" in rule && rule.const !== value);
  if (isWrongWord) {
    const words = (rule.enum ?? [rule.const]).map(String);
    const nearest = typeof value === "string" ? findNearest(value, words) : null;
    const remedy = nearest ? `did you mean ${nearest}?` : `give one of ${words.join(", ")}`;
    return invalid(field, `is ${shown(value)}, which is not known here`, remedy);
  }
  if (typeof value !== "string") return null;
  const { minLength = 0, maxLength = Infinity, pattern, format } = rule;
  if (value.length < minLength) return invalid(field, "is empty", `give ${describe(rule)}`);
  if (value.length > maxLength) {
    return invalid(field, `has ${value.length} characters`, `give at most ${maxLength}`);
  }
  if (pattern !== undefined && !new RegExp(pattern, "u").test(value)) {
    return invalid(field, `is ${shown(value)}`, rule.description ?? `match ${pattern}`);
  }
  if (format !== undefined && value !== null) return findWrongFormat(format, value, field);
  return null;
};

const findWrongFormat = (format: string, value: string, field: string): Invalid | null => {
  if (format !== "date-time" || isInFormat(format, value)) return null;
  return invalid(field, `${shown(value)} is not a time`, "write it as 2026-01-31T12:00:00Z");
};

const findWrongNumber = (rule: Rule, value: unknown, field: string): Invalid | null => {
  if (typeof value !== "number") return null;
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity } = rule;
  if (value < minimum) return invalid(field, `is ${value}`, `give ${minimum} or more`);
  if (value > maximum) return invalid(field, `is ${value}`, `give at most ${maximum}`);
  if (value <= exclusiveMinimum) {
    return invalid(field, `is ${value}`, `give more than ${exclusiveMinimum}`);
  }
  return null;
};

const findInList = (rule: Rule, value: unknown, field: string): Invalid | null => {
  if (!Array.isArray(value)) return null;
  const { minItems = 0, maxItems = Infinity } = rule;
  if (value.length < minItems || value.length > maxItems) {
    const wanted = minItems === maxItems ? `exactly ${minItems}` : `${minItems} to ${maxItems}`;
    return invalid(field, `has ${value.length} entries`, `give ${wanted}`);
  }
  for (const [i, entry] of value.entries()) {
    const found = rule.items && findInvalid(rule.items, entry, `${field}[${i}]`);
    if (found) return found;
  }
  return null;
};

const findInObject = (rule: Rule, value: unknown, field: string): Invalid | null => {
  if (!isObject(value)) return null;
  const { properties = {} } = rule;
  const known = Object.keys(properties);
  for (const name of Object.keys(value)) {
    if (known.includes(name) || rule.additionalProperties !== false) continue;
    const nearest = findNearest(name, known);
    const remedy = nearest
      ? `did you mean ${nearest}?`
      : `leave it out; known: ${known.join(", ")}`;
    return invalid(join(field, name), "is not a known field", remedy);
  }
  for (const [name, inner] of Object.entries(properties)) {
    if (Object.hasOwn(value, name)) {
      const found = findInvalid(inner, value[name], join(field, name));
      if (found) return found;
    } else if (rule.required?.includes(name)) {
      return invalid(join(field, name), "is missing", `give ${describe(inner)}`);
    }
  }
  return null;
};

const invalid = (field: string, detail: string, remedy: string): Invalid => ({
  field,
  detail,
  remedy,
});

const join = (field: string, name: string): string => (field === "" ? name : `${field}.${name}`);

const typesOf = ({ type }: Rule): readonly string[] =>
  type === undefined ? [] : typeof type === "string" ? [type] : type;

const wantsNumber = (rule: Rule): boolean =>
  typesOf(rule).some((type) => type === "number" || type === "integer");

const isOfType = (rule: Rule, value: unknown): boolean => {
  const types = typesOf(rule);
  return types.length === 0 || types.some((type) => HAS_TYPE[type]?.(value) ?? true);
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const HAS_TYPE: Readonly<Record<string, (value: unknown) => boolean>> = {
  null: (value) => value === null,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number" && Number.isFinite(value),
  integer: (value) => Number.isInteger(value),
  array: (value) => Array.isArray(value),
  object: isObject,
};

const WORDS: Readonly<Record<string, string>> = {
  null: "null",
  string: "text",
  boolean: "true or false",
  number: "a number",
  integer: "a whole number",
  array: "a list",
  object: "an object",
};

/** What a schema wants, in a few words. */
const describe = (rule: Rule): string => {
  if (rule.enum) return `one of ${rule.enum.map(String).join(", ")}`;
  if ("const" in rule) return String(rule.const);
  if (rule.format === "date-time") {
    return typesOf(rule).includes("null")
      ? "a time or null"
      : "a time such as 2026-01-31T12:00:00Z";
  }
  if (rule.anyOf) return [...new Set(rule.anyOf.map(describe))].join(" or ");
  return typesOf(rule)
    .map((type) => WORDS[type] ?? type)
    .join(" or ");
};

const nameOf = (value: unknown): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  // JSON writes 1e999, and what is read is Infinity.
  if (value === Infinity || value === -Infinity) return "too large to be read";
  return (
    { string: "text", number: "a number", boolean: "a truth value" }[typeof value as string] ??
    "an object"
  );
};

const shown = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 60);

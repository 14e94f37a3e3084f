/** What every request has: a body as its schema says, ids, URLs. */

import { Compile } from "typebox/compile";
import type { Validator } from "typebox/compile";
import type { Static, TSchema } from "typebox";
import { checkNesting } from "../../formats/nesting.ts";
import { Unreadable } from "../../formats/unreadable.ts";
import type { F3548Config } from "../../server/f3548-settings.ts";
import { findInvalid } from "../invalid.ts";
import type { Rule } from "../invalid.ts";
import { F3548_LIMITS } from "./limits.ts";
import { badField } from "./wire-error.ts";

/** Reads bodies of one schema. Throws WireError for the first field that is not as it says. */
export const makeReadBody = <S extends TSchema>(schema: S): ((body: unknown) => Static<S>) => {
  const validator: Validator = Compile(schema);
  return (body) => {
    if (body === undefined) throw badField("the body", "is missing", "send a JSON object");
    const value = keepKnown(schema, body);
    if (validator.Check(value)) return value as Static<S>;
    const found = findInvalid(schema, value);
    if (!found) throw badField("the body", "is refused", "send it as ASTM F3548-21 has it");
    throw badField(found.field === "" ? "the body" : found.field, found.detail, found.remedy);
  };
};

/**
 * What of it the schema knows, and no deeper; all of what it leaves open. Null stands for what is
 * left out. Throws WireError where what is open is nested too deep.
 * Source: the UTM API's own description, on fields that are not declared and on null.
 */
const keepKnown = ({ properties, items }: Rule, value: unknown): unknown => {
  if (Array.isArray(value)) return items ? value.map((entry) => keepKnown(items, entry)) : value;
  if (typeof value !== "object" || value === null || !properties) return value;
  if (Object.keys(properties).length === 0) return keepOpen(value);
  const given = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => Object.hasOwn(given, name) && given[name] !== null)
      .map(([name, inner]) => [name, keepKnown(inner, given[name])]),
  );
};

const keepOpen = (value: object): unknown => {
  try {
    return checkNesting(value);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw badField("the body", "is nested too deep", "write what is in it flatter");
  }
};

const UUID = /^([0-9a-f]{8})-?([0-9a-f]{4})-?(4[0-9a-f]{3})-?([89ab][0-9a-f]{3})-?([0-9a-f]{12})$/;

/** In lower case and with its dashes; all of them may be left out. */
export const parseId = (text: string, field: string): string => {
  const parts = UUID.exec(text.toLowerCase());
  if (parts && (text.length === 32 || text.length === 36)) return parts.slice(1).join("-");
  const remedy = "give a UUID of version 4, as 03e5572a-f733-49af-bc14-8a18bd53ee39";
  throw badField(field, `${quoted(text)} is no id`, remedy);
};

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** An OVN's end that the USS chooses: whether it is of now is for the core to say. */
export const parseOvnSuffix = (text: string, field: string): string => {
  if (UUID_V7.test(text)) return text.toLowerCase();
  throw badField(field, `${quoted(text)} is no UUID of version 7`, "give one of about now");
};

/**
 * Paths are appended to it by whoever reads it, so it has no slash at its end and no query. This
 * server's own is always spelled as in its settings.
 */
export const parseBaseUrl = (
  text: string,
  field: string,
  { allowHttp, uss }: Pick<F3548Config, "allowHttp" | "uss">,
): string => {
  const { baseUrlCharsMax } = F3548_LIMITS;
  if (text.length > baseUrlCharsMax) {
    throw badField(field, `has ${text.length} characters`, `give at most ${baseUrlCharsMax}`);
  }
  const remedy = "give one as https://uss.example.com/utm";
  if (!/^[\x21-\x7e]+$/.test(text) || !URL.canParse(text)) {
    throw badField(field, `${quoted(text)} is no URL`, remedy);
  }
  const { protocol, username, password, search, hash } = new URL(text);
  if (protocol !== "https:" && !(allowHttp && protocol === "http:")) {
    throw badField(field, `${quoted(text)} is not an https URL`, remedy);
  }
  if (username !== "" || password !== "" || search !== "" || hash !== "" || /[?#]/.test(text)) {
    throw badField(field, `${quoted(text)} is more than a base URL`, remedy);
  }
  if (text.endsWith("/"))
    throw badField(field, `${quoted(text)} ends with a slash`, "leave it out");
  return uss && new URL(uss.baseUrl).href === new URL(text).href ? uss.baseUrl : text;
};

export const quoted = (text: string): string => JSON.stringify(text.slice(0, 80));

/** Bodies and headers of messages out of what nobody has looked at yet, by the table of kinds. */

import { LIMITS } from "../limits.ts";
import type { Outcome } from "../outcome.ts";
import { BadField, refuseBad } from "./bad-field.ts";
import type {
  Columns,
  Field,
  FieldValue,
  Fields,
  ListType,
  Row,
  Values,
  ValuesOf,
} from "./fields.ts";
import { HEADER_FIELDS, specOf } from "./kinds.ts";
import type { Body, Kind, MessageHeader, Need } from "./kinds.ts";
import { parseMembers, parsePlain, shown } from "./parse-value.ts";

/**
 * What a message of `kind` says, its fields in the order of the table.
 *
 * Refuses: "bad-field" with the path ("fields.window.endMs"), what is wrong and the remedy; a field
 * that the kind does not have is refused by name.
 */
export const parseBody = <K extends Kind>(kind: K, value: unknown): Outcome<Body<K>> =>
  parseByTable(specOf(kind), value) as Outcome<Body<K>>; // the type is made of the same table

/** The fields that something says, and which of them ask for others. */
export type Table<F extends Fields> = { readonly fields: F; readonly needs: readonly Need[] };

/**
 * What a thing says by its table, its fields in the table's order.
 *
 * Refuses: as `parseBody` does.
 */
export const parseByTable = <F extends Fields>(
  { fields, needs }: Table<F>,
  value: unknown,
): Outcome<ValuesOf<F>> =>
  refuseBad(() => {
    const values = parseFields(fields, value, "fields");
    for (const need of needs) checkNeed(values, need);
    return values as ValuesOf<F>; // what the table says, which is what the type is made of
  });

/**
 * The header of a message of `kind`.
 *
 * Refuses: "bad-field", as `parseBody` does ("header.replyByMs"); and a reply to nothing.
 */
export const parseHeader = (kind: Kind, value: unknown): Outcome<MessageHeader> =>
  refuseBad(() => {
    const header = parseFields(HEADER_FIELDS, value, "header") as MessageHeader;
    if (specOf(kind).isReply && header.inReplyTo === undefined)
      throw new BadField("header.inReplyTo", "is missing", "name the message that this answers");
    return header;
  });

const parseFields = (fields: Fields, value: unknown, path: string): Values => {
  const names = Object.keys(fields);
  const isOptional = (name: string): boolean => fields[name]!.optional === true;
  const needed = names.filter((name) => !isOptional(name));
  const members = parseMembers(value, path, needed, names.filter(isOptional));
  return Object.fromEntries(
    names
      .filter((name) => Object.hasOwn(members, name))
      .map((name) => [name, parseField(fields[name]!, members[name], `${path}.${name}`)]),
  );
};

const parseField = (field: Field, value: unknown, path: string): FieldValue => {
  if (field.type === "list") return parseList(field, value, path);
  if (field.type === "row") return parseRow(field.columns, value, path);
  return parsePlain(field, value, path);
};

const parseRow = (columns: Columns, value: unknown, path: string): Row =>
  parseFields(columns, value, path) as Row; // columns are plain fields

const parseList = ({ of }: ListType, value: unknown, path: string): FieldValue => {
  if (!Array.isArray(value)) throw new BadField(path, `is ${shown(value)}`, "give a list");
  if (value.length === 0)
    throw new BadField(path, "is an empty list", "name at least one, or leave the field out");
  if (value.length > LIMITS.messageListMax) {
    const remedy = `name at most ${LIMITS.messageListMax}`;
    throw new BadField(path, `names ${value.length}`, remedy);
  }
  const seen = new Map<string, number>();
  return value.map((entry: unknown, i) => {
    const parsed = parseField(of, entry, `${path}[${i}]`) as Row;
    const text = JSON.stringify(parsed);
    if (seen.has(text) && of.type !== "row")
      throw new BadField(`${path}[${i}]`, `repeats ${path}[${seen.get(text)}]`, "name each once");
    seen.set(text, i);
    return parsed;
  });
};

const checkNeed = (values: Values, { field, is, also }: Need): void => {
  const value = values[field];
  if (value !== is && !(Array.isArray(value) && value.includes(is))) return;
  for (const name of also) {
    if (values[name] === undefined) {
      const fault = `is missing: fields.${field} is ${is}`;
      throw new BadField(`fields.${name}`, fault, "say it");
    }
  }
};

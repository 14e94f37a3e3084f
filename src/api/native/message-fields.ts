/** What a message says, on the wire: as in the core, with instants as text and named without their unit. */

import type { Field, Fields, Values } from "../../core/line/fields.ts";
import { specOf } from "../../core/line/kinds.ts";
import type { Kind } from "../../core/line/kinds.ts";
import type { Refusal } from "../../core/outcome.ts";
import { parseTime, timeText } from "./time.ts";

/** JSON as it came: what it holds is looked at by the core's parser, field by field. */
type Given = Readonly<Record<string, unknown>>;

export const wireName = (name: string, { type }: Field): string =>
  type === "instant" ? name.replace(/Ms$/, "") : name;

/** Times are turned into what the core knows; everything else is handed on for its parser to judge. */
export const fieldsFromWire = (fields: Fields, given: Given, path: string): Given => {
  const known = new Map(Object.entries(fields).map(([name, f]) => [wireName(name, f), name]));
  return Object.fromEntries(
    Object.entries(given).map(([wire, value]) => {
      const name = known.get(wire) ?? wire;
      const field = fields[name];
      return [name, field ? fromWire(field, value, `${path}.${wire}`) : value];
    }),
  );
};

const fromWire = (field: Field, value: unknown, path: string): unknown => {
  if (field.type === "instant" && typeof value === "string") return parseTime(value, path);
  if (field.type === "window") return windowFromWire(value, path);
  if (field.type === "list" && Array.isArray(value))
    return value.map((one, i) => fromWire(field.of, one, `${path}[${i}]`));
  return value;
};

const windowFromWire = (value: unknown, path: string): unknown => {
  if (typeof value !== "object" || value === null || !("start" in value)) return value;
  const { start, end, ...rest } = value as { start: unknown; end?: unknown };
  return {
    startMs: typeof start === "string" ? parseTime(start, `${path}.start`) : start,
    endMs: typeof end === "string" ? parseTime(end, `${path}.end`, "end") : end,
    ...rest,
  };
};

export const bodyFromWire = (kind: Kind, given: Given): Given =>
  fieldsFromWire(specOf(kind).fields, given, "fields");

const toWire = (field: Field, value: unknown): unknown => {
  if (field.type === "instant") return timeText(value as number);
  if (field.type === "window") {
    const { startMs, endMs } = value as { startMs: number; endMs: number | null };
    return { start: timeText(startMs), end: endMs === null ? null : timeText(endMs) };
  }
  if (field.type === "list") return (value as unknown[]).map((one) => toWire(field.of, one));
  return value;
};

export const bodyToWire = (kind: Kind, body: Values): Record<string, unknown> =>
  fieldsToWire(specOf(kind).fields, body);

export const fieldsToWire = (fields: Fields, body: Values): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const value = body[name];
      return value === undefined ? [] : [[wireName(name, field), toWire(field, value)]];
    }),
  );

const asWire = (text: string): string =>
  text.replace(/\b([a-z][A-Za-z]*)Ms\b/g, "$1").replace(/\bheader\./g, "");

/** The core names instants by their unit and the header by its place; the wire has neither. */
export const asWireRefusal = <R extends Refusal>(refusal: R): R => {
  if (refusal.reason !== "bad-field") return refusal;
  const { field, detail, remedy } = refusal;
  return { ...refusal, field: asWire(field), detail: asWire(detail), remedy: asWire(remedy) };
};

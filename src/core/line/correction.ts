/** A correction in words: which field of the message it is about, and what that field had said. */

import type { Refusal } from "../outcome.ts";
import { badField } from "./bad-field.ts";
import type { Values } from "./fields.ts";
import type { Message } from "./model.ts";
import { readablesOf } from "./read-back-of.ts";

/** Why a correction does not fit the message that it corrects, or null when it does. */
export const findBadCorrection = (target: Message, body: Values): Refusal | null => {
  const { fieldName, was } = body as { fieldName: string; was?: string };
  const steps = fieldName.split(/[.[\]]+/).filter((step) => step !== "");
  const found = valueAt(target.body, steps);
  if (!found) {
    const remedy = `name one of: ${Object.keys(target.body).map(withoutUnit).join(", ")}`;
    return badField("fields.fieldName", "is no field of that message", remedy);
  }
  // In words it could not be compared: the wrong one would go on being asked for.
  if (readablesOf(target).some(({ field }) => field.split("[")[0] === steps[0])) {
    const remedy = "retract the message and send it anew, so that the right one is read back";
    return badField("fields.fieldName", "is a position that is read back", remedy);
  }
  if (was === undefined || isSaid(was, found)) return null;
  const remedy = `write ${shown(found).slice(0, SHOWN_CHARS_MAX)}, or leave it out`;
  return badField("fields.was", `is not what ${fieldName} said`, remedy);
};

/** A line on a screen; who corrects has the whole of it. */
const SHOWN_CHARS_MAX = 100;

/** A value with the name of the field that it stands in: an instant is known by its unit. */
type Found = { readonly name: string; readonly value: unknown };

const withoutUnit = (name: string): string => name.replace(/Ms$/, "");

/** By its path, with or without the unit of an instant: the wire leaves it out. */
const valueAt = (body: unknown, steps: readonly string[]): Found | null => {
  let found: Found = { name: "", value: body };
  for (const step of steps) {
    const { value } = found;
    if (typeof value !== "object" || value === null) return null;
    const name = [step, `${step}Ms`].find((one) => Object.hasOwn(value, one));
    if (name === undefined) return null;
    found = { name, value: (value as Readonly<Record<string, unknown>>)[name] };
  }
  return steps.length > 0 ? found : null;
};

/** As the wire has it: instants as text and without their unit. */
const onWire = ({ name, value }: Found): unknown => {
  if (typeof value === "number" && name.endsWith("Ms")) return new Date(value).toISOString();
  if (Array.isArray(value)) return value.map((one: unknown) => onWire({ name: "", value: one }));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([key, one]: [string, unknown]) => [
    withoutUnit(key),
    onWire({ name: key, value: one }),
  ]);
  return Object.fromEntries(members) as unknown;
};

const shown = (found: Found): string => {
  const value = onWire(found);
  return typeof value === "string" ? value : JSON.stringify(value);
};

/** A text as it stands, a number or a time however it is written, the rest as JSON of the wire. */
const isSaid = (was: string, found: Found): boolean => {
  const { name, value } = found;
  const text = was.trim();
  if (typeof value !== "number") return text === shown(found).trim();
  if (Number(text) === value && text !== "") return true;
  return name.endsWith("Ms") && ISO.test(text) && Date.parse(text) === value;
};
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;

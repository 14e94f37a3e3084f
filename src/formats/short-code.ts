/**
 * The short code of the main kinds of message: 160 characters at most, for satellite text and voice.
 *
 * `WB1/KIND/PRECEDENCE/IN-REPLY-TO/fields in the order of the table/CHECK`, `-` for what is not said,
 * nothing for what is not said at the end. See docs/short-code.md.
 */

import { BadField, refuseBad } from "../core/line/bad-field.ts";
import type { Field, Values } from "../core/line/fields.ts";
import { KINDS, specOf } from "../core/line/kinds.ts";
import type { Kind } from "../core/line/kinds.ts";
import { parseBody } from "../core/line/parse-body.ts";
import { WORDS } from "../core/line/words.ts";
import type { WordOf } from "../core/line/words.ts";
import { LIMITS } from "../core/limits.ts";
import { accept, refuse } from "../core/outcome.ts";
import type { Outcome } from "../core/outcome.ts";
import { CHECKED_CHARACTERS, checkCharactersOf } from "./check-characters.ts";
import { NOTHING, readShort, writeShort } from "./short-values.ts";

/**
 * Fields of each kind that has a short form, in the order in which they are said. A new one is only
 * ever added at the end: what was coded yesterday is read tomorrow.
 */
export const SHORT_FIELDS = {
  line_check: ["number", "window", "testPhrase", "watchRole"],
  line_check_reply: ["number", "quality", "testPhrase", "watchRole"],
  ack: ["target", "ackKind", "hashSeen", "readBack", "levelsTold", "toldMs", "concern"],
  distress: ["place", "persons", "distress", "passageAsked", "frequency"],
  sar_request: ["place", "persons", "distress", "passageAsked", "frequency", "area", "contact"],
  hazard_warning: ["area", "window", "hazard", "cause"],
  cease_request: ["area", "sinceMs", "affected", "casualties", "contact"],
  cease_reply: ["ceaseAnswer", "effectiveMs"],
  presence_query: ["area", "window", "presenceReason"],
  presence_reply: ["presenceAnswer", "asOfMs", "contact"],
  conflict: [
    "conflict",
    "yourOperation",
    "contactByMs",
    "cells",
    "window",
    "verticalOverlap",
    "otherClass",
    "deskLevel",
    "deskRole",
    "contact",
  ],
  start: ["operation", "version", "atMs", "operationReason"],
  end: ["operation", "version", "atMs", "operationReason"],
  cancel: ["operation", "version", "operationReason"],
  move_status: ["movement", "movementState", "atMs", "place", "expectedMs"],
} as const satisfies { readonly [K in Kind]?: readonly (keyof (typeof KINDS)[K]["fields"])[] };

export type ShortKind = keyof typeof SHORT_FIELDS;
export const SHORT_KINDS: readonly ShortKind[] = Object.keys(SHORT_FIELDS) as ShortKind[];

/** What the code carries. Roles, party and language are those of the channel it comes on. */
export type ShortMessage = {
  readonly kind: ShortKind;
  readonly precedence: WordOf<"precedence">;
  readonly inReplyTo?: string;
  readonly body: Values;
};

const FORM = "WB1";
const STROKE = "/";
const HEAD = ["form", "kind", "precedence", "inReplyTo"] as const;
const IN_REPLY_TO = { type: "reference", to: "message" } as const;

/**
 * The code of a message, without blanks.
 *
 * Instants go down to the minute, windows and areas outward, positions to a thousandth of a minute.
 * Refuses: "bad-field", naming the field that has no short form or makes the code too long.
 */
export const encodeShort = (message: ShortMessage): Outcome<string> => {
  const written = refuseBad(() => writeCode(message));
  if (!written.ok) return written;
  const again = decodeShort(written.value);
  if (again.ok || again.refusal.reason !== "bad-field") return written;
  // Two corners less than a few metres apart become one, and one is no area.
  const { field } = again.refusal;
  return refuse({
    reason: "bad-field",
    field,
    detail: `${field} is finer than the short form can say`,
    remedy: "send the whole message",
  });
};

/**
 * What a code says. Small letters and blanks anywhere are as good as none.
 *
 * Refuses: "bad-field" with what is wrong in words: a character that can't be, check characters that
 * do not fit, the part that can't be read, the field that can't be so.
 */
export const decodeShort = (text: string): Outcome<ShortMessage> => {
  const read = refuseBad(() => readCode(text));
  if (!read.ok) return read;
  const body = parseBody<Kind>(read.value.kind, read.value.body);
  return body.ok ? accept(read.value) : body;
};

const writeCode = ({ kind, precedence, inReplyTo, body }: ShortMessage): string => {
  const names: readonly string[] = SHORT_FIELDS[kind];
  for (const name of Object.keys(body)) {
    if (names.includes(name)) continue;
    const fault = `has no short form: a ${kind} says ${names.join(", ")}`;
    throw new BadField(`fields.${name}`, fault, "leave it out, or send the whole message");
  }
  const { fields } = specOf(kind);
  const parts = names.map((name) => {
    const value = body[name];
    return value === undefined ? NOTHING : writeShort(fields[name]!, value, `fields.${name}`);
  });
  while (parts.at(-1) === NOTHING) parts.pop();
  const reply =
    inReplyTo === undefined ? NOTHING : writeShort(IN_REPLY_TO, inReplyTo, "header.inReplyTo");
  const said = [FORM, codeOf(kind), letterOf(precedence), reply, ...parts].join(STROKE);
  const code = said + STROKE + checkCharactersOf(said);
  checkLength(code, names, parts);
  return code;
};

const codeOf = (kind: ShortKind): string => kind.replaceAll("_", "-").toUpperCase();

/** F I P R T: no two begin alike. */
const letterOf = (precedence: WordOf<"precedence">): string => precedence[0]!.toUpperCase();

const checkLength = (code: string, names: readonly string[], parts: readonly string[]): void => {
  const max = LIMITS.shortCodeCharsMax;
  if (code.length <= max) return;
  const longest = parts.reduce((a, part, i) => (part.length > parts[a]!.length ? i : a), 0);
  const fault = `takes ${parts[longest]!.length} of ${code.length} characters, where ${max} are the most`;
  throw new BadField(`fields.${names[longest]}`, fault, "shorten it, or send the whole message");
};

const readCode = (text: string): ShortMessage => {
  const code = text.replaceAll(/\s/g, "").replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
  checkCharacters(code);
  const stroke = code.lastIndexOf(STROKE);
  const [said, check] = [code.slice(0, Math.max(stroke, 0)), code.slice(stroke + 1)];
  if (!/^[0-9A-Z]{2}$/.test(check) || said === "")
    throw new BadField(WHOLE, "does not end in / and two check characters", AGAIN);
  const parts = said.split(STROKE);
  if (check === checkCharactersOf(said)) return readParts(parts);
  const fault = `does not fit its check characters ${check}: a character is wrong, or two are exchanged`;
  throw new BadField(WHOLE, fault + hintOf(parts), AGAIN);
};

/** Of a damaged code, the first part that can't be read: it is where to listen first. */
const hintOf = (parts: readonly string[]): string => {
  const read = refuseBad(() => readParts(parts));
  return read.ok || read.refusal.reason !== "bad-field" ? "" : `; ${read.refusal.detail}`;
};

/** The field that is named when it is no one part. */
const WHOLE = "shortCode";
const AGAIN = "ask for it again, letter by letter";

const checkCharacters = (code: string): void => {
  if (code.length > LIMITS.shortCodeCharsMax) {
    const fault = `is ${code.length} characters long, where ${LIMITS.shortCodeCharsMax} are the most`;
    throw new BadField(WHOLE, fault, "one code at a time");
  }
  const strange = code.split("").find((character) => !CHECKED_CHARACTERS.includes(character));
  if (strange !== undefined) {
    const fault = `holds ${JSON.stringify(strange)}, which no code does`;
    throw new BadField(WHOLE, fault, "use letters A to Z, digits and - . / + alone");
  }
};

const readParts = (parts: readonly string[]): ShortMessage => {
  const [form, kindCode, letter, reply] = parts;
  if (form !== FORM) throw badPart(0, HEAD[0], `is ${form}`, `a code begins with ${FORM}`);
  const kind = SHORT_KINDS.find((one) => codeOf(one) === kindCode);
  if (!kind)
    throw badPart(1, HEAD[1], `is ${kindCode}`, `use ${SHORT_KINDS.map(codeOf).join(" ")}`);
  const precedence = WORDS.precedence.find((one) => letterOf(one) === letter);
  if (!precedence) throw badPart(2, HEAD[2], `is ${letter}`, "use F, I, P, R or T");
  if (reply === undefined) throw badPart(3, HEAD[3], "is missing", "write the id, or -");
  const inReplyTo =
    reply === NOTHING ? {} : { inReplyTo: readPart(IN_REPLY_TO, reply, 3, HEAD[3]) as string };
  return { kind, precedence, ...inReplyTo, body: readFields(kind, parts) };
};

/** Not checked against the kind yet: `parseBody` does that. */
const readFields = (kind: ShortKind, parts: readonly string[]): Values => {
  const names: readonly string[] = SHORT_FIELDS[kind];
  const { fields } = specOf(kind);
  const said = parts.slice(HEAD.length).map((part, i) => {
    const name = names[i];
    const number = HEAD.length + i;
    if (name === undefined)
      throw badPart(number, "nothing", `is ${part}`, `a ${kind} has ${names.length} at most`);
    return [name, part === NOTHING ? undefined : readPart(fields[name]!, part, number, name)];
  });
  return Object.fromEntries(said.filter(([, value]) => value !== undefined)) as Values;
};

const readPart = (type: Field, part: string, index: number, name: string): unknown => {
  try {
    return readShort(type, part, name);
  } catch (error) {
    if (!(error instanceof BadField)) throw error;
    throw badPart(index, name, `is ${part || "empty"}`, error.refusal.remedy);
  }
};

/** Parts are counted from 1, as a voice would. */
const badPart = (index: number, name: string, fault: string, remedy: string): BadField =>
  new BadField(`shortCode.${name}`, `(part ${index + 1}) ${fault}`, remedy);

/**
 * Messages in words: a help for the reader. What was said are the fields, and a person's own text
 * stays in the language it was written in.
 */

import type { Field, Values } from "../core/line/fields.ts";
import { specOf } from "../core/line/kinds.ts";
import type { FieldName, Kind, MessageHeader } from "../core/line/kinds.ts";
import type { ReadBackCheck } from "../core/line/read-back.ts";
import type { WordList, WordOf } from "../core/line/words.ts";
import type { Fixed, Language } from "./catalogue.ts";
import { PHRASES } from "./compile.ts";
import type { Phrases } from "./compile.ts";
import { instantText } from "./plain-text.ts";
import { commaText, fixedText, metresText, valueText, wordText } from "./value-text.ts";

/** What the server knows of a message beside what it says; whatever is left out is not printed. */
export type Stamp = {
  readonly id?: string;
  readonly serial?: string;
  readonly fromParty?: string;
  readonly toParties?: readonly string[];
  readonly level?: WordOf<"level">;
  readonly receivedMs?: number;
  /** How the desk that entered it had it. */
  readonly heardBy?: WordOf<"heardBy">;
};

export type Sayable = {
  readonly kind: Kind;
  readonly header: MessageHeader;
  /** As `parseBody` gave it. */
  readonly body: Values;
  readonly stamp?: Stamp;
};

/** Fixed sentences that close a kind: an acknowledgement always carries what it is not. */
const CLOSING: Readonly<Partial<Record<Kind, Fixed>>> = {
  ack: "notPermission",
  channel_state: "alwaysPasses",
};

/** The whole message, line by line. */
export const renderMessage = (message: Sayable, language: Language): string => {
  const phrases = PHRASES[language];
  const closing = CLOSING[message.kind];
  return [
    ...headLines(phrases, message),
    "",
    ...bodyLines(phrases, message),
    ...(closing ? ["", phrases.fixed[closing]()] : []),
  ].join("\n");
};

/** A message of which no more is known than what it says: not who says it, nor to whom. */
export type Heard = Omit<Sayable, "header" | "stamp"> & {
  readonly header: Pick<MessageHeader, "precedence" | "language" | "inReplyTo">;
};

/** The same without the lines of who and to whom. */
export const renderHeard = (heard: Heard, language: Language): string => {
  const phrases = PHRASES[language];
  const closing = CLOSING[heard.kind];
  return [
    headingOf(phrases, heard),
    ...inReplyToLines(phrases, heard.header),
    "",
    ...bodyLines(phrases, heard),
    ...(closing ? ["", phrases.fixed[closing]()] : []),
  ].join("\n");
};

const headingOf = (phrases: Phrases, { kind, header }: Pick<Heard, "kind" | "header">): string =>
  phrases.parts.heading({
    title: phrases.catalogue.kinds[kind].title,
    precedence: wordText(phrases, "precedence", header.precedence),
  });

const inReplyToLines = (phrases: Phrases, { inReplyTo }: Heard["header"]): string[] =>
  inReplyTo === undefined ? [] : [phrases.parts.inReplyTo({ id: fixedText(phrases, inReplyTo) })];

/** What a kind of message is called. */
export const renderTitle = (kind: Kind, language: Language): string =>
  PHRASES[language].catalogue.kinds[kind].title;

/** A word of a closed list: `renderWord("lineState", "silent", "ru")`. */
export const renderWord = <L extends WordList>(
  list: L,
  word: WordOf<L>,
  language: Language,
): string => wordText(PHRASES[language], list, word);

/** A sentence whose wording is fixed; `noOverlap` needs the time. */
export const renderFixed = (sentence: Fixed, language: Language, timeMs = 0): string => {
  const phrases = PHRASES[language];
  return phrases.fixed[sentence]({ time: fixedText(phrases, instantText(timeMs)) });
};

export type Verdict = Pick<ReadBackCheck, "distanceM" | "limitM" | "isBlocked" | "suspects">;

/** Whether a read-back fits, and what slip it looks like; `point`: of which, as "areas[1].ring[2]". */
export const renderReadBack = (check: Verdict, language: Language, point?: string): string => {
  const phrases = PHRASES[language];
  const verdict = verdictText(phrases, check);
  return point === undefined
    ? verdict
    : phrases.parts.readBackOf({ place: pointText(phrases, point), verdict });
};

/** "Area (2), point 3": counted as in the text of the message, from 1. */
const pointText = (phrases: Phrases, name: string): string => {
  const { parts, catalogue } = phrases;
  const [, field = "", entry, at] =
    /^(\w+)(?:\[(\d+)\])?(?:\.\w+(?:\[(\d+)\])?)?$/.exec(name) ?? [];
  const label = catalogue.fields[field as FieldName];
  const place =
    entry === undefined
      ? label
      : parts.readBackEntry({ place: label, number: String(Number(entry) + 1) });
  return at === undefined ? place : parts.readBackPoint({ place, number: String(Number(at) + 1) });
};

const verdictText = (phrases: Phrases, check: Verdict): string => {
  const { parts } = phrases;
  const measured = {
    distance: metresText(phrases, Math.round(check.distanceM)),
    limit: metresText(phrases, check.limitM),
  };
  const verdict = check.isBlocked
    ? parts.readBackBlocked(measured)
    : parts.readBackMatches(measured);
  const suspects = check.suspects.map(({ slip, coordinate }) =>
    parts.suspicion({
      slip: wordText(phrases, "readBackSlip", slip),
      coordinate: wordText(phrases, "coordinate", coordinate),
    }),
  );
  if (suspects.length > 0)
    return `${verdict} ${parts.readBackSuspected({ suspects: commaText(phrases, suspects) })}`;
  return check.isBlocked ? `${verdict} ${parts.readBackUnexplained()}` : verdict;
};

const headLines = (phrases: Phrases, { kind, header, stamp = {} }: Sayable): string[] => {
  const { parts } = phrases;
  const { level } = stamp;
  const who = (role: WordOf<"role">, parties: readonly string[]): string =>
    commaText(phrases, [
      ...parties.map((party) => fixedText(phrases, party)),
      ...(level === undefined ? [] : [wordText(phrases, "level", level)]),
      wordText(phrases, "role", role),
    ]);
  const time = (ms: number): { time: string } => ({ time: fixedText(phrases, instantText(ms)) });
  const id = (text: string): { id: string } => ({ id: fixedText(phrases, text) });
  const { fromParty, toParties = [] } = stamp;
  return [
    headingOf(phrases, { kind, header }),
    parts.from({ who: who(header.fromRole, fromParty === undefined ? [] : [fromParty]) }),
    parts.to({ who: who(header.toRole, toParties) }),
    ...(stamp.receivedMs === undefined ? [] : [parts.sent(time(stamp.receivedMs))]),
    ...(stamp.serial === undefined ? [] : [parts.serial(id(stamp.serial))]),
    ...(stamp.id === undefined ? [] : [parts.messageId(id(stamp.id))]),
    ...(stamp.heardBy === undefined
      ? []
      : [parts.heardBy({ how: wordText(phrases, "heardBy", stamp.heardBy) })]),
    ...inReplyToLines(phrases, header),
    ...(header.area === undefined ? [] : [parts.headerArea(id(header.area))]),
    ...(header.replyByMs === undefined ? [] : [parts.replyBy(time(header.replyByMs))]),
  ];
};

const bodyLines = (phrases: Phrases, { kind, header, body }: Heard): string[] => {
  const said = Object.entries(specOf(kind).fields).flatMap(([name, field]) => {
    const value = body[name];
    return value === undefined
      ? []
      : [{ name: name as FieldName, field, text: valueText(phrases, field, value) }];
  });
  const inLead = phrases.saidInLead[kind];
  return [
    phrases.leads[kind](Object.fromEntries(said.map(({ name, text }) => [name, text]))),
    ...said
      .filter(({ name }) => !inLead.has(name))
      .map(({ name, field, text }) => fieldLine(phrases, { name, field, text, header })),
  ];
};

/** Where the author's language is not the reader's, the line says which it is. */
const fieldLine = (
  phrases: Phrases,
  {
    name,
    field,
    text,
    header,
  }: {
    readonly name: FieldName;
    readonly field: Field;
    readonly text: string;
    readonly header: Heard["header"];
  },
): string => {
  const { parts, catalogue } = phrases;
  const label = catalogue.fields[name];
  const isForeign =
    field.type === "free-text" &&
    field.language === undefined &&
    header.language !== catalogue.language;
  if (field.type === "list" && text.startsWith("\n")) return parts.listHead({ label }) + text;
  if (!isForeign) return parts.line({ label, value: text });
  const language = wordText(phrases, "language", header.language);
  return parts.authorsLine({ label, language, value: text });
};

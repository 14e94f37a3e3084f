/** The short code on the wire: the code of what is said, and what a code says. */

import { Type } from "typebox";
import type { Static } from "typebox";
import type { Values } from "../../core/line/fields.ts";
import type { Kind, MessageHeader } from "../../core/line/kinds.ts";
import { WORDS } from "../../core/line/words.ts";
import { refuse } from "../../core/outcome.ts";
import type { Outcome, Refusal } from "../../core/outcome.ts";
import { decodeShort, encodeShort, SHORT_KINDS } from "../../formats/short-code.ts";
import type { ShortKind, ShortMessage } from "../../formats/short-code.ts";
import { renderHeard, renderTitle } from "../../phrases/render.ts";
import { API_LIMITS } from "../limits.ts";
import { ChannelReceipt, HeardBy, Role } from "./channel.ts";
import type { Language } from "./language.ts";
import { Rendered, Sent } from "./message.ts";
import { asWireRefusal, bodyToWire } from "./message-fields.ts";
import { BodyFields, MessageId } from "./message-request.ts";
import { CLOSED, NullableText, OneOf, nullable } from "./schema.ts";

const Code = Type.String({
  minLength: 1,
  maxLength: API_LIMITS.shortCodeTextCharsMax,
  description: "Small letters, blanks and line breaks are as good as capitals and none.",
});

export const ShortCodeReadRequest = Type.Object(
  { code: Code },
  { ...CLOSED, title: "ShortCodeReadRequest" },
);
export type ShortCodeReadRequest = Static<typeof ShortCodeReadRequest>;

export const ShortCodeRequest = Type.Object(
  {
    code: Code,
    fromRole: Type.Unsafe<Static<typeof Role>>({
      ...Role,
      description: "Who of the speaker's party has said it; the code does not.",
    }),
    heardBy: Type.Optional(HeardBy),
    toRole: Type.Optional(
      OneOf(WORDS.role, { description: "Of a message. Left out: watch_officer." }),
    ),
  },
  { ...CLOSED, title: "ShortCodeRequest" },
);
export type ShortCodeRequest = Static<typeof ShortCodeRequest>;

/** The command that a code comes to. */
export const STANDS_FOR = ["message", "acknowledgement", "line_check_reply"] as const;
export type StandsFor = (typeof STANDS_FOR)[number];
const StandsForWord = OneOf(STANDS_FOR, {
  description: "What it becomes when it is said on a channel.",
});

export const ShortCodeOf = Type.Object(
  { id: MessageId, code: Type.String({ description: "160 characters at most." }) },
  { title: "ShortCodeOf" },
);
export type ShortCodeOf = Static<typeof ShortCodeOf>;

export const ShortCodeRead = Type.Object(
  {
    standsFor: StandsForWord,
    kind: OneOf(SHORT_KINDS as ShortKind[]),
    precedence: OneOf(WORDS.precedence),
    inReplyTo: NullableText("The id or the serial of the message that it answers."),
    fields: BodyFields,
    rendered: nullable(Rendered),
  },
  { title: "ShortCodeRead", description: "As a message request has it; roles are not in a code." },
);
export type ShortCodeRead = Static<typeof ShortCodeRead>;

export const ShortCodeSaid = Type.Object(
  {
    standsFor: StandsForWord,
    message: nullable(Sent),
    channel: nullable(ChannelReceipt),
  },
  {
    title: "ShortCodeSaid",
    description: "message: as sent, or as acknowledged. channel: of a line check's answer alone.",
  },
);
export type ShortCodeSaid = Static<typeof ShortCodeSaid>;

/** A line check's answer names a message only when the check came as one. */
export const standsFor = ({ kind, inReplyTo }: ShortMessage): StandsFor => {
  if (kind === "ack") return "acknowledgement";
  return kind === "line_check_reply" && inReplyTo === undefined ? "line_check_reply" : "message";
};

type Said = {
  readonly kind: Kind;
  readonly header: Pick<MessageHeader, "precedence" | "area" | "replyByMs" | "inReplyTo">;
  readonly body: Values;
};

/**
 * The code of what is said.
 *
 * Refuses: "bad-field", in the names of the wire; also what the header says and no code does.
 */
export const writeCode = ({ kind, header, body }: Said): Outcome<string> => {
  if (!isShortKind(kind))
    return badField(
      "kind",
      `is ${kind}, which has no short form`,
      `coded: ${SHORT_KINDS.join(" ")}`,
    );
  const { precedence, inReplyTo, area, replyByMs } = header;
  const uncoded = Object.entries({ area, replyBy: replyByMs }).find(([, one]) => one !== undefined);
  if (uncoded) return badField(uncoded[0], "has no short form", "send the whole message");
  const reply = inReplyTo === undefined ? {} : { inReplyTo };
  return onWire(encodeShort({ kind, precedence, ...reply, body }));
};

const isShortKind = (kind: Kind): kind is ShortKind =>
  (SHORT_KINDS as readonly Kind[]).includes(kind);

/** Refuses: "bad-field", where the code itself is `code`. */
export const readCode = (text: string): Outcome<ShortMessage> => onWire(decodeShort(text));

const onWire = <T>(outcome: Outcome<T>): Outcome<T> =>
  outcome.ok ? outcome : refuse(asCodeNames(asWireRefusal(outcome.refusal)));

const codeName = (text: string): string => text.replace(/\bshortCode\b/g, "code");

const asCodeNames = (refusal: Refusal): Refusal => {
  if (refusal.reason !== "bad-field") return refusal;
  return { ...refusal, field: codeName(refusal.field), detail: codeName(refusal.detail) };
};

const badField = (field: string, fault: string, remedy: string) =>
  refuse({ reason: "bad-field", field, detail: `${field} ${fault}`, remedy });

/** `language`: in which a text is made too; null: none is. */
export const encodeRead = (message: ShortMessage, language: Language | null): ShortCodeRead => {
  const { kind, precedence, inReplyTo = null, body } = message;
  return {
    standsFor: standsFor(message),
    kind,
    precedence,
    inReplyTo,
    fields: bodyToWire(kind, body),
    rendered: language && {
      language,
      title: renderTitle(kind, language),
      text: renderCode(message, language),
    },
  };
};

/** In words, without who says it to whom. */
export const renderCode = (
  { kind, precedence, inReplyTo, body }: ShortMessage,
  language: Language,
): string => {
  const reply = inReplyTo === undefined ? {} : { inReplyTo };
  // A code holds no text that is in a language.
  return renderHeard({ kind, header: { precedence, language, ...reply }, body }, language);
};

/** Messages on the wire: what is said, and what became of it. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { KIND_NAMES } from "../../core/line/kinds.ts";
import type { Kind } from "../../core/line/kinds.ts";
import { NAMED } from "../../core/line/named.ts";
import type {
  ExistsMessageView,
  FullMessageView,
  MessageView,
} from "../../core/line/message-view.ts";
import { WORDS } from "../../core/line/words.ts";
import { renderMessage, renderTitle } from "../../phrases/render.ts";
import { ChannelId, Role } from "./channel.ts";
import { bodyToWire } from "./message-fields.ts";
import { BodyFields, Language, MessageId, Texts, Translator } from "./message-request.ts";
import type { Language as TextLanguage } from "./language.ts";
import { Clock, encodeClock, encodeReceipt, MessageReceiptOf } from "./message-receipt.ts";
import { Level } from "./party.ts";
import {
  Instant,
  ListOf,
  NullableInstant,
  NullableOneOf,
  NullableText,
  OneOf,
  nullable,
} from "./schema.ts";
import { boundText, timeText } from "./time.ts";

const Precedence = OneOf(WORDS.precedence);
const MessageState = OneOf(WORDS.messageState);

const COMMON = {
  id: MessageId,
  channelId: ChannelId,
  party: Type.String(),
  precedence: Precedence,
  state: MessageState,
  receivedAt: Instant,
  sentAt: NullableInstant,
  acknowledgeBy: NullableInstant,
  replyBy: NullableInstant,
};

export const Rendered = Type.Object(
  { language: Language, title: Type.String(), text: Type.String() },
  {
    title: "RenderedMessage",
    description:
      "Made from the fields in the language asked for: a help, the fields are what was said. null: no language was asked for.",
  },
);

const Link = Type.Object(
  { field: Type.String(), to: OneOf(NAMED), id: Type.String() },
  { title: "MessageLink" },
);
const ToReadBack = Type.Object(
  {
    field: Type.String({ description: "As the place is named in the fields: place, areas[1]." }),
    what: OneOf(["site", "area"]),
    shape: OneOf(["point", "ring", "route"], {
      description:
        "A circle is its centre. A ring may be read from any corner, either way around; a route in its order.",
    }),
    pointCount: Type.Integer(),
    withinM: Type.Number({ description: "Further off it does not match: the theatre's rule." }),
    isOwed: Type.Boolean({ description: "Before a recipient acknowledges; else it may be." }),
  },
  { title: "ToReadBack" },
);

export const FullMessage = Type.Object(
  {
    detail: Type.Literal("full"),
    ...COMMON,
    level: Level,
    by: NullableText("The officer; null to other parties."),
    serial: NullableText("By party, channel and year: a gap shows a loss. null: not yet sent."),
    kind: OneOf(KIND_NAMES as Kind[]),
    fromRole: Role,
    toRole: Role,
    area: NullableText("Of the theatre."),
    inReplyTo: NullableText("The message that it answers."),
    language: Language,
    fields: BodyFields,
    heardBy: NullableOneOf(WORDS.heardBy, {
      description: "How the desk that entered it by its short code had it.",
    }),
    links: ListOf(Link, {
      description: "What it names of this theatre, as far as the reader has it, too.",
    }),
    toReadBack: ListOf(ToReadBack),
    rendered: nullable(Rendered),
    hash: Type.String({
      description: "SHA-256 of what was said, hex: an acknowledgement names it.",
    }),
    steps: ListOf(Type.Object({ state: MessageState, at: Instant }, { title: "MessageStep" })),
    receipts: ListOf(MessageReceiptOf),
    translations: ListOf(
      Type.Object(
        {
          party: Type.String(),
          language: Language,
          at: Instant,
          translator: Translator,
          texts: Texts,
        },
        { title: "Translation", description: "A help; the original prevails." },
      ),
    ),
    correctedBy: ListOf(MessageId),
    retractedBy: NullableText("The message by which it was retracted; it stays readable."),
  },
  { title: "FullMessage", description: "All of it." },
);
export const ExistsMessage = Type.Object(
  {
    detail: Type.Literal("exists"),
    ...COMMON,
    receipts: ListOf(
      Type.Object(
        { party: Type.String(), state: OneOf(WORDS.receiptState), next: nullable(Clock) },
        { title: "ExistsReceipt" },
      ),
    ),
  },
  { title: "ExistsMessage", description: "That it exists, how urgent it is, and what is due." },
);
export const Message = Type.Union([FullMessage, ExistsMessage], {
  discriminator: { propertyName: "detail" },
});
export type FullMessage = Static<typeof FullMessage>;
export type Message = Static<typeof Message>;

export const Sent = Type.Object(
  {
    commandId: Type.String(),
    seq: Type.Integer(),
    receivedAt: Instant,
    messageId: MessageId,
    channelId: ChannelId,
    state: MessageState,
    serial: NullableText("null while it waits its turn."),
    hash: Type.String(),
    statement: Type.String(),
  },
  { title: "MessageAnswer" },
);
export type Sent = Static<typeof Sent>;

export const Said = Type.Object(
  {
    id: MessageId,
    hash: Type.String(),
    said: Type.String({ description: "The exact text that the hash is of, in UTF-8." }),
  },
  { title: "MessageSaid" },
);
export type Said = Static<typeof Said>;

const commonOf = (view: MessageView, precedence: FullMessage["precedence"]) => ({
  id: view.id,
  channelId: view.channelId,
  party: view.party,
  precedence,
  state: view.state,
  receivedAt: timeText(view.receivedMs),
  sentAt: boundText(view.sentMs),
  acknowledgeBy: boundText(view.acknowledgeByMs),
  replyBy: boundText(view.replyByMs),
});

/** `language`: in which a text is made too; null: none is. */
export const encodeMessage = (view: MessageView, language: TextLanguage | null = null): Message =>
  view.detail === "full" ? encodeFull(view, language) : encodeExists(view);

const render = (view: FullMessageView, language: TextLanguage): FullMessage["rendered"] => {
  const { id, kind, header, body, party, level, serial, sentMs, receivedMs, heardBy } = view;
  const stamp = {
    id,
    ...(serial === null ? {} : { serial }),
    fromParty: party,
    toParties: view.receipts.map((one) => one.party),
    level,
    receivedMs: sentMs ?? receivedMs,
    ...(heardBy === null ? {} : { heardBy }),
  };
  const text = renderMessage({ kind, header, body, stamp }, language);
  return { language, title: renderTitle(kind, language), text };
};

const encodeFull = (view: FullMessageView, textLanguage: TextLanguage | null): FullMessage => {
  const { header, kind, body, level, by, serial, hash, correctedBy, retractedBy } = view;
  const { precedence, fromRole, toRole, language, area = null, inReplyTo = null } = header;
  return {
    detail: "full",
    ...commonOf(view, precedence),
    level,
    by,
    serial,
    kind,
    fromRole,
    toRole,
    area,
    inReplyTo,
    language,
    fields: bodyToWire(kind, body),
    heardBy: view.heardBy,
    links: view.links,
    toReadBack: view.toReadBack,
    rendered: textLanguage === null ? null : render(view, textLanguage),
    hash,
    steps: view.steps.map(({ state, atMs }) => ({
      state,
      at: timeText(atMs),
    })),
    receipts: view.receipts.map((one) => encodeReceipt(one, textLanguage ?? "en")),
    translations: view.translations.map(({ atMs, ...one }) => ({
      ...one,
      at: timeText(atMs),
    })),
    correctedBy,
    retractedBy,
  };
};

const encodeExists = (view: ExistsMessageView): Static<typeof ExistsMessage> => ({
  detail: "exists",
  ...commonOf(view, view.precedence),
  receipts: view.receipts.map(({ party, state, clock }) => ({
    party,
    state,
    next: encodeClock(clock),
  })),
});

/** Messages on the wire: what is said, and what became of it. */

import { Type } from "typebox";
import type { Static, TSchema } from "typebox";
import { KIND_NAMES } from "../../core/line/kinds.ts";
import type { Kind } from "../../core/line/kinds.ts";
import type {
  ActView,
  ExistsMessageView,
  FullMessageView,
  MessageView,
  ReceiptView,
} from "../../core/line/view.ts";
import { WORDS } from "../../core/line/words.ts";
import { renderFixed, renderMessage, renderTitle } from "../../phrases/render.ts";
import { ChannelId, Role } from "./channel.ts";
import { bodyToWire } from "./message-fields.ts";
import { BodyFields, Language, MessageId, Texts, Translator } from "./message-request.ts";
import type { Language as TextLanguage } from "./language.ts";
import { Level } from "./party.ts";
import { Instant, ListOf, NullableInstant, NullableOneOf, NullableText, OneOf } from "./schema.ts";
import { boundText, timeText } from "./time.ts";

const Precedence = OneOf(WORDS.precedence);
const MessageState = OneOf(WORDS.messageState);

export const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
const ACT = {
  by: NullableText("The officer; null to other parties."),
  role: Role,
  at: Instant,
};
const Acknowledged = Type.Object(
  {
    ...ACT,
    concern: NullableOneOf(WORDS.concern),
    text: NullableText("In its author's language."),
    statement: Type.String(),
  },
  { title: "Acknowledged" },
);
const Clock = Type.Object(
  { step: OneOf(["reminder", "deputy", "duty_officer", "next_level"]), at: Instant },
  { title: "MessageClock", description: "What happens next while nobody acknowledges." },
);

export const MessageReceiptOf = Type.Object(
  {
    party: Type.String(),
    state: OneOf(WORDS.receiptState),
    level: Level,
    deliveredAt: Type.Unsafe<string | null>({
      ...NullableInstant,
      description: "Said by its machine.",
    }),
    acknowledged: nullable(Acknowledged),
    objected: nullable(Type.Object({ ...ACT, messageId: MessageId }, { title: "Objected" })),
    returned: nullable(
      Type.Object(
        { ...ACT, kind: OneOf(["cannot_process", "wrong_addressee"]) },
        { title: "Returned" },
      ),
    ),
    disseminated: ListOf(
      Type.Object({ ...ACT, level: Level, toldAt: Instant }, { title: "Disseminated" }),
    ),
    readBacks: ListOf(
      Type.Object(
        {
          at: Instant,
          isMatch: Type.Boolean(),
          distanceM: Type.Integer(),
          suspects: ListOf(
            Type.Object(
              { slip: OneOf(WORDS.readBackSlip), coordinate: OneOf(WORDS.coordinate) },
              { title: "ReadBackSuspicion" },
            ),
          ),
        },
        { title: "ReadBack" },
      ),
    ),
    answer: nullable(Type.Object({ messageId: MessageId, at: Instant }, { title: "Answer" })),
    notAcknowledgedAt: Type.Unsafe<string | null>({
      ...NullableInstant,
      description: "When the time to acknowledge was over.",
    }),
    noReplyAt: Type.Unsafe<string | null>({
      ...NullableInstant,
      description: "When an answer was owed and there was none.",
    }),
    remindedAt: NullableInstant,
    raises: ListOf(
      Type.Object(
        {
          at: Instant,
          for: OneOf(["acknowledgement", "reply"]),
          to: OneOf(["deputy", "duty_officer", "next_level"]),
          level: NullableOneOf(WORDS.level),
        },
        { title: "Raise", description: "level null: there is no higher desk to raise it to." },
      ),
    ),
    next: nullable(Clock),
  },
  { title: "MessageReceipt" },
);
export type MessageReceipt = Static<typeof MessageReceiptOf>;

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
  const { id, kind, header, body, party, level, serial, sentMs, receivedMs } = view;
  const stamp = {
    id,
    ...(serial === null ? {} : { serial }),
    fromParty: party,
    toParties: view.receipts.map((one) => one.party),
    level,
    receivedMs: sentMs ?? receivedMs,
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

const encodeClock = (clock: ReceiptView["clock"]): MessageReceipt["next"] =>
  clock && { step: clock.step, at: timeText(clock.dueMs) };

const encodeAct = ({ by, role, atMs }: ActView) => ({ by, role, at: timeText(atMs) });

const encodeReceipt = (view: ReceiptView, language: TextLanguage): MessageReceipt => {
  const { acknowledged, objected, returned, answer } = view;
  return {
    party: view.party,
    state: view.state,
    level: view.level,
    deliveredAt: boundText(view.deliveredMs),
    acknowledged: acknowledged && {
      ...encodeAct(acknowledged),
      concern: acknowledged.concern,
      text: acknowledged.text,
      statement: renderFixed("notPermission", language),
    },
    objected: objected && { ...encodeAct(objected), messageId: objected.messageId },
    returned: returned && { ...encodeAct(returned), kind: returned.kind },
    disseminated: view.disseminated.map((one) => ({
      ...encodeAct(one),
      level: one.level,
      toldAt: timeText(one.toldMs),
    })),
    readBacks: view.readBacks.map(({ atMs, ...one }) => ({ ...one, at: timeText(atMs) })),
    answer: answer && { messageId: answer.messageId, at: timeText(answer.atMs) },
    notAcknowledgedAt: boundText(view.notAcknowledgedMs),
    noReplyAt: boundText(view.noReplyMs),
    remindedAt: boundText(view.remindedMs),
    raises: view.raises.map(({ atMs, ...one }) => ({ ...one, at: timeText(atMs) })),
    next: encodeClock(view.clock),
  };
};

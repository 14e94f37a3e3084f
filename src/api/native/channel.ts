/** Channels and their lines on the wire. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { LIMITS } from "../../core/limits.ts";
import { CHANNEL, LINE } from "../../core/line/model.ts";
import type { ChannelState, LineState } from "../../core/line/model.ts";
import type { ChannelView, CheckView } from "../../core/line/channel-view.ts";
import type { SaidText } from "../../core/line/authors-text.ts";
import { WORDS } from "../../core/line/words.ts";
import type { WordOf } from "../../core/line/words.ts";
import { Level } from "./party.ts";
import {
  CLOSED,
  Instant,
  ListOf,
  NullableInstant,
  NullableOneOf,
  NullableText,
  OneOf,
  PartyId,
} from "./schema.ts";
import { boundText, timeText } from "./time.ts";

export const ChannelId = Type.String({ minLength: 1, maxLength: LIMITS.referenceCharsMax });
export const Role = OneOf(WORDS.role);
export const LineText = Type.String({ minLength: 1, maxLength: LIMITS.messageFreeTextCharsMax });
/** Of a text that a person writes beside the fields: needed with it. */
export const TextLanguage = OneOf(WORDS.language, {
  description: "In which the text is written, which prevails; with a text it is needed.",
});
type TextGiven = { readonly text?: string; readonly language?: WordOf<"language"> };
export const textFromWire = ({ text, language }: TextGiven): SaidText => ({
  ...(text === undefined ? {} : { text }),
  ...(language === undefined ? {} : { language }),
});
export const HeardBy = OneOf(WORDS.heardBy, {
  description: "How the code came to the desk that enters it.",
});
const Scope = ListOf(OneOf(WORDS.channelScope), {
  minItems: 1,
  maxItems: WORDS.channelScope.length,
});
const CarveOuts = ListOf(OneOf(WORDS.carveOut), {
  maxItems: WORDS.carveOut.length,
  description: "Distress, humanitarian traffic and line checks pass, named or not.",
});
const LineStateWord = OneOf(Object.keys(LINE.next) as LineState[]);
const Topic = Type.String({
  pattern: "^[a-z0-9][a-z0-9-]{0,31}$",
  description: "1 to 32 small letters, digits and -; of a room of three or more.",
});

export const ChannelRequest = Type.Object(
  {
    parties: ListOf(PartyId, {
      minItems: 1,
      maxItems: LIMITS.channelPartiesMax - 1,
      description: "The others. One: the line of two at that level. More: a room.",
    }),
    level: Level,
    topic: Type.Optional(Topic),
  },
  { ...CLOSED, title: "ChannelRequest" },
);
export type ChannelRequest = Static<typeof ChannelRequest>;

export const SuspendRequest = Type.Object(
  {
    scope: Scope,
    carveOuts: Type.Optional(CarveOuts),
    text: Type.Optional(LineText),
    language: Type.Optional(TextLanguage),
  },
  { ...CLOSED, title: "SuspendRequest" },
);
export type SuspendRequest = Static<typeof SuspendRequest>;

export const CheckReplyRequest = Type.Object(
  {
    number: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    testPhrase: Type.String({
      minLength: 1,
      maxLength: LIMITS.messageTextCharsMax,
      description: "As it was read.",
    }),
    quality: Type.Integer({ minimum: 1, maximum: 5, description: "1 is the worst." }),
    role: Role,
  },
  { ...CLOSED, title: "LineCheckReplyRequest" },
);
export type CheckReplyRequest = Static<typeof CheckReplyRequest>;

const CheckKind = OneOf(["machine", "person"]);
const LineCheck = Type.Object(
  {
    number: Type.Integer(),
    kind: CheckKind,
    testPhrase: Type.String(),
    askedAt: Instant,
    until: Instant,
    becauseOf: NullableText("The silent channel that is asked about here."),
    isOver: Type.Boolean(),
    isNotHeld: Type.Boolean({
      description:
        "The server was down when its window ended: nobody is counted to have missed it.",
    }),
    replies: ListOf(
      Type.Object(
        {
          party: Type.String(),
          at: Instant,
          by: NullableText("The officer or machine; null to other parties."),
          role: Role,
          quality: Type.Integer(),
          heardBy: NullableOneOf(WORDS.heardBy, { description: "Of an answer by short code." }),
          isLate: Type.Boolean(),
        },
        { title: "LineCheckReply" },
      ),
    ),
  },
  { title: "LineCheck" },
);

const Suspension = Type.Object(
  {
    party: Type.String(),
    since: Instant,
    scope: ListOf(OneOf(WORDS.channelScope)),
    carveOuts: ListOf(OneOf(WORDS.carveOut)),
    text: NullableText("Why, in its author's language; null to the host."),
    language: NullableOneOf(WORDS.language, { description: "Of the text." }),
  },
  { title: "LineSuspension" },
);

const Side = Type.Object(
  {
    party: Type.String(),
    hasTaken: Type.Boolean(),
    missedByMachine: Type.Integer({ description: "Checks missed in a row." }),
    missedByPerson: Type.Integer(),
    lastReplyAt: Type.Unsafe<string | null>({
      ...NullableInstant,
      description: "null: nothing was ever heard from this end.",
    }),
  },
  { title: "LineSide" },
);

export const Channel = Type.Object(
  {
    detail: OneOf(["full", "exists"]),
    id: ChannelId,
    parties: ListOf(Type.String()),
    level: Level,
    topic: NullableText("Of a room with its own matter."),
    proposedBy: Type.String(),
    state: OneOf(Object.keys(CHANNEL.next) as ChannelState[]),
    changedAt: Instant,
    line: LineStateWord,
    measured: LineStateWord,
    lineSince: Type.Unsafe<string | null>({
      ...NullableInstant,
      description: "Since when the line is what it is; null: it was never open.",
    }),
    suspensions: ListOf(Suspension),
    askedThrough: NullableText("The other channel on which a silent line was asked about."),
    sides: ListOf(Side),
    checks: ListOf(LineCheck, { description: "The latest, newest last." }),
  },
  { title: "Channel" },
);
export type Channel = Static<typeof Channel>;

export const ChannelReceipt = Type.Object(
  {
    commandId: Type.String(),
    seq: Type.Integer(),
    receivedAt: Instant,
    channelId: ChannelId,
    state: OneOf(Object.keys(CHANNEL.next) as ChannelState[]),
    line: LineStateWord,
  },
  { title: "ChannelReceipt" },
);
export type ChannelReceipt = Static<typeof ChannelReceipt>;

export const encodeChannel = ({ changedMs, lineSinceMs, ...view }: ChannelView): Channel => ({
  ...view,
  changedAt: timeText(changedMs),
  lineSince: lineSinceMs === 0 ? null : timeText(lineSinceMs),
  suspensions: view.suspensions.map(({ sinceMs, ...one }) => ({
    ...one,
    since: timeText(sinceMs),
  })),
  sides: view.sides.map(({ party, hasTaken, missed, lastReplyMs }) => ({
    party,
    hasTaken,
    missedByMachine: missed.machine,
    missedByPerson: missed.person,
    lastReplyAt: boundText(lastReplyMs),
  })),
  checks: view.checks.map(encodeCheck),
});

const encodeCheck = ({ askedMs, untilMs, ...check }: CheckView): Static<typeof LineCheck> => ({
  ...check,
  askedAt: timeText(askedMs),
  until: timeText(untilMs),
  replies: check.replies.map(({ atMs, ...reply }) => ({ ...reply, at: timeText(atMs) })),
});

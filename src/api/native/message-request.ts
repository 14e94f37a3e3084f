/** What is said of messages, as it is asked for. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { LIMITS } from "../../core/limits.ts";
import type { PlaceRead as CorePlaceRead } from "../../core/line/read-back-of.ts";
import { KIND_NAMES } from "../../core/line/kinds.ts";
import { WORDS } from "../../core/line/words.ts";
import { LineText, Role, TextLanguage } from "./channel.ts";
import { Level } from "./party.ts";
import { CLOSED, Instant, ListOf, OneOf } from "./schema.ts";

export const MessageId = Type.String({ minLength: 1, maxLength: LIMITS.referenceCharsMax });
export const Language = OneOf(WORDS.language);

/** Its members are those of the kind: GET /v1/message-kinds. */
export const BodyFields = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: "object",
  additionalProperties: true,
  description: "What the kind says, field by field: GET /v1/message-kinds. Instants are ISO 8601.",
});

export const MessageRequest = Type.Object(
  {
    kind: OneOf(KIND_NAMES),
    precedence: Type.Optional(
      OneOf(WORDS.precedence, { description: "Left out: what is usual for the kind." }),
    ),
    fromRole: Type.Optional(OneOf(WORDS.role, { description: "Left out: watch_officer." })),
    toRole: Type.Optional(OneOf(WORDS.role, { description: "Left out: watch_officer." })),
    area: Type.Optional(MessageId),
    replyBy: Type.Optional(Instant),
    inReplyTo: Type.Optional(MessageId),
    language: Type.Unsafe<"en" | "ar" | "ru">({
      ...Language,
      description: "In which the author's own texts are written; they prevail.",
    }),
    fields: BodyFields,
  },
  { ...CLOSED, title: "MessageRequest" },
);
export type MessageRequest = Static<typeof MessageRequest>;

export const Point = Type.Object(
  {
    lngDeg: Type.Number({ minimum: -180, maximum: 180 }),
    latDeg: Type.Number({ minimum: -90, maximum: 90 }),
  },
  { ...CLOSED, title: "ReadBackPoint" },
);
const PlaceRead = Type.Object(
  {
    field: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: LIMITS.referenceCharsMax,
        description: "As toReadBack names it. Left out: the only place that is still owed.",
      }),
    ),
    points: ListOf(Point, { minItems: 1, maxItems: LIMITS.messageCornersMax }),
  },
  { ...CLOSED, title: "PlaceRead" },
);
type PlaceRead = Static<typeof PlaceRead>;

/** A position alone is one point of the only place that is still owed. */
export const ReadBackSaid = Type.Unsafe<Static<typeof Point> | readonly PlaceRead[]>({
  ...Type.Union([Point, ListOf(PlaceRead, { minItems: 1, maxItems: LIMITS.messageListMax })]),
  description: "Place by place as the message's toReadBack asks; or one position alone.",
});
export const readBackFromWire = (said: Static<typeof ReadBackSaid>): readonly CorePlaceRead[] =>
  "lngDeg" in said ? [{ points: [said] }] : said.map(asPlaceRead);

const asPlaceRead = ({ field, points }: PlaceRead): CorePlaceRead => ({
  ...(field === undefined ? {} : { field }),
  points,
});
const Levels = ListOf(Level, { minItems: 1, maxItems: 11 });
const HashSeen = Type.String({
  pattern: "^[0-9a-f]{16,64}$",
  description: "The first 16 to 64 digits of the hash of what the officer has read.",
});

export const AcknowledgeRequest = Type.Object(
  {
    kind: OneOf(WORDS.ackKind),
    role: Role,
    hashSeen: HashSeen,
    readBack: Type.Optional(ReadBackSaid),
    levelsTold: Type.Optional(Levels),
    toldAt: Type.Optional(Instant),
    concern: Type.Optional(OneOf(WORDS.concern)),
    text: Type.Optional(LineText),
    language: Type.Optional(TextLanguage),
  },
  { ...CLOSED, title: "AcknowledgeRequest" },
);
export type AcknowledgeRequest = Static<typeof AcknowledgeRequest>;

export const ReadBackRequest = Type.Object(
  { readBack: ReadBackSaid, role: Role },
  { ...CLOSED, title: "ReadBackRequest" },
);
export type ReadBackRequest = Static<typeof ReadBackRequest>;

export const DisseminatedRequest = Type.Object(
  { role: Role, levelsTold: Levels, toldAt: Instant },
  { ...CLOSED, title: "DisseminatedRequest" },
);
export type DisseminatedRequest = Static<typeof DisseminatedRequest>;

export const Translator = Type.Object(
  {
    kind: OneOf(["person", "machine"]),
    name: Type.String({ minLength: 1, maxLength: LIMITS.nameCharsMax }),
  },
  { ...CLOSED, title: "Translator" },
);
export const Texts = Type.Unsafe<Readonly<Record<string, string>>>({
  type: "object",
  additionalProperties: { type: "string", minLength: 1, maxLength: LIMITS.messageFreeTextCharsMax },
  description: "By the name of the field.",
});
export const TranslationRequest = Type.Object(
  { language: Language, translator: Translator, texts: Texts },
  { ...CLOSED, title: "TranslationRequest" },
);
export type TranslationRequest = Static<typeof TranslationRequest>;

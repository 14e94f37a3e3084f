/** What became of a message with one recipient, on the wire. */

import { Type } from "typebox";
import type { Static } from "typebox";
import type { ActView, ReceiptView } from "../../core/line/message-view.ts";
import { WORDS } from "../../core/line/words.ts";
import { renderFixed } from "../../phrases/render.ts";
import { Role } from "./channel.ts";
import type { Language as TextLanguage } from "./language.ts";
import { MessageId } from "./message-request.ts";
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
    language: NullableOneOf(WORDS.language, { description: "Of the text." }),
    heardBy: NullableOneOf(WORDS.heardBy, { description: "Of an acknowledgement by short code." }),
    statement: Type.String(),
  },
  { title: "Acknowledged" },
);
export const Clock = Type.Object(
  { step: OneOf(["reminder", "deputy", "duty_officer", "next_level"]), at: Instant },
  { title: "MessageClock", description: "What happens next while nobody acknowledges." },
);

/** One comparison of a place that was read back: of a message, or of a site. */
export const ReadBack = Type.Object(
  {
    at: Instant,
    field: Type.String({ description: "The place, as toReadBack names it." }),
    farthest: Type.String({
      description: "Of its points the one that is farthest off, from 0: areas[1].ring[2].",
    }),
    isMatch: Type.Boolean(),
    distanceM: Type.Integer({ description: "Of that point." }),
    suspects: ListOf(
      Type.Object(
        { slip: OneOf(WORDS.readBackSlip), coordinate: OneOf(WORDS.coordinate) },
        { title: "ReadBackSuspicion" },
      ),
    ),
  },
  { title: "ReadBack" },
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
    readBacks: ListOf(ReadBack),
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

export const encodeClock = (clock: ReceiptView["clock"]): MessageReceipt["next"] =>
  clock && { step: clock.step, at: timeText(clock.dueMs) };

const encodeAct = ({ by, role, atMs }: ActView) => ({ by, role, at: timeText(atMs) });

export const encodeReceipt = (view: ReceiptView, language: TextLanguage): MessageReceipt => {
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
      language: acknowledged.language,
      heardBy: acknowledged.heardBy,
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

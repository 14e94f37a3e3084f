/** Coordination items on the wire. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { DEED_KINDS, ITEM_ROLES, ITEM_STATES } from "../../core/items/model.ts";
import type { ItemNoteView, ItemView } from "../../core/items/view.ts";
import { LIMITS } from "../../core/limits.ts";
import { nullable } from "./schema.ts";
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

export const ItemId = Type.String({ minLength: 1, maxLength: LIMITS.referenceCharsMax });
const Text = Type.String({ minLength: 1, maxLength: LIMITS.messageFreeTextCharsMax });

export const ItemRequest = Type.Object(
  {
    subject: Type.String({ minLength: 1, maxLength: LIMITS.nameCharsMax }),
    lead: PartyId,
    contributors: Type.Optional(ListOf(PartyId, { maxItems: 63 })),
    due: Type.Optional(NullableInstant),
    isHumanitarian: Type.Optional(
      Type.Boolean({
        description: "Neither a suspended line nor the day's limit stops it. Left out: no.",
      }),
    ),
    text: Type.Optional(Text),
  },
  { ...CLOSED, title: "ItemRequest" },
);
export type ItemRequest = Static<typeof ItemRequest>;

export const ItemTextRequest = Type.Object(
  { text: Type.Optional(Text) },
  { ...CLOSED, title: "ItemTextRequest" },
);
export type ItemTextRequest = Static<typeof ItemTextRequest>;

export const ItemNoteRequest = Type.Object(
  {
    text: Text,
    corrects: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: LIMITS.itemHistoryMax,
        description: "The number of a note of your own side, which stays as it was.",
      }),
    ),
  },
  { ...CLOSED, title: "ItemNoteRequest" },
);
export type ItemNoteRequest = Static<typeof ItemNoteRequest>;

export const ItemMoveRequest = Type.Object(
  {
    to: OneOf(["open", "under_way", "done", "withdrawn"]),
    text: Type.Optional(Text),
  },
  { ...CLOSED, title: "ItemMoveRequest" },
);
export type ItemMoveRequest = Static<typeof ItemMoveRequest>;

export const ItemDueRequest = Type.Object(
  { due: NullableInstant },
  { ...CLOSED, title: "ItemDueRequest" },
);
export type ItemDueRequest = Static<typeof ItemDueRequest>;

export const ContributorRequest = Type.Object(
  { party: PartyId },
  { ...CLOSED, title: "ContributorRequest" },
);
export type ContributorRequest = Static<typeof ContributorRequest>;

const COMMON = {
  id: ItemId,
  state: OneOf(ITEM_STATES),
  isHumanitarian: Type.Boolean(),
  due: NullableInstant,
  isOverdue: Type.Boolean(),
  changedAt: Instant,
};
const ItemNote = Type.Object(
  {
    number: Type.Integer(),
    party: Type.String(),
    role: OneOf(ITEM_ROLES),
    by: NullableText("The officer; null to other parties."),
    at: Instant,
    what: OneOf(DEED_KINDS),
    to: NullableOneOf(ITEM_STATES),
    due: NullableInstant,
    asked: NullableText("The party that was asked to contribute."),
    text: NullableText("In its author's language."),
    corrects: nullable(Type.Integer()),
  },
  { title: "ItemNote" },
);
export const FullItem = Type.Object(
  {
    detail: Type.Literal("full"),
    ...COMMON,
    subject: Type.String(),
    proposer: Type.String(),
    lead: Type.String(),
    role: NullableOneOf(ITEM_ROLES),
    contributions: ListOf(
      Type.Object(
        { party: Type.String(), state: OneOf(["asked", "accepted", "declined"]) },
        { title: "ItemContribution" },
      ),
    ),
    history: ListOf(ItemNote, {
      description: "Oldest first; in lists and events the newest alone. Nothing is taken out.",
    }),
    noteCount: Type.Integer(),
    madeAt: Instant,
  },
  { title: "FullItem" },
);
export const ExistsItem = Type.Object(
  { detail: Type.Literal("exists"), ...COMMON, parties: ListOf(Type.String()) },
  { title: "ExistsItem", description: "That it exists, whose it is, and when it is due." },
);
export const ItemOf = Type.Union([FullItem, ExistsItem], {
  discriminator: { propertyName: "detail" },
});
export type Item = Static<typeof ItemOf>;

export const ItemReceipt = Type.Object(
  {
    commandId: Type.String(),
    seq: Type.Integer(),
    receivedAt: Instant,
    itemId: ItemId,
    state: OneOf(ITEM_STATES),
  },
  { title: "ItemReceipt" },
);
export type ItemReceipt = Static<typeof ItemReceipt>;

export const encodeItem = (view: ItemView): Item => {
  const { id, state, isHumanitarian, isOverdue, dueMs, changedMs } = view;
  const [due, changedAt] = [boundText(dueMs), timeText(changedMs)];
  const common = { id, state, isHumanitarian, due, isOverdue, changedAt } as const;
  if (view.detail === "exists") return { detail: "exists", ...common, parties: view.parties };
  const { subject, proposer, lead, role, contributions, history, noteCount, madeMs } = view;
  return {
    detail: "full",
    ...common,
    subject,
    proposer,
    lead,
    role,
    contributions,
    history: history.map(encodeNote),
    noteCount,
    madeAt: timeText(madeMs),
  };
};

const encodeNote = ({ what, atMs, ...note }: ItemNoteView): Static<typeof ItemNote> => ({
  ...note,
  at: timeText(atMs),
  what: what.kind,
  to: what.kind === "moved" ? what.to : null,
  due: what.kind === "due" ? boundText(what.dueMs) : null,
  asked: what.kind === "asked" ? what.party : null,
});

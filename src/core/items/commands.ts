/** What parties say of a coordination item. */

import type { ItemState } from "./model.ts";

/** By its lead, or proposed to another party to lead it. */
export type OpenItem = {
  readonly kind: "open-item";
  readonly subject: string;
  readonly lead: string;
  readonly contributors: readonly string[];
  readonly dueMs: number | null;
  readonly isHumanitarian: boolean;
  readonly text?: string;
};
/** By the lead to whom it was proposed, or by a party that was asked to contribute. */
export type AcceptItem = { readonly kind: "accept-item"; readonly itemId: string };
export type DeclineItem = {
  readonly kind: "decline-item";
  readonly itemId: string;
  readonly text?: string;
};
/** By any of its parties: something to know, or a correction of what was said before. */
export type NoteItem = {
  readonly kind: "note-item";
  readonly itemId: string;
  readonly text: string;
  readonly corrects?: number;
};
/** By the lead; withdrawn before it is accepted by who proposed it. */
export type MoveItem = {
  readonly kind: "move-item";
  readonly itemId: string;
  readonly to: Exclude<ItemState, "proposed" | "declined">;
  readonly text?: string;
};
/** By the lead. */
export type SetItemDue = {
  readonly kind: "set-item-due";
  readonly itemId: string;
  readonly dueMs: number | null;
};
/** By the lead. */
export type AskContributor = {
  readonly kind: "ask-contributor";
  readonly itemId: string;
  readonly party: string;
};

export type ItemCommand =
  | OpenItem
  | AcceptItem
  | DeclineItem
  | NoteItem
  | MoveItem
  | SetItemDue
  | AskContributor;

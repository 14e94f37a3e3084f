/** What a reader sees of coordination items: their parties all of it, the host that they exist. */

import { isOpenToHost } from "../openings/model.ts";
import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import type { ItemChange } from "./changes.ts";
import { partiesOf, roleIn } from "./model.ts";
import type { Item, ItemNote, ItemRole, ItemState } from "./model.ts";

/** The officer to the own party alone; others see the party and its role. */
export type ItemNoteView = Omit<ItemNote, "by"> & {
  readonly by: string | null;
  readonly role: ItemRole;
};

export type FullItemView = Omit<Item, "history"> & {
  readonly detail: "full";
  /** The reader's own; null: the host's, which has none. */
  readonly role: ItemRole | null;
  /** Oldest first; in lists and events the newest alone. */
  readonly history: readonly ItemNoteView[];
  readonly noteCount: number;
};

export type ExistsItemView = {
  readonly detail: "exists";
  readonly id: string;
  readonly parties: readonly string[];
  readonly state: ItemState;
  readonly isHumanitarian: boolean;
  readonly dueMs: number | null;
  readonly isOverdue: boolean;
  readonly changedMs: number;
};
export type ItemView = FullItemView | ExistsItemView;

export const isItemSeen = (item: Item, reader: Reader): boolean =>
  reader.kind === "host" || partiesOf(item).includes(reader.party);

export const findItemView = (state: State, id: string, reader: Reader): ItemView | null => {
  const found = state.items.all.get(id);
  return found && isItemSeen(found, reader) ? viewItem(state, found, reader) : null;
};

/** As lists and events have it: with the newest note alone. */
export const viewItemBriefly = (state: State, item: Item, reader: Reader): ItemView => {
  const view = viewItem(state, item, reader);
  return view.detail === "full" ? { ...view, history: view.history.slice(-1) } : view;
};

const viewItem = (state: State, item: Item, reader: Reader): ItemView => {
  const { id, isHumanitarian, dueMs, isOverdue, changedMs } = item;
  if (reader.kind === "host" && !isOpenToHost(state, "item", id)) {
    const about = { id, parties: partiesOf(item), state: item.state };
    return { detail: "exists", ...about, isHumanitarian, dueMs, isOverdue, changedMs };
  }
  const party = reader.kind === "party" ? reader.party : null;
  return {
    ...item,
    detail: "full",
    role: party === null ? null : roleIn(item, party),
    history: item.history.map((note) => ({
      ...note,
      by: note.party === party ? note.by : null,
      role: roleIn(item, note.party),
    })),
    noteCount: item.history.length,
  };
};

export type ItemTold = {
  readonly kind: "item.changed" | "item.due-soon" | "item.overdue";
  readonly item: ItemView;
};

const TOLD_AS = {
  "item-changed": "item.changed",
  "item-due-soon": "item.due-soon",
  "item-overdue": "item.overdue",
} as const;

/** The change as told to this reader, or null when it is not told. */
export const tellOfItem = (
  state: State,
  { kind, itemId }: ItemChange,
  reader: Reader,
): ItemTold | null => {
  const found = state.items.all.get(itemId);
  if (!found || !isItemSeen(found, reader)) return null;
  return { kind: TOLD_AS[kind], item: viewItemBriefly(state, found, reader) };
};

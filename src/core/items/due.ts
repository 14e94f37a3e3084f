/** When an item is due: a reminder before, told as overdue after, forgotten long after it was settled. */

import type { Due } from "../due-queue.ts";
import type { Context } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import type { State } from "../state.ts";
import type { ItemChange } from "./changes.ts";
import { isSettled } from "./model.ts";
import type { Item } from "./model.ts";

export type ItemDueKind =
  /** The time of the reminder. */
  | "item-reminder"
  | "item-due"
  /** It has been settled for as long as the state keeps one. */
  | "forget-item";

/** Queues what falls due for the item as it is now; what was queued before is stale by its time. */
export const pushDue = ({ state, entry, theatre }: Context, item: Item): void => {
  const { id, dueMs } = item;
  if (isSettled(item) || dueMs === null || dueMs <= entry.atMs) return;
  const reminderMs = dueMs - theatre.rules.itemReminderMinutes * MINUTE_MS;
  if (reminderMs > entry.atMs) state.due.push({ dueMs: reminderMs, kind: "item-reminder", id });
  state.due.push({ dueMs, kind: "item-due", id });
};

const MINUTE_MS = 60_000;

/** Of an item that is settled: anew with each thing that is said of it then. */
export const pushForgetting = ({ state, entry }: Context, { id }: Item): void =>
  state.due.push({ dueMs: entry.atMs + LIMITS.itemKeptMs, kind: "forget-item", id });

/** A replaced time leaves its old due times behind, and an item that is moved on queues the same anew. */
export const onItemReminder = (state: State, { id, dueMs }: Due): ItemChange[] => {
  const item = state.items.all.get(id);
  if (!item || isSettled(item) || item.isReminded) return [];
  const reminderMinutes = state.theatre?.rules.itemReminderMinutes ?? 0;
  if (item.dueMs !== dueMs + reminderMinutes * MINUTE_MS) return [];
  item.isReminded = true;
  return [{ kind: "item-due-soon", itemId: id }];
};

export const onItemDue = (state: State, { id, dueMs }: Due): ItemChange[] => {
  const item = state.items.all.get(id);
  if (!item || isSettled(item) || item.isOverdue || item.dueMs !== dueMs) return [];
  item.isOverdue = true;
  return [{ kind: "item-overdue", itemId: id }];
};

export const forgetItem = (state: State, { id, dueMs }: Due): void => {
  const item = state.items.all.get(id);
  if (item && isSettled(item) && item.changedMs + LIMITS.itemKeptMs <= dueMs) {
    state.items.all.delete(id);
  }
};

/** What became of an item: all its parties hear at once. */
export type ItemChange = {
  readonly kind: "item-changed" | "item-due-soon" | "item-overdue";
  readonly itemId: string;
};

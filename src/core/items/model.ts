/** Coordination items: what many parties have to do together, who leads, by when, and what was said. */

import type { Machine } from "../machine.ts";
import { ShownMap } from "../shown-map.ts";

export const ITEM_STATES = [
  "proposed",
  "open",
  "under_way",
  "done",
  "withdrawn",
  "declined",
] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** Proposed to a lead until the lead accepts. What is done may be taken up again. */
export const ITEM: Machine<ItemState> = {
  name: "item",
  start: "proposed",
  next: {
    proposed: ["open", "declined", "withdrawn"],
    open: ["under_way", "done", "withdrawn"],
    under_way: ["open", "done", "withdrawn"],
    done: ["under_way"],
    withdrawn: [],
    declined: [],
  },
};

export type PartState = "asked" | "accepted" | "declined";

/** A party's part in an item beside the lead's. */
export const CONTRIBUTION: Machine<PartState> = {
  name: "contribution",
  start: "asked",
  next: { asked: ["accepted", "declined"], accepted: ["declined"], declined: ["asked"] },
};

export type Contribution = { readonly party: string; readonly state: PartState };

/** One line of an item's history. None is ever taken out; a correction names the one it sets right. */
export type ItemNote = {
  /** From 1 on, without a gap. */
  readonly number: number;
  readonly party: string;
  readonly by: string;
  readonly atMs: number;
  readonly what: ItemDeed;
  readonly text: string | null;
  /** The number of the note that this one sets right. */
  readonly corrects: number | null;
};

export type ItemDeed =
  | { readonly kind: "opened" | "accepted" | "declined" | "said" }
  | { readonly kind: "moved"; readonly to: ItemState }
  | { readonly kind: "due"; readonly dueMs: number | null }
  | { readonly kind: "asked"; readonly party: string };
export type DeedKind = ItemDeed["kind"];
export const DEED_KINDS = [
  "opened",
  "accepted",
  "declined",
  "said",
  "moved",
  "due",
  "asked",
] as const satisfies readonly DeedKind[];

export type Item = {
  readonly id: string;
  readonly subject: string;
  readonly isHumanitarian: boolean;
  readonly proposer: string;
  readonly lead: string;
  state: ItemState;
  /** In the order they were asked. */
  contributions: readonly Contribution[];
  /** Null: none. */
  dueMs: number | null;
  /** Its parties were told that the time it now has is near. */
  isReminded: boolean;
  /** It was due, and is not done. */
  isOverdue: boolean;
  readonly history: ItemNote[];
  readonly madeMs: number;
  changedMs: number;
};

/** What non-humanitarian items one party said on its last UTC day. */
export type ItemDay = { readonly day: number; readonly count: number };

export type ItemsState = {
  /** In the order they were opened. */
  readonly all: ShownMap<Item>;
  readonly days: Map<string, ItemDay>;
};

export const makeItemsState = (): ItemsState => ({
  all: new ShownMap(partiesOf),
  days: new Map(),
});

export type ItemsDump = {
  readonly all: readonly Item[];
  readonly days: readonly (readonly [string, ItemDay])[];
};

export const dumpItems = ({ all, days }: ItemsState): ItemsDump => ({
  all: [...all.values()],
  days: [...days],
});

export const loadItems = (state: ItemsState, { all, days }: ItemsDump): void => {
  for (const item of all) state.all.set(item.id, item);
  for (const [party, day] of days) state.days.set(party, day);
};

/** Who has a part in it now: the lead, who proposed it, and who was asked and did not decline. */
export const partiesOf = ({ lead, proposer, contributions }: Item): readonly string[] => [
  ...new Set([
    lead,
    proposer,
    ...contributions.filter(({ state }) => state !== "declined").map(({ party }) => party),
  ]),
];

/** Nothing is owed any more: done, withdrawn or declined. */
export const isSettled = ({ state }: Pick<Item, "state">): boolean =>
  state === "done" || state === "withdrawn" || state === "declined";

export type ItemRole = "lead" | "contributor" | "proposer";
export const ITEM_ROLES = [
  "lead",
  "contributor",
  "proposer",
] as const satisfies readonly ItemRole[];

export const roleIn = ({ lead, contributions }: Item, party: string): ItemRole =>
  party === lead
    ? "lead"
    : contributions.some((one) => one.party === party)
      ? "contributor"
      : "proposer";

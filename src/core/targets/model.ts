/** Where a party wants to be told, and of what: webhooks and mail, beside the event stream. */

import type { Machine } from "../machine.ts";
import { PartyMap } from "../party-map.ts";
import type { Language } from "../parties/model.ts";
import type { Told } from "../view.ts";

/** Of which kinds of event; a resync is told whatever they are. */
export type EventKinds = readonly Told["kind"][] | "all";

export type Destination =
  | { readonly kind: "webhook"; readonly url: string }
  | { readonly kind: "email"; readonly address: string; readonly language: Language };

export const TARGET_STATES = ["active", "paused", "removed"] as const;
export type TargetState = (typeof TARGET_STATES)[number];

/**
 * From active to active: what waits is tried again at once, also where the receiver had said that it
 * was gone. Removal is for good: what was meant for it is dropped.
 */
export const TARGET: Machine<TargetState> = {
  name: "target",
  start: "active",
  next: {
    active: ["active", "paused", "removed"],
    paused: ["active", "removed"],
    removed: [],
  },
};

/** Never changed in place: whoever holds one holds it as it was. */
export type Target = {
  /** Drawn, so that no party learns by trying which ids another has; never used again. */
  readonly id: string;
  readonly party: string;
  /** What its party calls it. */
  readonly name: string;
  readonly to: Destination;
  readonly eventKinds: EventKinds;
  readonly state: TargetState;
  /** The entry that made it: what came after is told. */
  readonly sinceSeq: number;
  readonly sinceMs: number;
  readonly changedMs: number;
  /** Who changed it last, as the token named them. */
  readonly changedBy: string | null;
  /**
   * Of a webhook's signing secret: 1, and one more with every change. The secret itself stands in no
   * log: every copy of one would give away the right to speak as this server.
   */
  readonly secretVersion: number;
  /** Null: never. */
  readonly secretChangedMs: number | null;
};

export type TargetsState = {
  /** In the order they were made, the last removed ones too. */
  readonly all: PartyMap<Target>;
  /** Those that are not removed; another list after every change. Follows from `all`. */
  live: readonly Target[];
};

export const makeTargetsState = (): TargetsState => ({
  all: new PartyMap(({ party }) => [party]),
  live: [],
});

/** Also when a dump is loaded: then of all at once. */
export const putTargets = (targets: TargetsState, changed: readonly Target[]): void => {
  for (const target of changed) targets.all.set(target.id, target);
  targets.live = [...targets.all.values()].filter(({ state }) => state !== "removed");
};

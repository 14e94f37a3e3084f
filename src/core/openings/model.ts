/** Openings: what the host may read for a while, because two of its people said so. */

import { partiesOf } from "../items/model.ts";
import { partiesOf as sidesOf } from "../incidents/model.ts";
import type { Machine } from "../machine.ts";
import { PartyMap } from "../party-map.ts";
import { partiesOf as partiesOfReview } from "../reviews/model.ts";
import type { State } from "../state.ts";

/** What may be opened, and whose it is: each of them finds the opening in its read log. */
export const OPENABLE = {
  operation: ({ operations }: State, id: string): readonly string[] | null => {
    const operation = operations.get(id);
    return operation ? [operation.party] : null;
  },
  conflict: ({ conflicts, operations }: State, id: string): readonly string[] | null => {
    const conflict = conflicts.get(id);
    if (!conflict) return null;
    return [...new Set(conflict.operationIds.map((one) => operations.get(one)!.party))];
  },
  message: ({ line }: State, id: string): readonly string[] | null => {
    const message = line.messages.get(id);
    return message ? [message.party, ...message.receipts.map(({ party }) => party)] : null;
  },
  contact: ({ contacts }: State, id: string): readonly string[] | null =>
    contacts.all.get(id)?.parties ?? null,
  readout: ({ contacts }: State, id: string): readonly string[] | null =>
    contacts.readouts.get(id)?.parties ?? null,
  item: ({ items }: State, id: string): readonly string[] | null => {
    const item = items.all.get(id);
    return item ? partiesOf(item) : null;
  },
  site: ({ sites }: State, id: string): readonly string[] | null => {
    const site = sites.all.get(id);
    return site ? [site.party] : null;
  },
  area: ({ areas }: State, id: string): readonly string[] | null =>
    areas.all.get(id)?.parties ?? null,
  incident: ({ incidents }: State, id: string): readonly string[] | null => {
    const incident = incidents.all.get(id);
    return incident ? sidesOf(incident) : null;
  },
  review: ({ reviews }: State, id: string): readonly string[] | null => {
    const review = reviews.all.get(id);
    return review ? partiesOfReview(review) : null;
  },
  movement: ({ movements }: State, id: string): readonly string[] | null => {
    const movement = movements.all.get(id);
    return movement ? [movement.party] : null;
  },
} as const;

export type Openable = keyof typeof OPENABLE;
export const OPENABLES = Object.keys(OPENABLE) as readonly Openable[];

export const OPENING_STATES = ["requested", "open", "ended", "lapsed"] as const;
export type OpeningState = (typeof OPENING_STATES)[number];

export type Opening = {
  readonly id: string;
  readonly what: Openable;
  /** Of the thing. */
  readonly thingId: string;
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedMs: number;
  state: OpeningState;
  /** The second person, once there is one. */
  secondBy: string | null;
  openedMs: number | null;
  /** When a second person is no longer waited for; once open, when it ends. */
  untilMs: number;
  /** Whose the thing is, as it was when opened. */
  parties: readonly string[];
};

export const OPENING: Machine<OpeningState> = {
  name: "opening",
  start: "requested",
  next: { requested: ["open", "lapsed"], open: ["ended"], ended: [], lapsed: [] },
};

export type OpeningsState = {
  /** In the order they were asked for. Kept: a read log that forgets is none. To a party once it is open. */
  readonly all: PartyMap<Opening>;
  /** What is open now, by `openKey`, and how often. Follows from `all`. */
  readonly openCounts: Map<string, number>;
};

export const makeOpeningsState = (): OpeningsState => ({
  all: new PartyMap(({ openedMs, parties }) => (openedMs === null ? [] : parties)),
  openCounts: new Map(),
});

export const openKey = (what: Openable, thingId: string): string => `${what} ${thingId}`;

/** May the host read all of this now? */
export const isOpenToHost = (
  { openings }: Pick<State, "openings">,
  what: Openable,
  thingId: string,
): boolean => openings.openCounts.size > 0 && openings.openCounts.has(openKey(what, thingId));

/** Also when a dump is loaded. */
export const noteOpen = ({ openCounts }: OpeningsState, { what, thingId }: Opening): void => {
  const key = openKey(what, thingId);
  openCounts.set(key, (openCounts.get(key) ?? 0) + 1);
};

export const noteEnded = ({ openCounts }: OpeningsState, { what, thingId }: Opening): void => {
  const key = openKey(what, thingId);
  const count = openCounts.get(key) ?? 0;
  if (count > 1) openCounts.set(key, count - 1);
  else openCounts.delete(key);
};

/** The ladder of disclosure: what an owner showed of an operation, to whom, at which version. */

import type { Category } from "../operations/category.ts";
import { PartyMap } from "../party-map.ts";

/**
 * Lowest first. 0 that a conflict exists, with a contact-by time · 1 one grid cell and the window ·
 * 2 area and altitude · 3 category · 4 all of it.
 */
export const RUNGS = ["conflict_only", "cell", "area_and_altitude", "category", "full"] as const;
export type Rung = (typeof RUNGS)[number];

const heightOf = (rung: Rung): number => RUNGS.indexOf(rung);
export const isAtLeast = (rung: Rung, other: Rung): boolean => heightOf(rung) >= heightOf(other);
export const higherOf = (a: Rung, b: Rung): Rung => (isAtLeast(a, b) ? a : b);
/** From here on something of the operation itself is shown, and reading it leaves a receipt. */
export const SHOWS_OPERATION: Rung = "area_and_altitude";

/** What was shown of one version: it stays visible as that version was. */
export type ShownVersion = {
  readonly version: number;
  readonly rung: Rung;
  readonly atMs: number;
};

/** The recipient opened it. The first time for each version and rung. */
export type ReadReceipt = {
  readonly version: number;
  readonly rung: Rung;
  readonly readMs: number;
};

/** What one recipient was shown of one operation. */
export type Grant = {
  readonly operationId: string;
  readonly to: string;
  /** Of versions to come, while it is open. */
  readonly rung: Rung;
  /** Closed: later versions are not shown, what was shown stays. */
  readonly isClosed: boolean;
  /** Oldest version first; one for each version. */
  readonly shown: readonly ShownVersion[];
  readonly reads: readonly ReadReceipt[];
};

/** What an owner shows to a recipient, by itself, when an operation of its is in conflict with one of theirs. */
export type StandingConsent = {
  readonly party: string;
  readonly to: string;
  readonly rung: Rung;
  /** Empty: all. */
  readonly categories: readonly Category[];
  readonly setMs: number;
};

export type DisclosureState = {
  /** By `grantKey`, in the order they were made. To a recipient those that show it the operation. */
  readonly grants: PartyMap<Grant>;
  /** By `pairKey` of owner and recipient; the owner's. */
  readonly consents: PartyMap<StandingConsent>;
  /** How often a party withdrew after a conflict with another was told: by `pairKey`. */
  readonly withdrawals: Map<string, number>;
  /** Notices of each party on the last UTC day it gave one, by area. */
  readonly areaDays: Map<string, AreaDay>;
};

/** Counted up in place: a busy party has many areas. */
export type AreaDay = { readonly day: number; readonly counts: Record<string, number> };

export const makeDisclosureState = (): DisclosureState => ({
  grants: new PartyMap(({ to, shown }) =>
    shown.some(({ rung }) => isAtLeast(rung, SHOWS_OPERATION)) ? [to] : [],
  ),
  consents: new PartyMap(({ party }) => [party]),
  withdrawals: new Map(),
  areaDays: new Map(),
});

export const grantKey = (operationId: string, to: string): string => `${operationId} ${to}`;
export const pairKey = (party: string, other: string): string => `${party} ${other}`;

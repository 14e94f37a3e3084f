/**
 * Sites near operations, as filed: both sides are told at once. The operation's party hears of the site
 * as far as its owner consented; the owner hears that it did and when, never where the operation is.
 */

import { unpackSolid } from "../../geometry/packed-volume.ts";
import { findProximity } from "../../geometry/separation.ts";
import type { Minima, Proximity as Nearness } from "../../geometry/separation.ts";
import type { Margin } from "../../geometry/sheet.ts";
import type { Change } from "../changes.ts";
import { pairKey } from "../disclosure/model.ts";
import { drawId, fingerprintOf } from "../entry.ts";
import type { Entry } from "../entry.ts";
import { solidsOf } from "../operations/model.ts";
import type { Operation } from "../operations/model.ts";
import type { State } from "../state.ts";
import { DEFAULT_RULES } from "../theatre/model.ts";
import { quarterAfter, quarterBefore } from "../theatre/quarter.ts";
import { hastenClock } from "./clock.ts";
import { recipientOf } from "./model.ts";
import type { Site } from "./model.ts";
import { dropProximity, ofOperation, ofSite } from "./proximity-model.ts";
import { openOfOperation, openOfSite, PROXIMITY, putProximity } from "./proximity-model.ts";
import type { Proximity, ProximityEnd, Tellings } from "./proximity-model.ts";
import { askIfMore, isToldOf } from "./telling.ts";

type Pair = { readonly site: Site; readonly operation: Operation; startMs: number; endMs: number };

/** Holds a live operation against all sites that its party may be told of. */
export const settleOperation = (
  state: State,
  entry: Entry,
  operation: Operation,
  end: ProximityEnd,
): Change[] => {
  if (state.sites.index.size === 0) return [];
  const { minima, margin } = reachOf(state);
  const pairs = new Map<string, Pair>();
  for (const solid of solidsOf(operation)) {
    for (const placed of state.sites.index.near(solid, margin)) {
      const site = placed.owner;
      if (!isToldOf(site, operation.party)) continue;
      const found = findProximity(solid, placed.solid(), minima);
      if (found) notePair(pairs, site.id, { site, operation }, found);
    }
  }
  const open = openOfOperation(state.sites, operation.id);
  return settle(state, entry, { pairs, open, end, keyOf: ({ siteId }) => siteId });
};

/** Holds a site in force against all operations of those who were told of it. */
export const settleSite = (state: State, entry: Entry, site: Site, end: ProximityEnd): Change[] => {
  const { minima, margin } = reachOf(state);
  const pairs = new Map<string, Pair>();
  for (const solid of site.packed.map(unpackSolid)) {
    for (const placed of state.index.near(solid, () => margin)) {
      const operation = placed.owner;
      if (!isToldOf(site, operation.party)) continue;
      const found = findProximity(solid, placed.solid(), minima);
      if (found) notePair(pairs, operation.id, { site, operation }, found);
    }
  }
  const open = openOfSite(state.sites, site.id);
  return settle(state, entry, { pairs, open, end, keyOf: ({ operationId }) => operationId });
};

const reachOf = ({ theatre }: State): { readonly minima: Minima; readonly margin: Margin } => {
  const lateralM = (theatre?.rules ?? DEFAULT_RULES).siteProximityM;
  return {
    minima: { lateralM, verticalM: 0, timeS: 0 },
    margin: { lateralM, verticalM: 0, timeMs: 0 },
  };
};

const notePair = (
  pairs: Map<string, Pair>,
  key: string,
  both: Pick<Pair, "site" | "operation">,
  { startMs, endMs }: Nearness,
): void => {
  const known = pairs.get(key);
  pairs.set(key, {
    ...both,
    startMs: Math.min(known?.startMs ?? Infinity, quarterBefore(startMs)),
    endMs: Math.max(known?.endMs ?? -Infinity, quarterAfter(endMs)),
  });
};

type Found = {
  readonly pairs: ReadonlyMap<string, Pair>;
  /** Those open until now. */
  readonly open: readonly Proximity[];
  readonly end: ProximityEnd;
  readonly keyOf: (proximity: Proximity) => string;
};

/** In the order of what the pairs are named by, whatever the index found first. */
const settle = (state: State, entry: Entry, { pairs, open, end, keyOf }: Found): Change[] => {
  const changes: Change[] = [];
  const known = new Map(open.map((one) => [keyOf(one), one]));
  for (const [key, proximity] of known) {
    if (!pairs.has(key)) changes.push(...endProximity(state, entry, proximity, end));
  }
  for (const [key, pair] of [...pairs].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const proximity = known.get(key);
    changes.push(...(proximity ? moveWindow(proximity, pair) : openProximity(state, entry, pair)));
  }
  return changes;
};

const openProximity = (state: State, entry: Entry, pair: Pair): Change[] => {
  const { site, operation, startMs, endMs } = pair;
  const proximity: Proximity = {
    id: unusedId(state, entry, pair),
    siteId: site.id,
    owner: site.party,
    operationId: operation.id,
    party: operation.party,
    startMs,
    endMs,
    openedMs: entry.atMs,
    state: PROXIMITY.start,
    overMs: null,
    end: null,
  };
  putProximity(state.sites, proximity);
  count(state, proximity, "toldCount");
  askIfMore(state.sites, site, recipientOf(site, operation.party)!, entry.atMs);
  hastenClock(state, site, entry.atMs);
  return [{ kind: "proximity-opened", proximityId: proximity.id }];
};

/** Drawn from the entry's salt and the two things, as a conflict's is. */
const unusedId = ({ sites }: State, { salt }: Entry, { site, operation }: Pair): string => {
  let ordinal = fingerprintOf(`${site.id} ${operation.id}`);
  const idOf = (): string => `proximity-${drawId(salt, ordinal)}`;
  while (sites.proximities.has(idOf())) ordinal++;
  return idOf();
};

const moveWindow = (proximity: Proximity, { startMs, endMs }: Pair): Change[] => {
  if (proximity.startMs === startMs && proximity.endMs === endMs) return [];
  Object.assign(proximity, { startMs, endMs });
  return [{ kind: "proximity-changed", proximityId: proximity.id }];
};

const endProximity = (
  state: State,
  { atMs }: Entry,
  proximity: Proximity,
  end: ProximityEnd,
): Change[] => {
  Object.assign(proximity, { state: "over", overMs: atMs, end });
  if (end === "operation_changed") count(state, proximity, "withdrawnCount");
  return [{ kind: "proximity-over", proximityId: proximity.id }];
};

/** The operation is over. Taken back after it was told of a site, it is counted so. */
export const endOfOperation = (
  state: State,
  entry: Entry,
  { id, state: to }: Operation,
): Change[] =>
  openOfOperation(state.sites, id).flatMap((one) => {
    if (to === "cancelled") count(state, one, "withdrawnCount");
    return endProximity(state, entry, one, "operation_over");
  });

export const endOfSite = (state: State, entry: Entry, { id }: Site): Change[] =>
  openOfSite(state.sites, id).flatMap((one) => endProximity(state, entry, one, "site_withdrawn"));

const count = ({ sites }: State, { owner, party }: Proximity, what: keyof Tellings): void => {
  const key = pairKey(owner, party);
  const known = sites.tellings.get(key) ?? { toldCount: 0, withdrawnCount: 0 };
  sites.tellings.set(key, { ...known, [what]: known[what] + 1 });
};

/** With an operation, or a site, that leaves the state. The record keeps them. */
export const forgetProximitiesOf = (state: State, operationId: string): void => {
  for (const one of ofOperation(state.sites, operationId)) dropProximity(state.sites, one);
};

/** A withdrawn site leaves the state long after those who knew of it were told. */
export const forgetSite = (state: State, id: string): void => {
  for (const one of ofSite(state.sites, id)) dropProximity(state.sites, one);
  state.sites.all.delete(id);
};

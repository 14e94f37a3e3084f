/** Proximities: a site and an operation near by, of which both sides were told. */

import { SolidIndex } from "../solid-index.ts";
import type { Machine } from "../machine.ts";
import { PartyMap } from "../party-map.ts";
import { ShownMap } from "../shown-map.ts";
import { findVersion } from "./model.ts";
import type { Site } from "./model.ts";

export type ProximityState = "open" | "over";
export const PROXIMITY: Machine<ProximityState> = {
  name: "proximity",
  start: "open",
  next: { open: ["over"], over: [] },
};

export const PROXIMITY_ENDS = [
  "operation_over",
  "operation_changed",
  "agreed",
  "site_changed",
  "site_withdrawn",
  "rules_changed",
] as const;
export type ProximityEnd = (typeof PROXIMITY_ENDS)[number];

export type Proximity = {
  readonly id: string;
  readonly siteId: string;
  /** Whose the site is. */
  readonly owner: string;
  readonly operationId: string;
  /** Whose the operation is: told of the site. */
  readonly party: string;
  /** When both are there, rounded outward to the quarter of an hour; ±Infinity open. */
  startMs: number;
  endMs: number;
  readonly openedMs: number;
  state: ProximityState;
  overMs: number | null;
  end: ProximityEnd | null;
};

/** How often a party was told of an owner's sites by what it filed, and took it back afterwards. */
export type Tellings = { readonly toldCount: number; readonly withdrawnCount: number };

export type SitesState = {
  /** In the order they were submitted. To others once they were told. */
  readonly all: ShownMap<Site>;
  /** In the order they were found, over ones too while their operation is in the state. */
  readonly proximities: PartyMap<Proximity>;
  /** By `pairKey` of owner and party. */
  readonly tellings: Map<string, Tellings>;
  /** Proximities by their operation and by their site. Follow from `proximities`. */
  readonly byOperation: Map<string, Set<Proximity>>;
  readonly bySite: Map<string, Set<Proximity>>;
  /** Sites of each party that are not withdrawn. Follows from `all`. */
  readonly liveCounts: Map<string, number>;
  /** What others are told of, found by place. Follows from `all`. */
  readonly index: SolidIndex<Site>;
};

export const makeSitesState = (): SitesState => ({
  all: new ShownMap(({ party, recipients }) => [
    party,
    ...recipients.filter(({ told }) => told.length > 0).map((one) => one.party),
  ]),
  proximities: new PartyMap(({ owner, party }) => [owner, party]),
  tellings: new Map(),
  byOperation: new Map(),
  bySite: new Map(),
  liveCounts: new Map(),
  index: new SolidIndex(),
});

/** Also when a dump is loaded. */
export const putProximity = (sites: SitesState, proximity: Proximity): void => {
  sites.proximities.set(proximity.id, proximity);
  setOf(sites.byOperation, proximity.operationId).add(proximity);
  setOf(sites.bySite, proximity.siteId).add(proximity);
};

export const dropProximity = (sites: SitesState, proximity: Proximity): void => {
  sites.proximities.delete(proximity.id);
  for (const [by, id] of [
    [sites.byOperation, proximity.operationId],
    [sites.bySite, proximity.siteId],
  ] as const) {
    const known = setOf(by, id);
    known.delete(proximity);
    if (known.size === 0) by.delete(id);
  }
};

const setOf = (by: Map<string, Set<Proximity>>, id: string): Set<Proximity> => {
  const known = by.get(id) ?? new Set();
  by.set(id, known);
  return known;
};

export const ofOperation = ({ byOperation }: SitesState, id: string): Iterable<Proximity> =>
  byOperation.get(id) ?? [];
export const ofSite = ({ bySite }: SitesState, id: string): Iterable<Proximity> =>
  bySite.get(id) ?? [];

const isOpen = ({ state }: Proximity): boolean => state === "open";
export const openOfOperation = (sites: SitesState, id: string): Proximity[] =>
  [...ofOperation(sites, id)].filter(isOpen);
export const openOfSite = (sites: SitesState, id: string): Proximity[] =>
  [...ofSite(sites, id)].filter(isOpen);

/** Is an operation of the party near the site, as filed? */
export const isNear = (sites: SitesState, { id }: Site, party: string): boolean => {
  for (const one of ofSite(sites, id)) if (one.party === party && isOpen(one)) return true;
  return false;
};

/** As plain data for snapshots. */
export type SitesDump = {
  readonly sites: readonly Omit<Site, "packed" | "placeIds">[];
  readonly proximities: readonly Proximity[];
  readonly tellings: readonly (readonly [string, Tellings])[];
};

export const dumpSites = ({ all, proximities, tellings }: SitesState): SitesDump => ({
  sites: Array.from(all.values(), ({ packed: _packed, placeIds: _placeIds, ...site }) => site),
  proximities: [...proximities.values()],
  tellings: [...tellings],
});

export const loadSites = (sites: SitesState, dump: SitesDump): void => {
  for (const row of dump.sites) {
    const site: Site = { ...row, packed: [], placeIds: [] };
    putSite(sites, site);
    if (site.state !== "withdrawn") placeSite(sites, site);
  }
  for (const proximity of dump.proximities) putProximity(sites, proximity);
  for (const [key, counts] of dump.tellings) sites.tellings.set(key, counts);
};

/** A new one, also when a dump is loaded. */
export const putSite = (sites: SitesState, site: Site): void => {
  sites.all.set(site.id, site);
  if (site.state !== "withdrawn") countLive(sites, site, 1);
};

const countLive = ({ liveCounts }: SitesState, { party }: Site, by: 1 | -1): void => {
  liveCounts.set(party, (liveCounts.get(party) ?? 0) + by);
};

/** The version in force is from now on what is found near an operation. */
export const placeSite = ({ index }: SitesState, site: Site): void => {
  index.remove(site);
  site.packed = findVersion(site, site.inForce)?.packed ?? [];
  index.add(site);
};

/** Withdrawn: near nothing, and counted no more. */
export const unplaceSite = (sites: SitesState, site: Site): void => {
  sites.index.remove(site);
  site.packed = [];
  countLive(sites, site, -1);
};

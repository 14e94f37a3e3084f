/** Sites and proximities for one reader, and what it is told of them. */

import type { Reader } from "../operations/view.ts";
import type { Rung } from "../disclosure/model.ts";
import type { State } from "../state.ts";
import type { SiteCause, SiteChange } from "./changes.ts";
import type { Site, SiteFields } from "./model.ts";
import type { Proximity, ProximityEnd, ProximityState, Tellings } from "./proximity-model.ts";
import { findUnread, previewSite, refOf, viewSite } from "./view.ts";
import type { FullSiteView, SiteRef, SiteView, ExistsSiteView } from "./view.ts";

/**
 * A site near an operation. The operation's party is told which operation and which site; the site's
 * owner, which site and whose notice: never which, and never where.
 */
export type ProximityView = {
  readonly id: string;
  readonly side: "operation" | "site";
  readonly siteId: string;
  /** null: to the site's owner. */
  readonly operationId: string | null;
  /** The other side. */
  readonly party: string;
  readonly state: ProximityState;
  readonly startMs: number;
  readonly endMs: number;
  readonly openedMs: number;
  readonly overMs: number | null;
  readonly end: ProximityEnd | null;
};

/** For the owner: how often a party was told by what it filed, and took that back. */
export type TellingsView = Tellings & { readonly party: string };

export type SitesView = {
  readonly find: (id: string) => SiteView | null;
  /** What the reader owes a receipt for before it reads another's site. */
  readonly unread: (id: string) => { readonly version: number; readonly rung: Rung } | null;
  readonly preview: (id: string, rung: Rung) => Partial<SiteFields> | null;
  readonly proximity: (id: string) => ProximityView | null;
  readonly tellings: () => readonly TellingsView[];
};

export type SiteTold =
  | {
      readonly kind: "site.changed";
      readonly cause: SiteCause;
      readonly site: FullSiteView | ExistsSiteView;
    }
  | { readonly kind: "site.told"; readonly cause: SiteCause; readonly site: SiteRef }
  | {
      readonly kind: "proximity.opened" | "proximity.changed" | "proximity.over";
      readonly proximity: ProximityView;
    };

export const viewProximity = (proximity: Proximity, reader: Reader): ProximityView | null => {
  if (reader.kind === "host") return null;
  const { owner, party, operationId, ...common } = proximity;
  const { id, siteId, state, startMs, endMs, openedMs, overMs, end } = common;
  const told = { id, siteId, state, startMs, endMs, openedMs, overMs, end };
  if (reader.party === party) return { ...told, side: "operation", operationId, party: owner };
  return reader.party === owner ? { ...told, side: "site", operationId: null, party } : null;
};

export const sitesViewFor = (state: State, reader: Reader): SitesView => {
  const { sites } = state;
  const withSite = <T>(id: string, view: (site: Site) => T | null): T | null => {
    const found = sites.all.get(id);
    return found ? view(found) : null;
  };
  return {
    find: (id) => withSite(id, (site) => viewSite(state, site, reader)),
    unread: (id) => withSite(id, (site) => findUnread(state, site, reader)),
    preview: (id, rung) => withSite(id, (site) => previewSite(site, reader, rung)),
    proximity: (id) => {
      const found = sites.proximities.get(id);
      return found ? viewProximity(found, reader) : null;
    },
    tellings: () =>
      (state.theatre?.parties ?? []).flatMap(({ id: party }) => {
        const counts =
          reader.kind === "party" ? sites.tellings.get(`${reader.party} ${party}`) : undefined;
        return counts ? [{ party, ...counts }] : [];
      }),
  };
};

/** What the host hears: not who read, doubted or passed on, nor to whom what is shown. */
const HOST_HEARS: ReadonlySet<SiteCause> = new Set([
  "submitted",
  "verified",
  "notified",
  "reconfirmed",
  "due",
  "lapsed",
  "withdrawn",
  "hit_reported",
]);

export const tellOfSites = (state: State, change: SiteChange, reader: Reader): SiteTold | null => {
  switch (change.kind) {
    case "site-changed": {
      const found = state.sites.all.get(change.siteId);
      const site = found ? viewSite(state, found, reader) : null;
      if (!site || site.detail === "told") return null;
      if (reader.kind === "host" && !HOST_HEARS.has(change.cause)) return null;
      return { kind: "site.changed", cause: change.cause, site };
    }
    case "site-told": {
      if (reader.kind === "host" || reader.party !== change.to) return null;
      const found = state.sites.all.get(change.siteId);
      const site = found ? refOf(state, found, reader) : null;
      return site && { kind: "site.told", cause: change.cause, site };
    }
    default: {
      const found = state.sites.proximities.get(change.proximityId);
      const proximity = found ? viewProximity(found, reader) : null;
      return proximity && { kind: TOLD_AS[change.kind], proximity };
    }
  }
};

const TOLD_AS = {
  "proximity-opened": "proximity.opened",
  "proximity-changed": "proximity.changed",
  "proximity-over": "proximity.over",
} as const;

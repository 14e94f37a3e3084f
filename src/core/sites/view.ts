/**
 * What a reader sees of sites: the owner all of its own, with everything that was read of it; a recipient
 * what it was told, as far as consent and nearness go; the host that they exist and when they are due.
 */

import { cellOf } from "../disclosure/cell.ts";
import type { Cell } from "../disclosure/cell.ts";
import { isAtLeast } from "../disclosure/model.ts";
import type { ReadReceipt, Rung } from "../disclosure/model.ts";
import type { Window } from "../line/fields.ts";
import { isOpenToHost } from "../openings/model.ts";
import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import { outwardMs } from "../theatre/quarter.ts";
import { findVersion, lastTold, recipientOf, versionInForce } from "./model.ts";
import type { Recipient, Site, SiteFields, SiteReceipt, SiteState } from "./model.ts";
import type { SiteVersion, TellingTime, ToldVersion } from "./model.ts";
import { isNear } from "./proximity-model.ts";
import { rungFor } from "./telling.ts";

/** Officers' names are for their own party alone. */
type Unnamed<T> = Omit<T, "by"> & { readonly by: string | null };
export type SiteReceiptView = Omit<SiteReceipt, "acknowledged" | "objected" | "disseminated"> & {
  readonly acknowledged: Unnamed<NonNullable<SiteReceipt["acknowledged"]>> | null;
  readonly objected: Unnamed<NonNullable<SiteReceipt["objected"]>> | null;
  readonly disseminated: readonly Unnamed<SiteReceipt["disseminated"][number]>[];
};

export type SiteVersionView = Omit<SiteVersion, "packed" | "verified"> & {
  readonly verified: Unnamed<NonNullable<SiteVersion["verified"]>> | null;
};

/** For the owner: one recipient, and exactly what it gets when it asks. */
export type SiteRecipientView = {
  readonly party: string;
  readonly rung: Rung;
  readonly when: TellingTime;
  readonly isClosed: boolean;
  readonly isNear: boolean;
  readonly told: readonly ToldVersion[];
  readonly reads: readonly ReadReceipt[];
  readonly receipts: readonly SiteReceiptView[];
  readonly sees: ToldSiteView | null;
};

type Common = {
  readonly id: string;
  readonly party: string;
  readonly state: SiteState;
  readonly changedMs: number;
};
/** Until when it counts: sooner while operations are near, and so not for those who were told. */
type Due = Common & { readonly reconfirmByMs: number | null };

/** All of it: for the owner, and for the host while two people opened it. */
export type FullSiteView = Due & {
  readonly detail: "full";
  readonly inForce: number | null;
  readonly confirmedMs: number | null;
  readonly confirmedBy: string | null;
  /** Oldest first; the last one may still be under check. */
  readonly versions: readonly SiteVersionView[];
  readonly recipients: readonly SiteRecipientView[];
  readonly hits: Site["hits"];
  readonly withdrawn: Site["withdrawn"];
};

/** That it exists, whose it is, and when it is due. */
export type ExistsSiteView = Due & { readonly detail: "exists" };

/** Another's, as much of it as its owner consented to, of the last version that was told. */
export type ToldSiteView = Common & {
  readonly detail: "told";
  readonly version: number;
  readonly rung: Rung;
  /** Is that version in force? If not, it is known only that it changed. */
  readonly isCurrent: boolean;
  readonly isNear: boolean;
  readonly toldMs: number;
  readonly confirmedMs: number | null;
  /** From `cell` on, rounded outward to the quarter of an hour below `full`. */
  readonly cell: Cell | null;
  readonly window: Window | null;
  /** From `area_and_altitude` on, more at each rung; never who else is told. */
  readonly fields: Partial<SiteFields>;
  readonly hitMs: readonly number[];
  /** The reader's own: what it is asked to acknowledge. */
  readonly receipt: SiteReceiptView | null;
};

export type SiteView = FullSiteView | ExistsSiteView | ToldSiteView;

/** That a site was told, without where: what lists and events say. Reading it is a receipt. */
export type SiteRef = Pick<
  ToldSiteView,
  "id" | "party" | "state" | "version" | "rung" | "isCurrent" | "isNear" | "changedMs"
> & { readonly readMs: number | null; readonly receiptState: SiteReceipt["state"] | null };

/** Null: to this reader there is none. */
export const viewSite = (state: State, site: Site, reader: Reader): SiteView | null => {
  if (reader.kind === "host") {
    return isOpenToHost(state, "site", site.id)
      ? viewFull(state, site, reader)
      : { detail: "exists", ...dueOf(site) };
  }
  if (reader.party === site.party) return viewFull(state, site, reader);
  const recipient = recipientOf(site, reader.party);
  return recipient && viewTold(state, site, recipient, reader);
};

const dueOf = ({ id, party, state, reconfirmByMs, changedMs }: Site): Due => ({
  id,
  party,
  state,
  reconfirmByMs,
  changedMs,
});

const nameFor = (reader: Reader, party: string, by: string | null): string | null =>
  reader.kind === "party" && reader.party === party ? by : null;

const viewFull = (state: State, site: Site, reader: Reader): FullSiteView => {
  const name = (by: string | null): string | null => nameFor(reader, site.party, by);
  return {
    detail: "full",
    ...dueOf(site),
    inForce: site.inForce,
    confirmedMs: site.confirmedMs,
    confirmedBy: name(site.confirmedBy),
    versions: site.versions.map(({ packed: _packed, verified, by, ...version }) => ({
      ...version,
      by: name(by),
      verified: verified && { ...verified, by: name(verified.by) },
      readBacks: [...version.readBacks],
    })),
    recipients: site.recipients.map((one) => viewRecipient(state, site, one, reader)),
    hits: site.hits.map((hit) => ({ ...hit, by: name(hit.by) })),
    withdrawn: site.withdrawn && { ...site.withdrawn, by: name(site.withdrawn.by) },
  };
};

const viewRecipient = (
  state: State,
  site: Site,
  recipient: Recipient,
  reader: Reader,
): SiteRecipientView => {
  const { party, rung, when, closedMs, told, reads, receipts } = recipient;
  return {
    party,
    rung,
    when,
    isClosed: closedMs !== null,
    isNear: isNear(state.sites, site, party),
    told: [...told],
    reads: [...reads],
    receipts: receipts.map((one) => viewReceipt(one, party, reader)),
    sees: viewTold(state, site, recipient, reader),
  };
};

const viewReceipt = (receipt: SiteReceipt, party: string, reader: Reader): SiteReceiptView => {
  const hide = <T extends { readonly by: string }>(act: T): Unnamed<T> => ({
    ...act,
    by: nameFor(reader, party, act.by),
  });
  const { acknowledged, objected, disseminated, readBacks } = receipt;
  return {
    ...receipt,
    acknowledged: acknowledged && hide(acknowledged),
    objected: objected && hide(objected),
    disseminated: disseminated.map(hide),
    readBacks: [...readBacks],
  };
};

const PLACE_FIELDS: readonly (keyof SiteFields)[] = [
  "place",
  "footprint",
  "accuracyM",
  "positionMethod",
  "storeys",
  "underground",
];
/** Whom else it is told to, and how much: the owner's alone. */
const NEVER_TOLD: readonly (keyof SiteFields)[] = ["mayBeTold", "disclosure"];

const fieldsAt = (body: SiteFields, rung: Rung): Partial<SiteFields> => {
  const isTold = (name: keyof SiteFields): boolean => {
    if (NEVER_TOLD.includes(name)) return false;
    if (rung === "full") return true;
    if (PLACE_FIELDS.includes(name)) return isAtLeast(rung, "area_and_altitude");
    return name === "siteKind" && isAtLeast(rung, "category");
  };
  const names = Object.keys(body) as (keyof SiteFields)[];
  return Object.fromEntries(names.filter(isTold).map((name) => [name, body[name]]));
};

const viewTold = (
  state: State,
  site: Site,
  recipient: Recipient,
  reader: Reader,
): ToldSiteView | null => {
  const rung = rungFor(state.sites, site, recipient);
  const told = lastTold(recipient);
  if (!rung || !told) return null;
  const { body } = findVersion(site, told.version)!;
  const receipt = recipient.receipts.at(-1);
  const isCurrent = told.version === site.inForce;
  const hasCell = isAtLeast(rung, "cell");
  return {
    detail: "told",
    ...knownOf(site, recipient, told),
    version: told.version,
    rung,
    isCurrent,
    isNear: isNear(state.sites, site, recipient.party),
    toldMs: told.atMs,
    confirmedMs: isCurrent ? site.confirmedMs : null,
    cell: hasCell ? cellOf(body.place.lngDeg, body.place.latDeg) : null,
    window: hasCell ? windowAt(body.window, rung) : null,
    fields: fieldsAt(body, rung),
    hitMs: isCurrent ? site.hits.map(({ atMs }) => atMs) : [],
    receipt: receipt ? viewReceipt(receipt, recipient.party, reader) : null,
  };
};

/**
 * How what was told stands. An update that is not notified yet is the owner's alone; of later versions
 * that the recipient is not told, neither what nor when: what it knows has lapsed. When it is due tells
 * who else is near, and of which kind it is: it is told once it lapses.
 */
const knownOf = (site: Site, { closedMs }: Recipient, { version, atMs }: ToldVersion): Common => {
  const { id, party, state, withdrawn, hits, confirmedMs, reconfirmByMs } = site;
  const overMs = withdrawn?.atMs ?? null;
  if (version !== site.inForce) {
    const now = withdrawn ? state : "lapsed";
    const changedMs = overMs ?? closedMs ?? atMs;
    return { id, party, state: now, changedMs };
  }
  const lapsedMs = state === "lapsed" ? (reconfirmByMs ?? 0) : 0;
  const hitMs = hits.at(-1)?.reportedMs ?? 0;
  const changedMs = Math.max(atMs, confirmedMs ?? 0, hitMs, lapsedMs, overMs ?? 0);
  return { id, party, state: state === "due_for_reconfirmation" ? "notified" : state, changedMs };
};

const windowAt = (window: Window, rung: Rung): Window => {
  if (rung === "full") return window;
  const { startMs, endMs } = outwardMs(window.startMs, window.endMs ?? Infinity);
  return { startMs, endMs: window.endMs === null ? null : endMs };
};

/** To one that was told of it; null: it was not. */
export const refOf = (state: State, site: Site, reader: Reader): SiteRef | null => {
  if (reader.kind === "host" || reader.party === site.party) return null;
  const recipient = recipientOf(site, reader.party);
  const seen = recipient && viewTold(state, site, recipient, reader);
  if (!recipient || !seen) return null;
  const { id, party, state: now, version, rung, isCurrent, isNear: near, changedMs } = seen;
  const read = recipient.reads.find((one) => one.version === version && one.rung === rung);
  return {
    id,
    party,
    state: now,
    version,
    rung,
    isCurrent,
    isNear: near,
    changedMs,
    readMs: read?.readMs ?? null,
    receiptState: recipient.receipts.at(-1)?.state ?? null,
  };
};

/** What the reader has not opened yet of another's site; null: it owes no receipt to see it. */
export const findUnread = (
  state: State,
  site: Site,
  reader: Reader,
): { readonly version: number; readonly rung: Rung } | null => {
  const ref = refOf(state, site, reader);
  return ref && ref.rung !== "conflict_only" && ref.readMs === null
    ? { version: ref.version, rung: ref.rung }
    : null;
};

/** For the owner: exactly what a recipient would get now, at a rung, while it is near. */
export const previewSite = (site: Site, reader: Reader, rung: Rung): Partial<SiteFields> | null => {
  if (reader.kind === "host" || reader.party !== site.party) return null;
  return fieldsAt((versionInForce(site) ?? site.versions.at(-1)!).body, rung);
};

/** Who is told what of a site: versions, rungs, and what each is asked to acknowledge. */

import type { Change } from "../changes.ts";
import { higherOf, isAtLeast } from "../disclosure/model.ts";
import type { Rung } from "../disclosure/model.ts";
import { LIMITS } from "../limits.ts";
import { findVersion, lastTold, latestVersion, mattersTo, recipientOf } from "./model.ts";
import type { Recipient, Site, SiteReceipt, ToldVersion } from "./model.ts";
import type { SiteCause, SiteChange } from "./changes.ts";
import { isNear } from "./proximity-model.ts";
import type { SitesState } from "./proximity-model.ts";

/** What a recipient sees of it now: that it exists, or what its owner consented to. Null: nothing. */
export const rungFor = (sites: SitesState, site: Site, recipient: Recipient): Rung | null => {
  const told = lastTold(recipient);
  if (!told) return null;
  return told.when === "always" || isNear(sites, site, recipient.party)
    ? told.rung
    : "conflict_only";
};

/** Is the party told of what is in force, and so of its being near? */
export const isToldOf = (site: Site, party: string): boolean => {
  const recipient = recipientOf(site, party);
  return recipient !== null && lastTold(recipient)?.version === site.inForce;
};

/**
 * The latest version is in force. Those it names are told; those it names no more hear that it changed,
 * and of no later version.
 */
export const enterForce = (sites: SitesState, site: Site, atMs: number): Change[] => {
  const before = findVersion(site, site.inForce);
  const known = tellCurrent(site, "notified");
  const latest = latestVersion(site);
  site.inForce = latest.version;
  latest.notifiedMs = atMs;
  for (const party of latest.body.mayBeTold) {
    const recipient = recipientOf(site, party) ?? addRecipient(site, party);
    recipient.closedMs = null;
    if (!recipient.isSet) recipient.rung = latest.body.disclosure;
    recipient.told.push({
      version: latest.version,
      rung: recipient.rung,
      when: recipient.when,
      atMs,
    });
    const isAsked = !before || mattersTo(before.body, latest.body);
    if (isAsked || recipient.receipts.length === 0) askAnew(sites, site, recipient, atMs);
    else askIfMore(sites, site, recipient, atMs);
  }
  for (const recipient of site.recipients) {
    if (!latest.body.mayBeTold.includes(recipient.party)) recipient.closedMs ??= atMs;
  }
  forgetVersions(site);
  sites.all.set(site.id, site);
  const told = tellCurrent(site, "notified");
  return [...known.filter(({ to }) => !isToldOf(site, to)), ...told];
};

export const addRecipient = (site: Site, party: string): Recipient => {
  const recipient: Recipient = {
    party,
    rung: latestVersion(site).body.disclosure,
    when: "near",
    isSet: false,
    closedMs: null,
    told: [],
    reads: [],
    receipts: [],
  };
  site.recipients.push(recipient);
  return recipient;
};

/** What is told of the version that the recipient knows, only ever raised. */
export const raiseTold = (
  recipient: Recipient,
  { rung, when }: Pick<ToldVersion, "rung" | "when">,
  atMs: number,
): boolean => {
  const told = lastTold(recipient);
  if (!told) return false;
  const raised = {
    ...told,
    rung: higherOf(told.rung, rung),
    when: told.when === "always" ? told.when : when,
    atMs,
  };
  if (raised.rung === told.rung && raised.when === told.when) return false;
  recipient.told[recipient.told.length - 1] = raised;
  return true;
};

const askAnew = (sites: SitesState, site: Site, recipient: Recipient, atMs: number): void => {
  const { version } = lastTold(recipient)!;
  const rung = rungFor(sites, site, recipient)!;
  recipient.receipts.push(newReceipt({ version, rung, askedMs: atMs }));
};

/** It sees more than it was asked about. */
export const askIfMore = (
  sites: SitesState,
  site: Site,
  recipient: Recipient,
  atMs: number,
): void => {
  const rung = rungFor(sites, site, recipient);
  const asked = recipient.receipts.at(-1);
  if (rung && asked && !isAtLeast(asked.rung, rung)) askAnew(sites, site, recipient, atMs);
};

const newReceipt = (about: Pick<SiteReceipt, "version" | "rung" | "askedMs">): SiteReceipt => ({
  ...about,
  state: "undelivered",
  deliveredMs: null,
  acknowledged: null,
  objected: null,
  disseminated: [],
  readBacks: [],
});

type ToldChange = Extract<SiteChange, { kind: "site-told" }>;

/** To each that was told of the version in force. */
export const tellCurrent = (site: Site, cause: SiteCause): ToldChange[] =>
  tellAll(site, cause).filter(({ to }) => isToldOf(site, to));

/** To each that was ever told of it. */
export const tellAll = ({ id, recipients }: Site, cause: SiteCause): ToldChange[] =>
  recipients
    .filter((one) => one.told.length > 0)
    .map(({ party }) => ({ kind: "site-told", siteId: id, to: party, cause }));

/** Old versions leave the state (the record keeps them), but for those that someone still goes by. */
export const forgetVersions = (site: Site): void => {
  const limit = LIMITS.siteVersionsKeptMax;
  const excess = site.versions.length - limit;
  if (excess <= 0) return;
  const known = new Set(site.recipients.map((one) => lastTold(one)?.version));
  const dropped = new Set(
    site.versions
      .slice(0, excess)
      .map(({ version }) => version)
      .filter((version) => version !== site.inForce && !known.has(version)),
  );
  keep(site.versions, dropped);
  for (const { told, reads, receipts } of site.recipients) {
    keep(told, dropped);
    keep(reads, dropped);
    keep(receipts, dropped);
  }
};

const keep = (list: { readonly version: number }[], dropped: ReadonlySet<number>): void => {
  list.splice(0, list.length, ...list.filter(({ version }) => !dropped.has(version)));
};

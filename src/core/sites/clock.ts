/** Until when a site counts as it was confirmed: a reminder, then it lapses and is told as lapsed. */

import type { Change } from "../changes.ts";
import type { Entry } from "../entry.ts";
import type { State } from "../state.ts";
import { DEFAULT_RULES } from "../theatre/model.ts";
import { HEALTH_KINDS, SITE, versionInForce } from "./model.ts";
import type { Site, SiteState } from "./model.ts";
import { openOfSite } from "./proximity-model.ts";
import { tellCurrent } from "./telling.ts";

/** What is in force was confirmed at this moment. */
export const startClock = (state: State, site: Site, by: string | null, atMs: number): void => {
  Object.assign(site, { confirmedMs: atMs, confirmedBy: by });
  setDue(state, site, atMs, lapseOf(state, site, atMs));
};

/**
 * An operation was filed near by: a health site is due sooner, though not before its owner has had the
 * time of a reminder.
 */
export const hastenClock = (state: State, site: Site, atMs: number): void => {
  const { confirmedMs, reconfirmByMs } = site;
  if (confirmedMs === null || reconfirmByMs === null || site.state === "lapsed") return;
  const { siteReminderMs } = state.theatre?.rules ?? DEFAULT_RULES;
  const byMs = Math.max(lapseOf(state, site, confirmedMs), atMs + siteReminderMs);
  if (byMs < reconfirmByMs) setDue(state, site, atMs, byMs);
};

/** The owner may have said an earlier time; past the end of its own window no site counts. */
const lapseOf = (state: State, site: Site, confirmedMs: number): number => {
  const { siteReconfirmMs, siteReconfirmActiveMs } = state.theatre?.rules ?? DEFAULT_RULES;
  const { siteKind, window, reconfirmByMs = Infinity } = versionInForce(site)!.body;
  const isActive = HEALTH_KINDS.has(siteKind) && openOfSite(state.sites, site.id).length > 0;
  return Math.min(
    confirmedMs + (isActive ? Math.min(siteReconfirmActiveMs, siteReconfirmMs) : siteReconfirmMs),
    reconfirmByMs > confirmedMs ? reconfirmByMs : Infinity,
    window.endMs === null ? Infinity : Math.max(window.endMs, confirmedMs),
  );
};

const setDue = (state: State, site: Site, atMs: number, byMs: number): void => {
  const { siteReminderMs } = state.theatre?.rules ?? DEFAULT_RULES;
  const beforeMs = Math.min(siteReminderMs, Math.floor((byMs - atMs) / 2));
  site.reconfirmByMs = byMs;
  site.remindMs = byMs - beforeMs;
  state.due.push({ dueMs: site.remindMs, kind: "site-reminder", id: site.id });
  state.due.push({ dueMs: byMs, kind: "site-lapse", id: site.id });
};

/** Due times that are no longer the site's own are stale. */
export const onSiteReminder = (state: State, entry: Entry, id: string, dueMs: number): Change[] => {
  const site = state.sites.all.get(id);
  return site && site.remindMs === dueMs ? passTo(entry, site, "due_for_reconfirmation") : [];
};

export const onSiteLapse = (state: State, entry: Entry, id: string, dueMs: number): Change[] => {
  const site = state.sites.all.get(id);
  if (!site || site.reconfirmByMs !== dueMs) return [];
  // Where there was no time for a reminder, it is due and lapses at once.
  return [...passTo(entry, site, "due_for_reconfirmation"), ...passTo(entry, site, "lapsed")];
};

const passTo = (
  { atMs }: Entry,
  site: Site,
  to: Extract<SiteState, "due_for_reconfirmation" | "lapsed">,
): Change[] => {
  if (!SITE.next[site.state].includes(to)) return [];
  Object.assign(site, { state: to, changedMs: atMs });
  const cause = to === "lapsed" ? "lapsed" : "due";
  const told = to === "lapsed" ? tellCurrent(site, cause) : [];
  return [{ kind: "site-changed", siteId: site.id, cause }, ...told];
};

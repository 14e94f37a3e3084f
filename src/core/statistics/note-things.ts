/**
 * Incidents, agreed areas, sites and movements, as they are counted: to a side what it did and was told,
 * to the two what both were told at once.
 */

import type { AreaState } from "../areas/model.ts";
import type { Change } from "../changes.ts";
import { pairKey } from "../disclosure/model.ts";
import type { Entry } from "../entry.ts";
import type { IncidentCause } from "../incidents/changes.ts";
import { partiesOf } from "../incidents/model.ts";
import type { Incident } from "../incidents/model.ts";
import type { MovementChange } from "../movements/changes.ts";
import { findRecipient } from "../movements/model.ts";
import type { SiteChange } from "../sites/changes.ts";
import { lastTold, recipientOf } from "../sites/model.ts";
import type { State } from "../state.ts";
import { AREA_STEPS, count, dayOf, MOVEMENT_ANSWERS, SITE_STEPS } from "./model.ts";
import type { PairCounter, PartyCounter, ToldCounter } from "./model.ts";

/** `isNew`: the first of the entry's changes to ask this. */
export const noteThing = (
  state: State,
  entry: Entry,
  change: Change,
  isNew: (what: string) => boolean,
): void => {
  switch (change.kind) {
    case "incident-changed":
      if (isNew(`${change.incidentId} ${change.cause}`)) noteIncident(state, entry, change);
      break;
    case "area-changed":
      noteArea(state, entry, change);
      break;
    case "site-changed":
      noteOwnSite(state, entry, change);
      break;
    case "site-told":
      noteToldSite(state, entry, change);
      break;
    case "movement-changed":
      noteMovement(state, entry, change);
      break;
    default:
  }
};

const countOf = (
  { statistics }: State,
  { atMs }: Entry,
  key: string,
  counter: PartyCounter,
): void => count(statistics.parties, { key, day: dayOf(atMs) }, counter);

/** Once for each two of them. */
const countOfPairs = (
  { statistics }: State,
  { atMs }: Entry,
  parties: readonly string[],
  counter: PairCounter,
): void => {
  const sorted = parties.toSorted();
  for (const [i, one] of sorted.entries()) {
    for (const other of sorted.slice(i + 1))
      count(statistics.pairs, { key: pairKey(one, other), day: dayOf(atMs) }, counter);
  }
};

const noteIncident = (
  state: State,
  entry: Entry,
  { incidentId, cause }: { readonly incidentId: string; readonly cause: IncidentCause },
): void => {
  const incident = state.incidents.all.get(incidentId);
  if (!incident) return;
  const [opener, other] = partiesOf(incident);
  if (cause === "opened") {
    countOf(state, entry, opener, "incident:opened");
    countOf(state, entry, other, "incident:opened_by_other");
  } else if (cause === "overdue") noteOverdue(state, entry, incident);
  else if (cause === "closed" && incident.outcome !== null) {
    const counter = `incident:${incident.outcome}` as const;
    for (const party of [opener, other]) countOf(state, entry, party, counter);
    // Both sides said that it ended so: the only thing of it that is no one's word alone.
    countOfPairs(state, entry, [opener, other], counter);
  }
};

/** What was owed and ran out in this entry, by who owed it. */
const noteOverdue = (state: State, entry: Entry, incident: Incident): void => {
  for (const { party, overdueMs } of incident.clocks) {
    if (overdueMs !== entry.atMs) continue;
    for (const owing of party === null ? partiesOf(incident) : [party])
      countOf(state, entry, owing, "incident:overdue");
  }
};

const noteArea = (
  state: State,
  entry: Entry,
  { areaId, to }: { readonly areaId: string; readonly to: AreaState | null },
): void => {
  const area = state.areas.all.get(areaId);
  const step = find(AREA_STEPS, to);
  // What nobody agreed to ends without ever having been theirs.
  if (!area?.agreed || !step) return;
  for (const party of area.parties) countOf(state, entry, party, `area:${step}`);
  countOfPairs(state, entry, area.parties, `area:${step}`);
};

const find = <T extends string>(steps: readonly T[], word: string | null): T | undefined =>
  steps.find((step) => step === word);

const noteOwnSite = (
  state: State,
  entry: Entry,
  { siteId, cause }: Extract<SiteChange, { kind: "site-changed" }>,
): void => {
  const site = state.sites.all.get(siteId);
  const step = find(SITE_STEPS, cause);
  if (site && step) countOf(state, entry, site.party, `site:${step}`);
};

/** The owner's word to one recipient, and its answer, in this entry. That it may see more when near is neither. */
const noteToldSite = (
  state: State,
  entry: Entry,
  { siteId, to, cause }: Extract<SiteChange, { kind: "site-told" }>,
): void => {
  const site = state.sites.all.get(siteId);
  const recipient = site && recipientOf(site, to);
  if (!site || !recipient) return;
  const receipt = recipient.receipts.at(-1);
  const { atMs } = entry;
  const tell = (counter: ToldCounter): void => countTold(state, entry, [site.party, to], counter);
  if (cause === "notified" && lastTold(recipient)?.version === site.inForce) tell("site:told");
  if (cause === "acknowledged" && receipt?.acknowledged?.atMs === atMs) tell("site:acknowledged");
  if (cause === "objected" && receipt?.objected?.atMs === atMs) tell("site:objected");
};

const countTold = (
  { statistics }: State,
  { atMs }: Entry,
  [from, to]: readonly [string, string],
  counter: ToldCounter,
): void => count(statistics.told, { key: pairKey(from, to), day: dayOf(atMs) }, counter);

const noteMovement = (
  state: State,
  entry: Entry,
  { movementId, cause, to }: MovementChange,
): void => {
  const movement = state.movements.all.get(movementId);
  if (!movement) return;
  const { party, outcome } = movement;
  if (cause === "told" || cause === "deviating" || cause === "silent")
    countOf(state, entry, party, `movement:${cause}`);
  if (cause === "closed" && outcome !== null) countOf(state, entry, party, `movement:${outcome}`);
  if (cause !== "delivered" && cause !== "answered") return;
  const receipt = findRecipient(movement, to)?.receipts.at(-1);
  if (receipt?.deliveredMs === entry.atMs)
    countTold(state, entry, [party, to], "movement:delivered");
  const answer = cause === "answered" ? find(MOVEMENT_ANSWERS, receipt?.state ?? null) : undefined;
  if (answer) countTold(state, entry, [party, to], `movement:${answer}`);
};

/** What owners say of their sites: submitted, checked by a second person, told, kept true, withdrawn. */

import { findProximity } from "../../geometry/separation.ts";
import { makeSolid4D } from "../../geometry/solid.ts";
import { packSolid, unpackSolid } from "../../geometry/packed-volume.ts";
import type { PackedVolume } from "../../geometry/packed-volume.ts";
import type { Change } from "../changes.ts";
import { drawId } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { openOfHit } from "../incidents/opening.ts";
import { LIMITS } from "../limits.ts";
import { rulesOf } from "../line/checks.ts";
import { noteReadBack } from "../line/note-read-back.ts";
import { findUnseen } from "../line/parse-value.ts";
import { findIllegalStep } from "../machine.ts";
import { accept, assert, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { findLackingRole, isPerson } from "../parties/roles.ts";
import type { SiteCause } from "./changes.ts";
import { startClock } from "./clock.ts";
import type { OwnersCommand, VerifySite } from "./commands.ts";
import { latestVersion, recipientOf, SITE, versionInForce } from "./model.ts";
import type { Site, SiteFields, SiteState, SiteVersion } from "./model.ts";
import { endOfSite, settleSite } from "./proximity.ts";
import { placeSite, putSite, unplaceSite } from "./proximity-model.ts";
import {
  addRecipient,
  askIfMore,
  enterForce,
  forgetVersions,
  raiseTold,
  tellAll,
  tellCurrent,
} from "./telling.ts";

/** The answer to every command about a site. */
export type SiteResult = {
  readonly about: "site";
  readonly siteId: string;
  readonly version: number;
  readonly state: SiteState;
};

type Of<K extends OwnersCommand["kind"]> = Extract<OwnersCommand, { kind: K }>;

export const OWNER_HANDLERS: Handlers<OwnersCommand> = {
  "submit-site": (context, { body }) => submitSite(context, body),
  "update-site": (context, command) => updateSite(context, command),
  "verify-site": (context, command) => verifySite(context, command),
  "notify-site": (context, command) => notifySite(context, command),
  "set-site-consent": (context, command) => setConsent(context, command),
  "reconfirm-site": (context, command) => reconfirmSite(context, command),
  "withdraw-site": (context, command) => withdrawSite(context, command),
  "report-site-hit": (context, command) => reportHit(context, command),
};

/** Another's, and none at all, look the same here: what a recipient may do is in `recipient.ts`. */
const findOwn = ({ state, party }: Context, siteId: string): Outcome<Site> => {
  const site = state.sites.all.get(siteId);
  return site?.party === party
    ? accept(site)
    : refuse({ reason: "not-found", what: "site", id: siteId });
};

/** One's own, and its latest version, which the speaker has seen. */
const findLatest = (
  context: Context,
  { siteId, version }: { readonly siteId: string; readonly version: number },
): Outcome<Site> => {
  const found = findOwn(context, siteId);
  if (!found.ok || latestVersion(found.value).version === version) return found;
  const { version: latest } = latestVersion(found.value);
  return refuse({
    reason: "bad-field",
    field: "version",
    detail: `version ${version} is not the latest one, ${latest}`,
    remedy: "read the site again, then say it of that version",
  });
};

const answer = (site: Site, changes: readonly Change[]): Applied => {
  const { id, state } = site;
  return accepted(
    { about: "site", siteId: id, version: latestVersion(site).version, state },
    changes,
  );
};

const changed = ({ id }: Site, cause: SiteCause): Change => ({
  kind: "site-changed",
  siteId: id,
  cause,
});

const submitSite = (context: Context, body: SiteFields): Applied => {
  const { state, entry, party } = context;
  const packed = packedOf(context);
  const unfit = findUnfit(context, body, packed) ?? findTooMany(context);
  if (unfit) return refused(unfit);
  const site: Site = {
    id: `site-${drawId(entry.salt, 0)}`,
    party,
    state: SITE.start,
    versions: [versionOf(context, 1, body, packed)],
    inForce: null,
    recipients: [],
    hits: [],
    confirmedMs: null,
    confirmedBy: null,
    remindMs: null,
    reconfirmByMs: null,
    withdrawn: null,
    changedMs: entry.atMs,
    packed: [],
    placeIds: [],
  };
  putSite(state.sites, site);
  return answer(site, [changed(site, "submitted")]);
};

const packedOf = ({ entry }: Context): readonly PackedVolume[] => {
  assert("volumes" in entry.survey, "a site's volumes were surveyed");
  return entry.survey.volumes.map(makeSolid4D).map(packSolid);
};

const versionOf = (
  { entry }: Context,
  version: number,
  body: SiteFields,
  packed: readonly PackedVolume[],
): SiteVersion => ({
  version,
  body,
  by: entry.by,
  seq: entry.seq,
  receivedMs: entry.atMs,
  packed,
  readBacks: [],
  verified: null,
  notifiedMs: null,
});

const badField = (field: string, detail: string, remedy: string): Refusal => ({
  reason: "bad-field",
  field,
  detail: `${field} ${detail}`,
  remedy,
});

const findUnfit = (
  { theatre, party, entry }: Context,
  { mayBeTold, place, window }: SiteFields,
  packed: readonly PackedVolume[],
): Refusal | null => {
  const stranger = mayBeTold.findIndex(
    (to) => to === party || !theatre.parties.some(({ id }) => id === to),
  );
  if (stranger >= 0)
    return badField(
      `fields.mayBeTold[${stranger}]`,
      "is not another party of this theatre",
      "name other parties of the theatre",
    );
  if (place.datum !== undefined && place.datum !== "wgs84")
    return badField(
      "fields.place.datum",
      `is ${place.datum}: a site is told in WGS84`,
      "convert the position to WGS84, and widen accuracyM by what the conversion leaves open",
    );
  if (window.endMs !== null && window.endMs < entry.atMs)
    return badField("fields.window", "is over", "give a window that is still to come");
  return isApart(packed)
    ? badField("fields.footprint", "lies apart from the place", "check both: one looks wrong")
    : null;
};

/** A footprint that the place is not in is a slip in one of the two. */
const isApart = ([place, ...footprint]: readonly PackedVolume[]): boolean => {
  if (footprint.length === 0) return false;
  const solid = unpackSolid(place!);
  const touching = { lateralM: 0, verticalM: 0, timeS: 0 };
  return footprint.every((one) => findProximity(solid, unpackSolid(one), touching) === null);
};

const findTooMany = ({ state, party }: Context): Refusal | null => {
  const limit = LIMITS.sitesPerPartyMax;
  const count = state.sites.liveCounts.get(party) ?? 0;
  return count < limit ? null : { reason: "too-many", what: "sites of one party", limit };
};

/** What others were told stays in force until this version is checked and notified. */
const updateSite = (context: Context, { siteId, version, body }: Of<"update-site">): Applied => {
  const found = findLatest(context, { siteId, version });
  if (!found.ok) return refused(found.refusal);
  const site = found.value;
  const packed = packedOf(context);
  const unfit = findWithdrawn(site, "updated") ?? findUnfit(context, body, packed);
  if (unfit) return refused(unfit);
  if (site.inForce === null) site.state = "submitted";
  site.versions.push(versionOf(context, version + 1, body, packed));
  site.changedMs = context.entry.atMs;
  forgetVersions(site);
  return answer(site, [changed(site, "updated")]);
};

const findWithdrawn = ({ id, state }: Site, wanted: string): Refusal | null =>
  state === "withdrawn" ? { reason: "wrong-state", what: SITE.name, id, state, wanted } : null;

const verifySite = (context: Context, command: VerifySite): Applied => {
  const found = findLatest(context, command);
  if (!found.ok) return refused(found.refusal);
  const site = found.value;
  const { entry } = context;
  const latest = latestVersion(site);
  const refusal =
    findWithdrawn(site, "verified") ?? findVerified(site) ?? findNoSecond(context, latest, command);
  if (refusal) return refused(refusal);
  const { role, readBack } = command;
  const { body, readBacks } = latest;
  const limitM = rulesOf(context.state).readBackWithinM.site;
  const read = { field: "place", sent: body.place, readBack, limitM };
  const mismatch = noteReadBack(readBacks, read, entry.atMs);
  if (mismatch) return { ...refused(mismatch), changes: [changed(site, "read_back_failed")] };
  latest.verified = { by: entry.by!, role, atMs: entry.atMs };
  if (site.inForce === null) site.state = "verified";
  site.changedMs = entry.atMs;
  return answer(site, [changed(site, "verified")]);
};

const findVerified = (site: Site): Refusal | null =>
  latestVersion(site).verified === null
    ? null
    : {
        reason: "wrong-state",
        what: "site version",
        id: site.id,
        state: "verified",
        wanted: "verified",
      };

/** A person, and another than the one who entered what is checked. */
const findNoSecond = (
  context: Context,
  { by: first }: SiteVersion,
  { role }: VerifySite,
): Refusal | null => {
  const { state, entry } = context;
  if (role === "machine") return badField("role", "is machine", "let a person check it");
  if (!isPerson(state.parties, entry.by) || entry.by === first) {
    const detail = "a site is checked by another person than the one who entered it";
    return { reason: "needs-second-person", detail };
  }
  return findLackingRole(context, ["desk", "approver"]);
};

const notifySite = (context: Context, command: Of<"notify-site">): Applied => {
  const found = findLatest(context, command);
  if (!found.ok) return refused(found.refusal);
  const site = found.value;
  const { state, entry } = context;
  const { id, inForce } = site;
  const latest = latestVersion(site);
  const isStep = latest.verified !== null && latest.version !== inForce;
  const illegal = isStep
    ? findIllegalStep(SITE, id, { from: site.state, to: "notified" })
    : (findWithdrawn(site, "notified") ?? unready(site));
  if (illegal) return refused(illegal);
  const told = enterForce(state.sites, site, entry.atMs);
  site.state = "notified";
  site.changedMs = entry.atMs;
  startClock(state, site, latest.verified!.by, entry.atMs);
  placeSite(state.sites, site);
  return answer(site, [
    changed(site, "notified"),
    ...told,
    ...settleSite(state, entry, site, "site_changed"),
  ]);
};

const unready = (site: Site): Refusal => ({
  reason: "wrong-state",
  what: "site version",
  id: site.id,
  state: latestVersion(site).verified === null ? "submitted" : "notified",
  wanted: "notified",
});

const setConsent = (
  context: Context,
  { siteId, to, rung, when }: Of<"set-site-consent">,
): Applied => {
  const found = findOwn(context, siteId);
  if (!found.ok) return refused(found.refusal);
  const site = found.value;
  const withdrawn = findWithdrawn(site, "consented to");
  if (withdrawn) return refused(withdrawn);
  if (!latestVersion(site).body.mayBeTold.includes(to))
    return refused(
      badField(
        "to",
        "is not among those that the site may be told to",
        "name it in mayBeTold first",
      ),
    );
  const { state, entry } = context;
  const recipient = recipientOf(site, to) ?? addRecipient(site, to);
  Object.assign(recipient, { rung, when, isSet: true });
  const isRaised = recipient.closedMs === null && raiseTold(recipient, { rung, when }, entry.atMs);
  if (isRaised) askIfMore(state.sites, site, recipient, entry.atMs);
  const told: Change[] = isRaised ? [{ kind: "site-told", siteId, to, cause: "consent_set" }] : [];
  return answer(site, [changed(site, "consent_set"), ...told]);
};

const reconfirmSite = (context: Context, { siteId, version }: Of<"reconfirm-site">): Applied => {
  const found = findOwn(context, siteId);
  if (!found.ok) return refused(found.refusal);
  const site = found.value;
  const { state, entry } = context;
  const said = versionInForce(site);
  const illegal = findIllegalStep(SITE, siteId, { from: site.state, to: "notified" });
  if (illegal || !said) return refused(illegal ?? unready(site));
  if (said.version !== version)
    return refused(
      badField("version", `${version} is not in force: ${said.version} is`, "confirm that one"),
    );
  const { endMs } = said.body.window;
  if (endMs !== null && endMs <= entry.atMs)
    return refused(
      badField("fields.window", "of the site is over", "update the site with another window"),
    );
  if (!isPerson(state.parties, entry.by)) return refused(NO_PERSON);
  site.state = "notified";
  site.changedMs = entry.atMs;
  startClock(state, site, entry.by, entry.atMs);
  return answer(site, [changed(site, "reconfirmed"), ...tellCurrent(site, "reconfirmed")]);
};

const NO_PERSON: Refusal = {
  reason: "not-permitted",
  detail: "a site is confirmed by a person: the token names none",
};

const withdrawSite = (
  context: Context,
  { siteId, siteReason, text }: Of<"withdraw-site">,
): Applied => {
  const found = findOwn(context, siteId);
  if (!found.ok) return refused(found.refusal);
  const site = found.value;
  const { state, entry } = context;
  const { atMs, by } = entry;
  const illegal =
    findIllegalStep(SITE, siteId, { from: site.state, to: "withdrawn" }) ??
    findUnseen("text", text);
  if (illegal) return refused(illegal);
  Object.assign(site, {
    state: "withdrawn",
    withdrawn: { atMs, by, siteReason, text: text ?? null },
    remindMs: null,
    reconfirmByMs: null,
    changedMs: atMs,
  });
  unplaceSite(state.sites, site);
  const { retentionMs } = context.theatre.rules;
  state.due.push({ dueMs: atMs + retentionMs, kind: "forget-site", id: siteId });
  return answer(site, [
    changed(site, "withdrawn"),
    ...tellAll(site, "withdrawn"),
    ...endOfSite(state, entry, site),
  ]);
};

const reportHit = (
  context: Context,
  { siteId, atMs: hitMs, text, other }: Of<"report-site-hit">,
): Applied => {
  const found = findOwn(context, siteId);
  if (!found.ok) return refused(found.refusal);
  const site = found.value;
  const { by, atMs } = context.entry;
  const illegal =
    findIllegalStep(SITE, siteId, { from: site.state, to: "hit_reported" }) ??
    findUnseen("text", text) ??
    (hitMs > atMs ? badField("at", "is still to come", "say when it was hit") : null) ??
    findTooManyHits(site);
  if (illegal) return refused(illegal);
  const opened =
    other === undefined ? accept(null) : openOfHit(context, { other, atMs: hitMs, siteId });
  if (!opened.ok) return refused(opened.refusal);
  const { incidentId = null, changes = [] } = opened.value ?? {};
  site.hits.push({ atMs: hitMs, reportedMs: atMs, by, text: text ?? null, incidentId });
  site.state = "hit_reported";
  site.changedMs = atMs;
  return answer(site, [
    changed(site, "hit_reported"),
    ...tellCurrent(site, "hit_reported"),
    ...changes,
  ]);
};

const findTooManyHits = ({ hits }: Site): Refusal | null => {
  const limit = LIMITS.siteHitsMax;
  return hits.length < limit ? null : { reason: "too-many", what: "hits of one site", limit };
};

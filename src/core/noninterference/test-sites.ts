/**
 * Protected sites. What a recipient was told is the same in both worlds, as far as the rung goes; the rest
 * of what NORTH says of its own, whom else it tells, and every site that the observer was not told of, are
 * not. The host sees all that exist.
 */

import type { OwnersCommand } from "../sites/commands.ts";
import { RUNGS } from "../disclosure/model.ts";
import { latestVersion } from "../sites/model.ts";
import type { Site, SiteFields } from "../sites/model.ts";
import { HOUR_MS, MINUTE_MS } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import { blockMs, placeOf } from "./test-operations.ts";
import { pages } from "./test-part.ts";
import type { Act, Aside, Part, Saying } from "./test-part.ts";
import { PARTIES, pick } from "./test-step.ts";
import type { PartyId, Secret, Step } from "./test-step.ts";
import type { World } from "./test-world.ts";

/** Of what both worlds have: whose site it is tells nothing of that. */
const OPEN = "open";
export const isOpen = (site: Site): boolean => latestVersion(site).body.organisation === OPEN;

const HEALTH = ["hospital", "clinic"] as const;
const OTHERS = ["warehouse", "school"] as const;
const KINDS = [...HEALTH, ...OTHERS] as const;

/** The host sees when a site is due: of a health site sooner, while operations are near. */
const kindsFor = (world: World, { which }: Step) =>
  world.isHost() ? pick([HEALTH, OTHERS], which)! : KINDS;

/** Below a rung its facts are NORTH's own; the number is always another, and so always matters. */
const bodyOf = (world: World, step: Step): SiteFields => {
  const isShown = (at: Step["rung"]): boolean => RUNGS.indexOf(step.rung) >= RUNGS.indexOf(at);
  const secret = world.secretOf(step);
  const kept = (at: Step["rung"]): Secret => (isShown(at) ? step.plain : secret);
  const [lng, lat] = placeOf(step.place, false);
  const place = kept("area_and_altitude");
  return {
    siteKind: pick(kindsFor(world, step), kept("category").category)!,
    organisation: OPEN,
    nameLocal: `x${kept("full").name}`,
    place: { lngDeg: lng + place.east / 1e5, latDeg: lat + place.north / 1e5 },
    accuracyM: place.radiusM,
    mayBeTold: toldBy(step, !world.isObserver(step.party) && secret.isSquare),
    disclosure: step.rung,
    window: { startMs: blockMs(world, 0) + kept("full").startMin * MINUTE_MS, endMs: null },
    contactByDay: `+000 555 ${world.theatre.entries.length}`,
    ...(step.which % 3 === 0 ? { reconfirmByMs: world.theatre.atMs + 3 * HOUR_MS } : {}),
  };
};

/** WEST does nothing in the observer's sight: that it is told as well, is a secret of another. */
const toldBy = ({ party, which }: Step, isWestTold: boolean): PartyId[] => {
  const others = (["NORTH", "SOUTH", "RELIEF", "EAST"] as const).filter((one) => one !== party);
  return [...others.filter((_, i) => i !== which % 4), ...(isWestTold ? ["WEST" as const] : [])];
};

const submit: Act = (world, step) => ({
  command: { kind: "submit-site", body: bodyOf(world, step) },
  remember: (result) => {
    if (result.about === "site") world.shownAt.set(result.siteId, step.rung);
  },
});

const ownOf = ({ state }: World, party: PartyId): Site[] =>
  [...state.sites.all.values()].filter((one) => one.party === party && one.state !== "withdrawn");

/** The next step of a version that is not told yet, by a second person; else one of what may be said. */
const stepsOf = (
  world: World,
  site: Site,
  about: {
    readonly body: SiteFields;
    readonly to: string;
    readonly secret: string;
    /** With whom a hit opens an incident: where both worlds have the site. */
    readonly other: string | null;
  },
): readonly (OwnersCommand | Saying)[] => {
  const { version, body, verified, notifiedMs } = latestVersion(site);
  const siteId = site.id;
  const { lngDeg, latDeg } = body.place;
  const readBack = { lngDeg, latDeg };
  const verify = { kind: "verify-site", siteId, version, readBack, role: "deputy" } as const;
  if (!verified) return [{ command: verify, by: "second" }];
  if (notifiedMs === null) return [{ kind: "notify-site", siteId, version }];
  const { body: next, to, secret: text, other } = about;
  const rung = next.disclosure;
  const atMs = world.theatre.atMs;
  return [
    { kind: "update-site", siteId, version, body: next },
    { kind: "set-site-consent", siteId, to, rung, when: "always" },
    { kind: "set-site-consent", siteId, to, rung, when: "near" },
    { kind: "reconfirm-site", siteId, version },
    { kind: "report-site-hit", siteId, atMs, text },
    ...(other === null
      ? []
      : [{ kind: "report-site-hit", siteId, atMs, text, other } satisfies OwnersCommand]),
    { kind: "withdraw-site", siteId, siteReason: "moved", text },
  ];
};

/** Said of an open one, never above the rung for which its secrets were chosen. */
const owner: Act = (world, step) => {
  const site = pick(ownOf(world, step.party).filter(isOpen), step.which);
  if (!site) return null;
  const rung = step.party === "NORTH" ? (world.shownAt.get(site.id) ?? "conflict_only") : step.rung;
  const body = bodyOf(world, { ...step, rung });
  const secret = `x${world.secretOf(step).name}`;
  const to = pick(
    body.mayBeTold.filter((party) => party !== "WEST"),
    step.place,
  )!;
  return pick(stepsOf(world, site, { body, to, secret, other: to }), step.plain.said);
};

/** Opened, delivered, acknowledged and passed on, in that order. */
const answerOf = ({ state, theatre }: World, { id }: Site, party: PartyId): Saying | null => {
  const view = viewFor(state, { kind: "party", party });
  const seen = view.site.find(id);
  const unread = view.site.unread(id);
  if (unread)
    return { command: { kind: "note-site-read", party, siteId: id, ...unread }, isSystem: true };
  if (seen?.detail !== "told" || !seen.receipt) return null;
  const about = { siteId: id, version: seen.version } as const;
  if (seen.receipt.deliveredMs === null)
    return { command: { kind: "note-site-delivered", ...about } };
  const { place } = seen.fields;
  const role = "duty_officer";
  if (seen.receipt.acknowledged === null)
    return {
      command: {
        kind: "acknowledge-site",
        ...about,
        answer: "acknowledged",
        role,
        ...(place ? { readBack: { lngDeg: place.lngDeg, latDeg: place.latDeg } } : {}),
      },
    };
  const levelsTold = ["unit_or_crew"] as const;
  const told = { levelsTold, toldMs: theatre.atMs };
  return { command: { kind: "note-site-disseminated", ...about, role, ...told } };
};

const toldOf = ({ state }: World, party: PartyId): Site[] =>
  [...state.sites.all.values()].filter(
    (one) => one.party !== party && one.recipients.some((to) => to.party === party),
  );

const recipient: Act = (world, { party, which }) => {
  const site = pick(toldOf(world, party).filter(isOpen).slice(-4), which);
  return site ? answerOf(world, site, party) : null;
};

/** Told to others than the observer: in the other world there is another one, or none. */
const hiddenBody = (world: World, speaker: PartyId, secret: Secret): SiteFields => {
  const [lng, lat] = placeOf(secret.farPlace, false);
  const others = PARTIES.filter((one) => one !== speaker && !world.isObserver(one));
  return {
    siteKind: pick(KINDS, secret.category)!,
    organisation: "hidden",
    nameLocal: `x${secret.name}`,
    place: { lngDeg: lng + secret.east / 1e5, latDeg: lat + secret.north / 1e5 },
    accuracyM: secret.radiusM,
    mayBeTold: others,
    disclosure: pick(RUNGS, secret.which)!,
    window: { startMs: world.theatre.atMs, endMs: null },
    contactByDay: "+000 555",
  };
};

const submitHidden: Aside = (world, speaker, secret) => ({
  kind: "submit-site",
  body: hiddenBody(world, speaker, secret),
});

const ownHidden: Aside = (world, speaker, secret) => {
  const site = pick(
    ownOf(world, speaker).filter((one) => !isOpen(one)),
    secret.which,
  );
  if (!site) return null;
  const body = hiddenBody(world, speaker, secret);
  const about = { body, to: body.mayBeTold[0]!, secret: `x${secret.name}`, other: null };
  return pick(stepsOf(world, site, about), secret.said);
};

/** Who read, and what they said, is the owner's: not the host's, nor another recipient's. */
const answerHidden: Aside = (world, speaker, { which }) => {
  const hidden = toldOf(world, speaker).filter((one) => world.isHost() || !isOpen(one));
  const site = pick(hidden.slice(-4), which);
  return site ? answerOf(world, site, speaker) : null;
};

/** High over an open site, where it meets nobody: who else is near is the owner's to know. */
const fileOver: Aside = (world, speaker, secret) => {
  const open = [...world.state.sites.all.values()].filter(
    (one) => isOpen(one) && !world.isObserver(one.party) && one.packed.length > 0,
  );
  const site = pick(open, secret.which);
  if (speaker !== "WEST" || !site) return null;
  const { lngDeg, latDeg } = latestVersion(site).body.place;
  const volume = {
    footprint: { kind: "circle", center: [lngDeg, latDeg], radiusM: secret.radiusM },
    lowerM: 9_000,
    upperM: 9_100,
    startMs: blockMs(world, 1) + secret.startMin * MINUTE_MS,
    endMs: blockMs(world, 1) + HOUR_MS,
  } as const;
  return { kind: "file-operation", category: "air_transit", volumes: [volume] };
};

const version = 1;

export const SITES: Part = {
  acts: { "submit-site": [2, submit], "site-owner": [5, owner], "site-recipient": [5, recipient] },
  asides: [submitHidden, ownHidden, ownHidden, ownHidden, fileOver],
  hostAsides: [answerHidden, answerHidden],
  idsOf: ({ sites }) => ({
    sites: [...sites.all.keys()],
    proximities: [...sites.proximities.keys()],
  }),
  fetch: (view, { sites = [], proximities = [], operations = [] }) => ({
    sites: pages((after) => view.sites({ after, limit: 3 })),
    toldSites: pages((after) => view.toldSites({ after, limit: 3 })),
    eachSite: sites.map((id) => [
      view.site.find(id),
      view.site.unread(id),
      view.site.preview(id, "full"),
      view.proximities({ siteId: id }, { limit: 2 }),
    ]),
    proximities: pages((after) => view.proximities({}, { after, limit: 3 })),
    ofOperations: operations.map((operationId) => view.proximities({ operationId }, { limit: 2 })),
    eachProximity: proximities.map((id) => view.site.proximity(id)),
    tellings: view.site.tellings(),
  }),
  probes: [
    (siteId) => ({ kind: "notify-site", siteId, version }),
    (siteId) => ({ kind: "withdraw-site", siteId, siteReason: "moved" }),
    (siteId) => ({ kind: "set-site-consent", siteId, to: "NORTH", rung: "full", when: "always" }),
    (siteId) => ({ kind: "reconfirm-site", siteId, version }),
    (siteId) => ({ kind: "report-site-hit", siteId, atMs: 0 }),
    (siteId) => ({ kind: "report-site-hit", siteId, atMs: 0, other: "NORTH" }),
    (siteId) => ({ kind: "note-site-delivered", siteId, version }),
    (siteId) => ({
      kind: "acknowledge-site",
      siteId,
      version,
      answer: "acknowledged",
      role: "deputy",
    }),
    (siteId) => ({
      kind: "note-site-disseminated",
      siteId,
      version,
      role: "deputy",
      levelsTold: ["unit_or_crew"],
      toldMs: 0,
    }),
  ],
};

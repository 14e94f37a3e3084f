/** Hospitals among the operations, and what is said of them. */

import { SITE_ANSWERS } from "../sites/commands.ts";
import type { NoteSiteRead, SiteCommand } from "../sites/commands.ts";
import { lastTold, recipientOf } from "../sites/model.ts";
import type { SiteFields } from "../sites/model.ts";
import { rungFor } from "../sites/telling.ts";
import { hospital } from "../sites/test-sites.ts";
import type { TestTheatre } from "../test-theatre.ts";
import { among } from "./test-saying.ts";
import type { Draw, Ids, Sayings } from "./test-saying.ts";

const own = ({ state }: TestTheatre, speaker: string): Ids =>
  among(state.sites.all, ({ party, state: now }) => party === speaker && now !== "withdrawn");
const told = ({ state }: TestTheatre, speaker: string): Ids =>
  among(state.sites.all, (site) => (recipientOf(site, speaker)?.told.length ?? 0) > 0);

/** Of the speaker's own, with its latest version. */
const ownOf = (draw: Draw, theatre: TestTheatre, speaker: string) => {
  const siteId = draw.id(own(theatre, speaker));
  const version = theatre.state.sites.all.get(siteId)?.versions.at(-1)?.version ?? 1;
  return { siteId, version };
};

/** Of another's, with the version that was told. */
const toldOf = (draw: Draw, theatre: TestTheatre, speaker: string) => {
  const siteId = draw.id(told(theatre, speaker));
  const site = theatre.state.sites.all.get(siteId);
  const recipient = site && recipientOf(site, speaker);
  return { siteId, version: (recipient && lastTold(recipient)?.version) ?? 1 };
};

const PLACES = [40, 40.04] as const;
const placeOf = ({ one }: Draw) => ({ lngDeg: one(PLACES), latDeg: 35 });

const bodyOf = (draw: Draw, speaker: string): SiteFields =>
  hospital({
    place: placeOf(draw),
    disclosure: draw.rung(),
    mayBeTold: speaker === "RELIEF" ? ["NORTH", "SOUTH"] : ["RELIEF"],
  });

/** Where it is said to be, as the one who checks would read it. */
const readBackOf = (draw: Draw, { state }: TestTheatre, siteId: string) =>
  draw.number(4) === 0
    ? placeOf(draw)
    : (state.sites.all.get(siteId)?.versions.at(-1)?.body.place ?? placeOf(draw));

export const SITES: Sayings<SiteCommand | NoteSiteRead> = {
  "submit-site": {
    often: 5,
    say: (draw, _, speaker) => ({ kind: "submit-site", body: bodyOf(draw, speaker) }),
  },
  "update-site": {
    often: 4,
    say: (draw, theatre, speaker) => ({
      kind: "update-site",
      ...ownOf(draw, theatre, speaker),
      body: bodyOf(draw, speaker),
    }),
  },
  "verify-site": {
    often: 12,
    say: (draw, theatre, speaker) => {
      const site = ownOf(draw, theatre, speaker);
      const readBack = readBackOf(draw, theatre, site.siteId);
      return { kind: "verify-site", ...site, readBack, role: "deputy" };
    },
  },
  "notify-site": {
    often: 12,
    say: (draw, theatre, speaker) => ({
      kind: "notify-site",
      ...ownOf(draw, theatre, speaker),
    }),
  },
  "reconfirm-site": {
    often: 4,
    say: (draw, theatre, speaker) => ({
      kind: "reconfirm-site",
      ...ownOf(draw, theatre, speaker),
    }),
  },
  "set-site-consent": {
    often: 5,
    say: (draw, theatre, speaker) => ({
      kind: "set-site-consent",
      siteId: draw.id(own(theatre, speaker)),
      to: draw.party(),
      rung: draw.rung(),
      when: draw.one(["near", "always"] as const),
    }),
  },
  "withdraw-site": {
    say: (draw, theatre, speaker) => ({
      kind: "withdraw-site",
      siteId: draw.id(own(theatre, speaker)),
      siteReason: "closed",
    }),
  },
  "report-site-hit": {
    say: (draw, theatre, speaker) => ({
      kind: "report-site-hit",
      siteId: draw.id(own(theatre, speaker)),
      atMs: theatre.atMs,
    }),
  },
  "note-site-delivered": {
    often: 4,
    say: (draw, theatre, speaker) => ({
      kind: "note-site-delivered",
      ...toldOf(draw, theatre, speaker),
    }),
  },
  "acknowledge-site": {
    often: 6,
    say: (draw, theatre, speaker) => {
      const site = toldOf(draw, theatre, speaker);
      const answer = draw.one(SITE_ANSWERS);
      return {
        kind: "acknowledge-site",
        ...site,
        answer,
        role: "deputy",
        readBack: readBackOf(draw, theatre, site.siteId),
        ...(answer === "acknowledged" ? {} : { concern: "safety" as const }),
      };
    },
  },
  "note-site-disseminated": {
    often: 4,
    say: (draw, theatre, speaker) => ({
      kind: "note-site-disseminated",
      ...toldOf(draw, theatre, speaker),
      role: "deputy",
      levelsTold: ["unit_or_crew"],
      toldMs: theatre.atMs,
    }),
  },
  "note-site-read": {
    often: 5,
    by: "host",
    say: (draw, theatre) => {
      const party = draw.party();
      const { siteId, version } = toldOf(draw, theatre, party);
      const { sites } = theatre.state;
      const site = sites.all.get(siteId);
      const recipient = site && recipientOf(site, party);
      const rung = (recipient && rungFor(sites, site, recipient)) ?? draw.rung();
      return { kind: "note-site-read", party, siteId, version, rung };
    },
  },
};

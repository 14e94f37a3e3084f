/** For tests: a hospital of RELIEF in a theatre with two military parties, and what is said of it. */

import type { EntryOutcome } from "../apply.ts";
import type { Command } from "../commands.ts";
import { assert } from "../outcome.ts";
import { discAt, HOUR_MS, START_MS, TestTheatre, theatreOf } from "../test-theatre.ts";
import type { TheatreRules } from "../theatre/model.ts";
import { viewFor } from "../view.ts";
import type { View } from "../view.ts";
import type { Site, SiteFields } from "./model.ts";

export const DAY_MS: number = 24 * HOUR_MS;
export const PLACE = { lngDeg: 40, latDeg: 35 } as const;

export const hospital = (more: Partial<SiteFields> = {}): SiteFields => ({
  siteKind: "hospital",
  organisation: "Relief",
  nameLocal: "مستشفى النهر",
  nameLatin: "River hospital",
  place: PLACE,
  accuracyM: 20,
  mayBeTold: ["NORTH"],
  disclosure: "area_and_altitude",
  window: { startMs: START_MS, endMs: null },
  contactByDay: "+000 555 0101",
  ...more,
});

export const RELIEF = { kind: "party", party: "RELIEF" } as const;
export const NORTH = { kind: "party", party: "NORTH" } as const;
export const SOUTH = { kind: "party", party: "SOUTH" } as const;
export const HOST = { kind: "host" } as const;

export class SiteTheatre extends TestTheatre {
  constructor(rules: Partial<TheatreRules> = {}) {
    super(rules);
    const { parties, ...theatre } = theatreOf(rules);
    const relief = { id: "RELIEF", names: { en: "Relief" }, kind: "humanitarian" } as const;
    this.say("system", {
      kind: "set-theatre",
      theatre: { ...theatre, parties: [...parties, relief] },
    });
  }

  as(by: string, command: Command, party = "RELIEF"): EntryOutcome {
    return this.say(party, command, { by });
  }

  mustAs(by: string, command: Command, party = "RELIEF"): EntryOutcome {
    const said = this.as(by, command, party);
    assert(said.outcome.ok, `accepted: ${JSON.stringify(said.outcome)}`);
    return said;
  }

  reasonAs(by: string, command: Command, party = "RELIEF"): string {
    const { outcome } = this.as(by, command, party);
    return outcome.ok ? "accepted" : outcome.refusal.reason;
  }

  submit(more: Partial<SiteFields> = {}): Site {
    this.mustAs("amal", { kind: "submit-site", body: hospital(more) });
    return [...this.state.sites.all.values()].at(-1)!;
  }

  verify({ id, versions }: Site): EntryOutcome {
    const { version, body } = versions.at(-1)!;
    return this.mustAs("basim", {
      kind: "verify-site",
      siteId: id,
      version,
      readBack: { lngDeg: body.place.lngDeg, latDeg: body.place.latDeg },
      role: "liaison_officer",
    });
  }

  /** Submitted, checked and told. */
  notify(more: Partial<SiteFields> = {}): Site {
    const site = this.submit(more);
    this.verify(site);
    this.mustAs("amal", { kind: "notify-site", siteId: site.id, version: 1 });
    return site;
  }

  update(site: Site, more: Partial<SiteFields> = {}): EntryOutcome {
    const { version } = site.versions.at(-1)!;
    this.mustAs("amal", { kind: "update-site", siteId: site.id, version, body: hospital(more) });
    this.verify(site);
    return this.mustAs("amal", { kind: "notify-site", siteId: site.id, version: version + 1 });
  }

  /** Of the party, over the hospital, by the hour. */
  fileNear(party = "NORTH", startMin = 180): string {
    return this.file(party, [discAt([40.01, 35], { startMin, endMin: startMin + 60 })]).operationId;
  }

  /** As the server does before it answers. */
  read(site: Site, party = "NORTH"): EntryOutcome | null {
    const unread = this.viewOf(party).site.unread(site.id);
    return (
      unread && this.say("system", { kind: "note-site-read", party, siteId: site.id, ...unread })
    );
  }

  viewOf(party: string): View {
    return viewFor(this.state, { kind: "party", party });
  }
}

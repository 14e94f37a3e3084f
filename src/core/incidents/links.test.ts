import assert from "node:assert/strict";
import { test } from "node:test";
import { agree, proposalOf } from "../areas/test-areas.ts";
import { submit, tellOne } from "../movements/test-movements.ts";
import type { SiteFields } from "../sites/model.ts";
import { SiteTheatre } from "../sites/test-sites.ts";
import { discAt } from "../test-theatre.ts";
import { LINK_KINDS } from "./model.ts";
import type { Incident, LinkKind } from "./model.ts";

const NOT_NORTH: Partial<SiteFields> = { mayBeTold: ["SOUTH"] };

/** An incident of NORTH and RELIEF, of which SOUTH is no side. */
class LinkedTheatre extends SiteTheatre {
  readonly incident: Incident;

  constructor() {
    super();
    const fields = {
      incidentKind: "site_hit",
      atMs: 0,
      place: { lngDeg: 40, latDeg: 35 },
      casualties: "unknown",
      account: "hit",
    };
    const opening = { other: "NORTH", incidentKind: "site_hit", atMs: 0, fields } as const;
    this.mustAs("amal", { kind: "open-incident", ...opening });
    this.incident = [...this.state.incidents.all.values()][0]!;
  }

  link(party: string, to: LinkKind, id: string): string {
    const { id: incidentId } = this.incident;
    return this.reasonAs("officer", { kind: "link-incident", incidentId, to, id }, party);
  }

  /** The last link, as both sides see its id. */
  seen(): readonly (string | null | undefined)[] {
    return ["RELIEF", "NORTH"].map((party) => {
      const view = this.viewOf(party).incident.find(this.incident.id);
      return view?.detail === "full" ? view.links.at(-1)?.id : undefined;
    });
  }

  seqs(party: string): readonly number[] {
    return this.viewOf(party).incident.evidenceSeqs(this.incident.id) ?? [];
  }

  follow(party: string, operationId: string): string {
    const subject = { kind: "operation", id: operationId } as const;
    const about = { subject, identity: "own 1", fromMs: null, toMs: null };
    const { outcome } = this.mustAs("officer", { kind: "bind-track", ...about }, party);
    assert.ok(outcome.ok && outcome.value?.about === "track");
    return outcome.value.trackId;
  }
}

test("what is not there is refused as what is another's, of every kind", () => {
  for (const to of LINK_KINDS) {
    const theatre = new LinkedTheatre();
    assert.equal(theatre.link("NORTH", to, "NORTH-2026-99999"), "not-found", to);
  }
});

test("a site is linked by who was told of it, and shown to who was", () => {
  const theatre = new LinkedTheatre();
  const untold = theatre.notify(NOT_NORTH);
  assert.equal(theatre.link("NORTH", "site", untold.id), "not-found");
  assert.equal(theatre.link("RELIEF", "site", untold.id), "accepted");
  assert.deepEqual(theatre.seen(), [untold.id, null]);
  const told = theatre.notify();
  assert.equal(theatre.link("NORTH", "site", told.id), "accepted");
  assert.deepEqual(theatre.seen(), [told.id, told.id]);
  // Entries are the owner's alone: who was told of it was told of no entry.
  const entered = [untold, told].map(({ versions }) => versions[0]!.seq);
  assert.ok(entered.every((seq) => theatre.seqs("RELIEF").includes(seq)));
  assert.ok(!entered.some((seq) => theatre.seqs("NORTH").includes(seq)));
});

test("a movement is shown to those to whom its owner consents", () => {
  const theatre = new LinkedTheatre();
  const draft = submit(theatre);
  assert.equal(theatre.link("RELIEF", "movement", draft.id), "accepted");
  assert.deepEqual(theatre.seen(), [draft.id, null]);
  assert.ok(theatre.seqs("RELIEF").includes(draft.versions[0]!.seq));
  const { id } = tellOne(theatre);
  assert.equal(theatre.link("NORTH", "movement", id), "not-found", "SOUTH alone was told");
  const consent = { kind: "consent-movement", movementId: id, to: "NORTH", rung: "cell" } as const;
  theatre.mustAs("ana", consent);
  assert.equal(theatre.link("NORTH", "movement", id), "not-found", "a cell is no movement");
  theatre.mustAs("ana", { ...consent, rung: "category" });
  assert.equal(theatre.link("NORTH", "movement", id), "accepted");
  assert.deepEqual(theatre.seen(), [id, id]);
});

test("an area is shown to its parties, and to all once it is agreed and public", () => {
  const theatre = new LinkedTheatre();
  const area = agree(theatre);
  assert.equal(theatre.link("RELIEF", "area", area.id), "not-found");
  assert.equal(theatre.link("NORTH", "area", area.id), "accepted");
  assert.deepEqual(theatre.seen(), [null, area.id]);
  assert.ok(theatre.seqs("NORTH").includes(area.agreed!.seq));
  const open = agree(theatre, proposalOf({}, { isPublic: true }));
  assert.equal(theatre.link("RELIEF", "area", open.id), "accepted");
  assert.deepEqual(theatre.seen(), [open.id, open.id]);
  assert.ok(!theatre.seqs("RELIEF").includes(open.agreed!.seq), "it said none of that");
});

test("a track is its own party's: the other side hears that one was linked", () => {
  const theatre = new LinkedTheatre();
  const { operationId } = theatre.file("NORTH", [discAt([41, 35])]);
  const trackId = theatre.follow("NORTH", operationId);
  assert.equal(theatre.link("RELIEF", "track", trackId), "not-found");
  assert.equal(theatre.link("NORTH", "track", trackId), "accepted");
  assert.deepEqual(theatre.seen(), [null, trackId]);
});

/** Incidents, areas, sites and movements, as they are counted. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { agree, mustArea, propose, proposalOf } from "../areas/test-areas.ts";
import { dumpState, loadState } from "../dump.ts";
import type { OpenIncident } from "../incidents/commands.ts";
import { LIMITS } from "../limits.ts";
import type { Values } from "../line/fields.ts";
import { answerTo, moveTheatre, report, tellOne } from "../movements/test-movements.ts";
import { PLACE, SiteTheatre } from "../sites/test-sites.ts";
import { HOUR_MS, START_MS, TestTheatre } from "../test-theatre.ts";
import { DAY_MS } from "./model.ts";
import { seenBy, some, withParty } from "./test-statistics.ts";

const reportOf = (incidentKind: string): Values => ({
  incidentKind,
  atMs: START_MS,
  casualties: "unknown",
  account: "as seen from our side",
});
const open = (theatre: TestTheatre, party = "NORTH"): string => {
  const command: OpenIncident = {
    kind: "open-incident",
    other: party === "NORTH" ? "SOUTH" : "NORTH",
    incidentKind: "line_crossing",
    atMs: START_MS,
    fields: reportOf("line_crossing"),
  };
  const result = theatre.must(party, command);
  assert.ok(result.about === "incident");
  return result.incidentId;
};
const close = (theatre: TestTheatre, incidentId: string): void => {
  for (const party of ["NORTH", "SOUTH"])
    theatre.must(party, { kind: "close-incident", incidentId, outcome: "disputed_facts" });
};
const tell = (theatre: TestTheatre, incidentId: string, incidentKind: string): void =>
  void theatre.must("SOUTH", {
    kind: "report-incident",
    incidentId,
    form: "first",
    fields: reportOf(incidentKind),
  });

test("an incident is its opener's until the other says the same", () => {
  const theatre = new TestTheatre();
  const incidentId = open(theatre);
  const [north, south] = ["NORTH", "SOUTH"].map((party) => seenBy(theatre, party).own.incidents);
  assert.deepEqual(some(north!.steps), { opened: 1 });
  assert.deepEqual(some(south!.steps), { opened_by_other: 1 });
  assert.deepEqual(north!.byKind, [{ incidentKind: "line_crossing", count: 1 }]);
  assert.deepEqual(south!.byKind, []);
  const joint = (party = "NORTH", other = "SOUTH") =>
    withParty(seenBy(theatre, party), other).incidents;
  const unsaid = { incidentKind: "line_crossing", ownCount: null, otherCount: null };
  assert.deepEqual(joint(), {
    ended: { agreed_facts: 0, disputed_facts: 0, referred_up: 0, closed: 0 },
    byKind: [{ ...unsaid, isConfirmed: false, confirmedCount: 0 }],
  });
  tell(theatre, incidentId, "line_crossing");
  assert.deepEqual(joint().byKind, [{ ...unsaid, isConfirmed: true, confirmedCount: 1 }]);
  tell(theatre, incidentId, "deviation");
  for (const party of ["NORTH", "SOUTH"]) {
    const other = party === "NORTH" ? "SOUTH" : "NORTH";
    theatre.must(party, { kind: "consent-incident-counts", other, isGiven: true });
  }
  const both = joint("SOUTH", "NORTH").byKind;
  assert.deepEqual(
    both.map(({ incidentKind, ownCount, otherCount }) => [incidentKind, ownCount, otherCount]),
    [
      ["line_crossing", 0, 1],
      ["deviation", 1, 0],
    ],
  );
});

test("what is owed of an incident and not done counts for the side that owed it", () => {
  const theatre = new TestTheatre();
  open(theatre);
  theatre.wait(30 * DAY_MS);
  const [north, south] = ["NORTH", "SOUTH"].map(
    (party) => seenBy(theatre, party).own.incidents.steps.overdue,
  );
  // A call and an interim report are NORTH's, reply and interim report SOUTH's, the end is both's.
  assert.deepEqual([north, south], [3, 3]);
});

test("an incident that has left the state is counted as it was", () => {
  const theatre = new TestTheatre();
  const incidentId = open(theatre);
  tell(theatre, incidentId, "line_crossing");
  close(theatre, incidentId);
  const before = withParty(seenBy(theatre), "SOUTH").incidents;
  assert.deepEqual(some(before.ended), { disputed_facts: 1 });
  theatre.wait(LIMITS.incidentKeptMs + DAY_MS);
  assert.equal(theatre.state.incidents.all.size, 0);
  assert.deepEqual(withParty(seenBy(theatre), "SOUTH").incidents, before);
  const text = JSON.stringify(dumpState(theatre.state));
  const loaded = loadState(JSON.parse(text) as ReturnType<typeof dumpState>);
  assert.deepEqual(dumpState(loaded).incidents, dumpState(theatre.state).incidents);
  assert.equal(loaded.incidents.past.size, 1);
  assert.deepEqual(loaded.statistics, theatre.state.statistics);
  // It goes with the days, once another leaves the state.
  theatre.wait(LIMITS.statisticsDaysKeptMax * DAY_MS - LIMITS.incidentKeptMs);
  close(theatre, open(theatre));
  theatre.wait(LIMITS.incidentKeptMs + DAY_MS);
  assert.equal(theatre.state.incidents.past.size, 1);
});

test("an area counts for each of its parties and each two of them, from its agreement on", () => {
  const theatre = new TestTheatre();
  propose(theatre, proposalOf({ areaName: "not agreed" }));
  agree(theatre);
  theatre.wait(2 * HOUR_MS);
  for (const [party, other] of [
    ["NORTH", "SOUTH"],
    ["SOUTH", "NORTH"],
  ] as const) {
    assert.deepEqual(some(seenBy(theatre, party).own.areas), { agreed: 1, in_force: 1 });
    const joint = withParty(seenBy(theatre, party), other).areas;
    assert.deepEqual(some(joint), { agreed: 1, in_force: 1 });
  }
  const at = { startMs: theatre.atMs, endMs: theatre.atMs + DAY_MS };
  const now = agree(theatre, proposalOf({ window: at }, { isPublic: true }));
  mustArea(theatre, "NORTH", { kind: "end-area", areaId: now.id, reason: "replaced" });
  mustArea(theatre, "SOUTH", { kind: "end-area", areaId: now.id, reason: "replaced" });
  const { own } = seenBy(theatre);
  assert.deepEqual(
    some(own.areas),
    { agreed: 2, in_force: 2, ended: 1 },
    "both steps of one entry",
  );
  // Its proposal lapses: it was never theirs.
  theatre.wait(LIMITS.areaProposalMs);
  assert.equal(seenBy(theatre).own.areas.ended, 2);
});

test("a site counts for its owner, and for who was told of it what both know", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify();
  const told = () => withParty(seenBy(theatre, "RELIEF"), "NORTH").told.sites;
  assert.deepEqual(some(seenBy(theatre, "RELIEF").own.sites), { submitted: 1, notified: 1 });
  assert.deepEqual(some(told()), { told: 1 });
  const command = { kind: "acknowledge-site", siteId: site.id, version: 1 } as const;
  const about = { answer: "acknowledged", role: "duty_officer", readBack: PLACE } as const;
  theatre.fileNear();
  theatre.read(site);
  theatre.mustAs("nils", { ...command, ...about }, "NORTH");
  assert.deepEqual(some(told()), { told: 1, acknowledged: 1 });
  // That it may see more of it once it is near is the owner's alone.
  const consent = { kind: "set-site-consent", siteId: site.id, to: "NORTH" } as const;
  theatre.mustAs("amal", { ...consent, rung: "full", when: "near" });
  assert.deepEqual(some(told()), { told: 1, acknowledged: 1 });
  assert.deepEqual(withParty(seenBy(theatre), "RELIEF").heard.sites, told());
  assert.deepEqual(some(seenBy(theatre).own.sites), {});
  const south = seenBy(theatre, "SOUTH");
  assert.deepEqual(some(withParty(south, "RELIEF").heard.sites), {}, "it was not told");
  theatre.update(site, { mayBeTold: ["SOUTH"] });
  assert.deepEqual(some(told()), { told: 1, acknowledged: 1 }, "told no more of it");
  assert.equal(withParty(seenBy(theatre, "SOUTH"), "RELIEF").heard.sites.told, 1);
});

test("a movement counts for its owner, and for who received it what both know", () => {
  const theatre = moveTheatre();
  tellOne(theatre);
  const heard = () => withParty(seenBy(theatre, "SOUTH"), "RELIEF").heard.movements;
  assert.deepEqual(some(heard()), {}, "told, and not yet had");
  for (let i = 0; i < 2; i++) {
    const { outcome } = answerTo(theatre, i === 0 ? {} : { answer: "objected", concern: "safety" });
    assert.ok(outcome.ok, JSON.stringify(outcome));
    theatre.wait(1);
  }
  assert.deepEqual(some(heard()), { delivered: 1, acknowledged: 1, objected: 1 });
  assert.deepEqual(withParty(seenBy(theatre, "RELIEF"), "SOUTH").told.movements, heard());
  theatre.wait(51 * HOUR_MS);
  assert.ok(report(theatre, "departed").outcome.ok);
  theatre.wait(2 * HOUR_MS);
  const { movements } = seenBy(theatre, "RELIEF").own;
  assert.deepEqual(some(movements), { told: 1, silent: 1 });
  assert.deepEqual(some(seenBy(theatre, "NORTH").own.movements), {});
});

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "../commands.ts";
import { digestState, dumpState, loadState } from "../dump.ts";
import { LIMITS } from "../limits.ts";
import { HOUR_MS } from "../test-theatre.ts";
import type { Told } from "../view.ts";
import { viewFor } from "../view.ts";
import { SITE, SITE_STATES } from "./model.ts";
import type { SiteState } from "./model.ts";
import { parseSiteFields } from "./parse.ts";
import { DAY_MS, hospital, NORTH, PLACE, RELIEF, SiteTheatre } from "./test-sites.ts";

const isTold = (one: Told | null): one is Told => one !== null;

test("a site says the fields of the line's own table, and a bad one is named", () => {
  assert.deepEqual(parseSiteFields(hospital()), { ok: true, value: hospital() });
  const { accuracyM: _left, ...rest } = hospital();
  const refused = parseSiteFields(rest);
  assert.equal(
    !refused.ok && refused.refusal.reason === "bad-field" && refused.refusal.field,
    "fields.accuracyM",
  );
});

test("a second person checks the position; what does not match blocks, and says what it looks like", () => {
  const theatre = new SiteTheatre();
  const site = theatre.submit();
  const verify = (by: string, readBack: { lngDeg: number; latDeg: number }) =>
    theatre.as(by, { kind: "verify-site", siteId: site.id, version: 1, readBack, role: "deputy" });
  for (const by of ["amal"]) {
    const { outcome } = verify(by, PLACE);
    assert.equal(!outcome.ok && outcome.refusal.reason, "needs-second-person");
  }
  const { outcome, changes } = verify("basim", { lngDeg: PLACE.latDeg, latDeg: PLACE.lngDeg });
  assert.ok(!outcome.ok && outcome.refusal.reason === "bad-field");
  assert.match(outcome.refusal.detail, /latitude and longitude look swapped/);
  assert.equal(site.state, "submitted");
  assert.equal(changes.map(viewFor(theatre.state, RELIEF).tell).filter(isTold).length, 1);
  assert.equal(
    theatre.reasonAs("amal", { kind: "notify-site", siteId: site.id, version: 1 }),
    "wrong-state",
  );
  assert.equal(
    verify("basim", { lngDeg: 40.001, latDeg: 35.001 }).outcome.ok,
    true,
    "within 200 m",
  );
  assert.equal(site.state, "verified");
});

test("what is over when it is told lapses at once", () => {
  const theatre = new SiteTheatre();
  const endMs = theatre.atMs + HOUR_MS;
  const site = theatre.submit({ window: { startMs: theatre.atMs, endMs } });
  theatre.verify(site);
  theatre.wait(2 * HOUR_MS);
  theatre.mustAs("amal", { kind: "notify-site", siteId: site.id, version: 1 });
  theatre.wait(1);
  assert.equal(site.state, "lapsed");
});

test("what matters is to be acknowledged anew; what does not, is not", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify({ disclosure: "conflict_only" });
  const ack = (version: number) =>
    theatre.reasonAs(
      "nils",
      {
        kind: "acknowledge-site",
        siteId: site.id,
        version,
        answer: "acknowledged",
        role: "deputy",
      },
      "NORTH",
    );
  assert.equal(ack(1), "accepted");
  theatre.update(site, { disclosure: "conflict_only", organisation: "Relief Trust" });
  assert.equal(site.recipients[0]?.receipts.length, 1);
  theatre.update(site, { disclosure: "conflict_only", accuracyM: 50 });
  assert.equal(site.recipients[0]?.receipts.at(-1)?.state, "undelivered");
  assert.equal(ack(2), "bad-field", "not of what it was told before");
  assert.equal(ack(3), "accepted");
});

test("unconfirmed it falls due, then lapses, and is told as lapsed; confirmed it counts again", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify({ siteKind: "warehouse" });
  theatre.wait(83 * DAY_MS);
  theatre.wait(0);
  assert.equal(site.state, "due_for_reconfirmation");
  const { changes } = theatre.wait(7 * DAY_MS + 1);
  assert.equal(site.state, "lapsed");
  const told = changes.map(viewFor(theatre.state, NORTH).tell).filter(isTold);
  assert.ok(told[0]?.kind === "site.told" && told[0].site.state === "lapsed");
  const confirm = { kind: "reconfirm-site", siteId: site.id, version: 1 } as const;
  theatre.mustAs("amal", confirm);
  assert.deepEqual([site.state, site.reconfirmByMs], ["notified", theatre.atMs + 90 * DAY_MS]);
  theatre.wait(80 * DAY_MS);
  theatre.mustAs("amal", confirm);
  theatre.wait(11 * DAY_MS);
  assert.equal(site.state, "notified", "the due time before is stale");
});

test("a health site with an operation filed near by is due after 30 days, others stay at 90", () => {
  const theatre = new SiteTheatre();
  const [clinic, store] = [theatre.notify(), theatre.notify({ siteKind: "warehouse" })];
  const fromMs = theatre.atMs;
  theatre.fileNear();
  assert.equal(clinic.reconfirmByMs, fromMs + 30 * DAY_MS);
  assert.equal(store.reconfirmByMs, fromMs + 90 * DAY_MS);
  const late = new SiteTheatre();
  const site = late.notify();
  late.wait(40 * DAY_MS);
  late.fileNear("NORTH", 40 * 24 * 60 + 180);
  assert.equal(site.reconfirmByMs, late.atMs + 7 * DAY_MS, "never without the time of a reminder");
});

test("a site past its own window lapses, and is confirmed only with another window", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify({ window: { startMs: theatre.atMs, endMs: theatre.atMs + DAY_MS } });
  theatre.wait(DAY_MS + 1);
  theatre.wait(0);
  assert.equal(site.state, "lapsed");
  assert.equal(
    theatre.reasonAs("amal", { kind: "reconfirm-site", siteId: site.id, version: 1 }),
    "bad-field",
  );
  theatre.update(site, { window: { startMs: theatre.atMs, endMs: null } });
  assert.equal(site.state, "notified");
});

test("a hit opens an incident with the party that it names, and tells it no more of the site", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify();
  const hit = { kind: "report-site-hit", siteId: site.id, atMs: theatre.atMs } as const;
  for (const [other, answer] of [
    ["RELIEF", "bad-field"],
    ["NOBODY", "unknown-party"],
  ] as const)
    assert.equal(theatre.reasonAs("amal", { ...hit, other }), answer);
  assert.deepEqual(site.hits, [], "what is refused is no hit");
  theatre.mustAs("amal", hit);
  assert.equal(theatre.state.incidents.all.size, 0, "a hit that names nobody opens nothing");
  const links = (party: string): unknown => {
    const [seen] = theatre.viewOf(party).incidents({ limit: 9 }).items;
    return seen?.detail === "full" ? seen.links.map(({ to, id }) => [to, id]) : null;
  };
  const { changes } = theatre.mustAs("amal", { ...hit, text: "roof", other: "SOUTH" });
  assert.deepEqual(links("RELIEF"), [["site", site.id]]);
  assert.deepEqual(links("SOUTH"), [["site", null]], "SOUTH was not told of the site");
  assert.equal(links("NORTH"), null, "no side of it");
  const heard = (party: string) =>
    changes.flatMap((one) => theatre.viewOf(party).tell(one)?.kind ?? []);
  assert.deepEqual(heard("SOUTH"), ["incident.changed"]);
  assert.deepEqual(heard("NORTH"), ["site.told"]);
  const [incident] = theatre.state.incidents.all.values();
  const { incidentKind, atMs, reports, clocks, entrySeqs } = incident!;
  assert.deepEqual([incidentKind, atMs, reports.length], ["site_hit", hit.atMs, 0]);
  assert.deepEqual(
    clocks.filter(({ metMs }) => metMs === null).map(({ what }) => what),
    clocks.map(({ what }) => what),
    "the call and the first written report are owed still",
  );
  assert.deepEqual(entrySeqs, [theatre.state.seq]);
  assert.deepEqual(
    site.hits.map(({ incidentId }) => incidentId),
    [null, incident!.id],
  );
  assert.ok(!JSON.stringify(theatre.viewOf("SOUTH").incident.find(incident!.id)).includes("roof"));
  theatre.mustAs("amal", { ...hit, other: "NORTH" });
  assert.deepEqual(links("NORTH"), [["site", site.id]], "NORTH was told of the site");
});

test("a hit is the owner's entry, told to all who know of the site", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify();
  const report = {
    kind: "report-site-hit",
    siteId: site.id,
    atMs: theatre.atMs - HOUR_MS,
    text: "roof",
  } as const;
  const { changes } = theatre.mustAs("amal", report);
  const seen = viewFor(theatre.state, NORTH).site.find(site.id);
  assert.ok(seen?.detail === "told");
  assert.deepEqual([seen.state, seen.hitMs], ["hit_reported", [report.atMs]]);
  assert.equal(JSON.stringify(seen).includes("roof"), false, "what the owner writes is its own");
  assert.equal(changes.map(viewFor(theatre.state, NORTH).tell).filter(isTold).length, 1);
  assert.equal(theatre.reasonAs("amal", { ...report, atMs: theatre.atMs + 1 }), "bad-field");
});

test("a withdrawn site is told as withdrawn, is near nothing, and leaves the state in time", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify();
  theatre.fileNear();
  theatre.mustAs("amal", { kind: "withdraw-site", siteId: site.id, siteReason: "moved" });
  const view = viewFor(theatre.state, NORTH);
  const seen = view.site.find(site.id);
  assert.ok(seen?.detail === "told");
  assert.deepEqual([seen.state, seen.rung, seen.fields], ["withdrawn", "conflict_only", {}]);
  const [proximity] = view.proximities({}, { limit: 9 }).items;
  assert.deepEqual([proximity?.state, proximity?.end], ["over", "site_withdrawn"]);
  theatre.fileNear();
  assert.equal(view.proximities({}, { limit: 9 }).items.length, 1);
  theatre.wait(30 * DAY_MS);
  assert.equal(theatre.state.sites.all.size, 0);
  assert.equal(theatre.state.sites.proximities.size, 0);
});

test("what is another's answers as what is not there", () => {
  const theatre = new SiteTheatre();
  const site = theatre.submit();
  const about = (siteId: string, party: string) =>
    JSON.stringify([
      theatre.as("x", { kind: "notify-site", siteId, version: 1 }, party).outcome,
      theatre.as("x", { kind: "withdraw-site", siteId, siteReason: "moved" }, party).outcome,
      theatre.as("x", { kind: "note-site-delivered", siteId, version: 1 }, party).outcome,
      theatre.say("system", { kind: "note-site-read", party, siteId, version: 1, rung: "full" })
        .outcome,
    ]).replaceAll(siteId, "ID");
  for (const party of ["NORTH", "SOUTH"])
    assert.equal(about(site.id, party), about("site-none", party));
});

test("a place in another datum, a stranger to tell, a footprint elsewhere are refused by name", () => {
  const theatre = new SiteTheatre();
  const away = { lngDeg: 41, latDeg: 35 };
  for (const [more, field] of [
    [{ place: { ...PLACE, datum: "ed50" } }, "fields.place.datum"],
    [{ mayBeTold: ["NORTH", "NOBODY"] }, "fields.mayBeTold[1]"],
    [{ mayBeTold: ["RELIEF"] }, "fields.mayBeTold[0]"],
    [{ footprint: { kind: "circle", center: away, radiusM: 100 } }, "fields.footprint"],
    [{ window: { startMs: 0, endMs: 1 } }, "fields.window"],
  ] as const) {
    const { outcome } = theatre.as("amal", { kind: "submit-site", body: hospital(more) });
    assert.ok(!outcome.ok && outcome.refusal.reason === "bad-field", field);
    assert.equal(outcome.refusal.field, field);
  }
});

test("old versions leave the state, but for the one that somebody still goes by", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify({ mayBeTold: ["NORTH", "SOUTH"] });
  theatre.update(site, { mayBeTold: ["SOUTH"], accuracyM: 30 });
  const count = LIMITS.siteVersionsKeptMax + 5;
  for (let i = 0; i < count; i++) theatre.update(site, { mayBeTold: ["SOUTH"], accuracyM: 31 + i });
  assert.equal(site.versions.length, LIMITS.siteVersionsKeptMax + 1);
  assert.deepEqual([site.versions[0]?.version, site.inForce], [1, count + 2]);
  const [north, south] = site.recipients;
  assert.deepEqual(
    north?.told.map(({ version }) => version),
    [1],
  );
  assert.equal(south?.told.length, LIMITS.siteVersionsKeptMax + 1, "1 as well");
  assert.equal(viewFor(theatre.state, NORTH).site.find(site.id)?.detail, "told");
});

for (const from of SITE_STATES) {
  test(`from ${from} a site goes only where the table says`, () => {
    const steps: readonly (readonly [SiteState, (id: string) => Command])[] = [
      ["notified", (id) => ({ kind: "reconfirm-site", siteId: id, version: 1 })],
      ["hit_reported", (id) => ({ kind: "report-site-hit", siteId: id, atMs: 0 })],
      ["withdrawn", (id) => ({ kind: "withdraw-site", siteId: id, siteReason: "closed" })],
    ];
    for (const [to, make] of steps) {
      const theatre = new SiteTheatre();
      const isKnown = !["submitted", "verified"].includes(from);
      const site = isKnown ? theatre.notify() : theatre.submit();
      site.state = from;
      const wanted = to === "notified" && !isKnown ? false : SITE.next[from].includes(to);
      const { outcome } = theatre.as("amal", make(site.id));
      assert.equal(outcome.ok, wanted, `${from} → ${to}`);
      if (!outcome.ok) assert.equal(outcome.refusal.reason, "wrong-state");
    }
  });
}

test("a dump of sites and proximities is the state again, and finds what is near", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify();
  theatre.fileNear();
  theatre.read(site);
  theatre.submit();
  const digestOf = (state: typeof theatre.state): string => {
    let text = "";
    digestState(state, (more) => (text += more));
    return text;
  };
  const loaded = loadState(structuredClone(dumpState(theatre.state)));
  assert.equal(digestOf(loaded), digestOf(theatre.state));
  assert.deepEqual(
    [loaded.sites.index.size, loaded.sites.bySite.size, loaded.sites.liveCounts.get("RELIEF")],
    [theatre.state.sites.index.size, 1, 2],
  );
  assert.deepEqual(
    viewFor(loaded, NORTH).site.find(site.id),
    viewFor(theatre.state, NORTH).site.find(site.id),
  );
});

/** What NORTH sees of a site when it would be due, were somebody else near it. */

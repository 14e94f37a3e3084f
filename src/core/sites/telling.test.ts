import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS } from "../test-theatre.ts";
import type { Told } from "../view.ts";
import { viewFor } from "../view.ts";
import { DAY_MS, HOST, hospital, NORTH, PLACE, RELIEF, SiteTheatre, SOUTH } from "./test-sites.ts";

const isTold = (one: Told | null): one is Told => one !== null;

test("until it is notified nobody else can tell that a site exists", () => {
  const theatre = new SiteTheatre();
  const site = theatre.submit();
  theatre.verify(site);
  theatre.fileNear();
  for (const reader of [NORTH, SOUTH]) {
    const view = viewFor(theatre.state, reader);
    assert.equal(view.site.find(site.id), null);
    assert.deepEqual(view.toldSites({ limit: 10 }).items, []);
    assert.deepEqual(view.proximities({}, { limit: 10 }).items, []);
  }
  assert.deepEqual(viewFor(theatre.state, HOST).site.find(site.id), {
    detail: "exists",
    id: site.id,
    party: "RELIEF",
    state: "verified",
    reconfirmByMs: null,
    changedMs: theatre.atMs,
  });
});

test("one that is told learns that a site is there; where, when it files near by; others nothing", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify();
  const seen = () => {
    const view = viewFor(theatre.state, NORTH).site.find(site.id);
    assert.ok(view?.detail === "told");
    return view;
  };
  assert.deepEqual([seen().rung, seen().cell, seen().fields], ["conflict_only", null, {}]);
  const operationId = theatre.fileNear();
  assert.equal(seen().rung, "area_and_altitude");
  assert.deepEqual(seen().fields, { place: PLACE, accuracyM: 20 });
  assert.equal(viewFor(theatre.state, SOUTH).site.find(site.id), null);
  theatre.must("NORTH", { kind: "cancel-operation", operationId });
  assert.deepEqual([seen().rung, seen().fields], ["conflict_only", {}]);
});

const RUNG_FIELDS = {
  conflict_only: [],
  cell: [],
  area_and_altitude: ["place", "accuracyM"],
  category: ["siteKind", "place", "accuracyM"],
  full: Object.keys(hospital()).filter((name) => name !== "mayBeTold" && name !== "disclosure"),
} as const;
for (const [rung, names] of Object.entries(RUNG_FIELDS)) {
  test(`at ${rung} a recipient near by sees ${names.length} fields, and never who else is told`, () => {
    const theatre = new SiteTheatre();
    const disclosure = rung as keyof typeof RUNG_FIELDS;
    const site = theatre.notify({ disclosure, mayBeTold: ["NORTH", "SOUTH"] });
    theatre.fileNear();
    const seen = viewFor(theatre.state, NORTH).site.find(site.id);
    assert.ok(seen?.detail === "told");
    assert.deepEqual(Object.keys(seen.fields).toSorted(), [...names].toSorted());
    assert.equal(seen.cell === null, rung === "conflict_only");
  });
}

test("always is the owner's word for one recipient: it sees at once, without an operation", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify({ mayBeTold: ["NORTH", "SOUTH"] });
  const consent = { kind: "set-site-consent", siteId: site.id, to: "NORTH" } as const;
  const { changes } = theatre.mustAs("amal", { ...consent, rung: "full", when: "always" });
  const [north, south] = [viewFor(theatre.state, NORTH), viewFor(theatre.state, SOUTH)];
  assert.equal(changes.map(north.tell).filter(isTold)[0]?.kind, "site.told");
  assert.deepEqual(changes.map(south.tell).filter(isTold), []);
  const rungs = () =>
    [north, south].map((view) => {
      const seen = view.site.find(site.id);
      return seen?.detail === "told" && seen.rung;
    });
  assert.deepEqual(rungs(), ["full", "conflict_only"]);
  theatre.mustAs("amal", { ...consent, rung: "cell", when: "near" });
  assert.deepEqual(rungs(), ["full", "conflict_only"], "what was told is not taken back");
  theatre.update(site, { mayBeTold: ["NORTH", "SOUTH"], accuracyM: 30 });
  assert.deepEqual(rungs(), ["conflict_only", "conflict_only"], "the next version is told so");
});

test("who is named no more hears of no later version, and is told that it changed", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify({ mayBeTold: ["NORTH", "SOUTH"] });
  theatre.update(site, { mayBeTold: ["SOUTH"], accuracyM: 30 });
  const seen = viewFor(theatre.state, NORTH).site.find(site.id);
  assert.ok(seen?.detail === "told");
  assert.deepEqual([seen.version, seen.isCurrent, seen.state], [1, false, "lapsed"]);
  const before = JSON.stringify(viewFor(theatre.state, NORTH).site.find(site.id));
  const heard = () => viewFor(theatre.state, NORTH);
  theatre.wait(HOUR_MS);
  const later = theatre.update(site, { mayBeTold: ["SOUTH"], accuracyM: 40 });
  assert.deepEqual(later.changes.map(heard().tell).filter(isTold), []);
  theatre.mustAs("amal", { kind: "report-site-hit", siteId: site.id, atMs: theatre.atMs });
  assert.equal(JSON.stringify(heard().site.find(site.id)), before, "nor how often, nor when");
  theatre.fileNear();
  assert.deepEqual(viewFor(theatre.state, NORTH).proximities({}, { limit: 9 }).items, []);
});

test("every reading is seen by the owner, and what nobody opened is not acknowledged", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify();
  theatre.fileNear();
  const ack = {
    kind: "acknowledge-site",
    siteId: site.id,
    version: 1,
    answer: "acknowledged",
    role: "duty_officer",
  } as const;
  const say = (more: object = {}) => theatre.as("nils", { ...ack, ...more }, "NORTH").outcome;
  const reason = (outcome: ReturnType<typeof say>) => outcome.ok || outcome.refusal.reason;
  assert.equal(reason(say({ readBack: PLACE })), "wrong-state");
  const read = theatre.read(site);
  assert.equal(theatre.read(site), null, "one receipt for each version and rung");
  const told = read?.changes.map(viewFor(theatre.state, RELIEF).tell).find(isTold);
  assert.ok(told?.kind === "site.changed" && told.cause === "read" && told.site.detail === "full");
  assert.deepEqual(told.site.recipients[0]?.reads, [
    { version: 1, rung: "area_and_altitude", readMs: theatre.atMs },
  ]);
  assert.equal(reason(say()), "bad-field", "a position is read back");
  assert.equal(reason(say({ readBack: { lngDeg: 40.1, latDeg: 35 } })), "bad-field");
  assert.equal(say({ readBack: PLACE }).ok, true);
  const seen = viewFor(theatre.state, RELIEF).site.find(site.id);
  assert.ok(seen?.detail === "full");
  const receipt = seen.recipients[0]?.receipts.at(-1);
  assert.deepEqual([receipt?.state, receipt?.acknowledged?.by], ["acknowledged", null]);
  assert.equal(receipt?.acknowledged?.role, "duty_officer");
  const { levelsTold, toldMs } = { levelsTold: ["unit_or_crew"], toldMs: theatre.atMs } as const;
  const { siteId, version, role } = ack;
  theatre.mustAs(
    "nils",
    { kind: "note-site-disseminated", siteId, version, role, levelsTold, toldMs },
    "NORTH",
  );
  const passedOn = site.recipients[0]?.receipts.at(-1);
  assert.deepEqual([passedOn?.state, passedOn?.disseminated.length], ["acknowledged", 1]);
});

test("an update under check changes no byte of what others get", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify({ disclosure: "full" });
  theatre.fileNear();
  const seen = () => JSON.stringify(viewFor(theatre.state, NORTH).site.find(site.id));
  const before = seen();
  theatre.wait(HOUR_MS);
  const body = hospital({ disclosure: "full", accuracyM: 99 });
  theatre.mustAs("amal", { kind: "update-site", siteId: site.id, version: 1, body });
  theatre.verify(site);
  assert.equal(seen(), before);
});

test("asked of a place that it no longer sees, a recipient answers for what it sees, and is asked anew", () => {
  const theatre = new SiteTheatre();
  const site = theatre.notify();
  const operationId = theatre.fileNear();
  theatre.must("NORTH", { kind: "cancel-operation", operationId });
  const ack = {
    kind: "acknowledge-site",
    siteId: site.id,
    version: 1,
    answer: "acknowledged",
    role: "deputy",
  } as const;
  theatre.mustAs("nils", ack, "NORTH");
  const last = () => site.recipients[0]?.receipts.at(-1);
  assert.deepEqual([last()?.state, last()?.rung], ["acknowledged", "conflict_only"]);
  theatre.fileNear();
  assert.deepEqual([last()?.state, last()?.rung], ["undelivered", "area_and_altitude"]);
});

const seenDue = (isOtherNear: boolean): string => {
  const theatre = new SiteTheatre();
  const site = theatre.notify({ mayBeTold: ["NORTH", "SOUTH"] });
  if (isOtherNear) theatre.fileNear("SOUTH");
  theatre.wait(24 * DAY_MS);
  theatre.wait(0);
  assert.equal(site.state, isOtherNear ? "due_for_reconfirmation" : "notified");
  const seen = JSON.stringify(viewFor(theatre.state, NORTH).site.find(site.id));
  return seen.replaceAll(site.id, "");
};

test("a recipient is not told when a site is due: that would tell who else is near", () => {
  assert.equal(seenDue(true), seenDue(false));
});

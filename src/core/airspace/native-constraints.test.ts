/** What the USSs of a party see of native operations: as much as the party is shown, and no more. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { RUNGS } from "../disclosure/model.ts";
import type { Rung } from "../disclosure/model.ts";
import { discAt, MINUTE_MS, START_MS, theatreOf } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import { TestAirspace } from "./test-airspace.ts";
import {
  conflictsOf,
  disclose,
  fileBy,
  heeding,
  HERE,
  NORTHS,
  open,
  plan,
  QUARTERS,
  replace,
  shownAt,
  toldBy,
} from "./test-natives.ts";

const ROWS: readonly (readonly [Rung | null, isShown: boolean])[] = [
  [null, false],
  ["conflict_only", false],
  ["cell", false],
  ["area_and_altitude", true],
  ["category", true],
  ["full", true],
];

for (const [rung, isShown] of ROWS) {
  const said = isShown ? "stands as a constraint" : "is not there for a USS";
  test(`shown at ${rung ?? "nothing"}, an operation ${said}, and is in conflict for both`, () => {
    const theatre = open();
    const operationId = fileBy(theatre, "SOUTH");
    if (rung) disclose(theatre, operationId, rung);
    const found = theatre.shownTo("NORTH");
    assert.equal(found.length, isShown ? 1 : 0);
    const { outcome } = theatre.speak(plan(theatre, { subscription: heeding(true) }));
    if (isShown) {
      assert.equal(outcome.ok ? "" : outcome.refusal.reason, "airspace-unread");
      const { unread } = (outcome as unknown as { refusal: { unread: object } }).refusal;
      assert.deepEqual(unread, { intents: [], constraints: found });
      assert.equal(found[0]!.ovn, null, "it is told with the details alone");
      const { ovn } = theatre.view.nativeConstraint(found[0]!.id)!.reference;
      assert.match(ovn!, /^[0-9a-z]{28}$/);
      assert.deepEqual(theatre.view.constraint(found[0]!.id, NORTHS), found[0]);
      theatre.heard("intent", plan(theatre, { subscription: heeding(true), key: [ovn!] }));
    } else assert.ok(outcome.ok);
    assert.deepEqual([conflictsOf(theatre, "NORTH"), conflictsOf(theatre, "SOUTH")], [1, 1]);
  });

  test(`at ${rung ?? "nothing"} a USS that heeds no constraints is not asked for it`, () => {
    const theatre = open();
    const operationId = fileBy(theatre, "SOUTH");
    if (rung) disclose(theatre, operationId, rung);
    theatre.heard("intent", plan(theatre, { subscription: heeding(false) }));
    const subscription = theatre.subscription("uss1", 9, { where: { endH: 6 } });
    assert.deepEqual(theatre.heard("subscription", subscription).constraints, []);
    const heeds = theatre.subscription("uss1", 8, { isForConstraints: true, where: { endH: 6 } });
    const { constraints } = theatre.heard("subscription", heeds);
    assert.deepEqual(constraints, theatre.shownTo("NORTH"));
    assert.equal(constraints.length, isShown ? 1 : 0);
  });
}

test("every rung has its row", () => {
  assert.deepEqual(
    ROWS.flatMap(([rung]) => rung ?? []),
    RUNGS,
  );
});

test("it says where and when, as the party is shown it, and not what it is", () => {
  const rows: readonly (readonly [Rung, readonly number[]])[] = [
    ["area_and_altitude", QUARTERS],
    ["category", QUARTERS],
    ["full", [START_MS + 127 * MINUTE_MS, START_MS + 169 * MINUTE_MS]],
  ];
  for (const [rung, [startMs, endMs]] of rows) {
    const theatre = open();
    const operationId = shownAt(theatre, rung);
    const [reference] = theatre.shownTo("NORTH");
    const native = theatre.view.nativeConstraint(reference!.id)!;
    const [volume] = native.volumes;
    const { startMs: from, endMs: to, lowerM, upperM } = volume!;
    assert.deepEqual([from, to, lowerM, upperM], [startMs, endMs, 111, 200]);
    assert.deepEqual([reference!.startUs, reference!.endUs], [startMs! * 1000, endMs! * 1000]);
    assert.deepEqual(
      [reference!.manager, reference!.baseUrl, reference!.version],
      ["own", "https://own.example", 1],
    );
    assert.doesNotMatch(JSON.stringify(native), /secret|uas_flight|SOUTH/, rung);
    assert.ok(!JSON.stringify(native).includes(operationId), rung);
    const shown = viewFor(theatre.state, { kind: "party", party: "NORTH" });
    assert.deepEqual(native.volumes, shown.disclosure.disclosed(operationId)!.versions[0]!.volumes);
  }
});

test("a mover is all that it passes, for all of its time", () => {
  const theatre = open();
  const timesMs = [START_MS + 127 * MINUTE_MS, START_MS + 133 * MINUTE_MS];
  const edges = "geodesic" as const;
  const corridor = { kind: "corridor", route: [HERE, [40.2, 35]], halfWidthM: 300, edges } as const;
  const open4D = { lowerM: 0, upperM: null, startMs: null, endMs: null };
  theatre.file("NORTH", [{ footprint: { ...corridor, timesMs }, ...open4D }]);
  // At its end while the mover is still at its beginning.
  const [early] = theatre.shownTo("NORTH", {
    center: [40.2, 35],
    radiusM: 100,
    startH: 127 / 60,
    endH: 128 / 60,
  });
  const { volumes } = theatre.view.nativeConstraint(early!.id)!;
  const [startMs, endMs] = timesMs;
  assert.deepEqual(volumes, [{ ...open4D, footprint: corridor, startMs, endMs }]);
});

test("without an end it stands to the last time that can be written", () => {
  const theatre = open();
  const volume = { ...discAt(HERE), startMs: null, endMs: null };
  theatre.file("NORTH", [volume]);
  const [{ startUs, endUs } = { startUs: 0, endUs: 0 }] = theatre.shownTo("NORTH");
  assert.deepEqual(
    [startUs, endUs].map((us) => new Date(us / 1000).toISOString().slice(0, 10)),
    ["1900-01-01", "2254-12-31"],
  );
});

test("each party has its own, and reads no other's", () => {
  const theatre = open("NORTH", "SOUTH");
  fileBy(theatre, "NORTH");
  const operationId = fileBy(theatre, "SOUTH", { lowerM: 120 });
  assert.deepEqual([theatre.shownTo("NORTH").length, theatre.shownTo("SOUTH").length], [1, 1]);
  disclose(theatre, operationId, "full");
  const [norths, souths] = ["NORTH", "SOUTH"].map((party) => theatre.shownTo(party));
  assert.equal(norths!.length, 2);
  const bothKnow = theatre.view.nativeConstraint(souths![0]!.id)!;
  const twin = norths!
    .map(({ id }) => theatre.view.nativeConstraint(id)!)
    .find((one) => JSON.stringify(one.volumes) === JSON.stringify(bothKnow.volumes))!;
  assert.notEqual(twin.reference.id, bothKnow.reference.id);
  assert.notEqual(twin.reference.ovn, bothKnow.reference.ovn);
  assert.equal(theatre.view.constraint(bothKnow.reference.id, NORTHS), null);
  for (const { id } of [...norths!, ...souths!]) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

test("two parties whose views come to be in one entry have ids of their own", () => {
  const theatre = new TestAirspace();
  const operationId = shownAt(theatre, "full");
  const { changes } = theatre.showNatives("NORTH", "SOUTH");
  assert.deepEqual(toldBy({ changes }), []);
  const rows = theatre.state.airspace.natives.ofOperation(operationId);
  const [a, b] = [rows.get("NORTH")!, rows.get("SOUTH")!];
  assert.notEqual(a.id, b.id);
  assert.notEqual(a.ovn, b.ovn);
});

test("a humanitarian party is shown nothing of a military one", () => {
  const theatre = new TestAirspace();
  const parties = theatreOf().parties.map((party) =>
    party.id === "NORTH" ? { ...party, kind: "humanitarian" as const } : party,
  );
  theatre.say("system", { kind: "set-theatre", theatre: { ...theatreOf(), parties } });
  theatre.showNatives("NORTH");
  assert.ok(!disclose(theatre, fileBy(theatre, "SOUTH"), "full").outcome.ok);
  assert.equal(theatre.shownTo("NORTH").length, 0);
});

test("where the theatre discloses all, every party's USSs are shown all", () => {
  const theatre = new TestAirspace({ disclosure: "full" });
  theatre.showNatives("NORTH", "SOUTH");
  fileBy(theatre, "SOUTH");
  assert.deepEqual([theatre.shownTo("NORTH").length, theatre.shownTo("SOUTH").length], [1, 1]);
});

test("intents are seen as such, and never as constraints", () => {
  const theatre = open("NORTH", "SOUTH");
  const { intent } = theatre.heard("intent", plan(theatre));
  assert.deepEqual([theatre.shownTo("NORTH"), theatre.shownTo("SOUTH")], [[], []]);
  const gone = { kind: "delete-intent", manager: "uss1", id: intent.id, ovn: intent.ovn! } as const;
  assert.equal(theatre.told(gone), "accepted");
  assert.equal(theatre.state.airspace.natives.all().length, 0);
});

test("it is the server's own: no USS changes it", () => {
  const theatre = open();
  shownAt(theatre, "full");
  const [{ id } = { id: "" }] = theatre.shownTo("NORTH");
  const { ovn } = theatre.view.nativeConstraint(id)!.reference;
  for (const was of [null, ovn, "x"]) {
    assert.equal(theatre.told({ ...theatre.constraint("uss1", 1), id, ovn: was }), "not-permitted");
  }
  const gone = { kind: "delete-constraint", manager: "uss1", id, ovn: ovn! } as const;
  assert.equal(theatre.told(gone), "not-permitted");
});

test("a write said again is answered as at first, whatever was shown since", () => {
  const theatre = open();
  const put = plan(theatre, { subscription: heeding(true) });
  const first = theatre.heard("intent", put);
  shownAt(theatre, "full");
  assert.deepEqual(theatre.heard("intent", put), first);
});

test("a reading is noted once for each version and rung, and its owner sees it", () => {
  const theatre = open("NORTH", "SOUTH");
  const operationId = shownAt(theatre, "area_and_altitude");
  const [{ id } = { id: "" }] = theatre.shownTo("NORTH");
  const owed = () => theatre.view.receiptOwed(id);
  const read = () => theatre.say("system", owed()!, { by: "uss1" }).outcome.ok;
  const reads = () =>
    viewFor(theatre.state, { kind: "party", party: "SOUTH" })
      .disclosure.recipients(operationId)!
      .flatMap((one) => one.reads.map(({ version, rung }) => `${version} ${rung}`));
  assert.deepEqual(owed(), {
    kind: "note-read",
    party: "NORTH",
    operationId,
    version: 1,
    rung: "area_and_altitude",
  });
  assert.ok(read());
  assert.equal(owed(), null);
  disclose(theatre, operationId, "full");
  assert.ok(read());
  replace(theatre, operationId);
  replace(theatre, operationId);
  assert.ok(read(), "the latest alone: only that one is told");
  assert.equal(owed(), null);
  assert.deepEqual(reads(), ["1 area_and_altitude", "1 full", "3 full"]);
  const [own] = theatre.shownTo("SOUTH");
  assert.equal(theatre.view.receiptOwed(own!.id), null, "one's own needs none");
});

test("whoever bears this server's own name learns no OVN of it, and can't write over it", () => {
  const theatre = open();
  shownAt(theatre, "full");
  const { id } = theatre.shownTo("NORTH")[0]!;
  const own = { manager: "own", party: "NORTH" };
  assert.equal(theatre.view.constraint(id, own)!.ovn, null);
  const { ovn } = theatre.view.nativeConstraint(id)!.reference;
  const about = { manager: "own", id, ovn: ovn! };
  assert.equal(theatre.told({ ...theatre.constraint("own", 1), ...about }), "not-permitted");
  assert.equal(theatre.told({ kind: "delete-constraint", ...about }), "not-permitted");
  assert.deepEqual(theatre.view.nativeConstraint(id)!.reference.ovn, ovn);
});

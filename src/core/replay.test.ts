import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { deserialize, serialize } from "node:v8";
import { applyEntry } from "./apply.ts";
import { digestState, dumpState, loadState } from "./dump.ts";
import { solidsOf } from "./operations/model.ts";
import { makeState } from "./state.ts";
import type { State } from "./state.ts";
import { discAt, HOUR_MS, TestTheatre } from "./test-theatre.ts";
import { viewFor } from "./view.ts";

const hashOf = (state: State): string => {
  const hash = createHash("sha256");
  digestState(state, (text) => hash.update(text));
  return hash.digest("hex");
};

/** A theatre in which much has happened. */
const busyTheatre = (): TestTheatre => {
  const theatre = new TestTheatre({ retentionMs: 2 * HOUR_MS });
  for (let i = 0; i < 60; i++) {
    const party = i % 2 ? "NORTH" : "SOUTH";
    const at = discAt([40 + (i % 9) / 50, 35], { startMin: 60 + i, endMin: 90 + 3 * i });
    const { operationId } = theatre.file(party, [at, discAt([41, 35 + i / 100])]);
    if (i % 4 === 0) theatre.must(party, { kind: "activate-operation", operationId });
    if (i % 7 === 0)
      theatre.must(party, { kind: "replace-operation", operationId, version: 1, volumes: [at] });
    if (i % 8 === 2) theatre.must(party, { kind: "cancel-operation", operationId });
    if (i % 13 === 0) theatre.wait(HOUR_MS / 4);
  }
  return theatre;
};

test("two replays of one log give one hash", () => {
  const theatre = busyTheatre();
  const again = makeState();
  for (const entry of theatre.entries) applyEntry(again, entry);
  assert.equal(hashOf(again), hashOf(theatre.state));
  assert.ok(theatre.state.conflicts.size > 20);
});

test("a dump taken anywhere and continued gives the same hash as a replay from the start", () => {
  const theatre = busyTheatre();
  for (const cut of [1, 20, theatre.entries.length - 1]) {
    const begun = makeState();
    for (const entry of theatre.entries.slice(0, cut)) applyEntry(begun, entry);
    const loaded = loadState(deserialize(serialize(dumpState(begun))));
    assert.equal(hashOf(loaded), hashOf(begun));
    for (const entry of theatre.entries.slice(cut)) applyEntry(loaded, entry);
    assert.equal(hashOf(loaded), hashOf(theatre.state));
  }
});

test("one changed detail changes the hash", () => {
  const theatre = busyTheatre();
  const before = hashOf(theatre.state);
  [...theatre.state.operations.values()][3]!.changedMs++;
  assert.notEqual(hashOf(theatre.state), before);
});

test("an entry out of order, or of the past, ends the process", () => {
  const theatre = new TestTheatre();
  const [entry] = theatre.entries;
  assert.throws(() => applyEntry(theatre.state, entry!), /entry 2 comes next/);
  assert.throws(
    () => applyEntry(theatre.state, { ...entry!, seq: 2, atMs: 0 }),
    /never runs backwards/,
  );
});

test("a party sees its own, the host that things exist, another party nothing but its conflict", () => {
  const theatre = new TestTheatre();
  const { operationId } = theatre.file("NORTH", [discAt([40, 35])]);
  const south = theatre.file("SOUTH", [discAt([40, 35])]);
  const asNorth = viewFor(theatre.state, { kind: "party", party: "NORTH" });
  const asSouth = viewFor(theatre.state, { kind: "party", party: "SOUTH" });
  const asHost = viewFor(theatre.state, { kind: "host" });
  assert.equal(asNorth.operation(operationId)?.detail, "full");
  assert.equal(asSouth.operation(operationId), null);
  assert.deepEqual(
    asSouth.operations({}, { limit: 10 }).items.map(({ id }) => id),
    [south.operationId],
  );
  assert.equal(asHost.operation(operationId)?.detail, "exists");
  assert.equal(JSON.stringify(asHost.operations({}, { limit: 10 })).includes("footprint"), false);
  const seen = asSouth.conflict(south.conflictIds[0]!);
  assert.equal(seen?.facts, null);
  assert.deepEqual(seen?.ownOperationIds, [south.operationId]);
  assert.equal(JSON.stringify(asSouth.conflicts({}, { limit: 10 })).includes("NORTH"), false);
  assert.equal(asSouth.conflicts({ operationId }, { limit: 10 }).items.length, 0);
  const toHost = asHost.conflicts({ operationId }, { limit: 10 }).items;
  assert.deepEqual(
    toHost.map(({ id, facts }) => [id, facts]),
    [[south.conflictIds[0], null]],
    "the host sees that there is one, and of which operation it asked",
  );
  assert.equal(asHost.conflicts({ operationId: "none" }, { limit: 10 }).items.length, 0);
  assert.deepEqual(
    asSouth
      .check({
        party: "SOUTH",
        moverClass: "drone",
        solids: solidsOf(theatre.state.operations.get(operationId)!),
        operationId: null,
      })
      .map(({ operation }) => operation.party),
    ["SOUTH"],
  );
});

test("in a theatre that discloses all, each sees both sides", () => {
  const theatre = new TestTheatre({ disclosure: "full" });
  const { operationId } = theatre.file("NORTH", [discAt([40, 35])]);
  theatre.file("SOUTH", [discAt([40, 35])]);
  const asSouth = viewFor(theatre.state, { kind: "party", party: "SOUTH" });
  assert.equal(asSouth.operation(operationId)?.detail, "full");
  const [conflict] = asSouth.conflicts({}, { limit: 10 }).items;
  assert.deepEqual(
    conflict?.facts?.sides.map(({ party }) => party),
    ["NORTH", "SOUTH"],
  );
});

test("pages hold a whole list between them and say what is left", () => {
  const theatre = new TestTheatre();
  for (let i = 0; i < 25; i++) theatre.file("NORTH", [discAt([40 + i, 35])]);
  const view = viewFor(theatre.state, { kind: "party", party: "NORTH" });
  const ids: string[] = [];
  let after: string | undefined;
  for (const remaining of [15, 5, 0]) {
    const page = view.operations({}, { limit: 10, after });
    assert.equal(page.remaining, remaining);
    ids.push(...page.items.map(({ id }) => id));
    after = page.next ?? undefined;
  }
  assert.equal(after, undefined);
  assert.deepEqual(ids, [...theatre.state.operations.keys()]);
});

test("a page after an entry that is gone, or was never seen, is an error and no empty page", () => {
  const theatre = new TestTheatre();
  const { operationId } = theatre.file("NORTH", [discAt([40, 35])]);
  const { conflictIds } = theatre.file("NORTH", [discAt([40, 35])]);
  const north = viewFor(theatre.state, { kind: "party", party: "NORTH" });
  const south = viewFor(theatre.state, { kind: "party", party: "SOUTH" });
  for (const [view, after] of [
    [north, "gone"],
    [south, operationId],
    [south, conflictIds[0]!],
  ] as const) {
    assert.throws(() => view.operations({}, { limit: 10, after }), /ended at an entry seen/);
    assert.throws(() => view.conflicts({}, { limit: 10, after }), /ended at an entry seen/);
  }
  // An entry that the filter passes over is still a place to go on from.
  const page = north.operations({ states: ["held"] }, { limit: 10, after: operationId });
  assert.deepEqual(page, { items: [], remaining: 0, next: null });
});

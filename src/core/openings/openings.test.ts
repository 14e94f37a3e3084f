import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMITS } from "../limits.ts";
import { discAt, TestTheatre } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import { OPENING, OPENING_STATES } from "./model.ts";
import type { Opening, OpeningState } from "./model.ts";

const HOST = { kind: "host" } as const;
const NORTH = { kind: "party", party: "NORTH" } as const;
const SOUTH = { kind: "party", party: "SOUTH" } as const;
const DAY_MS = 24 * 60 * 60 * 1000;

const request = (theatre: TestTheatre, id: string, what: "operation" | "conflict" = "operation") =>
  theatre.say("system", { kind: "request-opening", what, id, reason: "asked by the owner" }, ANNA);
const ANNA = { by: "anna" };
const BORIS = { by: "boris" };

const openingOf = (theatre: TestTheatre): Opening =>
  [...theatre.state.openings.all.values()].at(-1)!;

const second = (theatre: TestTheatre, by: string | null, openingId = openingOf(theatre).id) =>
  theatre.say("system", { kind: "second-opening", openingId }, { by });

test("the host reads one thing for an hour, when two people said so, and its owner hears at once", () => {
  const theatre = new TestTheatre();
  const long = discAt([40, 35], { startMin: 3000, endMin: 3100 });
  const { operationId } = theatre.file("NORTH", [long]);
  const { operationId: other } = theatre.file("NORTH", [discAt([50, 35], { endMin: 3000 })]);
  const host = viewFor(theatre.state, HOST);
  const [north, south] = [viewFor(theatre.state, NORTH), viewFor(theatre.state, SOUTH)];
  const asked = request(theatre, operationId);
  assert.deepEqual(asked.changes.map(north.tell), [null], "asked is not yet read");
  assert.equal(host.operation(operationId)?.detail, "exists");
  const { changes } = second(theatre, "boris");
  assert.equal(host.operation(operationId)?.detail, "full");
  assert.equal(host.operation(other)?.detail, "exists");
  assert.equal(host.versions(other), null);
  const told = changes.flatMap((change) => north.tell(change) ?? []);
  assert.deepEqual(
    told.map((one) => one.kind),
    ["read-log.added"],
  );
  assert.deepEqual(changes.map(south.tell), [null, null]);
  const [entry] = north.openings({ limit: 10 }).items;
  assert.deepEqual(
    [entry?.thingId, entry?.requestedBy, entry?.secondBy, entry?.openedMs],
    [operationId, "anna", "boris", theatre.atMs],
  );
  assert.deepEqual(south.openings({ limit: 10 }).items, []);
  theatre.wait(LIMITS.openingMs - 1);
  assert.equal(host.operation(operationId)?.detail, "full");
  theatre.wait(1);
  assert.equal(host.operation(operationId)?.detail, "exists");
  assert.equal(north.openings({ limit: 10 }).items[0]?.state, "ended", "the read log keeps it");
});

test("one person alone opens nothing", () => {
  const theatre = new TestTheatre();
  const { operationId } = theatre.file("NORTH", [discAt([40, 35])]);
  request(theatre, operationId);
  for (const [by, reason] of [
    ["anna", "needs-second-person"],
    [null, "not-permitted"],
  ] as const) {
    const { outcome } = second(theatre, by);
    assert.equal(!outcome.ok && outcome.refusal.reason, reason);
  }
  const { outcome } = theatre.say(
    "NORTH",
    { kind: "second-opening", openingId: openingOf(theatre).id },
    BORIS,
  );
  assert.equal(!outcome.ok && outcome.refusal.reason, "not-permitted");
  theatre.wait(DAY_MS);
  assert.equal(openingOf(theatre).state, "lapsed");
  assert.equal(second(theatre, "boris").outcome.ok, false);
  assert.equal(viewFor(theatre.state, NORTH).openings({ limit: 10 }).items.length, 0);
});

test("a conflict that is opened is in both parties' read logs", () => {
  const theatre = new TestTheatre();
  theatre.file("NORTH", [discAt([40, 35])]);
  theatre.file("SOUTH", [discAt([40, 35])]);
  const [conflict] = theatre.state.conflicts.values();
  assert.ok(conflict);
  request(theatre, conflict.id, "conflict");
  const host = viewFor(theatre.state, HOST);
  const [operationId] = conflict.operationIds;
  const namingIt = () => host.conflicts({ operationId }, { limit: 10 }).items.length;
  assert.deepEqual([host.conflict(conflict.id)?.facts, namingIt()], [null, 0]);
  second(theatre, "boris");
  assert.notEqual(host.conflict(conflict.id)?.facts, null);
  assert.equal(namingIt(), 1);
  for (const reader of [NORTH, SOUTH]) {
    assert.equal(viewFor(theatre.state, reader).openings({ limit: 10 }).items.length, 1);
  }
});

test("every step of an opening is as the table says", () => {
  for (const from of OPENING_STATES) {
    const theatre = new TestTheatre();
    const { operationId } = theatre.file("NORTH", [discAt([40, 35])]);
    request(theatre, operationId);
    const opening = openingOf(theatre);
    opening.state = from;
    const isAllowed = OPENING.next[from].includes("open");
    const { outcome } = second(theatre, "boris");
    assert.equal(outcome.ok, isAllowed, `${from} → open`);
    if (!outcome.ok) assert.equal(outcome.refusal.reason, "wrong-state");
    opening.state = from;
    theatre.state.due.push({ dueMs: theatre.atMs, kind: "opening", id: opening.id });
    opening.untilMs = theatre.atMs;
    theatre.wait(0);
    const passed: Record<OpeningState, OpeningState> = {
      requested: "lapsed",
      open: "ended",
      ended: "ended",
      lapsed: "lapsed",
    };
    assert.equal(opening.state, passed[from], `${from}, in time`);
  }
});

test("what is not there is not opened", () => {
  const theatre = new TestTheatre();
  const { outcome } = request(theatre, "NORTH-2026-00009");
  assert.equal(!outcome.ok && outcome.refusal.reason, "not-found");
});

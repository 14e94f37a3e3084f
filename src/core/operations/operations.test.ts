import assert from "node:assert/strict";
import { test } from "node:test";
import { OPERATION_STATES, OPERATION } from "./model.ts";
import type { OperationState } from "./model.ts";
import { discAt, HOUR_MS, MINUTE_MS, TestTheatre } from "../test-theatre.ts";
import type { Command } from "../commands.ts";

const FAR = [10, 10] as const;

test("a notice becomes an operation with a serial and its minutes of notice", () => {
  const theatre = new TestTheatre();
  const result = theatre.file("NORTH", [discAt(FAR)]);
  assert.equal(result.operationId, "NORTH-2026-00001");
  assert.equal(result.serial, "NORTH-2026-00001");
  assert.equal(result.minutesOfNotice, 180);
  assert.equal(result.isShortNotice, false);
  assert.equal(theatre.file("NORTH", [discAt(FAR)]).serial, "NORTH-2026-00002");
  assert.equal(theatre.file("SOUTH", [discAt(FAR)]).serial, "SOUTH-2026-00001");
});

test("serials begin again with the UTC year of receipt", () => {
  const theatre = new TestTheatre();
  theatre.atMs = Date.UTC(2026, 11, 31, 23, 59);
  const late = discAt(FAR, { startMin: 60 * 24 * 60, endMin: 61 * 24 * 60 });
  assert.equal(theatre.file("NORTH", [late]).serial, "NORTH-2026-00001");
  theatre.wait(MINUTE_MS);
  assert.equal(theatre.file("NORTH", [late]).serial, "NORTH-2027-00001");
});

test("a late notice is accepted and flagged, an evacuation never is", () => {
  const theatre = new TestTheatre();
  const soon = discAt(FAR, { startMin: 59 });
  assert.equal(theatre.file("NORTH", [soon]).isShortNotice, true);
  assert.equal(theatre.file("NORTH", [discAt(FAR, { startMin: 60 })]).isShortNotice, false);
  assert.equal(theatre.file("NORTH", [soon], { category: "evacuation" }).isShortNotice, false);
  const begun = theatre.file("NORTH", [discAt(FAR, { startMin: -10 })]);
  assert.equal(begun.minutesOfNotice, -10);
});

test("an amendment is due half the class before, and 30 minutes at least", () => {
  const theatre = new TestTheatre();
  const { operationId } = theatre.file("NORTH", [discAt(FAR)]);
  const replace = (version: number, startMin: number) =>
    theatre.mustOperation("NORTH", {
      kind: "replace-operation",
      operationId,
      version,
      volumes: [discAt(FAR, { startMin })],
    });
  assert.equal(replace(1, 29).isShortNotice, true);
  const second = replace(2, 30);
  assert.equal(second.isShortNotice, false);
  assert.equal(second.version, 3);
  assert.equal(second.serial, "NORTH-2026-00003");
});

test("every move between states is as the table says", () => {
  const kinds: Partial<Record<OperationState, Command["kind"]>> = {
    active: "activate-operation",
    deviating: "deviate-operation",
    held: "hold-operation",
    ended: "end-operation",
    cancelled: "cancel-operation",
  };
  for (const from of OPERATION_STATES) {
    for (const [to, kind] of Object.entries(kinds)) {
      const theatre = new TestTheatre();
      const { operationId } = theatre.file("NORTH", [discAt(FAR)]);
      theatre.state.operations.get(operationId)!.state = from;
      const isAllowed = OPERATION.next[from].includes(to as OperationState);
      const reason = theatre.reason("NORTH", { kind, operationId } as Command);
      assert.equal(reason, isAllowed ? "accepted" : "wrong-state", `${from} → ${to}`);
    }
  }
});

test("a refused deviation changes nothing", () => {
  const theatre = new TestTheatre();
  const { operationId } = theatre.file("NORTH", [discAt(FAR)]);
  assert.equal(
    theatre.reason("NORTH", { kind: "deviate-operation", operationId, isNoReturn: true }),
    "wrong-state",
  );
  assert.equal(theatre.state.operations.get(operationId)!.isNoReturn, false);
});

test("an operation whose window has passed expires, and says so itself", () => {
  const theatre = new TestTheatre();
  const { operationId } = theatre.file("NORTH", [discAt(FAR)]);
  assert.deepEqual(theatre.wait(4 * HOUR_MS).changes, []);
  const { changes } = theatre.wait(1);
  assert.deepEqual(changes, [{ kind: "operation-moved", operationId, to: "expired" }]);
  assert.equal(theatre.state.index.size, 0);
});

test("a replaced window leaves no early expiry behind", () => {
  const theatre = new TestTheatre();
  const { operationId } = theatre.file("NORTH", [discAt(FAR)]);
  const volumes = [discAt(FAR, { endMin: 600 })];
  theatre.must("NORTH", { kind: "replace-operation", operationId, version: 1, volumes });
  theatre.wait(5 * HOUR_MS);
  assert.equal(theatre.state.operations.get(operationId)!.state, "filed");
  theatre.wait(6 * HOUR_MS);
  assert.equal(theatre.state.operations.get(operationId)!.state, "expired");
});

test("what was over is forgotten after the retention time, its serial never", () => {
  const theatre = new TestTheatre({ retentionMs: HOUR_MS });
  const { operationId } = theatre.file("NORTH", [discAt(FAR)]);
  theatre.must("NORTH", { kind: "cancel-operation", operationId });
  theatre.wait(HOUR_MS - 1);
  assert.ok(theatre.state.operations.has(operationId));
  theatre.wait(1);
  assert.ok(!theatre.state.operations.has(operationId));
  assert.equal(theatre.file("NORTH", [discAt(FAR)]).serial, "NORTH-2026-00003");
});

test("what can't be done is refused for its reason", () => {
  const theatre = new TestTheatre({ noticesPerPartyDayMax: 3 });
  const { operationId } = theatre.file("NORTH", [discAt(FAR)]);
  const volumes = [discAt(FAR)];
  const rows: readonly (readonly [string, Command, string])[] = [
    ["EAST", { kind: "file-operation", category: "sar", volumes }, "unknown-party"],
    ["SOUTH", { kind: "end-operation", operationId }, "unknown-operation"],
    ["NORTH", { kind: "end-operation", operationId: "NORTH-2026-00009" }, "unknown-operation"],
    ["NORTH", { kind: "replace-operation", operationId, version: 2, volumes }, "stale-version"],
    [
      "NORTH",
      {
        kind: "file-operation",
        category: "sar",
        volumes: [discAt(FAR, { startMin: -20, endMin: -10 })],
      },
      "window-ended",
    ],
    ["NORTH", { kind: "set-theatre", theatre: theatre.state.theatre! }, "not-permitted"],
    ["NORTH", { kind: "file-operation", category: "sar", volumes }, "accepted"],
    ["NORTH", { kind: "file-operation", category: "sar", volumes }, "accepted"],
    ["NORTH", { kind: "file-operation", category: "sar", volumes }, "too-many"],
  ];
  for (const [party, command, reason] of rows) assert.equal(theatre.reason(party, command), reason);
  theatre.wait(24 * HOUR_MS);
  assert.equal(
    theatre.reason("SOUTH", {
      kind: "file-operation",
      category: "sar",
      volumes: [discAt(FAR, { endMin: 6000 })],
    }),
    "accepted",
  );
});

test("a command said again gets its first outcome, and nothing is done twice", () => {
  const theatre = new TestTheatre();
  const command: Command = {
    kind: "file-operation",
    category: "uas_flight",
    volumes: [discAt(FAR)],
  };
  const first = theatre.say("NORTH", command, { commandId: "same" });
  theatre.atMs += MINUTE_MS;
  const again = theatre.say("NORTH", command, { commandId: "same" });
  assert.deepEqual(again.outcome, first.outcome);
  assert.equal(again.isRepeat, true);
  assert.equal(theatre.state.operations.size, 1);
  const other = theatre.say("NORTH", { ...command, name: "another" }, { commandId: "same" });
  assert.equal(!other.outcome.ok && other.outcome.refusal.reason, "command-id-reused");
  assert.equal(
    theatre.say("SOUTH", command, { commandId: "same" }).isRepeat,
    false,
    "each party has its own ids",
  );
  theatre.wait(25 * HOUR_MS);
  assert.equal(theatre.state.commands.size, 0);
});

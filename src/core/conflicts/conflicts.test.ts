import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findProximity } from "../../geometry/separation.ts";
import type { Position, Volume4D } from "../../geometry/footprint.ts";
import type { Conflict } from "./model.ts";
import { summarize } from "./model.ts";
import { solidsOf } from "../operations/model.ts";
import { discAt, HOUR_MS, MINUTE_MS, TestTheatre, theatreOf } from "../test-theatre.ts";

const HERE: Position = [40, 35];
/** About 3.6 km east of HERE. */
const NEAR: Position = [40.04, 35];
/** About 91 km east of HERE. */
const AWAY: Position = [41, 35];

const onlyConflict = (theatre: TestTheatre): Conflict => {
  assert.equal(theatre.state.conflicts.size, 1);
  return [...theatre.state.conflicts.values()][0]!;
};

test("two drones within 3 km, 300 m and 15 minutes are a conflict that both sides keep", () => {
  const theatre = new TestTheatre();
  const first = theatre.file("NORTH", [discAt(HERE)]);
  const second = theatre.file("SOUTH", [
    discAt(NEAR, { lowerM: 400, upperM: 500, startMin: 250, endMin: 260 }),
  ]);
  assert.deepEqual(first.conflictIds, []);
  const conflict = onlyConflict(theatre);
  assert.deepEqual(second.conflictIds, [conflict.id]);
  assert.deepEqual(conflict.operationIds, [first.operationId, second.operationId]);
  const [pair] = conflict.pairs;
  assert.ok(pair);
  assert.ok(Math.abs(pair.lateralM - 1650) < 5, `${pair.lateralM}`);
  assert.equal(pair.verticalM, 200);
  assert.equal(pair.certainty, "sure");
  assert.equal((pair.endMs - pair.startMs) / MINUTE_MS, 10, "the gap between the windows");
  assert.ok(Math.abs(pair.ratio - 200 / 300) < 1e-9, "the largest of the three shares");
  assert.equal(summarize(conflict.pairs).severity, "near");
});

test("overlap is told apart from nearness", () => {
  const theatre = new TestTheatre();
  theatre.file("NORTH", [discAt(HERE)]);
  theatre.file("SOUTH", [discAt(HERE)]);
  assert.equal(summarize(onlyConflict(theatre).pairs).severity, "overlap");
});

test("two volumes whose hull meets a third, but neither of which does, are no conflict", () => {
  const theatre = new TestTheatre();
  theatre.file("NORTH", [discAt([39.8, 35]), discAt([40.2, 35])]);
  assert.deepEqual(theatre.file("SOUTH", [discAt(HERE)]).conflictIds, []);
});

test("an operation never conflicts with itself or with the version it replaces", () => {
  const theatre = new TestTheatre();
  const { operationId } = theatre.file("NORTH", [discAt(HERE), discAt(HERE)]);
  theatre.must("NORTH", {
    kind: "replace-operation",
    operationId,
    version: 1,
    volumes: [discAt(NEAR)],
  });
  assert.equal(theatre.state.conflicts.size, 0);
});

test("a conflict changes, closes and opens again under one id", () => {
  const theatre = new TestTheatre();
  const { operationId } = theatre.file("NORTH", [discAt(HERE)]);
  theatre.file("SOUTH", [discAt(NEAR)]);
  const conflict = onlyConflict(theatre);
  const move = (version: number, to: Position) =>
    theatre
      .say("NORTH", { kind: "replace-operation", operationId, version, volumes: [discAt(to)] })
      .changes.slice(1);
  assert.deepEqual(move(1, NEAR), [{ kind: "conflict-changed", conflictId: conflict.id }]);
  assert.deepEqual(conflict.versions, [2, 1]);
  assert.deepEqual(move(2, AWAY), [
    { kind: "conflict-closed", conflictId: conflict.id, reason: "changed" },
  ]);
  assert.equal(conflict.closedReason, "changed");
  assert.deepEqual(move(3, HERE), [{ kind: "conflict-opened", conflictId: conflict.id }]);
  assert.equal(conflict.state, "open");
  assert.equal(onlyConflict(theatre).id, conflict.id);
});

for (const [kind, reason] of [
  ["cancel-operation", "cancelled"],
  ["end-operation", "ended"],
] as const) {
  test(`conflicts close as ${reason} when an operation is ${reason}`, () => {
    const theatre = new TestTheatre();
    const { operationId } = theatre.file("NORTH", [discAt(HERE)]);
    theatre.file("SOUTH", [discAt(HERE)]);
    if (kind === "end-operation")
      theatre.must("NORTH", { kind: "activate-operation", operationId });
    assert.deepEqual(theatre.mustOperation("NORTH", { kind, operationId }).conflictIds, []);
    assert.equal(onlyConflict(theatre).closedReason, reason);
  });
}

test("conflicts close when a window passes, and go when the operation is forgotten", () => {
  const theatre = new TestTheatre({ retentionMs: HOUR_MS });
  theatre.file("NORTH", [discAt(HERE)]);
  theatre.file("SOUTH", [discAt(HERE, { endMin: 900 })]);
  theatre.wait(5 * HOUR_MS);
  assert.equal(onlyConflict(theatre).closedReason, "expired");
  theatre.wait(2 * HOUR_MS);
  assert.equal(theatre.state.conflicts.size, 0);
  const left = [...theatre.state.operations.values()];
  assert.equal(left.length, 1);
  assert.equal(left[0]!.conflictIds.size, 0);
});

test("a theatre's rule decides on its own operations, on refusing, on pairs and on areas", () => {
  const own = new TestTheatre({ conflictsWithinParty: false });
  own.file("NORTH", [discAt(HERE)]);
  assert.deepEqual(own.file("NORTH", [discAt(HERE)]).conflictIds, []);

  const strict = new TestTheatre({ refuseOnConflict: ["uas_flight"] });
  strict.file("NORTH", [discAt(HERE)]);
  const filing = {
    kind: "file-operation",
    category: "uas_flight",
    volumes: [discAt(HERE)],
  } as const;
  assert.equal(strict.reason("SOUTH", filing), "conflicts-refused");
  assert.equal(strict.reason("SOUTH", { ...filing, category: "medevac" }), "accepted");

  const pairs = new TestTheatre({
    pairMinima: [
      { classes: ["drone", "drone"], minima: { lateralM: 100, verticalM: 10, timeS: 0 } },
    ],
  });
  pairs.file("NORTH", [discAt(HERE)]);
  assert.deepEqual(pairs.file("SOUTH", [discAt(NEAR)]).conflictIds, []);

  const around: Volume4D = {
    ...discAt(HERE, { radiusM: 50_000 }),
    lowerM: null,
    upperM: null,
    startMs: null,
    endMs: null,
  };
  const area = new TestTheatre({
    areaMinima: [
      { name: "pass", volume: around, minima: { lateralM: 200_000, verticalM: 0, timeS: 0 } },
    ],
  });
  area.file("NORTH", [discAt(HERE)]);
  assert.equal(
    area.file("SOUTH", [discAt(AWAY)]).conflictIds.length,
    1,
    "within 200 km because one lies in the area",
  );
});

test("new minima are held against what is already filed", () => {
  const theatre = new TestTheatre({
    pairMinima: [
      { classes: ["drone", "drone"], minima: { lateralM: 100, verticalM: 10, timeS: 0 } },
    ],
  });
  theatre.file("NORTH", [discAt(HERE)]);
  theatre.file("SOUTH", [discAt(NEAR)]);
  theatre.file("SOUTH", [discAt(AWAY)]);
  theatre.file("NORTH", [discAt(AWAY, { lowerM: 300, upperM: 400 })]);
  assert.equal(theatre.state.conflicts.size, 0);
  const { changes } = theatre.setByTwo(theatreOf());
  assert.deepEqual(
    changes.map(({ kind }) => kind),
    ["theatre-set", "conflict-opened", "conflict-opened"],
  );
  assert.equal(theatre.state.conflicts.size, 2);
});

const arbVolume: fc.Arbitrary<Volume4D> = fc
  .record({
    lng: fc.integer({ min: 0, max: 30 }),
    lat: fc.integer({ min: 0, max: 30 }),
    radiusM: fc.integer({ min: 0, max: 3000 }),
    startMin: fc.integer({ min: 60, max: 300 }),
    minutes: fc.integer({ min: 1, max: 60 }),
    lowerM: fc.integer({ min: 0, max: 1500 }),
  })
  .map(({ lng, lat, radiusM, startMin, minutes, lowerM }) =>
    discAt([40 + lng / 100, 35 + lat / 100], {
      radiusM,
      startMin,
      endMin: startMin + minutes,
      lowerM,
      upperM: lowerM + 100,
    }),
  );

test("whatever is filed, replaced or cancelled, open conflicts are exactly the pairs within minima", () => {
  const arbStep = fc.record({
    act: fc.constantFrom("file", "file", "file", "replace", "cancel"),
    party: fc.constantFrom("NORTH", "SOUTH"),
    which: fc.nat(),
    volumes: fc.array(arbVolume, { minLength: 1, maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(arbStep, { minLength: 2, maxLength: 30 }), (steps) => {
      const theatre = new TestTheatre();
      for (const { act, party, which, volumes } of steps) {
        const own = [...theatre.state.operations.values()].filter(
          (o) => o.party === party && o.state === "filed",
        );
        const target = own[which % Math.max(1, own.length)];
        if (act === "file" || !target) theatre.file(party, volumes);
        else if (act === "cancel")
          theatre.must(party, { kind: "cancel-operation", operationId: target.id });
        else {
          const version = target.versions.length;
          theatre.must(party, {
            kind: "replace-operation",
            operationId: target.id,
            version,
            volumes,
          });
        }
      }
      const live = [...theatre.state.operations.values()].filter((o) => o.state === "filed");
      const minima = { lateralM: 3000, verticalM: 300, timeS: 900 };
      const expected = live.flatMap((a, i) =>
        live
          .slice(i + 1)
          .filter((b) =>
            solidsOf(a).some((x) => solidsOf(b).some((y) => findProximity(x, y, minima))),
          )
          .map((b) => `${a.id} ${b.id}`),
      );
      const open = [...theatre.state.conflicts.values()].filter((c) => c.state === "open");
      assert.deepEqual(open.map((c) => c.operationIds.join(" ")).sort(), expected.sort());
    }),
    { numRuns: 150 },
  );
});

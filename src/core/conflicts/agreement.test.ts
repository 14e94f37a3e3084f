import assert from "node:assert/strict";
import { test } from "node:test";
import type { Position } from "../../geometry/footprint.ts";
import { discAt, HOUR_MS, MINUTE_MS, START_MS, TestTheatre } from "../test-theatre.ts";
import type { TheatreRules } from "../theatre/model.ts";
import type { Terms } from "./commands.ts";
import type { Conflict } from "./model.ts";

const HERE: Position = [40.04, 35.04];
const NEAR: Position = [40.05, 35.04];
const AWAY: Position = [41, 35];
const AREA = discAt(HERE, { radiusM: 20_000, startMin: 0, endMin: 2000, lowerM: 0, upperM: 500 });

type Scene = { readonly theatre: TestTheatre; readonly conflict: Conflict };

const meet = (rules: Partial<TheatreRules> = {}): Scene & { north: string; south: string } => {
  const theatre = new TestTheatre({ conflictsWithinParty: false, ...rules });
  const north = theatre.file("NORTH", [discAt(HERE)]).operationId;
  const south = theatre.file("SOUTH", [discAt(NEAR)]).operationId;
  const conflict = [...theatre.state.conflicts.values()].at(-1)!;
  for (const party of ["NORTH", "SOUTH"])
    theatre.must(party, { kind: "own-conflict", conflictId: conflict.id });
  return { theatre, conflict, north, south };
};

const propose = ({ theatre, conflict }: Scene, terms: Terms): string => {
  const made = theatre.must("NORTH", { kind: "propose", conflictId: conflict.id, ...terms });
  assert.ok(made.about === "proposal");
  return made.proposalId;
};

const agreeOn = (scene: Scene, terms: Terms): void => {
  scene.theatre.must("SOUTH", { kind: "accept-proposal", proposalId: propose(scene, terms) });
};

const standIn = (theatre: TestTheatre, volume = AREA): void => {
  const about = { with: "SOUTH", name: "range", volumes: [volume] };
  const made = theatre.must("NORTH", { kind: "propose-standing", ...about });
  assert.ok(made.about === "standing");
  theatre.must("SOUTH", { kind: "agree-standing", standingId: made.standingId });
};

test("what is agreed with safeguards after the start settles it, though it now begins later", () => {
  const scene = meet();
  const { theatre, conflict } = scene;
  theatre.wait(185 * MINUTE_MS);
  assert.equal(conflict.life, "unresolved_at_start");
  agreeOn(scene, {
    own: { shiftMs: 2 * HOUR_MS },
    other: { shiftMs: 2 * HOUR_MS },
    safeguards: ["lookout"],
  });
  assert.deepEqual([conflict.state, conflict.life], ["open", "resolved"]);
});

test("what is agreed after the start and settles nothing has its clocks again", () => {
  const scene = meet();
  const { theatre, conflict } = scene;
  theatre.wait(185 * MINUTE_MS);
  agreeOn(scene, { own: { shiftMs: 2 * HOUR_MS }, other: { shiftMs: 2 * HOUR_MS } });
  assert.deepEqual([conflict.state, conflict.life], ["open", "in_contact"]);
  const { changes } = theatre.wait(2 * HOUR_MS);
  assert.deepEqual(
    changes.map(({ kind }) => kind),
    ["conflict-unresolved"],
  );
});

test("what is agreed moves the two into a standing agreement: it stands there, or is settled", () => {
  for (const [safeguards, life] of [
    [[], "standing"],
    [["lookout"], "resolved"],
  ] as const) {
    const scene = meet();
    const { theatre, conflict } = scene;
    standIn(theatre, { ...AREA, startMs: START_MS + 4 * HOUR_MS });
    const shift = { shiftMs: 3 * HOUR_MS };
    agreeOn(scene, { own: shift, other: shift, safeguards });
    assert.deepEqual([conflict.state, conflict.life], ["open", life]);
  }
});

test("an agreement that parts one from a third closes that conflict for good: it may open again", () => {
  const scene = meet();
  const { theatre, north } = scene;
  theatre.file("SOUTH", [discAt(HERE)]);
  const third = [...theatre.state.conflicts.values()].at(-1)!;
  assert.notEqual(third, scene.conflict);
  theatre.must("NORTH", { kind: "own-conflict", conflictId: third.id });
  const about = { conflictId: third.id, own: { shiftM: 1 } };
  theatre.must("NORTH", { kind: "propose", ...about });
  agreeOn(scene, { volumes: [discAt(AWAY)] });
  assert.deepEqual([third.state, third.life], ["closed", "closed"]);
  const volumes = [discAt(HERE)];
  theatre.must("NORTH", { kind: "replace-operation", operationId: north, version: 2, volumes });
  assert.deepEqual([third.state, third.life], ["open", "told"]);
});

test("an agreement that changes a conflict with a third leaves it no proposal that has lapsed", () => {
  const scene = meet();
  const { theatre } = scene;
  theatre.file("SOUTH", [discAt(HERE)]);
  const third = [...theatre.state.conflicts.values()].at(-1)!;
  theatre.must("NORTH", { kind: "own-conflict", conflictId: third.id });
  theatre.must("NORTH", { kind: "propose", conflictId: third.id, own: { shiftM: 1 } });
  agreeOn(scene, { own: { shiftM: 10 }, safeguards: ["lookout"] });
  assert.equal(third.life, "owned");
});

test("an agreement is judged on what a replaced operation has, though that is told later", () => {
  const scene = meet({ rematchDelayMs: 10 * MINUTE_MS });
  const { theatre, north } = scene;
  const two = [discAt(AWAY), discAt(HERE, { upperM: 210 })];
  theatre.must("NORTH", {
    kind: "replace-operation",
    operationId: north,
    version: 1,
    volumes: two,
  });
  theatre.wait(10 * MINUTE_MS);
  const [pair] = scene.conflict.pairs;
  assert.equal(scene.conflict.operationIds[0] === north ? pair!.a : pair!.b, 1);
  const volumes = [discAt(HERE)];
  theatre.must("NORTH", { kind: "replace-operation", operationId: north, version: 2, volumes });
  standIn(theatre);
  theatre.wait(10 * MINUTE_MS);
  assert.equal(scene.conflict.life, "standing");
});

test("one may agree until the quarter of an hour is over in which an operation ends: when is not told", () => {
  const answers = [1, 14].map((lateMin) => {
    const scene = meet();
    const { theatre, north } = scene;
    const volumes = [discAt(HERE, { endMin: 225 + lateMin })];
    theatre.must("NORTH", { kind: "replace-operation", operationId: north, version: 1, volumes });
    const proposalId = propose(scene, { safeguards: ["lookout"], own: { shiftM: 1 } });
    theatre.wait(230 * MINUTE_MS);
    return theatre.reason("SOUTH", { kind: "accept-proposal", proposalId });
  });
  assert.deepEqual(answers, ["accepted", "accepted"]);
});

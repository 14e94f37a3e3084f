import assert from "node:assert/strict";
import { test } from "node:test";
import type { Position } from "../../geometry/footprint.ts";
import type { Command } from "../commands.ts";
import { volumesOf, currentVersion } from "../operations/model.ts";
import { discAt, HOUR_MS, MINUTE_MS, START_MS, TestTheatre } from "../test-theatre.ts";
import type { TheatreRules } from "../theatre/model.ts";
import { viewFor } from "../view.ts";
import type { View } from "../view.ts";
import { findIllegalStep } from "../machine.ts";
import { CONFLICT, CONFLICT_LIVES } from "./life-model.ts";
import type { Terms } from "./commands.ts";
import { moveLife } from "./life.ts";
import type { Conflict } from "./model.ts";
import { MAY_BE_SAID } from "./own.ts";
import { PROPOSAL, PROPOSAL_STATES } from "./proposal-model.ts";

const HERE: Position = [40.04, 35.04];
const NEAR: Position = [40.05, 35.04];
const AWAY: Position = [41, 35];

type Scene = {
  readonly theatre: TestTheatre;
  readonly conflict: Conflict;
  readonly conflictId: string;
  readonly north: string;
  readonly south: string;
};

const meet = (rules: Partial<TheatreRules> = {}): Scene => {
  const theatre = new TestTheatre(rules);
  const north = theatre.file("NORTH", [discAt(HERE)]).operationId;
  const south = theatre.file("SOUTH", [discAt(NEAR)]).operationId;
  const [conflict] = theatre.state.conflicts.values();
  return { theatre, conflict: conflict!, conflictId: conflict!.id, north, south };
};

const seenBy = ({ theatre }: Scene, party: string): View =>
  viewFor(theatre.state, { kind: "party", party });

const bothOwn = ({ theatre, conflictId }: Scene): void => {
  for (const party of ["NORTH", "SOUTH"]) theatre.must(party, { kind: "own-conflict", conflictId });
};

const proposed = (
  scene: Scene,
  terms: Terms = { own: { shiftMs: 2 * HOUR_MS } },
  by = "north-1",
): string => {
  const { theatre, conflictId } = scene;
  const { outcome } = theatre.say("NORTH", { kind: "propose", conflictId, ...terms }, { by });
  assert.ok(outcome.ok && outcome.value?.about === "proposal", JSON.stringify(outcome));
  return outcome.value.proposalId;
};

test("told, owned, in contact: each side says its own, the other's people stay unnamed", () => {
  const scene = meet();
  const { theatre, conflict, conflictId } = scene;
  assert.equal(conflict.life, "told");
  assert.equal(seenBy(scene, "SOUTH").conflict(conflictId)?.other?.party, null);
  theatre.say("NORTH", { kind: "own-conflict", conflictId }, { by: "captain-n" });
  assert.equal(conflict.life, "owned");
  const south = seenBy(scene, "SOUTH").conflict(conflictId)!;
  assert.deepEqual([south.other?.party, south.other?.ownedMs], ["NORTH", theatre.atMs]);
  assert.doesNotMatch(JSON.stringify(south), /captain-n/);
  assert.match(JSON.stringify(seenBy(scene, "NORTH").conflict(conflictId)), /captain-n/);
  assert.equal(theatre.reason("SOUTH", { kind: "note-contact", conflictId }), "wrong-state");
  theatre.must("NORTH", { kind: "note-contact", conflictId });
  assert.equal(conflict.life, "owned", "contact is what both say");
  theatre.must("SOUTH", { kind: "own-conflict", conflictId });
  theatre.must("SOUTH", { kind: "note-contact", conflictId });
  assert.equal(conflict.life, "in_contact");
});

test("contact that is due raises an alarm on both sides, and so does a start without a settlement", () => {
  const scene = meet();
  const { theatre, conflict, conflictId } = scene;
  assert.deepEqual(theatre.wait(150 * MINUTE_MS - 1).changes, []);
  const { changes } = theatre.wait(1);
  assert.deepEqual(changes, [{ kind: "conflict-overdue", conflictId }]);
  for (const party of ["NORTH", "SOUTH"]) {
    const told = seenBy(scene, party).tell(changes[0]!);
    assert.ok(told?.kind === "conflict.overdue" && told.conflict.isOverdue);
  }
  bothOwn(scene);
  assert.deepEqual(theatre.wait(30 * MINUTE_MS).changes, [
    { kind: "conflict-unresolved", conflictId },
  ]);
  assert.equal(conflict.life, "unresolved_at_start");
});

test("contact ends the alarm, be it said by both or heard in an answer", () => {
  for (const make of [
    ({ theatre, conflictId }: Scene): void => {
      for (const party of ["NORTH", "SOUTH"])
        theatre.must(party, { kind: "note-contact", conflictId });
    },
    (scene: Scene): void => {
      const proposalId = proposed(scene);
      scene.theatre.must("SOUTH", { kind: "decline-proposal", proposalId });
    },
  ]) {
    const scene = meet();
    scene.theatre.wait(150 * MINUTE_MS);
    bothOwn(scene);
    assert.equal(scene.conflict.isOverdue, true);
    make(scene);
    assert.equal(scene.conflict.isOverdue, false);
  }
});

test("who has not taken a conflict is told so when it proposes", () => {
  const { theatre, conflictId } = meet();
  const { outcome } = theatre.say("NORTH", { kind: "propose", conflictId, own: { shiftM: 1 } });
  assert.ok(!outcome.ok && outcome.refusal.reason === "wrong-state");
  assert.equal(outcome.refusal.state, "not owned by your side");
});

test("in contact in time there is no alarm; settled in time, none at the start", () => {
  const scene = meet();
  const { theatre, conflictId } = scene;
  bothOwn(scene);
  for (const party of ["NORTH", "SOUTH"]) theatre.must(party, { kind: "note-contact", conflictId });
  assert.deepEqual(theatre.wait(150 * MINUTE_MS).changes, []);
  const proposalId = proposed(scene, { own: {}, safeguards: ["one_at_a_time"] });
  theatre.must("SOUTH", { kind: "accept-proposal", proposalId });
  assert.equal(scene.conflict.life, "resolved");
  assert.deepEqual(theatre.wait(30 * MINUTE_MS).changes, []);
});

test("a notice too short for contact is an alarm with the next entry", () => {
  const theatre = new TestTheatre();
  theatre.file("NORTH", [discAt(HERE, { startMin: 20 })]);
  theatre.file("SOUTH", [discAt(NEAR, { startMin: 20 })]);
  assert.deepEqual(
    theatre.wait(1).changes.map(({ kind }) => kind),
    ["conflict-overdue"],
  );
});

test("every step of the life that the table does not have is a bug, and every other is taken", () => {
  for (const from of CONFLICT_LIVES) {
    for (const to of CONFLICT_LIVES) {
      if (from === to) continue;
      const { conflict } = meet();
      conflict.life = from;
      if (CONFLICT.next[from].includes(to)) moveLife(conflict, to);
      else assert.throws(() => moveLife(conflict, to), /it was believed/);
      assert.equal(conflict.life, CONFLICT.next[from].includes(to) ? to : from);
    }
  }
});

test("what may be said of a conflict depends on its life, as the table has it", () => {
  for (const [kind, lives] of Object.entries(MAY_BE_SAID)) {
    for (const life of CONFLICT_LIVES) {
      const scene = meet();
      bothOwn(scene);
      scene.conflict.life = life;
      const command = { kind, conflictId: scene.conflictId, own: { shiftM: 100 } } as Command;
      const isAllowed = lives.includes(life);
      assert.equal(
        scene.theatre.reason("NORTH", command),
        isAllowed ? "accepted" : "wrong-state",
        `${kind} when ${life}`,
      );
    }
  }
});

test("a conflict of others, and none at all, look the same", () => {
  const { theatre, conflictId } = meet();
  const now = theatre.state.theatre!;
  const party = { id: "EAST", names: { en: "East" }, kind: "military" } as const;
  theatre.setByTwo({ ...now, parties: [...now.parties, party] });
  const east = (id: string) =>
    JSON.stringify(theatre.say("EAST", { kind: "own-conflict", conflictId: id }).outcome);
  assert.equal(east(conflictId).replace(conflictId, "x"), east("x"));
});

test("a false alarm takes both sides, and what changes since is told anew", () => {
  const scene = meet();
  const { theatre, conflict, conflictId, south } = scene;
  theatre.must("NORTH", { kind: "flag-false-alarm", conflictId });
  assert.equal(conflict.life, "told");
  theatre.must("SOUTH", { kind: "flag-false-alarm", conflictId });
  assert.equal(conflict.life, "false_alarm");
  assert.equal(conflict.state, "open", "the geometry is as it was");
  const volumes = [discAt(NEAR, { upperM: 250 })];
  theatre.must("SOUTH", { kind: "replace-operation", operationId: south, version: 1, volumes });
  assert.equal(conflict.life, "told");
  assert.equal(conflict.sides[0].falseAlarmMs, null);
});

test("an agreed shift becomes a new version of the operation, to the millimetre and the degree", () => {
  const scene = meet();
  const { theatre, conflict, conflictId, north, south } = scene;
  bothOwn(scene);
  const shift = { shiftMs: 2 * HOUR_MS, shiftM: 55.5 };
  const proposalId = proposed(scene, { own: shift, other: { shiftM: -20 } });
  assert.equal(conflict.life, "proposed");
  const before = theatre.state.operations.get(north)!.packed[0]!;
  const { changes } = theatre.say("SOUTH", { kind: "accept-proposal", proposalId });
  assert.deepEqual(
    changes.map(({ kind }) => kind),
    [
      "proposal-changed",
      "operation-replaced",
      "operation-replaced",
      "conflict-closed",
      "conflict-moved",
    ],
  );
  const moved = theatre.state.operations.get(north)!;
  assert.equal(moved.packed[0]![3], before[3]! + 2 * HOUR_MS);
  const version = currentVersion(moved);
  assert.equal(version.notice.kind, "agreed");
  assert.deepEqual(volumesOf(version), [
    { ...discAt(HERE, { startMin: 300, endMin: 360 }), lowerM: 155.5, upperM: 255.5 },
  ]);
  assert.equal(volumesOf(currentVersion(theatre.state.operations.get(south)!))[0]!.lowerM, 80);
  assert.equal(conflict.life, "resolved");
  assert.deepEqual(conflict.resolution?.kinds, ["time", "altitude"]);
  assert.equal(conflict.resolution?.proposalId, proposalId);
  assert.equal(theatre.state.disclosure.withdrawals.size, 0, "nobody withdrew");
  assert.equal(seenBy(scene, "SOUTH").conflict(conflictId)?.life, "resolved");
});

test("a new route is surveyed, agreed and filed; the other side learns that there is one", () => {
  const scene = meet();
  const { theatre, conflict, north } = scene;
  bothOwn(scene);
  const volumes = [discAt(AWAY)];
  const proposalId = proposed(scene, { own: {}, volumes });
  const [own, other] = ["NORTH", "SOUTH"].map((party) =>
    seenBy(scene, party).settling.proposal(proposalId),
  );
  assert.deepEqual(own?.own.volumes, volumes);
  assert.deepEqual([other?.other.hasNewRoute, other?.other.volumes], [true, null]);
  theatre.must("SOUTH", { kind: "accept-proposal", proposalId });
  assert.deepEqual(volumesOf(currentVersion(theatre.state.operations.get(north)!)), volumes);
  assert.deepEqual(conflict.resolution?.kinds, ["route"]);
});

test("measures that leave the two near each other settle nothing, unless safeguards go with them", () => {
  for (const [more, life] of [
    [{}, "in_contact"],
    [{ safeguards: ["visual_separation"] }, "resolved"],
  ] as const) {
    const scene = meet();
    bothOwn(scene);
    const proposalId = proposed(scene, { own: { shiftM: 10 }, ...more });
    scene.theatre.must("SOUTH", { kind: "accept-proposal", proposalId });
    assert.equal(scene.conflict.state, "open");
    assert.equal(scene.conflict.life, life);
  }
});

test("a hold begins no earlier than agreed", () => {
  const scene = meet();
  bothOwn(scene);
  const holdUntilMs = START_MS + 400 * MINUTE_MS;
  const proposalId = proposed(scene, { own: {}, other: { holdUntilMs } });
  scene.theatre.must("SOUTH", { kind: "accept-proposal", proposalId });
  assert.equal(scene.theatre.state.operations.get(scene.south)!.startMs, holdUntilMs);
  assert.deepEqual(scene.conflict.resolution?.kinds, ["hold"]);
});

test("declined, countered and withdrawn proposals end, and the conflict goes back to the people", () => {
  const scene = meet();
  const { theatre, conflict } = scene;
  bothOwn(scene);
  const first = proposed(scene);
  theatre.must("NORTH", { kind: "withdraw-proposal", proposalId: first });
  assert.equal(conflict.life, "owned");
  const second = proposed(scene);
  theatre.must("SOUTH", { kind: "decline-proposal", proposalId: second });
  assert.equal(conflict.life, "in_contact", "an answer is contact");
  const third = proposed(scene);
  const countered = theatre.must("SOUTH", {
    kind: "counter-proposal",
    proposalId: third,
    own: { shiftMs: HOUR_MS },
  });
  assert.ok(countered.about === "proposal");
  const { proposals } = theatre.state.settling;
  assert.deepEqual(
    [...proposals.values()].map(({ state }) => state),
    ["withdrawn", "declined", "countered", "open"],
  );
  assert.equal(proposals.get(countered.proposalId)!.inReplyTo, third);
  const answer = { kind: "accept-proposal", proposalId: countered.proposalId } as const;
  assert.equal(theatre.reason("SOUTH", answer), "not-permitted", "the other side answers");
  theatre.must("NORTH", answer);
});

test("every answer to a proposal is as its table says", () => {
  const answers = [
    ["SOUTH", "accept-proposal", "accepted"],
    ["SOUTH", "decline-proposal", "declined"],
    ["SOUTH", "counter-proposal", "countered"],
    ["NORTH", "withdraw-proposal", "withdrawn"],
    ["SOUTH", "confirm-agreement", "agreed"],
  ] as const;
  for (const from of PROPOSAL_STATES) {
    for (const [party, kind, to] of answers) {
      const scene = meet({ secondPersonAgreement: true });
      bothOwn(scene);
      const proposalId = proposed(scene);
      scene.theatre.state.settling.proposals.get(proposalId)!.state = from;
      const command = { kind, proposalId, own: { shiftM: 1 } } as Command;
      const { outcome } = scene.theatre.say(party, command, { by: "second" });
      const isLegal = findIllegalStep(PROPOSAL, proposalId, { from, to }) === null;
      const reason = outcome.ok ? "accepted" : outcome.refusal.reason;
      assert.equal(reason, isLegal ? "accepted" : "wrong-state", `${kind} when ${from}`);
    }
  }
});

test("an agreement takes a second person on each side where the theatre says so", () => {
  const scene = meet({ secondPersonAgreement: true });
  const { theatre, conflict } = scene;
  bothOwn(scene);
  const proposalId = proposed(scene);
  const say = (party: string, kind: "accept-proposal" | "confirm-agreement", by: string | null) => {
    const { outcome } = theatre.say(party, { kind, proposalId }, { by });
    return outcome.ok ? "accepted" : outcome.refusal.reason;
  };
  assert.equal(say("SOUTH", "accept-proposal", "s1"), "accepted");
  assert.equal(conflict.life, "proposed");
  assert.equal(say("SOUTH", "confirm-agreement", "s1"), "needs-second-person");
  assert.equal(say("SOUTH", "confirm-agreement", null), "needs-second-person");
  assert.equal(say("SOUTH", "confirm-agreement", "s2"), "accepted");
  assert.equal(conflict.life, "proposed");
  assert.equal(say("NORTH", "confirm-agreement", "north-1"), "needs-second-person");
  assert.equal(say("NORTH", "confirm-agreement", "north-2"), "accepted");
  assert.equal(conflict.life, "resolved");
  const seen = seenBy(scene, "SOUTH").settling.proposal(proposalId)!;
  assert.deepEqual([seen.saidBy, seen.confirmedBy, seen.isConfirmedByOther], ["s1", "s2", true]);
  assert.doesNotMatch(JSON.stringify(seen), /north-/);
});

test("a proposal lapses when its time passes or an operation changes under it", () => {
  const scene = meet();
  const { theatre, north, conflict } = scene;
  bothOwn(scene);
  const brief = proposed(scene, { own: { shiftM: 9 }, validToMs: theatre.atMs + MINUTE_MS });
  theatre.wait(MINUTE_MS);
  assert.equal(theatre.state.settling.proposals.get(brief)!.state, "lapsed");
  assert.equal(conflict.life, "owned");
  const lasting = proposed(scene);
  const volumes = [discAt(HERE, { upperM: 250 })];
  theatre.must("NORTH", { kind: "replace-operation", operationId: north, version: 1, volumes });
  assert.equal(theatre.state.settling.proposals.get(lasting)!.state, "lapsed");
  assert.equal(
    theatre.reason("SOUTH", { kind: "accept-proposal", proposalId: lasting }),
    "wrong-state",
  );
});

test("proposals have bounds, and name the field that does not fit", () => {
  const scene = meet();
  const { theatre, conflictId } = scene;
  bothOwn(scene);
  const rows: readonly (readonly [object, string])[] = [
    [{}, "own"],
    [{ own: { shiftMs: 0.5 } }, "own.shiftMs"],
    [{ other: { shiftM: 30_000 } }, "other.shiftM"],
    [{ own: { shiftMs: 1, holdUntilMs: theatre.atMs } }, "own.holdUntilMs"],
    [{ own: { shiftM: 1 }, validToMs: theatre.atMs }, "validToMs"],
  ];
  for (const [terms, field] of rows) {
    const { outcome } = theatre.say("NORTH", { kind: "propose", conflictId, ...terms });
    assert.ok(!outcome.ok && outcome.refusal.reason === "bad-field");
    assert.equal(outcome.refusal.field, field);
  }
  for (let i = 0; i < 3; i++) proposed(scene);
  const fourth = { kind: "propose", conflictId, own: { shiftM: 1 } } as const;
  assert.equal(theatre.reason("NORTH", fourth), "too-many");
  assert.equal(theatre.reason("SOUTH", fourth), "accepted", "each side has its own");
});

test("a refusal tells of the other side's operation only that it can't be", () => {
  const scene = meet();
  const { theatre, south } = scene;
  bothOwn(scene);
  const shiftMs = -5 * HOUR_MS;
  const proposalId = proposed(scene, { own: {}, other: { shiftMs } });
  const { outcome } = theatre.say("SOUTH", { kind: "accept-proposal", proposalId });
  assert.ok(!outcome.ok && outcome.refusal.reason === "window-ended", "its own: said in full");
  theatre.must("SOUTH", { kind: "activate-operation", operationId: south });
  const hold = { own: {}, other: { holdUntilMs: START_MS + 9 * HOUR_MS } };
  proposed(scene, hold); // of an active operation, which NORTH can't know
});

const AREA = discAt(HERE, { radiusM: 20_000, startMin: 0, endMin: 2000, lowerM: 0, upperM: 500 });

test("what two parties agreed to be standing opens without clock and alarm, under its agreement", () => {
  const theatre = new TestTheatre({ conflictsWithinParty: false });
  const made = theatre.must("NORTH", {
    kind: "propose-standing",
    with: "SOUTH",
    name: "training area",
    volumes: [AREA],
  });
  assert.ok(made.about === "standing");
  const { standingId } = made;
  const agree = { kind: "agree-standing", standingId } as const;
  assert.equal(theatre.reason("NORTH", agree), "not-permitted");
  theatre.file("NORTH", [discAt(HERE)]);
  theatre.file("SOUTH", [discAt(NEAR)]);
  theatre.file("SOUTH", [discAt(NEAR, { upperM: 800 })]);
  const [inside, outside] = [...theatre.state.conflicts.values()];
  assert.equal(inside!.life, "told");
  const { changes } = theatre.say("SOUTH", agree);
  assert.deepEqual(
    changes.map(({ kind }) => kind),
    ["standing-changed", "conflict-moved"],
  );
  assert.deepEqual([inside!.life, inside!.standingId], ["standing", standingId]);
  assert.equal(outside!.life, "told", "higher than what was agreed");
  theatre.file("SOUTH", [discAt(NEAR)]);
  const opened = [...theatre.state.conflicts.values()][2]!;
  assert.equal(opened.life, "standing");
  const kinds = theatre.wait(180 * MINUTE_MS).changes;
  assert.ok(kinds.every((change) => "conflictId" in change && change.conflictId === outside!.id));
  theatre.must("NORTH", { kind: "end-standing", standingId });
  assert.deepEqual([opened.life, opened.standingId], ["told", null]);
  assert.equal(theatre.reason("SOUTH", agree), "wrong-state");
});

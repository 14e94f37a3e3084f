import assert from "node:assert/strict";
import { test } from "node:test";
import type { Position } from "../../geometry/footprint.ts";
import { discAt, HOUR_MS, MINUTE_MS, START_MS, TestTheatre } from "../test-theatre.ts";
import type { TheatreRules } from "../theatre/model.ts";
import { viewFor } from "../view.ts";
import type { CounterProposal, Terms } from "./commands.ts";
import type { Conflict } from "./model.ts";
import type { ProposalState } from "./proposal-model.ts";

const HERE: Position = [40.04, 35.04];
const NEAR: Position = [40.05, 35.04];
const HOLD = { holdUntilMs: START_MS + 6 * HOUR_MS };

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
  const conflictId = conflict!.id;
  for (const party of ["NORTH", "SOUTH"]) theatre.must(party, { kind: "own-conflict", conflictId });
  return { theatre, conflict: conflict!, conflictId, north, south };
};

const propose = ({ theatre, conflictId }: Scene, terms: Terms, by = "NORTH"): string => {
  const { outcome } = theatre.say(by, { kind: "propose", conflictId, ...terms }, { by: `${by}-1` });
  assert.ok(outcome.ok && outcome.value?.about === "proposal", JSON.stringify(outcome));
  return outcome.value.proposalId;
};

const counter = (
  { theatre }: Scene,
  proposalId: string,
  terms: Omit<CounterProposal, "kind" | "proposalId">,
): ReturnType<TestTheatre["say"]>["outcome"] =>
  theatre.say("SOUTH", { kind: "counter-proposal", proposalId, ...terms }).outcome;

const stateOf = ({ theatre }: Scene, id: string): ProposalState =>
  theatre.state.settling.proposals.get(id)!.state;

const versionOf = ({ theatre }: Scene, id: string): number =>
  theatre.state.operations.get(id)!.versions.length;

/** What SOUTH sees and is answered after something became of NORTH's offer to hold. */
const toldOf = (act: (scene: Scene, proposalId: string) => void): unknown => {
  const scene = meet();
  const proposalId = propose(scene, { own: HOLD });
  act(scene, proposalId);
  const south = viewFor(scene.theatre.state, { kind: "party", party: "SOUTH" });
  const accept = { kind: "accept-proposal", proposalId } as const;
  const { outcome } = scene.theatre.say("SOUTH", accept);
  const seen = [outcome, south.settling.proposals(scene.conflictId), scene.conflict.life];
  return JSON.parse(JSON.stringify(seen).replaceAll(proposalId, "ID"));
};

test("an operation that begins takes back the hold that its side offered, as a person would", () => {
  const begun = toldOf(({ theatre, north }) =>
    theatre.must("NORTH", { kind: "activate-operation", operationId: north }),
  );
  const withdrawn = toldOf(({ theatre }, proposalId) =>
    theatre.must("NORTH", { kind: "withdraw-proposal", proposalId }),
  );
  assert.deepEqual(begun, withdrawn);
});

test("both sides hear of what was taken back, and what holds nothing stays", () => {
  const scene = meet();
  const held = propose(scene, { own: HOLD });
  const shifted = propose(scene, { own: { shiftM: 400 } });
  const other = propose(scene, { other: HOLD });
  const { changes } = scene.theatre.say("NORTH", {
    kind: "activate-operation",
    operationId: scene.north,
  });
  assert.deepEqual(changes.slice(1), [
    { kind: "proposal-changed", proposalId: held },
    { kind: "conflict-moved", conflictId: scene.conflictId },
  ]);
  assert.deepEqual(
    [held, shifted, other].map((id) => stateOf(scene, id)),
    ["withdrawn", "open", "open"],
  );
});

test("a hold that the other side asked for is declined by beginning once it was accepted", () => {
  const scene = meet({ secondPersonAgreement: true });
  const asked = propose(scene, { other: HOLD });
  const begin = (): void => {
    scene.theatre.must("SOUTH", { kind: "activate-operation", operationId: scene.south });
  };
  const accept = { kind: "accept-proposal", proposalId: asked } as const;
  assert.ok(scene.theatre.say("SOUTH", accept, { by: "south-1" }).outcome.ok);
  begin();
  assert.equal(stateOf(scene, asked), "declined");
  const unanswered = propose(scene, { other: HOLD });
  assert.equal(stateOf(scene, unanswered), "open", "nobody of its side has answered");
  const late = scene.theatre.say("SOUTH", { ...accept, proposalId: unanswered }, { by: "south-1" });
  assert.ok(!late.outcome.ok && late.outcome.refusal.reason === "wrong-state");
  assert.deepEqual(
    [late.outcome.refusal.what, late.outcome.refusal.state],
    ["operation", "active"],
    "its own side is told why",
  );
});

test("when earlier times are over is told to the quarter of an hour alone", () => {
  const scene = meet();
  const earlier = propose(scene, { own: { shiftMs: -2 * HOUR_MS - MINUTE_MS } });
  const accept = { kind: "accept-proposal", proposalId: earlier } as const;
  // It would end at 119 minutes: told as 120.
  scene.theatre.wait(120 * MINUTE_MS);
  const other = meet();
  const late = propose(other, { own: { shiftMs: -2 * HOUR_MS - MINUTE_MS } });
  other.theatre.wait(120 * MINUTE_MS + 1);
  const refused = other.theatre.say("SOUTH", { ...accept, proposalId: late }).outcome;
  assert.ok(!refused.ok && refused.refusal.reason === "wrong-state");
  assert.equal(refused.refusal.state, "out of date");
  assert.ok(scene.theatre.say("SOUTH", accept).outcome.ok);
});

test("an option is of the proposer's operation in the conflict, as it now is", () => {
  const scene = meet();
  const { theatre, conflictId, north, south } = scene;
  const terms = { own: { shiftM: 400 } };
  const optionOf = (operationId: string, version: number): Terms => ({
    ...terms,
    option: { id: "an option's", operationId, version },
  });
  const refusalOf = (more: Terms): string => {
    const { outcome } = theatre.say("NORTH", { kind: "propose", conflictId, ...more });
    assert.ok(!outcome.ok && outcome.refusal.reason === "bad-field", JSON.stringify(outcome));
    assert.equal(outcome.refusal.field, "optionId");
    return `${outcome.refusal.detail}: ${outcome.refusal.remedy}`;
  };
  assert.equal(refusalOf(optionOf(south, 1)), refusalOf(optionOf("NONE-2026-00001", 1)));
  assert.match(refusalOf(optionOf(north, 2)), /version 1 is current: ask for options/);
  propose(scene, optionOf(north, 1));
  const volumes = [discAt(HERE, { upperM: 210 })];
  theatre.must("NORTH", { kind: "replace-operation", operationId: north, version: 1, volumes });
  assert.match(refusalOf(optionOf(north, 1)), /version 2 is current/);
});

test("a counter may keep what the other side offered of itself: each side then does its own", () => {
  const scene = meet();
  const away = [discAt([41, 35])];
  const offer = propose(scene, { volumes: away, other: { shiftM: 50 } });
  const both = counter(scene, offer, { keepsOffer: true, other: { shiftM: 1 } });
  assert.ok(!both.ok && both.refusal.reason === "bad-field");
  assert.equal(both.refusal.field, "other");
  const made = counter(scene, offer, { keepsOffer: true, own: { shiftM: 400 } });
  assert.ok(made.ok && made.value?.about === "proposal");
  const { proposalId } = made.value;
  const asSouth = viewFor(scene.theatre.state, { kind: "party", party: "SOUTH" });
  const seen = asSouth.settling.proposal(proposalId)!;
  assert.deepEqual([seen.own.shiftM, seen.other.hasNewRoute], [400, true]);
  assert.equal(seen.other.volumes, null, "a new route is its own side's to see");
  scene.theatre.must("NORTH", { kind: "accept-proposal", proposalId });
  assert.equal(scene.conflict.life, "resolved");
  assert.deepEqual([versionOf(scene, scene.north), versionOf(scene, scene.south)], [2, 2]);
  assert.deepEqual(scene.conflict.resolution?.kinds, ["route", "altitude"]);
});

test("a counter that keeps nothing and changes nothing is none", () => {
  const scene = meet();
  const asked = propose(scene, { other: { shiftM: 400 } });
  const empty = counter(scene, asked, { keepsOffer: true });
  assert.ok(!empty.ok && empty.refusal.reason === "bad-field");
  const offered = propose(scene, { own: { shiftM: 400 }, other: { shiftM: 400 } });
  assert.ok(counter(scene, offered, { keepsOffer: true }).ok, "the other's own part is enough");
});

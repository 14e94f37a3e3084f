import assert from "node:assert/strict";
import { test } from "node:test";
import type { Position } from "../../geometry/footprint.ts";
import { discAt, TestTheatre } from "../test-theatre.ts";

const HERE: Position = [40.04, 35.04];
const NEAR: Position = [40.05, 35.04];

test("where an agreement takes two people of a side, a machine is neither of them", () => {
  const theatre = new TestTheatre({ secondPersonAgreement: true });
  theatre.file("NORTH", [discAt(HERE)]);
  theatre.file("SOUTH", [discAt(NEAR)]);
  const [conflict] = theatre.state.conflicts.values();
  for (const party of ["NORTH", "SOUTH"])
    theatre.must(party, { kind: "own-conflict", conflictId: conflict!.id });
  const clientOf = (party: string): string => {
    const command = { kind: "add-client", name: "relay", roles: ["desk"] } as const;
    const client = { ...command, secretHash: "0".repeat(64) };
    const { outcome } = theatre.say(party, client, { by: "admin" });
    assert.ok(outcome.ok && outcome.value?.about === "party");
    return outcome.value.id;
  };
  const say = (party: string, by: string, command: Parameters<TestTheatre["say"]>[1]) =>
    theatre.say(party, command, { by }).outcome;
  const propose = { kind: "propose", conflictId: conflict!.id, own: { shiftM: 400 } } as const;
  const byMachine = say("NORTH", clientOf("NORTH"), propose);
  assert.ok(!byMachine.ok && byMachine.refusal.reason === "needs-second-person");
  const made = say("NORTH", "north-1", propose);
  assert.ok(made.ok && made.value?.about === "proposal");
  const { proposalId } = made.value;
  const machine = clientOf("SOUTH");
  for (const command of [
    { kind: "accept-proposal", proposalId },
    { kind: "counter-proposal", proposalId, own: { shiftM: 1 } },
  ] as const) {
    const answer = say("SOUTH", machine, command);
    assert.ok(!answer.ok && answer.refusal.reason === "needs-second-person");
  }
  assert.ok(say("SOUTH", "south-1", { kind: "accept-proposal", proposalId }).ok);
  const confirmed = say("SOUTH", machine, { kind: "confirm-agreement", proposalId });
  assert.ok(!confirmed.ok, "a machine is no approver");
});

/** Areas while the line of their parties is suspended. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "../commands.ts";
import { LINE_ID, TestLine } from "../line/test-line.ts";
import type { WordOf } from "../line/words.ts";
import { agree, getArea, mustArea, propose, proposalOf } from "./test-areas.ts";

type Scope = WordOf<"channelScope">;

const suspend = (line: TestLine, scope: readonly Scope[] = ["all"], channelId = LINE_ID): void => {
  const command = { kind: "suspend-line", channelId, scope, carveOuts: [] } as const;
  assert.equal(line.reason("SOUTH", command), "accepted");
};

test("a proposal of two is not made around their line, for what it is suspended for", () => {
  for (const [scope, answer] of [
    [["all"], "line-suspended"],
    [["proposals"], "line-suspended"],
    [["notices", "meetings"], "accepted"],
  ] as const) {
    const line = new TestLine().open();
    const { id: areaId } = agree(line.theatre);
    suspend(line, scope);
    const change = { ...proposalOf(), kind: "change-area", areaId, version: 1 } as const;
    for (const party of ["NORTH", "SOUTH"]) {
      const others = party === "NORTH" ? ["SOUTH"] : ["NORTH"];
      assert.equal(line.reason(party, proposalOf({}, { with: others })), answer, party);
    }
    assert.equal(line.reason("NORTH", change), answer);
    const restore = { kind: "restore-line", channelId: LINE_ID } as const;
    assert.equal(line.reason("SOUTH", restore), "accepted");
    assert.equal(line.reason("NORTH", proposalOf()), "accepted");
  }
});

test("another line of the two that is open is no way around: it is open to them", () => {
  const line = new TestLine().open().open(["NORTH", "SOUTH"], "operational_cell");
  suspend(line);
  assert.equal(line.reason("NORTH", proposalOf()), "accepted");
});

test("what waits is answered and taken back, and what holds is ended, all the same", () => {
  const line = new TestLine().open();
  const { theatre } = line;
  const waiting = Array.from({ length: 3 }, () => propose(theatre).id);
  const { id: standing } = agree(theatre);
  suspend(line);
  const said: readonly (readonly [string, Command])[] = [
    ["SOUTH", { kind: "agree-area", areaId: waiting[0]!, version: 1 }],
    ["SOUTH", { kind: "decline-area", areaId: waiting[1]!, version: 1 }],
    ["NORTH", { kind: "withdraw-area", areaId: waiting[2]!, version: 1 }],
    ["NORTH", { kind: "end-area", areaId: standing, reason: "not_observed" }],
  ];
  for (const [party, command] of said)
    assert.equal(line.reason(party, command), "accepted", command.kind);
  assert.equal(getArea(theatre, waiting[0]!).state, "agreed");
});

test("what a humanitarian party proposes, what is to be public, what three share is not stopped", () => {
  const line = new TestLine().open().open(["RELIEF", "SOUTH"]);
  suspend(line);
  suspend(line, ["all"], "RELIEF:SOUTH:watch_desk");
  assert.equal(line.reason("RELIEF", proposalOf()), "accepted");
  assert.equal(line.reason("NORTH", proposalOf({}, { with: ["SOUTH", "RELIEF"] })), "accepted");
  const { areaId } = mustArea(line.theatre, "NORTH", proposalOf({}, { isPublic: true }));
  const agreed = { kind: "agree-area", areaId, version: 1 } as const;
  assert.equal(line.reason("SOUTH", agreed), "accepted");
});

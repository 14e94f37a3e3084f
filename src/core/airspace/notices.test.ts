import assert from "node:assert/strict";
import { test } from "node:test";
import { dumpState, digestState, loadState } from "../dump.ts";
import { LIMITS } from "../limits.ts";
import type { State } from "../state.ts";
import type { NoteUssChange } from "./commands.ts";
import { idOf, TestAirspace } from "./test-airspace.ts";

const HERE = "https://here.example";

const noting = (n: number, index: number, more: Partial<NoteUssChange> = {}): NoteUssChange => ({
  kind: "note-uss-change",
  manager: "uss2",
  what: "intent",
  id: idOf(n),
  entity: { manager: "uss2", version: 1, text: "{}" },
  subscriptions: [[idOf(9), index]],
  baseUrl: HERE,
  isOwn: false,
  ...more,
});

const listening = (): TestAirspace => {
  const theatre = new TestAirspace();
  theatre.heard("subscription", theatre.subscription("uss1", 9, { baseUrl: HERE }));
  return theatre;
};

const numbersOf = (theatre: TestAirspace, after = 0) => {
  const found = theatre.view.noticesAfter("uss1", after);
  return found && [found.notices.map(({ number }) => number), found.missedCount];
};

test("what was told leaves with its time, and who comes late is told how much it missed", () => {
  const theatre = listening();
  assert.equal(theatre.told(noting(1, 1)), "accepted");
  theatre.wait(LIMITS.airspaceNoticesKeptMs / 2);
  assert.equal(theatre.told(noting(2, 2)), "accepted");
  assert.equal(theatre.told(noting(3, 3)), "accepted");
  assert.deepEqual(numbersOf(theatre), [[1, 2, 3], 0]);
  theatre.wait(LIMITS.airspaceNoticesKeptMs / 2 - 1);
  assert.deepEqual(numbersOf(theatre), [[1, 2, 3], 0]);
  theatre.wait(1);
  assert.deepEqual(numbersOf(theatre), [[2, 3], 1]);
  assert.deepEqual(numbersOf(theatre, 2), [[3], 0]);
  theatre.wait(LIMITS.airspaceNoticesKeptMs);
  assert.deepEqual(numbersOf(theatre), [[], 3]);
  assert.deepEqual(numbersOf(theatre, 4), null, "it was told fewer");
  const { told, sizes, keys } = theatre.state.airspace.notices;
  assert.deepEqual([told.size, sizes.size, keys.size], [0, 0, 0], "nothing is left behind");
});

test("what was last told of something is known as long as it is told again", () => {
  const theatre = listening();
  const low = noting(1, 2, { entity: { manager: "uss2", version: 1, text: "other" } });
  for (let i = 0; i < 3; i++) {
    assert.equal(theatre.told(noting(1, 1)), "accepted");
    theatre.wait(LIMITS.airspaceNoticesKeptMs - 1);
    assert.equal(theatre.told(low), "airspace-version");
  }
  theatre.wait(1);
  assert.equal(theatre.told(low), "accepted", "its time is over");
});

test("one USS fills no more than its share, and has it back", () => {
  const theatre = listening();
  const text = "x".repeat(LIMITS.airspaceNoticeCharsPerManagerMax / 2);
  const long = (n: number) => noting(n, n, { entity: { manager: "uss2", version: 1, text } });
  assert.equal(theatre.told(long(1)), "accepted");
  assert.equal(theatre.told(long(2)), "too-many");
  assert.deepEqual(numbersOf(theatre), [[1], 0], "nothing of it is kept");
  const others = noting(3, 3, { manager: "uss3", entity: { manager: "uss3", version: 1, text } });
  assert.equal(theatre.told(others), "accepted");
  theatre.wait(LIMITS.airspaceNoticesKeptMs);
  assert.equal(theatre.told(long(2)), "accepted");
});

const digestOf = (state: State): string => {
  let text = "";
  digestState(state, (part) => (text += part));
  return text;
};

test("a dump holds what was told, and what it is loaded into goes on the same", () => {
  const theatre = listening();
  for (const n of [1, 2]) assert.equal(theatre.told(noting(n, n)), "accepted");
  const copy = listening();
  Object.assign(copy, theatre, {
    state: loadState(JSON.parse(JSON.stringify(dumpState(theatre.state)))),
  });
  for (const one of [theatre, copy]) {
    assert.equal(one.told(noting(1, 1)), "accepted", "told again");
    assert.deepEqual(numbersOf(one), [[1, 2], 0]);
    assert.equal(one.told(noting(3, 3)), "accepted");
    one.wait(LIMITS.airspaceNoticesKeptMs);
  }
  assert.equal(digestOf(copy.state), digestOf(theatre.state));
  assert.equal(copy.state.airspace.notices.sizes.size, 0);
});

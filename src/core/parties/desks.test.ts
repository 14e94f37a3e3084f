import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "../commands.ts";
import { HOUR_MS, TestTheatre } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import { desksAt, nextLevel, WATCH, WATCH_STATES, watchState } from "./model.ts";
import type { WatchState } from "./model.ts";
import { NORTH, SOUTH, sayAs, openDesk, take, accept, leave, addClient } from "./test-parties.ts";

test("a watch is handed over only when the named officer accepts", () => {
  const theatre = new TestTheatre();
  const desk = openDesk(theatre);
  assert.equal(sayAs(theatre, "anna", take), "accepted");
  theatre.wait(HOUR_MS);
  const handOver = { kind: "hand-over-watch", deskId: "air", to: "boris" } as const;
  assert.equal(sayAs(theatre, "boris", handOver), "not-permitted");
  assert.equal(sayAs(theatre, "anna", handOver), "accepted");
  assert.equal(desk.watch?.by, "anna");
  assert.equal(sayAs(theatre, "carla", accept), "not-found");
  assert.equal(sayAs(theatre, "carla", take), "wrong-state");
  assert.equal(sayAs(theatre, "boris", accept), "accepted");
  assert.deepEqual(desk.watch, { by: "boris", sinceMs: theatre.atMs, languages: ["en", "ar"] });
  assert.equal(sayAs(theatre, "anna", leave), "not-permitted");
  assert.equal(sayAs(theatre, "boris", leave), "accepted");
  assert.equal(desk.watch, null);
});

test("an offer may be taken back, and then is none", () => {
  const theatre = new TestTheatre();
  const desk = openDesk(theatre);
  sayAs(theatre, "anna", take);
  const sinceMs = desk.watch!.sinceMs;
  theatre.wait(HOUR_MS);
  sayAs(theatre, "anna", { kind: "hand-over-watch", deskId: "air", to: "boris" });
  assert.equal(sayAs(theatre, "anna", take), "accepted");
  assert.equal(sayAs(theatre, "boris", accept), "not-found");
  assert.deepEqual([desk.watch?.by, desk.watch?.sinceMs], ["anna", sinceMs]);
});

test("every step of a watch is as the table says", () => {
  const commands: Record<WatchState, Command> = {
    held: take,
    handing_over: { kind: "hand-over-watch", deskId: "air", to: "carla" },
    vacant: leave,
  };
  for (const from of WATCH_STATES) {
    for (const to of WATCH_STATES) {
      const theatre = new TestTheatre();
      const desk = openDesk(theatre);
      if (from !== "vacant") sayAs(theatre, "anna", take);
      if (from === "handing_over") {
        sayAs(theatre, "anna", { kind: "hand-over-watch", deskId: "air", to: "boris" });
      }
      assert.equal(watchState(desk), from);
      const isAllowed = WATCH.next[from].includes(to);
      const said = sayAs(theatre, "anna", commands[to]);
      assert.equal(said, isAllowed ? "accepted" : "wrong-state", `${from} → ${to}`);
      assert.equal(watchState(desk), isAllowed ? to : from);
    }
  }
});

test("nothing follows a closed desk, and its id is never another's", () => {
  const theatre = new TestTheatre();
  openDesk(theatre);
  sayAs(theatre, "anna", take);
  assert.equal(sayAs(theatre, null, { kind: "close-desk", deskId: "air" }), "accepted");
  for (const command of [take, accept, leave, { kind: "close-desk", deskId: "air" } as const]) {
    assert.equal(sayAs(theatre, "anna", command), "wrong-state", command.kind);
  }
  const again = { kind: "open-desk", deskId: "air", level: "watch_desk", names: { en: "x" } };
  assert.equal(sayAs(theatre, null, again as Command), "bad-field");
  assert.deepEqual(desksAt(theatre.state.parties, "NORTH", "watch_desk"), []);
});

test("that a desk has no watch is for all to see; who has it, for its own party", () => {
  const theatre = new TestTheatre();
  openDesk(theatre);
  const [north, south] = [viewFor(theatre.state, NORTH), viewFor(theatre.state, SOUTH)];
  assert.deepEqual(south.parties.desks(), north.parties.desks());
  assert.equal(south.parties.desks()[0]?.watch, "vacant");
  theatre.wait(HOUR_MS);
  sayAs(theatre, "anna", take);
  const before = JSON.stringify(south.parties.desks());
  assert.equal(before.includes("anna"), false);
  assert.equal(north.parties.desks()[0]?.officer, "anna");
  // An offer that comes and goes changes not a byte for others, and they hear nothing of it.
  for (const command of [
    { kind: "hand-over-watch", deskId: "air", to: "boris" } as const,
    take,
  ] as const) {
    const { changes } = theatre.say("NORTH", command, { by: "anna" });
    assert.deepEqual(changes.map(south.tell), [null]);
    assert.notEqual(north.tell(changes[0]!), null);
    assert.equal(JSON.stringify(south.parties.desks()), before);
  }
});

test("a machine has no watch, and nobody does whom the token does not name", () => {
  const theatre = new TestTheatre();
  openDesk(theatre);
  const client = addClient(theatre);
  assert.equal(sayAs(theatre, client, take), "not-permitted");
  assert.equal(sayAs(theatre, null, take), "not-permitted");
});

test("what is not answered is raised to the next level that has an open desk", () => {
  const theatre = new TestTheatre();
  openDesk(theatre);
  const names = { en: "Staff" };
  theatre.must("NORTH", { kind: "open-desk", deskId: "staff", level: "general_staff", names });
  assert.equal(nextLevel(theatre.state.parties, "NORTH", "watch_desk"), "general_staff");
  assert.equal(nextLevel(theatre.state.parties, "NORTH", "general_staff"), null);
  assert.equal(nextLevel(theatre.state.parties, "SOUTH", "watch_desk"), null);
});

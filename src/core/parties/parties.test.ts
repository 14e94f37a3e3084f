import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEntry } from "../apply.ts";
import { TestTheatre } from "../test-theatre.ts";
import type { Theatre } from "../theatre/model.ts";
import { sayAs } from "./test-parties.ts";

test("a theatre stored before parties had kinds is of military parties, none of whom must sign", () => {
  const theatre = new TestTheatre();
  const { theatre: now } = theatre.state;
  const parties = now!.parties.map(({ id, names }) => ({ id, names }));
  const { requireSignatures: _later, ...rules } = now!.rules;
  const stored = { ...now!, parties, rules } as unknown as Theatre;
  theatre.say("system", { kind: "set-theatre", theatre: stored });
  const { parties: found, rules: complete } = theatre.state.theatre!;
  assert.deepEqual(
    found.map(({ kind }) => kind),
    ["military", "military"],
  );
  assert.equal(complete.requireSignatures, false);
});

test("what is for the host to say is refused to a party", () => {
  const theatre = new TestTheatre();
  const command = { kind: "accept-invitation", codeHash: "c", secretHash: "s" } as const;
  assert.equal(sayAs(theatre, null, command), "not-permitted");
  const last = theatre.entries.at(-1)!;
  assert.throws(() => applyEntry(theatre.state, last), /comes next/);
});

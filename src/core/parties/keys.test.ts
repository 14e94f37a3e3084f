import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "../commands.ts";
import { LIMITS } from "../limits.ts";
import { HOUR_MS, TestTheatre } from "../test-theatre.ts";
import { KEY_STATES, SIGNING_KEY, signingKeyId } from "./keys.ts";
import type { KeyState } from "./keys.ts";
import { sayAs } from "./test-parties.ts";

const KEY_A = "A".repeat(43);
const KEY_B = `${"B".repeat(42)}A`;
const KEY_C = `${"C".repeat(42)}A`;

test("every step of a signing key is as the table says", () => {
  const keyId = signingKeyId("NORTH", KEY_A);
  const act: Partial<Record<KeyState, (theatre: TestTheatre) => unknown>> = {
    retiring: (theatre) => {
      const rotate = { kind: "rotate-key", publicKey: KEY_B, name: "b", replaces: KEY_A } as const;
      return saySigned(
        theatre,
        { ...rotate, overlapMs: HOUR_MS },
        { key: KEY_C, signature: "valid" },
      );
    },
    revoked: (theatre) => theatre.say("NORTH", { kind: "revoke-key", publicKey: KEY_A }),
    retired: (theatre) => {
      theatre.state.due.push({ dueMs: theatre.atMs, kind: "retire-key", id: keyId });
      theatre.wait(0);
    },
    set_aside: setKeysAside,
  };
  for (const from of KEY_STATES) {
    for (const [to, step] of Object.entries(act)) {
      const theatre = new TestTheatre();
      theatre.must("NORTH", { kind: "add-key", publicKey: KEY_A, name: "a" });
      const added = { kind: "add-key", publicKey: KEY_C, name: "c" } as const;
      assert.equal(saySigned(theatre, added, { key: KEY_A, signature: "valid" }), "accepted");
      const key = theatre.state.parties.keys.get(keyId)!;
      key.state = from;
      step(theatre);
      const isAllowed = SIGNING_KEY.next[from].includes(to as KeyState);
      assert.equal(key.state, isAllowed ? to : from, `${from} → ${to}`);
    }
  }
});

test("a key is taken once, and only if it is one", () => {
  const theatre = new TestTheatre();
  const first = (publicKey: string, party = "NORTH") =>
    sayAs(theatre, null, { kind: "add-key", publicKey, name: "k" }, party);
  const further = (publicKey: string) =>
    saySigned(
      theatre,
      { kind: "add-key", publicKey, name: "k" },
      { key: KEY_A, signature: "valid" },
    );
  assert.equal(first("A".repeat(42)), "bad-field");
  assert.equal(first(`${"A".repeat(42)}B`), "bad-field", "two texts for one key are not taken");
  assert.equal(first(KEY_A), "accepted");
  assert.equal(first(KEY_B), "signature-required", "also where the theatre asks for none");
  assert.equal(further(KEY_A), "bad-field");
  assert.equal(first(KEY_A, "SOUTH"), "accepted", "that another has it is not told");
  assert.equal(further(KEY_B), "accepted");
  assert.equal(sayAs(theatre, null, { kind: "revoke-key", publicKey: KEY_B }), "accepted");
  assert.equal(further(KEY_B), "bad-field", "a revoked key stays revoked");
});

const open = (deskId: string) =>
  ({ kind: "open-desk", deskId, level: "watch_desk", names: { en: "x" } }) as const;

/** A UUIDv7 of that time. */
const timedId = (ms: number, count: number): string => {
  const time = ms.toString(16).padStart(12, "0");
  const tail = count.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${tail}`;
};

/** As if signed: what the edge found is part of the entry. */
const saySigned = (
  theatre: TestTheatre,
  command: Command,
  { key, signature }: { key: string | null; signature: "none" | "valid" | "invalid" },
): string => {
  const commandId = timedId(theatre.atMs, theatre.entries.length);
  const { outcome } = theatre.sayAs({ party: "NORTH", key }, command, { signature, commandId });
  return outcome.ok ? "accepted" : outcome.refusal.reason;
};

test("a signature counts when it fits and the key is the party's and in force", () => {
  const theatre = new TestTheatre({ requireSignatures: true });
  const none = { key: null, signature: "none" } as const;
  const byA = { key: KEY_A, signature: "valid" } as const;
  const byB = { key: KEY_B, signature: "valid" } as const;
  const addA = { kind: "add-key", publicKey: KEY_A, name: "a" } as const;
  assert.equal(saySigned(theatre, open("a"), none), "signature-required");
  assert.equal(saySigned(theatre, open("a"), byA), "bad-signature", "no key of the party yet");
  assert.equal(saySigned(theatre, addA, none), "accepted", "the first key comes unsigned");
  assert.equal(saySigned(theatre, { ...addA, publicKey: KEY_B }, none), "signature-required");
  assert.equal(saySigned(theatre, open("a"), byA), "accepted");
  assert.equal(saySigned(theatre, open("b"), { ...byA, signature: "invalid" }), "bad-signature");
  assert.equal(saySigned(theatre, open("b"), { ...byA, signature: "none" }), "bad-signature");
  const rotate = {
    kind: "rotate-key",
    publicKey: KEY_B,
    name: "b",
    replaces: KEY_A,
    overlapMs: HOUR_MS,
  } as const;
  assert.equal(saySigned(theatre, rotate, byA), "accepted");
  theatre.wait(HOUR_MS);
  assert.equal(saySigned(theatre, open("b"), byA), "accepted", "the overlap is not over");
  theatre.wait(1);
  assert.equal(saySigned(theatre, open("c"), byA), "bad-signature", "now it is");
  assert.equal(saySigned(theatre, open("c"), byB), "accepted");
  const revoke = { kind: "revoke-key", publicKey: KEY_B } as const;
  assert.equal(saySigned(theatre, revoke, byB), "accepted");
  assert.equal(saySigned(theatre, open("d"), byB), "bad-signature");
  const addC = { ...addA, publicKey: KEY_C };
  assert.equal(
    saySigned(theatre, addC, none),
    "signature-required",
    "it has none left to sign with",
  );
  setKeysAside(theatre);
  assert.deepEqual(
    [...theatre.state.parties.keys.values()].map(({ state }) => state),
    ["set_aside", "set_aside"],
  );
  assert.equal(saySigned(theatre, addA, none), "bad-field", "what it was, it stays");
  assert.equal(
    saySigned(theatre, addC, none),
    "accepted",
    "two people of the host let it begin anew",
  );
  assert.equal(saySigned(theatre, open("d"), { ...byA, key: KEY_C }), "accepted");
});

test("that keys were set aside is counted, and the count only goes up", () => {
  const theatre = new TestTheatre();
  theatre.must("NORTH", { kind: "add-key", publicKey: KEY_A, name: "a" });
  setKeysAside(theatre);
  const now = theatre.state.theatre!;
  const resets = (): (number | undefined)[] =>
    theatre.state.theatre!.parties.map(({ keyResets }) => keyResets);
  assert.deepEqual(resets(), [1, undefined]);
  const bare = now.parties.map(({ keyResets: _left, ...party }) => party);
  assert.ok(theatre.setByTwo({ ...now, name: { en: "Renamed" }, parties: bare }).outcome.ok);
  assert.deepEqual(resets(), [1, undefined], "left out it is what it was");
  const lowered = now.parties.map((party) => ({ ...party, keyResets: 0 }));
  const { outcome } = theatre.setByTwo({ ...now, parties: lowered });
  assert.equal(!outcome.ok && outcome.refusal.reason, "bad-field");
});

/** Two people of the host let NORTH begin anew with its keys. */
const setKeysAside = (theatre: TestTheatre): void => {
  const now = theatre.state.theatre!;
  const parties = now.parties.map((party) =>
    party.id === "NORTH" ? { ...party, keyResets: (party.keyResets ?? 0) + 1 } : party,
  );
  assert.ok(theatre.setByTwo({ ...now, parties }).outcome.ok);
};

test("what was badly signed is no use of its id: rightly signed it is still new", () => {
  const theatre = new TestTheatre();
  theatre.must("NORTH", { kind: "add-key", publicKey: KEY_A, name: "a" });
  const command = {
    kind: "open-desk",
    deskId: "x",
    level: "watch_desk",
    names: { en: "x" },
  } as const;
  const origin = { party: "NORTH", key: KEY_A };
  const commandId = timedId(theatre.atMs, 1);
  const bad = theatre.sayAs(origin, command, { commandId, signature: "invalid" });
  assert.equal(bad.outcome.ok, false);
  const good = theatre.sayAs(origin, command, { commandId, signature: "valid" });
  assert.deepEqual([good.outcome.ok, good.isRepeat], [true, false]);
});

test("what was signed once is said once, however late someone puts it in again", () => {
  const theatre = new TestTheatre();
  theatre.must("NORTH", { kind: "add-key", publicKey: KEY_A, name: "a" });
  const origin = { party: "NORTH", key: KEY_A };
  const command = { kind: "file-operation", category: "sar", volumes: [] } as const;
  const { limitMs, memoryMs } = {
    limitMs: LIMITS.signedIdAgeMaxMs,
    memoryMs: LIMITS.commandMemoryMs,
  };
  assert.ok(2 * limitMs <= memoryMs, "remembered for as long as it could be used");
  const said = { ...open("x"), kind: "open-desk" } as const;
  for (const aheadMs of [-limitMs, 0, limitMs]) {
    const commandId = timedId(theatre.atMs + aheadMs, 1);
    const about = { commandId, signature: "valid" } as const;
    const desk = { ...said, deskId: `d${Math.abs(aheadMs)}${aheadMs < 0 ? "a" : "b"}` };
    assert.equal(theatre.sayAs(origin, desk, about).outcome.ok, true, String(aheadMs));
    for (const laterMs of [1, HOUR_MS, limitMs, memoryMs, memoryMs, 30 * memoryMs]) {
      theatre.wait(laterMs);
      const again = theatre.sayAs(origin, desk, about);
      const { outcome } = again;
      const isRefused = !outcome.ok && outcome.refusal.reason === "bad-signature";
      assert.ok(isRefused || again.isRepeat, `${laterMs} later`);
    }
  }
  for (const commandId of [
    "own",
    timedId(theatre.atMs - limitMs - 1, 1),
    timedId(theatre.atMs + limitMs + 1, 1),
  ]) {
    const { outcome } = theatre.sayAs(origin, command, { commandId, signature: "valid" });
    assert.equal(!outcome.ok && outcome.refusal.reason, "bad-signature", commandId);
  }
});

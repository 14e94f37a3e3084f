import assert from "node:assert/strict";
import { test } from "node:test";
import type { EntryOutcome } from "../apply.ts";
import { applyEntry } from "../apply.ts";
import type { Command } from "../commands.ts";
import { LIMITS } from "../limits.ts";
import { HOUR_MS, TestTheatre } from "../test-theatre.ts";
import type { Theatre } from "../theatre/model.ts";
import { viewFor } from "../view.ts";
import { deskKey, desksAt, nextLevel, WATCH, WATCH_STATES, watchState } from "./model.ts";
import type { Desk, WatchState } from "./model.ts";
import { KEY_STATES, SIGNING_KEY, signingKeyId } from "./keys.ts";
import type { KeyState } from "./keys.ts";
import { INVITATION, INVITATION_STATES } from "./people.ts";
import type { InvitationState } from "./people.ts";
import { findStanding } from "./standing.ts";

const NORTH = { kind: "party", party: "NORTH" } as const;
const SOUTH = { kind: "party", party: "SOUTH" } as const;

const sayAs = (
  theatre: TestTheatre,
  by: string | null,
  command: Command,
  party = "NORTH",
): string => {
  const { outcome } = theatre.say(party, command, { by });
  return outcome.ok ? "accepted" : outcome.refusal.reason;
};

const idOf = ({ outcome }: EntryOutcome): string => {
  assert.ok(outcome.ok && outcome.value?.about === "party", JSON.stringify(outcome));
  return outcome.value.id;
};

const openDesk = (theatre: TestTheatre, deskId = "air", party = "NORTH"): Desk => {
  const names = { en: "Air desk" };
  theatre.must(party, { kind: "open-desk", deskId, level: "watch_desk", names });
  return theatre.state.parties.desks.get(deskKey(party, deskId))!;
};

const take = { kind: "take-watch", deskId: "air", languages: ["en"] } as const;
const accept = { kind: "accept-watch", deskId: "air", languages: ["en", "ar"] } as const;
const leave = { kind: "leave-watch", deskId: "air" } as const;

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

const addClient = (theatre: TestTheatre, hash = "a".repeat(64)): string =>
  idOf(
    theatre.say("NORTH", { kind: "add-client", name: "feed", roles: ["desk"], secretHash: hash }),
  );

const invite = (theatre: TestTheatre, roles = ["desk"], codeHash = "c"): string =>
  idOf(
    theatre.say("NORTH", {
      kind: "invite-member",
      name: "Anna",
      roles: roles as ["desk"],
      codeHash,
      expiresMs: theatre.atMs + HOUR_MS,
    }),
  );

const join = (theatre: TestTheatre, codeHash = "c", secretHash = "s"): EntryOutcome =>
  theatre.say("system", { kind: "accept-invitation", codeHash, secretHash });

test("an invitation makes one member, once, and only in its time", () => {
  const theatre = new TestTheatre();
  const invitation = invite(theatre);
  const member = idOf(join(theatre));
  assert.match(member, /^member-[0-9a-z]{14}$/);
  assert.equal(theatre.state.parties.invitations.get(invitation)?.memberId, member);
  assert.equal(join(theatre).outcome.ok, false);
  invite(theatre, ["desk"], "late");
  const { changes } = theatre.wait(HOUR_MS + 1);
  assert.deepEqual(
    changes.map(({ kind }) => kind),
    ["invitation-changed"],
  );
  assert.equal(join(theatre, "late").outcome.ok, false);
  theatre.wait(LIMITS.invitationKeptMs + HOUR_MS);
  assert.equal(theatre.state.parties.invitations.size, 0);
  assert.ok(theatre.state.parties.holders.has(member));
});

test("every step of an invitation is as the table says", () => {
  const act: Partial<Record<InvitationState, (theatre: TestTheatre, id: string) => boolean>> = {
    accepted: (theatre) => join(theatre).outcome.ok,
    withdrawn: (theatre, invitationId) =>
      theatre.say("NORTH", { kind: "withdraw-invitation", invitationId }).outcome.ok,
    expired: (theatre, id) => {
      theatre.state.due.push({ dueMs: theatre.atMs, kind: "invitation", id });
      const before = theatre.state.parties.invitations.get(id)!.state;
      theatre.wait(0);
      return before === "open" && theatre.state.parties.invitations.get(id)!.state === "expired";
    },
  };
  for (const from of INVITATION_STATES) {
    for (const [to, step] of Object.entries(act)) {
      const theatre = new TestTheatre();
      const id = invite(theatre);
      theatre.state.parties.invitations.get(id)!.state = from;
      const isAllowed = INVITATION.next[from].includes(to as InvitationState);
      assert.equal(step(theatre, id), isAllowed, `${from} → ${to}`);
    }
  }
});

test("who lacks the role is refused, by the roles as they are now", () => {
  const theatre = new TestTheatre();
  invite(theatre, ["desk"]);
  const member = idOf(join(theatre));
  openDesk(theatre);
  assert.equal(sayAs(theatre, member, take), "accepted");
  const open = { kind: "open-desk", deskId: "b", level: "watch_desk", names: { en: "b" } } as const;
  assert.equal(sayAs(theatre, member, open), "not-permitted");
  const roles = { kind: "set-roles", memberId: member, roles: ["administrator"] } as const;
  assert.equal(sayAs(theatre, member, roles), "not-permitted");
  assert.equal(sayAs(theatre, null, roles), "accepted");
  assert.equal(sayAs(theatre, member, open), "accepted");
  const desk = theatre.state.parties.desks.get("NORTH air")!;
  assert.equal(desk.watch, null, "who is no desk officer any more has no watch");
  assert.equal(sayAs(theatre, member, take), "not-permitted");
});

test("who was removed says nothing more, holds no watch, and has no standing", () => {
  const theatre = new TestTheatre();
  invite(theatre, ["desk"]);
  const member = idOf(join(theatre));
  const desk = openDesk(theatre);
  sayAs(theatre, member, take);
  const { secrets } = theatre.state.parties.holders.get(member)!;
  const token = { sub: member, secretId: secrets[0]!.id, roles: ["desk", "administrator"] };
  assert.deepEqual(findStanding(theatre.state, token, theatre.atMs), {
    party: "NORTH",
    roles: ["desk"],
  });
  assert.equal(sayAs(theatre, null, { kind: "remove-holder", holderId: member }), "accepted");
  assert.equal(desk.watch, null);
  assert.equal(findStanding(theatre.state, token, theatre.atMs), null);
  assert.equal(sayAs(theatre, member, take), "not-permitted");
  assert.equal(sayAs(theatre, null, { kind: "remove-holder", holderId: member }), "wrong-state");
});

test("another's people, desks and keys look like none", () => {
  const theatre = new TestTheatre();
  const client = addClient(theatre);
  const invitationId = invite(theatre);
  openDesk(theatre);
  for (const command of [
    { kind: "remove-holder", holderId: client },
    { kind: "rotate-secret", holderId: client, secretHash: "x", overlapMs: 0 },
    { kind: "withdraw-invitation", invitationId },
    { kind: "close-desk", deskId: "air" },
    { kind: "revoke-key", publicKey: "x" },
  ] satisfies Command[]) {
    assert.equal(sayAs(theatre, null, command, "SOUTH"), "not-found", command.kind);
  }
  const south = viewFor(theatre.state, SOUTH);
  assert.deepEqual(south.parties.holders("client"), []);
  assert.deepEqual(south.parties.invitations(), []);
  assert.equal(viewFor(theatre.state, { kind: "host" }).parties.holders("client").length, 0);
  // A person of NORTH says nothing for SOUTH.
  assert.equal(sayAs(theatre, client, take, "SOUTH"), "not-permitted");
});

test("a replaced secret is good for the overlap, or not a moment longer", () => {
  const theatre = new TestTheatre();
  const holderId = addClient(theatre);
  const holder = theatre.state.parties.holders.get(holderId)!;
  const standing = (secretId: string, atMs = theatre.atMs) =>
    findStanding(theatre.state, { sub: holderId, secretId, roles: ["desk"] }, atMs) !== null;
  const first = holder.secrets[0]!.id;
  const rotate = { kind: "rotate-secret", holderId, secretHash: "b" } as const;
  assert.equal(sayAs(theatre, null, { ...rotate, overlapMs: HOUR_MS }), "accepted");
  assert.equal(standing(first, theatre.atMs + HOUR_MS), true);
  assert.equal(standing(first, theatre.atMs + HOUR_MS + 1), false);
  assert.equal(sayAs(theatre, null, { ...rotate, secretHash: "d", overlapMs: 0 }), "accepted");
  assert.equal(standing(first), false);
  assert.deepEqual(
    holder.secrets.map(({ hash }) => hash),
    ["d"],
  );
  const tooLong = { ...rotate, overlapMs: LIMITS.overlapMaxMs + 1 };
  assert.equal(sayAs(theatre, null, tooLong), "bad-field");
});

test("a machine is neither approver nor administrator", () => {
  const theatre = new TestTheatre();
  const command = { kind: "add-client", name: "x", secretHash: "y" } as const;
  for (const role of ["approver", "administrator"] as const) {
    assert.equal(sayAs(theatre, null, { ...command, roles: [role] }), "bad-field");
  }
});

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

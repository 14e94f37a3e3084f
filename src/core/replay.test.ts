import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { deserialize, serialize } from "node:v8";
import { agree, proposalOf, termsOf } from "./areas/test-areas.ts";
import { applyEntry } from "./apply.ts";
import type { Command } from "./commands.ts";
import { MEETING, READOUT } from "./contacts/test-contacts.ts";
import { digestState, dumpState, loadState } from "./dump.ts";
import type { Movement } from "./movements/model.ts";
import { CONVOY, ORIGIN } from "./movements/test-movements.ts";
import { solidsOf } from "./operations/model.ts";
import { makeState } from "./state.ts";
import type { State } from "./state.ts";
import { discAt, HOUR_MS, TestTheatre } from "./test-theatre.ts";
import { findWaiting } from "./theatre/change-model.ts";
import type { Rung } from "./disclosure/model.ts";
import { viewFor } from "./view.ts";

const hashOf = (state: State): string => {
  const hash = createHash("sha256");
  digestState(state, (text) => hash.update(text));
  return hash.digest("hex");
};

/** What is shown, taken, proposed, agreed, read and left: all of it must come back from a dump. */
const settleSome = (theatre: TestTheatre, i: number): void => {
  const party = i % 2 ? "NORTH" : "SOUTH";
  const other = i % 2 ? "SOUTH" : "NORTH";
  const say = (by: string, command: Command): void => void theatre.say(by, command, { by: "one" });
  const own = [...theatre.state.operations.values()].findLast((one) => one.party === party);
  const conflict = [...theatre.state.conflicts.values()].findLast(({ operationIds }) => {
    const [a, b] = operationIds.map((id) => theatre.state.operations.get(id)!.party);
    return a !== b;
  });
  if (i === 5) say(party, { kind: "set-standing-consent", to: other, rung: "category" });
  if (i === 20) {
    const volumes = [discAt([40, 35], { radiusM: 90_000, startMin: 0, endMin: 150 })];
    say(party, { kind: "propose-standing", with: other, name: "area", volumes });
    const [standingId] = theatre.state.settling.standings.keys();
    say(other, { kind: "agree-standing", standingId: standingId! });
  }
  if (own && i % 3 === 0) {
    const operationId = own.id;
    say(party, { kind: "disclose", operationId, to: other, rung: "full" });
    const version = own.versions.length;
    say("system", { kind: "note-read", party: other, operationId, version, rung: "full" });
  }
  if (!conflict || i % 2 === 0) return;
  const conflictId = conflict.id;
  say(party, { kind: "own-conflict", conflictId });
  const volumes = [discAt([43, 35], { startMin: 900, endMin: 960 })];
  const terms = i % 3 === 0 ? { volumes } : { own: { shiftMs: HOUR_MS, shiftM: 1 } };
  say(party, { kind: "propose", conflictId, ...terms });
  const proposalId = conflict.proposalIds.at(-1);
  if (proposalId && i % 5 !== 0) say(other, { kind: "accept-proposal", proposalId });
};

/** Targets in every state; the last one of a party that is then paused. */
const busyTargets = (theatre: TestTheatre): void => {
  const url = "https://north.example/hook";
  for (const to of [
    { kind: "webhook", url },
    { kind: "webhook", url: `${url}/2` },
    { kind: "email", address: "desk@north.example", language: "ar" },
  ] as const) {
    const eventKinds = to.kind === "email" ? (["conflict.opened"] as const) : "all";
    theatre.must("NORTH", { kind: "set-target", name: to.kind, to, eventKinds });
  }
  const [a, b, c] = [...theatre.state.targets.all.keys()];
  theatre.must("NORTH", { kind: "rotate-target-secret", targetId: a! });
  theatre.must("NORTH", { kind: "remove-target", targetId: b! });
  theatre.must("NORTH", { kind: "pause-target", targetId: c! });
};

/** A contact held, with notes and a released readout; an item with its history. */
const busyContacts = (theatre: TestTheatre): void => {
  const say = (party: string, command: Command): void => {
    const { outcome } = theatre.say(party, command, { by: `officer of ${party}` });
    assert.ok(outcome.ok, JSON.stringify(outcome));
  };
  say("NORTH", { kind: "record-contact", with: ["SOUTH"], fields: MEETING });
  const [contactId] = theatre.state.contacts.all.keys();
  say("SOUTH", { kind: "set-contact-notes", contactId: contactId!, minutes: "long" });
  say("SOUTH", { kind: "agree-contact", contactId: contactId!, version: 1 });
  say("NORTH", { kind: "draft-readout", contactId: contactId!, body: READOUT });
  const [readout] = theatre.state.contacts.readouts.values();
  const key = { hashSeen: readout!.drafts[0]!.hash, parts: ["date"], languages: ["en"] } as const;
  for (const party of ["NORTH", "SOUTH"])
    say(party, { kind: "give-readout-key", readoutId: readout!.id, ...key });
  const dueMs = theatre.atMs + 30 * HOUR_MS;
  const about = { subject: "aid", lead: "SOUTH", contributors: [], dueMs, isHumanitarian: false };
  say("NORTH", { kind: "open-item", ...about });
  const [itemId] = theatre.state.items.all.keys();
  say("SOUTH", { kind: "accept-item", itemId: itemId! });
  say("SOUTH", { kind: "note-item", itemId: itemId!, text: "begun" });
};

/** A movement told, answered and on its way, with sealed details; another that waits. */
const busyMovements = (theatre: TestTheatre): void => {
  const { atMs } = theatre;
  const legs = [{ startMs: atMs + HOUR_MS, endMs: atMs + 9 * HOUR_MS }];
  const recipients = [{ to: "SOUTH", rung: "category" }] as const;
  const about = { kind: "submit-movement", isEmergency: true, recipients } as const;
  theatre.must("NORTH", { ...about, fields: { ...CONVOY, legs, purpose: "evacuation" } });
  const [{ id: movementId }] = [...theatre.state.movements.all.values()] as [Movement];
  const ask = { kind: "ask-movement-hold", movementId, text: "wait" } as const;
  assert.ok(theatre.say("SOUTH", ask, { by: "officer" }).outcome.ok);
  const fields = { movementState: "departed", atMs, place: ORIGIN } as const;
  theatre.must("NORTH", { kind: "report-movement", movementId, fields });
  const sealed = { keyHash: "k", nonce: "n", ciphertext: "c" };
  theatre.must("NORTH", { kind: "seal-people", movementId, sealed });
  theatre.must("NORTH", { ...about, fields: { ...CONVOY, legs } });
};

/** A theatre in which much has happened. */
const busyTheatre = (): TestTheatre => {
  const theatre = new TestTheatre({ retentionMs: 2 * HOUR_MS });
  busyParties(theatre);
  busyTargets(theatre);
  busyContacts(theatre);
  busyAreas(theatre);
  busyMovements(theatre);
  for (let i = 0; i < 60; i++) {
    const party = i % 2 ? "NORTH" : "SOUTH";
    const at = discAt([40 + (i % 9) / 50, 35], { startMin: 60 + i, endMin: 90 + 3 * i });
    const { operationId } = theatre.file(party, [at, discAt([41, 35 + i / 100])]);
    if (i % 4 === 0) theatre.must(party, { kind: "activate-operation", operationId });
    if (i % 7 === 0)
      theatre.must(party, { kind: "replace-operation", operationId, version: 1, volumes: [at] });
    if (i % 8 === 2) theatre.must(party, { kind: "cancel-operation", operationId });
    if (i % 13 === 0) theatre.wait(HOUR_MS / 4);
    settleSome(theatre, i);
  }
  return theatre;
};

/** Areas agreed, changed, ending; the last one waits. */
const busyAreas = (theatre: TestTheatre): void => {
  const areas = [1, 2, 3].map((days) =>
    agree(theatre, proposalOf({ reviewByMs: theatre.atMs + days * HOUR_MS })),
  );
  const [first, second] = areas;
  const change = { areaId: first!.id, version: 1, fields: termsOf(), isPublic: true } as const;
  theatre.must("SOUTH", { kind: "change-area", ...change });
  theatre.must("NORTH", { kind: "end-area", areaId: second!.id, reason: "replaced" });
  theatre.must("NORTH", proposalOf());
};

/** Parties of which each kind of thing is there, in more than one state. */
const busyParties = (theatre: TestTheatre): void => {
  const [keyA, keyB] = ["A".repeat(43), `${"B".repeat(42)}A`];
  const names = { en: "Air" };
  for (const deskId of ["air", "land"]) {
    theatre.must("NORTH", { kind: "open-desk", deskId, level: "watch_desk", names });
  }
  const anna = { by: "anna" };
  theatre.say("NORTH", { kind: "take-watch", deskId: "air", languages: ["en"] }, anna);
  theatre.say("NORTH", { kind: "hand-over-watch", deskId: "air", to: "boris" }, anna);
  const expiresMs = theatre.atMs + 5 * HOUR_MS;
  for (const codeHash of ["c1", "c2"]) {
    const about = { name: "Anna", roles: ["desk"] as const, codeHash, expiresMs };
    theatre.must("NORTH", { kind: "invite-member", ...about });
  }
  theatre.say("system", { kind: "accept-invitation", codeHash: "c1", secretHash: "s" });
  theatre.must("NORTH", { kind: "add-client", name: "feed", roles: ["desk"], secretHash: "t" });
  theatre.must("NORTH", { kind: "add-key", publicKey: keyA, name: "a" });
  const rotation = { publicKey: keyB, name: "b", replaces: keyA, overlapMs: 3 * HOUR_MS };
  const key = { party: "NORTH", key: keyA } as const;
  const commandId = `${theatre.atMs.toString(16).padStart(12, "0").replace(/^.{8}/, "$&-")}-7000-8000-000000000000`;
  const rotated = theatre.sayAs(
    key,
    { kind: "rotate-key", ...rotation },
    { commandId, signature: "valid" },
  );
  assert.ok(rotated.outcome.ok);
  const { operationId: id } = theatre.file("NORTH", [discAt([50, 35])]);
  const reason = "asked by the owner";
  const asked = { kind: "request-opening", what: "operation", id, reason } as const;
  const { outcome } = theatre.say("system", asked, { by: "h1" });
  const openingId = outcome.ok && outcome.value?.about === "opening" && outcome.value.openingId;
  assert.ok(openingId);
  theatre.say("system", { kind: "second-opening", openingId }, { by: "h2" });
  theatre.say("system", asked, { by: "h1" });
  busyHost(theatre);
};

/** A change that was done, one that was withdrawn, one that waits. */
const busyHost = (theatre: TestTheatre): void => {
  const now = theatre.state.theatre!;
  const ask = (disclosureOnConflict: Rung): void => {
    const rules = { ...now.rules, disclosureOnConflict };
    const command = { kind: "set-theatre", theatre: { ...now, rules } } as const;
    assert.ok(theatre.say("system", command, { by: "h1" }).outcome.ok);
  };
  theatre.setByTwo({ ...now, rules: { ...now.rules, noticesPerAreaDayMax: 1_000 } });
  ask("category");
  const [waiting] = findWaiting(theatre.state.theatreChanges);
  const withdraw = { kind: "withdraw-theatre-change", changeId: waiting!.id } as const;
  assert.ok(theatre.say("system", withdraw, { by: "h1" }).outcome.ok);
  ask("area_and_altitude");
};

test("two replays of one log give one hash", () => {
  const theatre = busyTheatre();
  const again = makeState();
  for (const entry of theatre.entries) applyEntry(again, entry);
  assert.equal(hashOf(again), hashOf(theatre.state));
  const { conflicts, disclosure, settling } = theatre.state;
  assert.ok(conflicts.size > 20);
  assert.ok(disclosure.grants.size > 5 && disclosure.withdrawals.size > 0);
  const states = new Set([...settling.proposals.values()].map(({ state }) => state));
  assert.ok(states.has("open") && states.has("agreed") && settling.standings.size > 0);
  const lives = new Set([...conflicts.values()].map(({ life }) => life));
  for (const life of ["told", "proposed", "resolved", "closed"] as const) {
    assert.ok(lives.has(life), `${life} among ${[...lives].join(", ")}`);
  }
  const { parties, openings } = theatre.state;
  assert.deepEqual(
    [parties.desks, parties.holders, parties.invitations, parties.keys, openings.all].map(
      ({ size }) => size,
    ),
    [2, 2, 2, 2, 2],
  );
  const { targets, theatreChanges } = theatre.state;
  const changes = [...theatreChanges.all.values()].map(({ state }) => state);
  assert.deepEqual(changes, ["done", "done", "withdrawn", "requested"]);
  assert.deepEqual([targets.all.size, targets.live.length], [3, 2]);
  const { contacts, items } = theatre.state;
  assert.deepEqual([contacts.all.size, contacts.readouts.size, items.all.size], [1, 1, 1]);
  const { areas } = theatre.state;
  assert.deepEqual(
    Array.from(areas.all.values(), ({ state }) => state),
    ["due_for_review", "ended", "in_force", "proposed"],
  );
  assert.equal(areas.placed.size, 2);
  const { movements } = theatre.state;
  assert.deepEqual([movements.all.size, movements.byOperation.size], [2, 1]);
});

test("a dump taken anywhere and continued gives the same hash as a replay from the start", () => {
  const theatre = busyTheatre();
  for (const cut of [1, 20, theatre.entries.length - 1]) {
    const begun = makeState();
    for (const entry of theatre.entries.slice(0, cut)) applyEntry(begun, entry);
    const loaded = loadState(deserialize(serialize(dumpState(begun))));
    assert.equal(hashOf(loaded), hashOf(begun));
    assert.deepEqual(loaded.targets, begun.targets);
    assert.deepEqual(loaded.contacts, begun.contacts);
    assert.deepEqual(loaded.items, begun.items);
    assert.deepEqual([...loaded.areas.placed.keys()], [...begun.areas.placed.keys()]);
    assert.deepEqual(loaded.movements, begun.movements);
    for (const party of ["NORTH", "SOUTH"]) {
      assert.deepEqual(listsOf(loaded, party), listsOf(begun, party));
    }
    for (const entry of theatre.entries.slice(cut)) applyEntry(loaded, entry);
    assert.equal(hashOf(loaded), hashOf(theatre.state));
  }
});

/** What a party's lists hold follows from the state: a dump has none of it. */
const listsOf = (state: State, party: string): readonly unknown[] => {
  const view = viewFor(state, { kind: "party", party });
  const page = { limit: 1000 };
  const { disclosure, parties, settling, targets } = view;
  return [
    [view.operations({}, page), view.conflicts({}, page), view.disclosed(page)],
    [view.channels(page), view.messages({}, page), view.openings(page), targets.list()],
    [disclosure.consents(), settling.standings(), parties.invitations()],
    [parties.holders("member"), parties.holders("client")],
  ];
};

test("one changed detail changes the hash", () => {
  const theatre = busyTheatre();
  const before = hashOf(theatre.state);
  [...theatre.state.operations.values()][3]!.changedMs++;
  assert.notEqual(hashOf(theatre.state), before);
  const [contact] = theatre.state.contacts.all.values();
  const changed = hashOf(theatre.state);
  contact!.notes.clear();
  assert.notEqual(hashOf(theatre.state), changed);
});

test("an entry out of order, or of the past, ends the process", () => {
  const theatre = new TestTheatre();
  const [entry] = theatre.entries;
  assert.throws(() => applyEntry(theatre.state, entry!), /entry 2 comes next/);
  assert.throws(
    () => applyEntry(theatre.state, { ...entry!, seq: 2, atMs: 0 }),
    /never runs backwards/,
  );
});

test("a party sees its own, the host that things exist, another party nothing but its conflict", () => {
  const theatre = new TestTheatre();
  const { operationId } = theatre.file("NORTH", [discAt([40, 35])]);
  const south = theatre.file("SOUTH", [discAt([40, 35])]);
  const asNorth = viewFor(theatre.state, { kind: "party", party: "NORTH" });
  const asSouth = viewFor(theatre.state, { kind: "party", party: "SOUTH" });
  const asHost = viewFor(theatre.state, { kind: "host" });
  assert.equal(asNorth.operation(operationId)?.detail, "full");
  assert.equal(asSouth.operation(operationId), null);
  assert.deepEqual(
    asSouth.operations({}, { limit: 10 }).items.map(({ id }) => id),
    [south.operationId],
  );
  assert.equal(asHost.operation(operationId)?.detail, "exists");
  assert.equal(JSON.stringify(asHost.operations({}, { limit: 10 })).includes("footprint"), false);
  const seen = asSouth.conflict(south.conflictIds[0]!);
  assert.equal(seen?.facts, null);
  assert.deepEqual(seen?.ownOperationIds, [south.operationId]);
  assert.equal(JSON.stringify(asSouth.conflicts({}, { limit: 10 })).includes("NORTH"), false);
  assert.equal(asSouth.conflicts({ operationId }, { limit: 10 }).items.length, 0);
  assert.deepEqual(
    asHost.conflicts({}, { limit: 10 }).items.map(({ id, facts }) => [id, facts]),
    [[south.conflictIds[0], null]],
    "the host sees that there is one",
  );
  for (const id of [operationId, south.operationId]) {
    assert.deepEqual(
      asHost.conflicts({ operationId: id }, { limit: 10 }).items,
      [],
      "which operations it joins, is not the host's to ask",
    );
  }
  assert.equal(asHost.conflicts({ operationId: "none" }, { limit: 10 }).items.length, 0);
  assert.deepEqual(
    asSouth
      .check({
        party: "SOUTH",
        moverClass: "drone",
        solids: solidsOf(theatre.state.operations.get(operationId)!),
        operationId: null,
      })
      .map(({ operation }) => operation.party),
    ["SOUTH"],
  );
});

test("in a theatre that discloses all, each sees both sides", () => {
  const theatre = new TestTheatre({ disclosure: "full" });
  const { operationId } = theatre.file("NORTH", [discAt([40, 35])]);
  theatre.file("SOUTH", [discAt([40, 35])]);
  const asSouth = viewFor(theatre.state, { kind: "party", party: "SOUTH" });
  assert.equal(asSouth.operation(operationId)?.detail, "full");
  const [conflict] = asSouth.conflicts({}, { limit: 10 }).items;
  assert.deepEqual(
    conflict?.facts?.sides.map(({ party }) => party),
    ["NORTH", "SOUTH"],
  );
});

test("pages hold a whole list between them and say what is left", () => {
  const theatre = new TestTheatre();
  for (let i = 0; i < 25; i++) theatre.file("NORTH", [discAt([40 + i, 35])]);
  const view = viewFor(theatre.state, { kind: "party", party: "NORTH" });
  const ids: string[] = [];
  let after: string | undefined;
  for (const remaining of [15, 5, 0]) {
    const page = view.operations({}, { limit: 10, after });
    assert.equal(page.remaining, remaining);
    ids.push(...page.items.map(({ id }) => id));
    after = page.next ?? undefined;
  }
  assert.equal(after, undefined);
  assert.deepEqual(ids, [...theatre.state.operations.keys()]);
});

test("a page after an entry that is gone, or was never seen, is an error and no empty page", () => {
  const theatre = new TestTheatre();
  const { operationId } = theatre.file("NORTH", [discAt([40, 35])]);
  const { conflictIds } = theatre.file("NORTH", [discAt([40, 35])]);
  const north = viewFor(theatre.state, { kind: "party", party: "NORTH" });
  const south = viewFor(theatre.state, { kind: "party", party: "SOUTH" });
  for (const [view, after] of [
    [north, "gone"],
    [south, operationId],
    [south, conflictIds[0]!],
  ] as const) {
    assert.throws(() => view.operations({}, { limit: 10, after }), /ended at an entry seen/);
    assert.throws(() => view.conflicts({}, { limit: 10, after }), /ended at an entry seen/);
  }
  // An entry that the filter passes over is still a place to go on from.
  const page = north.operations({ states: ["held"] }, { limit: 10, after: operationId });
  assert.deepEqual(page, { items: [], remaining: 0, next: null });
});

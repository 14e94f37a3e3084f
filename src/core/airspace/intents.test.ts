import assert from "node:assert/strict";
import { test } from "node:test";
import { dumpState, digestState, loadState } from "../dump.ts";
import type { State } from "../state.ts";
import { HOUR_MS, START_MS } from "../test-theatre.ts";
import { asked, HOUR_US, idOf, idsOf, readerOf, TestAirspace } from "./test-airspace.ts";

const newSubscription = {
  kind: "new",
  baseUrl: "https://uss1.example",
  isForConstraints: false,
} as const;

const putOne = (theatre: TestAirspace, manager = "uss1", n = 1) =>
  theatre.heard("intent", theatre.intent(manager, n)).intent;

test("an intent is created, read by all, and its version number by its own USS alone", () => {
  const theatre = new TestAirspace();
  const { isNew, intent, subscribers } = theatre.heard("intent", theatre.intent("uss1", 1));
  assert.equal(isNew, true);
  assert.deepEqual(subscribers, []);
  assert.equal(intent.version, 1);
  assert.match(intent.ovn!, /^[0-9a-z]{28}$/);
  assert.deepEqual(theatre.view.intent(idOf(1), "uss1"), intent);
  assert.deepEqual(theatre.view.intent(idOf(1), "uss2"), { ...intent, ovn: null });
  assert.equal(theatre.view.intent(idOf(2), "uss1"), null);
});

test("who may write which version", () => {
  const theatre = new TestAirspace();
  const { ovn } = putOne(theatre);
  const other = { where: { radiusM: 999 } };
  const rows: readonly (readonly [string, Parameters<TestAirspace["told"]>[0], string])[] = [
    ["created again", theatre.intent("uss1", 1, other), "airspace-version"],
    ["another's, created", theatre.intent("uss2", 1), "not-permitted"],
    ["another's", theatre.intent("uss2", 1, { ovn }), "not-permitted"],
    ["another's, and a wrong version", theatre.intent("uss2", 1, { ovn: "x" }), "not-permitted"],
    ["a wrong version", theatre.intent("uss1", 1, { ovn: "x", ...other }), "airspace-version"],
    ["one that is not there", theatre.intent("uss1", 2, { ovn }), "bad-field id"],
    [
      "a wrong version deleted",
      { kind: "delete-intent", manager: "uss1", id: idOf(1), ovn: "x" },
      "airspace-version",
    ],
    [
      "another's deleted",
      { kind: "delete-intent", manager: "uss2", id: idOf(1), ovn: ovn! },
      "not-permitted",
    ],
    [
      "one that is not there deleted",
      { kind: "delete-intent", manager: "uss1", id: idOf(2), ovn: ovn! },
      "not-found",
    ],
    ["the right version", theatre.intent("uss1", 1, { ovn, ...other }), "accepted"],
  ];
  for (const [name, command, told] of rows) assert.equal(theatre.told(command), told, name);
  assert.equal(theatre.view.intent(idOf(1), "uss1")!.version, 2);
});

test("what is there must have been read: all of it, and no more", () => {
  const theatre = new TestAirspace();
  const first = putOne(theatre, "uss1", 1);
  const second = theatre.heard("intent", theatre.intent("uss1", 2, { key: [first.ovn!] })).intent;
  theatre.heard("intent", theatre.intent("uss1", 3, { where: { startH: 5, endH: 6 } }));
  const { outcome } = theatre.speak(
    theatre.intent("uss2", 4, { key: [second.ovn!, "and others"] }),
  );
  assert.ok(!outcome.ok && outcome.refusal.reason === "airspace-unread");
  const { unread } = outcome.refusal;
  assert.deepEqual(idsOf(unread.intents), [idOf(1)]);
  assert.equal(unread.intents[0]!.ovn, null);
  const [meeting] = unread.intents[0]!.meetings!;
  assert.deepEqual(meeting, {
    ownVolume: 0,
    otherVolume: 0,
    certainty: "sure",
    lowerM: 100,
    upperM: 200,
    startMs: START_MS + HOUR_MS,
    endMs: START_MS + 2 * HOUR_MS,
  });
  assert.equal(theatre.view.intent(idOf(4), "uss2"), null);
  const key = [first.ovn!, second.ovn!];
  assert.equal(theatre.told(theatre.intent("uss2", 4, { key })), "accepted");
});

test("by the envelope two meet whose volumes do not, and the exact verdict says so", () => {
  const theatre = new TestAirspace();
  // Low early and high late: the envelope is both, all the time.
  const low = theatre.intent("uss1", 1, { where: { startH: 1, endH: 2, lowerM: 0, upperM: 50 } });
  const high = theatre.intent("uss1", 1, { where: { startH: 3, endH: 4, lowerM: 90, upperM: 99 } });
  const volumes = [...low.volumes, ...high.volumes];
  theatre.heard("intent", { ...low, volumes, endUs: high.endUs });
  const between = { startH: 2.5, endH: 2.6, lowerM: 60, upperM: 80 };
  const { outcome } = theatre.speak(theatre.intent("uss2", 2, { where: between }));
  assert.ok(!outcome.ok && outcome.refusal.reason === "airspace-unread");
  assert.deepEqual(outcome.refusal.unread.intents[0]!.meetings, []);
});

test("touching in space, altitude or time is meeting; beyond is not", () => {
  const rows = [
    ["altitude touches", { lowerM: 200, upperM: 300 }, "airspace-unread"],
    ["altitude apart", { lowerM: 200.001, upperM: 300 }, "accepted"],
    ["time touches", { startH: 2, endH: 3 }, "airspace-unread"],
    ["place apart", { center: [40.03, 35] as const }, "accepted"],
  ] as const;
  for (const [name, where, told] of rows) {
    const theatre = new TestAirspace();
    putOne(theatre);
    assert.equal(theatre.told(theatre.intent("uss2", 2, { where })), told, name);
  }
});

test("what is off its plan need not have read; what a USS that is down only plans need not be", () => {
  const theatre = new TestAirspace();
  const { ovn } = putOne(theatre, "uss1", 1);
  const off = { state: "nonconforming", subscription: newSubscription } as const;
  const flown = theatre.heard("intent", theatre.intent("uss2", 2, { key: [ovn!] })).intent;
  const offPlan = theatre.intent("uss2", 2, { ovn: flown.ovn, key: [], ...off });
  assert.equal(theatre.told(offPlan), "accepted");
  const down = { kind: "set-availability", manager: "arbiter", state: "down" } as const;
  theatre.heard("availability", { ...down, uss: "uss1", oldVersion: "" });
  const { outcome } = theatre.speak(theatre.intent("uss3", 3));
  assert.ok(!outcome.ok && outcome.refusal.reason === "airspace-unread");
  assert.deepEqual(
    idsOf(outcome.refusal.unread.intents),
    [idOf(2)],
    "one that flies must be known",
  );
});

test("a write that is said again is answered as the first time, until the next write", () => {
  const theatre = new TestAirspace();
  const create = theatre.intent("uss1", 1, { subscription: newSubscription });
  const first = theatre.heard("intent", create);
  assert.deepEqual(theatre.heard("intent", create), first);
  const update = theatre.intent("uss1", 1, {
    ovn: first.intent.ovn,
    where: { radiusM: 500 },
    subscription: { kind: "given", id: first.intent.subscriptionId! },
  });
  const second = theatre.heard("intent", update);
  assert.deepEqual(theatre.heard("intent", update), second);
  assert.notEqual(second.intent.ovn, first.intent.ovn);
  assert.equal(second.intent.version, 2);
  assert.equal(theatre.told(create), "airspace-version");
  assert.equal(theatre.state.airspace.subscriptions.size, 1);
});

/** A UUID version 7 of that time. */
const suffixAt = (ms: number): string =>
  ms
    .toString(16)
    .padStart(12, "0")
    .replace(/^(.{8})(.{4})$/, "$1-$2-7000-8000-000000000000");

test("an end that has passed, and a suffix of another time, are refused", () => {
  const theatre = new TestAirspace();
  const rows = [
    ["over", { where: { startH: -2, endH: -1 } }, "bad-field time_end"],
    ["began before", { where: { startH: -2, endH: 1 } }, "accepted"],
    ["old", { ovnSuffix: suffixAt(START_MS - 301_000) }, "bad-field requested_ovn_suffix"],
    ["ahead", { ovnSuffix: suffixAt(START_MS + 301_000) }, "bad-field requested_ovn_suffix"],
  ] as const;
  for (const [i, [name, more, told]] of rows.entries())
    assert.equal(theatre.told(theatre.intent("uss1", 10 + i, more)), told, name);
  const ovnSuffix = suffixAt(START_MS);
  const where = { startH: 5, endH: 6 };
  const { ovn } = theatre.heard("intent", theatre.intent("uss1", 1, { ovnSuffix, where })).intent;
  assert.equal(ovn, `${idOf(1)}_${ovnSuffix}`);
  const again = theatre.intent("uss1", 1, { ovn, ovnSuffix, where });
  assert.equal(theatre.told(again), "bad-field requested_ovn_suffix");
});

const byUrl = (list: readonly { readonly baseUrl: string }[]) =>
  list.toSorted((a, b) => (a.baseUrl < b.baseUrl ? 1 : -1));

test("subscriptions that it meets are counted up and told, its own too, and the old place's", () => {
  const theatre = new TestAirspace();
  const there = { center: [40.5, 35] as const };
  theatre.heard(
    "subscription",
    theatre.subscription("uss2", 21, { where: { startH: 0, endH: 3 } }),
  );
  theatre.heard("subscription", theatre.subscription("uss2", 22, { where: { ...there, endH: 3 } }));
  const deaf = { isForIntents: false, isForConstraints: true };
  theatre.heard("subscription", theatre.subscription("uss3", 23, deaf));
  const first = theatre.heard(
    "intent",
    theatre.intent("uss1", 1, { subscription: newSubscription }),
  );
  const own = first.intent.subscriptionId!;
  const told = [
    { baseUrl: "https://uss2.example", subscriptions: [{ id: idOf(21), notificationIndex: 1 }] },
    { baseUrl: "https://uss1.example", subscriptions: [{ id: own, notificationIndex: 1 }] },
  ];
  assert.deepEqual(byUrl(first.subscribers), told);
  const moved = theatre.heard(
    "intent",
    theatre.intent("uss1", 1, {
      ovn: first.intent.ovn,
      where: there,
      subscription: { kind: "given", id: own },
    }),
  );
  const counts = moved.subscribers.flatMap(({ subscriptions }) => subscriptions);
  assert.deepEqual(
    new Map(counts.map((one) => [one.id, one.notificationIndex])),
    new Map([
      [idOf(21), 2],
      [idOf(22), 1],
      [own, 2],
    ]),
  );
  const { ovn } = moved.intent;
  const gone = { kind: "delete-intent", manager: "uss1", id: idOf(1), ovn: ovn! } as const;
  const last = theatre.heard("intent", gone).subscribers.flatMap((one) => one.subscriptions);
  assert.deepEqual(new Set(idsOf(last)), new Set([idOf(22), own]));
  assert.equal(theatre.view.subscription(own), null, "an implicit one goes with its last intent");
});

test("an intent is an operation of its party: filed, moved, ended with it, and by nobody else", () => {
  const theatre = new TestAirspace();
  const operation = () => [...theatre.state.operations.values()].at(-1)!;
  const { ovn, subscriptionId } = theatre.heard(
    "intent",
    theatre.intent("uss1", 1, { subscription: newSubscription }),
  ).intent;
  assert.equal(operation().state, "filed");
  assert.equal(operation().party, "NORTH");
  const { id: operationId } = operation();
  assert.equal(theatre.reason("NORTH", { kind: "cancel-operation", operationId }), "not-permitted");
  const subscription = { kind: "given", id: subscriptionId! } as const;
  let current = ovn;
  const states = [
    ["activated", "active", false],
    ["nonconforming", "deviating", false],
    ["activated", "active", false],
    ["contingent", "deviating", true],
  ] as const;
  for (const [state, native, isNoReturn] of states) {
    const put = theatre.intent("uss1", 1, { ovn: current, state, subscription });
    current = theatre.heard("intent", put).intent.ovn;
    assert.deepEqual([operation().state, operation().isNoReturn], [native, isNoReturn], state);
  }
  assert.equal(operation().versions.length, 1, "no notice for what says nothing new of where");
  theatre.heard("intent", { kind: "delete-intent", manager: "uss1", id: idOf(1), ovn: current! });
  assert.equal(operation().state, "ended");
  theatre.heard("intent", theatre.intent("uss1", 2));
  const { ovn: planned } = theatre.view.intent(idOf(2), "uss1")!;
  theatre.heard("intent", { kind: "delete-intent", manager: "uss1", id: idOf(2), ovn: planned! });
  assert.equal(operation().state, "cancelled");
});

test("an intent near another party's operation is a conflict to both", () => {
  const theatre = new TestAirspace();
  theatre.file("SOUTH", theatre.intent("uss1", 1).volumes);
  const { changes } = theatre.speak(theatre.intent("uss1", 1));
  assert.ok(changes.some(({ kind }) => kind === "conflict-opened"));
});

test("no agreement of desks moves an operation that moves with an intent", () => {
  const theatre = new TestAirspace();
  theatre.file("SOUTH", theatre.intent("uss1", 1).volumes);
  theatre.heard("intent", theatre.intent("uss1", 1));
  const [conflict] = theatre.state.conflicts.values();
  const conflictId = conflict!.id;
  for (const party of ["NORTH", "SOUTH"]) theatre.must(party, { kind: "own-conflict", conflictId });
  const shift = { shiftMs: 5 * HOUR_MS };
  const own = { kind: "propose", conflictId, own: shift } as const;
  assert.equal(theatre.reason("NORTH", own), "not-permitted");
  const answers = [
    [{ kind: "propose", conflictId, other: shift }, "not-permitted"],
    [own, "accepted"],
  ] as const;
  for (const [propose, answer] of answers) {
    const made = theatre.must("SOUTH", propose);
    assert.ok(made.about === "proposal");
    const { proposalId } = made;
    assert.equal(theatre.reason("NORTH", { kind: "accept-proposal", proposalId }), answer);
  }
});

test("intents of one party are no conflict of it with itself, and take no room in its day", () => {
  const theatre = new TestAirspace({ noticesPerPartyDayMax: 1 });
  const { ovn } = putOne(theatre);
  const second = theatre.speak(theatre.intent("uss2", 2, { key: [ovn!] }));
  assert.deepEqual(
    second.changes.map(({ kind }) => kind),
    ["operation-filed"],
  );
  theatre.heard("intent", { kind: "delete-intent", manager: "uss1", id: idOf(1), ovn: ovn! });
  const { volumes } = theatre.intent("uss1", 1);
  const own = theatre.say("NORTH", { kind: "file-operation", category: "uas_flight", volumes });
  assert.ok(own.outcome.ok, "a desk's own notice has its room");
  assert.ok(own.changes.some(({ kind }) => kind === "conflict-opened"));
});

test("what is over leaves the airspace a day later, with its implicit subscription", () => {
  const theatre = new TestAirspace();
  theatre.heard("intent", theatre.intent("uss1", 1, { subscription: newSubscription }));
  theatre.heard("constraint", theatre.constraint("uss1", 2));
  theatre.wait(25 * HOUR_MS);
  assert.notEqual(theatre.view.intent(idOf(1), "uss1"), null);
  theatre.wait(2 * HOUR_MS);
  assert.equal(theatre.view.intent(idOf(1), "uss1"), null);
  assert.equal(theatre.view.constraint(idOf(2), readerOf("uss1")), null);
  assert.equal(theatre.state.airspace.subscriptions.size, 0);
  for (const { intentId } of theatre.state.operations.values()) assert.equal(intentId, null);
});

test("a query finds what meets it, and times are kept to the microsecond", () => {
  const theatre = new TestAirspace();
  const put = theatre.intent("uss1", 1);
  theatre.heard("intent", { ...put, startUs: put.startUs + 1, endUs: put.endUs - 1 });
  const [found] = theatre.view.intentsIn(asked(), "uss2");
  assert.equal(found!.startUs, put.startUs + 1);
  assert.equal(found!.endUs, put.endUs - 1);
  assert.deepEqual(theatre.view.intentsIn(asked({ startH: 3, endH: 4 }), "uss2"), []);
  const anyTime = { ...asked(), startUs: null, endUs: null };
  assert.deepEqual(idsOf(theatre.view.intentsIn(anyTime, "uss2")), [idOf(1)]);
  assert.equal(HOUR_US, HOUR_MS * 1000);
});

test("a dump holds the airspace, and what it is loaded into goes on the same", () => {
  const theatre = new TestAirspace();
  const { ovn } = theatre.heard(
    "intent",
    theatre.intent("uss1", 1, { subscription: newSubscription }),
  ).intent;
  theatre.heard("constraint", theatre.constraint("uss2", 2));
  theatre.heard("subscription", theatre.subscription("uss2", 3));
  const down = { kind: "set-availability", manager: "arbiter", uss: "uss1" } as const;
  theatre.heard("availability", { ...down, state: "down", oldVersion: "" });
  const copy = new TestAirspace();
  Object.assign(copy, { state: loadState(JSON.parse(JSON.stringify(dumpState(theatre.state)))) });
  assert.equal(digestOf(copy.state), digestOf(theatre.state));
  Object.assign(copy, { drawn: 100 });
  Object.assign(theatre, { drawn: 100 });
  const put = theatre.intent("uss1", 1, { ovn, where: { radiusM: 10 } });
  assert.deepEqual(copy.speak(put).outcome, theatre.speak(put).outcome);
  assert.equal(digestOf(copy.state), digestOf(theatre.state));
});

const digestOf = (state: State): string => {
  let text = "";
  digestState(state, (part) => (text += part));
  return text;
};

const isShared = ({ airspace, operations }: State, n: number): boolean => {
  const { packed, operationId } = airspace.intents.get(idOf(n))!;
  return packed === operations.get(operationId)!.packed;
};

test("the numbers of an intent of one volume are its operation's own, after a load too", () => {
  const theatre = new TestAirspace();
  const one = theatre.intent("uss1", 1, { subscription: newSubscription });
  const first = theatre.heard("intent", one).intent;
  theatre.heard("intent", { ...one, ovn: first.ovn, subscription: { kind: "none" } });
  const [low, high] = [
    { lowerM: 0, upperM: 100 },
    { lowerM: 200, upperM: 300 },
  ].map(
    (where) => theatre.intent("uss2", 2, { where: { ...where, startH: 5, endH: 6 } }).volumes[0]!,
  );
  const where = { startH: 5, endH: 6 };
  theatre.heard("intent", theatre.intent("uss2", 2, { where, volumes: [low!, high!] }));
  const copy = loadState(JSON.parse(JSON.stringify(dumpState(theatre.state))));
  for (const state of [theatre.state, copy]) {
    assert.equal(isShared(state, 1), true);
    assert.equal(isShared(state, 2), false, "its envelope reaches from the lowest to the highest");
  }
});

test("a USS that is another party's by now has the operation of its intent with it", () => {
  const theatre = new TestAirspace();
  const first = theatre.heard("intent", theatre.intent("uss1", 1)).intent;
  const before = theatre.state.airspace.intents.get(idOf(1))!.operationId;
  const changes = {
    party: "SOUTH",
    ovn: first.ovn,
    state: "activated",
    subscription: { kind: "new", baseUrl: "https://uss1.example", isForConstraints: false },
  } as const;
  theatre.heard("intent", theatre.intent("uss1", 1, changes));
  const { operationId } = theatre.state.airspace.intents.get(idOf(1))!;
  const { operations, conflicts } = theatre.state;
  const stateOf = (id: string) => [operations.get(id)!.party, operations.get(id)!.state];
  assert.deepEqual(stateOf(operationId), ["SOUTH", "active"]);
  assert.deepEqual(stateOf(before), ["NORTH", "cancelled"]);
  assert.equal(conflicts.size, 0, "it was never beside itself");
});

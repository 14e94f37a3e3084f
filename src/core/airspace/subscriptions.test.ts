import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMITS } from "../limits.ts";
import { HOUR_MS, MINUTE_MS, START_MS } from "../test-theatre.ts";
import { asked, extentsOf, HOUR_US, idOf, idsOf, readerOf, TestAirspace } from "./test-airspace.ts";

test("a subscription says what there already is of what it asks for", () => {
  const theatre = new TestAirspace();
  theatre.heard("intent", theatre.intent("uss1", 1));
  theatre.heard("intent", theatre.intent("uss1", 2, { where: { startH: 5, endH: 6 } }));
  theatre.heard("constraint", theatre.constraint("uss1", 3));
  const rows = [
    [{ isForIntents: true, isForConstraints: false }, [idOf(1)], []],
    [{ isForIntents: false, isForConstraints: true }, [], [idOf(3)]],
    [{ isForIntents: true, isForConstraints: true }, [idOf(1)], [idOf(3)]],
  ] as const;
  for (const [i, [asksFor, intents, constraints]] of rows.entries()) {
    const put = theatre.subscription("uss2", 20 + i, asksFor);
    const { subscription, ...found } = theatre.heard("subscription", put);
    assert.equal(subscription.notificationIndex, 0);
    assert.deepEqual(idsOf(found.intents), intents);
    assert.deepEqual(idsOf(found.constraints), constraints);
  }
});

test("from now and for a day, where nothing is said", () => {
  const theatre = new TestAirspace();
  const put = { ...theatre.subscription("uss1", 1), startUs: null, endUs: null };
  const { subscription } = theatre.heard("subscription", put);
  const startUs = START_MS * 1000;
  assert.deepEqual([subscription.startUs, subscription.endUs], [startUs, startUs + 24 * HOUR_US]);
});

test("how long and from when", () => {
  const theatre = new TestAirspace();
  const nowUs = START_MS * 1000;
  const rows = [
    ["five minutes back", -300_000_000, HOUR_US, "accepted"],
    ["further back", -300_000_001, HOUR_US, "bad-field time_start"],
    ["a day", 0, 24 * HOUR_US, "accepted"],
    ["longer", 0, 24 * HOUR_US + 1, "bad-field time_end"],
    ["over", -200_000_000, -100_000_000, "bad-field time_end"],
    ["ends first", HOUR_US, HOUR_US - 1, "bad-field time_end"],
  ] as const;
  for (const [i, [name, start, end, told]] of rows.entries()) {
    const put = theatre.subscription("uss1", i);
    const span = { startUs: nowUs + start, endUs: nowUs + end };
    assert.equal(theatre.told({ ...put, ...span }), told, name);
  }
});

test("who may write which version, and one that intents depend on stays", () => {
  const theatre = new TestAirspace();
  const put = theatre.subscription("uss1", 1, { where: { startH: 0, endH: 3 } });
  const { version } = theatre.heard("subscription", put).subscription;
  const gone = { kind: "delete-subscription", manager: "uss1", id: idOf(1) } as const;
  assert.equal(theatre.told(put), "airspace-version");
  assert.equal(theatre.told({ ...put, manager: "uss2" }), "not-permitted");
  assert.equal(theatre.told({ ...put, version: "x" }), "airspace-version");
  assert.equal(theatre.told({ ...put, id: idOf(2), version }), "bad-field id");
  const subscription = { kind: "given", id: idOf(1) } as const;
  const { ovn } = theatre.heard("intent", theatre.intent("uss1", 7, { subscription })).intent;
  const narrower = theatre.subscription("uss1", 1, { version, where: { radiusM: 500 } });
  assert.equal(theatre.told(narrower), "bad-field extents");
  const shorter = theatre.subscription("uss1", 1, { version, where: { startH: 0, endH: 1.5 } });
  assert.equal(theatre.told(shorter), "bad-field extents");
  assert.equal(theatre.told({ ...gone, version }), "bad-field subscriptionid");
  const wider = theatre.subscription("uss1", 1, {
    version,
    where: { radiusM: 5000, startH: 0, endH: 9 },
  });
  const changed = theatre.heard("subscription", wider).subscription;
  assert.notEqual(changed.version, version);
  assert.equal(changed.notificationIndex, 1, "a change does not begin the count anew");
  assert.deepEqual(changed.intentIds, [idOf(7)]);
  theatre.heard("intent", { kind: "delete-intent", manager: "uss1", id: idOf(7), ovn: ovn! });
  assert.equal(theatre.told({ ...gone, version }), "airspace-version");
  assert.equal(
    theatre.told({ ...gone, manager: "uss2", version: changed.version }),
    "not-permitted",
  );
  assert.equal(theatre.told({ ...gone, version: changed.version }), "accepted");
  assert.equal(theatre.told({ ...gone, version: changed.version }), "not-found");
});

test("which subscription an intent may have", () => {
  const theatre = new TestAirspace();
  const wide = { radiusM: 1000, startH: 0, endH: 3 };
  const none = { isForIntents: false, isForConstraints: true };
  theatre.heard("subscription", theatre.subscription("uss1", 21, { where: wide }));
  theatre.heard("subscription", theatre.subscription("uss2", 22, { where: wide }));
  theatre.heard("subscription", theatre.subscription("uss1", 23, { where: wide, ...none }));
  const rows = [
    ["one that holds it to the edge", 21, {}, "accepted"],
    ["one that is not there", 29, {}, "bad-field subscription_id"],
    ["another's", 22, {}, "not-permitted"],
    ["one that is deaf to intents", 23, {}, "bad-field subscription_id"],
    ["one that is too small", 21, { radiusM: 1002 }, "bad-field subscription_id"],
    [
      "one beside it",
      21,
      { center: [40.01, 35] as const, radiusM: 500 },
      "bad-field subscription_id",
    ],
    ["one that is over before", 21, { endH: 3.1 }, "bad-field subscription_id"],
    ["one of other altitudes", 21, { lowerM: 5000, upperM: 6000, radiusM: 900 }, "accepted"],
  ] as const;
  for (const [i, [name, n, where, told]] of rows.entries()) {
    const subscription = { kind: "given", id: idOf(n) } as const;
    const key = theatre.view
      .intentsIn(asked({ startH: -9, endH: 99 }), "uss1")
      .map((one) => one.ovn!);
    const put = theatre.intent("uss1", i, { subscription, where, key });
    assert.equal(theatre.told(put), told, name);
  }
});

test("an implicit subscription grows with its intent, and is let go for another", () => {
  const theatre = new TestAirspace();
  const asksNew = { kind: "new", baseUrl: "https://a.example", isForConstraints: true } as const;
  const first = theatre.heard(
    "intent",
    theatre.intent("uss1", 1, { subscription: asksNew }),
  ).intent;
  const id = first.subscriptionId!;
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const there = { center: [40.2, 35] as const, endH: 5 };
  const second = theatre.heard(
    "intent",
    theatre.intent("uss1", 1, {
      ovn: first.ovn,
      where: there,
      subscription: { kind: "given", id },
    }),
  ).intent;
  const grown = theatre.view.subscription(id)!;
  assert.equal(grown.isImplicit, true);
  assert.equal(grown.isForConstraints, true);
  assert.equal(grown.endUs, extentsOf(there).endUs);
  for (const where of [{}, there])
    assert.deepEqual(idsOf(theatre.view.subscriptionsIn(asked(where), "uss1")), [id]);
  const third = theatre.heard(
    "intent",
    theatre.intent("uss1", 1, { ovn: second.ovn, subscription: asksNew }),
  ).intent;
  assert.notEqual(third.subscriptionId, id);
  assert.equal(theatre.view.subscription(id), null);
  theatre.heard("intent", theatre.intent("uss1", 1, { ovn: third.ovn }));
  assert.equal(theatre.state.airspace.subscriptions.size, 0);
});

test("an implicit subscription of two intents stays with the first and goes with the last", () => {
  const theatre = new TestAirspace();
  const asksNew = { kind: "new", baseUrl: "https://a.example", isForConstraints: false } as const;
  const put = theatre.intent("uss1", 1, { subscription: asksNew });
  const { ovn, subscriptionId } = theatre.heard("intent", put).intent;
  const subscription = { kind: "given", id: subscriptionId! } as const;
  const where = { center: [40.2, 35] as const };
  const second = theatre.heard("intent", theatre.intent("uss1", 2, { subscription, where })).intent;
  const { intentIds } = theatre.view.subscription(subscriptionId!)!;
  assert.deepEqual(intentIds, [idOf(1), idOf(2)]);
  const gone = { kind: "delete-intent", manager: "uss1" } as const;
  theatre.heard("intent", { ...gone, id: idOf(1), ovn: ovn! });
  assert.deepEqual(theatre.view.subscription(subscriptionId!)!.intentIds, [idOf(2)]);
  theatre.heard("intent", { ...gone, id: idOf(2), ovn: second.ovn! });
  assert.equal(theatre.view.subscription(subscriptionId!), null);
});

test("a subscription leaves a day after its end, and one that was renewed a day after that", () => {
  const theatre = new TestAirspace();
  theatre.heard("subscription", theatre.subscription("uss1", 1));
  const put = theatre.subscription("uss1", 2);
  const { version } = theatre.heard("subscription", put).subscription;
  const longer = theatre.subscription("uss1", 2, { version, where: { startH: 1, endH: 20 } });
  theatre.heard("subscription", longer);
  theatre.wait(27 * HOUR_MS);
  assert.equal(theatre.view.subscription(idOf(1)), null);
  assert.notEqual(theatre.view.subscription(idOf(2)), null);
  theatre.wait(18 * HOUR_MS);
  assert.equal(theatre.view.subscription(idOf(2)), null);
});

test("a subscription can be renewed while an intent that has it is under way", () => {
  const theatre = new TestAirspace();
  const put = theatre.subscription("uss1", 1, { where: { startH: 0, endH: 3 } });
  const { version } = theatre.heard("subscription", put).subscription;
  const subscription = { kind: "given", id: idOf(1) } as const;
  const { ovn } = theatre.heard("intent", theatre.intent("uss1", 7, { subscription })).intent;
  theatre.wait(1.5 * HOUR_MS);
  const renewed = { ...put, version, startUs: null, endUs: null };
  assert.equal(theatre.told(renewed), "accepted", "from now on it covers the intent");
  const again = theatre.intent("uss1", 7, { ovn, state: "activated", subscription });
  assert.equal(theatre.told(again), "accepted");
  const next = theatre.subscription("uss1", 2, { where: { startH: 1.5, endH: 3 } });
  theatre.heard("subscription", next);
  const other = { kind: "given", id: idOf(2) } as const;
  const now = { ovn: theatre.view.intent(idOf(7), "uss1")!.ovn, state: "activated" } as const;
  const moved = theatre.intent("uss1", 7, { ...now, subscription: other });
  assert.equal(theatre.told(moved), "accepted");
  const later = { ...next, version: theatre.view.subscription(idOf(2))!.version };
  const late = { ...later, startUs: later.startUs! + HOUR_US / 4 };
  assert.equal(theatre.told(late), "bad-field extents", "not from now on, but from later");
});

test("constraints must have been read where the intent's subscription is for them", () => {
  const theatre = new TestAirspace();
  const { ovn } = theatre.heard("constraint", theatre.constraint("authority", 9)).constraint;
  const asksNew = { kind: "new", baseUrl: "https://a.example" } as const;
  const heeding = { subscription: { ...asksNew, isForConstraints: true } };
  const { outcome } = theatre.speak(theatre.intent("uss1", 1, heeding));
  assert.ok(!outcome.ok && outcome.refusal.reason === "airspace-unread");
  assert.deepEqual(idsOf(outcome.refusal.unread.constraints), [idOf(9)]);
  assert.deepEqual(outcome.refusal.unread.intents, []);
  assert.equal(theatre.told(theatre.intent("uss1", 1, { ...heeding, key: [ovn!] })), "accepted");
  const { notificationIndex } = theatre.view.subscriptionsIn(asked(), "uss1")[0]!;
  assert.equal(notificationIndex, 1);
  const put = theatre.constraint("authority", 9, { ovn, where: { radiusM: 10 } });
  const { subscribers, constraint } = theatre.heard("constraint", put);
  assert.deepEqual(
    subscribers.map(({ baseUrl }) => baseUrl),
    ["https://a.example"],
  );
  const gone = { kind: "delete-constraint", manager: "authority", id: idOf(9) } as const;
  assert.equal(theatre.told({ ...gone, ovn: ovn! }), "airspace-version");
  assert.equal(theatre.told({ ...gone, ovn: constraint.ovn! }), "accepted");
  assert.equal(theatre.view.constraint(idOf(9), readerOf("uss1")), null);
});

test("one's own that are not over are found, and nobody else's", () => {
  const theatre = new TestAirspace();
  theatre.heard("subscription", theatre.subscription("uss1", 1));
  theatre.heard("subscription", theatre.subscription("uss2", 2));
  assert.deepEqual(idsOf(theatre.view.subscriptionsIn(asked(), "uss1")), [idOf(1)]);
  theatre.wait(2 * HOUR_MS + MINUTE_MS);
  assert.deepEqual(theatre.view.subscriptionsIn(asked(), "uss1"), []);
});

test("one USS has its share, and no other's", () => {
  const theatre = new TestAirspace();
  const { airspaceConstraintsPerManagerMax: max } = LIMITS;
  for (let n = 1; n <= max; n++) {
    const center = [10 + (n % 200) / 10, 10 + Math.floor(n / 200) / 10] as const;
    assert.equal(theatre.told(theatre.constraint("uss1", n, { where: { center } })), "accepted");
  }
  const more = theatre.constraint("uss1", max + 1);
  assert.equal(theatre.told(more), "too-many");
  assert.equal(theatre.told({ ...more, manager: "uss2" }), "accepted");
  const { ovn } = theatre.view.constraint(idOf(1), { manager: "uss1", party: "NORTH" })!;
  theatre.heard("constraint", {
    kind: "delete-constraint",
    manager: "uss1",
    id: idOf(1),
    ovn: ovn!,
  });
  assert.equal(theatre.told(theatre.constraint("uss1", max + 2)), "accepted");
});

test("availability is set by its version, and shown with every reference of the USS", () => {
  const theatre = new TestAirspace();
  assert.deepEqual(theatre.view.availability("uss1"), {
    uss: "uss1",
    state: "unknown",
    version: "",
  });
  theatre.heard("intent", theatre.intent("uss1", 1));
  const set = { kind: "set-availability", manager: "arbiter", uss: "uss1" } as const;
  const { version } = theatre.heard("availability", { ...set, state: "normal", oldVersion: "" });
  assert.equal(theatre.told({ ...set, state: "down", oldVersion: "" }), "airspace-version");
  assert.equal(theatre.told({ ...set, state: "down", oldVersion: version }), "accepted");
  assert.equal(theatre.view.intent(idOf(1), "uss2")!.availability, "down");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMITS } from "../limits.ts";
import { INTENT_STATES } from "./model.ts";
import type { IntentState } from "./model.ts";
import { extentsOf, idOf, TestAirspace } from "./test-airspace.ts";

const asksNew = { kind: "new", baseUrl: "https://a.example", isForConstraints: true } as const;

const ASKED: Readonly<Record<IntentState, string>> = {
  accepted: "airspace-unread",
  activated: "airspace-unread",
  nonconforming: "accepted",
  contingent: "accepted",
};

const LATER = { startH: 5, endH: 6 };

for (const state of INTENT_STATES) {
  test(`an intent that is to be ${state} is ${ASKED[state]} with an empty key`, () => {
    for (const where of [{}, LATER]) {
      const theatre = new TestAirspace();
      theatre.heard("intent", theatre.intent("uss1", 1));
      theatre.heard("constraint", theatre.constraint("authority", 9, { where: LATER }));
      const apart = theatre.intent("uss2", 2, { where: { startH: 8, endH: 9 } });
      const { ovn } = theatre.heard("intent", apart).intent;
      const change = { ovn, state, where, subscription: asksNew };
      assert.equal(theatre.told(theatre.intent("uss2", 2, change)), ASKED[state]);
    }
  });
}

test("what a USS plans need not be known while it is down, and need be again when it is not", () => {
  const theatre = new TestAirspace();
  theatre.heard("intent", theatre.intent("uss1", 1));
  const set = { kind: "set-availability", manager: "arbiter", uss: "uss1" } as const;
  let oldVersion = "";
  for (const [i, [state, told]] of (
    [
      ["normal", "airspace-unread"],
      ["down", "accepted"],
      ["unknown", "airspace-unread"],
    ] as const
  ).entries()) {
    oldVersion = theatre.heard("availability", { ...set, state, oldVersion }).version;
    const put = theatre.intent("uss2", 10 + i);
    assert.equal(theatre.told(put), told, state);
    const ovn = theatre.view.intent(put.id, "uss2")?.ovn;
    if (ovn) theatre.heard("intent", { kind: "delete-intent", manager: "uss2", id: put.id, ovn });
  }
});

test("its own earlier version need not be in the key", () => {
  const theatre = new TestAirspace();
  const { ovn } = theatre.heard("intent", theatre.intent("uss1", 1)).intent;
  const change = { ovn, where: { radiusM: 900 } };
  assert.equal(theatre.told(theatre.intent("uss1", 1, change)), "accepted");
});

test("what is made anew after it was deleted has another version number", () => {
  const theatre = new TestAirspace();
  const put = theatre.intent("uss1", 1);
  const first = theatre.heard("intent", put).intent;
  const gone = { kind: "delete-intent", manager: "uss1", id: idOf(1) } as const;
  theatre.heard("intent", { ...gone, ovn: first.ovn! });
  const second = theatre.heard("intent", put).intent;
  assert.equal(second.version, 1);
  assert.notEqual(second.ovn, first.ovn);
  assert.match(second.ovn!, /^[\w.-]{16,128}$/);
});

test("a refusal names all that is near, and compares no more volumes than it may", () => {
  const theatre = new TestAirspace();
  const { volumes } = extentsOf();
  const many = Array.from({ length: LIMITS.volumesPerOperationMax }, () => volumes[0]!);
  const count = 1 + LIMITS.airspacePairsComparedMax / many.length ** 2;
  const key: string[] = [];
  for (let n = 1; n <= count; n++) {
    const put = { ...theatre.intent("uss1", n, { key: [...key] }), volumes: many };
    key.push(theatre.heard("intent", put).intent.ovn!);
  }
  const { outcome } = theatre.speak({ ...theatre.intent("uss2", 99), volumes: many });
  assert.ok(!outcome.ok && outcome.refusal.reason === "airspace-unread");
  const { intents } = outcome.refusal.unread;
  const lengths = intents.map(({ meetings }) => meetings && meetings.length);
  assert.deepEqual(lengths, [...Array(count - 1).fill(many.length ** 2), null]);
});

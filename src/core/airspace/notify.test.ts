import assert from "node:assert/strict";
import { test } from "node:test";
import type { Subscriber } from "./results.ts";
import { idOf, TestAirspace } from "./test-airspace.ts";

const HERE = { startH: 0, endH: 3 };
const THERE = { ...HERE, center: [40.5, 35] as const };

const countsIn = (subscribers: readonly Subscriber[]): Record<string, number> =>
  Object.fromEntries(
    subscribers.flatMap(({ subscriptions }) =>
      subscriptions.map(({ id, notificationIndex }) => [id, notificationIndex]),
    ),
  );

test("subscriptions at one URL stand together, those at another apart", () => {
  const theatre = new TestAirspace();
  for (const [manager, n] of [
    ["uss2", 21],
    ["uss3", 22],
    ["uss2", 23],
  ] as const)
    theatre.heard("subscription", theatre.subscription(manager, n, { where: HERE }));
  const { subscribers } = theatre.heard("intent", theatre.intent("uss1", 1));
  const told = subscribers.map(({ baseUrl, subscriptions }) => [
    baseUrl,
    subscriptions.map(({ id }) => id).toSorted(),
  ]);
  assert.deepEqual(
    told.toSorted((a, b) => (a[0]! < b[0]! ? -1 : 1)),
    [
      ["https://uss2.example", [idOf(21), idOf(23)]],
      ["https://uss3.example", [idOf(22)]],
    ],
  );
});

test("a constraint tells whom it meets for constraints, where it was and where it is", () => {
  const theatre = new TestAirspace();
  const heeds = { isForIntents: false, isForConstraints: true };
  theatre.heard("subscription", theatre.subscription("uss2", 21, { where: HERE, ...heeds }));
  theatre.heard("subscription", theatre.subscription("uss2", 22, { where: THERE, ...heeds }));
  theatre.heard("subscription", theatre.subscription("uss2", 23, { where: HERE }));
  const put = theatre.heard("constraint", theatre.constraint("authority", 9));
  assert.deepEqual(countsIn(put.subscribers), { [idOf(21)]: 1 });
  const { ovn } = put.constraint;
  const there = theatre.constraint("authority", 9, { ovn, where: THERE });
  const moved = theatre.heard("constraint", there);
  assert.deepEqual(countsIn(moved.subscribers), { [idOf(21)]: 2, [idOf(22)]: 1 });
  const gone = { kind: "delete-constraint", manager: "authority", id: idOf(9) } as const;
  const last = theatre.heard("constraint", { ...gone, ovn: moved.constraint.ovn! });
  assert.deepEqual(countsIn(last.subscribers), { [idOf(22)]: 2 });
});

test("what is refused, and what is said again, counts nothing", () => {
  const theatre = new TestAirspace();
  theatre.heard("subscription", theatre.subscription("uss2", 21, { where: HERE }));
  const put = theatre.intent("uss1", 1);
  const first = theatre.heard("intent", put);
  assert.equal(theatre.told(theatre.intent("uss3", 2)), "airspace-unread");
  const gone = { kind: "delete-intent", manager: "uss1", id: idOf(1) } as const;
  assert.equal(theatre.told({ ...gone, ovn: "x" }), "airspace-version");
  assert.deepEqual(theatre.heard("intent", put), first);
  assert.equal(theatre.view.subscription(idOf(21))!.notificationIndex, 1);
  const last = theatre.heard("intent", { ...gone, ovn: first.intent.ovn! });
  assert.deepEqual(countsIn(last.subscribers), { [idOf(21)]: 2 });
});

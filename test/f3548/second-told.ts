/** What this server is told as a USS, and what it tells others. */

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "./second-client.ts";
import type { Receiver } from "./second-receiver.ts";
import { CM, constraintAt, CP, intentAt, newId, SC, subscriptionAt } from "./second-world.ts";
import type { Place, World } from "./second-world.ts";

const NOTIFY_INTENT = "notifyOperationalIntentDetailsChanged";
const NOTIFY_CONSTRAINT = "notifyConstraintDetailsChanged";
const INTENT = "#/components/schemas/PutOperationalIntentDetailsParameters";
const CONSTRAINT = "#/components/schemas/PutConstraintDetailsParameters";

const BOTH = { notify_for_operational_intents: true, notify_for_constraints: true };

/** Who listens with this server's base URL reads what others tell it for them. */
export const heard = async ({ as, asBeyond, client, own }: World): Promise<void> => {
  const [place, subscriptionid] = [{ lng: -107, lat: 45 }, newId()];
  const listening = subscriptionAt(place, { uss_base_url: own.baseUrl, ...BOTH });
  const put = { params: { subscriptionid }, body: listening };
  const listener = as("listener", SC, CP);
  await listener(200, "createSubscription", put);
  const read = (after: number, sub = "listener") =>
    asBeyond(sub, SC)(200, `GET /uss/v1/notifications?after=${after}`);

  const [peer, other, entityid] = [as("peer"), as("peer2"), newId()];
  const body = intentAt(place);
  const created = await peer(201, "createOperationalIntentReference", {
    params: { entityid },
    body,
  });
  const [{ uss_base_url, subscriptions }] = created.subscribers;
  assert.equal(uss_base_url, own.baseUrl);
  assert.deepEqual(subscriptions, [{ subscription_id: subscriptionid, notification_index: 1 }]);
  const { operational_intent_reference: reference } = created;
  const operational_intent = { reference, details: { volumes: body.extents, priority: 0 } };
  const message = { operational_intent_id: entityid, operational_intent, subscriptions };
  await other(403, NOTIFY_INTENT, { body: message });
  await peer(204, NOTIFY_INTENT, { body: message });
  await peer(204, NOTIFY_INTENT, { body: message });
  const counted = (index: number) => [
    { subscription_id: subscriptionid, notification_index: index },
  ];
  const changed = (change: object, details: object = {}) => ({
    ...message,
    subscriptions: counted(2),
    operational_intent: {
      reference: { ...reference, ...change },
      details: { ...operational_intent.details, ...details },
    },
  });
  await peer(409, NOTIFY_INTENT, { body: changed({}, { priority: 9 }) });
  await peer(204, NOTIFY_INTENT, { body: changed({ version: 3 }) });
  await peer(409, NOTIFY_INTENT, { body: changed({ version: 2 }) });
  for (const wrong of [
    { ...message, subscriptions: [] },
    { ...message, operational_intent_id: newId() },
    changed({ ovn: undefined }),
  ]) {
    await peer(400, NOTIFY_INTENT, { body: wrong });
  }
  const large = JSON.stringify({ ...message, more: "x".repeat(4 * 1024 * 1024) });
  await peer(413, NOTIFY_INTENT, { body: large });
  const gone = { operational_intent_id: entityid, subscriptions: counted(3) };
  await peer(204, NOTIFY_INTENT, { body: gone });

  const page = await read(0);
  assert.deepEqual(
    page.notifications.map((one: Answer["body"]) => [one.number, one.uss, one.message]),
    [
      [1, "peer", message],
      [2, "peer", changed({ version: 3 })],
      [3, "peer", gone],
    ],
  );
  for (const one of page.notifications) {
    assert.deepEqual(client.findFaults(INTENT, one.message), []);
    assert.deepEqual(client.findFaults("#/components/schemas/Time", one.time_received), []);
  }
  assert.deepEqual([page.next, page.remaining, page.missed], [3, 0, 0]);
  assert.deepEqual((await read(3)).notifications, []);
  assert.deepEqual((await read(0, "peer")).notifications, [], "nobody else reads it");
  await asBeyond("listener", SC)(400, "GET /uss/v1/notifications?after=4");
  await asBeyond("listener", CM)(403, "GET /uss/v1/notifications");

  await heardConstraint({ as, client }, { place, subscriptionid, read: () => read(3) });
};

/** The same of a constraint, which an authority of its own manages. */
const heardConstraint = async (
  { as, client }: Pick<World, "as" | "client">,
  about: {
    readonly place: Place;
    readonly subscriptionid: string;
    readonly read: () => Promise<Answer["body"]>;
  },
): Promise<void> => {
  const { place, subscriptionid, read } = about;
  const [authority, other, entityid] = [as("authority"), as("peer"), newId()];
  const body = constraintAt(place);
  const put = { params: { entityid }, body };
  const created = await authority(201, "createConstraintReference", put);
  const { constraint_reference: reference, subscribers } = created;
  const constraint = { reference, details: { volumes: body.extents, type: "com.example" } };
  const [{ subscriptions }] = subscribers;
  assert.deepEqual(subscriptions, [{ subscription_id: subscriptionid, notification_index: 2 }]);
  const message = { constraint_id: entityid, constraint, subscriptions };
  await other(403, NOTIFY_CONSTRAINT, { body: message });
  await authority(204, NOTIFY_CONSTRAINT, { body: message });
  const details = { ...constraint.details, type: "com.example.other" };
  const otherwise = { ...message, constraint: { reference, details } };
  await authority(409, NOTIFY_CONSTRAINT, { body: otherwise });
  await authority(400, NOTIFY_CONSTRAINT, { body: { ...message, constraint_id: newId() } });
  const large = JSON.stringify({ ...message, more: "x".repeat(4 * 1024 * 1024) });
  await authority(413, NOTIFY_CONSTRAINT, { body: large });
  const { notifications } = await read();
  assert.deepEqual(
    notifications.map((one: Answer["body"]) => [one.uss, one.message]),
    [["authority", message]],
  );
  assert.deepEqual(client.findFaults(CONSTRAINT, notifications[0].message), []);
};

/** Of what it hosts this server tells all who listen there, each change of each once and in order. */
export const told = async (world: World, receiver: Receiver): Promise<void> => {
  const { as, own } = world;
  const place = { lng: -108, lat: 45 };
  const [ears, within] = [[newId(), newId()], newId()];
  const listen = (subscriptionid: string, uss_base_url: string): Promise<unknown> =>
    as("listener", SC, CP)(200, "createSubscription", {
      params: { subscriptionid },
      body: subscriptionAt(place, { uss_base_url, ...BOTH }),
    });
  for (const one of ears) await listen(one, receiver.baseUrl);
  await listen(within, own.baseUrl);
  const before = await readLast(world, 0);
  /** Outside and within: what comes next is not told together with it. */
  const reached = async (count: number): Promise<void> => {
    await receiver.until(count);
    await readUntil(world, before.next, count);
  };

  const [operator, a] = [as("operator", SC), { entityid: newId() }];
  const body = intentAt(place, { uss_base_url: own.baseUrl });
  const created = await operator(201, "createOperationalIntentReference", { params: a, body });
  await reached(1);
  assert.deepEqual(
    await operator(201, "createOperationalIntentReference", { params: a, body }),
    created,
  );
  const { operational_intent_reference: first } = created;
  const urgent = { ...body, details: { priority: 4 } };
  const at = { ...a, ovn: first.ovn };
  receiver.refuseNext(503);
  const updated = await operator(200, "updateOperationalIntentReference", {
    params: at,
    body: urgent,
  });
  await reached(2);
  const { operational_intent_reference: second } = updated;
  const c = { entityid: newId() };
  const hosted = constraintAt(place, {
    uss_base_url: own.baseUrl,
    details: { type: "com.example" },
  });
  const closed = await as("authority")(201, "createConstraintReference", {
    params: c,
    body: hosted,
  });
  await reached(3);
  const now = { ...a, ovn: second.ovn };
  await operator(200, "deleteOperationalIntentReference", { params: now });
  await reached(4);
  // What another USS serves, it tells of itself.
  const theirs = { params: { entityid: newId() }, body: intentAt(place) };
  const other = await as("peer")(201, "createOperationalIntentReference", theirs);
  const { constraint_reference } = closed;
  const last = { ...c, ovn: constraint_reference.ovn };
  await as("authority")(200, "deleteConstraintReference", { params: last });
  await reached(5);

  const subscriptions = (index: number, of = ears) =>
    of.map((subscription_id) => ({ subscription_id, notification_index: index }));
  const details = { volumes: body.extents, off_nominal_volumes: [], priority: 0 };
  const intent = (reference: object, priority: number) => ({
    operational_intent_id: a.entityid,
    operational_intent: { reference, details: { ...details, priority } },
  });
  const constraint = {
    constraint_id: c.entityid,
    constraint: {
      reference: constraint_reference,
      details: { type: "com.example", volumes: hosted.extents },
    },
  };
  const all = [
    [NOTIFY_INTENT, intent(first, 0), 1],
    [NOTIFY_INTENT, intent(second, 4), 2],
    [NOTIFY_CONSTRAINT, constraint, 3],
    [NOTIFY_INTENT, { operational_intent_id: a.entityid }, 4],
    [NOTIFY_CONSTRAINT, { constraint_id: c.entityid }, 6],
  ] as const;
  assert.deepEqual(
    receiver.told.map(({ name, body: came }) => ({ name, body: inOrder(came) })),
    all.map(([name, what, index]) => ({
      name,
      body: inOrder({ ...what, subscriptions: subscriptions(index) }),
    })),
  );
  // The fifth is the peer's own to tell.
  assert.equal(other.subscribers.find(toReceiver(receiver)).subscriptions[0].notification_index, 5);
  const page = await readLast(world, before.next);
  assert.deepEqual(
    page.notifications.map((one: Answer["body"]) => [one.uss, one.message]),
    all.map(([, what, index]) => [
      own.name,
      { ...what, subscriptions: subscriptions(index, [within]) },
    ]),
    "and who listens here is told the same",
  );
};

const toReceiver =
  ({ baseUrl }: Receiver) =>
  ({ uss_base_url }: Answer["body"]): boolean =>
    uss_base_url === baseUrl;

const readLast = ({ asBeyond }: World, after: number): Promise<Answer["body"]> =>
  asBeyond("listener", SC)(200, `GET /uss/v1/notifications?after=${after}`);

/** What is handed over within the server has a pace of its own. */
const readUntil = async (world: World, after: number, count: number): Promise<Answer["body"]> => {
  const endMs = Date.now() + 30_000;
  for (;;) {
    const page = await readLast(world, after);
    if (page.notifications.length >= count || Date.now() > endMs) return page;
    await sleep(20);
  }
};

/** Which subscription stands first says nothing. */
const inOrder = (body: Answer["body"]) => ({
  ...body,
  subscriptions: body.subscriptions.toSorted((x: Answer["body"], y: Answer["body"]) =>
    x.subscription_id < y.subscription_id ? -1 : 1,
  ),
});

/** Constraints, subscriptions and availability, as a USS goes about them. */

import assert from "node:assert/strict";
import {
  AA,
  areaAt,
  CMSA,
  constraintAt,
  CP,
  gearAt,
  intentAt,
  newId,
  SC,
  squareAt,
  subscriptionAt,
  timeAt,
  toldOf,
  WITH_NEW,
} from "./second-world.ts";
import type { World } from "./second-world.ts";

const OF_ANOTHER = "Available from USS";
const CREATE_INTENT = "createOperationalIntentReference";

export const constraints = async ({ as }: World): Promise<void> => {
  const place = { lng: -101, lat: 45 };
  const [authority, other] = [as("authority"), as("authority2")];
  const [CREATE, UPDATE, DELETE, GET, QUERY] = [
    "createConstraintReference",
    "updateConstraintReference",
    "deleteConstraintReference",
    "getConstraintReference",
    "queryConstraintReferences",
  ] as const;
  const listening = subscriptionAt(place, {
    notify_for_operational_intents: false,
    notify_for_constraints: true,
  });
  const subscriptionid = newId();
  await as("uss2", CP)(200, "createSubscription", { params: { subscriptionid }, body: listening });
  const [c, body] = [{ entityid: newId() }, constraintAt(place)];
  const created = await authority(201, CREATE, { params: c, body });
  const first = created.constraint_reference;
  assert.deepEqual([first.manager, first.version], ["authority", 1]);
  assert.deepEqual(toldOf(created), { [subscriptionid]: 1 });
  assert.deepEqual(await authority(201, CREATE, { params: c, body }), created, "sent again");
  await authority(409, CREATE, {
    params: c,
    body: constraintAt(place, { extents: [gearAt(place, 8)] }),
  });
  await other(403, CREATE, { params: c, body });
  await authority(400, CREATE, { params: { entityid: newId() }, body: { ...body, extents: [] } });
  const tooMany = constraintAt(place, { extents: [gearAt(place, 8_001)] });
  await authority(413, CREATE, { params: { entityid: newId() }, body: tooMany });

  const shown = await as("uss2", CP)(200, GET, { params: c });
  assert.deepEqual(shown.constraint_reference, { ...first, ovn: OF_ANOTHER });
  assert.deepEqual((await authority(200, GET, { params: c })).constraint_reference, first);
  const found = await as("uss2", CP)(200, QUERY, { body: areaAt(place) });
  assert.deepEqual(found.constraint_references, [{ ...first, ovn: OF_ANOTHER }]);
  await authority(413, QUERY, { body: { area_of_interest: gearAt(place, 8_001) } });

  const heeding = {
    new_subscription: { ...WITH_NEW.new_subscription, notify_for_constraints: true },
  };
  const [params, planner] = [{ entityid: newId() }, as("uss2", SC, CP)];
  const unread = await planner(409, CREATE_INTENT, { params, body: intentAt(place, heeding) });
  assert.deepEqual(unread.missing_constraints, [{ ...first, ovn: OF_ANOTHER }]);
  const knowing = intentAt(place, { ...heeding, key: [first.ovn] });
  const made = await planner(201, CREATE_INTENT, { params, body: knowing });
  const implicit = made.operational_intent_reference.subscription_id;
  const deaf = intentAt(place, { key: [made.operational_intent_reference.ovn] });
  await as("uss3")(201, CREATE_INTENT, { params: { entityid: newId() }, body: deaf });

  // The implicit one was told of both intents before.
  const at = { ...c, ovn: first.ovn };
  const moved = constraintAt(place, { extents: [gearAt(place, 8)] });
  const updated = await authority(200, UPDATE, { params: at, body: moved });
  assert.equal(updated.constraint_reference.version, 2);
  assert.deepEqual(toldOf(updated), { [subscriptionid]: 2, [implicit]: 3 });
  await authority(409, UPDATE, { params: at, body: constraintAt(place) });
  const now = { ...c, ovn: updated.constraint_reference.ovn };
  await other(403, UPDATE, { params: now, body: moved });
  await authority(400, UPDATE, { params: { ...now, entityid: newId() }, body: moved });
  await authority(413, UPDATE, { params: now, body: tooMany });
  await authority(409, DELETE, { params: at });
  await other(403, DELETE, { params: now });
  const gone = await authority(200, DELETE, { params: now });
  assert.deepEqual(toldOf(gone), { [subscriptionid]: 3, [implicit]: 4 });
  await authority(404, DELETE, { params: now });
  await authority(404, GET, { params: c });
};

export const subscriptions = async ({ as }: World): Promise<void> => {
  const place = { lng: -102, lat: 45 };
  const [uss1, uss2] = [as("uss1", SC), as("uss2", SC)];
  const [CREATE, UPDATE, DELETE, GET, QUERY] = [
    "createSubscription",
    "updateSubscription",
    "deleteSubscription",
    "getSubscription",
    "querySubscriptions",
  ] as const;
  const s = { subscriptionid: newId() };
  const body = subscriptionAt(place);
  const created = await uss1(200, CREATE, { params: s, body });
  const { subscription: first } = created;
  assert.deepEqual([first.id, first.notification_index], [s.subscriptionid, 0]);
  assert.deepEqual(created.operational_intent_references, []);
  await uss1(409, CREATE, { params: s, body });
  await uss2(403, GET, { params: s });
  assert.deepEqual((await uss1(200, GET, { params: s })).subscription, first);
  await uss1(404, GET, { params: { subscriptionid: newId() } });
  const own = await uss1(200, QUERY, { body: areaAt(place) });
  assert.deepEqual(own.subscriptions, [first]);
  assert.deepEqual((await uss2(200, QUERY, { body: areaAt(place) })).subscriptions, []);
  await uss1(413, QUERY, { body: { area_of_interest: squareAt(place, 2) } });

  const open = subscriptionAt(place, { extents: squareAt(place, 0.1) });
  const params = { subscriptionid: newId() };
  const { subscription: day } = await uss2(200, CREATE, { params, body: open });
  assert.equal(Date.parse(day.time_end.value) - Date.parse(day.time_start.value), 86_400_000);

  const lean = { subscription_id: s.subscriptionid };
  const intent = { entityid: newId() };
  const made = await uss1(201, CREATE_INTENT, { params: intent, body: intentAt(place, lean) });
  assert.deepEqual(toldOf(made), { [s.subscriptionid]: 1, [params.subscriptionid]: 1 });
  await uss2(403, CREATE_INTENT, { params: { entityid: newId() }, body: intentAt(place, lean) });
  const at = { ...s, version: first.version };
  const wider = { ...body, extents: { ...squareAt(place, 0.2), time_end: timeAt(10) } };
  const updated = await uss1(200, UPDATE, { params: at, body: wider });
  const { subscription: second } = updated;
  assert.notEqual(second.version, first.version);
  assert.deepEqual(second.dependent_operational_intents, [intent.entityid]);
  assert.equal(second.notification_index, 1);
  assert.equal(updated.operational_intent_references.length, 1);
  await uss1(409, UPDATE, { params: at, body: wider });
  const now = { ...s, version: second.version };
  await uss2(403, UPDATE, { params: now, body: wider });
  await uss1(400, UPDATE, { params: { ...now, subscriptionid: newId() }, body: wider });
  const elsewhere = subscriptionAt({ ...place, lng: -90 });
  await uss1(400, UPDATE, { params: now, body: elsewhere });

  const silent = { notify_for_operational_intents: false };
  const long = { extents: { ...squareAt(place, 0.1), time_end: timeAt(25) } };
  const late = { extents: { ...squareAt(place, 0.1), time_start: timeAt(-1) } };
  const large = { extents: squareAt(place, 2) };
  for (const change of [silent, long, late, large]) {
    const wrong = subscriptionAt(place, change);
    await uss1(400, CREATE, { params: { subscriptionid: newId() }, body: wrong });
  }
  const many = subscriptionAt(place, { extents: gearAt(place, 8_001) });
  await uss1(413, CREATE, { params: { subscriptionid: newId() }, body: many });
  await uss1(413, UPDATE, { params: now, body: many });
  const forConstraints = subscriptionAt(place, { notify_for_constraints: true });
  await uss1(403, CREATE, { params: { subscriptionid: newId() }, body: forConstraints });

  await uss1(409, DELETE, { params: at });
  await uss2(403, DELETE, { params: now });
  await uss1(400, DELETE, { params: now });
  const { ovn } = made.operational_intent_reference;
  await uss1(200, "deleteOperationalIntentReference", { params: { ...intent, ovn } });
  const gone = await uss1(200, DELETE, { params: now });
  assert.equal(gone.subscription.notification_index, 2);
  await uss1(404, DELETE, { params: now });
};

export const availability = async ({ as }: World): Promise<void> => {
  const place = { lng: -103, lat: 45 };
  const [arbiter, uss2] = [as("arbiter", AA), as("uss2", SC)];
  const [GET, SET] = ["getUssAvailability", "setUssAvailability"] as const;
  const params = { uss_id: "uss-that-goes-down" };
  const unknown = await uss2(200, GET, { params });
  assert.deepEqual(unknown, {
    version: "",
    status: { uss: params.uss_id, availability: "Unknown" },
  });
  const planner = as(params.uss_id);
  await planner(201, CREATE_INTENT, { params: { entityid: newId() }, body: intentAt(place) });
  const blind = { params: { entityid: newId() }, body: intentAt(place) };
  await uss2(409, CREATE_INTENT, blind);
  const down = { old_version: "", availability: "Down" };
  const set = await arbiter(200, SET, { params, body: down });
  assert.equal(set.status.availability, "Down");
  await arbiter(409, SET, { params, body: down });
  await arbiter(400, SET, { params, body: { ...down, availability: "Asleep" } });
  assert.deepEqual(await as("uss2", CMSA)(200, GET, { params }), set);
  await uss2(201, CREATE_INTENT, blind);
  const up = { old_version: set.version, availability: "Normal" };
  await arbiter(200, SET, { params, body: up });
  const long = { uss_id: "u".repeat(128) };
  assert.equal((await uss2(200, GET, { params: long })).status.uss, long.uss_id);
};

/** What a USS does with operational intents, from the first word to the last. */

import assert from "node:assert/strict";
import {
  areaAt,
  BASE_URL,
  CMSA,
  CP,
  extentAt,
  gearAt,
  intentAt,
  newId,
  SC,
  squareAt,
  timeAt,
  toldOf,
  WITH_NEW,
} from "./second-world.ts";
import type { World } from "./second-world.ts";

const CREATE = "createOperationalIntentReference";
const UPDATE = "updateOperationalIntentReference";
const DELETE = "deleteOperationalIntentReference";
const GET = "getOperationalIntentReference";
const QUERY = "queryOperationalIntentReferences";

const OF_ANOTHER = "Available from USS";
const NONE = "00000000-0000-4000-8000-000000000000";

export const planAndFly = async ({ as }: World): Promise<void> => {
  const [place, uss1, uss2] = [{ lng: -100, lat: 45 }, as("uss1"), as("uss2")];
  const [a, b] = [{ entityid: newId() }, { entityid: newId() }];
  const body = intentAt(place, WITH_NEW);
  const created = await uss1(201, CREATE, { params: a, body });
  const first = created.operational_intent_reference;
  assert.equal(first.id, a.entityid);
  assert.deepEqual([first.manager, first.version, first.state], ["uss1", 1, "Accepted"]);
  // The same instant: it may be written otherwise.
  const { time_start } = body.extents[0]!;
  assert.equal(Date.parse(first.time_start.value), Date.parse(time_start.value));
  assert.deepEqual(toldOf(created), { [first.subscription_id]: 1 });
  assert.deepEqual(await uss1(201, CREATE, { params: a, body }), created, "sent again");
  await uss1(409, CREATE, { params: a, body: intentAt(place) });
  await uss2(403, CREATE, { params: a, body });

  const blind = await uss2(409, CREATE, { params: b, body });
  assert.deepEqual(blind.missing_operational_intents, [{ ...first, ovn: OF_ANOTHER }]);
  assert.deepEqual(blind.missing_constraints, []);
  const seeing = { ...body, key: [first.ovn, "of nobody at all"] };
  const second = await uss2(201, CREATE, { params: b, body: seeing });
  const other = second.operational_intent_reference;
  assert.deepEqual(toldOf(second), { [first.subscription_id]: 2, [other.subscription_id]: 1 });

  const shown = await uss2(200, GET, { params: a });
  assert.deepEqual(shown.operational_intent_reference, { ...first, ovn: OF_ANOTHER });
  const own = await uss1(200, GET, { params: { entityid: a.entityid.replaceAll("-", "") } });
  assert.deepEqual(own.operational_intent_reference, first, "an id without its dashes");
  const found = await uss1(200, QUERY, { body: areaAt(place) });
  const { operational_intent_references: all } = found;
  const both = [first, { ...other, ovn: OF_ANOTHER }];
  assert.deepEqual(
    all,
    both.toSorted((x, y) => (x.id < y.id ? -1 : 1)),
  );
  const later = areaAt(place, { time_start: timeAt(3) });
  assert.deepEqual((await uss1(200, QUERY, { body: later })).operational_intent_references, []);
  const aware = await as("uss3", CMSA)(200, QUERY, { body: areaAt(place) });
  assert.equal(aware.operational_intent_references.length, 2);

  const { subscription_id } = first;
  const active = { ...intentAt(place), state: "Activated", subscription_id, key: [other.ovn] };
  const at = { ...a, ovn: first.ovn };
  const updated = await uss1(200, UPDATE, { params: at, body: active });
  const flown = updated.operational_intent_reference;
  assert.deepEqual([flown.version, flown.state], [2, "Activated"]);
  assert.notEqual(flown.ovn, first.ovn);
  assert.deepEqual(await uss1(200, UPDATE, { params: at, body: active }), updated, "sent again");
  await uss1(409, UPDATE, { params: at, body: { ...active, key: [] } });
  const now = { ...a, ovn: flown.ovn };
  const unread = await uss1(409, UPDATE, { params: now, body: { ...active, key: [] } });
  assert.deepEqual(
    unread.missing_operational_intents.map(({ id }: { id: string }) => id),
    [b.entityid],
  );
  await uss2(403, UPDATE, { params: { ...a, ovn: "nobody.ever.had.this.ovn" }, body: active });
  await uss1(400, UPDATE, { params: { ...now, entityid: newId() }, body: active });

  const off = { ...active, state: "Nonconforming", key: [] };
  await uss1(403, UPDATE, { params: now, body: off });
  const uss1Watching = as("uss1", SC, CMSA);
  const strayed = await uss1Watching(200, UPDATE, { params: now, body: off });
  const { ovn: strayedOvn } = strayed.operational_intent_reference;
  const lost = { ...off, state: "Contingent" };
  const contingent = await uss1Watching(200, UPDATE, {
    params: { ...a, ovn: strayedOvn },
    body: lost,
  });
  const last = { ...a, ovn: contingent.operational_intent_reference.ovn };
  assert.equal(contingent.operational_intent_reference.version, 4);

  await uss1(409, DELETE, { params: { ...a, ovn: flown.ovn } });
  await uss2(403, DELETE, { params: last });
  const gone = await uss1(200, DELETE, { params: last });
  // 1 created, 2 the other's, 3 to 5 updates, 6 this.
  assert.deepEqual(toldOf(gone), { [subscription_id]: 6, [other.subscription_id]: 5 });
  await uss1(404, DELETE, { params: last });
  await uss1(404, GET, { params: a });
  await as("uss1", SC)(404, "getSubscription", { params: { subscriptionid: subscription_id } });
  await uss2(200, DELETE, { params: { ...b, ovn: other.ovn } });
};

export const chooseOvn = async ({ as }: World): Promise<void> => {
  const [place, uss1, id] = [{ lng: -100, lat: 46 }, as("uss1"), newId()];
  const time = Date.now().toString(16).padStart(12, "0");
  const suffix = `${time.slice(0, 8)}-${time.slice(8)}-7abc-8def-0123456789ab`;
  const body = intentAt(place, { requested_ovn_suffix: suffix });
  const created = await uss1(201, CREATE, { params: { entityid: id }, body });
  const { ovn, subscription_id } = created.operational_intent_reference;
  assert.equal(ovn, `${id}_${suffix}`);
  assert.equal(subscription_id, NONE);
  assert.deepEqual(created.subscribers, []);
  for (const requested_ovn_suffix of ["of-my-own", newId(), `01000000-0000-7${suffix.slice(15)}`]) {
    const wrong = intentAt(place, { requested_ovn_suffix });
    await uss1(400, CREATE, { params: { entityid: newId() }, body: wrong });
  }
  await uss1(200, DELETE, { params: { entityid: id, ovn } });
};

/** Each wrong in one way. */
export const badIntents = async ({ as }: World): Promise<void> => {
  const place = { lng: -100, lat: 47 };
  const uss1 = as("uss1");
  const extent = extentAt(place);
  const { volume } = extent;
  const changed = (change: object) => ({ extents: [{ ...extent, ...change }] });
  const { outline_polygon } = squareAt(place, 0.1).volume;
  const first = outline_polygon.vertices[0]!;
  const ring = (vertices: readonly unknown[]) =>
    changed({ volume: { ...volume, outline_circle: null, outline_polygon: { vertices } } });
  const [sw, se, ne, nw] = outline_polygon.vertices;
  const bad: Readonly<Record<string, object>> = {
    "no extents": { extents: [] },
    "no time": changed({ time_end: undefined }),
    "over already": changed({ time_start: timeAt(-3), time_end: timeAt(-1) }),
    "ends before it starts": changed({ time_end: timeAt(0.5) }),
    "no altitude": changed({ volume: { ...volume, altitude_lower: undefined } }),
    "another datum": changed({
      volume: { ...volume, altitude_lower: { value: 0, reference: "SFC", units: "M" } },
    }),
    feet: changed({
      volume: { ...volume, altitude_upper: { value: 400, reference: "W84", units: "FT" } },
    }),
    "two outlines": changed({ volume: { ...volume, outline_polygon } }),
    "no outline": changed({ volume: { ...volume, outline_circle: undefined } }),
    "a corner twice": ring([...outline_polygon.vertices, first]),
    "a ring that crosses itself": ring([sw, ne, se, nw]),
    "an area too large": ring(squareAt(place, 2).volume.outline_polygon.vertices),
    "a state that is none": { state: "Ended" },
    "active from the start": { ...WITH_NEW, state: "Activated" },
    "no web address": { uss_base_url: "ftp://uss.example.com" },
    "a slash at the end": { uss_base_url: `${BASE_URL}/` },
    "a subscription that is not there": { subscription_id: newId() },
    "two subscriptions": { ...WITH_NEW, subscription_id: newId() },
  };
  for (const [name, change] of Object.entries(bad)) {
    const params = { entityid: newId() };
    const body = intentAt(place, change);
    const { message } = await uss1(400, CREATE, { params, body });
    await uss1(404, GET, { params });
    assert.match(message, /: /, name);
  }
  const tooMany = intentAt(place, { extents: [gearAt(place, 8_001)] });
  await uss1(413, CREATE, { params: { entityid: newId() }, body: tooMany });
  const about = { entityid: newId(), ovn: "nobody.ever.had.this.ovn" };
  await uss1(413, UPDATE, { params: about, body: tooMany });
  const large = JSON.stringify(intentAt(place, { more: "x".repeat(4 * 1024 * 1024) }));
  await uss1(413, CREATE, { params: { entityid: newId() }, body: large });
  await uss1(400, QUERY, { body: { area_of_interest: squareAt(place, 2) } });
  await uss1(413, QUERY, { body: { area_of_interest: gearAt(place, 8_001) } });
  const heeding = {
    new_subscription: { ...WITH_NEW.new_subscription, notify_for_constraints: true },
  };
  const body = intentAt(place, heeding);
  await uss1(403, CREATE, { params: { entityid: newId() }, body });
  const id = newId();
  await as("uss1", SC, CP)(201, CREATE, { params: { entityid: id }, body });
};

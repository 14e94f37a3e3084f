/** What this server does for those who have no server of their own: details, and where an aircraft is. */

import assert from "node:assert/strict";
import { fill } from "./second-client.ts";
import {
  BASE_URL,
  CMSA,
  constraintAt,
  extentAt,
  intentAt,
  newId,
  SC,
  squareAt,
  timeAt,
  toldOf,
} from "./second-world.ts";
import type { Place, World } from "./second-world.ts";

const CREATE = "createOperationalIntentReference";
const UPDATE = "updateOperationalIntentReference";
const DELETE = "deleteOperationalIntentReference";
const DETAILS = "getOperationalIntentDetails";
const TELEMETRY = "getOperationalIntentTelemetry";

const OF_ANOTHER = "Available from USS";

const inSquare = (place: Place, sideDeg: number) => {
  const { volume, ...times } = extentAt(place);
  const { outline_circle: _, ...altitudes } = volume;
  return { ...times, volume: { ...altitudes, ...squareAt(place, sideDeg).volume } };
};

/** From the plan to the end: others read what its state has, and use its OVN. */
export const hostedIntents = async ({ as, own }: World): Promise<void> => {
  const [place, entityid] = [{ lng: -104, lat: 45 }, newId()];
  const [operator, peer] = [as("operator", SC, CMSA), as("peer")];
  const hosted = { uss_base_url: own.baseUrl, new_subscription: { uss_base_url: own.baseUrl } };
  const details = { priority: 7, volumes: [inSquare(place, 0.001)] };
  const body = intentAt(place, { ...hosted, details });
  const created = await operator(201, CREATE, { params: { entityid }, body });
  const { operational_intent_reference: first } = created;
  assert.deepEqual([first.manager, first.uss_base_url], [own.name, own.baseUrl]);
  assert.deepEqual(toldOf(created), { [first.subscription_id]: 1 });
  const shown = await peer(200, "getOperationalIntentReference", { params: { entityid } });
  assert.deepEqual(shown.operational_intent_reference, { ...first, ovn: OF_ANOTHER });

  const blind = intentAt(place);
  const other = { entityid: newId() };
  await peer(409, CREATE, { params: other, body: blind });
  const read = await peer(200, DETAILS, { params: { entityid } });
  assert.deepEqual(read.operational_intent, {
    reference: first,
    details: { ...details, off_nominal_volumes: [] },
  });
  const key = [read.operational_intent.reference.ovn];
  const known = await peer(201, CREATE, { params: other, body: { ...blind, key } });
  await peer(404, DETAILS, { params: other });
  await peer(404, DETAILS, { params: { entityid: newId() } });
  await peer(200, DELETE, {
    params: { ...other, ovn: known.operational_intent_reference.ovn },
  });

  // What its state does not have, and what nobody would serve, is refused.
  const { subscription_id } = first;
  const lean = { uss_base_url: own.baseUrl, subscription_id };
  const off_nominal_volumes = [inSquare(place, 0.002)];
  const at = { entityid, ovn: first.ovn };
  const early = intentAt(place, { ...lean, details: { off_nominal_volumes } });
  await operator(400, UPDATE, { params: at, body: early });
  const elsewhere = intentAt(place, { uss_base_url: BASE_URL, subscription_id, details });
  await operator(400, UPDATE, { params: at, body: elsewhere });
  await peer(403, UPDATE, { params: at, body });

  let { ovn } = first;
  for (const [state, more, published] of [
    ["Activated", {}, { volumes: body.extents, off_nominal_volumes: [] }],
    ["Nonconforming", { off_nominal_volumes }, { volumes: body.extents, off_nominal_volumes }],
    ["Contingent", {}, { volumes: [], off_nominal_volumes: body.extents }],
  ] as const) {
    const change = { ...lean, state, details: more, extents: body.extents };
    const params = { entityid, ovn };
    const updated = await operator(200, UPDATE, { params, body: intentAt(place, change) });
    const { operational_intent_reference: reference } = updated;
    const { operational_intent } = await peer(200, DETAILS, { params: { entityid } });
    assert.deepEqual(operational_intent, { reference, details: { priority: 0, ...published } });
    ({ ovn } = reference);
  }
  await operator(200, DELETE, { params: { entityid, ovn } });
  await peer(404, DETAILS, { params: { entityid } });
};

export const hostedConstraints = async ({ as, own }: World): Promise<void> => {
  const [place, entityid] = [{ lng: -105, lat: 45 }, newId()];
  const [authority, peer] = [as("authority"), as("peer")];
  const hosted = { uss_base_url: own.baseUrl };
  const details = { type: "com.example.fire", volumes: [inSquare(place, 0.001)] };
  const body = constraintAt(place, { ...hosted, details });
  const created = await authority(201, "createConstraintReference", { params: { entityid }, body });
  const { constraint_reference: first } = created;
  assert.equal(first.manager, own.name);
  const read = await peer(200, "getConstraintDetails", { params: { entityid } });
  assert.deepEqual(read.constraint, { reference: first, details });

  const at = { entityid, ovn: first.ovn };
  const plain = constraintAt(place, hosted);
  const updated = await authority(200, "updateConstraintReference", { params: at, body: plain });
  const { constraint_reference: second } = updated;
  const { constraint } = await peer(200, "getConstraintDetails", { params: { entityid } });
  assert.deepEqual(constraint, { reference: second, details: { volumes: plain.extents } });

  const elsewhere = { entityid: newId() };
  const wrong = constraintAt(place, { details });
  await authority(400, "createConstraintReference", { params: elsewhere, body: wrong });
  const theirs = constraintAt(place);
  await authority(201, "createConstraintReference", { params: elsewhere, body: theirs });
  for (const params of [elsewhere, { entityid: newId() }]) {
    await peer(404, "getConstraintDetails", { params });
  }
  const now = { entityid, ovn: second.ovn };
  await authority(200, "deleteConstraintReference", { params: now });
  await peer(404, "getConstraintDetails", { params: { entityid } });
};

/** Said by its manager at any time, read by others while it is off its plan. */
export const telemetry = async ({ as, asBeyond, client, own }: World): Promise<void> => {
  const [place, entityid] = [{ lng: -106, lat: 45 }, newId()];
  const [operator, peer] = [as("operator", SC, CMSA), as("peer")];
  const say = (status: number, body: object, sub = "operator", id = entityid) => {
    const path = fill(client.operation(TELEMETRY).path, { entityid: id });
    if (status < 300) assert.deepEqual(client.findFaults(VEHICLE, body), []);
    return asBeyond(sub, CMSA)(status, `POST ${path}`, body);
  };
  const params = { entityid };
  await peer(404, TELEMETRY, { params });
  await say(404, positionAt(place));
  const hosted = { uss_base_url: own.baseUrl, new_subscription: { uss_base_url: own.baseUrl } };
  const body = intentAt(place, hosted);
  const created = await operator(201, CREATE, { params, body });
  await peer(409, TELEMETRY, { params });
  const change = async (state: string, ovn: string): Promise<string> => {
    const { operational_intent_reference: reference } = await operator(200, UPDATE, {
      params: { entityid, ovn },
      body: { ...body, state },
    });
    return reference.ovn;
  };
  let ovn = await change("Nonconforming", created.operational_intent_reference.ovn);
  await peer(412, TELEMETRY, { params });

  const first = positionAt(place, -4);
  await say(403, first, "peer");
  await say(400, { ...first, position: { latitude: 45 } });
  await say(400, { ...first, time_measured: timeAt(1) });
  await peer(412, TELEMETRY, { params });
  await say(204, first);
  const read = await peer(200, TELEMETRY, { params });
  assert.deepEqual([read.operational_intent_id, read.telemetry], [entityid, first]);
  const second = positionAt(place, -1);
  await say(204, second);
  await say(204, positionAt(place, -2));
  const newest = await peer(200, TELEMETRY, { params });
  assert.deepEqual(newest.telemetry, second, "the newest, in whatever order they were said");
  const next = Date.parse(newest.next_telemetry_opportunity.value);
  assert.equal(next - measuredMs(second), measuredMs(second) - measuredMs(first));

  ovn = await change("Contingent", ovn);
  assert.deepEqual((await peer(200, TELEMETRY, { params })).telemetry, second);
  await operator(200, DELETE, { params: { entityid, ovn } });
  await peer(404, TELEMETRY, { params });
};

const VEHICLE = "#/components/schemas/VehicleTelemetry";

const measuredMs = ({ time_measured }: ReturnType<typeof positionAt>): number =>
  Date.parse(time_measured.value);

/** So many seconds from now. */
const positionAt = ({ lng, lat }: Place, seconds = 0) => ({
  time_measured: {
    value: new Date(Date.now() + seconds * 1000).toISOString(),
    format: "RFC3339",
  },
  position: {
    longitude: lng,
    latitude: lat,
    accuracy_h: "HA3m",
    accuracy_v: "VA10m",
    altitude: { value: 60, reference: "W84", units: "M" },
  },
  velocity: { speed: 12.5, units_speed: "MetersPerSecond", track: 90 },
});

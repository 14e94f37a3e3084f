import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import {
  altitudeOf,
  BASE_URL,
  circleAt,
  CONSTRAINT_DETAILS,
  constraintBody,
  CONSTRAINTS,
  DETAILS,
  extentAt,
  intentBody,
  INTENTS,
  newId,
  OWN,
  place,
  subscriptionBody,
  SUBSCRIPTIONS,
  timeAt,
} from "./test-messages.ts";
import { polygon, SQUARE } from "./test-parse.ts";
import { checkBody, startUssServer } from "./test-uss.ts";
import type { AskUss, UssServer } from "./test-uss.ts";

let server: UssServer;
let [operator, peer]: AskUss[] = [];
before(async () => {
  server = await startUssServer({ settings: { uss: OWN } });
  [operator, peer] = [server.as("operator"), server.as("uss2")];
});
after(() => server.close());

const uss_base_url = OWN.baseUrl;
const putIntent = async (change: object, [lng, lat] = place()) => {
  const id = newId();
  const body = intentBody({ uss_base_url, extents: [extentAt(lng, lat)], ...change });
  return { id, body, answer: await operator!("PUT", `${INTENTS}/${id}`, body) };
};
const detailsOf = async (id: string) => {
  const { status, body } = await peer!("GET", `${DETAILS}/${id}`);
  assert.equal(status, 200);
  checkBody("GetOperationalIntentDetailsResponse", body);
  return body.operational_intent;
};

suite("hosted operational intents", () => {
  test("are served with their true OVN, and their volumes as they were given", async () => {
    const [lng, lat] = place();
    const time_end = { value: "2031-01-31T12:00:00.123456Z", format: "RFC3339" };
    const { volume } = extentAt(lng, lat);
    const square = { ...volume, ...polygon(...SQUARE), altitude_upper: altitudeOf(99.125) };
    const extents = [
      { ...extentAt(lng, lat), time_end },
      { ...extentAt(), volume: square },
    ];
    const { id, answer } = await putIntent({ extents, details: { priority: 7 } });
    assert.equal(answer.status, 201);
    const { reference, details } = await detailsOf(id);
    assert.deepEqual(reference, answer.body.operational_intent_reference);
    assert.deepEqual(
      details,
      JSON.parse(JSON.stringify({ volumes: extents, off_nominal_volumes: [], priority: 7 })),
    );
  });

  test("have the priority 0 unless another is given, and follow each update", async () => {
    const at = place();
    const { id, body, answer } = await putIntent({}, at);
    assert.equal((await detailsOf(id)).details.priority, 0);
    const { ovn } = answer.body.operational_intent_reference;
    const changed = { ...body, details: { priority: -2 } };
    const updated = await operator!("PUT", `${INTENTS}/${id}/${ovn}`, changed);
    const served = await detailsOf(id);
    assert.equal(served.details.priority, -2);
    assert.deepEqual(served.reference, updated.body.operational_intent_reference);
    const { ovn: last } = served.reference;
    assert.equal((await operator!("DELETE", `${INTENTS}/${id}/${last}`)).status, 200);
    assert.equal((await peer!("GET", `${DETAILS}/${id}`)).status, 404);
  });

  const [plan, off] = [extentAt(), { ...extentAt(), time_end: timeAt(3) }];
  const fresh = { new_subscription: { uss_base_url } };
  for (const [state, given, volumes, offNominal] of [
    ["Activated", {}, [plan], []],
    ["Activated", { volumes: [off] }, [off], []],
    ["Nonconforming", {}, [plan], [plan]],
    ["Nonconforming", { off_nominal_volumes: [off] }, [plan], [off]],
    ["Nonconforming", { volumes: [off], off_nominal_volumes: [] }, [off], [plan]],
    ["Contingent", {}, [], [plan]],
    ["Contingent", { off_nominal_volumes: [off, plan] }, [], [off, plan]],
  ] as const) {
    test(`${state} with ${Object.keys(given).join(" and ") || "no details"}`, async () => {
      const at = place();
      const on = <T extends typeof plan>(one: T) => ({ ...one, volume: extentAt(...at).volume });
      const all = (list: readonly (typeof plan)[]) => list.map(on);
      const { id, answer } = await putIntent({ extents: [on(plan)], ...fresh }, at);
      const details = Object.fromEntries(Object.entries(given).map(([k, v]) => [k, all(v)]));
      const body = intentBody({ uss_base_url, extents: [on(plan)], state, details, ...fresh });
      const { ovn } = answer.body.operational_intent_reference;
      const put = await operator!("PUT", `${INTENTS}/${id}/${ovn}`, body);
      assert.equal(put.status, 200, JSON.stringify(put.body));
      const served = await detailsOf(id);
      assert.deepEqual(served.details.volumes, all(volumes));
      assert.deepEqual(served.details.off_nominal_volumes, all(offNominal));
      const isLonger = [...volumes, ...offNominal].some((one) => one === off);
      const end = Date.parse(served.reference.time_end.value);
      assert.equal(
        end,
        Date.parse((isLonger ? off : plan).time_end.value),
        "the reference holds all",
      );
    });
  }

  for (const [name, change, message] of [
    [
      "details of another server's",
      { uss_base_url: BASE_URL, details: { priority: 1 } },
      /^details .*host\.example\.com/,
    ],
    [
      "off-nominal volumes of what is planned",
      { details: { off_nominal_volumes: [plan] } },
      /^details\.off_nominal_volumes .*Accepted/,
    ],
    ["a priority that is none", { details: { priority: "high" } }, /^details\.priority /],
    [
      "a volume that can't be compared",
      { details: { volumes: [{ ...plan, volume: {} }] } },
      /^details\.volumes\[0\]\.volume/,
    ],
  ] as const) {
    test(`${name}: 400`, async () => {
      const { id, answer } = await putIntent(change);
      assert.equal(answer.status, 400);
      assert.match(answer.body.message, message);
      assert.equal((await operator!("GET", `${INTENTS}/${id}`)).status, 404);
    });
  }

  test("planned volumes of what is contingent: 400", async () => {
    const { id, body, answer } = await putIntent(fresh);
    const { ovn } = answer.body.operational_intent_reference;
    const contingent = { ...body, state: "Contingent", details: { volumes: body.extents } };
    const { status, body: told } = await operator!("PUT", `${INTENTS}/${id}/${ovn}`, contingent);
    assert.equal(status, 400);
    assert.match(told.message, /^details\.volumes /);
  });

  test("are those with this server's base URL, however it is spelled", async () => {
    const spelled = await putIntent({ uss_base_url: "HTTPS://HOST.example.com:443/utm" });
    assert.equal((await detailsOf(spelled.id)).reference.uss_base_url, OWN.baseUrl);
    const { id } = await putIntent({ uss_base_url: "https://host.example.com/UTM" });
    for (const path of [id, newId()]) {
      assert.equal((await peer!("GET", `${DETAILS}/${path}`)).status, 404);
    }
    assert.equal((await peer!("GET", `${DETAILS}/x`)).status, 400);
  });

  test("that move to a server of their own are served there", async () => {
    const { id, body, answer } = await putIntent({});
    const { ovn } = answer.body.operational_intent_reference;
    await operator!("PUT", `${INTENTS}/${id}/${ovn}`, { ...body, uss_base_url: BASE_URL });
    assert.equal((await peer!("GET", `${DETAILS}/${id}`)).status, 404);
  });

  test("sent again as they were are answered as at first", async () => {
    const { id, body, answer } = await putIntent({ details: { priority: 3 } });
    const again = await operator!("PUT", `${INTENTS}/${id}`, body);
    assert.deepEqual(again.body, answer.body);
    const other = await operator!("PUT", `${INTENTS}/${id}`, { ...body, details: { priority: 4 } });
    assert.equal(other.status, 409);
  });
});

const GEOZONE = {
  identifier: "ZONE-1",
  country: "LVA",
  zone_authority: [{ name: "Host", interval_before: "PT1H" }],
  type: "PROHIBITED",
  restriction: "NO",
  reason: ["EMERGENCY"],
  additional_properties: { level: { of: ["detail", 1] } },
};

suite("hosted constraints", () => {
  test("are served with what was given of them", async () => {
    const [id, extents] = [newId(), [extentAt(...place())]];
    const details = { type: "com.example.fire", geozone: GEOZONE };
    const body = constraintBody({ uss_base_url, extents, details });
    const put = await operator!("PUT", `${CONSTRAINTS}/${id}`, body);
    assert.equal(put.status, 201);
    const { status, body: told } = await peer!("GET", `${CONSTRAINT_DETAILS}/${id}`);
    assert.equal(status, 200);
    checkBody("GetConstraintDetailsResponse", told);
    assert.deepEqual(told.constraint.reference, put.body.constraint_reference);
    assert.deepEqual(told.constraint.details, { ...details, volumes: extents });
  });

  for (const [name, change, status] of [
    ["without details", {}, 200],
    ["of another server", { uss_base_url: BASE_URL }, 404],
  ] as const) {
    test(`${name}: ${status}`, async () => {
      const [id, extents] = [newId(), [extentAt(...place())]];
      const body = constraintBody({ uss_base_url, extents, ...change });
      await operator!("PUT", `${CONSTRAINTS}/${id}`, body);
      const answer = await peer!("GET", `${CONSTRAINT_DETAILS}/${id}`);
      assert.equal(answer.status, status);
      if (status === 200) assert.deepEqual(answer.body.constraint.details, { volumes: extents });
    });
  }

  for (const [name, change, message] of [
    ["details of another server's", { uss_base_url: BASE_URL, details: {} }, /^details /],
    [
      "a zone that is none",
      { details: { geozone: { ...GEOZONE, type: "x" } } },
      /^details\.geozone\.type /,
    ],
  ] as const) {
    test(`${name}: 400`, async () => {
      const body = constraintBody({ uss_base_url, extents: [extentAt(...place())], ...change });
      const answer = await operator!("PUT", `${CONSTRAINTS}/${newId()}`, body);
      assert.equal(answer.status, 400);
      assert.match(answer.body.message, message);
    });
  }

  test("with what is open in them nested too deep: 400", async () => {
    const [open, close] = ['{"a":'.repeat(1e5), "}".repeat(1e5)];
    const details = { geozone: { ...GEOZONE, additional_properties: "DEEP" } };
    const text = JSON.stringify(constraintBody({ uss_base_url, details }));
    const deep = text.replace('"DEEP"', `${open}1${close}`);
    const { status, body } = await operator!("PUT", `${CONSTRAINTS}/${newId()}`, deep);
    assert.equal(status, 400);
    assert.match(body.message, /nested too deep/);
  });
});

test("without the setting there is nothing below /uss, and no base URL is special", async () => {
  const plain = await startUssServer();
  try {
    const [asOne, id] = [plain.as("uss1"), newId()];
    await asOne("PUT", `${INTENTS}/${id}`, intentBody({ uss_base_url }));
    for (const path of [`${DETAILS}/${id}`, "/uss/v1/none", "/uss/v1/"]) {
      assert.equal((await asOne("GET", path)).status, 404);
    }
    const { status, body } = await asOne(
      "PUT",
      `${INTENTS}/${newId()}`,
      intentBody({ uss_base_url, details: {} }),
    );
    assert.equal(status, 400);
    assert.match(body.message, /^details .*leave it out/);
  } finally {
    await plain.close();
  }
});

test("a subscription may be hosted too", async () => {
  const [lng, lat] = place();
  const body = subscriptionBody({ uss_base_url, extents: extentAt(lng, lat) });
  const { status } = await operator!("PUT", `${SUBSCRIPTIONS}/${newId()}`, body);
  assert.equal(status, 200);
  const { answer } = await putIntent({
    extents: [
      { ...extentAt(), volume: { ...extentAt().volume, outline_circle: circleAt(lng, lat) } },
    ],
  });
  assert.equal(answer.body.subscribers[0].uss_base_url, OWN.baseUrl);
});

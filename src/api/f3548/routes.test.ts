import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { NO_SUBSCRIPTION, OVN_OF_ANOTHER } from "./encode.ts";
import {
  altitudeOf,
  BASE_URL,
  circleAt,
  constraintBody,
  CONSTRAINTS,
  extentAt,
  intentBody,
  INTENTS,
  newId,
  place,
  subscriptionBody,
  SUBSCRIPTIONS,
  timeAt,
} from "./test-messages.ts";
import { checkBody, startUssServer } from "./test-uss.ts";
import type { AskUss, UssServer } from "./test-uss.ts";

let server: UssServer;
let [one, two]: AskUss[] = [];
before(async () => {
  server = await startUssServer();
  [one, two] = [server.as("uss1"), server.as("uss2")];
});
after(() => server.close());

const areaAt = (lng: number, lat: number, radiusM = 300) => ({
  area_of_interest: { volume: { outline_circle: circleAt(lng, lat, radiusM) } },
});

const suffixAt = (ms: number): string => {
  const hex = ms.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000001`;
};

suite("operational intents", () => {
  test("are created, read, queried, updated and deleted", async () => {
    const [[lng, lat], id] = [place(), newId()];
    const extents = [extentAt(lng, lat)];
    const created = await one!("PUT", `${INTENTS}/${id.toUpperCase()}`, intentBody({ extents }));
    assert.equal(created.status, 201);
    checkBody("ChangeOperationalIntentReferenceResponse", created.body);
    const { subscribers, operational_intent_reference: reference } = created.body;
    assert.deepEqual(subscribers, []);
    assert.deepEqual(reference, {
      id,
      manager: "uss1",
      uss_availability: "Unknown",
      version: 1,
      ovn: reference.ovn,
      time_start: { value: extents[0]!.time_start.value.replace(/\.?0*Z/, "Z"), format: "RFC3339" },
      time_end: { value: extents[0]!.time_end.value.replace(/\.?0*Z/, "Z"), format: "RFC3339" },
      uss_base_url: BASE_URL,
      state: "Accepted",
      subscription_id: NO_SUBSCRIPTION,
    });

    const own = await one!("GET", `${INTENTS}/${id}`);
    assert.equal(own.status, 200);
    checkBody("GetOperationalIntentReferenceResponse", own.body);
    assert.deepEqual(own.body.operational_intent_reference, reference);
    const others = { ...reference, ovn: OVN_OF_ANOTHER };
    const read = await two!("GET", `${INTENTS}/${id.replaceAll("-", "")}`);
    assert.deepEqual(read.body.operational_intent_reference, others);

    const found = await two!("POST", `${INTENTS}/query`, areaAt(lng, lat));
    assert.equal(found.status, 200);
    checkBody("QueryOperationalIntentReferenceResponse", found.body);
    assert.deepEqual(found.body.operational_intent_references, [others]);
    const later = { ...areaAt(lng, lat).area_of_interest, time_start: timeAt(5) };
    const none = await two!("POST", `${INTENTS}/query`, { area_of_interest: later });
    assert.deepEqual(none.body, { operational_intent_references: [] });

    const activated = intentBody({
      extents,
      state: "Activated",
      new_subscription: { uss_base_url: BASE_URL },
    });
    const updated = await one!("PUT", `${INTENTS}/${id}/${reference.ovn}`, activated);
    assert.equal(updated.status, 200);
    checkBody("ChangeOperationalIntentReferenceResponse", updated.body);
    const after = updated.body.operational_intent_reference;
    assert.deepEqual([after.state, after.version], ["Activated", 2]);
    assert.notEqual(after.ovn, reference.ovn);
    assert.notEqual(after.subscription_id, NO_SUBSCRIPTION);
    const [told] = updated.body.subscribers;
    assert.equal(told.uss_base_url, BASE_URL);
    assert.equal(told.subscriptions[0].subscription_id, after.subscription_id);

    const deleted = await one!("DELETE", `${INTENTS}/${id}/${after.ovn}`);
    assert.equal(deleted.status, 200);
    checkBody("ChangeOperationalIntentReferenceResponse", deleted.body);
    assert.equal(deleted.body.subscribers.length, 1);
    assert.equal((await one!("GET", `${INTENTS}/${id}`)).status, 404);
    const implicit = await one!("GET", `${SUBSCRIPTIONS}/${after.subscription_id}`);
    assert.equal(implicit.status, 404);
  });

  test("keep their times to the microsecond", async () => {
    const [[lng, lat], id] = [place(), newId()];
    const time_end = { value: "2031-01-31T12:00:00.123456Z", format: "RFC3339" };
    const extents = [{ ...extentAt(lng, lat), time_end }];
    const { body } = await one!("PUT", `${INTENTS}/${id}`, intentBody({ extents }));
    assert.deepEqual(body.operational_intent_reference.time_end, time_end);
  });

  test("are answered by what is there", async () => {
    const [[lng, lat], id] = [place(), newId()];
    const body = intentBody({ extents: [extentAt(lng, lat)] });
    const created = await one!("PUT", `${INTENTS}/${id}`, body);
    const { ovn } = created.body.operational_intent_reference;
    const wrong = "x".repeat(16);
    const moved = intentBody({ extents: [extentAt(lng, lat + 0.1)] });
    const unknown = newId();
    for (const [name, ask, method, path, sent, status] of [
      ["the same again", one, "PUT", id, body, 201],
      ["another create of it", one, "PUT", id, moved, 409],
      ["another's create of it", two, "PUT", id, moved, 403],
      ["another's update", two, "PUT", `${id}/${ovn}`, moved, 403],
      ["another's update of another version", two, "PUT", `${id}/${wrong}`, moved, 403],
      ["an update of another version", one, "PUT", `${id}/${wrong}`, moved, 409],
      ["an update of none", one, "PUT", `${unknown}/${wrong}`, moved, 400],
      ["a deletion of another version", one, "DELETE", `${id}/${wrong}`, undefined, 409],
      ["another's deletion", two, "DELETE", `${id}/${ovn}`, undefined, 403],
      ["a deletion of none", one, "DELETE", `${unknown}/${wrong}`, undefined, 404],
      ["a deletion of what is no id", one, "DELETE", `x/${wrong}`, undefined, 400],
      ["a reading of what is no id", one, "GET", "x", undefined, 400],
    ] as const) {
      const answer = await ask!(method, `${INTENTS}/${path}`, sent);
      assert.equal(answer.status, status, `${name}: ${JSON.stringify(answer.body)}`);
    }
    const again = await one!("PUT", `${INTENTS}/${id}`, body);
    assert.deepEqual(again.body, created.body, "as at first");
  });

  test("that end in the past, or have no subscription that there is, are refused", async () => {
    const [lng, lat] = place();
    const past = { ...extentAt(lng, lat), time_start: timeAt(-2), time_end: timeAt(-1) };
    const ended = await one!("PUT", `${INTENTS}/${newId()}`, intentBody({ extents: [past] }));
    assert.equal(ended.status, 400);
    assert.match(ended.body.message, /^time_end /);
    const body = intentBody({ extents: [extentAt(lng, lat)], subscription_id: newId() });
    const { status, body: told } = await one!("PUT", `${INTENTS}/${newId()}`, body);
    assert.equal(status, 400);
    assert.match(told.message, /^subscription_id /);
  });

  test("may choose the end of their OVN, near to now", async () => {
    const [[lng, lat], id] = [place(), newId()];
    const body = (suffix: string) =>
      intentBody({ extents: [extentAt(lng, lat)], requested_ovn_suffix: suffix });
    const late = await one!("PUT", `${INTENTS}/${id}`, body(suffixAt(Date.now() - 400_000)));
    assert.equal(late.status, 400);
    assert.match(late.body.message, /^requested_ovn_suffix /);
    const suffix = suffixAt(Date.now());
    const created = await one!("PUT", `${INTENTS}/${id}`, body(suffix));
    assert.equal(created.body.operational_intent_reference.ovn, `${id}_${suffix}`);
  });

  test("show that they know of each other; all that is not known is named, and where they meet", async () => {
    const [[lng, lat], first, second] = [place(), newId(), newId()];
    const low = extentAt(lng, lat);
    const high = extentAt(lng, lat + 0.1);
    const extents = [low, high];
    const { body: made } = await one!("PUT", `${INTENTS}/${first}`, intentBody({ extents }));
    const { ovn } = made.operational_intent_reference;
    const near = intentBody({ extents: [low] });
    const blind = await two!("PUT", `${INTENTS}/${second}`, near);
    assert.equal(blind.status, 409);
    const {
      missing_operational_intents: missing,
      missing_constraints,
      exact_meetings,
    } = blind.body;
    assert.deepEqual(missing, [{ ...made.operational_intent_reference, ovn: OVN_OF_ANOTHER }]);
    assert.deepEqual(missing_constraints, []);
    const [{ id, meetings }] = exact_meetings;
    assert.equal(id, first);
    assert.equal(meetings.length, 1);
    const [{ own_volume, other_volume, certainty, altitude_lower, altitude_upper }] = meetings;
    assert.deepEqual([own_volume, other_volume, certainty], [0, 0, "sure"]);
    assert.deepEqual([altitude_lower, altitude_upper], [altitudeOf(0), altitudeOf(120)]);
    assert.equal(Date.parse(meetings[0].time_start.value), Date.parse(low.time_start.value));
    assert.equal((await two!("GET", `${INTENTS}/${second}`)).status, 404, "nothing is stored");
    const shown = await two!("PUT", `${INTENTS}/${second}`, { ...near, key: [ovn] });
    assert.equal(shown.status, 201);
  });
});

suite("constraints", () => {
  test("are created, read, queried, updated and deleted", async () => {
    const [[lng, lat], id] = [place(), newId()];
    const extents = [extentAt(lng, lat)];
    const created = await one!("PUT", `${CONSTRAINTS}/${id}`, constraintBody({ extents }));
    assert.equal(created.status, 201);
    checkBody("ChangeConstraintReferenceResponse", created.body);
    const { constraint_reference: reference, subscribers } = created.body;
    assert.deepEqual(subscribers, []);
    assert.deepEqual([reference.id, reference.manager, reference.version], [id, "uss1", 1]);
    const read = await two!("GET", `${CONSTRAINTS}/${id}`);
    checkBody("GetConstraintReferenceResponse", read.body);
    assert.deepEqual(read.body.constraint_reference, { ...reference, ovn: OVN_OF_ANOTHER });
    const found = await one!("POST", `${CONSTRAINTS}/query`, areaAt(lng, lat));
    checkBody("QueryConstraintReferencesResponse", found.body);
    assert.deepEqual(found.body.constraint_references, [reference]);

    const listens = subscriptionBody({
      extents: extentAt(lng, lat),
      notify_for_operational_intents: false,
      notify_for_constraints: true,
    });
    await two!("PUT", `${SUBSCRIPTIONS}/${newId()}`, listens);
    const path = `${CONSTRAINTS}/${id}/${reference.ovn}`;
    const updated = await one!("PUT", path, constraintBody({ extents }));
    assert.equal(updated.status, 200);
    checkBody("ChangeConstraintReferenceResponse", updated.body);
    assert.equal(updated.body.subscribers[0].subscriptions[0].notification_index, 1);
    const { ovn } = updated.body.constraint_reference;
    const deleted = await one!("DELETE", `${CONSTRAINTS}/${id}/${ovn}`);
    assert.equal(deleted.status, 200);
    checkBody("ChangeConstraintReferenceResponse", deleted.body);
    assert.equal((await one!("GET", `${CONSTRAINTS}/${id}`)).status, 404);
  });

  test("are named to intents whose subscription is for them", async () => {
    const [[lng, lat], id] = [place(), newId()];
    const extents = [extentAt(lng, lat)];
    await one!("PUT", `${CONSTRAINTS}/${id}`, constraintBody({ extents }));
    const fresh = { uss_base_url: BASE_URL, notify_for_constraints: true };
    const body = intentBody({ extents, new_subscription: fresh });
    const { status, body: told } = await two!("PUT", `${INTENTS}/${newId()}`, body);
    assert.equal(status, 409);
    assert.deepEqual(
      told.missing_constraints.map((each: { id: string }) => each.id),
      [id],
    );
    assert.deepEqual(told.missing_operational_intents, []);
  });

  test("are answered by what is there", async () => {
    const [[lng, lat], id] = [place(), newId()];
    const body = constraintBody({ extents: [extentAt(lng, lat)] });
    const created = await one!("PUT", `${CONSTRAINTS}/${id}`, body);
    const { ovn } = created.body.constraint_reference;
    const moved = constraintBody({ extents: [extentAt(lng, lat + 0.1)] });
    const [unknown, wrong] = [newId(), "x".repeat(16)];
    for (const [ask, method, path, sent, status] of [
      [one, "PUT", id, moved, 409],
      [two, "PUT", `${id}/${ovn}`, moved, 403],
      [one, "PUT", `${id}/${wrong}`, moved, 409],
      [one, "PUT", `${unknown}/${wrong}`, moved, 400],
      [two, "DELETE", `${id}/${ovn}`, undefined, 403],
      [one, "DELETE", `${id}/${wrong}`, undefined, 409],
      [one, "DELETE", `${unknown}/${wrong}`, undefined, 404],
      [one, "GET", unknown, undefined, 404],
    ] as const) {
      const answer = await ask!(method, `${CONSTRAINTS}/${path}`, sent);
      assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    }
  });
});

const corner = (lng: number, lat: number) => ({ lng, lat });

suite("subscriptions", () => {
  test("are created, read, queried, updated and deleted", async () => {
    const [[lng, lat], id, intentId] = [place(), newId(), newId()];
    await two!("PUT", `${INTENTS}/${intentId}`, intentBody({ extents: [extentAt(lng, lat)] }));
    const { volume } = extentAt(lng, lat);
    const created = await one!(
      "PUT",
      `${SUBSCRIPTIONS}/${id}`,
      subscriptionBody({ extents: { volume } }),
    );
    assert.equal(created.status, 200);
    checkBody("PutSubscriptionResponse", created.body);
    const { subscription, operational_intent_references: near } = created.body;
    assert.deepEqual(
      near.map((each: { id: string }) => each.id),
      [intentId],
    );
    assert.deepEqual(created.body.constraint_references, []);
    const { time_start, time_end, version } = subscription;
    assert.equal(Date.parse(time_end.value) - Date.parse(time_start.value), 86_400_000);
    assert.deepEqual(subscription, {
      id,
      version,
      notification_index: 0,
      time_start,
      time_end,
      uss_base_url: BASE_URL,
      notify_for_operational_intents: true,
      notify_for_constraints: false,
      implicit_subscription: false,
      dependent_operational_intents: [],
    });

    const read = await one!("GET", `${SUBSCRIPTIONS}/${id}`);
    checkBody("GetSubscriptionResponse", read.body);
    assert.deepEqual(read.body.subscription, subscription);
    assert.equal((await two!("GET", `${SUBSCRIPTIONS}/${id}`)).status, 403);
    const own = await one!("POST", `${SUBSCRIPTIONS}/query`, areaAt(lng, lat));
    checkBody("QuerySubscriptionsResponse", own.body);
    assert.deepEqual(own.body.subscriptions, [subscription]);
    const others = await two!("POST", `${SUBSCRIPTIONS}/query`, areaAt(lng, lat));
    assert.deepEqual(others.body, { subscriptions: [] });

    const path = `${SUBSCRIPTIONS}/${id}/${version}`;
    const updated = await one!("PUT", path, subscriptionBody({ extents: extentAt(lng, lat) }));
    assert.equal(updated.status, 200);
    checkBody("PutSubscriptionResponse", updated.body);
    const { version: next } = updated.body.subscription;
    assert.notEqual(next, version);
    const deleted = await one!("DELETE", `${SUBSCRIPTIONS}/${id}/${next}`);
    assert.equal(deleted.status, 200);
    checkBody("DeleteSubscriptionResponse", deleted.body);
    assert.equal((await one!("GET", `${SUBSCRIPTIONS}/${id}`)).status, 404);
  });

  test("are answered by what is there", async () => {
    const [[lng, lat], id] = [place(), newId()];
    const extent = extentAt(lng, lat);
    const body = subscriptionBody({ extents: extent });
    const { version } = (await one!("PUT", `${SUBSCRIPTIONS}/${id}`, body)).body.subscription;
    const unknown = newId();
    const long = subscriptionBody({ extents: { ...extentAt(lng, lat), time_end: timeAt(26) } });
    const past = subscriptionBody({ extents: { ...extentAt(lng, lat), time_start: timeAt(-1) } });
    for (const [ask, method, path, sent, status] of [
      [one, "PUT", id, body, 409],
      [two, "PUT", `${id}/${version}`, body, 403],
      [one, "PUT", `${id}/wrong`, body, 409],
      [one, "PUT", `${unknown}/${version}`, body, 400],
      [one, "PUT", newId(), long, 400],
      [one, "PUT", newId(), past, 400],
      [two, "DELETE", `${id}/${version}`, undefined, 403],
      [one, "DELETE", `${id}/wrong`, undefined, 409],
      [one, "DELETE", `${unknown}/${version}`, undefined, 404],
    ] as const) {
      const answer = await ask!(method, `${SUBSCRIPTIONS}/${path}`, sent);
      assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    }
    const extents = [extent];
    const planned = await one!(
      "PUT",
      `${INTENTS}/${newId()}`,
      intentBody({ extents, subscription_id: id }),
    );
    assert.equal(planned.status, 201);
    const { status, body: told } = await one!("DELETE", `${SUBSCRIPTIONS}/${id}/${version}`);
    assert.equal(status, 400, "an intent depends on it");
    assert.match(told.message, /^subscriptionid /);
  });

  test("a query of too large an area is answered so", async () => {
    const vertices = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
    const body = { area_of_interest: { volume: { outline_polygon: { vertices } } } };
    assert.equal((await one!("POST", `${SUBSCRIPTIONS}/query`, body)).status, 413);
    assert.equal((await one!("POST", `${INTENTS}/query`, body)).status, 400);
    assert.equal((await one!("POST", `${CONSTRAINTS}/query`, body)).status, 400);
  });
});

test("the availability of a USS is unknown until it is set, by its version", async () => {
  const path = "/dss/v1/uss_availability/uss7";
  const unknown = await one!("GET", path);
  checkBody("UssAvailabilityStatusResponse", unknown.body);
  const status = { uss: "uss7", availability: "Unknown" };
  assert.deepEqual(unknown.body, { version: "", status });
  const set = await one!("PUT", path, { old_version: "", availability: "dOWN" });
  assert.equal(set.status, 200);
  checkBody("UssAvailabilityStatusResponse", set.body);
  assert.deepEqual(set.body.status, { uss: "uss7", availability: "Down" });
  assert.deepEqual((await two!("GET", path)).body, set.body);
  const stale = await one!("PUT", path, { old_version: "", availability: "Normal" });
  assert.equal(stale.status, 409);
});

test("a report is kept, and answered with its number", async () => {
  const exchange = {
    url: "https://uss.example.com/utm/uss/v1/operational_intents",
    method: "POST",
    recorder_role: "Client",
    request_time: timeAt(0),
    response_code: 500,
  };
  const { status, body } = await one!("POST", "/dss/v1/reports", { exchange });
  assert.equal(status, 201);
  checkBody("ErrorReport", body);
  assert.deepEqual(body.exchange, exchange);
  assert.match(body.report_id, /./);
});

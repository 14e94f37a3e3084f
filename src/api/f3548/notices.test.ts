import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { F3548_LIMITS } from "./limits.ts";
import {
  BASE_URL,
  CONSTRAINT_DETAILS,
  constraintBody,
  CONSTRAINTS,
  DETAILS,
  extentAt,
  idOf,
  intentBody,
  INTENTS,
  newId,
  OWN,
  place,
  subscriptionBody,
  SUBSCRIPTIONS,
  timeAt,
} from "./test-messages.ts";
import { checkBody, startUssServer } from "./test-uss.ts";
import type { AskUss, UssServer } from "./test-uss.ts";

let server: UssServer;
let [operator, peer, other]: AskUss[] = [];
before(async () => {
  server = await startUssServer({ settings: { uss: OWN } });
  [operator, peer, other] = ["operator", "uss2", "uss3"].map((sub) => server.as(sub));
});
after(() => server.close());

/** What the peer says of an intent that this DSS knows nothing of. */
const messageOf = (id: string, subscription: string, change: Change = {}) => {
  const { version = 1, index = 1, priority = 0, reference = {}, ...rest } = change;
  const operational_intent = {
    reference: {
      id,
      manager: "uss2",
      uss_availability: "Unknown",
      version,
      ovn: `ovn-of-version-${version}`,
      time_start: timeAt(1),
      time_end: timeAt(2),
      state: "Accepted",
      uss_base_url: BASE_URL,
      subscription_id: idOf(1),
      ...reference,
    },
    details: { volumes: [VOLUME], off_nominal_volumes: [], priority },
  };
  const subscriptions = [{ subscription_id: subscription, notification_index: index }];
  return { operational_intent_id: id, operational_intent, subscriptions, ...rest };
};
type Told = {
  readonly number: number;
  readonly message: { readonly subscriptions: readonly object[] };
};
type Change = {
  readonly version?: number;
  readonly index?: number;
  readonly priority?: number;
  readonly reference?: object;
  readonly [name: string]: unknown;
};
const VOLUME = JSON.parse(JSON.stringify(extentAt()));
const FIXED = { time_start: timeAt(1), time_end: timeAt(2) };

/** Whose it is reads it from where the one before ended. */
const listen = async (asker = operator!, uss_base_url = OWN.baseUrl) => {
  const id = newId();
  const [lng, lat] = place();
  const body = subscriptionBody({ uss_base_url, extents: extentAt(lng, lat) });
  assert.equal((await asker("PUT", `${SUBSCRIPTIONS}/${id}`, body)).status, 200);
  const { body: told } = await asker("GET", "/uss/v1/notifications");
  return { id, after: told.next as number };
};
const readAfter = async (number: number, asker = operator!) => {
  const { status, body } = await asker("GET", `/uss/v1/notifications?after=${number}`);
  assert.equal(status, 200);
  return body;
};

suite("what is told of an operational intent", () => {
  test("reaches those whom this server serves, as it was told", async () => {
    const [{ id: subscription, after: from }, id] = [await listen(), newId()];
    const message = messageOf(id, subscription);
    checkBody("PutOperationalIntentDetailsParameters", message);
    const { status, body } = await peer!("POST", DETAILS, message);
    assert.deepEqual([status, body], [204, undefined]);
    const gone = { operational_intent_id: id, subscriptions: message.subscriptions };
    const later = { ...gone, subscriptions: [{ ...gone.subscriptions[0], notification_index: 2 }] };
    assert.equal((await peer!("POST", DETAILS, later)).status, 204);
    const told = await readAfter(from);
    assert.deepEqual(
      { ...told, notifications: told.notifications.length },
      {
        notifications: 2,
        next: from + 2,
        remaining: 0,
        missed: 0,
      },
    );
    const [first, second] = told.notifications;
    assert.deepEqual([first.number, first.uss], [from + 1, "uss2"]);
    assert.deepEqual(first.message, message);
    assert.deepEqual(second.message, later);
    checkBody("PutOperationalIntentDetailsParameters", second.message);
    assert.deepEqual((await readAfter(from + 2)).notifications, []);
    const others = (await readAfter(0, other)).notifications;
    assert.ok(!JSON.stringify(others).includes(id), "nobody else's");
  });

  test("of several at once is one message for each reader, with its own subscriptions alone", async () => {
    const mine = [await listen(), await listen()];
    const theirs = await listen(other);
    const elsewhere = await listen(operator, BASE_URL);
    const id = newId();
    const all = [...mine, theirs, elsewhere, { id: newId() }].map((one, i) => ({
      subscription_id: one.id,
      notification_index: i,
    }));
    const message = messageOf(id, "", { subscriptions: all });
    assert.equal((await peer!("POST", DETAILS, message)).status, 204);
    const own = await readAfter(elsewhere.after);
    assert.deepEqual(
      own.notifications.map(({ message: told }: Told) => told.subscriptions),
      [all.slice(0, 2)],
    );
    const { notifications } = await readAfter(theirs.after, other);
    assert.deepEqual(
      notifications.map(({ message: told }: Told) => told.subscriptions),
      [all.slice(2, 3)],
    );
  });

  test("is kept once, however often it is told", async () => {
    const [{ id: subscription, after: from }, id] = [await listen(), newId()];
    const message = messageOf(id, subscription);
    for (let i = 0; i < 3; i++) assert.equal((await peer!("POST", DETAILS, message)).status, 204);
    assert.equal((await readAfter(from)).notifications.length, 1);
    await peer!("POST", DETAILS, {
      ...message,
      subscriptions: [{ subscription_id: subscription, notification_index: 2 }],
    });
    assert.equal(
      (await readAfter(from)).notifications.length,
      2,
      "another count is another change",
    );
  });

  test("is answered by what was told before", async () => {
    const [{ id: subscription }, id] = [await listen(), newId()];
    const tell = (change: Change) =>
      peer!("POST", DETAILS, messageOf(id, subscription, { ...change, reference: FIXED }));
    const gone = { operational_intent: undefined };
    for (const [name, change, status] of [
      ["first", { version: 5 }, 204],
      ["the same", { version: 5, index: 2 }, 204],
      ["the same version with other content", { version: 5, priority: 1 }, 409],
      ["a lower version", { version: 4 }, 409],
      ["a higher version", { version: 7 }, 204],
      ["the one before", { version: 5 }, 409],
      ["that it is gone", gone, 204],
      ["that it is gone, again", gone, 204],
      ["made anew", { version: 1 }, 204],
    ] as const) {
      const answer = await tell(change);
      assert.equal(answer.status, status, `${name}: ${JSON.stringify(answer.body)}`);
    }
  });

  test("comes from who manages it", async () => {
    const { id: subscription } = await listen();
    const [known, unknown] = [newId(), newId()];
    const extents = [extentAt(...place())];
    await peer!("PUT", `${INTENTS}/${known}`, intentBody({ extents }));
    for (const [name, ask, id, change, status] of [
      ["another's, as this DSS knows", other, known, { reference: { manager: "uss3" } }, 403],
      ["another's deletion", other, known, { operational_intent: undefined }, 403],
      ["the manager's", peer, known, {}, 204],
      ["that names another", peer, known, { reference: { manager: "uss3" } }, 403],
      ["another's, as the message has it", other, unknown, {}, 403],
      ["the manager's, as the message has it", peer, unknown, {}, 204],
      ["another's, as was told before", other, unknown, { reference: { manager: "uss3" } }, 403],
    ] as const) {
      const answer = await ask!("POST", DETAILS, messageOf(id, subscription, change));
      assert.equal(answer.status, status, `${name}: ${JSON.stringify(answer.body)}`);
    }
  });

  test("under this server's own name, of what another manages, is not taken from outside", async () => {
    const [{ id: subscription, after: from }, id] = [await listen(other), newId()];
    const body = intentBody({ uss_base_url: OWN.baseUrl, extents: [extentAt(...place())] });
    await operator!("PUT", `${INTENTS}/${id}`, body);
    const { body: details } = await peer!("GET", `${DETAILS}/${id}`);
    const message = { ...messageOf(id, subscription), ...details };
    assert.equal((await server.as(OWN.name)("POST", DETAILS, message)).status, 403);
    assert.deepEqual((await readAfter(from, other)).notifications, []);
  });

  const whole = messageOf(idOf(1), idOf(2));
  const { reference, details } = whole.operational_intent;
  const without = (name: keyof typeof reference) => ({
    details,
    reference: { ...reference, [name]: undefined },
  });
  for (const [name, change, message] of [
    ["no id", { operational_intent_id: undefined }, /^operational_intent_id /],
    ["an id that is none", { operational_intent_id: "x" }, /^operational_intent_id /],
    ["no subscriptions", { subscriptions: undefined }, /^subscriptions /],
    ["an empty list of them", { subscriptions: [] }, /^subscriptions /],
    [
      "too many of them",
      {
        subscriptions: Array.from(
          { length: F3548_LIMITS.subscriptionsToldMax + 1 },
          () => whole.subscriptions[0],
        ),
      },
      /^subscriptions .*at most/,
    ],
    [
      "a count below 0",
      { subscriptions: [{ subscription_id: idOf(2), notification_index: -1 }] },
      /^subscriptions\[0\]\.notification_index /,
    ],
    [
      "another id within",
      { operational_intent_id: idOf(3) },
      /^operational_intent\.reference\.id /,
    ],
    ["no OVN", { operational_intent: without("ovn") }, /^operational_intent\.reference\.ovn /],
    [
      "no version",
      { operational_intent: without("version") },
      /^operational_intent\.reference\.version /,
    ],
    ["no details", { operational_intent: { reference } }, /^operational_intent\.details /],
    [
      "a state that is none",
      { operational_intent: { details, reference: { ...reference, state: "Ended" } } },
      /^operational_intent\.reference\.state /,
    ],
  ] as const) {
    test(`with ${name}: 400`, async () => {
      const answer = await peer!("POST", DETAILS, { ...whole, ...change });
      assert.equal(answer.status, 400);
      assert.match(answer.body.message, message);
    });
  }
});

suite("what is told of a constraint", () => {
  test("reaches those whom this server serves", async () => {
    const [{ id: subscription, after: from }, id] = [await listen(), newId()];
    const extents = [extentAt(...place())];
    const { body } = await peer!("PUT", `${CONSTRAINTS}/${id}`, constraintBody({ extents }));
    const subscriptions = [{ subscription_id: subscription, notification_index: 3 }];
    const constraint = {
      reference: body.constraint_reference,
      details: { volumes: extents, type: "com.example" },
    };
    const message = { constraint_id: id, constraint, subscriptions };
    checkBody("PutConstraintDetailsParameters", message);
    for (const [ask, sent, status] of [
      [other, message, 403],
      [peer, { ...message, constraint: { ...constraint, details: {} } }, 400],
      [peer, { ...message, constraint_id: idOf(1) }, 400],
      [peer, message, 204],
      [peer, { ...message, constraint: { ...constraint, details: { volumes: extents } } }, 409],
    ] as const) {
      const answer = await ask!("POST", CONSTRAINT_DETAILS, sent);
      assert.equal(answer.status, status, JSON.stringify(answer.body));
    }
    const { notifications } = await readAfter(from);
    assert.deepEqual(
      notifications.map((each: Told) => each.message),
      [message],
    );
    checkBody("PutConstraintDetailsParameters", notifications[0].message);
  });
});

suite("pages of what was told", () => {
  test("are of so many, and say how many are left", async () => {
    const reader = server.as("reader");
    const { id } = await listen(reader);
    const count = F3548_LIMITS.noticesPerPageMax + 3;
    for (let i = 0; i < count; i++) {
      const gone = { operational_intent: undefined, index: i };
      assert.equal((await peer!("POST", DETAILS, messageOf(idOf(i + 5000), id, gone))).status, 204);
    }
    const page = await readAfter(0, reader);
    assert.deepEqual([page.notifications.length, page.remaining, page.missed], [count - 3, 3, 0]);
    const rest = await readAfter(page.next, reader);
    assert.deepEqual(
      rest.notifications.map(({ number }: Told) => number),
      [count - 2, count - 1, count],
    );
    assert.deepEqual([rest.remaining, rest.next], [0, count]);
  });

  test("are of so many characters", async () => {
    const reader = server.as("reader of much");
    const { id } = await listen(reader);
    const volumes = Array.from({ length: 900 }, () => VOLUME);
    const count = 5;
    let chars = 0;
    for (let i = 0; i < count; i++) {
      const message = messageOf(idOf(i + 9000), id, { index: i });
      const { reference } = message.operational_intent;
      const operational_intent = { reference, details: { volumes } };
      chars = JSON.stringify(operational_intent).length;
      const answer = await peer!("POST", DETAILS, { ...message, operational_intent });
      assert.equal(answer.status, 204, JSON.stringify(answer.body));
    }
    const fit = Math.floor(F3548_LIMITS.noticeCharsPerPageMax / chars);
    assert.ok(fit < count, "not all of them fit");
    const page = await readAfter(0, reader);
    assert.deepEqual([page.notifications.length, page.remaining], [fit, count - fit]);
    const rest = await readAfter(page.next, reader);
    assert.deepEqual([rest.notifications.length, rest.remaining], [count - fit, 0]);
  });

  for (const [after, status] of [
    ["", 400],
    ["-1", 400],
    ["x", 400],
    ["1.5", 400],
    ["99999", 400],
    ["0", 200],
  ] as const) {
    test(`after=${after}: ${status}`, async () => {
      const answer = await server.as("nobody")("GET", `/uss/v1/notifications?after=${after}`);
      assert.equal(answer.status, status);
      if (status === 400) assert.match(answer.body.message, /^after /);
    });
  }
});

test("what no entry of the record would hold is too large", async () => {
  const message = messageOf(newId(), newId());
  const { reference } = message.operational_intent;
  const details = { volumes: Array.from({ length: 3_000 }, () => VOLUME) };
  const sent = { ...message, operational_intent: { reference, details } };
  const { status, body } = await peer!("POST", DETAILS, sent);
  assert.equal(status, 413);
  assert.match(body.message, /^it takes \d+ bytes; the limit is \d+: make it shorter/);
});

test("a report about this server as a USS is kept, and answered with its number", async () => {
  const exchange = {
    url: `${OWN.baseUrl}/uss/v1/operational_intents/${idOf(1)}`,
    method: "GET",
    recorder_role: "Client",
    request_time: timeAt(0),
    response_code: 500,
  };
  const { status, body } = await peer!("POST", "/uss/v1/reports", { exchange });
  assert.equal(status, 201);
  checkBody("ErrorReport", body);
  assert.deepEqual(body.exchange, exchange);
  assert.match(body.report_id, /./);
  const bad = await peer!("POST", "/uss/v1/reports", {
    exchange: { ...exchange, method: undefined },
  });
  assert.equal(bad.status, 400);
});

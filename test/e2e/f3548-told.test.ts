/** What the server hosts as a USS it tells to those who subscribed: the real process, a kill in between. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CONSTRAINTS,
  constraintBody,
  idOf,
  intentBody,
  INTENTS,
  subscriptionBody,
  SUBSCRIPTIONS,
  timeAt,
} from "../../src/api/f3548/test-messages.ts";
import { checkBody } from "../../src/api/f3548/test-uss.ts";
import { createClient } from "../../src/api/native/client.ts";
import { noticeAt, volumeAt } from "../../src/api/native/fixture.ts";
import { answerStatus, startReceiver, until } from "../../src/server/outbox/test-outbox.ts";
import type { Received } from "../../src/server/outbox/test-outbox.ts";
import { openOwnIssuer } from "../../src/server/tokens.ts";
import {
  makeAuthenticateUss,
  openOwnUssIssuer,
  OWN_USS_AUDIENCE,
  USS_SCOPES,
} from "../../src/server/uss-tokens.ts";
import { startServer, withFolder } from "./server-process.ts";
import type { ServerProcess } from "./server-process.ts";

const OWN_URL = "https://own.example/utm";
const SETTING = JSON.stringify({
  ownIssuer: true,
  party: "NORTH",
  allowHttp: true,
  uss: { name: "host-uss", baseUrl: OWN_URL, tokens: "own" },
});
const clock = { nowMs: () => Date.now() };

const tokenOf = (dataDir: string, sub: string): Promise<string> =>
  openOwnUssIssuer(dataDir, [], clock).issueToken({
    sub,
    scopes: USS_SCOPES,
    audience: OWN_USS_AUDIENCE,
    ttlS: 3600,
  });

type Ask = (method: string, path: string, body?: object) => Promise<any>; // oxlint-disable-line typescript/no-explicit-any -- tests read what came

const askAs = async (server: ServerProcess, dataDir: string, sub: string): Promise<Ask> => {
  const headers = { authorization: `Bearer ${await tokenOf(dataDir, sub)}` };
  return async (method, path, body) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${server.url}${path}`, { method, headers, ...sent });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
};

const readAsHost = async (
  server: ServerProcess,
  dataDir: string,
  path: string,
): Promise<string> => {
  const own = openOwnIssuer(dataDir, clock);
  const token = await own.issueToken({ party: null, roles: ["host"], sub: "host", ttlS: 600 });
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${server.url}${path}`, { headers })).text();
};

/** As the receiver is to take it: the caller, for this host, with the scope of the endpoint. */
const callerOf = async (dataDir: string, { headers }: Received) => {
  const { issuer } = openOwnUssIssuer(dataDir, [], clock);
  const mine = { ...issuer, audiences: ["127.0.0.1"] };
  const token = String(headers.authorization).replace("Bearer ", "");
  const verified = await makeAuthenticateUss([mine], clock)(token);
  assert.ok(verified.ok, "the token is for this host");
  return verified.principal;
};

test("a USS is told of what is hosted here, also over a kill", { timeout: 180_000 }, (t) =>
  withFolder(async (dataDir) => {
    const receiver = await startReceiver(t);
    const flags = ["--f3548", SETTING];
    let server = await startServer(dataDir, flags);
    const operator = await askAs(server, dataDir, "uss1");
    const peer = await askAs(server, dataDir, "uss2");
    const listens = { notify_for_constraints: true, notify_for_operational_intents: true };
    const uss_base_url = `http://127.0.0.1:${receiver.port}/utm`;
    await peer(
      "PUT",
      `${SUBSCRIPTIONS}/${idOf(1)}`,
      subscriptionBody({ uss_base_url, ...listens }),
    );
    await peer(
      "PUT",
      `${SUBSCRIPTIONS}/${idOf(2)}`,
      subscriptionBody({ uss_base_url: OWN_URL, ...listens }),
    );

    const intent = intentBody({ uss_base_url: OWN_URL, details: { priority: 3 } });
    const put = await operator("PUT", `${INTENTS}/${idOf(3)}`, intent);
    await until(() => receiver.received.length === 1);
    const [first] = receiver.received;
    assert.equal(first!.path, "/utm/uss/v1/operational_intents");
    const told = JSON.parse(first!.body);
    checkBody("PutOperationalIntentDetailsParameters", told);
    assert.equal(told.operational_intent_id, idOf(3));
    assert.deepEqual(told.operational_intent.reference, put.operational_intent_reference);
    assert.equal(told.operational_intent.details.priority, 3);
    assert.equal(told.operational_intent.reference.manager, "host-uss", "as the caller's token");
    assert.deepEqual(told.subscriptions, [{ subscription_id: idOf(1), notification_index: 1 }]);
    const caller = await callerOf(dataDir, first!);
    assert.deepEqual([caller.manager, caller.scopes], ["host-uss", ["utm.strategic_coordination"]]);

    await operator("PUT", `${CONSTRAINTS}/${idOf(4)}`, constraintBody({ uss_base_url: OWN_URL }));
    await until(() => receiver.received.length === 2);
    const constraint = JSON.parse(receiver.received[1]!.body);
    assert.equal(receiver.received[1]!.path, "/utm/uss/v1/constraints");
    checkBody("PutConstraintDetailsParameters", constraint);
    assert.equal(constraint.constraint.reference.id, idOf(4));
    const { scopes } = await callerOf(dataDir, receiver.received[1]!);
    assert.deepEqual(scopes, ["utm.constraint_management"]);

    const readOwn = () => peer("GET", "/uss/v1/notifications");
    let own = await readOwn();
    for (; own.notifications.length < 2; own = await readOwn()) await sleep(20);
    assert.deepEqual(
      own.notifications.map((one: { uss: string; message: object }) => [one.uss, one.message]),
      [
        ["host-uss", { ...told, subscriptions: ofOwn(1) }],
        ["host-uss", { ...constraint, subscriptions: ofOwn(2) }],
      ],
    );

    const allSent = /^wideberth_uss_notifications_sent_total 4$/m;
    const readFigures = () => readAsHost(server, dataDir, "/metrics");
    let figures = await readFigures();
    for (; !allSent.test(figures); figures = await readFigures()) await sleep(20);
    assert.match(figures, /^wideberth_uss_notifications_own_total 2$/m);
    assert.match(figures, /^wideberth_uss_notifications_waiting 0$/m);

    // A retry of what was answered tells nobody again.
    await operator("PUT", `${INTENTS}/${idOf(3)}`, intent);
    receiver.answer = answerStatus(503);
    const { ovn } = put.operational_intent_reference;
    await operator("DELETE", `${INTENTS}/${idOf(3)}/${ovn}`);
    await until(() => receiver.received.length > 2);
    await server.kill("SIGKILL");
    receiver.answer = answerStatus(204);
    const heldCount = receiver.received.length;
    server = await startServer(dataDir, flags);
    await until(() => receiver.received.length > heldCount);
    const gone = JSON.parse(receiver.received.at(-1)!.body);
    checkBody("PutOperationalIntentDetailsParameters", gone);
    assert.deepEqual(gone, {
      operational_intent_id: idOf(3),
      subscriptions: [{ subscription_id: idOf(1), notification_index: 3 }],
    });
    const bodies = receiver.received.map(({ body }) => body);
    assert.equal(bodies.filter((body) => body === first!.body).length, 1, "what was settled");

    receiver.answer = answerStatus(400);
    const again = await askAs(server, dataDir, "uss1");
    await again("PUT", `${INTENTS}/${idOf(5)}`, intent);
    const letters = async () => {
      const page = await readAsHost(server, dataDir, "/v1/uss-dead-letters?limit=1");
      return JSON.parse(page) as { items: Record<string, unknown>[] };
    };
    while ((await letters()).items.length === 0) await sleep(20);
    const [letter] = (await letters()).items;
    assert.equal(letter!["reason"], "it answered 400");
    assert.deepEqual(letter!["subscriptions"], [{ id: idOf(1), notificationIndex: 4 }]);
    assert.deepEqual([letter!["what"], letter!["entityId"]], ["intent", idOf(5)]);
    await server.kill("SIGTERM");
  }),
);

const ofOwn = (index: number) => [{ subscription_id: idOf(2), notification_index: index }];

test("what a desk files its party's USSs are told as a constraint", { timeout: 60_000 }, (t) =>
  withFolder(async (dataDir) => {
    const receiver = await startReceiver(t);
    const server = await startServer(dataDir, ["--f3548", SETTING]);
    const peer = await askAs(server, dataDir, "uss2");
    const uss_base_url = `http://127.0.0.1:${receiver.port}/utm`;
    await peer(
      "PUT",
      `${SUBSCRIPTIONS}/${idOf(1)}`,
      subscriptionBody({ uss_base_url, notify_for_constraints: true }),
    );
    const token = await openOwnIssuer(dataDir, clock).issueToken({
      party: "NORTH",
      roles: ["desk"],
      sub: "officer",
      ttlS: 600,
    });
    const client = createClient({ baseUrl: server.url, token });
    const [start, end] = [timeAt(1).value, timeAt(2).value];
    await client.fileOperation({
      ...noticeAt(40, 35),
      volumes: [volumeAt(40, 35, { start, end })],
    });
    await until(() => receiver.received.length === 1);
    const told = JSON.parse(receiver.received[0]!.body);
    checkBody("PutConstraintDetailsParameters", told);
    assert.deepEqual(told.subscriptions, [{ subscription_id: idOf(1), notification_index: 1 }]);
    assert.equal(told.constraint.reference.manager, "host-uss");
    const read = await peer("GET", `/uss/v1/constraints/${told.constraint_id}`);
    assert.deepEqual(read.constraint, told.constraint);
    await server.kill("SIGTERM");
  }),
);

test("a secret that is missing is told at the start", { timeout: 60_000 }, () =>
  withFolder(async (dataDir) => {
    const tokens = {
      url: "http://127.0.0.1:1/t",
      clientId: "c",
      clientSecretFile: `${dataDir}/no`,
    };
    const uss = { name: "host-uss", baseUrl: OWN_URL, tokens };
    const setting = { ownIssuer: true, party: "NORTH", allowHttp: true, uss };
    await assert.rejects(
      startServer(dataDir, ["--f3548", JSON.stringify(setting)]),
      /ended with 2.*other USSs can't be told: .*missing or empty/s,
    );
  }),
);

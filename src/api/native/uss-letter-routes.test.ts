import assert from "node:assert/strict";
import { test } from "node:test";
import type { UssDeadLetter } from "../../server/uss-sender/store.ts";
import { askAs, startTestServer } from "./fixture.ts";

const LETTER: UssDeadLetter = {
  number: 7,
  baseUrl: "https://uss.example",
  what: "constraint",
  entityId: "c",
  told: [{ id: "s", notificationIndex: 3 }],
  seq: 9,
  atMs: 0,
  attemptCount: 2,
  failedMs: 1000,
  reason: "it answered 400",
};

test("the host reads what USSs could not be told, page by page, and no party does", async (t) => {
  const asked: unknown[] = [];
  const deadLetters = (request: object = {}) => {
    asked.push({ ...request });
    return { items: [LETTER], remaining: 4, next: "7" };
  };
  const server = await startTestServer({ deps: { ussSender: { deadLetters } } });
  t.after(server.close);
  const host = await askAs(server, { party: null, roles: ["host"] });
  const { status, body } = await host("GET", "/v1/uss-dead-letters?after=6&limit=1");
  assert.equal(status, 200);
  assert.deepEqual(asked, [{ after: "6", limit: 1 }]);
  assert.equal(body.next, "7");
  assert.deepEqual(body.items, [
    {
      id: "7",
      baseUrl: "https://uss.example",
      what: "constraint",
      entityId: "c",
      subscriptions: [{ id: "s", notificationIndex: 3 }],
      seq: 9,
      at: "1970-01-01T00:00:00.000Z",
      attemptCount: 2,
      failedAt: "1970-01-01T00:00:01.000Z",
      reason: "it answered 400",
    },
  ]);
  assert.equal((await host("GET", "/v1/uss-dead-letters?after=x")).status, 400);
  const party = await askAs(server, { roles: ["administrator", "desk"] });
  assert.equal((await party("GET", "/v1/uss-dead-letters")).status, 403);
});

test("a server that is no USS has given nothing up", async (t) => {
  const server = await startTestServer();
  t.after(server.close);
  const host = await askAs(server, { party: null, roles: ["host"] });
  const { body } = await host("GET", "/v1/uss-dead-letters");
  assert.deepEqual(body, { items: [], remaining: 0, next: null });
});

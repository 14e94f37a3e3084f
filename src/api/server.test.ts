import assert from "node:assert/strict";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  askAs,
  HOST,
  noticeAt,
  setTheatre,
  startTestServer,
  theatreOf,
  volumeAt,
} from "./native/fixture.ts";
import type { TestServer, TestServerOptions } from "./native/fixture.ts";

const withServer = async (
  use: (server: TestServer) => Promise<void>,
  options: TestServerOptions = {},
): Promise<void> => {
  const server = await startTestServer(options);
  try {
    await use(server);
  } finally {
    await server.close();
  }
};

const listen = async ({ app }: TestServer): Promise<number> => {
  await app.listen({ host: "127.0.0.1", port: 0 });
  return (app.server.address() as AddressInfo).port;
};

suite("who asks", () => {
  const TOKENS = [
    ["no header", {}, /^Bearer realm="wideberth"$/],
    ["another scheme", { authorization: "Basic eDp5" }, /^Bearer realm="wideberth"$/],
    ["no token", { authorization: "Bearer" }, /^Bearer realm="wideberth"$/],
    ["a bad token", { authorization: "Bearer a.b.c" }, /error="invalid_token"/],
  ] as const;
  for (const [name, headers, challenge] of TOKENS) {
    test(`${name} is answered with 401 and a challenge`, () =>
      withServer(async ({ app }) => {
        const answer = await app.inject({ url: "/v1/operations", headers });
        assert.equal(answer.statusCode, 401);
        assert.match(String(answer.headers["www-authenticate"]), challenge);
        assert.equal(answer.json().type, "/problems/unauthenticated");
      }));
  }

  test("an issuer whose keys can't be read is no reason to refuse the token", () =>
    withServer(
      async ({ app }) => {
        const headers = { authorization: "Bearer x" };
        const answer = await app.inject({ url: "/v1/operations", headers });
        assert.equal(answer.statusCode, 503);
        assert.equal(answer.json().type, "/problems/keys-unavailable");
      },
      { deps: { authenticate: () => ({ ok: false, reason: "keys-unavailable", detail: "x" }) } },
    ));

  test("a party that asks too often is told how long to wait; another is not held back", () =>
    withServer(
      async (server) => {
        const [north, other] = [await askAs(server), await askAs(server, { sub: "other" })];
        const south = await askAs(server, { party: "SOUTH" });
        for (let i = 0; i < 3; i++) assert.equal((await north("GET", "/v1/head")).status, 200);
        const held = await other("GET", "/v1/head");
        assert.deepEqual([held.status, held.body.type], [429, "/problems/rate-limited"]);
        const seconds = Number(held.headers["retry-after"]);
        assert.ok(seconds >= 1 && seconds <= 60);
        assert.equal((await south("GET", "/v1/head")).status, 200);
      },
      { deps: { settings: { ratePerMinute: 3 } } },
    ));

  test("an address that only fails is slowed", () =>
    withServer(async ({ app }) => {
      const statuses = new Set<number>();
      for (let i = 0; i < 610; i++) statuses.add((await app.inject("/v1/head")).statusCode);
      assert.deepEqual([...statuses], [401, 429]);
    }));
});

suite("before there is a theatre", () => {
  test("the host sets it; until then parties are asked to wait", () =>
    withServer(
      async (server) => {
        const [north, host] = [await askAs(server), await askAs(server, HOST)];
        const early = await north("POST", "/v1/operations", noticeAt(0, 0));
        assert.deepEqual([early.status, early.body.type], [503, "/problems/no-theatre"]);
        assert.equal((await host("GET", "/v1/theatre")).status, 503);
        const set = await host("PUT", "/v1/theatre", {
          name: { en: "New" },
          isExample: true,
          area: volumeAt(0, 0, { start: null, end: null }),
          parties: [{ id: "NORTH", names: { en: "North" } }],
          rules: {
            minimaByClass: { drone: { lateralM: 1, verticalM: 1, timeS: 1 } },
            areaMinima: [
              {
                name: "a",
                volume: volumeAt(1, 1),
                minima: { lateralM: 0, verticalM: 0, timeS: 0 },
              },
            ],
            retentionMs: 86_400_000,
          },
        });
        assert.equal(set.status, 200, JSON.stringify(set.body));
        const { rules } = (await north("GET", "/v1/theatre")).body;
        assert.equal(rules.minimaByClass.drone.lateralM, 1);
        assert.equal(rules.minimaByClass.ship.lateralM, 3704);
        assert.equal(rules.disclosure, "conflict_only");
        assert.equal((await north("POST", "/v1/operations", noticeAt(0, 0))).status, 201);
      },
      { isBare: true },
    ));

  const bad = volumeAt(0, 95);
  const minima = { lateralM: 0, verticalM: 0, timeS: 0 };
  const base = {
    name: { en: "x" },
    isExample: true,
    area: null,
    parties: [{ id: "A", names: { en: "A" } }],
  };
  const REFUSED = [
    [{ ...base, area: bad }, 422, "area.footprint.center"],
    [
      { ...base, rules: { areaMinima: [{ name: "a", volume: bad, minima }] } },
      422,
      "rules.areaMinima[0].volume.footprint.center",
    ],
    [{ ...base, parties: [...base.parties, ...base.parties] }, 400, "parties[1].id"],
    [{ ...base, parties: [{ id: "a b", names: { en: "x" } }] }, 400, "parties[0].id"],
    [{ ...base, rules: { minimaByClass: { plane: minima } } }, 400, "rules.minimaByClass.plane"],
    [{ ...base, rules: { disclosure: "none" } }, 400, "rules.disclosure"],
    [{ ...base, name: {} }, 400, "name.en"],
  ] as const;
  for (const [body, status, field] of REFUSED) {
    test(`a theatre is refused for its ${field}`, () =>
      withServer(async (server) => {
        const host = await askAs(server, HOST);
        const answer = await host("PUT", "/v1/theatre", body);
        assert.deepEqual([answer.status, answer.body.field], [status, field]);
      }));
  }
});

test("every answer has the headers that keep browsers from storing, sniffing and running it", () =>
  withServer(async (server) => {
    const north = await askAs(server);
    for (const url of ["/v1/operations", "/v1/nothing", "/healthz", "/v1/openapi.json"]) {
      const { headers } = await north("GET", url);
      assert.equal(headers["x-content-type-options"], "nosniff");
      assert.equal(headers["cache-control"], "no-store");
      assert.match(String(headers["content-security-policy"]), /default-src 'none'/);
      assert.equal(headers["server"] ?? headers["x-powered-by"], undefined);
      assert.equal(headers["access-control-allow-origin"], undefined);
    }
  }));

test("other origins are let in by name alone", () =>
  withServer(
    async ({ app, token }) => {
      const authorization = `Bearer ${await token()}`;
      const ask = (origin: string) =>
        app.inject({ url: "/v1/head", headers: { origin, authorization } });
      const known = await ask("https://desk.example");
      assert.equal(known.headers["access-control-allow-origin"], "https://desk.example");
      assert.equal(known.headers["vary"], "Origin");
      const unknown = await ask("https://evil.example");
      assert.equal(unknown.headers["access-control-allow-origin"], undefined);
      const preflight = await app.inject({
        method: "OPTIONS",
        url: "/v1/operations",
        headers: { origin: "https://desk.example", "access-control-request-method": "POST" },
      });
      assert.equal(preflight.statusCode, 204);
      assert.match(String(preflight.headers["access-control-allow-headers"]), /Idempotency-Key/);
    },
    { deps: { settings: { corsOrigins: ["https://desk.example"] } } },
  ));

test("the log tells method, route, status, time and party; no payload, no token, no query", () =>
  withServer(async (server) => {
    const north = await askAs(server);
    const token = await server.token();
    const key = { "idempotency-key": "key-secret" };
    const { body } = await north(
      "POST",
      "/v1/operations",
      noticeAt(41.23456, 35, "name-secret"),
      key,
    );
    await north("GET", `/v1/operations/${body.operationId}`);
    await north("GET", "/v1/operations?party=SOUTH&limit=7");
    await north("POST", "/v1/operations", { category: "category-secret" });
    await north("POST", "/v1/operations", '{"json-secret', { "content-type": "application/json" });
    await north("GET", "/path-secret?query-secret=1");
    await server.app.inject({ url: "/v1/head", headers: { authorization: "Bearer token-secret" } });
    const lines = server.lines.map((line) => JSON.parse(line));
    const text = server.lines.join("");
    assert.doesNotMatch(text, /secret|41\.23456|limit=|Bearer/);
    assert.ok(!text.includes(token) && !text.includes(body.operationId));
    assert.equal(lines.length, 7);
    const [first] = lines;
    assert.deepEqual(
      [first.method, first.route, first.status, first.party, typeof first.ms, typeof first.reqId],
      ["POST", "/v1/operations", 201, "NORTH", "number", "string"],
    );
    assert.equal(lines[1].route, "/v1/operations/:id");
  }));

test("a fault is told to the log and not to the caller", () =>
  withServer(
    async (server) => {
      const north = await askAs(server);
      const answer = await north("POST", "/v1/operations", noticeAt(0, 0));
      assert.equal(answer.status, 500);
      assert.doesNotMatch(JSON.stringify(answer.body), /what broke/);
      assert.match(server.lines.join(""), /what broke/);
    },
    { engine: (engine) => ({ ...engine, submit: () => Promise.reject(new Error("what broke")) }) },
  ));

test("health is open; readiness says what is waited for", () =>
  withServer(
    async ({ app }) => {
      assert.deepEqual((await app.inject("/healthz")).json(), {
        status: "ok",
        version: "0.0.0-test",
      });
      const ready = await app.inject("/readyz");
      assert.equal(ready.statusCode, 503);
      assert.deepEqual(ready.json(), { isReady: false, reason: "replaying" });
    },
    { deps: { readiness: () => ({ isReady: false, reason: "replaying" }) } },
  ));

test("figures count commands by kind and outcome, and say nothing of parties", () =>
  withServer(async (server) => {
    const [north, host] = [await askAs(server), await askAs(server, HOST)];
    await north("POST", "/v1/operations", noticeAt(0, 0));
    await north("POST", "/v1/operations/none/end");
    const { body } = await host("GET", "/metrics");
    assert.match(
      body,
      /wideberth_commands_total\{kind="file-operation",outcome="accepted",repeat="false"\} 1/,
    );
    assert.match(body, /outcome="unknown-operation"/);
    assert.match(body, /wideberth_log_head_seq 3/);
    assert.match(body, /route="\/v1\/operations\/:id\/end",status="404"/);
    for (const name of [
      "queue_length",
      "conflicts_open",
      "event_streams",
      "event_loop_lag_p99_seconds",
    ]) {
      assert.match(body, new RegExp(`^wideberth_${name} `, "m"));
    }
    assert.doesNotMatch(body, /NORTH|SOUTH/);
  }));

const speak = (port: number, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let heard = "";
    socket.on("data", (bytes) => (heard += bytes.toString()));
    socket.on("close", () => resolve(heard));
    socket.on("error", reject);
  });

test("what is not HTTP, and headers without end, are answered with problems", () =>
  withServer(async (server) => {
    const port = await listen(server);
    assert.match(await speak(port, "hello\r\n\r\n"), /^HTTP\/1\.1 400 [\s\S]*malformed-http/);
    const long = `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`;
    assert.match(await speak(port, long), /^HTTP\/1\.1 431 [\s\S]*headers-too-large/);
  }));

test("a server that stops finishes what it is answering", async () => {
  const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const server = await startTestServer({
    engine: (engine) => ({
      ...engine,
      submit: async (submission) => {
        reached.resolve();
        await gate.promise;
        return engine.submit(submission);
      },
    }),
  });
  const port = await listen(server);
  const writing = fetch(`http://127.0.0.1:${port}/v1/operations`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${await server.token()}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify(noticeAt(0, 0)),
  });
  await reached.promise;
  const closing = server.app.close();
  await sleep(20);
  await assert.rejects(fetch(`http://127.0.0.1:${port}/healthz`));
  gate.resolve();
  assert.equal((await writing).status, 201);
  await closing;
  await server.engine.stop();
});

test("a changed theatre is told to all its parties", () =>
  withServer(async (server) => {
    const seen = () =>
      server.engine.journal
        .since({ kind: "party", party: "SOUTH" }, 1)
        .events.map(({ told }) => told.kind);
    await setTheatre(server.engine, theatreOf({ conflictsWithinParty: false }));
    assert.deepEqual(seen(), ["theatre.set"]);
  }));

import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { USS_SCOPES } from "../../server/uss-tokens.ts";
import { ENDPOINTS, USS_ENDPOINTS } from "./endpoints.ts";
import type { Endpoint } from "./endpoints.ts";
import {
  constraintBody,
  extentAt,
  idOf,
  intentBody,
  INTENTS,
  OWN,
  subscriptionBody,
} from "./test-messages.ts";
import { checkRefusal, startUssServer, tokenOf } from "./test-uss.ts";
import type { UssServer } from "./test-uss.ts";
import { startTestServer } from "../native/fixture.ts";

let server: UssServer;
before(async () => {
  server = await startUssServer({ settings: { ratePerMinute: 10_000, uss: OWN } });
});
after(() => server.close());

type Sent = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string;
};
const ask = async (request: Sent) => {
  const response = await server.app.inject(request);
  const answer = {
    status: response.statusCode,
    headers: response.headers,
    body: response.json<{ message: string }>(),
  };
  if (answer.status >= 400) checkRefusal(answer);
  return answer;
};

const ALL: Readonly<Record<string, Endpoint>> = { ...ENDPOINTS, ...USS_ENDPOINTS };
/** The endpoint with every part of its path filled in. */
const requestOf = ({ method, path }: Endpoint) => ({
  method,
  url: path.replace(/:(ovn|version|uss_id)/, "x".repeat(16)).replace(/:\w+/, idOf(9)),
});

suite("every endpoint", () => {
  for (const [name, endpoint] of Object.entries(ALL)) {
    test(`${name} takes a token before it reads the body`, async () => {
      const { status, headers } = await ask({ ...requestOf(endpoint), payload: "{" });
      assert.equal(status, 401);
      assert.match(String(headers["www-authenticate"]), /^Bearer/);
    });
    test(`${name} takes any of its scopes, and no other, before it reads the body`, async () => {
      for (const scope of USS_SCOPES) {
        const authorization = `Bearer ${await tokenOf("uss1", scope)}`;
        const headers = { authorization };
        const { status } = await ask({ ...requestOf(endpoint), headers, payload: "{" });
        const isTaken = endpoint.scopes?.includes(scope) ?? true;
        // A reading has no body to be refused.
        if (!isTaken) assert.equal(status, 403, scope);
        else if (endpoint.method === "GET") assert.ok(status === 200 || status === 404);
        else assert.equal(status, 400, scope);
      }
    });
  }
});

suite("tokens", () => {
  const url = `${INTENTS}/${idOf(9)}`;
  for (const [name, authorization] of [
    ["none", undefined],
    ["another scheme", "Basic dXNlcjp3b3Jk"],
    ["no token after the scheme", "Bearer "],
    ["one that is no JWT", "Bearer hello"],
  ] as const) {
    test(`${name}: 401`, async () => {
      const headers = authorization === undefined ? {} : { authorization };
      assert.equal((await ask({ method: "GET", url, headers })).status, 401);
    });
  }
  test("a desk's token is no USS's, and a USS's is no desk's", async () => {
    const desk = { authorization: `Bearer ${await server.token()}` };
    assert.equal((await ask({ method: "GET", url, headers: desk })).status, 401);
    const uss = { authorization: `Bearer ${await tokenOf("uss1", ...USS_SCOPES)}` };
    const { statusCode } = await server.app.inject({ url: "/v1/operations", headers: uss });
    assert.equal(statusCode, 401);
  });
});

const fill = (bytes: number) => {
  const start = '{"mystery":"';
  return `${start}${"x".repeat(bytes - start.length - 2)}"}`;
};

const put = async (payload: string, headers: Record<string, string> = {}) =>
  ask({
    method: "PUT",
    url: `${INTENTS}/${idOf(1)}`,
    headers: { authorization: `Bearer ${await tokenOf("uss1", ...USS_SCOPES)}`, ...headers },
    payload,
  });

suite("bodies", () => {
  test("are JSON, whatever type they say they have", async () => {
    const text = JSON.stringify(intentBody());
    assert.equal((await put(text, { "content-type": "application/octet-stream" })).status, 201);
    assert.equal((await put("{", { "content-type": "application/json" })).status, 400);
    assert.match((await put("")).body.message, /^the body is missing/);
  });
  test("over 4 MiB are too large", async () => {
    assert.equal((await put(fill(4 * 1024 * 1024))).status, 400);
    assert.equal((await put(fill(4 * 1024 * 1024 + 1))).status, 413);
  });
  test("nested deep where nothing is known are read like any other", async () => {
    const deep = `${"[".repeat(1e6)}${"]".repeat(1e6)}`;
    const text = JSON.stringify(intentBody()).replace("{", `{"mystery":${deep},`);
    assert.equal((await put(text)).status, 409, "it is there already");
  });
  test("that no entry of the record would hold are too large", async () => {
    const key = Array.from({ length: 6_000 }, (_, i) => `${i}`.padStart(100, "0"));
    const { status, body } = await put(JSON.stringify(intentBody({ key })));
    assert.equal(status, 413);
    assert.match(body.message, /bytes/);
  });
});

test("an authority can be checked with, and the version be asked for", async () => {
  const authorization = `Bearer ${await tokenOf("uss1", "utm.constraint_processing")}`;
  const url = "/aux/v1/validate_oauth";
  const status = async (query: string, headers = {}) =>
    (await ask({ method: "GET", url: url + query, headers })).status;
  assert.equal(await status(""), 401);
  assert.equal(await status("", { authorization }), 200);
  assert.equal(await status("?owner=uss1", { authorization }), 200);
  assert.equal(await status("?owner=uss2", { authorization }), 403);
  assert.equal(await status("?owner=", { authorization }), 403);
  const { body } = await ask({ method: "GET", url: "/aux/v1/version" });
  assert.deepEqual(body, { version: "0.0.0-test" });
  const healthy = await server.app.inject("/healthy");
  assert.deepEqual([healthy.statusCode, healthy.body], [200, "ok"]);
});

test("what is not there is answered in the same form", async () => {
  for (const [method, url] of [
    ["GET", "/dss/v1/none"],
    ["PATCH", INTENTS],
    ["GET", INTENTS],
    ["GET", `${INTENTS}/${"x".repeat(200)}`],
    ["GET", `${INTENTS}/%zz`],
  ] as const) {
    const { status } = await ask({ method, url });
    assert.ok(status === 404 || status === 400, `${url}: ${status}`);
  }
});

test("each USS has its minute, and no other's", async () => {
  const limited = await startUssServer({ settings: { ratePerMinute: 3, uss: OWN } });
  try {
    const [one, two] = [limited.as("uss1"), limited.as("uss2")];
    const get = `/dss/v1/uss_availability/uss1`;
    for (let i = 0; i < 3; i++) assert.equal((await one("GET", get)).status, 200);
    assert.equal(
      (await one("GET", `/uss/v1/constraints/${idOf(1)}`)).status,
      429,
      "of both halves",
    );
    const { status, headers } = await one("GET", get);
    assert.equal(status, 429);
    assert.ok(Number(headers["retry-after"]) > 0);
    assert.equal((await two("GET", get)).status, 200);
  } finally {
    await limited.close();
  }
});

test("without the setting there is nothing", async () => {
  const plain = await startTestServer();
  try {
    for (const url of [`${INTENTS}/${idOf(1)}`, "/healthy", "/aux/v1/version"]) {
      assert.equal((await plain.app.inject(url)).statusCode, 404);
    }
  } finally {
    await plain.close();
  }
});

const putTo = async (from: UssServer) =>
  from.as("uss1")("PUT", `${INTENTS}/${idOf(1)}`, intentBody());

test("a server without a theatre, or without the party, says whom to ask", async () => {
  const bare = await startUssServer({ isBare: true });
  const strange = await startUssServer({ settings: { party: "NOBODY" } });
  try {
    for (const [from, message] of [
      [bare, /no theatre is set up yet: ask the host/],
      [strange, /"NOBODY" .* is no party: ask the host/],
    ] as const) {
      const { status, body } = await putTo(from);
      assert.equal(status, 503);
      assert.match(body.message, message);
    }
  } finally {
    await bare.close();
    await strange.close();
  }
});

test("the description of the parties' API does not speak of it", async () => {
  const { paths } = (await server.app.inject("/v1/openapi.json")).json<{ paths: object }>();
  assert.deepEqual(
    Object.keys(paths).filter((path) => /dss|aux|healthy/.test(path)),
    [],
  );
});

test("each endpoint has its own figures", async () => {
  const asOne = server.as("uss1");
  await asOne("PUT", `${INTENTS}/${idOf(20)}`, intentBody({ extents: [extentAt(50, 10)] }));
  await asOne("PUT", `/dss/v1/constraint_references/${idOf(21)}`, constraintBody());
  await asOne("PUT", `/dss/v1/subscriptions/${idOf(22)}`, subscriptionBody());
  await asOne("GET", `/uss/v1/operational_intents/${idOf(23)}`);
  const text = await server.app.inject({
    url: "/metrics",
    headers: { authorization: `Bearer ${await server.token({ party: null, roles: ["host"] })}` },
  });
  for (const path of ["operational_intent_references", "constraint_references", "subscriptions"]) {
    assert.match(text.body, new RegExp(`route="/dss/v1/${path}/:\\w+",status="20[01]"`));
  }
  assert.match(text.body, /route="\/uss\/v1\/operational_intents\/:entityid",status="404"/);
  assert.match(text.body, /wideberth_commands_total\{kind="put-intent",outcome="accepted"/);
});

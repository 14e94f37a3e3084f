/** Webhooks on the wire: real servers on loopback, with and without TLS. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer as createTlsServer } from "node:https";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { Webhook } from "standardwebhooks";
import { makeAddressCheck } from "./addresses.ts";
import type { AddressRules } from "./addresses.ts";
import type { Attempt } from "./attempt.ts";
import { resolveByDns } from "./resolve.ts";
import { TEST_CERTIFICATE, TEST_KEY } from "./test-certificate.ts";
import { answerStatus, startReceiver, until } from "./test-outbox.ts";
import type { TestReceiver } from "./test-outbox.ts";
import { makeSendWebhook } from "./webhook.ts";
import type { PostOptions } from "./post.ts";
import type { WebhookRequest } from "./webhook.ts";

const SECRETS = [1, 2].map((byte) => `whsec_${Buffer.alloc(32, byte).toString("base64")}`);
const BODY = JSON.stringify({ type: "conflict.opened", data: { name: "جسر, мост" } });
const LOCAL: AddressRules = { allowLoopback: true, allowedNetworks: [] };

const requestTo = (url: string): WebhookRequest => ({
  url,
  secrets: SECRETS,
  id: "t1_17_0",
  body: BODY,
  nowMs: Date.now(),
});

type Attempting = Partial<PostOptions> & {
  readonly rules?: AddressRules;
  readonly signal?: AbortSignal;
};

const attempt = (url: string, more: Attempting = {}): Promise<Attempt> => {
  const { rules = LOCAL, signal = new AbortController().signal, ...rest } = more;
  const send = makeSendWebhook({
    mayReach: makeAddressCheck(rules),
    resolve: resolveByDns,
    trustedCertificates: [],
    ...rest,
  });
  return send(requestTo(url), signal);
};

const startTlsReceiver = (t: TestContext): Promise<TestReceiver> =>
  startReceiver(t, (listener) =>
    createTlsServer({ key: TEST_KEY, cert: TEST_CERTIFICATE }, listener),
  );

const reasonOf = (result: Attempt): string =>
  result.outcome === "delivered" ? "delivered" : result.reason;

test("a webhook arrives byte for byte, and the official library takes it with either secret", async (t) => {
  const receiver = await startReceiver(t);
  assert.deepEqual(await attempt(`${receiver.url}?key=1`), { outcome: "delivered" });
  const [one] = receiver.received;
  assert.ok(one);
  assert.equal(one.path, "/hook?key=1");
  assert.equal(one.body, BODY);
  assert.equal(one.headers["content-type"], "application/json");
  assert.equal(one.headers["webhook-id"], "t1_17_0");
  const headers = one.headers as Record<string, string>;
  for (const secret of SECRETS) {
    assert.deepEqual(new Webhook(secret).verify(one.body, headers), JSON.parse(BODY));
  }
});

test("it goes to the server that the certificate names, at the address that was checked", async (t) => {
  const receiver = await startTlsReceiver(t);
  const url = `https://receiver.test:${receiver.port}/hook`;
  const trusted = { trustedCertificates: [TEST_CERTIFICATE], resolve: async () => ["127.0.0.1"] };
  assert.deepEqual(await attempt(url, trusted), { outcome: "delivered" });
  assert.equal(receiver.received[0]!.headers.host, `receiver.test:${receiver.port}`);
});

test("a certificate that is not trusted, or for another name, gets nothing", async (t) => {
  const receiver = await startTlsReceiver(t);
  const trusted = { trustedCertificates: [TEST_CERTIFICATE], resolve: async () => ["127.0.0.1"] };
  const other = await attempt(`https://other.test:${receiver.port}/`, trusted);
  assert.equal(reasonOf(other), "its certificate is for another name");
  const untrusted = await attempt(`https://127.0.0.1:${receiver.port}/`);
  assert.equal(reasonOf(untrusted), "its certificate is not trusted");
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  t.after(() => delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"]);
  const unchecked = await attempt(`https://127.0.0.1:${receiver.port}/`);
  assert.equal(reasonOf(unchecked), "its certificate is not trusted");
  assert.equal(receiver.received.length, 0);
});

for (const [status, outcome] of [
  [200, "delivered"],
  [202, "delivered"],
  [299, "delivered"],
  [304, "failed"],
  [400, "failed"],
  [401, "failed"],
  [404, "failed"],
  [408, "failed"],
  [410, "gone"],
  [422, "failed"],
  [429, "failed"],
  [500, "failed"],
  [503, "failed"],
] as const) {
  test(`${status} is ${outcome}`, async (t) => {
    const receiver = await startReceiver(t);
    receiver.answer = answerStatus(status);
    const result = await attempt(receiver.url);
    assert.equal(result.outcome, outcome);
    if (outcome !== "delivered") assert.equal(reasonOf(result), `it answered ${status}`);
  });
}

test("what the receiver asks for is heard", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(429, { "Retry-After": "120" });
  const result = await attempt(receiver.url);
  assert.equal(result.outcome === "failed" && result.retryAfterMs, 120_000);
});

test("a redirect is not followed", async (t) => {
  const [receiver, other] = [await startReceiver(t), await startReceiver(t)];
  for (const status of [301, 302, 307, 308]) {
    receiver.answer = answerStatus(status, { Location: other.url });
    assert.equal(reasonOf(await attempt(receiver.url)), `it answered ${status}`);
  }
  assert.equal(other.received.length, 0);
});

test("an answer without end is cut, and its status counts", async (t) => {
  const receiver = await startReceiver(t);
  let writtenBytes = 0;
  let isCut = false;
  receiver.answer = (_request, response) => {
    const chunk = Buffer.alloc(64 * 1024, "x");
    response.on("close", () => (isCut = true)).on("error", () => {});
    const more = (): void => {
      writtenBytes += chunk.length;
      response.write(chunk, (error) => error || more());
    };
    response.writeHead(200);
    more();
  };
  assert.deepEqual(await attempt(receiver.url), { outcome: "delivered" });
  await until(() => isCut);
  assert.ok(writtenBytes < 8 * 1024 * 1024, `${writtenBytes} bytes were written`);
});

test("who answers nothing is left after the limit, who cuts the answer is heard", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = () => {};
  const late = new AbortController();
  const silent = attempt(receiver.url, { signal: late.signal });
  await until(() => receiver.received.length === 1);
  late.abort("no answer within 10 s");
  assert.deepEqual(await silent, {
    outcome: "failed",
    reason: "no answer within 10 s",
    retryAfterMs: null,
  });
  receiver.answer = (_request, response) => response.destroy();
  assert.equal(reasonOf(await attempt(receiver.url)), "the connection was cut");
  receiver.answer = (_request, response) => {
    response.writeHead(200, { "Content-Length": "100" }).write("x");
    setImmediate(() => response.destroy());
  };
  assert.equal((await attempt(receiver.url)).outcome, "delivered");
});

test("an answer that never ends is left after the limit, and its status counts", async (t) => {
  const receiver = await startReceiver(t);
  let isAnswered = false;
  receiver.answer = (_request, response) => {
    response.writeHead(200).write("x");
    isAnswered = true;
  };
  const late = new AbortController();
  const result = attempt(receiver.url, { signal: late.signal });
  await until(() => isAnswered);
  await sleep(50);
  late.abort("no answer within 10 s");
  assert.equal((await result).outcome, "delivered");
});

test("who does not listen, or speaks another protocol, is told in our words", async () => {
  const server = createTcpServer((socket) => {
    socket.on("error", () => {}).resume();
    socket.end("220 secret words\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  assert.equal(reasonOf(await attempt(`http://127.0.0.1:${port}/`)), "its answer is not HTTP");
  const tls = reasonOf(await attempt(`https://127.0.0.1:${port}/`));
  assert.match(tls, /does not speak TLS|was cut/);
  server.close();
  await once(server, "close");
  assert.equal(reasonOf(await attempt(`http://127.0.0.1:${port}/`)), "the connection was refused");
});

test("an address that is not public is not even connected to, by number or by name", async (t) => {
  const rules = { allowLoopback: false, allowedNetworks: [] };
  let connectionCount = 0;
  const server = createTcpServer((socket) => {
    connectionCount += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  for (const url of [`https://127.0.0.1:${port}/`, `https://[::1]:${port}/`]) {
    assert.equal(reasonOf(await attempt(url, { rules })), "its address is not a public one");
  }
  const names = [`https://localhost:${port}/`, `https://LOCALHOST.:${port}/`];
  for (const url of names) {
    assert.equal(reasonOf(await attempt(url, { rules })), "its address is not a public one");
  }
  // One address of several is enough: which one is taken is not ours to say.
  const mixed = await attempt(`https://desk.example:${port}/`, {
    rules,
    resolve: async () => ["8.8.8.8", "127.0.0.1"],
  });
  assert.equal(reasonOf(mixed), "its address is not a public one");
  assert.equal(reasonOf(await attempt(`http://desk.example:${port}/`, { rules })), "it is http");
  assert.equal(connectionCount, 0);
  await attempt(`https://127.0.0.1:${port}/`);
  assert.equal(connectionCount, 1, "the test sees a connection");
});

test("a name that leads elsewhere at the second look is not looked up twice", async (t) => {
  const inside = await startTlsReceiver(t);
  let lookUpCount = 0;
  const resolve = async (): Promise<string[]> => {
    lookUpCount += 1;
    // TEST-NET-1 stands for the public address: allowed here, and nobody answers there.
    return lookUpCount === 1 ? ["192.0.2.1"] : ["127.0.0.1"];
  };
  const late = new AbortController();
  const result = attempt(`https://rebind.example:${inside.port}/`, {
    rules: { allowLoopback: true, allowedNetworks: ["192.0.2.0/24"] },
    resolve,
    trustedCertificates: [TEST_CERTIFICATE],
    signal: late.signal,
  });
  setTimeout(() => late.abort("late"), 300);
  assert.equal((await result).outcome, "failed");
  assert.equal(lookUpCount, 1);
  assert.equal(inside.received.length, 0);
});

test("a name of no address is told so", async () => {
  const result = await attempt("https://desk.example/", { resolve: async () => [] });
  assert.equal(reasonOf(result), "its name is not known to DNS");
});

test("a look-up that is called off ends", async () => {
  const signal = AbortSignal.abort("late");
  assert.equal(reasonOf(await attempt("https://desk.example/", { signal })), "late");
});

test("proxies of the environment are not asked", async (t) => {
  const [receiver, proxy] = [await startReceiver(t), await startReceiver(t)];
  const proxyUrl = `http://127.0.0.1:${proxy.port}`;
  const script = `
    import { makeSendWebhook } from ${JSON.stringify(new URL("./webhook.ts", import.meta.url).href)};
    const send = makeSendWebhook({
      mayReach: () => true, resolve: async () => ["127.0.0.1"], trustedCertificates: [],
    });
    const request = { url: ${JSON.stringify(receiver.url)}, secrets: ["whsec_AAAA"], id: "t1_1_0", body: "{}", nowMs: 0 };
    process.stdout.write(JSON.stringify(await send(request, new AbortController().signal)));
    const { get } = await import("node:http");
    await new Promise((resolve) => get("http://desk.example/", resolve).on("error", resolve));
    process.exit();
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...process.env, NODE_USE_ENV_PROXY: "1", HTTP_PROXY: proxyUrl, HTTPS_PROXY: proxyUrl },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  await once(child, "close");
  assert.equal(printed, '{"outcome":"delivered"}');
  assert.equal(receiver.received.length, 1);
  // What goes the usual way does ask it: the test would see it.
  assert.deepEqual(
    proxy.received.map(({ path }) => path),
    ["http://desk.example/"],
  );
});

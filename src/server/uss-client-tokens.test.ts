/** Tokens for calling other USSs: the server's own, and an authority's on loopback. */

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { makeAuthenticateUss, openOwnUssIssuer } from "./uss-tokens.ts";
import { keepTokens, openClientTokens, TokenError } from "./uss-client-tokens.ts";
import type { TokenAsk } from "./uss-client-tokens.ts";
import { tempFolder, TestClock } from "./outbox/test-outbox.ts";

const SECRET = "s3cr3t+of the/client";
const ASK: TokenAsk = { audience: "uss.example.com", scope: "utm.strategic_coordination" };

type Asked = { readonly authorization: string; readonly form: Readonly<Record<string, string>> };

/** A token endpoint that gives `token-1`, `token-2` and so on, for a minute each unless told otherwise. */
const startAuthority = async (t: TestContext) => {
  const asked: Asked[] = [];
  const authority = { asked, status: 200, text: null as string | null, lifeS: 600, url: "" };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      const form = Object.fromEntries(new URLSearchParams(body));
      asked.push({ authorization: String(request.headers.authorization), form });
      const told = { access_token: `token-${asked.length}`, expires_in: authority.lifeS };
      response.writeHead(authority.status, { "content-type": "application/json" });
      response.end(authority.text ?? JSON.stringify(told));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  authority.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  return authority;
};

const openAt = (t: TestContext, url: string, clock = new TestClock()) => {
  const clientSecretFile = join(tempFolder(t), "secret");
  writeFileSync(clientSecretFile, `${SECRET}\n`, { mode: 0o600 });
  const tokens = { url, clientId: "wide berth", clientSecretFile };
  return openClientTokens({ name: "wideberth", tokens }, "unused", clock);
};

test("the server's own are for one host and one scope, and taken by who trusts its key", async (t) => {
  const dataDir = tempFolder(t);
  const clock = { nowMs: () => Date.now() };
  const tokens = openClientTokens({ name: "uss-of-host", tokens: "own" }, dataDir, clock);
  const { text, isFresh } = await tokens.get(ASK);
  assert.equal(isFresh, true);
  const { issuer } = openOwnUssIssuer(dataDir, [ASK.audience], clock);
  const verified = await makeAuthenticateUss([issuer], clock)(text);
  assert.ok(verified.ok);
  assert.equal(verified.principal.manager, "uss-of-host");
  assert.deepEqual(verified.principal.scopes, [ASK.scope]);
  const other = { ...issuer, audiences: ["other.example.com"] };
  assert.equal((await makeAuthenticateUss([other], clock)(text)).ok, false);
  assert.deepEqual(await tokens.get(ASK), { text, isFresh: false });
});

test("an authority is asked as RFC 6749 has it, once for all who ask at the same time", async (t) => {
  const authority = await startAuthority(t);
  const tokens = openAt(t, authority.url);
  const got = await Promise.all([tokens.get(ASK), tokens.get(ASK), tokens.get(ASK)]);
  assert.deepEqual([...new Set(got.map(({ text }) => text))], ["token-1"]);
  const [one] = authority.asked;
  assert.deepEqual(one!.form, { grant_type: "client_credentials", ...ASK });
  const [kind, encoded = ""] = one!.authorization.split(" ");
  assert.equal(kind, "Basic");
  const [id, secret] = Buffer.from(encoded, "base64").toString().split(":");
  assert.equal(id, "wide+berth");
  assert.equal(decodeURIComponent(secret!.replaceAll("+", " ")), SECRET);
  await tokens.get({ ...ASK, audience: "other.example.com" });
  await tokens.get({ ...ASK, scope: "utm.constraint_management" });
  assert.equal(authority.asked.length, 3);
});

test("one is used until shortly before its end, and a short one for half its life", async (t) => {
  const authority = await startAuthority(t);
  const clock = new TestClock();
  const tokens = openAt(t, authority.url, clock);
  const textAfter = async (ms: number): Promise<string> => {
    clock.move(ms);
    return (await tokens.get(ASK)).text;
  };
  assert.equal(await textAfter(0), "token-1");
  assert.equal(await textAfter(539_000), "token-1");
  authority.lifeS = 60;
  assert.equal(await textAfter(1_000), "token-2");
  assert.equal(await textAfter(29_000), "token-2");
  assert.equal(await textAfter(1_000), "token-3");
});

test("one that was refused is made anew, and a refusal of another forgets nothing", async () => {
  const clock = new TestClock();
  let count = 0;
  const tokens = keepTokens(async () => {
    count += 1;
    return { text: String(count), endsMs: clock.nowMs() + 1_000_000 };
  }, clock);
  const first = await tokens.get(ASK);
  tokens.forget(ASK, { text: "another", isFresh: false });
  assert.deepEqual(await tokens.get(ASK), { text: first.text, isFresh: false });
  tokens.forget(ASK, first);
  assert.equal((await tokens.get(ASK)).text, "2");
});

const soonS = (): number => Math.floor(Date.now() / 1000) + 120;
const jwtOf = (claims: object): string =>
  ["{}", JSON.stringify(claims), ""]
    .map((part) => Buffer.from(part).toString("base64url"))
    .join(".");

test("a JWT's own end counts where it comes before what was told", async (t) => {
  const authority = await startAuthority(t);
  const clock = new TestClock();
  const tokens = openAt(t, authority.url, clock);
  authority.text = JSON.stringify({ access_token: jwtOf({ exp: soonS() }), expires_in: 3600 });
  await tokens.get(ASK);
  clock.move(70_000);
  await tokens.get(ASK);
  assert.equal(authority.asked.length, 2);
});

const BAD: readonly (readonly [string, number, string | null, RegExp])[] = [
  ["refuses", 401, null, /answered 401/],
  ["is down", 503, null, /answered 503/],
  ["answers no JSON", 200, "<html>", /not answer with JSON/],
  ["gives none", 200, "{}", /no access_token/],
  ["gives null", 200, "null", /no access_token/],
  ["gives two lines", 200, JSON.stringify({ access_token: "a\r\nb: c" }), /no access_token/],
  ["gives a book", 200, JSON.stringify({ access_token: "a".repeat(9_000) }), /too long/],
];

for (const [does, status, text, expected] of BAD) {
  test(`an authority that ${does} is told in our words, and asked again the next time`, async (t) => {
    const authority = await startAuthority(t);
    Object.assign(authority, { status, text });
    const tokens = openAt(t, authority.url);
    await assert.rejects(tokens.get(ASK), (error: Error) => {
      assert.ok(error instanceof TokenError);
      assert.match(error.message, expected);
      assert.ok(!error.message.includes("s3cr3t"));
      return true;
    });
    Object.assign(authority, { status: 200, text: null });
    assert.equal((await tokens.get(ASK)).text, "token-2");
  });
}

test("an authority that is not there is told so; a secret that is missing or open is at the start", async (t) => {
  const authority = await startAuthority(t);
  const tokens = openAt(t, authority.url.replace(/:\d+/, ":1"));
  await assert.rejects(tokens.get(ASK), /does not answer/);
  const clientSecretFile = join(tempFolder(t), "secret");
  const open = () =>
    openClientTokens(
      { name: "us", tokens: { url: authority.url, clientId: "us", clientSecretFile } },
      "unused",
      new TestClock(),
    );
  assert.throws(open, /is missing or empty/);
  writeFileSync(clientSecretFile, SECRET, { mode: 0o644 });
  assert.throws(open, /may be read by other users/);
});

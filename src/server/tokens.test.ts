import assert from "node:assert/strict";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { makeAuthenticate } from "./auth.ts";
import { issuerKeyPath, openOwnIssuer, TOKEN_TTL_MAX_S } from "./tokens.ts";

const clock = { nowMs: () => Date.now() };
const folder = mkdtempSync(join(tmpdir(), "wideberth-tokens-"));
after(() => rmSync(folder, { recursive: true }));
const dataDir = join(folder, "data");

test("the key is made once, for its owner's eyes alone, and stays", async () => {
  const { issueToken } = openOwnIssuer(dataDir, clock);
  assert.equal(statSync(issuerKeyPath(dataDir)).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(dataDir), ["issuer-key.json"]);
  const text = readFileSync(issuerKeyPath(dataDir), "utf8");
  const token = await issueToken({ party: "NORTH", roles: ["desk"], sub: "desk-1", ttlS: 60 });
  const again = openOwnIssuer(dataDir, clock);
  assert.equal(readFileSync(issuerKeyPath(dataDir), "utf8"), text);
  const answer = await makeAuthenticate([again.issuer], clock)(token);
  assert.ok(answer.ok);
  assert.deepEqual([answer.principal.party, answer.principal.roles], ["NORTH", ["desk"]]);
});

test("the host's token has no party", async () => {
  const { issuer, issueToken } = openOwnIssuer(dataDir, clock);
  const token = await issueToken({ party: null, roles: ["host"], sub: "host-1", ttlS: 60 });
  const answer = await makeAuthenticate([issuer], clock)(token);
  assert.equal(answer.ok && answer.principal.party, null);
});

test("a token of another server is refused", async () => {
  const other = openOwnIssuer(join(folder, "other"), clock);
  const token = await other.issueToken({ party: "NORTH", roles: ["desk"], sub: "x", ttlS: 60 });
  const { issuer } = openOwnIssuer(dataDir, clock);
  assert.equal((await makeAuthenticate([issuer], clock)(token)).ok, false);
});

for (const [name, request] of [
  ["no role", { party: "NORTH", roles: [], sub: "x", ttlS: 60 }],
  ["a desk without a party", { party: null, roles: ["desk"], sub: "x", ttlS: 60 }],
  ["a host with a party", { party: "NORTH", roles: ["host"], sub: "x", ttlS: 60 }],
  ["no holder", { party: "NORTH", roles: ["desk"], sub: "", ttlS: 60 }],
  ["no end", { party: "NORTH", roles: ["desk"], sub: "x", ttlS: TOKEN_TTL_MAX_S + 1 }],
  ["an end before its start", { party: "NORTH", roles: ["desk"], sub: "x", ttlS: 0 }],
] as const) {
  test(`no token is issued with ${name}`, async () => {
    await assert.rejects(openOwnIssuer(dataDir, clock).issueToken(request), RangeError);
  });
}

test("a key that others may read, or that is none, is not used", () => {
  chmodSync(issuerKeyPath(dataDir), 0o644);
  assert.throws(() => openOwnIssuer(dataDir, clock), /set its mode to 600/);
  writeFileSync(issuerKeyPath(dataDir), "{}");
  chmodSync(issuerKeyPath(dataDir), 0o600);
  assert.throws(() => openOwnIssuer(dataDir, clock));
});

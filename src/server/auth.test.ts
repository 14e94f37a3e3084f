import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { SignJWT } from "jose";
import { AUTH_LIMITS, makeAuthenticate } from "./auth.ts";
import type { Authenticated, TrustedIssuer } from "./auth.ts";
import { openIssuer, remoteKeys } from "./auth-keys.ts";
import type { IssuerConfig } from "./auth-keys.ts";

const NOW_MS = Date.UTC(2026, 5, 1, 12);
const NOW_S = NOW_MS / 1000;
const clock = { nowMs: () => NOW_MS };
const own = generateKeyPairSync("ed25519");
const foreign = generateKeyPairSync("ed25519");
const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" });

const issuer: TrustedIssuer = {
  issuer: "https://id.example",
  audiences: ["wideberth", "other-name"],
  algorithms: ["EdDSA"],
  partyClaim: "party",
  rolesClaim: "roles",
  lifetimeMaxS: 3600,
  parties: null,
  isHostIssuer: true,
  getKey: async () => own.publicKey,
};

type Claims = Record<string, unknown>;
const GOOD: Claims = {
  iss: "https://id.example",
  aud: "wideberth",
  sub: "desk-1",
  iat: NOW_S - 10,
  exp: NOW_S + 600,
  party: "NORTH",
  roles: ["desk"],
};

const sign = (claims: Claims, key: KeyObject = own.privateKey, alg = "EdDSA"): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(key);

const without = (name: string): Claims => {
  const { [name]: _left, ...rest } = GOOD;
  return rest;
};

const ask = async (token: string, given = issuer): Promise<Authenticated> =>
  makeAuthenticate([given], clock)(token);

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

test("a good token names its holder, party, roles and end", async () => {
  assert.deepEqual(await ask(await sign(GOOD)), {
    ok: true,
    principal: {
      sub: "desk-1",
      party: "NORTH",
      roles: ["desk"],
      expiresAtMs: (NOW_S + 600 + AUTH_LIMITS.clockSkewS) * 1000,
      secretId: null,
    },
  });
});

test("a name of the server's own people is taken from the server alone", async () => {
  const claims = { ...GOOD, sub: "member-00000000000000", sec: "one" };
  const foreign = await ask(await sign(claims));
  assert.match(!foreign.ok ? foreign.detail : "", /a name of this server's own/);
  const own = await ask(await sign(claims), { ...issuer, isOwn: true });
  assert.equal(own.ok && own.principal.secretId, "one");
  const { sec: _none, ...without } = claims;
  const bare = await ask(await sign(without), { ...issuer, isOwn: true });
  assert.equal(bare.ok && bare.principal.secretId, "", "known to be of a secret that is none");
});

suite("tokens that are taken", () => {
  const TAKEN: readonly (readonly [string, Claims])[] = [
    ["expired by less than the clocks may differ", { ...GOOD, exp: NOW_S - 59 }],
    ["issued a little ahead", { ...GOOD, iat: NOW_S + 59 }],
    ["for another of our names", { ...GOOD, aud: ["x", "other-name"] }],
    ["roles in words", { ...GOOD, roles: "reader openid" }],
    ["the host's", { ...without("party"), roles: ["host"] }],
    ["one that does not say when it was issued", without("iat")],
  ];
  for (const [name, claims] of TAKEN) {
    test(name, async () => assert.equal((await ask(await sign(claims))).ok, true));
  }
  test("claims by a dotted path", async () => {
    const nested = { ...issuer, rolesClaim: "realm_access.roles", partyClaim: "org.party" };
    const claims = { ...GOOD, realm_access: { roles: ["desk"] }, org: { party: "SOUTH" } };
    const answer = await ask(await sign(claims), nested);
    assert.equal(answer.ok && answer.principal.party, "SOUTH");
  });
});

test("an issuer speaks for the parties it was given, and makes a host only if it may", async () => {
  const bound = { ...issuer, parties: ["NORTH"], isHostIssuer: false };
  assert.equal((await ask(await sign(GOOD), bound)).ok, true);
  const rows: readonly (readonly [Claims, RegExp])[] = [
    [{ ...GOOD, party: "SOUTH" }, /may not speak for that party/],
    [{ ...without("party"), roles: ["host"] }, /may not make a host/],
  ];
  for (const [claims, pattern] of rows) {
    const answer = await ask(await sign(claims), bound);
    assert.match(answer.ok ? "taken" : answer.detail, pattern);
  }
});

suite("tokens that are refused", () => {
  const REFUSED: readonly (readonly [string, () => Promise<string> | string, RegExp])[] = [
    ["expired", () => sign({ ...GOOD, exp: NOW_S - 61 }), /expired/],
    ["without exp", () => sign(without("exp")), /claim exp/],
    ["without sub", () => sign(without("sub")), /claim sub/],
    ["with an empty sub", () => sign({ ...GOOD, sub: "" }), /sub/],
    ["without aud", () => sign(without("aud")), /claim aud/],
    ["for another audience", () => sign({ ...GOOD, aud: "else" }), /claim aud/],
    [
      "of an unknown issuer",
      () => sign({ ...GOOD, iss: "https://evil.example" }),
      /issuer is not known/,
    ],
    ["without issuer", () => sign(without("iss")), /issuer is not known/],
    ["not yet good", () => sign({ ...GOOD, nbf: NOW_S + 120 }), /claim nbf/],
    ["issued in the future", () => sign({ ...GOOD, iat: NOW_S + 120 }), /future/],
    ["too long-lived", () => sign({ ...GOOD, exp: NOW_S + 7200 }), /lives longer/],
    ["signed by another key", () => sign(GOOD, foreign.privateKey), /signature/],
    [
      "of an algorithm that is not taken",
      () => sign(GOOD, elliptic.privateKey, "ES256"),
      /algorithm/,
    ],
    ["without party", () => sign(without("party")), /party does not name/],
    ["with a party that is no text", () => sign({ ...GOOD, party: 7 }), /party does not name/],
    ["without a role", () => sign(without("roles")), /names none of/],
    ["with roles of others only", () => sign({ ...GOOD, roles: ["admin"] }), /names none of/],
    ["host and party at once", () => sign({ ...GOOD, roles: ["host"] }), /host has no party/],
    [
      "host and desk at once",
      () => sign({ ...without("party"), roles: ["host", "desk"] }),
      /no other role/,
    ],
    ["alg none", () => `${encode({ alg: "none" })}.${encode(GOOD)}.`, /algorithm|not a signed JWT/],
    [
      "tampered",
      async () => {
        const [header, , signature] = (await sign(GOOD)).split(".");
        return `${header}.${encode({ ...GOOD, party: "SOUTH" })}.${signature}`;
      },
      /signature/,
    ],
    [
      "HS256 with the public key as secret",
      async () => {
        const pem = own.publicKey.export({ type: "spki", format: "pem" });
        return new SignJWT(GOOD).setProtectedHeader({ alg: "HS256" }).sign(Buffer.from(pem));
      },
      /algorithm/,
    ],
    ["no JWT at all", () => "hello", /not a signed JWT|issuer/],
    ["far too long", () => "x".repeat(9000), /too long/],
  ];
  for (const [name, make, reason] of REFUSED) {
    test(name, async () => {
      const answer = await ask(await make());
      assert.ok(!answer.ok);
      assert.equal(answer.reason, "refused");
      assert.match(answer.detail, reason);
    });
  }
});

test("a verified token is remembered, not past its end, and not for long", async () => {
  let [nowMs, verifications] = [NOW_MS, 0];
  const getKey: TrustedIssuer["getKey"] = async () => {
    verifications++;
    return own.publicKey;
  };
  const authenticate = makeAuthenticate([{ ...issuer, getKey }], { nowMs: () => nowMs });
  const token = await sign(GOOD);
  await authenticate(token);
  assert.ok(!(authenticate(token) instanceof Promise));
  assert.equal(verifications, 1);
  nowMs += AUTH_LIMITS.rememberedMs;
  assert.equal((await authenticate(token)).ok, true);
  assert.equal(verifications, 2);
  nowMs = NOW_MS + (600 + 61) * 1000;
  assert.equal((await authenticate(token)).ok, false);
});

const config = (keys: IssuerConfig["keys"]): IssuerConfig => ({
  issuer: issuer.issuer,
  audiences: issuer.audiences,
  algorithms: ["EdDSA"],
  partyClaim: "party",
  rolesClaim: "roles",
  lifetimeMaxS: null,
  parties: null,
  isHostIssuer: true,
  keys,
});

suite("keys", () => {
  const folder = mkdtempSync(join(tmpdir(), "wideberth-auth-"));
  const jwks = {
    keys: [{ ...own.publicKey.export({ format: "jwk" }), kid: "k1", alg: "EdDSA", use: "sig" }],
  };
  test("from a JWKS file, and from a PEM file", async () => {
    const [jwksFile, pemFile] = [join(folder, "jwks.json"), join(folder, "key.pem")];
    writeFileSync(jwksFile, JSON.stringify(jwks));
    writeFileSync(pemFile, own.publicKey.export({ type: "spki", format: "pem" }));
    const places = [
      { kind: "jwks-file", path: jwksFile },
      { kind: "public-key-file", path: pemFile },
    ] as const;
    for (const keys of places) {
      const opened = openIssuer(config(keys), clock);
      assert.equal((await ask(await sign(GOOD), opened)).ok, true, keys.kind);
      const forged = await ask(await sign(GOOD, foreign.privateKey), opened);
      assert.equal(forged.ok, false);
    }
    assert.throws(() => openIssuer(config({ kind: "jwks-file", path: "/none" }), clock));
    rmSync(folder, { recursive: true });
  });

  test("by URL; the last ones are used while the issuer is away, for a stated time", async () => {
    let [isUp, reads, nowMs] = [true, 0, NOW_MS];
    const server = createServer((_request, response) => {
      reads++;
      if (!isUp) response.writeHead(500).end();
      else response.setHeader("Content-Type", "application/json").end(JSON.stringify(jwks));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
    const limits = { freshMs: 0, cooldownMs: 0, timeoutMs: 1000, staleMaxMs: 1000 };
    const getKey = remoteKeys(uri, { nowMs: () => nowMs }, limits);
    const verify = async () => ask(await sign(GOOD), { ...issuer, getKey });
    assert.equal((await verify()).ok, true);
    isUp = false;
    assert.equal((await verify()).ok, true);
    assert.ok(reads >= 2);
    nowMs += 1001;
    const answer = await verify();
    assert.equal(!answer.ok && answer.reason, "keys-unavailable");
    server.close();
  });
});

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import type { KeyObject } from "node:crypto";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { SignJWT } from "jose";
import { openKeys, remoteKeys } from "./auth-keys.ts";
import {
  makeAuthenticateUss,
  openAuthenticateUss,
  openOwnUssIssuer,
  OWN_USS_AUDIENCE,
  ussKeyPath,
} from "./uss-tokens.ts";
import type { UssIssuer, VerifiedUss } from "./uss-tokens.ts";

const NOW_MS = Date.UTC(2026, 5, 1, 12);
const NOW_S = NOW_MS / 1000;
const clock = { nowMs: () => NOW_MS };
const makeRsa = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const [own, foreign, next] = [makeRsa(), makeRsa(), makeRsa()];
const folder = mkdtempSync(join(tmpdir(), "wideberth-uss-"));
after(() => rmSync(folder, { recursive: true }));

const issuer: UssIssuer = {
  issuer: "https://authority.example/oauth/token",
  audiences: ["dss.example.com", "localhost"],
  getKey: async () => own.publicKey,
};

type Claims = Record<string, unknown>;
const GOOD: Claims = {
  iss: issuer.issuer,
  aud: "dss.example.com",
  sub: "uss1",
  exp: NOW_S + 3600,
  scope: "utm.strategic_coordination utm.constraint_processing other",
};
const without = (name: string): Claims => {
  const { [name]: _left, ...rest } = GOOD;
  return rest;
};

type Signing = { readonly key?: KeyObject; readonly alg?: string; readonly kid?: string };
const sign = (
  claims: Claims,
  { key = own.privateKey, alg = "RS256", kid }: Signing = {},
): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg, ...(kid ? { kid } : {}) }).sign(key);

const ask = async (token: string, ...issuers: UssIssuer[]): Promise<VerifiedUss> =>
  makeAuthenticateUss(issuers.length > 0 ? issuers : [issuer], clock)(token);

test("a good token names the USS and those of its scopes that are known", async () => {
  assert.deepEqual(await ask(await sign(GOOD)), {
    ok: true,
    principal: {
      manager: "uss1",
      scopes: ["utm.strategic_coordination", "utm.constraint_processing"],
      expiresAtMs: (NOW_S + 3660) * 1000,
    },
  });
});

for (const [name, claims] of [
  ["ending a skew over the hour", { ...GOOD, exp: NOW_S + 3660 }],
  ["expired by less than the skew", { ...GOOD, exp: NOW_S - 59 }],
  ["of one of several audiences", { ...GOOD, aud: ["x", "localhost"] }],
  ["that names a party of ours as its role", { ...GOOD, party: "NORTH", roles: ["desk"] }],
] as const) {
  test(`a token ${name} is taken`, async () => assert.ok((await ask(await sign(claims))).ok));
}

for (const [name, claims] of [
  ["without a scope", without("scope")],
  ["with a list as its scope", { ...GOOD, scope: ["utm.strategic_coordination"] }],
  ["with a scope in capitals", { ...GOOD, scope: "UTM.STRATEGIC_COORDINATION" }],
] as const) {
  test(`a token ${name} may do nothing`, async () => {
    const answer = await ask(await sign(claims));
    assert.deepEqual(answer.ok && answer.principal.scopes, []);
  });
}

suite("tokens that are refused", () => {
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const REFUSED: readonly (readonly [string, () => Promise<string>, RegExp])[] = [
    ["over an hour ahead", () => sign({ ...GOOD, exp: NOW_S + 3661 }), /more than an hour/],
    ["expired", () => sign({ ...GOOD, exp: NOW_S - 61 }), /expired/],
    ["without an end", () => sign(without("exp")), /claim exp/],
    ["without sub", () => sign(without("sub")), /claim sub/],
    ["with an empty sub", () => sign({ ...GOOD, sub: "" }), /sub/],
    ["with a very long sub", () => sign({ ...GOOD, sub: "x".repeat(129) }), /128/],
    ["without audience", () => sign(without("aud")), /claim aud/],
    ["of another audience", () => sign({ ...GOOD, aud: "dss.example.org" }), /claim aud/],
    ["of an unknown issuer", () => sign({ ...GOOD, iss: "https://else" }), /issuer is not known/],
    ["without issuer", () => sign(without("iss")), /issuer is not known/],
    ["issued in the future", () => sign({ ...GOOD, iat: NOW_S + 120 }), /future/],
    ["not yet good", () => sign({ ...GOOD, nbf: NOW_S + 120 }), /nbf/],
    ["of another key", () => sign(GOOD, { key: foreign.privateKey }), /signature/],
    ["by ES256", () => sign(GOOD, { key: ec.privateKey, alg: "ES256" }), /algorithm/],
    ["by PS256 with the same key", () => sign(GOOD, { alg: "PS256" }), /algorithm/],
    ["by RS512 with the same key", () => sign(GOOD, { alg: "RS512" }), /algorithm/],
    [
      "by HS256 with the public key as secret",
      () => {
        const pem = own.publicKey.export({ type: "spki", format: "pem" });
        return new SignJWT(GOOD).setProtectedHeader({ alg: "HS256" }).sign(Buffer.from(pem));
      },
      /algorithm/,
    ],
    [
      "unsigned",
      async () => {
        const [, payload] = (await sign(GOOD)).split(".");
        const header = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
        return `${header}.${payload}.`;
      },
      /algorithm|not a signed/,
    ],
    [
      "tampered",
      async () => {
        const [header, , signature] = (await sign(GOOD)).split(".");
        const payload = Buffer.from(JSON.stringify({ ...GOOD, sub: "uss2" })).toString("base64url");
        return `${header}.${payload}.${signature}`;
      },
      /signature/,
    ],
    ["that is no JWT", async () => "hello", /not a signed JWT/],
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

test("an issuer with several PEM files is believed by each of their keys, and by no other", async () => {
  const files = [own, next].map(({ publicKey }, i) => {
    const path = join(folder, `${i}.pem`);
    writeFileSync(path, publicKey.export({ type: "spki", format: "pem" }));
    return { ...issuer, getKey: openKeys({ kind: "public-key-file", path }, clock) };
  });
  for (const [key, isTaken] of [
    [own.privateKey, true],
    [next.privateKey, true],
    [foreign.privateKey, false],
  ] as const) {
    assert.equal((await ask(await sign(GOOD, { key }), ...files)).ok, isTaken);
  }
});

const jwkOf = ({ publicKey }: { publicKey: KeyObject }, kid: string) => ({
  ...publicKey.export({ format: "jwk" }),
  kid,
  alg: "RS256",
});

test("keys by URL are found by their id, read again for a new one, and used while it is away", async () => {
  let [isUp, nowMs, keys] = [true, NOW_MS, [jwkOf(own, "one")]];
  const server = createServer((_request, response) => {
    if (!isUp) response.writeHead(503).end();
    else response.setHeader("Content-Type", "application/json").end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  const limits = { freshMs: 0, cooldownMs: 0, timeoutMs: 1000, staleMaxMs: 1000 };
  const getKey = remoteKeys(uri, { nowMs: () => nowMs }, limits);
  const verify = async (signing: Signing) => ask(await sign(GOOD, signing), { ...issuer, getKey });
  assert.ok((await verify({ kid: "one" })).ok);
  const early = await verify({ kid: "two", key: next.privateKey });
  assert.match(early.ok ? "" : early.detail, /does not publish/);
  keys = [...keys, jwkOf(next, "two")];
  assert.ok((await verify({ kid: "two", key: next.privateKey })).ok);
  isUp = false;
  assert.ok((await verify({ kid: "one" })).ok);
  nowMs += 1001;
  const late = await verify({ kid: "one" });
  assert.equal(!late.ok && late.reason, "keys-unavailable");
  server.close();
});

test("the settings say whose tokens are taken", async () => {
  const path = join(folder, "settings.pem");
  writeFileSync(path, own.publicKey.export({ type: "spki", format: "pem" }));
  const dataDir = join(folder, "settings");
  const settings = {
    issuers: [{ issuer: issuer.issuer, keys: { kind: "public-key-file", path } }],
    audiences: ["dss.example.com"],
    ownIssuer: false,
    party: "NORTH",
    parties: {},
    allowHttp: false,
    heedSubscriptionAltitudes: false,
    ratePerMinute: null,
    uss: null,
  } as const;
  const { issueToken } = openOwnUssIssuer(dataDir, [], clock);
  const scopes = ["utm.strategic_coordination"] as const;
  const local = await issueToken({ sub: "uss1", scopes, audience: OWN_USS_AUDIENCE, ttlS: 60 });
  for (const ownIssuer of [false, true]) {
    const authenticate = openAuthenticateUss({ ...settings, ownIssuer }, dataDir, clock);
    assert.ok((await authenticate(await sign(GOOD))).ok);
    assert.equal((await authenticate(local)).ok, ownIssuer);
    const aud = "localhost";
    assert.equal((await authenticate(await sign({ ...GOOD, aud }))).ok, false);
  }
  const keys = { kind: "public-key-file", path: "/none" } as const;
  const wrong = { ...settings, issuers: [{ issuer: issuer.issuer, keys }] };
  assert.throws(() => openAuthenticateUss(wrong, dataDir, clock), /\/none/);
});

suite("tokens of the server's own", () => {
  const dataDir = join(folder, "data");
  const request = {
    sub: "uss1",
    scopes: ["utm.strategic_coordination"],
    audience: OWN_USS_AUDIENCE,
    ttlS: 3600,
  } as const;

  test("the key is made once, for its owner's eyes alone; who opens the folder agrees on it", async () => {
    const verb = openOwnUssIssuer(dataDir, [], clock);
    assert.equal(statSync(ussKeyPath(dataDir)).mode & 0o777, 0o600);
    const text = readFileSync(ussKeyPath(dataDir), "utf8");
    const server = openOwnUssIssuer(dataDir, ["dss.example.com"], clock);
    assert.deepEqual(readdirSync(dataDir), ["f3548-key.json"]);
    assert.equal(readFileSync(ussKeyPath(dataDir), "utf8"), text);
    for (const audience of [OWN_USS_AUDIENCE, "dss.example.com"]) {
      const answer = await ask(await verb.issueToken({ ...request, audience }), server.issuer);
      assert.deepEqual(answer.ok && answer.principal.manager, "uss1", audience);
      assert.deepEqual(answer.ok && answer.principal.scopes, request.scopes);
    }
    const elsewhere = await verb.issueToken({ ...request, audience: "dss.example.org" });
    assert.equal((await ask(elsewhere, server.issuer)).ok, false);
  });

  test("another folder's are refused, and so are ours where they are not asked for", async () => {
    const other = openOwnUssIssuer(join(folder, "other"), [], clock);
    const ours = openOwnUssIssuer(dataDir, [], clock);
    assert.equal((await ask(await other.issueToken(request), ours.issuer)).ok, false);
    assert.equal((await ask(await ours.issueToken(request))).ok, false);
  });

  for (const [name, change] of [
    ["for nobody", { sub: "" }],
    ["for too long a name", { sub: "x".repeat(129) }],
    ["for nothing", { scopes: [] }],
    ["for longer than is taken", { ttlS: 3601 }],
    ["that has ended", { ttlS: 0 }],
  ] as const) {
    test(`none is issued ${name}`, async () => {
      const { issueToken } = openOwnUssIssuer(dataDir, [], clock);
      await assert.rejects(issueToken({ ...request, ...change }), RangeError);
    });
  }

  test("a key that others may read, or that is another's kind, is not used", () => {
    chmodSync(ussKeyPath(dataDir), 0o644);
    assert.throws(() => openOwnUssIssuer(dataDir, [], clock), /set its mode to 600/);
    const jwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
    writeFileSync(ussKeyPath(dataDir), JSON.stringify(jwk));
    chmodSync(ussKeyPath(dataDir), 0o600);
    assert.throws(() => openOwnUssIssuer(dataDir, [], clock), /holds no RSA key/);
  });
});

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ConfigError, envName, flagName, readConfig, renderSettings, SETTINGS } from "./config.ts";
import type { ConfigSources } from "./config.ts";
import { readSmtpUrl } from "./mail-settings.ts";

const folder = mkdtempSync(join(tmpdir(), "wideberth-config-"));
after(() => rmSync(folder, { recursive: true }));

const withFile = (content: unknown): string => {
  const path = join(folder, "wideberth.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

const ISSUER = {
  issuer: "https://id",
  audience: "wideberth",
  jwksUri: "https://id/jwks",
  parties: ["NORTH"],
};

test("without anything the defaults hold, and each would be taken if it were written", () => {
  const config = readConfig({ env: {} });
  assert.equal(config.host, "127.0.0.1");
  const again = readConfig({ env: {}, file: withFile({ ...config, issuers: [] }) });
  assert.deepEqual(again, config);
});

test("flags win over the environment, that over the file, that over the defaults", () => {
  const file = withFile({ port: 1, host: "a", logLevel: "warn" });
  const env = { WIDEBERTH_PORT: "2", WIDEBERTH_HOST: "b", PATH: "x", WIDEBERTH_TOKEN: "t" };
  const config = readConfig({ file, env, flags: { port: "3" } });
  assert.deepEqual([config.port, config.host, config.logLevel], [3, "b", "warn"]);
  const named = readConfig({ env: { WIDEBERTH_CONFIG: file } });
  assert.equal(named.port, 1);
});

test("lists are JSON in the file, words with commas elsewhere", () => {
  const env = { WIDEBERTH_CORS_ORIGINS: "https://a.example, https://b.example:8443" };
  const { corsOrigins } = readConfig({ env });
  assert.deepEqual(corsOrigins, ["https://a.example", "https://b.example:8443"]);
  assert.deepEqual(
    readConfig({ env: {}, file: withFile({ corsOrigins }) }).corsOrigins,
    corsOrigins,
  );
  assert.equal(readConfig({ env: { WIDEBERTH_RATE_PER_MINUTE: "off" } }).ratePerMinute, null);
});

const readUrl = (text: string) => readConfig({ env: { WIDEBERTH_PUBLIC_URL: text } }).publicUrl;

test("the public address is an origin, or none", () => {
  assert.equal(readUrl("https://host.example"), "https://host.example");
  assert.equal(readUrl("null"), null);
  for (const text of ["host.example", "https://host.example/", "https://host.example/path"])
    assert.throws(() => readUrl(text), /WIDEBERTH_PUBLIC_URL .*(origin|URL)/);
});

test("an issuer is read with its defaults, from the file or as JSON of the environment", () => {
  const read = {
    issuer: "https://id",
    audiences: ["wideberth"],
    keys: { kind: "jwks-uri", uri: "https://id/jwks" },
    algorithms: ["EdDSA"],
    partyClaim: "party",
    rolesClaim: "roles",
    lifetimeMaxS: null,
    parties: ["NORTH"],
    isHostIssuer: false,
  };
  assert.deepEqual(readConfig({ env: {}, file: withFile({ issuers: [ISSUER] }) }).issuers, [read]);
  const env = { WIDEBERTH_ISSUERS: JSON.stringify([ISSUER]) };
  assert.deepEqual(readConfig({ env }).issuers, [read]);
});

const F3548 = {
  issuers: [{ issuer: "https://authority/token", publicKeyFile: "a.pem" }],
  audiences: ["dss.example.com"],
  party: "NORTH",
};
const f3548 = (change: object): ConfigSources => ({
  env: { WIDEBERTH_F3548: JSON.stringify({ ...F3548, ...change }) },
});

test("USSs are served where it is said how", () => {
  assert.equal(readConfig({ env: {} }).f3548, null);
  assert.equal(readConfig({ env: { WIDEBERTH_F3548: "null" } }).f3548, null);
  const read = {
    issuers: [
      { issuer: "https://authority/token", keys: { kind: "public-key-file", path: "a.pem" } },
    ],
    audiences: ["dss.example.com"],
    ownIssuer: false,
    party: "NORTH",
    parties: {},
    allowHttp: false,
    heedSubscriptionAltitudes: false,
    ratePerMinute: 6_000,
    uss: null,
  };
  assert.deepEqual(readConfig({ env: {}, file: withFile({ f3548: F3548 }) }).f3548, read);
  assert.deepEqual(readConfig(f3548({})).f3548, read);
  const flags = { f3548: JSON.stringify({ ownIssuer: true, party: "NORTH" }) };
  const local = { ...read, issuers: [], audiences: [], ownIssuer: true };
  assert.deepEqual(readConfig({ env: {}, flags }).f3548, local);
  const parties = { uss2: "SOUTH" };
  const changed = {
    parties,
    allowHttp: true,
    heedSubscriptionAltitudes: true,
    ratePerMinute: null,
  };
  assert.deepEqual(readConfig(f3548(changed)).f3548, { ...read, ...changed });
});

test("the server as a USS has a name, a place and tokens", () => {
  const uss = { name: "host", baseUrl: "https://host.example/uss/", tokens: "own" };
  const tokens = { url: "https://authority/token", clientId: "host", clientSecretFile: "secret" };
  assert.deepEqual(readConfig(f3548({ uss })).f3548!.uss, {
    ...uss,
    baseUrl: "https://host.example/uss",
  });
  assert.deepEqual(readConfig(f3548({ uss: { ...uss, tokens } })).f3548!.uss!.tokens, tokens);
  const near = { ...uss, baseUrl: "http://localhost:8080" };
  assert.equal(
    readConfig(f3548({ uss: near, allowHttp: true })).f3548!.uss!.baseUrl,
    "http://localhost:8080",
  );
});

test("a mail server is encrypted unless it says that it is not, and has its usual port", () => {
  for (const [text, read] of [
    ["smtps://mail.example", { host: "mail.example", port: 465, tls: "implicit" }],
    ["smtp://mail.example", { host: "mail.example", port: 587, tls: "starttls" }],
    ["smtp://[::1]:2525?tls=none", { host: "::1", port: 2525, tls: "none" }],
  ] as const) {
    assert.deepEqual(readSmtpUrl(text, "smtpUrl"), read);
    assert.equal(readConfig({ env: { WIDEBERTH_SMTP_URL: text } }).smtpUrl, text);
  }
});

test("a password in the mail server's URL is refused, and not said again", () => {
  const flags = { "smtp-url": "smtps://user:word@mail.example" };
  assert.throws(
    () => readConfig({ env: {}, flags }),
    ({ message }: Error) => /smtpCredentialsFile/.test(message) && !message.includes("word"),
  );
});

const USS = { name: "host", baseUrl: "https://host.example", tokens: "own" };

const REFUSED: readonly (readonly [string, ConfigSources, RegExp])[] = [
  ["a misspelt name in the file", { env: {}, file: withFile2({ prot: 1 }) }, /did you mean port\?/],
  [
    "an issuer that is bound to no party",
    { env: { WIDEBERTH_ISSUERS: JSON.stringify([{ ...ISSUER, parties: undefined }]) } },
    /parties is missing: list the parties/,
  ],
  ["a misspelt variable", { env: { WIDEBERTH_PROT: "1" } }, /did you mean WIDEBERTH_PORT\?/],
  ["a misspelt flag", { env: {}, flags: { "data-dri": "x" } }, /did you mean data-dir\?/],
  [
    "a port beyond the last",
    { env: { WIDEBERTH_PORT: "65536" } },
    /WIDEBERTH_PORT "65536" is not a whole/,
  ],
  ["a port that is no number", { env: {}, flags: { port: "http" } }, /--port "http"/],
  ["an unknown level", { env: { WIDEBERTH_LOG_LEVEL: "loud" } }, /use fatal, error/],
  ["an origin with a path", { env: { WIDEBERTH_CORS_ORIGINS: "https://a/b" } }, /not an origin/],
  ["a file that is no JSON", { env: {}, file: withFile2("{") }, /can't be read as JSON/],
  ["a file that is not there", { env: {}, file: "/none/such" }, /can't be read/],
  ["a list as the file", { env: {}, file: withFile2([]) }, /not an object/],
  ["USSs of whom nobody is trusted", f3548({ issuers: [] }), /issuers is empty: name one, or set/],
  ["USSs whose tokens name nobody", f3548({ audiences: [] }), /audiences is empty/],
  [
    "USSs of no party",
    f3548({ party: undefined }),
    /f3548\.party|WIDEBERTH_F3548\.party is not text/,
  ],
  ["a USS of no party", f3548({ parties: { uss2: null } }), /parties\.uss2 is not text/],
  ["a misspelt setting of USSs", f3548({ audience: ["x"] }), /did you mean audiences\?/],
  [
    "USSs' keys over plain http",
    f3548({ issuers: [{ issuer: "x", jwksUri: "http://a/b" }] }),
    /https/,
  ],
  ["a USS of no name", f3548({ uss: { ...USS, name: "" } }), /uss\.name is not text/],
  ["a USS over plain http", f3548({ uss: { ...USS, baseUrl: "http://a" } }), /not an https URL/],
  ["a USS with a query", f3548({ uss: { ...USS, baseUrl: "https://a?b" } }), /leave it out/],
  ["a USS without tokens", f3548({ uss: { ...USS, tokens: "none" } }), /tokens must be "own" or/],
  ["a USS with half a place", f3548({ uss: { ...USS, tokens: {} } }), /tokens\.url is not text/],
  ["a misspelt setting of a USS", f3548({ uss: { ...USS, baseUri: "" } }), /did you mean baseUrl/],
  ["a rate of none", f3548({ ratePerMinute: 0 }), /ratePerMinute 0 is not a whole number/],
  ["USSs as a word", { env: { WIDEBERTH_F3548: "on" } }, /WIDEBERTH_F3548 is not JSON/],
  ["USSs as a list", { env: { WIDEBERTH_F3548: "[]" } }, /WIDEBERTH_F3548 is not an object/],
  ["an issuer without keys", issuers({ jwksUri: undefined }), /exactly one of/],
  ["an issuer with two places of keys", issuers({ jwksFile: "x" }), /exactly one of/],
  ["keys over plain http", issuers({ jwksUri: "http://id/jwks" }), /over https/],
  ["a symmetric algorithm", issuers({ algorithms: ["HS256"] }), /"HS256" is not known/],
  ["no algorithm", issuers({ algorithms: ["none"] }), /"none" is not known/],
  ["a misspelt claim", issuers({ partyClame: "x" }), /did you mean partyClaim/],
  ["no audience", issuers({ audience: [] }), /name at least one/],
  ["a network that is none", { env: { WIDEBERTH_WEBHOOK_NETWORKS: "10.0.0.1" } }, /not a network/],
  ["mail over the web", { env: {}, flags: { "smtp-url": "https://m" } }, /no mail server: write/],
  ["a mail server with a path", { env: {}, flags: { "smtp-url": "smtp://m/x" } }, /leave it out/],
  ["mail from nobody", { env: {}, flags: { "smtp-from": "host" } }, /no e-mail address/],
  ["a console that is no URL", { env: {}, flags: { "console-url": "here" } }, /not a URL/],
];

function withFile2(content: unknown): string {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

function issuers(change: Record<string, unknown>): ConfigSources {
  return { env: { WIDEBERTH_ISSUERS: JSON.stringify([{ ...ISSUER, ...change }]) } };
}

for (const [name, sources, message] of REFUSED) {
  test(`${name} is refused`, () => {
    assert.throws(
      () => readConfig(sources),
      (error: Error) => error instanceof ConfigError && message.test(error.message),
    );
  });
}

test("the table names every setting in all three ways", () => {
  const table = renderSettings();
  for (const name of Object.keys(SETTINGS)) {
    for (const word of [name, envName(name), flagName(name)]) assert.ok(table.includes(word), word);
  }
});

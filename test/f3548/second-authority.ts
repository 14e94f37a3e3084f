/** An authority of the tests' own: a key pair, its JWKS and tokens over HTTP, and tokens good and bad. */

import assert from "node:assert/strict";
import { generateKeyPairSync, randomUUID, sign, verify } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export type Claims = Readonly<Record<string, unknown>>;

export type Authority = {
  readonly issuer: string;
  readonly jwksUri: string;
  /** A good one for the audience, an hour long, unless `claims` say otherwise; of `key`, or its own. */
  readonly tokenOf: (sub: string, scopes: readonly string[], claims?: Claims) => string;
  /** The same, by a key that nobody published. */
  readonly forgedOf: Authority["tokenOf"];
  /** Of a token of its own. Throws for any other. */
  readonly claimsOf: (token: string) => Claims;
  readonly stop: () => Promise<void>;
};

const makeKeys = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const KID = "of-the-tests";

/** `secrets`: of those who may ask for tokens of their own, by their names. */
export const startAuthority = async (
  audience: string,
  secrets: Readonly<Record<string, string>> = {},
): Promise<Authority> => {
  const [own, foreign] = [makeKeys(), makeKeys()];
  const jwk = { ...own.publicKey.export({ format: "jwk" }), kid: KID, alg: "RS256", use: "sig" };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = request.method === "GET" ? { keys: [jwk] } : await grant(request);
    response.writeHead(answer ? 200 : 401, { "content-type": "application/json" });
    response.end(JSON.stringify(answer));
  };
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/oauth/token`;
  const issue =
    ({ privateKey }: typeof own): Authority["tokenOf"] =>
    (sub, scopes, claims = {}) => {
      const exp = Math.floor(Date.now() / 1000) + 3600;
      const payload = {
        iss: issuer,
        aud: audience,
        sub,
        exp,
        scope: scopes.join(" "),
        jti: randomUUID(),
        ...claims,
      };
      const signed = [{ alg: "RS256", typ: "JWT", kid: KID }, payload].map(encode).join(".");
      return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
    };
  /** By client credentials, name and secret as in a form (RFC 6749, 4.4 and 2.3.1). Null: whoever asks is not known. */
  const grant = async (request: IncomingMessage): Promise<object | null> => {
    const form = new URLSearchParams(await text(request));
    const basic = String(request.headers.authorization).replace("Basic ", "");
    const both = Buffer.from(basic, "base64").toString().split(":");
    const [name = "", secret] = both.map((one) => decodeURIComponent(one.replaceAll("+", " ")));
    if (secret === undefined || secrets[name] !== secret) return null;
    assert.equal(form.get("grant_type"), "client_credentials");
    const claims = { aud: form.get("audience"), scope: form.get("scope") };
    return { access_token: issue(own)(name, [], claims), expires_in: 3600 };
  };
  return {
    issuer,
    jwksUri: new URL("/jwks.json", issuer).href,
    tokenOf: issue(own),
    forgedOf: issue(foreign),
    claimsOf: (token) => {
      const [head, payload, signature] = token.split(".") as [string, string, string];
      const signed = Buffer.from(`${head}.${payload}`);
      const isOwn = verify("sha256", signed, own.publicKey, Buffer.from(signature, "base64url"));
      assert.ok(isOwn, "the authority signed it");
      return JSON.parse(Buffer.from(payload, "base64url").toString()) as Claims;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");

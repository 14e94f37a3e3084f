/** An authority of the tests' own: a key pair, its JWKS over HTTP, and tokens good and bad. */

import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Claims = Readonly<Record<string, unknown>>;

export type Authority = {
  readonly issuer: string;
  readonly jwksUri: string;
  /** A good one for the audience, an hour long, unless `claims` say otherwise; of `key`, or its own. */
  readonly tokenOf: (sub: string, scopes: readonly string[], claims?: Claims) => string;
  /** The same, by a key that nobody published. */
  readonly forgedOf: Authority["tokenOf"];
  readonly stop: () => Promise<void>;
};

const makeKeys = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const KID = "of-the-tests";

export const startAuthority = async (audience: string): Promise<Authority> => {
  const [own, foreign] = [makeKeys(), makeKeys()];
  const jwk = { ...own.publicKey.export({ format: "jwk" }), kid: KID, alg: "RS256", use: "sig" };
  const server = createServer((_request, response) =>
    response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: [jwk] })),
  );
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
      const text = [{ alg: "RS256", typ: "JWT", kid: KID }, payload].map(encode).join(".");
      return `${text}.${sign("sha256", Buffer.from(text), privateKey).toString("base64url")}`;
    };
  return {
    issuer,
    jwksUri: new URL("/jwks.json", issuer).href,
    tokenOf: issue(own),
    forgedOf: issue(foreign),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");

/** What tests of parties over HTTP stand on: keys of theirs, clients on a socket. */

import assert from "node:assert/strict";
import { generateKeyPairSync, webcrypto } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createClient, ProblemError, signingWith } from "./client.ts";
import type { Client, ClientOptions, Signing } from "./client.ts";
import type { TestServer, TokenClaims } from "./fixture.ts";

export const ADMIN: TokenClaims = { roles: ["administrator"], sub: "north admin" };
export const basic = (name: string, word: string) => ({
  Authorization: `Basic ${Buffer.from(`${name}:${word}`).toString("base64")}`,
});
export const soon = (): string => new Date(Date.now() + 3_600_000).toISOString();

export const newKey = async (): Promise<Signing> => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const { x } = publicKey.export({ format: "jwk" });
  const jwk = privateKey.export({ format: "jwk" });
  const key = await webcrypto.subtle.importKey("jwk", jwk, "Ed25519", false, ["sign"]);
  return signingWith(x!, key);
};

export const kindOf = (error: unknown): string => {
  assert.ok(error instanceof ProblemError, String(error));
  return error.kind;
};
export const refusalOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(() => "accepted", kindOf);

/** A server on a socket, and clients of it. */
export const listen = async (server: TestServer) => {
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  const baseUrl = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
  const clientWith = (token: string, more: Partial<ClientOptions> = {}): Client =>
    createClient({ baseUrl, token, pauseMs: 1, ...more });
  const clientOf = async (claims: TokenClaims = {}, more: Partial<ClientOptions> = {}) =>
    clientWith(await server.token(claims), more);
  const ask = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${baseUrl}/oauth/token`, {
      method: "POST",
      headers,
      body: new URLSearchParams(fields),
    });
  const tokenFor = async (id: string, secret: string): Promise<string> => {
    const response = await ask({
      grant_type: "client_credentials",
      client_id: id,
      client_secret: secret,
    });
    const body = (await response.json()) as { access_token: string };
    assert.equal(response.status, 200, JSON.stringify(body));
    return body.access_token;
  };
  return { baseUrl, clientWith, clientOf, ask, tokenFor };
};

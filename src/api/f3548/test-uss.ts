/** USSs for tests: a server that serves them, and their tokens. */

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { Compile } from "typebox/compile";
import type { F3548Config } from "../../server/f3548-settings.ts";
import type { Clock } from "../../server/jwt.ts";
import type { ExchangeStore } from "../../server/uss-exchanges.ts";
import { makeAuthenticateUss, makeOwnUssIssuer, USS_SCOPES } from "../../server/uss-tokens.ts";
import type { UssScope } from "../../server/uss-tokens.ts";
import { startTestServer } from "../native/fixture.ts";
import type { TestServer, TestServerOptions } from "../native/fixture.ts";
import { SCHEMAS } from "./schemas.ts";
import { SETTINGS } from "./test-messages.ts";

const clock = { nowMs: () => Date.now() };
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const issuer = makeOwnUssIssuer(privateKey, SETTINGS.audiences, clock);
export const authenticate = makeAuthenticateUss([issuer.issuer], clock);

export const tokenOf = (sub: string, ...scopes: readonly UssScope[]): Promise<string> =>
  issuer.issueToken({ sub, scopes, audience: "dss.example.com", ttlS: 3600 });

export type UssServer = TestServer & {
  readonly as: (sub: string, ...scopes: UssScope[]) => AskUss;
};

export type UssServerOptions = Omit<TestServerOptions, "deps"> & {
  readonly settings?: Partial<F3548Config>;
  readonly exchanges?: ExchangeStore | null;
  /** The machine's unless given; tokens keep to the machine's. */
  readonly clock?: Clock;
};

export const startUssServer = async ({
  settings,
  exchanges = null,
  clock: given = clock,
  ...options
}: UssServerOptions = {}): Promise<UssServer> => {
  const f3548 = { settings: { ...SETTINGS, ...settings }, authenticate, exchanges };
  const server = await startTestServer({ ...options, deps: { f3548, clock: given } });
  return { ...server, as: (sub, ...scopes) => askAs(server, sub, scopes) };
};

export type UssAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: any; // oxlint-disable-line typescript/no-explicit-any -- tests read what came
};
export type AskUss = (method: Method, path: string, body?: unknown) => Promise<UssAnswer>;
type Method = "GET" | "POST" | "PUT" | "DELETE";

/** Asks with every scope unless some are named. Holds each refusal against the form that all have. */
const askAs = (server: TestServer, sub: string, scopes: readonly UssScope[]): AskUss => {
  const token = tokenOf(sub, ...(scopes.length > 0 ? scopes : USS_SCOPES));
  return async (method, url, body) => {
    const response = await server.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${await token}` },
      ...(body === undefined ? {} : { payload: typeof body === "string" ? body : { ...body } }),
    });
    const answer = {
      status: response.statusCode,
      headers: response.headers,
      body: response.body === "" ? undefined : response.json(),
    };
    if (answer.status >= 400) checkRefusal(answer);
    return answer;
  };
};

/** `{ "message": … }`, with a remedy behind a colon; the lists of a conflict beside it. */
export const checkRefusal = ({ status, headers, body }: UssAnswer): void => {
  assert.match(String(headers["content-type"]), /^application\/json/);
  assert.match(body.message, /: /, "it says what to do");
  const isUnread = status === 409 && "missing_constraints" in body;
  checkBody(isUnread ? "AirspaceConflictResponse" : "ErrorResponse", body);
  if (!isUnread) assert.deepEqual(Object.keys(body), ["message"]);
};

/** Throws unless the body is as the standard's schema of this name. */
export const checkBody = (name: string, body: unknown): void => {
  const validator = Compile(SCHEMAS[name]!);
  assert.deepEqual(validator.Check(body) ? [] : validator.Errors(body), [], name);
};

/** Before anything else of a request is read: which USS sends it, how often, and may it. */

import type { FastifyRequest } from "fastify";
import type { Uss, UssScope } from "../../server/uss-tokens.ts";
import { makeAddressRate, readBearer } from "../authenticate.ts";
import type { Api } from "../context.ts";
import { API_LIMITS } from "../limits.ts";
import { ApiProblem } from "../problem.ts";
import type { F3548Context } from "./context.ts";
import { WireError } from "./wire-error.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Null until the token is verified, and where none is asked for. */
    uss: Uss | null;
  }
}

/** `scopes`: any one will do; null: every token that is good. */
export type Admit = (request: FastifyRequest, scopes: readonly UssScope[] | null) => Promise<void>;

/** Failures are counted by address, everything else by USS. */
export const makeAdmit = (app: Api, { authenticate, settings }: F3548Context): Admit => {
  const checkFailures = makeAddressRate(app, API_LIMITS.failedTokensPerMinute);
  const checkRate = makeUssRate(app, settings.ratePerMinute);
  return async (request, scopes) => {
    try {
      request.uss = await verify(request, authenticate);
    } catch (error) {
      await checkFailures(request);
      throw error;
    }
    await checkRate(request);
    if (scopes && !scopes.some((scope) => request.uss!.scopes.includes(scope))) {
      throw new WireError(403, `this needs the scope ${scopes.join(" or ")}: ask for such a token`);
    }
  };
};

const verify = async (
  request: FastifyRequest,
  authenticate: F3548Context["authenticate"],
): Promise<Uss> => {
  const token = readBearer(request.headers.authorization);
  if (token === null) throw unauthenticated("there is no bearer token");
  const answer = await authenticate(token);
  if (answer.ok) return answer.principal;
  if (answer.reason === "refused") throw unauthenticated(`the token: ${answer.detail}`);
  throw new ApiProblem("keys-unavailable", {
    detail: answer.detail,
    headers: { "Retry-After": String(API_LIMITS.retryAfterS) },
  });
};

/** Source: RFC 6750 section 3. */
const unauthenticated = (detail: string): WireError =>
  new WireError(401, `${detail}: send Authorization: Bearer with a token that is taken here`, {
    headers: { "WWW-Authenticate": 'Bearer realm="wideberth"' },
  });

const makeUssRate = (
  app: Api,
  max: number | null,
): ((request: FastifyRequest) => Promise<void>) => {
  if (max === null) return async () => {};
  const limit = app.createRateLimit({
    max,
    timeWindow: 60_000,
    keyGenerator: ({ uss }: FastifyRequest) => `uss ${uss?.manager}`,
  });
  return async (request) => {
    const found = await limit(request);
    if (found.isAllowed || !found.isExceeded) return;
    const seconds = Math.max(1, found.ttlInSeconds);
    throw new WireError(429, `the limit is ${max} requests a minute: wait ${seconds} s`, {
      headers: { "Retry-After": String(seconds) },
    });
  };
};

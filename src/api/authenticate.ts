/** Before anything else of a request is read: who sends it, may they, and how often. */

import type { FastifyRequest } from "fastify";
import rateLimit from "@fastify/rate-limit";
import { checkAccess } from "./context.ts";
import type { Api, ApiContext } from "./context.ts";
import { API_LIMITS } from "./limits.ts";
import { ApiProblem } from "./problem.ts";
import { isStanding, withCurrentRoles } from "./standing.ts";

export const registerAuthentication = async (app: Api, context: ApiContext): Promise<void> => {
  app.decorateRequest("principal", null);
  await app.register(rateLimit, { global: false, cache: API_LIMITS.rateKeysMax });
  const { ratePerMinute } = context.settings;
  const checkRate = ratePerMinute === null ? null : makeRate(app, "party", ratePerMinute);
  const checkUrgentRate =
    ratePerMinute === null ? null : makeRate(app, "party", API_LIMITS.urgentRequestsPerMinute);
  const checkFailures = makeRate(app, "address", API_LIMITS.failedTokensPerMinute);
  app.addHook("onRequest", async (request) => {
    const access = request.routeOptions.config.access ?? "open";
    if (access === "open") return;
    try {
      await authenticate(request, context);
    } catch (error) {
      await checkFailures(request);
      throw error;
    }
    const isUrgent = request.routeOptions.config.rate === "urgent";
    await (isUrgent ? checkUrgentRate : checkRate)?.(request);
    checkAccess(access, request.principal!, context);
  });
};

const authenticate = async (request: FastifyRequest, context: ApiContext): Promise<void> => {
  const token = readBearer(request.headers.authorization);
  if (token === null) throw unauthenticated("the request has no bearer token", null);
  const answer = await context.authenticate(token);
  if (answer.ok) {
    const { principal } = answer;
    if (!isStanding(context, principal)) throw unauthenticated(WITHDRAWN, "invalid_token");
    request.principal = withCurrentRoles(context, principal);
    return;
  }
  if (answer.reason === "refused")
    throw unauthenticated(`the token: ${answer.detail}`, "invalid_token");
  throw new ApiProblem("keys-unavailable", {
    detail: answer.detail,
    headers: { "Retry-After": String(API_LIMITS.retryAfterS) },
  });
};

const WITHDRAWN = "the token: who holds it was removed, or its secret was replaced";

/** Source: RFC 6750 section 2.1; the scheme's case does not matter. */
export const readBearer = (header: string | undefined): string | null =>
  /^bearer +([\w~+/.=-]+) *$/i.exec(header ?? "")?.[1] ?? null;

/** Source: RFC 6750 section 3. */
const unauthenticated = (detail: string, error: string | null): ApiProblem =>
  new ApiProblem("unauthenticated", {
    detail,
    field: "header.Authorization",
    headers: {
      "WWW-Authenticate": `Bearer realm="wideberth"${error === null ? "" : `, error="${error}"`}`,
    },
  });

export type CheckRate = (request: FastifyRequest) => Promise<void>;

/** Counts by address, whatever it is called for. Throws ApiProblem beyond `max` a minute. */
export const makeAddressRate = (app: Api, max: number): CheckRate => makeRate(app, "address", max);

/** By party, so that a party's many tokens are one; the host by its name; failures by address. */
const makeRate = (app: Api, by: "party" | "address", max: number): CheckRate => {
  const limit = app.createRateLimit({
    max,
    timeWindow: 60_000,
    keyGenerator: ({ principal, ip }: FastifyRequest) =>
      by === "address" || !principal
        ? `address ${ip}`
        : principal.party === null
          ? `host ${principal.sub}`
          : `party ${principal.party}`,
  });
  return async (request) => {
    const found = await limit(request);
    if (found.isAllowed || !found.isExceeded) return;
    throw new ApiProblem("rate-limited", {
      detail: `the limit is ${found.max} requests a minute`,
      headers: { "Retry-After": String(Math.max(1, found.ttlInSeconds)) },
    });
  };
};

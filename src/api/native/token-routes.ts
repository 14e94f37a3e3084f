/**
 * The token endpoint: people and machines of the theatre get short access tokens for their secret.
 *
 * Source: RFC 6749 sections 2.3.1 (how a client says who it is), 4.4 (client credentials), 5.1 and
 * 5.2 (answers and errors); RFC 8414 (metadata). Errors here are OAuth's, not problems.
 */

import { Type } from "typebox";
import type { Static } from "typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import { findActiveHolder } from "../../core/parties/standing.ts";
import { PARTY_ROLES } from "../../core/parties/people.ts";
import type { Holder, PartyRole, Secret } from "../../core/parties/people.ts";
import { findSecretIn } from "../../server/secrets.ts";
import type { OwnIssuer } from "../../server/tokens.ts";
import type { Api, ApiContext } from "../context.ts";
import { API_LIMITS } from "../limits.ts";
import { ApiProblem } from "../problem.ts";
import { makeFindAsserted } from "./client-assertion.ts";
import type { Asserted } from "./client-assertion.ts";
import { OneOf } from "./schema.ts";
import {
  FORM,
  OAUTH_ERRORS,
  OAuthError,
  readCredentials,
  readForm,
  refuseClient,
} from "./token-request.ts";
import type { Credentials } from "./token-request.ts";

const tags = ["tokens"];

const TokenAnswer = Type.Object(
  {
    access_token: Type.String(),
    token_type: Type.Literal("Bearer"),
    expires_in: Type.Integer({ description: "Seconds." }),
    scope: Type.String({ description: "The roles it is good for, with spaces between." }),
  },
  { title: "AccessToken" },
);
export type AccessToken = Static<typeof TokenAnswer>;
const ErrorAnswer = Type.Object(
  { error: OneOf(OAUTH_ERRORS), error_description: Type.String() },
  { title: "OAuthError" },
);

export const registerTokens = (app: Api, context: ApiContext): void => {
  const { ownIssuer } = context;
  if (!ownIssuer) return;
  registerMetadata(app, context);
  void app.register(async (scope: Api) => {
    scope.addContentTypeParser(FORM, { parseAs: "string" }, (_request, text, done) =>
      done(null, text),
    );
    scope.setErrorHandler((error, _request, reply) => sendError(error, reply));
    const ask = makeAsking(scope, context, ownIssuer);
    scope.post(
      "/oauth/token",
      {
        bodyLimit: API_LIMITS.tokenBodyBytesMax,
        schema: {
          tags,
          operationId: "getToken",
          summary: "An access token for a client_id and client_secret",
          description:
            "grant_type=client_credentials; the id and secret as HTTP Basic or in the body, or a client_assertion signed with a key of the party (RFC 7523); scope, when given, names fewer roles. Form-encoded, as RFC 6749 has it.",
          consumes: [FORM],
          response: {
            200: TokenAnswer,
            "4xx": { description: "An error of RFC 6749 section 5.2", ...jsonOf(ErrorAnswer) },
          },
        },
      },
      async (request, reply) => {
        const answer = await ask(request);
        reply.header("Pragma", "no-cache");
        return answer;
      },
    );
  });
};

const jsonOf = (schema: typeof ErrorAnswer) => ({
  content: { "application/json": { schema } },
});

const makeAsking = (scope: Api, context: ApiContext, issuer: Pick<OwnIssuer, "issueToken">) => {
  const findAsserted = makeFindAsserted(context);
  const limits = { max: API_LIMITS.failedSecretsPerMinute, timeWindow: 60_000 };
  const byAddress = scope.createRateLimit({
    ...limits,
    keyGenerator: ({ ip }: FastifyRequest) => `secret address ${ip}`,
  });
  return async (request: FastifyRequest): Promise<AccessToken> => {
    const form = readForm(request.body);
    const { id, secret, isBasic, isAsserted } = readCredentials(request, form);
    if (form["grant_type"] === undefined) {
      throw new OAuthError("invalid_request", "grant_type is missing: client_credentials");
    }
    if (form["grant_type"] !== "client_credentials") {
      throw new OAuthError("unsupported_grant_type", "only client_credentials is taken");
    }
    const base = baseOf(request, context);
    const audience = [`${base}/oauth/token`, base];
    const found = isAsserted
      ? await findAsserted(secret, { id, audience })
      : findBySecret(context, { id, secret });
    if (!found) {
      const rate = await byAddress(request);
      const isExceeded = !rate.isAllowed && rate.isExceeded;
      throw refuseClient(isBasic, isExceeded ? rate.ttlInSeconds : null);
    }
    const { holder, secretId } = found;
    const roles = rolesFor(holder, form["scope"]);
    const { id: sub, party } = holder;
    const ttlS = API_LIMITS.accessTokenS;
    return {
      access_token: await issuer.issueToken({ party, roles, sub, ttlS, secretId }),
      token_type: "Bearer",
      expires_in: ttlS,
      scope: roles.join(" "),
    };
  };
};

const findBySecret = (
  { engine, clock }: ApiContext,
  { id, secret }: Pick<Credentials, "id" | "secret">,
): Asserted | null =>
  engine.withState((state) => {
    const holder = findActiveHolder(state, id);
    const known = holder ? goodSecrets(holder, clock.nowMs()) : NOBODY;
    const matching = findSecretIn(known, secret);
    return holder && matching ? { holder, secretId: matching.id } : null;
  });

/** Compared with when there is no such client, so that it takes as long. */
const NOBODY: readonly Secret[] = [{ id: "", hash: "0".repeat(64), fromMs: 0, untilMs: null }];

const goodSecrets = ({ secrets }: Holder, nowMs: number): readonly Secret[] =>
  secrets.filter(({ untilMs }) => untilMs === null || nowMs <= untilMs);

/** All that it has, or the fewer that it asks for. */
const rolesFor = ({ roles }: Holder, scope: string | undefined): readonly PartyRole[] => {
  const asked = (scope ?? "").split(" ").filter((word) => word !== "");
  if (asked.length === 0) return roles;
  const unknown = asked.find((word) => !(roles as readonly string[]).includes(word));
  if (unknown !== undefined) {
    throw new OAuthError("invalid_scope", `it has the roles ${roles.join(" ")} alone`);
  }
  return PARTY_ROLES.filter((role) => asked.includes(role));
};

const sendError = (error: unknown, reply: FastifyReply): FastifyReply => {
  if (error instanceof OAuthError) {
    return reply
      .code(error.status)
      .headers({ ...error.headers, Pragma: "no-cache" })
      .send({ error: error.error, error_description: error.message });
  }
  const { statusCode = 500 } = error as { statusCode?: number };
  // What is wrong with the request itself is OAuth's too; a fault of the server is a problem.
  if (error instanceof ApiProblem || statusCode >= 500) throw error;
  return reply
    .code(statusCode)
    .send({ error: "invalid_request", error_description: `send the fields as ${FORM}` });
};

const Metadata = Type.Object(
  {
    issuer: Type.String(),
    token_endpoint: Type.String(),
    token_endpoint_auth_methods_supported: Type.Array(Type.String()),
    token_endpoint_auth_signing_alg_values_supported: Type.Array(Type.String()),
    grant_types_supported: Type.Array(Type.String()),
    response_types_supported: Type.Array(Type.String()),
    scopes_supported: Type.Array(Type.String()),
  },
  { title: "AuthorizationServer" },
);

/** A server that was not told its address is known by the one it was asked under. */
const baseOf = ({ protocol, host }: FastifyRequest, { settings }: ApiContext): string =>
  settings.publicUrl ?? `${protocol}://${host}`;

const registerMetadata = (app: Api, context: ApiContext): void => {
  app.get(
    "/.well-known/oauth-authorization-server",
    {
      schema: {
        tags,
        operationId: "getAuthorizationServer",
        summary: "Where and how tokens are got (RFC 8414)",
        response: { 200: Metadata },
      },
    },
    async (request) => {
      const issuer = baseOf(request, context);
      return {
        issuer,
        token_endpoint: `${issuer}/oauth/token`,
        token_endpoint_auth_methods_supported: [
          "client_secret_basic",
          "client_secret_post",
          "private_key_jwt",
        ],
        token_endpoint_auth_signing_alg_values_supported: ["EdDSA", "Ed25519"],
        grant_types_supported: ["client_credentials"],
        response_types_supported: [],
        scopes_supported: [...PARTY_ROLES],
      };
    },
  );
};

/** What the routes are handed, and who is asking. */

import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import type { findOptions } from "../core/conflicts/options/find.ts";
import type { Reader, View } from "../core/view.ts";
import type { Authenticate, Clock, Principal } from "../server/auth.ts";
import type { Engine } from "../server/engine.ts";
import type { Outbox } from "../server/outbox/outbox.ts";
import type { TheatreUssSender } from "../server/theatre-uss-sender.ts";
import type { OwnIssuer } from "../server/tokens.ts";
import type { F3548Deps } from "./f3548/context.ts";
import type { Metrics, RegisterMetrics } from "./metrics.ts";
import { ApiProblem } from "./problem.ts";

export type Readiness = { readonly isReady: boolean; readonly reason: string | null };

/** Where log lines go; each is one JSON object. */
export type LogTarget = { readonly level: string; readonly write?: (line: string) => void };

export type ApiSettings = {
  /** Where clients reach the server, as an origin; null: it is known by the one it was asked under. */
  readonly publicUrl: string | null;
  /** Requests of one party in a minute; null: no limit. */
  readonly ratePerMinute: number | null;
  readonly corsOrigins: readonly string[];
  readonly trustProxy: readonly string[];
  readonly bodyBytesMax: number;
  readonly streamsPerPartyMax: number;
  readonly heartbeatMs: number;
  readonly streamStallMs: number;
};

/** All that the API stands on; nothing is global. */
export type ApiDeps = {
  readonly engine: Engine;
  readonly authenticate: Authenticate;
  /** Signs the tokens of the theatre's own people and machines; null: there is no token endpoint. */
  readonly ownIssuer?: Pick<OwnIssuer, "issueToken"> | null;
  /** What parties are told by webhook and by mail goes through it; null: this server sends nothing out. */
  readonly outbox?: Omit<Outbox, "close"> | null;
  /** How USSs are met; null: they are not. */
  readonly f3548?: F3548Deps | null;
  /** What this server tells other USSs; null: it is none itself. */
  readonly ussSender?: Pick<TheatreUssSender, "deadLetters"> | null;
  readonly clock: Clock;
  readonly version: string;
  /** null: nothing is logged. */
  readonly log: LogTarget | null;
  readonly settings?: Partial<ApiSettings>;
  /** May the server take work? Asked by /readyz; ready unless given. */
  readonly readiness?: () => Readiness;
  /** How options are found; core's own unless given. */
  readonly findOptions?: typeof findOptions;
  /** Adds further metrics to this instance's registry. */
  readonly registerMetrics?: RegisterMetrics;
};

export type ApiContext = Omit<ApiDeps, "settings"> & {
  readonly settings: ApiSettings;
  readonly metrics: Metrics;
};

export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/**
 * Who may call a route. `open`: anyone. `read`: a party of the theatre, or the host. `party`: a party
 * of the theatre. `write`: its desk. `approve`: its approver, the second person. `administer`: its
 * administrator. `host`: the host.
 */
export type Access = "open" | "read" | "party" | "write" | "approve" | "administer" | "host";

/** The role that a party's token needs for it. */
const ROLE_FOR = { write: "desk", approve: "approver", administer: "administrator" } as const;

declare module "fastify" {
  interface FastifyContextConfig {
    access?: Access;
    /** Counted apart from a party's other requests, which can't use up its room. */
    rate?: "urgent";
  }
  interface FastifyRequest {
    principal: Principal | null;
  }
}

/** Set before any route with access other than `open` is entered. */
export const principalOf = ({ principal }: Pick<FastifyRequest, "principal">): Principal => {
  if (!principal) throw new Error("bug: the route is entered without a principal");
  return principal;
};

/** The party of a route whose access is `party` or `write`. */
export const partyOf = (request: Pick<FastifyRequest, "principal">): string => {
  const { party } = principalOf(request);
  if (party === null) throw new Error("bug: the route is entered without a party");
  return party;
};

export const readerOf = (request: Pick<FastifyRequest, "principal">): Reader => {
  const { party } = principalOf(request);
  return party === null ? { kind: "host" } : { kind: "party", party };
};

/** Throws ApiProblem where the server runs without one: a target would be told of nothing. */
export const outboxOf = ({ outbox = null }: ApiContext): Omit<Outbox, "close"> => {
  if (outbox) return outbox;
  throw new ApiProblem("no-outbox", { detail: "neither webhooks nor mail are sent from here" });
};

export const viewOf = ({ engine }: ApiContext, request: Pick<FastifyRequest, "principal">): View =>
  engine.view(readerOf(request));

/** Refuses who may not call a route. Throws ApiProblem. */
export const checkAccess = (access: Access, principal: Principal, { engine }: ApiContext): void => {
  const { party, roles } = principal;
  if (access === "host" && party !== null) throw lacksRole("host");
  if (party === null) {
    if (access === "party" || access in ROLE_FOR) throw lacksRole(roleFor(access) ?? "desk");
    return;
  }
  const theatre = engine.view({ kind: "party", party }).theatre();
  if (!theatre) throw new ApiProblem("no-theatre", { detail: "the host has not set a theatre" });
  // A theatre that discloses all discloses it to its own parties, not to every token.
  if (!theatre.parties.some(({ id }) => id === party)) {
    const detail = `${JSON.stringify(party)} is not a party of this theatre`;
    throw new ApiProblem("unknown-party", { detail });
  }
  const role = roleFor(access);
  if (role && !roles.includes(role)) throw lacksRole(role);
};

const roleFor = (access: Access): "desk" | "approver" | "administrator" | null =>
  (ROLE_FOR as Partial<Record<Access, "desk" | "approver" | "administrator">>)[access] ?? null;

const lacksRole = (role: string): ApiProblem =>
  new ApiProblem("forbidden", { detail: `this needs a token with the role ${role}` });

/**
 * Every way the API says no: one closed catalogue, and the only map to HTTP status.
 * Source: RFC 9457 (application/problem+json).
 */

import { unreachable } from "../core/outcome.ts";
import type { Refusal } from "../core/outcome.ts";
import type { SurveyRefusal } from "../geometry/bad-volume.ts";
import { LogError } from "../log/log.ts";
import { BusyError } from "../server/sequencer.ts";
import { API_LIMITS } from "./limits.ts";

type Kind = {
  readonly status: number;
  readonly title: string;
  /** What to do, unless the case at hand knows better. */
  readonly remedy: string;
};

export const PROBLEMS = {
  "invalid-request": {
    status: 400,
    title: "The request is not as the API describes it",
    remedy: "correct the field; /v1/openapi.json describes every one",
  },
  "invalid-json": {
    status: 400,
    title: "The body is not JSON",
    remedy: "send one JSON object in UTF-8",
  },
  "malformed-http": {
    status: 400,
    title: "The request is not well-formed HTTP",
    remedy: "correct the request line and headers",
  },
  "unknown-cursor": {
    status: 400,
    title: "The page to continue from is no longer known",
    remedy: "read the list from its start, without after",
  },
  unauthenticated: {
    status: 401,
    title: "A valid bearer token is needed",
    remedy: "send Authorization: Bearer with a token of a configured issuer",
  },
  forbidden: {
    status: 403,
    title: "The token's role does not cover this",
    remedy: "use a token with the role that is named",
  },
  "unknown-party": {
    status: 403,
    title: "The token's party is not of this theatre",
    remedy: "ask the host to add the party, or use a token of one that is listed",
  },
  "unknown-operation": {
    status: 404,
    title: "There is no such operation that you may see",
    remedy: "check the id in your own list of operations",
  },
  "unknown-conflict": {
    status: 404,
    title: "There is no such conflict that you may see",
    remedy: "check the id in your own list of conflicts",
  },
  "not-found": {
    status: 404,
    title: "There is no such thing that you may see",
    remedy: "check the id in your own lists",
  },
  "unknown-route": {
    status: 404,
    title: "There is nothing at this path",
    remedy: "see /v1/openapi.json for every path",
  },
  "unknown-method": {
    status: 405,
    title: "The path does not take this method",
    remedy: "use a method of the Allow header",
  },
  "request-timeout": {
    status: 408,
    title: "The request did not arrive in time",
    remedy: "send it again, in one go",
  },
  "stale-version": {
    status: 409,
    title: "The operation has a later version",
    remedy: "read the operation, then replace its current version",
  },
  "wrong-state": {
    status: 409,
    title: "Its state does not allow this",
    remedy: "read it again; its state says what may follow",
  },
  "line-suspended": {
    status: 409,
    title: "The line is suspended for this kind of message",
    remedy: "wait until it is restored; distress, humanitarian traffic and line checks always pass",
  },
  "conflicts-refused": {
    status: 409,
    title: "Notices of this category are refused in this theatre when they conflict",
    remedy: "choose another time, altitude or area",
  },
  "body-too-large": {
    status: 413,
    title: "The body is too large",
    remedy: "split the operation, or simplify its outlines outward",
  },
  "notice-too-large": {
    status: 413,
    title: "The notice is too large for the record",
    remedy: "split the operation, or use fewer and shorter edges",
  },
  "unsupported-media-type": {
    status: 415,
    title: "The body's content type is not taken",
    remedy: "send Content-Type: application/json; a text of position reports as text/plain",
  },
  "bad-field": {
    status: 422,
    title: "A field does not fit what is there",
    remedy: "correct the field",
  },
  "needs-second-person": {
    status: 409,
    title: "This needs a second person",
    remedy: "let another officer of the same side say it too",
  },
  "bad-signature": {
    status: 422,
    title: "The signature is not one of the party's over this command",
    remedy: "sign the text of payload under commandId with a key of the party that is in force",
  },
  "signature-required": {
    status: 422,
    title: "This must be signed: the theatre asks for it, or the party has had a key before",
    remedy:
      "sign the text of payload under commandId, and send it again with Wideberth-Signature; with no key left, ask the host to set the party's keys aside",
  },
  "bad-volume": {
    status: 422,
    title: "A volume can't be compared",
    remedy: "correct the volume",
  },
  "window-ended": {
    status: 422,
    title: "The operation's window had ended when the notice was received",
    remedy: "give a window that ends in the future",
  },
  "command-id-reused": {
    status: 422,
    title: "The idempotency key was used for another command",
    remedy: "use a new key for a new command",
  },
  "too-many": {
    status: 429,
    title: "A limit of the theatre is reached",
    remedy: "wait until the limit is counted anew",
  },
  "rate-limited": {
    status: 429,
    title: "Too many requests",
    remedy: "wait as long as Retry-After says",
  },
  "too-many-streams": {
    status: 429,
    title: "Too many event streams of one party are open",
    remedy: "close one first; one stream tells everything",
  },
  "headers-too-large": {
    status: 431,
    title: "The request's headers are too large",
    remedy: "send fewer or shorter headers",
  },
  internal: {
    status: 500,
    title: "The server met its own fault",
    remedy: "send it again; if it stays, tell the host the request id",
  },
  "no-theatre": {
    status: 503,
    title: "No theatre is set up yet",
    remedy: "wait for the host to set the theatre",
  },
  "no-outbox": {
    // Not 503: sent again, it would be the same.
    status: 501,
    title: "This server runs without its outbox",
    remedy: "follow the event stream; ask the host about webhooks and mail",
  },
  "keys-unavailable": {
    status: 503,
    title: "The token's issuer can't be reached, so the token can't be verified",
    remedy: "send it again after Retry-After; if it stays, ask the host",
  },
  busy: {
    status: 503,
    title: "The server takes nothing more at the moment; nothing was stored",
    remedy: "send it again, under the same Idempotency-Key, after Retry-After",
  },
  "log-failed": {
    status: 503,
    title: "The log could not be written or read; whether the command was stored is not known",
    remedy: "send it again under the same Idempotency-Key: it is never applied twice",
  },
} as const satisfies Record<string, Kind>;

export type ProblemName = keyof typeof PROBLEMS;

export type ProblemCase = {
  readonly detail: string;
  /** Path into the body (`volumes[2].footprint.ring`), or `query.`, `path.` or `header.` and a name. */
  readonly field?: string | undefined;
  readonly remedy?: string | undefined;
  /** Further members of the answer, such as `currentVersion`. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

/** A request is answered with this problem. Caught once, by the error handler. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly problem: ProblemName;
  readonly about: ProblemCase;
  constructor(problem: ProblemName, about: ProblemCase) {
    super(`${problem}: ${about.detail}`);
    this.problem = problem;
    this.about = about;
  }

  get status(): number {
    return PROBLEMS[this.problem].status;
  }
}

/** The problem's path: a stable name, and a page of the running server. */
export const problemType = (problem: ProblemName): string => `/problems/${problem}`;

/** The body as RFC 9457 has it. */
export const problemBody = ({ problem, about }: ApiProblem) => {
  const { status, title, remedy } = PROBLEMS[problem];
  return {
    type: problemType(problem),
    title,
    status,
    detail: about.detail,
    ...(about.field === undefined ? {} : { field: about.field }),
    remedy: about.remedy ?? remedy,
    ...about.members,
  };
};

/** Whatever was thrown, as a problem. What is not known here is our own fault: `internal`. */
export const problemOf = (error: unknown): ApiProblem => {
  if (error instanceof ApiProblem) return error;
  if (error instanceof BusyError) {
    return new ApiProblem("busy", { detail: error.message, headers: RETRY_SOON });
  }
  // Its message may name files of the server: told to the log alone.
  if (error instanceof LogError) {
    return new ApiProblem("log-failed", { detail: "the log failed", headers: RETRY_SOON });
  }
  return (
    problemOfFramework(error) ?? new ApiProblem("internal", { detail: "a fault of the server" })
  );
};

const RETRY_SOON = { "Retry-After": String(API_LIMITS.retryAfterS) };

/** Fastify's own refusals, by their code. */
const problemOfFramework = (error: unknown): ApiProblem | null => {
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new ApiProblem("body-too-large", { detail: "the body is over the limit" });
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
    case "FST_ERR_CTP_INVALID_TYPE":
      return new ApiProblem("unsupported-media-type", {
        detail: "the body is of a content type that the path does not take",
      });
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
    case "FST_ERR_CTP_INVALID_JSON_BODY":
      return new ApiProblem("invalid-json", { detail: "the body can't be parsed as JSON" });
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
    case "FST_ERR_BAD_URL":
      return new ApiProblem("malformed-http", { detail: "the request can't be read" });
    case "FST_ERR_MAX_PARAM_LENGTH":
      return new ApiProblem("unknown-route", {
        detail: "a part of the path is too long to be an id",
      });
    default:
      return statusCode === 400
        ? new ApiProblem("invalid-json", { detail: "the body can't be read" })
        : null;
  }
};

const SIGNATURE_FIELD = "header.Wideberth-Signature";

export type RefusalContext = { readonly nowMs: number };

/** The core's refusals, and the surveyor's. */
export const problemOfRefusal = (
  refusal: Refusal | SurveyRefusal,
  { nowMs }: RefusalContext,
): ApiProblem => {
  switch (refusal.reason) {
    case "unknown-operation":
      return new ApiProblem("unknown-operation", {
        detail: `no operation ${quoted(refusal.operationId)} that you may see`,
      });
    case "stale-version": {
      const { currentVersion } = refusal;
      return new ApiProblem("stale-version", {
        detail: `the current version is ${currentVersion}`,
        field: "version",
        members: { currentVersion },
      });
    }
    case "wrong-state":
      return new ApiProblem("wrong-state", {
        detail: `the ${refusal.what} is ${refusal.state}: it can't become ${refusal.wanted}`,
        members: { state: refusal.state },
      });
    case "not-found":
      return new ApiProblem("not-found", {
        detail: `no ${refusal.what} ${quoted(refusal.id)} that you may see`,
      });
    case "bad-field":
      return new ApiProblem("bad-field", {
        detail: asWireNames(refusal.detail),
        field: asWireNames(refusal.field),
        remedy: refusal.remedy,
      });
    case "needs-second-person":
      return new ApiProblem("needs-second-person", { detail: refusal.detail });
    case "bad-signature":
      return new ApiProblem("bad-signature", { detail: refusal.detail, field: SIGNATURE_FIELD });
    case "signature-required":
      return new ApiProblem("signature-required", {
        detail: "the command is not signed",
        field: SIGNATURE_FIELD,
      });
    case "line-suspended": {
      const { channelId, by, sinceMs, scope } = refusal;
      const since = new Date(sinceMs).toISOString();
      return new ApiProblem("line-suspended", {
        detail: `${by} has suspended ${channelId} since ${since}: ${scope.join(", ")}`,
      });
    }
    case "window-ended":
      return new ApiProblem("window-ended", {
        detail: `the window ended at ${new Date(refusal.endMs).toISOString()}`,
        field: "volumes",
      });
    case "unknown-party":
      return new ApiProblem("unknown-party", {
        detail: `${quoted(refusal.party)} is not a party of this theatre`,
      });
    case "no-theatre":
      return new ApiProblem("no-theatre", { detail: "the host has not set a theatre" });
    case "not-permitted":
      return new ApiProblem("forbidden", { detail: refusal.detail });
    // How many there are stays unsaid: the other sides hear nothing of a notice that was refused.
    case "conflicts-refused":
      return new ApiProblem("conflicts-refused", {
        detail: `a notice of category ${refusal.category} comes within the minima of filed ones`,
        field: "volumes",
      });
    case "too-many":
      return new ApiProblem("too-many", {
        detail: `${refusal.what}: the limit is ${refusal.limit}`,
        headers: { "Retry-After": String(secondsToMidnight(nowMs)) },
      });
    case "command-id-reused":
      return new ApiProblem("command-id-reused", {
        detail: `key ${quoted(refusal.commandId)} was used before, for something else`,
        field: "header.Idempotency-Key",
      });
    case "bad-volume":
      return new ApiProblem("bad-volume", {
        detail: asWireNames(refusal.detail),
        field: asWireNames(refusal.field),
        remedy: refusal.remedy,
      });
    // Answered by the face of the USSs, in its own form.
    case "airspace-version":
    case "airspace-unread":
      throw new Error("bug: no command of this face is answered so");
    default:
      return unreachable(refusal);
  }
};

/** Times are ISO 8601 text on the wire; inside they are milliseconds and named so. */
export const asWireNames = (text: string): string =>
  text.replace(/\b(start|end|times)Ms\b/g, (_, name: string) => name);

const DAY_MS = 86_400_000;
const secondsToMidnight = (nowMs: number): number => Math.ceil((DAY_MS - (nowMs % DAY_MS)) / 1000);

const quoted = (text: string): string => JSON.stringify(text.slice(0, 80));

/** The catalogue as a Markdown table, for docs/api.md. */
export const renderProblems = (): string =>
  [
    "| type | status | what it says | what to do |",
    "|---|---|---|---|",
    ...Object.entries(PROBLEMS).map(
      ([name, { status, title, remedy }]) =>
        `| \`/problems/${name}\` | ${status} | ${title} | ${remedy} |`,
    ),
    "",
  ].join("\n");

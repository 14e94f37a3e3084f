/**
 * The server as a DSS (discovery and synchronization service) of USSs, and as a USS itself, after ASTM
 * F3548-21: its own tokens, its own form of errors, beside the API of the parties. Absent unless the
 * settings have it.
 */

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Api, ApiContext } from "../context.ts";
import { problemBody, problemOf } from "../problem.ts";
import { makeAdmit } from "./authenticate.ts";
import type { Admit } from "./authenticate.ts";
import { constraintHandlers } from "./constraint-routes.ts";
import type { Asking, F3548Context, Handle, Handlers, UssHandlers } from "./context.ts";
import { detailsHandlers } from "./details-routes.ts";
import { discardRest } from "./discard.ts";
import { ENDPOINTS, USS_ENDPOINTS } from "./endpoints.ts";
import type { Endpoint, EndpointName, UssEndpointName } from "./endpoints.ts";
import { intentHandlers } from "./intent-routes.ts";
import { F3548_LIMITS } from "./limits.ts";
import { logSetHandlers, makeNoteSent } from "./log-set-routes.ts";
import { noticesHandlers } from "./notices-routes.ts";
import { fileReport, otherHandlers } from "./other-routes.ts";
import { makeNoteOwnUss } from "./own-uss.ts";
import type { NoteOwnUss } from "./own-uss.ts";
import { subscriptionHandlers } from "./subscription-routes.ts";
import { telemetryHandlers } from "./telemetry-routes.ts";
import { WireError } from "./wire-error.ts";

export const registerF3548 = async (app: Api, context: ApiContext): Promise<void> => {
  const { f3548, engine, clock, metrics } = context;
  if (!f3548) return;
  app.decorateRequest("uss", null);
  await app.register(async (scope) => {
    const own = { engine, clock, metrics, ...f3548 };
    const admit = makeAdmit(app, own);
    scope.setErrorHandler(async (error, request, reply) => {
      if (isTooLarge(error)) await discardRest(request.raw, F3548_LIMITS.discardBytesMax);
      sendError(error, request, reply);
      return reply;
    });
    takeJson(scope);
    const handlers: Handlers = {
      ...intentHandlers(own),
      ...constraintHandlers(own),
      ...subscriptionHandlers(own),
      ...otherHandlers(own),
    };
    const noteOwnUss = makeNoteOwnUss(own);
    scope.addHook("onReady", noteOwnUss);
    for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
      addEndpoint(scope, ENDPOINTS[name], { admit, noteOwnUss, handle: handlers[name] });
    }
    addUss(scope, own, { admit, noteOwnUss });
    addAuxiliary(scope, admit, context.version);
    for (const path of ["/dss/*", "/uss/*"]) scope.all(path, hidden, nothingHere);
  });
};

/** Where the settings have no `uss`, there is nothing at its paths. */
const addUss = (
  scope: FastifyInstance,
  context: F3548Context,
  passing: Pick<Serving, "admit" | "noteOwnUss">,
): void => {
  const { uss: own } = context.settings;
  if (!own) return;
  const ussContext = { ...context, own };
  const handlers: UssHandlers = {
    ...detailsHandlers(ussContext),
    ...noticesHandlers(ussContext),
    ...telemetryHandlers(ussContext),
    ...logSetHandlers(ussContext),
    makeUssReport: (asking) => fileReport(context, asking, true),
  };
  for (const name of Object.keys(USS_ENDPOINTS) as UssEndpointName[]) {
    const onSend = makeNoteSent(ussContext, name);
    addEndpoint(scope, USS_ENDPOINTS[name], { ...passing, handle: handlers[name], onSend });
  }
};

const nothingHere = async (): Promise<never> => {
  throw new WireError(404, "there is nothing at this path for this method: see ASTM F3548-21");
};

/** Paths of USSs, whose answers have their own form even where no route was found. */
export const isF3548Path = (url: string): boolean => /^\/(dss|uss|aux)\//.test(url);

/** The standard describes itself: /v1/openapi.json is of the parties' API. */
const hidden = { schema: { hide: true } } as const;

type Body = { readonly text: string; readonly value: unknown };

/** Whatever type a body says it has, it is read as JSON; an empty one is none. */
const takeJson = (scope: FastifyInstance): void => {
  scope.removeAllContentTypeParsers();
  const { bodyBytesMax: bodyLimit } = F3548_LIMITS;
  scope.addContentTypeParser("*", { parseAs: "string", bodyLimit }, (_request, given, done) => {
    const text = given.toString();
    if (text === "") return done(null, undefined);
    try {
      const body: Body = { text, value: JSON.parse(text) };
      return done(null, body);
    } catch {
      return done(new WireError(400, "the body is not JSON: send a JSON object in UTF-8"));
    }
  });
};

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "FST_ERR_CTP_BODY_TOO_LARGE";

type Serving = {
  readonly admit: Admit;
  readonly noteOwnUss: NoteOwnUss;
  readonly handle: Handle;
  readonly onSend?: ReturnType<typeof makeNoteSent>;
};

const addEndpoint = (
  scope: FastifyInstance,
  { method, path: url, scopes }: Endpoint,
  { admit, noteOwnUss, handle, onSend = null }: Serving,
): void => {
  scope.route({
    method,
    url,
    bodyLimit: F3548_LIMITS.bodyBytesMax,
    ...hidden,
    onRequest: (request) => admit(request, scopes),
    ...(onSend ? { onSend } : {}),
    handler: async (request, reply) => {
      const { text = "", value } = (request.body ?? {}) as Partial<Body>;
      const params = request.params as Readonly<Record<string, string>>;
      const query = request.query as Asking["query"];
      await noteOwnUss();
      const told = await handle({ uss: request.uss!, params, query, body: value, text });
      return reply.code(told.status ?? 200).send(told.body);
    },
  });
};

/** What those who run USSs ask of a DSS beside the standard. */
const addAuxiliary = (scope: FastifyInstance, admit: Admit, version: string): void => {
  scope.get("/healthy", hidden, async (_request, reply) => reply.type("text/plain").send("ok"));
  scope.get("/aux/v1/version", hidden, async () => ({ version }));
  scope.get(
    "/aux/v1/validate_oauth",
    { ...hidden, onRequest: (request) => admit(request, null) },
    async (request) => {
      const { owner } = request.query as { readonly owner?: unknown };
      const { manager } = request.uss!;
      if (owner === undefined || owner === manager) return {};
      throw new WireError(403, "the token's sub is not the owner that is named: use its own token");
    },
  );
};

/** Every refusal as `{ "message": … }`. */
export const sendError = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
  const found = error instanceof WireError ? error : errorOfProblem(error, request);
  void reply
    .code(found.status)
    .headers(found.headers)
    .type("application/json")
    .serializer((text: string) => text)
    .send(JSON.stringify({ message: found.message, ...found.members }));
};

/** What is common to both faces: too large a body, a full queue, a log that fails, a fault of ours. */
const errorOfProblem = (error: unknown, request: FastifyRequest): WireError => {
  const problem = problemOf(error);
  const { status, detail, remedy } = problemBody(problem);
  if (status === 500) request.log.error({ err: error }, "a request failed");
  const about = status === 500 ? ` (request ${request.id})` : "";
  return new WireError(status, `${detail}: ${remedy}${about}`, {
    headers: problem.about.headers ?? {},
  });
};

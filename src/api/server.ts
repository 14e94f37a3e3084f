/** The API of one server: hooks first, then the routes of every noun. */

import type { Socket } from "node:net";
import Fastify, { LogController } from "fastify";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { registerAuthentication } from "./authenticate.ts";
import type { Api, ApiContext, ApiDeps, ApiSettings, LogTarget } from "./context.ts";
import { isF3548Path, registerF3548, sendError } from "./f3548/routes.ts";
import { registerHeaders } from "./headers.ts";
import { registerLanding } from "./landing.ts";
import { API_LIMITS } from "./limits.ts";
import { makeMetrics } from "./metrics.ts";
import { registerAreaFiles } from "./native/area-file-routes.ts";
import { registerAreas } from "./native/area-routes.ts";
import { registerChannels } from "./native/channel-routes.ts";
import { registerCheck } from "./native/check-routes.ts";
import { registerClients } from "./native/client-routes.ts";
import { registerContacts } from "./native/contact-routes.ts";
import { registerConflicts } from "./native/conflict-routes.ts";
import { registerDesks } from "./native/desk-routes.ts";
import { registerDeadLetters } from "./native/dead-letter-routes.ts";
import { registerDisclosure } from "./native/disclosure-routes.ts";
import { registerEvents } from "./native/events.ts";
import { registerExports } from "./native/export-routes.ts";
import { registerItems } from "./native/item-routes.ts";
import { registerIncidents } from "./native/incident-routes.ts";
import { registerKeys } from "./native/key-routes.ts";
import { registerKinds } from "./native/kind-routes.ts";
import { registerHolders } from "./native/holder-routes.ts";
import { registerMembers } from "./native/member-routes.ts";
import { registerOpenings } from "./native/opening-routes.ts";
import { registerMessages } from "./native/message-routes.ts";
import { registerMovements } from "./native/movement-routes.ts";
import { registerOperations } from "./native/operation-routes.ts";
import { registerOptions } from "./native/option-routes.ts";
import { registerPeople } from "./native/people-routes.ts";
import { registerSettling } from "./native/proposal-routes.ts";
import { registerReadouts } from "./native/readout-routes.ts";
import { registerReceipts } from "./native/receipt-routes.ts";
import { registerReports } from "./native/report-routes.ts";
import { registerShortCodes } from "./native/short-code-routes.ts";
import { registerSites } from "./native/site-routes.ts";
import { registerStatus } from "./native/status-routes.ts";
import { registerTargets } from "./native/target-routes.ts";
import { registerTheatre } from "./native/theatre-routes.ts";
import { registerTheatreChanges } from "./native/theatre-change-routes.ts";
import { registerTokens } from "./native/token-routes.ts";
import { registerReviews } from "./native/review-routes.ts";
import { registerStatistics } from "./native/statistics-routes.ts";
import { registerTracks } from "./native/track-routes.ts";
import { registerUssLetters } from "./native/uss-letter-routes.ts";
import { registerOpenApi } from "./openapi.ts";
import { registerPublicReadouts } from "./public/routes.ts";
import { ApiProblem, problemBody, problemOf } from "./problem.ts";
import { answerBrokenHttp, registerUnknownRoutes } from "./unknown-route.ts";
import { compileValidator } from "./validate.ts";

export type { ApiDeps, ApiSettings, LogTarget, Readiness } from "./context.ts";

export const DEFAULT_SETTINGS: ApiSettings = {
  publicUrl: null,
  ratePerMinute: API_LIMITS.requestsPerMinute,
  corsOrigins: [],
  trustProxy: [],
  bodyBytesMax: API_LIMITS.bodyBytesMax,
  streamsPerPartyMax: API_LIMITS.streamsPerPartyMax,
  heartbeatMs: API_LIMITS.heartbeatMs,
  streamStallMs: API_LIMITS.streamStallMs,
};

/**
 * The API, ready to listen (or to be asked in tests). `close()` takes no more connections, tells
 * every event stream that it ends, and finishes what is being answered; the engine stays open.
 */
export const buildApi = async (deps: ApiDeps): Promise<Api> => {
  const settings = { ...DEFAULT_SETTINGS, ...deps.settings };
  const metrics = makeMetrics(deps.engine, deps.registerMetrics);
  const context: ApiContext = { ...deps, settings, metrics };
  const app = makeFastify(context);
  app.setValidatorCompiler(compileValidator);
  app.setSerializerCompiler(() => (body) => JSON.stringify(body));
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(error, request, reply));
  app.removeContentTypeParser("text/plain");
  app.addHook("onClose", async () => metrics.close());
  registerStopping(app);
  registerTelling(app, context);
  registerHeaders(app, context);
  registerUnknownRoutes(app);
  await registerOpenApi(app, deps.version);
  await registerAuthentication(app, context);
  for (const register of NOUNS) register(app, context);
  await registerF3548(app, context);
  await app.ready();
  return app;
};

const NOUNS = [
  registerOperations,
  registerConflicts,
  registerDisclosure,
  registerSettling,
  registerCheck,
  registerOptions,
  registerTheatre,
  registerTheatreChanges,
  registerDesks,
  registerMembers,
  registerClients,
  registerHolders,
  registerKeys,
  registerOpenings,
  registerChannels,
  registerMessages,
  registerReceipts,
  registerShortCodes,
  registerKinds,
  registerTargets,
  registerContacts,
  registerReadouts,
  registerItems,
  registerSites,
  registerAreas,
  registerAreaFiles,
  registerMovements,
  registerPeople,
  registerDeadLetters,
  registerTracks,
  registerReports,
  registerReviews,
  registerStatistics,
  registerTokens,
  registerEvents,
  registerStatus,
  registerUssLetters,
  registerLanding,
  registerPublicReadouts,
  registerExports,
  registerIncidents,
];

const makeFastify = ({ settings, log, f3548 }: ApiContext): Api => {
  const app = Fastify({
    logger: log === null ? false : loggerOf(log),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: settings.bodyBytesMax,
    trustProxy: settings.trustProxy.length === 0 ? false : [...settings.trustProxy],
    requestTimeout: API_LIMITS.requestTimeoutMs,
    keepAliveTimeout: API_LIMITS.keepAliveMs,
    http: {
      maxHeaderSize: API_LIMITS.headerBytesMax,
      headersTimeout: API_LIMITS.headersTimeoutMs,
    },
    routerOptions: { maxParamLength: API_LIMITS.pathParameterCharsMax },
    forceCloseConnections: "idle",
    clientErrorHandler: answerBrokenHttp,
    frameworkErrors: (error, request, reply) => {
      const send = f3548 && isF3548Path(request.url) ? sendError : sendProblem;
      send(error, request, reply);
    },
  });
  return app;
};

/** What a log line may hold of a request and of an error; neither bodies, headers nor query text. */
const loggerOf = ({ level, write }: LogTarget) => ({
  level,
  ...(write ? { stream: { write } } : {}),
  serializers: { req: () => ({}), res: () => ({}) },
});

/**
 * A server that stops finishes what it answers, and waits for nothing else: not for connections that
 * were opened and never used, nor for a next request on those just answered.
 */
const registerStopping = (app: Api): void => {
  const sockets = new Set<Socket>();
  app.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  app.addHook("preClose", async () => {
    app.server.keepAliveTimeout = 1;
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  });
};

/** One line and one figure for each answer. */
const registerTelling = (app: Api, { metrics }: ApiContext): void => {
  app.addHook("onResponse", (request, reply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? "unknown";
    const [status, durationMs] = [reply.statusCode, reply.elapsedTime];
    metrics.observeRequest({ method, route, status, durationMs });
    const party = request.principal?.party ?? undefined;
    const ms = Math.round(durationMs * 1000) / 1000;
    request.log.info({ method, route, status, ms, party }, "answered");
    done();
  });
};

/** The only way a request is refused. */
const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
  const problem = problemOf(error);
  if (problem.status >= 500 && !(error instanceof ApiProblem)) {
    request.log.error({ err: error }, "a request failed");
  }
  const body = problemBody(problem);
  void reply
    .code(problem.status)
    .headers(problem.about.headers ?? {})
    .type("application/problem+json")
    .serializer((text: string) => text)
    .send(JSON.stringify(problem.status === 500 ? { ...body, requestId: request.id } : body));
};

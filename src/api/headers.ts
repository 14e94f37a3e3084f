/** Headers of every answer: nothing is stored, sniffed, framed or run; and who may read across origins. */

import type { Api, ApiContext } from "./context.ts";

const SECURITY = {
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
} as const;

export const registerHeaders = (app: Api, { settings }: ApiContext): void => {
  app.addHook("onRequest", (_request, reply, done) => {
    reply.headers(SECURITY);
    done();
  });
  if (settings.corsOrigins.length > 0) registerCors(app, new Set(settings.corsOrigins));
};

/** Off unless configured. No cookies are used, so no credentials are let through. */
const registerCors = (app: Api, origins: ReadonlySet<string>): void => {
  app.addHook("onRequest", async (request, reply) => {
    reply.header("Vary", "Origin");
    const { origin } = request.headers;
    if (origin === undefined || !origins.has(origin)) return;
    reply.header("Access-Control-Allow-Origin", origin);
    reply.header("Access-Control-Expose-Headers", "Idempotent-Replay, Location, Retry-After");
    if (request.method !== "OPTIONS" || !request.headers["access-control-request-method"]) return;
    await reply
      .code(204)
      .headers({
        "Access-Control-Allow-Methods": "GET, POST, PUT",
        "Access-Control-Allow-Headers":
          "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, Wideberth-Signature",
        "Access-Control-Max-Age": "600",
      })
      .send();
  });
};

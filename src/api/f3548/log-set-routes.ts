/** What was exchanged with other USSs: noted as it passes, and read by those to whom the host gave a log set. */

import type { FastifyReply, FastifyRequest } from "fastify";
import type { Exchange } from "../../server/uss-exchanges.ts";
import type { UssContext, UssHandlers } from "./context.ts";
import type { UssEndpointName } from "./endpoints.ts";
import { encodeTime } from "./time.ts";
import { notFound } from "./write.ts";

/** Readings of what is kept anyway, by whom it is kept for. */
const UNNOTED: ReadonlySet<UssEndpointName> = new Set(["getLogSet", "listNotifications"]);

type Sent = (request: FastifyRequest, reply: FastifyReply, payload: unknown) => Promise<unknown>;

/** Notes each answer to a USS whose token was taken: others can't fill the store. */
export const makeNoteSent = (
  { exchanges, clock, own }: UssContext,
  name: UssEndpointName,
): Sent | null => {
  if (!exchanges || UNNOTED.has(name)) return null;
  return async (request, reply, payload) => {
    const { uss, method, headers, body } = request;
    const nowMs = clock.nowMs();
    if (uss) {
      exchanges.note({
        url: `${own.baseUrl}${request.url}`,
        method,
        headers: Object.entries(headers).map(([header, value]) => `${header}: ${String(value)}`),
        role: "Server",
        source: uss.manager,
        requestMs: Math.floor(nowMs - reply.elapsedTime),
        requestBody: (body as { readonly text?: string } | undefined)?.text ?? "",
        responseMs: nowMs,
        responseCode: reply.statusCode,
        responseBody: typeof payload === "string" ? payload : "",
        problem: null,
      });
    }
    return payload;
  };
};

export const logSetHandlers = ({ exchanges }: UssContext): Pick<UssHandlers, "getLogSet"> => ({
  getLogSet: ({ params }) => {
    const id = params["log_set_id"]!;
    const found = exchanges?.readLogSet(id) ?? null;
    if (!found) throw notFound("log set", id);
    const messages = found.exchanges.map(encodeExchange);
    return { body: { messages, missing_messages: found.missingCount } };
  },
});

/** `request_source` is required by the standard, which does not describe it: the USS that asked. */
const encodeExchange = (one: Exchange): object => ({
  url: one.url,
  method: one.method,
  headers: one.headers,
  recorder_role: one.role,
  request_source: one.source,
  request_time: encodeTime(one.requestMs * 1000),
  request_body: base64(one.requestBody),
  ...(one.responseMs === null ? {} : { response_time: encodeTime(one.responseMs * 1000) }),
  response_body: base64(one.responseBody),
  ...(one.responseCode === null ? {} : { response_code: one.responseCode }),
  ...(one.problem === null ? {} : { problem: one.problem }),
});

const base64 = (text: string): string => Buffer.from(text).toString("base64");

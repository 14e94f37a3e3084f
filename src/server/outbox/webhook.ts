/**
 * One attempt to deliver by webhook.
 *
 *   POST /hook HTTP/1.1
 *   webhook-id: t1_17_0
 *   webhook-timestamp: 1795413600
 *   webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
 *
 *   {"type":"conflict.opened","timestamp":"2026-11-23T06:00:00.000Z","data":{…}}
 *
 * The name is looked up once, every address is checked, and the connection goes to one of those: an
 * answer of DNS that changes meanwhile changes nothing. Redirects are not followed, proxies of the
 * environment are not used, what the receiver answers is neither kept nor logged.
 * Source: Standard Webhooks 1.0.0.
 */

import { Agent as HttpAgent, request as httpRequest } from "node:http";
import type { IncomingMessage, RequestOptions } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import type { LookupFunction } from "node:net";
import { getCACertificates } from "node:tls";
import type { AddressCheck } from "./addresses.ts";
import { failed } from "./attempt.ts";
import type { Attempt } from "./attempt.ts";
import { faultInWords } from "./fault-words.ts";
import { WEBHOOK_LIMITS } from "./limits.ts";
import type { ResolveName } from "./resolve.ts";
import { parseRetryAfter } from "./retry.ts";
import { signWith } from "./signature.ts";
import { hostOf, NOT_PUBLIC, parseWebhookUrl } from "./webhook-url.ts";

export type WebhookRequest = {
  readonly url: string;
  /** The current secret, and the one before while both sign. */
  readonly secrets: readonly string[];
  readonly id: string;
  readonly body: string;
  readonly nowMs: number;
};

export type SendWebhook = (request: WebhookRequest, signal: AbortSignal) => Promise<Attempt>;

export type WebhookOptions = {
  readonly mayReach: AddressCheck;
  readonly resolve: ResolveName;
  /** Certificates trusted beside Node.js's own, PEM: those of the host's own receivers. */
  readonly trustedCertificates: readonly string[];
};

type Answer = { readonly status: number; readonly retryAfter: string | undefined };

export const makeSendWebhook = (options: WebhookOptions): SendWebhook => {
  const { mayReach, resolve } = options;
  const agents = makeAgents(options);
  return async (request, signal) => {
    const parsed = parseWebhookUrl(request.url, mayReach);
    if (!parsed.ok) {
      const { refusal } = parsed;
      return failed(refusal.reason === "bad-field" ? refusal.detail : refusal.reason);
    }
    const url = parsed.value;
    const isEncrypted = url.protocol === "https:";
    try {
      const host = hostOf(url);
      const addresses = isIP(host) === 0 ? await resolve(host, signal) : [host];
      signal.throwIfAborted();
      if (addresses.length === 0) return failed("its name is not known to DNS");
      if (!addresses.every((address) => mayReach(address, isEncrypted))) return failed(NOT_PUBLIC);
      const answer = await post(url, request, {
        signal,
        agent: isEncrypted ? agents.https : agents.http,
        lookup: alwaysAnswer(addresses),
      });
      return judge(answer, request.nowMs);
    } catch (error) {
      return failed(signal.aborted ? String(signal.reason) : faultInWords(error));
    }
  };
};

const makeAgents = ({ trustedCertificates }: Pick<WebhookOptions, "trustedCertificates">) => {
  // No connection is used again, and `proxyEnv` without a proxy in it keeps NODE_USE_ENV_PROXY out.
  const plain = { keepAlive: false, proxyEnv: {} };
  const ca = [...getCACertificates("default"), ...trustedCertificates];
  const trust = trustedCertificates.length === 0 ? {} : { ca };
  return {
    http: new HttpAgent(plain),
    // Said here, so that NODE_TLS_REJECT_UNAUTHORIZED can't take it away.
    https: new HttpsAgent({ ...plain, ...trust, rejectUnauthorized: true, maxCachedSessions: 0 }),
  };
};

/** Stands in for DNS when the connection is made: the addresses that were checked, and no others. */
const alwaysAnswer =
  (addresses: readonly string[]): LookupFunction =>
  (_name, options, tell) => {
    const found = addresses.map((address) => ({ address, family: isIP(address) }));
    if (options.all === true) tell(null, found);
    else tell(null, found[0]!.address, found[0]!.family);
  };

const post = (url: URL, request: WebhookRequest, options: RequestOptions): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const body = Buffer.from(request.body);
    const headers = { ...headersOf(request), "content-length": body.length };
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const sent = send(url, { ...options, method: "POST", headers });
    sent.on("response", (response) => {
      const status = response.statusCode ?? 0;
      const answer = { status, retryAfter: response.headers["retry-after"] };
      // However it ends from here on, the status counts.
      sent.off("error", reject).on("error", () => {});
      drain(response, () => resolve(answer));
    });
    sent.on("error", reject);
    sent.end(body);
  });

const headersOf = ({ id, body, secrets, nowMs }: WebhookRequest): Record<string, string> => {
  // Of this attempt, not of the event: a receiver refuses what is older than some minutes.
  const timestampS = Math.floor(nowMs / 1000);
  return {
    "content-type": "application/json",
    "user-agent": "wideberth",
    "webhook-id": id,
    "webhook-timestamp": String(timestampS),
    "webhook-signature": signWith(secrets, { id, timestampS, body }),
  };
};

/** Lets the receiver finish a short answer, and cuts a long one. */
const drain = (response: IncomingMessage, then: () => void): void => {
  let byteCount = 0;
  response.on("data", (chunk: Buffer) => {
    byteCount += chunk.length;
    if (byteCount > WEBHOOK_LIMITS.answerBytesMax) response.destroy();
  });
  response.on("error", () => {}); // cut by us, by the receiver or by time
  response.on("close", then);
};

/**
 * 2xx is delivered and 410 ends it; all else may go better later, 4xx too: a receiver that is being
 * set up, moved or given a new secret answers 404, 401 or 400 to everything, and would lose everything
 * if that were final. What one receiver will never take holds up its own lane for some hours at most.
 * Source: Standard Webhooks 1.0.0, "Delivery success and failure".
 */
const judge = ({ status, retryAfter }: Answer, nowMs: number): Attempt => {
  if (status >= 200 && status < 300) return { outcome: "delivered" };
  const reason = `it answered ${status}`;
  if (status === 410) return { outcome: "gone", reason };
  return failed(reason, parseRetryAfter(retryAfter, nowMs));
};

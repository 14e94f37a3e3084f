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
 * What the receiver answers is neither kept nor logged.
 * Source: Standard Webhooks 1.0.0.
 */

import { failed } from "./attempt.ts";
import type { Attempt } from "./attempt.ts";
import { makePost } from "./post.ts";
import type { Answer, PostOptions } from "./post.ts";
import { parseRetryAfter } from "./retry.ts";
import { signWith } from "./signature.ts";
import { parseWebhookUrl } from "./webhook-url.ts";

export type WebhookRequest = {
  readonly url: string;
  /** The current secret, and the one before while both sign. */
  readonly secrets: readonly string[];
  readonly id: string;
  readonly body: string;
  readonly nowMs: number;
};

export type SendWebhook = (request: WebhookRequest, signal: AbortSignal) => Promise<Attempt>;

export const makeSendWebhook = (options: PostOptions): SendWebhook => {
  const post = makePost(options);
  return async (request, signal) => {
    const parsed = parseWebhookUrl(request.url, options.mayReach);
    if (!parsed.ok) {
      const { refusal } = parsed;
      return failed(refusal.reason === "bad-field" ? refusal.detail : refusal.reason);
    }
    const headers = headersOf(request);
    const posted = await post({ url: parsed.value, headers, body: request.body }, signal);
    return posted.isAnswered ? judge(posted.answer, request.nowMs) : failed(posted.reason);
  };
};

const headersOf = ({ id, body, secrets, nowMs }: WebhookRequest): Record<string, string> => {
  // Of this attempt, not of the event: a receiver refuses what is older than some minutes.
  const timestampS = Math.floor(nowMs / 1000);
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestampS),
    "webhook-signature": signWith(secrets, { id, timestampS, body }),
  };
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

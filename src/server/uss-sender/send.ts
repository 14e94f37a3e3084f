/**
 * One attempt to tell another USS.
 *
 *   POST /utm/uss/v1/operational_intents HTTP/1.1
 *   Authorization: Bearer …
 *
 *   {"operational_intent_id":"…","operational_intent":{…},"subscriptions":[{"subscription_id":"…",…}]}
 */

import { failed } from "../outbox/attempt.ts";
import type { Attempt } from "../outbox/attempt.ts";
import type { OutboxClock } from "../outbox/clock.ts";
import type { Answer, Post, Posted } from "../outbox/post.ts";
import { parseRetryAfter } from "../outbox/retry.ts";
import { within } from "../outbox/within.ts";
import { TokenError } from "../uss-client-tokens.ts";
import type { Exchange } from "../uss-exchanges.ts";
import type { UssConfig } from "../f3548-settings.ts";
import type { ClientTokens, Token } from "../uss-client-tokens.ts";
import type { UssScope } from "../uss-tokens.ts";
import { USS_SENDER_LIMITS } from "./limits.ts";
import type { Notice } from "./notice.ts";

/** What is sent, as it is now. */
export type Message = {
  /** Behind the base URL. */
  readonly path: string;
  readonly body: string;
  readonly scope: UssScope;
  /** When nobody needs it any more; null: it is gone, and that is what it says. */
  readonly endMs: number | null;
};

/** `elsewhere`: another USS manages it by now, and tells of it itself. */
export type WriteMessage = (notice: Notice) => Written | Promise<Written>;
type Written = Message | "elsewhere";

export type SendOptions = {
  readonly write: WriteMessage;
  readonly post: Post;
  readonly tokens: ClientTokens;
  readonly clock: OutboxClock;
  /** This server itself as a USS. */
  readonly own: Pick<UssConfig, "name" | "baseUrl">;
  /** Hands a message to this server's own half, with what it tells. Throws: it is tried again. */
  readonly deliverOwn: (message: Message, notice: Notice) => void | Promise<void>;
  /** Of every exchange. Never throws. */
  readonly noteExchange: (exchange: Exchange) => void;
  /** May it go over plain http? */
  readonly allowHttp: boolean;
};

export type SendNotice = (notice: Notice, stop: AbortSignal) => Promise<Attempt>;

export const makeSendNotice = (options: SendOptions): SendNotice => {
  const { write, clock, own, deliverOwn } = options;
  return async (notice, stop) => {
    const message = await writtenOf(write, notice);
    if (message === null) return failed("what there is to say could not be read");
    if (message === "elsewhere") return refused("another USS manages it now");
    if (message.endMs !== null && message.endMs < clock.nowMs()) return refused("it is over");
    if (notice.baseUrl !== own.baseUrl) {
      return within(clock, USS_SENDER_LIMITS.attemptMaxMs, stop, (signal) =>
        postTo(notice.baseUrl, message, { ...options, signal }),
      );
    }
    try {
      await deliverOwn(message, notice);
      return { outcome: "delivered" };
    } catch (error) {
      return failed(`this server could not take it in itself: ${(error as Error).message}`);
    }
  };
};

/** Null: it can't be had now; one that never can ends as a dead letter, not the server. */
const writtenOf = async (write: WriteMessage, notice: Notice): Promise<Written | null> => {
  try {
    return await write(notice);
  } catch {
    return null;
  }
};

const refused = (reason: string): Attempt => ({ outcome: "refused", reason });

type Posting = SendOptions & { readonly signal: AbortSignal };

const postTo = async (baseUrl: string, message: Message, posting: Posting): Promise<Attempt> => {
  const { tokens, allowHttp, clock } = posting;
  const url = new URL(`${baseUrl}${message.path}`);
  if (url.protocol !== "https:" && !allowHttp) return failed("it is http");
  const ask = { audience: url.hostname, scope: message.scope };
  const token = await tokenFor(() => tokens.get(ask), posting.signal);
  if (typeof token === "string") return failed(token);
  const posted = await exchange(url, message.body, token, posting);
  if (!posted.isAnswered) return failed(posted.reason);
  const { answer } = posted;
  if (answer.status === 401) {
    tokens.forget(ask, token);
    // One that was kept may have been withdrawn meanwhile.
    if (!token.isFresh) return failed("it answered 401");
  }
  return judge(answer, clock.nowMs());
};

/** The token, or why there is none. */
const tokenFor = async (
  get: () => Promise<Token>,
  signal: AbortSignal,
): Promise<Token | string> => {
  const cut = Promise.withResolvers<string>();
  const end = (): void => cut.resolve(String(signal.reason));
  signal.addEventListener("abort", end, { once: true });
  try {
    return await Promise.race([get(), cut.promise]);
  } catch (error) {
    if (error instanceof TokenError) return error.message;
    throw error;
  } finally {
    signal.removeEventListener("abort", end);
  }
};

const exchange = async (
  url: URL,
  body: string,
  token: Token,
  { post, clock, own, noteExchange, signal }: Posting,
): Promise<Posted> => {
  const requestMs = clock.nowMs();
  const headers = { authorization: `Bearer ${token.text}` };
  const posted = await post({ url, headers, body }, signal);
  const answer = posted.isAnswered ? posted.answer : null;
  noteExchange({
    url: url.href,
    method: "POST",
    // The token is in none of them.
    headers: [],
    role: "Client",
    source: own.name,
    requestMs,
    requestBody: body,
    responseMs: answer && clock.nowMs(),
    responseCode: answer && answer.status,
    responseBody: answer ? answer.body.toString() : "",
    problem: posted.isAnswered ? problemOf(posted.answer) : posted.reason,
  });
  return posted;
};

const isTaken = ({ status }: Answer): boolean => status >= 200 && status < 300;

const problemOf = (answer: Answer): string | null =>
  isTaken(answer) ? null : `it answered ${answer.status}`;

/** 2xx is delivered; what the USS refuses in so many words it would refuse again. */
const judge = (answer: Answer, nowMs: number): Attempt => {
  const { status, retryAfter } = answer;
  if (isTaken(answer)) return { outcome: "delivered" };
  const reason = `it answered ${status}`;
  const isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return isFinal ? refused(reason) : failed(reason, parseRetryAfter(retryAfter, nowMs));
};

/**
 * One POST to a URL that somebody else chose.
 *
 * The name is looked up once, every address is checked, and the connection goes to one of those: an
 * answer of DNS that changes meanwhile changes nothing. Redirects are not followed, proxies of the
 * environment are not used, a long answer is cut.
 */

import { Agent as HttpAgent, request as httpRequest } from "node:http";
import type { IncomingMessage, RequestOptions } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import type { LookupFunction } from "node:net";
import { getCACertificates } from "node:tls";
import type { AddressCheck } from "./addresses.ts";
import { faultInWords } from "./fault-words.ts";
import { WEBHOOK_LIMITS } from "./limits.ts";
import type { ResolveName } from "./resolve.ts";
import { hostOf, NOT_PUBLIC } from "./webhook-url.ts";

export type PostOptions = {
  readonly mayReach: AddressCheck;
  readonly resolve: ResolveName;
  /** Certificates trusted beside Node.js's own, PEM: those of the host's own receivers. */
  readonly trustedCertificates: readonly string[];
};

export type PostRequest = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Answer = {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** As much of it as was read before it was cut. */
  readonly body: Buffer;
};

/** The answer, or why there is none, in words of ours. */
export type Posted =
  | { readonly isAnswered: true; readonly answer: Answer }
  | { readonly isAnswered: false; readonly reason: string };

/** Never throws; the signal's reason stands for what it cut. */
export type Post = (request: PostRequest, signal: AbortSignal) => Promise<Posted>;

export const makePost = (options: PostOptions): Post => {
  const { mayReach, resolve } = options;
  const agents = makeAgents(options);
  return async (request, signal) => {
    const { url } = request;
    const isEncrypted = url.protocol === "https:";
    try {
      const host = hostOf(url);
      const addresses = isIP(host) === 0 ? await resolve(host, signal) : [host];
      signal.throwIfAborted();
      if (addresses.length === 0) return unanswered("its name is not known to DNS");
      if (!addresses.every((address) => mayReach(address, isEncrypted)))
        return unanswered(NOT_PUBLIC);
      const answer = await post(request, {
        signal,
        agent: isEncrypted ? agents.https : agents.http,
        lookup: alwaysAnswer(addresses),
      });
      return { isAnswered: true, answer };
    } catch (error) {
      return unanswered(signal.aborted ? String(signal.reason) : faultInWords(error));
    }
  };
};

const unanswered = (reason: string): Posted => ({ isAnswered: false, reason });

const makeAgents = ({ trustedCertificates }: Pick<PostOptions, "trustedCertificates">) => {
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

const post = ({ url, headers, body }: PostRequest, options: RequestOptions): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const bytes = Buffer.from(body);
    const all = {
      "content-type": "application/json",
      "user-agent": "wideberth",
      ...headers,
      "content-length": bytes.length,
    };
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const sent = send(url, { ...options, method: "POST", headers: all });
    sent.on("response", (response) => {
      const status = response.statusCode ?? 0;
      const retryAfter = response.headers["retry-after"];
      // However it ends from here on, the status counts.
      sent.off("error", reject).on("error", () => {});
      drain(response, (read) => resolve({ status, retryAfter, body: read }));
    });
    sent.on("error", reject);
    sent.end(bytes);
  });

/** Lets the receiver finish a short answer, and cuts a long one. */
const drain = (response: IncomingMessage, then: (read: Buffer) => void): void => {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  response.on("data", (chunk: Buffer) => {
    byteCount += chunk.length;
    chunks.push(chunk);
    if (byteCount > WEBHOOK_LIMITS.answerBytesMax) response.destroy();
  });
  response.on("error", () => {}); // cut by us, by the receiver or by time
  response.on("close", () =>
    then(Buffer.concat(chunks).subarray(0, WEBHOOK_LIMITS.answerBytesMax)),
  );
};

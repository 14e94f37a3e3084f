/** Tokens for who has an id and a secret: got from the server, and anew before the last one ends. */

import { ProblemError } from "./client.ts";
import type { AccessToken } from "./token-routes.ts";

export type HolderOptions = {
  readonly baseUrl: string;
  /** `member-…` or `client-…`. */
  readonly id: string;
  readonly secret: string;
  readonly fetch?: typeof globalThis.fetch;
};

/** How long before its end a token is no longer used, milliseconds. */
const MARGIN_MS = 30_000;

/** For `token` of a client. Throws ProblemError when the server does not know the two. */
export const tokensFor = (options: HolderOptions): (() => Promise<string>) => {
  let last: { readonly token: string; readonly untilMs: number } | null = null;
  return async () => {
    if (last && Date.now() < last.untilMs) return last.token;
    const askedMs = Date.now();
    const { access_token: token, expires_in: seconds } = await askToken(options);
    last = { token, untilMs: askedMs + seconds * 1000 - MARGIN_MS };
    return token;
  };
};

const askToken = async ({
  baseUrl,
  id,
  secret,
  fetch = globalThis.fetch,
}: HolderOptions): Promise<AccessToken> => {
  const response = await fetch(`${baseUrl.replace(/\/+$/, "")}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: id,
      client_secret: secret,
    }),
  });
  if (response.ok) return parseToken(await response.json());
  await response.body?.cancel();
  throw new ProblemError({
    type: "about:blank",
    title: "No token was given",
    status: response.status,
    detail: `the server answered ${response.status} to the id ${id} and its secret`,
    remedy: "look at the two, and at the address; after many tries wait a minute",
  });
};

const parseToken = (answer: unknown): AccessToken => answer as AccessToken;

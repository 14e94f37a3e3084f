/**
 * Tokens by which this server, as a USS, calls other USSs: one for each host that is called and each
 * scope, so that none can be used against another (ASTM F3548-21, on `aud`).
 *
 * Signed by the server itself, or asked of the authority that the settings name:
 *
 *   POST /oauth/token
 *   Authorization: Basic …
 *
 *   grant_type=client_credentials&audience=uss.example.com&scope=utm.strategic_coordination
 *
 * Source: RFC 6749 §4.4 and §2.3.1.
 */

import { decodeJwt } from "jose";
import type { TokenPlace, UssConfig } from "./f3548-settings.ts";
import type { Clock } from "./jwt.ts";
import { readSecretFile, SecretFileError } from "./secret-file.ts";
import { openOwnUssIssuer, USS_TOKEN_LIMITS } from "./uss-tokens.ts";
import type { UssScope } from "./uss-tokens.ts";

export const CLIENT_TOKEN_LIMITS = {
  /** A token is used no longer than to this before its end: clocks differ, and a call takes time. */
  marginMs: 60_000,
  /** One whose end nobody tells is used no longer than this. */
  untoldLifeMs: 120_000,
  timeoutMs: 5_000,
  /** Longer ones pass no common server. */
  tokenCharsMax: 8_192,
} as const;

export type TokenAsk = { readonly audience: string; readonly scope: UssScope };

export type Token = {
  readonly text: string;
  /** It was made for this call: whoever refuses it would refuse another. */
  readonly isFresh: boolean;
};

export type ClientTokens = {
  /** Throws TokenError. */
  readonly get: (ask: TokenAsk) => Promise<Token>;
  /** It was refused: the next one is made anew. */
  readonly forget: (ask: TokenAsk, token: Token) => void;
};

/** No token is to be had now. The message holds neither the secret nor what the authority wrote. */
export class TokenError extends Error {
  override readonly name = "TokenError";
}

type Made = { readonly text: string; readonly endsMs: number };
/** Throws TokenError. */
export type MakeToken = (ask: TokenAsk) => Promise<Made>;

/** Throws SecretFileError for a secret that is missing or that others may read; as the key file does. */
export const openClientTokens = (
  { name, tokens }: Pick<UssConfig, "name" | "tokens">,
  dataDir: string,
  clock: Clock,
): ClientTokens =>
  keepTokens(
    tokens === "own" ? makeOwn(name, dataDir, clock) : makeAskAuthority(tokens, clock),
    clock,
  );

/** Of several that ask for the same at once one asks, and all get what it got. */
export const keepTokens = (make: MakeToken, clock: Clock): ClientTokens => {
  const kept = new Map<string, Made & { readonly useUntilMs: number }>();
  const asked = new Map<string, Promise<Made>>();
  const ask = async (one: TokenAsk, key: string): Promise<Made> => {
    const nowMs = clock.nowMs();
    const made = await make(one);
    for (const [other, { useUntilMs }] of kept) if (useUntilMs <= nowMs) kept.delete(other);
    // A short one is used for half of its life.
    const marginMs = Math.min(CLIENT_TOKEN_LIMITS.marginMs, (made.endsMs - nowMs) / 2);
    kept.set(key, { ...made, useUntilMs: made.endsMs - marginMs });
    return made;
  };
  return {
    get: async (one) => {
      const key = keyOf(one);
      const known = kept.get(key);
      if (known && clock.nowMs() < known.useUntilMs) return { text: known.text, isFresh: false };
      const asking = asked.get(key) ?? ask(one, key).finally(() => asked.delete(key));
      asked.set(key, asking);
      return { text: (await asking).text, isFresh: true };
    },
    forget: (one, { text }) => {
      const key = keyOf(one);
      if (kept.get(key)?.text === text) kept.delete(key);
    },
  };
};

const keyOf = ({ audience, scope }: TokenAsk): string => `${scope} ${audience}`;

const makeOwn = (sub: string, dataDir: string, clock: Clock): MakeToken => {
  const { issueToken } = openOwnUssIssuer(dataDir, [], clock);
  const ttlS = USS_TOKEN_LIMITS.endsWithinS;
  return async ({ audience, scope }) => ({
    text: await issueToken({ sub, scopes: [scope], audience, ttlS }),
    endsMs: clock.nowMs() + ttlS * 1000,
  });
};

const makeAskAuthority = (
  { url, clientId, clientSecretFile }: TokenPlace,
  clock: Clock,
): MakeToken => {
  const secret = readSecretFile(clientSecretFile)?.trim();
  if (!secret) throw new SecretFileError(`${clientSecretFile} is missing or empty: put it there`);
  const authorization = `Basic ${Buffer.from(`${formOf(clientId)}:${formOf(secret)}`).toString("base64")}`;
  return async ({ audience, scope }) => {
    const body = new URLSearchParams({ grant_type: "client_credentials", audience, scope });
    const askedMs = clock.nowMs();
    const answer = await ask(url, { authorization, body });
    return readAnswer(answer, askedMs);
  };
};

/** As a form has it. Source: RFC 6749 §2.3.1. */
const formOf = (text: string): string => encodeURIComponent(text).replaceAll("%20", "+");

const ask = async (
  url: string,
  { authorization, body }: { readonly authorization: string; readonly body: URLSearchParams },
): Promise<unknown> => {
  const { timeoutMs } = CLIENT_TOKEN_LIMITS;
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { authorization, accept: "application/json" },
      body,
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new TokenError("the token endpoint does not answer", { cause });
  }
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new TokenError(`the token endpoint answered ${response.status}`);
  }
  try {
    return await response.json();
  } catch (cause) {
    throw new TokenError("the token endpoint did not answer with JSON", { cause });
  }
};

const readAnswer = (answer: unknown, askedMs: number): Made => {
  const { access_token: text, expires_in: lifeS } = (answer ?? {}) as Record<string, unknown>;
  if (typeof text !== "string" || !/^[\x21-\x7e]+$/.test(text)) {
    throw new TokenError("the token endpoint gave no access_token");
  }
  if (text.length > CLIENT_TOKEN_LIMITS.tokenCharsMax) {
    throw new TokenError("the token endpoint gave a token that is too long to be sent");
  }
  const toldMs = Number(lifeS) > 0 ? askedMs + Number(lifeS) * 1000 : Infinity;
  const endsMs = Math.min(toldMs, endOf(text));
  return {
    text,
    endsMs: Number.isFinite(endsMs) ? endsMs : askedMs + CLIENT_TOKEN_LIMITS.untoldLifeMs,
  };
};

/** A token need not be a JWT to us: it is for whoever is called. */
const endOf = (token: string): number => {
  try {
    const { exp } = decodeJwt(token);
    return typeof exp === "number" ? exp * 1000 : Infinity;
  } catch {
    return Infinity;
  }
};

/**
 * Bearer JWTs of known issuers, verified by jose.
 *
 * A verification costs 100 µs and more, so what was verified is remembered by the token's SHA-256
 * until it expires or a few minutes have passed; the token itself is never kept.
 */

import { createHash } from "node:crypto";
import { decodeJwt, errors, jwtVerify } from "jose";
import type { JWTPayload, JWTVerifyGetKey } from "jose";

export type Clock = { readonly nowMs: () => number };

/** Whose signature is believed, and on what. */
export type SignedIssuer = {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly algorithms: readonly string[];
  readonly getKey: JWTVerifyGetKey;
};

export type Verified<P> =
  | { readonly ok: true; readonly principal: P }
  | {
      readonly ok: false;
      /** `keys-unavailable`: the issuer's keys can't be read now; the token may well be good. */
      readonly reason: "refused" | "keys-unavailable";
      readonly detail: string;
    };

/** Not a promise when the token is remembered: the hot path. */
export type Verify<P> = (token: string) => Verified<P> | Promise<Verified<P>>;

export const AUTH_LIMITS = {
  /** Clocks of issuers are seldom further off. */
  clockSkewS: 60,
  /** A longer token is no token of ours: it would not pass a proxy either. */
  tokenCharsMax: 8 * 1024,
  rememberedMax: 10_000,
  /** A key that its issuer withdraws is trusted no longer than this. */
  rememberedMs: 5 * 60_000,
} as const;

type Ends = { readonly expiresAtMs: number };

/** What the claims of a verified token say; its `sub` is text, its `exp` a number. */
export type ReadClaims<I, P> = (
  claims: JWTPayload & { readonly sub: string; readonly exp: number },
  issuer: I,
  nowMs: number,
) => Verified<P>;

/** An issuer may be named more than once, each time with another key: any of them will do. */
export const makeVerify = <I extends SignedIssuer, P extends Ends>(
  issuers: readonly I[],
  clock: Clock,
  read: ReadClaims<I, P>,
): Verify<P> => {
  const byName = Map.groupBy(issuers, ({ issuer }) => issuer);
  const remembered = new Memory<P>();
  return (token) => {
    if (token.length > AUTH_LIMITS.tokenCharsMax) return refused("the token is too long");
    const hash = createHash("sha256").update(token).digest("base64");
    const nowMs = clock.nowMs();
    const known = remembered.find(hash, nowMs);
    if (known) return { ok: true, principal: known };
    return verify(token, byName, { nowMs, read }).then((answer) => {
      if (answer.ok) remembered.keep(hash, answer.principal, nowMs);
      return answer;
    });
  };
};

/** Verified tokens by hash; the longest unused goes first. */
class Memory<P extends Ends> {
  private readonly byHash = new Map<string, { principal: P; untilMs: number }>();

  find(hash: string, nowMs: number): P | null {
    const known = this.byHash.get(hash);
    if (!known) return null;
    this.byHash.delete(hash);
    if (known.untilMs <= nowMs) return null;
    this.byHash.set(hash, known);
    return known.principal;
  }

  keep(hash: string, principal: P, nowMs: number): void {
    const untilMs = Math.min(principal.expiresAtMs, nowMs + AUTH_LIMITS.rememberedMs);
    this.byHash.set(hash, { principal, untilMs });
    if (this.byHash.size <= AUTH_LIMITS.rememberedMax) return;
    const oldest = this.byHash.keys().next();
    if (!oldest.done) this.byHash.delete(oldest.value);
  }
}

type Reading<I, P> = { readonly nowMs: number; readonly read: ReadClaims<I, P> };

const verify = async <I extends SignedIssuer, P>(
  token: string,
  issuers: ReadonlyMap<string, readonly I[]>,
  reading: Reading<I, P>,
): Promise<Verified<P>> => {
  const named = issuers.get(issuerOf(token) ?? "") ?? [];
  let fault: unknown = null;
  for (const issuer of named) {
    try {
      return await verifyBy(token, issuer, reading);
    } catch (error) {
      fault = error;
      if (!isOfAnotherKey(error)) break;
    }
  }
  if (fault !== null) return explain(fault);
  return refused("its issuer is not known here, or it is not a signed JWT");
};

const verifyBy = async <I extends SignedIssuer, P>(
  token: string,
  issuer: I,
  { nowMs, read }: Reading<I, P>,
): Promise<Verified<P>> => {
  const { payload } = await jwtVerify(token, issuer.getKey, {
    issuer: issuer.issuer,
    audience: [...issuer.audiences],
    algorithms: [...issuer.algorithms],
    clockTolerance: AUTH_LIMITS.clockSkewS,
    requiredClaims: ["exp", "sub", "aud"],
    currentDate: new Date(nowMs),
  });
  const { sub, exp, iat } = payload;
  if (typeof sub !== "string" || sub === "" || typeof exp !== "number") {
    return refused("sub or exp is missing");
  }
  if (iat !== undefined && iat > nowMs / 1000 + AUTH_LIMITS.clockSkewS) {
    return refused("it was issued in the future");
  }
  return read({ ...payload, sub, exp }, issuer, nowMs);
};

const isOfAnotherKey = (error: unknown): boolean =>
  error instanceof errors.JWSSignatureVerificationFailed ||
  error instanceof errors.JWKSNoMatchingKey;

/** Only to find whose keys to verify with: nothing is believed before that. */
const issuerOf = (token: string): string | null => {
  try {
    return decodeJwt(token).iss ?? null;
  } catch {
    return null;
  }
};

type Refused = Extract<Verified<never>, { readonly ok: false }>;

export const refused = (detail: string): Refused => ({ ok: false, reason: "refused", detail });

const explain = (error: unknown): Refused => {
  if (error instanceof errors.JWTExpired) return refused("it has expired");
  if (error instanceof errors.JWTClaimValidationFailed) {
    return refused(`its claim ${error.claim} does not fit`);
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return refused("its algorithm is not taken");
  if (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys
  ) {
    return refused("it is signed with a key that its issuer does not publish");
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return refused("its signature does not fit");
  }
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) {
    return refused("it is not a signed JWT");
  }
  if (error instanceof errors.JOSENotSupported || error instanceof TypeError) {
    return refused("its algorithm does not fit the issuer's key");
  }
  return { ok: false, reason: "keys-unavailable", detail: "the issuer's keys can't be read now" };
};

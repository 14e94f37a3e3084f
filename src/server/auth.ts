/**
 * Who sends a request: bearer JWTs of configured issuers, verified by jose.
 *
 * A verification costs 100 µs and more, so what was verified is remembered by the token's SHA-256
 * until it expires or a few minutes have passed; the token itself is never kept.
 */

import { createHash } from "node:crypto";
import { decodeJwt, errors, jwtVerify } from "jose";
import type { JWTPayload, JWTVerifyGetKey } from "jose";
import { isHolderId, PARTY_ROLES } from "../core/parties/people.ts";

/** A party's roles, and `host`, which has no party and sets the theatre. */
export const ROLES = [...PARTY_ROLES, "host"] as const;
export type Role = (typeof ROLES)[number];

export type Principal = {
  readonly sub: string;
  /** Null for the host alone. */
  readonly party: string | null;
  readonly roles: readonly Role[];
  readonly expiresAtMs: number;
  /**
   * Of a person or machine that the theatre itself knows: the secret by which the token was got. What
   * such a token is good for is asked of the state at every request.
   */
  readonly secretId: string | null;
};

export type Authenticated =
  | { readonly ok: true; readonly principal: Principal }
  | {
      readonly ok: false;
      /** `keys-unavailable`: the issuer's keys can't be read now; the token may well be good. */
      readonly reason: "refused" | "keys-unavailable";
      readonly detail: string;
    };

/** Not a promise when the token is remembered: the hot path. */
export type Authenticate = (token: string) => Authenticated | Promise<Authenticated>;

/** One issuer whose tokens are taken, with the way to its keys. */
export type TrustedIssuer = {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly algorithms: readonly string[];
  readonly partyClaim: string;
  readonly rolesClaim: string;
  /** From issue to expiry; null: as long as the issuer says. */
  readonly lifetimeMaxS: number | null;
  /** Parties that it may speak for; null: every one. */
  readonly parties: readonly string[] | null;
  /** May it make a host? */
  readonly isHostIssuer: boolean;
  /** This server itself: it alone speaks of the theatre's own people and machines. */
  readonly isOwn?: boolean;
  readonly getKey: JWTVerifyGetKey;
};

export const AUTH_LIMITS = {
  /** Clocks of issuers are seldom further off. */
  clockSkewS: 60,
  /** A longer token is no token of ours: it would not pass a proxy either. */
  tokenCharsMax: 8 * 1024,
  rememberedMax: 10_000,
  /** A key that its issuer withdraws is trusted no longer than this. */
  rememberedMs: 5 * 60_000,
} as const;

export type Clock = { readonly nowMs: () => number };

export const makeAuthenticate = (issuers: readonly TrustedIssuer[], clock: Clock): Authenticate => {
  const byName = new Map(issuers.map((issuer) => [issuer.issuer, issuer]));
  const remembered = new Memory();
  return (token) => {
    if (token.length > AUTH_LIMITS.tokenCharsMax) return refused("the token is too long");
    const hash = createHash("sha256").update(token).digest("base64");
    const nowMs = clock.nowMs();
    const known = remembered.find(hash, nowMs);
    if (known) return { ok: true, principal: known };
    return verify(token, byName, nowMs).then((answer) => {
      if (answer.ok) remembered.keep(hash, answer.principal, nowMs);
      return answer;
    });
  };
};

/** Verified tokens by hash; the longest unused goes first. */
class Memory {
  private readonly byHash = new Map<string, { principal: Principal; untilMs: number }>();

  find(hash: string, nowMs: number): Principal | null {
    const known = this.byHash.get(hash);
    if (!known) return null;
    this.byHash.delete(hash);
    if (known.untilMs <= nowMs) return null;
    this.byHash.set(hash, known);
    return known.principal;
  }

  keep(hash: string, principal: Principal, nowMs: number): void {
    const untilMs = Math.min(principal.expiresAtMs, nowMs + AUTH_LIMITS.rememberedMs);
    this.byHash.set(hash, { principal, untilMs });
    if (this.byHash.size <= AUTH_LIMITS.rememberedMax) return;
    const oldest = this.byHash.keys().next();
    if (!oldest.done) this.byHash.delete(oldest.value);
  }
}

const verify = async (
  token: string,
  issuers: ReadonlyMap<string, TrustedIssuer>,
  nowMs: number,
): Promise<Authenticated> => {
  const issuer = issuers.get(issuerOf(token) ?? "");
  if (!issuer) return refused("its issuer is not known here, or it is not a signed JWT");
  try {
    const { payload } = await jwtVerify(token, issuer.getKey, {
      issuer: issuer.issuer,
      audience: [...issuer.audiences],
      algorithms: [...issuer.algorithms],
      clockTolerance: AUTH_LIMITS.clockSkewS,
      requiredClaims: ["exp", "sub", "aud"],
      currentDate: new Date(nowMs),
    });
    return readClaims(payload, issuer, nowMs);
  } catch (error) {
    return explain(error);
  }
};

/** Only to find whose keys to verify with: nothing is believed before that. */
const issuerOf = (token: string): string | null => {
  try {
    return decodeJwt(token).iss ?? null;
  } catch {
    return null;
  }
};

const readClaims = (payload: JWTPayload, issuer: TrustedIssuer, nowMs: number): Authenticated => {
  const { sub, exp, iat } = payload;
  if (typeof sub !== "string" || sub === "" || typeof exp !== "number") {
    return refused("sub or exp is missing");
  }
  if (isHolderId(sub) && !issuer.isOwn) return refused("its sub is a name of this server's own");
  const nowS = nowMs / 1000;
  const { clockSkewS } = AUTH_LIMITS;
  if (iat !== undefined && iat > nowS + clockSkewS) return refused("it was issued in the future");
  const lifetimeS = exp - (iat ?? nowS);
  if (issuer.lifetimeMaxS !== null && lifetimeS > issuer.lifetimeMaxS + clockSkewS) {
    return refused(`it lives longer than the ${issuer.lifetimeMaxS} s that are taken`);
  }
  const roles = rolesOf(findClaim(payload, issuer.rolesClaim));
  if (roles.length === 0) return refused(`${issuer.rolesClaim} names none of ${ROLES.join(", ")}`);
  const party = findClaim(payload, issuer.partyClaim) ?? null;
  const isHost = roles.includes("host");
  if (isHost && (party !== null || roles.length > 1)) {
    return refused("the host has no party and no other role");
  }
  if (isHost && !issuer.isHostIssuer) return refused("its issuer may not make a host");
  if (!isHost && (typeof party !== "string" || party === "")) {
    return refused(`${issuer.partyClaim} does not name a party`);
  }
  if (!isHost && issuer.parties !== null && !issuer.parties.includes(party as string)) {
    return refused("its issuer may not speak for that party");
  }
  const expiresAtMs = (exp + clockSkewS) * 1000;
  const secretId = typeof payload["sec"] === "string" ? payload["sec"] : null;
  const about = { sub, party: isHost ? null : (party as string), roles, expiresAtMs };
  const principal = { ...about, secretId: isHolderId(sub) ? (secretId ?? "") : null };
  return { ok: true, principal };
};

/** A claim by its name, or by a dotted path as in `realm_access.roles`. */
const findClaim = (payload: JWTPayload, name: string): unknown => {
  if (Object.hasOwn(payload, name)) return payload[name];
  let found: unknown = payload;
  for (const part of name.split(".")) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, part))
      return undefined;
    found = (found as Record<string, unknown>)[part];
  }
  return found;
};

/** A list, or words with spaces between. What is not a role of ours is passed over. */
const rolesOf = (claim: unknown): Role[] => {
  const words: readonly unknown[] = Array.isArray(claim)
    ? claim
    : typeof claim === "string"
      ? claim.split(" ")
      : [];
  return ROLES.filter((role) => words.includes(role));
};

const refused = (detail: string): Authenticated => ({ ok: false, reason: "refused", detail });

const explain = (error: unknown): Authenticated => {
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

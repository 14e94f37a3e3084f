/** Who sends a request: the claims of bearer JWTs of configured issuers. */

import type { JWTPayload } from "jose";
import { isHolderId, PARTY_ROLES } from "../core/parties/people.ts";
import { AUTH_LIMITS, makeVerify, refused } from "./jwt.ts";
import type { Clock, ReadClaims, SignedIssuer, Verified, Verify } from "./jwt.ts";

export { AUTH_LIMITS } from "./jwt.ts";
export type { Clock } from "./jwt.ts";

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

export type Authenticated = Verified<Principal>;
export type Authenticate = Verify<Principal>;

/** One issuer whose tokens are taken, with the way to its keys. */
export type TrustedIssuer = SignedIssuer & {
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
};

export const makeAuthenticate = (issuers: readonly TrustedIssuer[], clock: Clock): Authenticate =>
  makeVerify(issuers, clock, readClaims);

const readClaims: ReadClaims<TrustedIssuer, Principal> = (payload, issuer, nowMs) => {
  const { sub, exp, iat } = payload;
  if (isHolderId(sub) && !issuer.isOwn) return refused("its sub is a name of this server's own");
  const { clockSkewS } = AUTH_LIMITS;
  const lifetimeS = exp - (iat ?? nowMs / 1000);
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

/**
 * Tokens of USSs (suppliers of drone services), as ASTM F3548-21 has them: RS256 JWTs with `sub` as the
 * USS, `scope` as what it may do, and an end at most an hour ahead.
 *
 * For a theatre without an authority that issues them the server signs its own, by a key in the data
 * folder. Whoever reads that file can speak for every USS.
 */

import { createPublicKey, randomUUID } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { join } from "node:path";
import { SignJWT } from "jose";
import { openKeys } from "./auth-keys.ts";
import type { F3548Config } from "./f3548-settings.ts";
import { AUTH_LIMITS, makeVerify, refused } from "./jwt.ts";
import type { Clock, ReadClaims, SignedIssuer, Verified, Verify } from "./jwt.ts";
import { openSigningKey } from "./signing-key.ts";

/** What a USS may do, as the standard spells it. */
export const USS_SCOPES = [
  "utm.strategic_coordination",
  "utm.conformance_monitoring_sa",
  "utm.constraint_processing",
  "utm.constraint_management",
  "utm.availability_arbitration",
] as const;
export type UssScope = (typeof USS_SCOPES)[number];

export type Uss = {
  /** The token's `sub`: manager and owner of what it writes. */
  readonly manager: string;
  readonly scopes: readonly UssScope[];
  readonly expiresAtMs: number;
};

export type VerifiedUss = Verified<Uss>;
export type AuthenticateUss = Verify<Uss>;

export const USS_TOKEN_LIMITS = {
  /** No further ahead may a token end (ASTM F3548-21 annex A4). */
  endsWithinS: 3600,
  /** It is a part of a path where its availability is asked. */
  managerCharsMax: 128,
} as const;

const ALGORITHMS = ["RS256"] as const;

export type UssIssuer = Omit<SignedIssuer, "algorithms">;

export const makeAuthenticateUss = (issuers: readonly UssIssuer[], clock: Clock): AuthenticateUss =>
  makeVerify(
    issuers.map((issuer) => ({ ...issuer, algorithms: ALGORITHMS })),
    clock,
    readClaims,
  );

/**
 * As the settings have it, with the tokens of the server's own where they are to be taken. Throws when
 * a key file can't be read.
 */
export const openAuthenticateUss = (
  { issuers, audiences, ownIssuer }: F3548Config,
  dataDir: string,
  clock: Clock,
): AuthenticateUss => {
  const named = issuers.map(({ issuer, keys }) => ({
    issuer,
    audiences,
    getKey: openKeys(keys, clock),
  }));
  const own = ownIssuer ? [openOwnUssIssuer(dataDir, audiences, clock).issuer] : [];
  return makeAuthenticateUss([...named, ...own], clock);
};

const readClaims: ReadClaims<SignedIssuer, Uss> = ({ sub, exp, scope }, _issuer, nowMs) => {
  const { endsWithinS, managerCharsMax } = USS_TOKEN_LIMITS;
  if (exp > nowMs / 1000 + endsWithinS + AUTH_LIMITS.clockSkewS) {
    return refused("it ends more than an hour ahead");
  }
  if (sub.length > managerCharsMax) {
    return refused(`its sub is longer than ${managerCharsMax} characters`);
  }
  const words = typeof scope === "string" ? scope.split(" ") : [];
  const scopes = USS_SCOPES.filter((one) => words.includes(one));
  const expiresAtMs = (exp + AUTH_LIMITS.clockSkewS) * 1000;
  return { ok: true, principal: { manager: sub, scopes, expiresAtMs } };
};

export const OWN_USS_ISSUER = "urn:wideberth:own:f3548";
/** In every token of the server's own unless another is asked for; taken whatever the settings name. */
export const OWN_USS_AUDIENCE = "wideberth";

export const ussKeyPath = (dataDir: string): string => join(dataDir, "f3548-key.json");

export type UssTokenRequest = {
  /** Who it is for: the manager. */
  readonly sub: string;
  readonly scopes: readonly UssScope[];
  readonly audience: string;
  readonly ttlS: number;
};

export type OwnUssIssuer = {
  readonly issuer: UssIssuer;
  readonly issueToken: (request: UssTokenRequest) => Promise<string>;
};

/** `audiences` are taken beside its own. Throws when the key file is open to other users or is no key. */
export const openOwnUssIssuer = (
  dataDir: string,
  audiences: readonly string[],
  clock: Clock,
): OwnUssIssuer => makeOwnUssIssuer(openSigningKey(ussKeyPath(dataDir), "rsa"), audiences, clock);

/** The server's own issuer over an RSA key at hand. */
export const makeOwnUssIssuer = (
  privateKey: KeyObject,
  audiences: readonly string[],
  clock: Clock,
): OwnUssIssuer => {
  const publicKey = createPublicKey(privateKey);
  return {
    issuer: {
      issuer: OWN_USS_ISSUER,
      audiences: [OWN_USS_AUDIENCE, ...audiences],
      getKey: async () => publicKey,
    },
    issueToken: (request) => issueToken(privateKey, request, clock),
  };
};

/** Throws RangeError when the request could give no token that is taken. */
const issueToken = async (
  key: KeyObject,
  { sub, scopes, audience, ttlS }: UssTokenRequest,
  clock: Clock,
): Promise<string> => {
  const { endsWithinS, managerCharsMax } = USS_TOKEN_LIMITS;
  if (sub === "" || sub.length > managerCharsMax) {
    throw new RangeError(`a token needs a sub of 1 to ${managerCharsMax} characters`);
  }
  if (scopes.length === 0) throw new RangeError("a token needs a scope");
  if (!(ttlS > 0 && ttlS <= endsWithinS)) {
    throw new RangeError(`a token lives from 1 to ${endsWithinS} seconds`);
  }
  const nowS = Math.floor(clock.nowMs() / 1000);
  return new SignJWT({ scope: scopes.join(" ") })
    .setProtectedHeader({ alg: "RS256", typ: "JWT" })
    .setIssuer(OWN_USS_ISSUER)
    .setAudience(audience)
    .setSubject(sub)
    .setJti(randomUUID())
    .setIssuedAt(nowS)
    .setExpirationTime(nowS + Math.ceil(ttlS))
    .sign(key);
};

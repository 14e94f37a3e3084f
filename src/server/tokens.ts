/**
 * Tokens of this server itself, for a theatre without an identity provider: an Ed25519 key pair in
 * the data folder, made at the first start. Whoever reads the file can speak for every party.
 */

import { createPublicKey, randomUUID } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { join } from "node:path";
import { SignJWT } from "jose";
import type { Clock, Role, TrustedIssuer } from "./auth.ts";
import { openSigningKey } from "./signing-key.ts";

export const OWN_ISSUER = "urn:wideberth:own";
export const OWN_AUDIENCE = "wideberth";

export const issuerKeyPath = (dataDir: string): string => join(dataDir, "issuer-key.json");

export type TokenRequest = {
  /** Null for the host. */
  readonly party: string | null;
  readonly roles: readonly Role[];
  /** Who holds it: a person or a machine. */
  readonly sub: string;
  readonly ttlS: number;
  /** Of a person or machine of the theatre: the secret by which they ask. */
  readonly secretId?: string;
};

export type OwnIssuer = {
  readonly issuer: TrustedIssuer;
  readonly issueToken: (request: TokenRequest) => Promise<string>;
};

/** A token must end: a lost one would be good for ever. */
export const TOKEN_TTL_MAX_S = 366 * 24 * 60 * 60;

/** Throws when the key file is open to other users or is not a key. */
export const openOwnIssuer = (dataDir: string, clock: Clock): OwnIssuer =>
  makeOwnIssuer(openSigningKey(issuerKeyPath(dataDir), "ed25519"), clock);

/** The server's own issuer over a key at hand. */
export const makeOwnIssuer = (privateKey: KeyObject, clock: Clock): OwnIssuer => {
  const publicKey = createPublicKey(privateKey);
  return {
    issuer: {
      issuer: OWN_ISSUER,
      audiences: [OWN_AUDIENCE],
      algorithms: ["EdDSA"],
      partyClaim: "party",
      rolesClaim: "roles",
      lifetimeMaxS: TOKEN_TTL_MAX_S,
      parties: null,
      isHostIssuer: true,
      isOwn: true,
      getKey: async () => publicKey,
    },
    issueToken: (request) => issueToken(privateKey, request, clock),
  };
};

/** Throws RangeError when the request contradicts itself. */
const issueToken = async (
  key: KeyObject,
  { party, roles, sub, ttlS, secretId }: TokenRequest,
  clock: Clock,
): Promise<string> => {
  if (roles.length === 0) throw new RangeError("a token needs a role");
  if (roles.includes("host") !== (party === null) || (party === null && roles.length > 1)) {
    throw new RangeError("the host has no party and no other role; every other role has a party");
  }
  if (sub === "") throw new RangeError("a token needs a sub: who holds it");
  if (!(ttlS > 0 && ttlS <= TOKEN_TTL_MAX_S)) {
    throw new RangeError(`a token lives from 1 to ${TOKEN_TTL_MAX_S} seconds`);
  }
  const nowS = Math.floor(clock.nowMs() / 1000);
  const claims = { ...(party === null ? {} : { party }), ...(secretId ? { sec: secretId } : {}) };
  return new SignJWT({ roles: [...roles], ...claims })
    .setProtectedHeader({ alg: "EdDSA", typ: "JWT" })
    .setIssuer(OWN_ISSUER)
    .setAudience(OWN_AUDIENCE)
    .setSubject(sub)
    .setJti(randomUUID())
    .setIssuedAt(nowS)
    .setExpirationTime(nowS + Math.ceil(ttlS))
    .sign(key);
};

/**
 * A machine client that shows who it is by a JWT signed with a key of its party, in place of a secret.
 *
 * Source: RFC 7523 sections 2.2 and 3 (`private_key_jwt`). The header's `kid` is the public key itself,
 * as `addKey` took it; `iss` and `sub` are the client's id, `aud` is the token endpoint or the issuer.
 */

import type { KeyObject } from "node:crypto";
import { decodeProtectedHeader, jwtVerify } from "jose";
import { KEY_CREDENTIAL, findActiveHolder, findStanding } from "../../core/parties/standing.ts";
import type { Holder } from "../../core/parties/people.ts";
import { publicKeyOf } from "../../record/signature.ts";
import type { ApiContext } from "../context.ts";
import { API_LIMITS } from "../limits.ts";
import { OAuthError } from "./token-request.ts";

/** Who asks, and the credential by which tokens will name the key. */
export type Asserted = { readonly holder: Holder; readonly secretId: string };

export type FindAsserted = (
  assertion: string,
  about: { readonly id: string; readonly audience: readonly string[] },
) => Promise<Asserted | null>;

/**
 * Null for whatever is wrong with it: unknown client, another party's key, expired, or used before.
 *
 * What was used is remembered by this process alone. One that was made before it started may have been
 * used before, and is refused; none that was used could be made later, since one of a time to come is
 * not taken. Throws: OAuthError for that, once the signature is found good.
 */
export const makeFindAsserted = ({ engine, clock }: ApiContext): FindAsserted => {
  const used = new Used();
  const startedMs = clock.nowMs();
  return async (assertion, { id, audience }) => {
    const publicKey = kidOf(assertion);
    const key = publicKey === null ? null : publicKeyOf(publicKey);
    const nowMs = clock.nowMs();
    if (!key) return null;
    const found = engine.withState((state): Asserted | null => {
      const holder = findActiveHolder(state, id);
      const secretId = KEY_CREDENTIAL + publicKey;
      const token = { sub: id, secretId, roles: [] };
      const isGood = holder?.what === "client" && findStanding(state, token, nowMs) !== null;
      return isGood ? { holder, secretId } : null;
    });
    if (!found) return null;
    const claims = await verify(assertion, key, { id, audience, nowMs });
    if (!claims) return null;
    if (claims.iat * 1000 <= startedMs) {
      throw new OAuthError("invalid_client", BEFORE_START, { status: 401 });
    }
    const untilMs = nowMs + API_LIMITS.assertionAgeMaxS * 1000;
    return used.take(`${id} ${claims.jti}`, nowMs, untilMs) ? found : null;
  };
};

const BEFORE_START =
  "the assertion was made before this server started, by its clock: make a new one and send it again";

type Expected = {
  readonly id: string;
  readonly audience: readonly string[];
  readonly nowMs: number;
};
type Claims = { readonly iat: number; readonly jti: string };

const verify = async (
  assertion: string,
  key: KeyObject,
  { id, audience, nowMs }: Expected,
): Promise<Claims | null> => {
  try {
    const { payload } = await jwtVerify<Claims>(assertion, key, {
      algorithms: ["EdDSA", "Ed25519"],
      issuer: id,
      subject: id,
      audience: [...audience],
      requiredClaims: ["exp", "iat", "jti"],
      maxTokenAge: API_LIMITS.assertionAgeMaxS,
      currentDate: new Date(nowMs),
    });
    return payload;
  } catch {
    return null;
  }
};

const kidOf = (assertion: string): string | null => {
  try {
    const { kid } = decodeProtectedHeader(assertion);
    // What was not verified yet may hold anything, whatever its type says.
    return typeof kid === "string" ? kid : null;
  } catch {
    return null;
  }
};

/** Assertions seen, for as long as they could be shown again. Full, it takes none: nothing is let by. */
class Used {
  private readonly untilByKey = new Map<string, number>();

  /** False when it was taken before. */
  take(key: string, nowMs: number, untilMs: number): boolean {
    // All live equally long, so that the oldest end first.
    for (const [old, endMs] of this.untilByKey) {
      if (endMs >= nowMs) break;
      this.untilByKey.delete(old);
    }
    if (this.untilByKey.has(key) || this.untilByKey.size >= API_LIMITS.assertionsKeptMax)
      return false;
    this.untilByKey.set(key, untilMs);
    return true;
  }
}

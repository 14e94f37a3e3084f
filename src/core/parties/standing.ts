/** What a token of this server's own is good for now: asked of the state at every request. */

import type { State } from "../state.ts";
import { isInForce, signingKeyId } from "./keys.ts";
import { findSecret, isHolderId } from "./people.ts";
import type { Holder, PartyRole } from "./people.ts";

export type Standing = { readonly party: string; readonly roles: readonly PartyRole[] };

/**
 * The party and roles of a person or machine as they are now; null when it is removed, or when the
 * secret by which it got the token is no longer good. Roles never exceed those the token was got for.
 */
export const findStanding = (
  state: State,
  token: { readonly sub: string; readonly secretId: string; readonly roles: readonly string[] },
  atMs: number,
): Standing | null => {
  if (!isHolderId(token.sub)) return null;
  const holder = state.parties.holders.get(token.sub);
  if (holder?.state !== "active" || !isGoodCredential(state, holder, token.secretId, atMs))
    return null;
  const roles = holder.roles.filter((role) => token.roles.includes(role));
  return { party: holder.party, roles };
};

/** Before the public key by which a machine got its token, in place of a secret's id. */
export const KEY_CREDENTIAL = "key ";

const isGoodCredential = (
  { parties }: State,
  holder: Holder,
  credential: string,
  atMs: number,
): boolean => {
  if (!credential.startsWith(KEY_CREDENTIAL)) return findSecret(holder, credential, atMs) !== null;
  const publicKey = credential.slice(KEY_CREDENTIAL.length);
  const key = parties.keys.get(signingKeyId(holder.party, publicKey));
  return key !== undefined && isInForce(key, atMs);
};

/** A person or machine that may ask for a token; the caller compares the secret. */
export const findActiveHolder = (state: State, id: string): Holder | null => {
  const holder = state.parties.holders.get(id);
  return holder?.state === "active" ? holder : null;
};

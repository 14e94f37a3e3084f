/** The keys with which a party signs what it says: Ed25519, the private half never seen here. */

import type { Machine } from "../machine.ts";

export const KEY_STATES = ["in_force", "retiring", "retired", "revoked", "set_aside"] as const;
export type KeyState = (typeof KEY_STATES)[number];

export type SigningKey = {
  readonly party: string;
  /** The public key itself, 32 bytes in base64url: it verifies without anything else at hand. */
  readonly publicKey: string;
  readonly name: string;
  state: KeyState;
  readonly fromMs: number;
  /** The last millisecond in which it is good, once that is known. */
  untilMs: number | null;
  changedMs: number;
  /** The entry from which on it no longer counts; null: it counts still. */
  endSeq: number | null;
};

/**
 * Retiring is good until its time; revoked is at once. Set aside: the party lost its keys, and two people
 * of the host let it begin anew. What was signed before stays signed.
 */
export const SIGNING_KEY: Machine<KeyState> = {
  name: "signing key",
  start: "in_force",
  next: {
    in_force: ["retiring", "revoked", "set_aside"],
    retiring: ["retired", "revoked", "set_aside"],
    retired: ["set_aside"],
    revoked: ["set_aside"],
    set_aside: [],
  },
};

/** Two parties may have one key and neither learns of it. */
export const signingKeyId = (party: string, publicKey: string): string => `${party} ${publicKey}`;

export const isInForce = ({ state, untilMs }: SigningKey, atMs: number): boolean =>
  state === "in_force" || (state === "retiring" && untilMs !== null && atMs <= untilMs);

/** 32 bytes are 43 characters of which the last carries four bits alone. */
export const isPublicKey = (text: string): boolean =>
  /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(text);

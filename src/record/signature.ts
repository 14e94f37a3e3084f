/** Ed25519 signatures: does one fit these bytes by this key? Who the key belongs to is no matter here. */

import { createPublicKey, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";

/** `publicKey`: 32 bytes, base64url. False too when the key is none. */
export const fitsEd25519 = (signed: {
  readonly publicKey: string;
  readonly signature: Uint8Array;
  readonly bytes: Uint8Array;
}): boolean => {
  const key = publicKeyOf(signed.publicKey);
  if (!key || signed.signature.length !== 64) return false;
  return verify(null, signed.bytes, key, signed.signature);
};

const keys = new Map<string, KeyObject>();
/** Keys at hand, so that a replay does not read each anew for every entry; then all are let go. */
const KEYS_KEPT = 1_000;

/** 32 bytes are 43 characters of which the last carries four bits alone. */
const PUBLIC_KEY = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

/** Null when the text is no Ed25519 public key. */
export const publicKeyOf = (publicKey: string): KeyObject | null => {
  const known = keys.get(publicKey);
  if (known) return known;
  if (!PUBLIC_KEY.test(publicKey)) return null;
  if (keys.size >= KEYS_KEPT) keys.clear();
  const key = createPublicKey({
    key: { kty: "OKP", crv: "Ed25519", x: publicKey },
    format: "jwk",
  });
  keys.set(publicKey, key);
  return key;
};

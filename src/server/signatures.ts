/** Ed25519 over commands: what is verified before append, and again from the stored bytes on replay. */

import { createPublicKey, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { signedText } from "../core/entry.ts";
import type { Envelope, SignatureFound } from "../core/entry.ts";
import { isPublicKey } from "../core/parties/keys.ts";

/** Does the signature fit the command by this key? False too when the key is none. */
export const fitsCommand = (signed: {
  readonly publicKey: string;
  readonly signature: Uint8Array;
  readonly commandId: string;
  readonly payload: string;
}): boolean => {
  const key = publicKeyOf(signed.publicKey);
  if (!key || signed.signature.length !== 64) return false;
  const text = Buffer.from(signedText(signed.commandId, signed.payload));
  return verify(null, text, key, signed.signature);
};

/** Of an entry as it is stored. A key without a signature fits nothing, and so does the reverse. */
export const checkStoredSignature = (
  signature: Uint8Array,
  envelope: string,
  payload: string,
): SignatureFound => {
  // Nearly every entry of most logs: no second reading of the envelope for those.
  if (signature.length === 0) return "none";
  const { commandId, origin } = JSON.parse(envelope) as Envelope;
  const publicKey = origin === "system" ? null : origin.key;
  if (publicKey === null) return "invalid";
  return fitsCommand({ publicKey, signature, commandId, payload }) ? "valid" : "invalid";
};

const keys = new Map<string, KeyObject>();
/** Keys at hand, so that a replay does not read each anew for every entry; then all are let go. */
const KEYS_KEPT = 1_000;

/** Null when the text is no Ed25519 public key. */
export const publicKeyOf = (publicKey: string): KeyObject | null => {
  const known = keys.get(publicKey);
  if (known) return known;
  if (!isPublicKey(publicKey)) return null;
  if (keys.size >= KEYS_KEPT) keys.clear();
  const key = createPublicKey({
    key: { kty: "OKP", crv: "Ed25519", x: publicKey },
    format: "jwk",
  });
  keys.set(publicKey, key);
  return key;
};

/** Ed25519 over commands: what is verified before append, and again from the stored bytes on replay. */

import { signedText } from "../core/entry.ts";
import type { Envelope, SignatureFound } from "../core/entry.ts";
import { fitsEd25519 } from "../record/signature.ts";

/** Does the signature fit the command by this key? False too when the key is none. */
export const fitsCommand = (signed: {
  readonly publicKey: string;
  readonly signature: Uint8Array;
  readonly commandId: string;
  readonly payload: string;
}): boolean => {
  const { publicKey, signature, commandId, payload } = signed;
  const bytes = Buffer.from(signedText(commandId, payload));
  return fitsEd25519({ publicKey, signature, bytes });
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

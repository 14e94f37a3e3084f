/**
 * Names and telephones of people as ciphertext: AES-256-GCM, bound to the movement they are of.
 * The log holds the ciphertext and the SHA-256 of its key, never the key.
 */

import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { SealedPeople } from "../core/movements/model.ts";
import type { PersonalKeys } from "./personal-keys.ts";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** So that a length tells nothing finer than this. */
const BLOCK_BYTES = 256;

/** Sealed under a new key. `text` must not end in spaces. */
export const sealText = (keys: PersonalKeys, movementId: string, text: string): SealedPeople => {
  const { key, keyHash } = keys.make();
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(movementId));
  const bytes = Buffer.from(text);
  const padded = Buffer.alloc(Math.ceil((bytes.length + 1) / BLOCK_BYTES) * BLOCK_BYTES, " ");
  bytes.copy(padded);
  const sealed = Buffer.concat([cipher.update(padded), cipher.final(), cipher.getAuthTag()]);
  return { keyHash, nonce: nonce.toString("base64url"), ciphertext: sealed.toString("base64url") };
};

/** The text; null when its key is gone, or it is not what was sealed for this movement. */
export const openText = (
  keys: PersonalKeys,
  movementId: string,
  { keyHash, nonce, ciphertext }: SealedPeople,
): string | null => {
  const key = keys.read(keyHash);
  if (!key) return null;
  const bytes = Buffer.from(ciphertext, "base64url");
  const at = bytes.length - TAG_BYTES;
  if (at < 0) return null;
  try {
    const iv = Buffer.from(nonce, "base64url");
    const open = createDecipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(movementId));
    open.setAuthTag(bytes.subarray(at));
    const text = Buffer.concat([open.update(bytes.subarray(0, at)), open.final()]);
    return text.toString("utf8").trimEnd();
  } catch {
    return null; // it does not fit its key, its tag or its movement
  }
};

/** A party's signing key in a file: PKCS #8 in PEM, as `openssl genpkey -algorithm ed25519` writes it. */

import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";
import type { Signing } from "../../api/native/signing.ts";
import { readSecretFile } from "../../server/secret-file.ts";
import { UsageError } from "../flags.ts";

/** Throws UsageError. */
export const readSigning = (path: string): Signing => {
  const key = readKey(path);
  return {
    publicKey: publicKeyOf(key),
    sign: async (message) => new Uint8Array(sign(null, message, key)),
  };
};

const readKey = (path: string): KeyObject => {
  const text = readPem(path);
  if (text === null) throw new UsageError(`--key-file ${path} is not there`);
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // Told below: what is in the file is never repeated.
  }
  throw new UsageError(
    `--key-file ${path} holds no Ed25519 key: make one with openssl genpkey -algorithm ed25519`,
  );
};

const readPem = (path: string): string | null => {
  try {
    return readSecretFile(path);
  } catch (error) {
    throw new UsageError(`--key-file: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** 32 bytes, base64url: so an Ed25519 key stands in a JWK (RFC 8037). */
const publicKeyOf = (key: KeyObject): string => {
  const { x } = createPublicKey(key).export({ format: "jwk" });
  if (x === undefined) throw new Error("bug: an Ed25519 key has an x");
  return x;
};

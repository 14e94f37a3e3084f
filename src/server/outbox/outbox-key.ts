/**
 * The secrets of webhooks, derived from one key in the data folder: none is stored, and none stands in
 * the log, where every copy of it would give away the right to speak as this server.
 *
 *   secret = "whsec_" + base64(HMAC-SHA256(outbox key, "webhook TARGET VERSION"))
 *
 * Whoever loses the key, or replaces it, changes every secret.
 */

import { createHmac, randomBytes } from "node:crypto";
import { join } from "node:path";
import { openSecretFile, SecretFileError } from "../secret-file.ts";

export const outboxKeyPath = (dataDir: string): string => join(dataDir, "outbox-key");

const KEY_BYTES = 32;

/** The secret of one target in one of its versions, as Standard Webhooks writes them. */
export type DeriveSecret = (targetId: string, version: number) => string;

/** Makes the key at the first start. Throws SecretFileError when it is open to others or is none. */
export const openOutboxKey = (dataDir: string): DeriveSecret => {
  const path = outboxKeyPath(dataDir);
  const text = openSecretFile(path, () => `${randomBytes(KEY_BYTES).toString("hex")}\n`).trim();
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new SecretFileError(
      `${path} holds no key of ${KEY_BYTES} bytes: restore it, or delete it for a new one, which changes the secret of every webhook`,
    );
  }
  const key = Buffer.from(text, "hex");
  return (targetId, version) => {
    const mac = createHmac("sha256", key).update(`webhook ${targetId} ${version}`).digest();
    return `whsec_${mac.toString("base64")}`;
  };
};

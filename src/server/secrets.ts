/**
 * Secrets of people and machines, and one-time codes: 256 random bits each. Kept as a SHA-256 alone,
 * which is right for what cannot be guessed; a password would need a slow hash.
 */

import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

export type Drawn = { readonly secret: string; readonly hash: string };

/** Drawn when the process starts, and known to nobody. */
const SECRETS_KEY = randomBytes(32);

/**
 * `prefix` tells what was found when one is found where it should not lie: `wbs_`, `wbi_`. The same
 * request (who asks, under which key of theirs) draws the same secret while the process lives: who
 * did not get the answer gets it by asking again, and who signs a command knows what it says.
 */
export const drawSecret = (prefix: "wbs" | "wbi", request: readonly string[] | null): Drawn => {
  const bits = request
    ? createHmac("sha256", SECRETS_KEY)
        .update(JSON.stringify([prefix, ...request]))
        .digest()
    : randomBytes(32);
  const secret = `${prefix}_${bits.toString("base64url")}`;
  return { secret, hash: hashSecret(secret) };
};

export const hashSecret = (secret: string): string =>
  createHash("sha256").update(secret).digest("hex");

/** Takes as long whether the hash is known or not, and wherever two differ. */
export const findSecretIn = <T extends { readonly hash: string }>(
  known: readonly T[],
  secret: string,
): T | null => {
  const given = Buffer.from(hashSecret(secret));
  let found: T | null = null;
  for (const one of known) if (timingSafeEqual(given, Buffer.from(one.hash))) found = one;
  return found;
};

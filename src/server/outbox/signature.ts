/**
 * Signatures of webhooks.
 *
 * "The content to be signed is therefore: `{msg_id}.{timestamp}.{payload}`." HMAC-SHA256 with what the
 * secret's base64 stands for; "symmetric signatures are prefixed with `v1`"; "the signature header is a
 * space delimited list of signatures", so that a change of secret loses nothing.
 *
 * Six lines over node:crypto; the official library signs with hashes written in JavaScript and brings
 * two packages for it. The tests verify with that library.
 * Source: Standard Webhooks 1.0.0, https://github.com/standard-webhooks/standard-webhooks.
 */

import { createHmac } from "node:crypto";

export type Signed = {
  /** Holds no full stop: else parts could be moved between it and the time. */
  readonly id: string;
  readonly timestampS: number;
  readonly body: string;
};

const PREFIX = "whsec_";

/** The value of `webhook-signature`: one signature for each secret. */
export const signWith = (secrets: readonly string[], { id, timestampS, body }: Signed): string =>
  secrets
    .map((secret) => Buffer.from(secret.slice(PREFIX.length), "base64"))
    .map((key) => createHmac("sha256", key).update(`${id}.${timestampS}.${body}`))
    .map((mac) => `v1,${mac.digest("base64")}`)
    .join(" ");

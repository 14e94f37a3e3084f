/** The keys of an issuer: a JWKS by URL, a JWKS file, or one public key in a PEM file. */

import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { createLocalJWKSet, createRemoteJWKSet, customFetch } from "jose";
import type { FetchImplementation, JSONWebKeySet, JWTVerifyGetKey } from "jose";
import type { TrustedIssuer } from "./auth.ts";
import type { Clock } from "./jwt.ts";

/** Asymmetric only: with `none` or HS* whoever can verify could also forge. */
export const ALGORITHMS = [
  "EdDSA",
  "Ed25519",
  "ES256",
  "ES384",
  "ES512",
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** Where an issuer's keys are. */
export type KeyPlace =
  | { readonly kind: "jwks-uri"; readonly uri: string }
  | { readonly kind: "jwks-file"; readonly path: string }
  | { readonly kind: "public-key-file"; readonly path: string };

/** An issuer as configured. */
export type IssuerConfig = {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly keys: KeyPlace;
  readonly algorithms: readonly Algorithm[];
  readonly partyClaim: string;
  readonly rolesClaim: string;
  readonly lifetimeMaxS: number | null;
  /** Parties that it may speak for; `null`: every one. */
  readonly parties: readonly string[] | null;
  /** May it make a host? */
  readonly isHostIssuer: boolean;
};

export const JWKS_LIMITS = {
  /** Keys are read again after this, and at once (not oftener than the cooldown) for an unknown key id. */
  freshMs: 10 * 60_000,
  cooldownMs: 30_000,
  timeoutMs: 5_000,
  /** How long the last keys read are used while the issuer does not answer. */
  staleMaxMs: 24 * 60 * 60_000,
} as const;

/** Throws as `openKeys`. */
export const openIssuer = (config: IssuerConfig, clock: Clock): TrustedIssuer => {
  const { keys, ...rest } = config;
  return { ...rest, getKey: openKeys(keys, clock) };
};

/** Throws when a file can't be read or holds no key: found at the start, not at the first request. */
export const openKeys = (keys: KeyPlace, clock: Clock): JWTVerifyGetKey => {
  switch (keys.kind) {
    case "jwks-uri":
      return remoteKeys(keys.uri, clock);
    case "jwks-file":
      return createLocalJWKSet(JSON.parse(readFileSync(keys.path, "utf8")) as JSONWebKeySet);
    default: {
      const key = createPublicKey(readFileSync(keys.path, "utf8"));
      return async () => key;
    }
  }
};

type RemoteLimits = { readonly [name in keyof typeof JWKS_LIMITS]: number };

/** Keys by URL; the last good answer stands in while the issuer is away, for a stated time. */
export const remoteKeys = (
  uri: string,
  clock: Clock,
  limits: RemoteLimits = JWKS_LIMITS,
): JWTVerifyGetKey =>
  createRemoteJWKSet(new URL(uri), {
    timeoutDuration: limits.timeoutMs,
    cooldownDuration: limits.cooldownMs,
    cacheMaxAge: limits.freshMs,
    [customFetch]: tolerateOutage(clock, limits.staleMaxMs),
  });

const tolerateOutage = (clock: Clock, staleMaxMs: number): FetchImplementation => {
  let last: { text: string; atMs: number } | null = null;
  return async (url, options) => {
    try {
      const response = await fetch(url, options);
      if (response.status !== 200) throw new Error(`status ${response.status}`);
      last = { text: await response.text(), atMs: clock.nowMs() };
    } catch (error) {
      if (!last || clock.nowMs() - last.atMs > staleMaxMs) throw error;
    }
    return new Response(last.text, { headers: { "Content-Type": "application/json" } });
  };
};

/** Whose tokens are taken, and where their keys are. */

import { ALGORITHMS } from "./auth-keys.ts";
import type { Algorithm, IssuerConfig, KeyPlace } from "./auth-keys.ts";
import { ConfigError } from "./config-error.ts";
import {
  asFlag,
  asList,
  asObject,
  asOneOf,
  asText,
  asUrl,
  asWhole,
  asWords,
  refuseUnknown,
} from "./config-values.ts";
import type { Parse } from "./config-values.ts";

const ISSUER_FIELDS = [
  "issuer",
  "audience",
  "jwksUri",
  "jwksFile",
  "publicKeyFile",
  "algorithms",
  "partyClaim",
  "rolesClaim",
  "lifetimeMaxS",
  "parties",
  "isHostIssuer",
] as const;

export const readIssuer: Parse<IssuerConfig> = (value, name) => {
  const fields = asObject(value, name);
  refuseUnknown(Object.keys(fields), ISSUER_FIELDS, name);
  const { issuer, audience, algorithms, partyClaim, rolesClaim, lifetimeMaxS } = fields;
  if (fields["parties"] === undefined) {
    throw new ConfigError(
      `${name}.parties is missing: list the parties it may speak for, as ["NORTH"]; "all" only for an issuer that every party trusts`,
    );
  }
  const audiences = asWords(audience, `${name}.audience`);
  if (audiences.length === 0) throw new ConfigError(`${name}.audience is empty: name at least one`);
  return {
    issuer: asText(issuer, `${name}.issuer`),
    audiences,
    keys: readKeyPlace(fields, name),
    algorithms: asList(algorithms ?? ["EdDSA"], `${name}.algorithms`).map((one, i): Algorithm =>
      asOneOf(one, `${name}.algorithms[${i}]`, ALGORITHMS),
    ),
    partyClaim: asText(partyClaim ?? "party", `${name}.partyClaim`),
    rolesClaim: asText(rolesClaim ?? "roles", `${name}.rolesClaim`),
    lifetimeMaxS:
      lifetimeMaxS === undefined || lifetimeMaxS === null
        ? null
        : asWhole(lifetimeMaxS, `${name}.lifetimeMaxS`, { min: 1, max: 1e9 }),
    parties: fields["parties"] === "all" ? null : asWords(fields["parties"], `${name}.parties`),
    isHostIssuer: asFlag(fields["isHostIssuer"] ?? false, `${name}.isHostIssuer`),
  };
};

/** Throws ConfigError unless exactly one place is given. */
export const readKeyPlace = (fields: Record<string, unknown>, name: string): KeyPlace => {
  const places = ["jwksUri", "jwksFile", "publicKeyFile"].filter((key) => key in fields);
  const [place] = places;
  if (place === undefined || places.length > 1) {
    throw new ConfigError(`${name}: give exactly one of jwksUri, jwksFile and publicKeyFile`);
  }
  const text = asText(fields[place], `${name}.${place}`);
  if (place === "jwksFile") return { kind: "jwks-file", path: text };
  if (place === "publicKeyFile") return { kind: "public-key-file", path: text };
  const url = asUrl(text, `${name}.${place}`);
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal)) {
    throw new ConfigError(`${name}.${place} ${text}: keys are fetched over https`);
  }
  return { kind: "jwks-uri", uri: text };
};

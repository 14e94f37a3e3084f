/** How the server meets USSs (suppliers of drone services) after ASTM F3548-21. */

import type { KeyPlace } from "./auth-keys.ts";
import { ConfigError } from "./config-error.ts";
import {
  asFlag,
  asList,
  asObject,
  asText,
  asUrl,
  asWhole,
  asWords,
  orNull,
  refuseUnknown,
} from "./config-values.ts";
import type { Parse } from "./config-values.ts";
import { readKeyPlace } from "./issuer-settings.ts";

export type F3548Config = {
  /** Whose tokens are taken; one may stand there once for each of its keys. */
  readonly issuers: readonly { readonly issuer: string; readonly keys: KeyPlace }[];
  /** Names of this server of which a token must have one. */
  readonly audiences: readonly string[];
  /** Are tokens of `wideberth token --f3548` taken? */
  readonly ownIssuer: boolean;
  /** Whose operations the intents of USSs are. */
  readonly party: string;
  /** By `sub`, for USSs of other parties. */
  readonly parties: Readonly<Record<string, string>>;
  /** May USSs be at http URLs? For tests on one machine. */
  readonly allowHttp: boolean;
  /** Is a subscription told only of what comes near in altitude, too? */
  readonly heedSubscriptionAltitudes: boolean;
  /** Requests of one USS in a minute; null: no limit. */
  readonly ratePerMinute: number | null;
  /** This server as a USS itself, for those who have none of their own; null: it is a DSS alone. */
  readonly uss: UssConfig | null;
};

export type UssConfig = {
  /** As its own tokens name it: manager of what it writes. */
  readonly name: string;
  /** Where other USSs reach its `/uss/v1`, without a slash at the end. */
  readonly baseUrl: string;
  /** Where its tokens come from: signed by the server itself, or asked of an authority. */
  readonly tokens: "own" | TokenPlace;
};

/** An OAuth 2.0 token endpoint (client credentials). */
export type TokenPlace = {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecretFile: string;
};

const FIELDS = [
  "issuers",
  "audiences",
  "ownIssuer",
  "party",
  "parties",
  "allowHttp",
  "heedSubscriptionAltitudes",
  "ratePerMinute",
  "uss",
] as const satisfies readonly (keyof F3548Config)[];

/** A hundred a second of one USS. */
const RATE_DEFAULT = 6_000;

/** Throws ConfigError, naming the field. */
export const readF3548: Parse<F3548Config> = (value, name) => {
  const fields = asObject(value, name);
  refuseUnknown(Object.keys(fields), FIELDS, name);
  const flag = (field: (typeof FIELDS)[number]): boolean =>
    asFlag(fields[field] ?? false, `${name}.${field}`);
  const { ratePerMinute: rate = RATE_DEFAULT } = fields;
  const issuers = asList(fields["issuers"] ?? [], `${name}.issuers`).map((one, i) =>
    readIssuer(one, `${name}.issuers[${i}]`),
  );
  const audiences = asWords(fields["audiences"] ?? [], `${name}.audiences`);
  const ownIssuer = flag("ownIssuer");
  if (issuers.length === 0 && !ownIssuer) {
    throw new ConfigError(`${name}.issuers is empty: name one, or set ownIssuer for local use`);
  }
  if (issuers.length > 0 && audiences.length === 0) {
    throw new ConfigError(`${name}.audiences is empty: name this server as tokens do`);
  }
  return {
    issuers,
    audiences,
    ownIssuer,
    party: asText(fields["party"], `${name}.party`),
    parties: readParties(fields["parties"] ?? {}, `${name}.parties`),
    allowHttp: flag("allowHttp"),
    heedSubscriptionAltitudes: flag("heedSubscriptionAltitudes"),
    ratePerMinute:
      rate === null ? null : asWhole(rate, `${name}.ratePerMinute`, { min: 1, max: 1e9 }),
    uss: orNull((one: unknown, at) => readUss(one, at, flag("allowHttp")))(
      fields["uss"] ?? null,
      `${name}.uss`,
    ),
  };
};

const USS_FIELDS = ["name", "baseUrl", "tokens"] as const satisfies readonly (keyof UssConfig)[];
const TOKEN_FIELDS = [
  "url",
  "clientId",
  "clientSecretFile",
] as const satisfies readonly (keyof TokenPlace)[];

const readUss = (value: unknown, name: string, allowHttp: boolean): UssConfig => {
  const fields = asObject(value, name);
  refuseUnknown(Object.keys(fields), USS_FIELDS, name);
  const { tokens } = fields;
  return {
    name: asText(fields["name"], `${name}.name`),
    baseUrl: readPlace(fields["baseUrl"], `${name}.baseUrl`, allowHttp),
    tokens: tokens === "own" ? tokens : readTokenPlace(tokens, `${name}.tokens`, allowHttp),
  };
};

const readTokenPlace = (value: unknown, name: string, allowHttp: boolean): TokenPlace => {
  if (typeof value === "string") throw new ConfigError(`${name} must be "own" or { url, … }`);
  const fields = asObject(value, name);
  refuseUnknown(Object.keys(fields), TOKEN_FIELDS, name);
  return {
    url: readPlace(fields["url"], `${name}.url`, allowHttp),
    clientId: asText(fields["clientId"], `${name}.clientId`),
    clientSecretFile: asText(fields["clientSecretFile"], `${name}.clientSecretFile`),
  };
};

/** Without a slash at its end: paths are put behind it. */
const readPlace = (value: unknown, name: string, allowHttp: boolean): string => {
  const text = asText(value, name);
  const { protocol, search, hash, username } = asUrl(text, name);
  if (protocol !== "https:" && !(allowHttp && protocol === "http:")) {
    throw new ConfigError(`${name} ${text} is not an https URL: tokens go there`);
  }
  if (search !== "" || hash !== "" || username !== "") {
    throw new ConfigError(`${name} ${text} has a query, fragment or user: leave it out`);
  }
  return text.replace(/\/+$/, "");
};

const ISSUER_FIELDS = ["issuer", "jwksUri", "jwksFile", "publicKeyFile"] as const;

const readIssuer: Parse<F3548Config["issuers"][number]> = (value, name) => {
  const fields = asObject(value, name);
  refuseUnknown(Object.keys(fields), ISSUER_FIELDS, name);
  return {
    issuer: asText(fields["issuer"], `${name}.issuer`),
    keys: readKeyPlace(fields, name),
  };
};

const readParties: Parse<F3548Config["parties"]> = (value, name) =>
  Object.fromEntries(
    Object.entries(asObject(value, name)).map(([sub, party]) => [
      sub,
      asText(party, `${name}.${sub}`),
    ]),
  );

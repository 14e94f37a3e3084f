/**
 * The server's configuration: defaults, then a JSON file, then WIDEBERTH_* of the environment, then
 * flags; the later wins. One table names every setting, and the documentation is made from it.
 */

import { readFileSync } from "node:fs";
import { ALGORITHMS } from "./auth-keys.ts";
import type { Algorithm, IssuerConfig } from "./auth-keys.ts";
import { ConfigError } from "./config-error.ts";
import { readMailAddress, readNetwork, readSmtpUrl } from "./mail-settings.ts";
import { findNearest } from "./nearest.ts";
import { readTrackInput } from "./track-input-settings.ts";
import type { TrackInputConfig } from "./track-input-settings.ts";

export { ConfigError } from "./config-error.ts";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type Config = {
  readonly host: string;
  readonly port: number;
  /** Where clients reach it, as an origin; null: each by the address it asked under. */
  readonly publicUrl: string | null;
  readonly dataDir: string;
  readonly logLevel: LogLevel;
  readonly issuers: readonly IssuerConfig[];
  /** Requests of one party in a minute; null: no limit. */
  readonly ratePerMinute: number | null;
  readonly corsOrigins: readonly string[];
  /** Proxies whose X-Forwarded-For is believed: addresses and ranges. */
  readonly trustProxy: readonly string[];
  readonly bodyBytesMax: number;
  readonly streamsPerPartyMax: number;
  /** Networks that webhooks may reach beside the public internet. */
  readonly webhookNetworks: readonly string[];
  /** Null: mails wait until there is one. */
  readonly smtpUrl: string | null;
  readonly smtpFrom: string | null;
  readonly smtpCredentialsFile: string | null;
  readonly smtpCaFile: string | null;
  readonly consoleUrl: string | null;
  readonly trackInputs: readonly TrackInputConfig[];
};

type Parse<T> = (value: unknown, name: string) => T;

export type Setting<T = unknown> = {
  readonly default: T;
  /** What may be written, in a few words. */
  readonly values: string;
  readonly says: string;
  /** Takes the value as JSON has it; from a flag or the environment it is text. */
  readonly parse: Parse<T>;
};

/** Every setting by its name in the file; `env` and `flag` names are derived from it. */
export const SETTINGS: { readonly [name in keyof Config]: Setting<Config[name]> } = {
  host: {
    default: "127.0.0.1",
    values: "address",
    says: "where to listen; another than this machine's own only behind TLS",
    parse: (value, name) => asText(value, name),
  },
  port: {
    default: 8080,
    values: "0 to 65535",
    says: "0 takes any free port",
    parse: (value, name) => asWhole(value, name, { min: 0, max: 65_535 }),
  },
  publicUrl: {
    default: null,
    values: "origin or null",
    says: "where clients reach it, as https://host.example; null: the address each request names",
    parse: orNull((value, name) => asOrigin(value, name)),
  },
  dataDir: {
    default: "./data",
    values: "folder",
    says: "log, snapshots and the server's own key; made when missing",
    parse: (value, name) => asText(value, name),
  },
  logLevel: {
    default: "info",
    values: LOG_LEVELS.join(", "),
    says: "least severity of what is logged, to stdout, one JSON object a line",
    parse: (value, name) => asOneOf(value, name, LOG_LEVELS),
  },
  issuers: {
    default: [],
    values: "list of issuers, as JSON",
    says: "whose tokens are taken, beside the server's own",
    parse: (value, name) => asList(value, name).map((one, i) => parseIssuer(one, `${name}[${i}]`)),
  },
  ratePerMinute: {
    default: 6_000,
    values: "1 or more, or null",
    says: "requests of one party in a minute; null switches the limit off",
    parse: (value, name) =>
      value === null || value === "null" || value === "off"
        ? null
        : asWhole(value, name, { min: 1, max: 1e9 }),
  },
  corsOrigins: {
    default: [],
    values: "list of origins",
    says: "web pages of other origins that may call the API, as https://desk.example",
    parse: (value, name) => asWords(value, name).map((one, i) => asOrigin(one, `${name}[${i}]`)),
  },
  trustProxy: {
    default: [],
    values: "list of addresses or ranges",
    says: "proxies whose X-Forwarded-For is believed",
    parse: (value, name) => asWords(value, name),
  },
  bodyBytesMax: {
    default: 1024 * 1024,
    values: "1024 to 16777216",
    says: "largest request body",
    parse: (value, name) => asWhole(value, name, { min: 1024, max: 16 * 1024 * 1024 }),
  },
  streamsPerPartyMax: {
    default: 100,
    values: "1 or more",
    says: "event streams that one party may hold open",
    parse: (value, name) => asWhole(value, name, { min: 1, max: 1e6 }),
  },
  webhookNetworks: {
    default: [],
    values: "list of networks, or loopback",
    says: "what webhooks may reach beside the public internet, as 10.1.0.0/16; loopback: this machine, unencrypted too",
    parse: (value, name) => asWords(value, name).map((one, i) => readNetwork(one, `${name}[${i}]`)),
  },
  smtpUrl: {
    default: null,
    values: "URL or null",
    says: "the mail server: smtps://HOST:PORT, or smtp://HOST:PORT for STARTTLS, smtp://127.0.0.1:PORT?tls=none for one on this machine; null: no mail is sent",
    parse: orNull((value, name) => {
      const text = asText(value, name);
      readSmtpUrl(text, name);
      return text;
    }),
  },
  smtpFrom: {
    default: null,
    values: "e-mail address or null",
    says: "who the mail is from; bounces go there",
    parse: orNull((value, name) => readMailAddress(asText(value, name), name)),
  },
  smtpCredentialsFile: {
    default: null,
    values: "file or null",
    says: 'of mode 600, {"user": "…", "pass": "…"}; null: the mail server asks for none',
    parse: orNull((value, name) => asText(value, name)),
  },
  smtpCaFile: {
    default: null,
    values: "file or null",
    says: "certificate trusted for the mail server, PEM; null: those that Node.js trusts",
    parse: orNull((value, name) => asText(value, name)),
  },
  consoleUrl: {
    default: null,
    values: "URL or null",
    says: "where people read on, told in mails",
    parse: orNull((value, name) => asUrl(asText(value, name), name).href),
  },
  trackInputs: {
    default: [],
    values: "list of inputs, as JSON",
    says: "where position reports come in over TCP, each in the name of a party",
    parse: (value, name) =>
      asList(value, name).map((one, i) => readTrackInput(one, `${name}[${i}]`)),
  },
};

/** Null as JSON has it, or as the word. */
function orNull<T>(parse: Parse<T>): Parse<T | null> {
  return (value, name) => (value === null || value === "null" ? null : parse(value, name));
}

export type SettingName = keyof Config;
const NAMES = Object.keys(SETTINGS) as SettingName[];

/** `ratePerMinute` → `WIDEBERTH_RATE_PER_MINUTE`. */
export const envName = (name: string): string => `WIDEBERTH_${words(name).join("_").toUpperCase()}`;

/** `ratePerMinute` → `rate-per-minute`. */
export const flagName = (name: string): string => words(name).join("-").toLowerCase();

const words = (name: string): string[] => name.split(/(?=[A-Z])/);

export type ConfigSources = {
  /** Path of the JSON file, if one was named. */
  readonly file?: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** By flag name, without the dashes: `{ port: "8081" }`. */
  readonly flags?: Readonly<Record<string, string>>;
};

/** Of the environment, but no setting: where the file is. */
export const CONFIG_FILE_ENV = "WIDEBERTH_CONFIG";
/** What clients on the same machine read. */
const CLIENT_ENV = ["WIDEBERTH_URL", "WIDEBERTH_TOKEN"];

/** Throws ConfigError on an unknown name, with the nearest known one, and on a value out of bounds. */
export const readConfig = ({ file, env, flags = {} }: ConfigSources): Config => {
  const path = file ?? env[CONFIG_FILE_ENV] ?? null;
  const given = {
    ...(path === null ? {} : readFile(path)),
    ...readEnv(env),
    ...readFlags(flags),
  } as Partial<Record<SettingName, Given>>;
  const entries = NAMES.map((name) => {
    const found = given[name];
    const setting: Setting = SETTINGS[name];
    return [name, found ? setting.parse(found.value, found.from) : setting.default];
  });
  return Object.fromEntries(entries) as Config;
};

/** The table of settings in Markdown, for docs/operating.md. */
export const renderSettings = (): string =>
  [
    "| in the file | environment | flag | values | default | what it is |",
    "|---|---|---|---|---|---|",
    ...NAMES.map((name) => {
      const { values, says, default: value } = SETTINGS[name];
      return `| \`${name}\` | \`${envName(name)}\` | \`--${flagName(name)}\` | ${values} | \`${JSON.stringify(value)}\` | ${says} |`;
    }),
    "",
  ].join("\n");

/** A value, and how to name its place in an error. */
type Given = { readonly value: unknown; readonly from: string };

const readFile = (path: string): Record<string, Given> => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${path} can't be read as JSON: ${reason}`);
  }
  const fields = asObject(parsed, path);
  refuseUnknown(Object.keys(fields), NAMES, path);
  return mapValues(fields, (value, name) => ({ value, from: `${name} in ${path}` }));
};

const readEnv = (env: ConfigSources["env"]): Record<string, Given> => {
  const nameByEnv = new Map<string, string>(NAMES.map((name) => [envName(name), name]));
  const set = Object.keys(env).filter((key) => key.startsWith("WIDEBERTH_"));
  refuseUnknown(set, [...nameByEnv.keys(), CONFIG_FILE_ENV, ...CLIENT_ENV], "the environment");
  const given: Record<string, Given> = {};
  for (const [key, name] of nameByEnv) {
    const text = env[key];
    if (text !== undefined && text !== "") given[name] = { value: text, from: key };
  }
  return given;
};

const readFlags = (flags: Readonly<Record<string, string>>): Record<string, Given> => {
  const nameByFlag = new Map<string, string>(NAMES.map((name) => [flagName(name), name]));
  refuseUnknown(Object.keys(flags), [...nameByFlag.keys()], "the flags");
  return Object.fromEntries(
    Object.entries(flags).map(([flag, value]) => [
      nameByFlag.get(flag) as string,
      { value, from: `--${flag}` },
    ]),
  );
};

const refuseUnknown = (names: readonly string[], known: readonly string[], where: string): void => {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const nearest = findNearest(unknown, known);
  const hint = nearest === null ? `known: ${known.join(", ")}` : `did you mean ${nearest}?`;
  throw new ConfigError(`${unknown} is not a setting (${where}): ${hint}`);
};

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

const parseIssuer: Parse<IssuerConfig> = (value, name) => {
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
    keys: parseKeys(fields, name),
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

const asFlag: Parse<boolean> = (value, name) => {
  if (typeof value !== "boolean") throw new ConfigError(`${name} must be true or false`);
  return value;
};

const parseKeys = (fields: Record<string, unknown>, name: string): IssuerConfig["keys"] => {
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

const asObject = (value: unknown, name: string): Record<string, unknown> => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new ConfigError(`${name} is not an object: write { … }`);
};

const asText: Parse<string> = (value, name) => {
  if (typeof value === "string" && value !== "") return value;
  throw new ConfigError(`${name} is not text: write it in quotes`);
};

const asOneOf = <T extends string>(value: unknown, name: string, known: readonly T[]): T => {
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  throw new ConfigError(`${name} ${shown(value)} is not known: use ${known.join(", ")}`);
};

const asWhole = (
  value: unknown,
  name: string,
  { min, max }: { min: number; max: number },
): number => {
  const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (Number.isInteger(number) && (number as number) >= min && (number as number) <= max) {
    return number as number;
  }
  throw new ConfigError(`${name} ${shown(value)} is not a whole number from ${min} to ${max}`);
};

/** A list as JSON has it, or as text that is JSON. */
const asList = (value: unknown, name: string): readonly unknown[] => {
  const list: unknown = typeof value === "string" ? parseJson(value, name) : value;
  if (Array.isArray(list)) return list;
  throw new ConfigError(`${name} is not a list: write [ … ]`);
};

/** A list of words, or text with commas between. */
const asWords: Parse<readonly string[]> = (value, name) => {
  const list =
    typeof value === "string"
      ? value.split(",").map((word) => word.trim())
      : asList(value ?? [], name);
  return list.filter((word) => word !== "").map((word, i) => asText(word, `${name}[${i}]`));
};

const asOrigin: Parse<string> = (value, name) => {
  const text = asText(value, name);
  if (asUrl(text, name).origin === text) return text;
  throw new ConfigError(`${name} ${text} is not an origin: write scheme, host and port alone`);
};

const asUrl = (text: string, name: string): URL => {
  if (URL.canParse(text)) return new URL(text);
  throw new ConfigError(`${name} ${shown(text)} is not a URL`);
};

const parseJson = (text: string, name: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError(`${name} is not JSON: write [ … ]`);
  }
};

const mapValues = <T>(
  fields: Record<string, unknown>,
  map: (value: unknown, name: string) => T,
): Record<string, T> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, map(value, name)]));

const shown = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 60);

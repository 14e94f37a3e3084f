/**
 * The server's configuration: defaults, then a JSON file, then WIDEBERTH_* of the environment, then
 * flags; the later wins. One table names every setting, and the documentation is made from it.
 */

import { readFileSync } from "node:fs";
import type { IssuerConfig } from "./auth-keys.ts";
import { ConfigError } from "./config-error.ts";
import {
  asList,
  asObject,
  asOneOf,
  asOrigin,
  asText,
  asUrl,
  asWhole,
  asWords,
  orNull,
  refuseUnknown,
} from "./config-values.ts";
import type { Parse } from "./config-values.ts";
import { readF3548 } from "./f3548-settings.ts";
import type { F3548Config } from "./f3548-settings.ts";
import { readIssuer } from "./issuer-settings.ts";
import { readMailAddress, readNetwork, readSmtpUrl } from "./mail-settings.ts";
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
  /** Null: USSs are not served. */
  readonly f3548: F3548Config | null;
};

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
    parse: (value, name) => asList(value, name).map((one, i) => readIssuer(one, `${name}[${i}]`)),
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
    says: "what webhooks and messages to USSs may reach beside the public internet, as 10.1.0.0/16; loopback: this machine, unencrypted too",
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
  f3548: {
    default: null,
    values: "object, as JSON, or null",
    says: "USSs after ASTM F3548-21: whose tokens are taken, and of which parties they are; null: none are served",
    parse: orNull(readF3548),
  },
};

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

const mapValues = <T>(
  fields: Record<string, unknown>,
  map: (value: unknown, name: string) => T,
): Record<string, T> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, map(value, name)]));

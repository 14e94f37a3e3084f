/** Where position reports come in over TCP, each input in the name of one party or of the host. */

import { ConfigError } from "./config-error.ts";

export const INPUT_FORMATS = ["ais", "sbs", "cot"] as const;
export type InputFormat = (typeof INPUT_FORMATS)[number];

export type TrackInputConfig = {
  /** For the log of the server. */
  readonly name: string;
  readonly format: InputFormat;
  /** Whose word it is; null: what the host itself heard. */
  readonly party: string | null;
  readonly host: string;
  readonly port: number;
  /** May the reports corroborate what others report of themselves? Of the host's they always do. */
  readonly isShared: boolean;
  readonly connectionsMax: number;
  /** Of one connection; what is faster waits in it. */
  readonly piecesPerSecondMax: number;
};

const DEFAULTS = {
  host: "127.0.0.1",
  isShared: false,
  connectionsMax: 8,
  piecesPerSecondMax: 50_000,
} as const;

const FIELDS = ["name", "format", "party", "port", ...Object.keys(DEFAULTS)];

/** Throws ConfigError, naming the field. */
export const readTrackInput = (value: unknown, field: string): TrackInputConfig => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ConfigError(`${field} is not an object: write { … }`);
  }
  const given: Readonly<Record<string, unknown>> = { ...DEFAULTS, ...value };
  const unknown = Object.keys(given).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) {
    throw new ConfigError(`${field}.${unknown} is not known: use ${FIELDS.join(", ")}`);
  }
  const format = INPUT_FORMATS.find((one) => one === given["format"]);
  if (format === undefined) {
    throw new ConfigError(`${field}.format is not known: use ${INPUT_FORMATS.join(", ")}`);
  }
  if (given["party"] === undefined) {
    throw new ConfigError(`${field}.party is missing: name the party, or null for the host's own`);
  }
  if (typeof given["isShared"] !== "boolean") {
    throw new ConfigError(`${field}.isShared must be true or false`);
  }
  return {
    name: textOf(given["name"], `${field}.name`),
    format,
    party: given["party"] === null ? null : textOf(given["party"], `${field}.party`),
    host: textOf(given["host"], `${field}.host`),
    port: wholeOf(given["port"], `${field}.port`, [0, 65_535]),
    isShared: given["isShared"],
    connectionsMax: wholeOf(given["connectionsMax"], `${field}.connectionsMax`, [1, 1_000]),
    piecesPerSecondMax: wholeOf(
      given["piecesPerSecondMax"],
      `${field}.piecesPerSecondMax`,
      [1, 1_000_000],
    ),
  };
};

const textOf = (value: unknown, field: string): string => {
  if (typeof value === "string" && value !== "") return value;
  throw new ConfigError(`${field} is not text: write it in quotes`);
};

const wholeOf = (value: unknown, field: string, [min, max]: readonly [number, number]): number => {
  if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) {
    return value;
  }
  throw new ConfigError(`${field} is not a whole number from ${min} to ${max}`);
};

/** `wideberth serve`: one theatre, from its data folder, on one address. */

import { encodeEvent } from "../api/native/event.ts";
import { makeTrackCounts } from "../api/inputs/counts.ts";
import type { TrackCounts } from "../api/inputs/counts.ts";
import { senderMetrics } from "../api/f3548/sender-metrics.ts";
import { openTrackInputs } from "../api/inputs/track-inputs.ts";
import type { TrackInput } from "../api/inputs/track-inputs.ts";
import { buildApi } from "../api/server.ts";
import type { Api } from "../api/context.ts";
import { PARTY_SIDES } from "../example/cast.ts";
import { fillExample } from "../example/stand.ts";
import { makeStoryClock } from "../example/story-clock.ts";
import { makeAuthenticate } from "../server/auth.ts";
import type { Clock } from "../server/auth.ts";
import { openIssuer } from "../server/auth-keys.ts";
import { ConfigError, flagName, readConfig, SETTINGS } from "../server/config.ts";
import type { Config } from "../server/config.ts";
import { systemSources } from "../server/engine.ts";
import type { EntryEar } from "../server/engine.ts";
import type { Sources } from "../server/sequencer.ts";
import { openTheatreFolder } from "../server/theatre-folder.ts";
import type { OpenTheatre } from "../server/theatre-folder.ts";
import type { Outbox } from "../server/outbox/outbox.ts";
import { openTheatreOutbox } from "../server/theatre-outbox.ts";
import { openOwnIssuer } from "../server/tokens.ts";
import type { OwnIssuer } from "../server/tokens.ts";
import { openAuthenticateUss } from "../server/uss-tokens.ts";
import { LogError } from "../log/log.ts";
import type { FlagTable } from "./flags.ts";
import { flagText, hasFlag, parseFlags, UsageError } from "./flags.ts";
import type { CliIo } from "./io.ts";
import { keepPrivate } from "./log-file.ts";
import { makeProgress } from "./progress.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";
import { openUssHalf } from "./uss-half.ts";
import type { UssHalf } from "./uss-half.ts";
import { packageVersion } from "./version.ts";

/** Each setting as a flag. */
const settingLines = (): string =>
  Object.entries(SETTINGS)
    .map(
      ([name, { says, default: value }]) =>
        `  --${flagName(name).padEnd(22)} ${says} (${JSON.stringify(value)})\n`,
    )
    .join("");

const USAGE = `Usage: wideberth serve [--config FILE] [--example] [settings]

Serves the theatre in the data folder. Stops on SIGTERM or Ctrl-C: finishes what was taken, writes a
snapshot, closes the log.

  --config FILE   settings as JSON
  --example       play the acts of the example theatre into an empty data folder, and print tokens
                  for its parties
${settingLines()}
Exit 0: stopped as asked. Exit 1: the log is damaged, or failed. Exit 2: wrong settings.

Examples:
  wideberth serve
  wideberth serve --example --port 8081 --data-dir /tmp/try
  wideberth serve --config wideberth.json
`;

const TABLE: FlagTable = {
  config: { type: "string" },
  example: { type: "boolean" },
  ...Object.fromEntries(
    Object.keys(SETTINGS).map((name) => [flagName(name), { type: "string" as const }]),
  ),
};

const run: Verb["run"] = async (argv, io) => {
  const flags = parseFlags(argv, TABLE);
  if (flags.files.length > 0) throw new UsageError(`${flags.files[0]} is not a flag: see --help`);
  keepPrivate();
  const config = settingsOf(io, flags);
  const clock = { nowMs: io.nowMs };
  const { own, issuers, f3548: uss } = openIssuers(config, clock);
  const stopped = Promise.withResolvers<number>();
  const fail = (error: unknown): void => {
    io.err(`the server can't go on: ${error instanceof Error ? error.message : String(error)}\n`);
    stopped.resolve(EXIT.found);
  };
  // From here on a signal asks for a stop, also while the log is still being replayed.
  const stopListening = onSignals(() => stopped.resolve(EXIT.none));
  const isExample = hasFlag(flags, "example");
  // The example's acts are played in the days before the first start.
  const storyClock = makeStoryClock(io.nowMs);
  const sources = { ...systemSources(), nowMs: isExample ? storyClock.nowMs : io.nowMs };
  const starting = { config, io, onFailure: fail, isExample };
  let ussHalf: UssHalf | null;
  try {
    ussHalf = openUssHalf(starting);
  } catch (error) {
    return tellConfigError(io, error);
  }
  const ear = ussHalf?.ear ?? null;
  let theatre: OpenTheatre;
  try {
    theatre = await openTheatre(config, { io, onFailure: fail, sources, ear });
  } catch (error) {
    await ussHalf?.close();
    if (!(error instanceof LogError)) throw error;
    io.err(`${error.message}\n`);
    return error.code === "LOG_DAMAGED" ? EXIT.found : EXIT.badInput;
  }
  if (isExample && theatre.engine.status().head.seq === 0)
    await fillExample(theatre.engine, storyClock);
  let outbox: Outbox;
  try {
    outbox = openOutbox(theatre, starting);
  } catch (error) {
    await theatre.close();
    await ussHalf?.close();
    return tellConfigError(io, error);
  }
  ussHalf?.begin(theatre.engine);
  const counts = makeTrackCounts();
  const f3548 = uss && { ...uss, exchanges: ussHalf?.exchanges ?? null };
  const api = await buildApi({
    engine: theatre.engine,
    outbox,
    authenticate: makeAuthenticate([own.issuer, ...issuers], clock),
    ownIssuer: own,
    f3548,
    ussSender: ussHalf,
    clock,
    version: packageVersion(),
    log: config.logLevel === "silent" ? null : { level: config.logLevel, write: io.out },
    settings: config,
    registerMetrics: (registry) => {
      counts.register(registry);
      if (ussHalf) senderMetrics(ussHalf.status)(registry);
    },
  });
  let inputs: readonly TrackInput[];
  try {
    await api.listen({ host: config.host, port: config.port });
    inputs = await openInputs(theatre, { config, io, clock, counts });
  } catch (error) {
    await api.close();
    await theatre.close();
    await Promise.all([outbox.close(), ussHalf?.close()]);
    io.err(`can't listen: ${(error as Error).message}\n`);
    return EXIT.badInput;
  }
  tellStart(io, api, theatre);
  for (const { name, address } of inputs) {
    io.err(`  position reports of ${name} on ${address.address}:${address.port}\n`);
  }
  if (isExample) await tellExample(io, api, own);
  const code = await stopped.promise;
  stopListening();
  await Promise.all(inputs.map((input) => input.close()));
  await api.close();
  await theatre.close();
  // Last: what was decided while the theatre closed is carried over to the next start.
  await Promise.all([outbox.close(), ussHalf?.close()]);
  return code;
};

type Starting = {
  readonly config: Config;
  readonly io: CliIo;
  readonly onFailure: (error: unknown) => void;
  readonly isExample: boolean;
};

/** Anything else is thrown on. */
const tellConfigError = (io: CliIo, error: unknown): number => {
  if (!(error instanceof ConfigError)) throw error;
  io.err(`${error.message}\n`);
  return EXIT.badInput;
};

/** Throws ConfigError. */
const openOutbox = (
  { engine }: OpenTheatre,
  { config, io, onFailure, isExample }: Starting,
): Outbox =>
  openTheatreOutbox(engine, {
    settings: config,
    encode: encodeEvent,
    isExample,
    onWarning: (message, about) => io.err(`${message}: ${JSON.stringify(about)}\n`),
    onFailure,
  });

type InputsStart = {
  readonly config: Config;
  readonly io: CliIo;
  readonly clock: Clock;
  readonly counts: TrackCounts;
};

const openInputs = (
  { engine }: OpenTheatre,
  { config, io, clock, counts }: InputsStart,
): Promise<readonly TrackInput[]> =>
  openTrackInputs(config.trackInputs, {
    engine,
    clock,
    counts,
    warn: (message, about) => io.err(`${message}: ${JSON.stringify(about)}\n`),
  });

/** Throws UsageError when a key can't be read: a matter of settings, said in words. */
const openIssuers = (config: Config, clock: Clock) => {
  try {
    const { dataDir, f3548: settings } = config;
    const own = openOwnIssuer(dataDir, clock);
    return {
      own,
      issuers: config.issuers.map((issuer) => openIssuer(issuer, clock)),
      f3548: settings && {
        settings,
        authenticate: openAuthenticateUss(settings, dataDir, clock),
      },
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

const settingsOf = (io: CliIo, flags: ReturnType<typeof parseFlags>): Config => {
  const given: Record<string, string> = {};
  for (const name of Object.keys(SETTINGS).map(flagName)) {
    const text = flagText(flags, name);
    if (text !== null) given[name] = text;
  }
  try {
    return readConfig({ file: flagText(flags, "config"), env: io.env, flags: given });
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
};

type Opening = {
  readonly io: CliIo;
  readonly onFailure: (error: unknown) => void;
  readonly sources: Sources;
  readonly ear: EntryEar | null;
};

const openTheatre = async (
  config: Config,
  { io, onFailure, sources, ear }: Opening,
): Promise<OpenTheatre> => {
  const progress = makeProgress(io);
  const theatre = await openTheatreFolder(config.dataDir, {
    onFailure,
    sources,
    ear,
    onProgress: (seq, of) => progress.tell("replaying entry", seq & ~63, of),
    onWarning: (message, about) => io.err(`${message}: ${JSON.stringify(about)}\n`),
  });
  progress.end();
  return theatre;
};

const tellStart = (io: CliIo, api: Api, theatre: OpenTheatre): void => {
  const { head, operationCount, openConflictCount } = theatre.engine.status();
  io.err(`wideberth ${packageVersion()} on ${addressOf(api)}\n`);
  io.err(
    `  log at entry ${head.seq}; ${operationCount} operations, ${openConflictCount} open conflicts\n`,
  );
};

const addressOf = (api: Api): string => {
  const address = api.server.address();
  if (address === null || typeof address === "string") return String(address);
  const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
};

const EXAMPLE_TOKEN_S = 12 * 60 * 60;

/** Only the example hands out tokens by itself, and it says so in red. */
const tellExample = async (io: CliIo, api: Api, own: OwnIssuer): Promise<void> => {
  const red = (text: string): string =>
    io.isErrTerminal && !io.env["NO_COLOR"] ? `\u001b[1;31m${text}\u001b[0m` : text;
  io.err(
    red(
      "\nEXAMPLE THEATRE. Fictional parties; nothing here is real. Tokens are printed only here;\n",
    ),
  );
  io.err(red("a theatre of your own prints none: issue them with `wideberth token`.\n\n"));
  for (const id of PARTY_SIDES) {
    const token = await own.issueToken({
      party: id,
      roles: ["desk"],
      sub: `${id}-desk`,
      ttlS: EXAMPLE_TOKEN_S,
    });
    io.err(`  ${id}\n  ${token}\n`);
  }
  io.err(`\nTry:\n  curl -H "Authorization: Bearer TOKEN" ${addressOf(api)}/v1/conflicts\n\n`);
};

/** The first signal asks to stop; the second ends at once. */
const onSignals = (stop: () => void): (() => void) => {
  let isAsked = false;
  const onSignal = (): void => {
    if (isAsked) process.exit(130);
    isAsked = true;
    stop();
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  return () => {
    // A second signal while stopping still ends the process at once.
    isAsked = true;
  };
};

export const serve: Verb = { summary: "serve the theatre in a data folder", usage: USAGE, run };

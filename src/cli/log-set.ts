/** `wideberth log-set`: lets another USS read what was exchanged in a time. */

import { existsSync } from "node:fs";
import { parseInstant } from "../formats/instant.ts";
import { Unreadable } from "../formats/unreadable.ts";
import { exchangesPath, LogSetTooLarge, openExchanges } from "../server/uss-exchanges.ts";
import { flagText, parseFlags, UsageError } from "./flags.ts";
import type { Flags } from "./flags.ts";
import { keepPrivate } from "./log-file.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const USAGE = `Usage: wideberth log-set --from TIME --to TIME [--data-dir DIR]

Makes a log set (ASTM F3548-21) of what this server, as a USS, and others said to each other in that
time, and prints its id. Whoever has the id and a token of the authority reads it, with all that
others sent, at /uss/v1/log_sets/ID of the running server: give it to nobody else.

  --from TIME      its first moment, as 2026-11-24T08:00:00Z
  --to TIME        its last moment; not after now
  --data-dir DIR   the server's data folder (default ./data)

Example:
  wideberth log-set --from 2026-11-24T08:00:00Z --to 2026-11-24T09:00:00Z
`;

const text = { type: "string" } as const;
const TABLE = { from: text, to: text, "data-dir": text } as const;

const run: Verb["run"] = async (argv, io) => {
  keepPrivate();
  const flags = parseFlags(argv, TABLE);
  if (flags.files.length > 0) throw new UsageError(`${flags.files[0]} is not a flag: see --help`);
  const [fromMs, toMs] = [timeOf(flags, "from"), timeOf(flags, "to")];
  if (toMs < fromMs) throw new UsageError("--to is before --from: swap them");
  if (toMs > io.nowMs()) throw new UsageError("--to is still to come: give a time that is over");
  const dataDir = flagText(flags, "data-dir") ?? "./data";
  const path = exchangesPath(dataDir);
  if (!existsSync(path)) {
    throw new UsageError(
      `${path} is not there: give the --data-dir of a server with the setting f3548.uss`,
    );
  }
  const store = openExchanges(path, { nowMs: io.nowMs, onFault });
  try {
    io.out(`${store.makeLogSet({ fromMs, toMs })}\n`);
    return EXIT.none;
  } catch (error) {
    if (error instanceof LogSetTooLarge) throw new UsageError(error.message);
    throw error;
  } finally {
    store.close();
  }
};

const onFault = (error: unknown): never => {
  throw error;
};

const timeOf = (flags: Flags, name: "from" | "to"): number => {
  const given = flagText(flags, name);
  if (given === null) throw new UsageError(`--${name} is needed: as 2026-11-24T08:00:00Z`);
  try {
    return parseInstant(given, `--${name}`);
  } catch (error) {
    if (error instanceof Unreadable) throw new UsageError(error.message);
    throw error;
  }
};

export const logSet: Verb = {
  summary: "let another USS read what was exchanged in a time",
  usage: USAGE,
  run,
};

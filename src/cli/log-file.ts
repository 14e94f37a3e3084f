/** What the verbs that work on a log file share: which file is meant, and how a fault is told. */

import { statSync } from "node:fs";
import { FrameError } from "../record/frame.ts";
import { LogError } from "../log/log.ts";
import { logPath } from "../server/theatre-folder.ts";
import type { CliIo } from "./io.ts";
import { UsageError } from "./flags.ts";
import { EXIT } from "./verb.ts";

/** A data folder stands for the log in it. */
export const findLogFile = (path: string): string => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`${path} is not there: name a data folder or a log file`);
  return found.isDirectory() ? logPath(path) : path;
};

/** Runs, and tells a fault of the log in its own words: exit 1 for damage, 2 for all else. */
export const tellFaults = async (io: CliIo, run: () => Promise<number>): Promise<number> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof LogError) && !(error instanceof FrameError)) throw error;
    io.err(`${error.message}\n`);
    return error instanceof LogError && error.code === "LOG_DAMAGED" ? EXIT.found : EXIT.badInput;
  }
};

/** What is written from here on is for this user alone: a log and its copies hold what parties said. */
export const keepPrivate = (): void => {
  process.umask(0o077);
};

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** Starts the command line. */

import { runCli } from "./cli/cli.ts";
import { processIo } from "./cli/io.ts";

/** Runs one command line; sets the process's exit code. */
export const start = async (argv: readonly string[]): Promise<void> => {
  process.exitCode = await runCli(argv, processIo());
};

if (import.meta.main) await start(process.argv.slice(2));

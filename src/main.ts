/** Starts the command line. */

import { enableCompileCache } from "node:module";

// Types are stripped and code compiled once per version of a file, not at every start.
enableCompileCache();

/** Runs one command line; sets the process's exit code. */
export const start = async (argv: readonly string[]): Promise<void> => {
  const [{ runCli }, { processIo }] = await Promise.all([
    import("./cli/cli.ts"),
    import("./cli/io.ts"),
  ]);
  process.exitCode = await runCli(argv, processIo());
};

if (import.meta.main) await start(process.argv.slice(2));

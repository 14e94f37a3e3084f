/** What a verb of the command line is. One file per verb; `cli.ts` holds the table. */

import type { CliIo } from "./io.ts";

export type Verb = {
  /** One line for the list of verbs. */
  readonly summary: string;
  /** All that `--help` says: usage, flags, exit codes, examples. */
  readonly usage: string;
  /** The exit code. Throws UsageError when the command line itself is wrong. */
  readonly run: (argv: readonly string[], io: CliIo) => Promise<number>;
};

/** Exit codes of every verb: nothing found, something found, and bad input. */
export const EXIT = { none: 0, found: 1, badInput: 2 } as const;

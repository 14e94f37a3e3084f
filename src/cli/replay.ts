/** `wideberth replay`: what a log adds up to, worked out anew, with the hash to compare. */

import { hashState } from "../server/engine.ts";
import { replayLogFile } from "../server/offline.ts";
import { hasFlag, parseFlags, UsageError } from "./flags.ts";
import { findLogFile, hex, tellFaults } from "./log-file.ts";
import { makeProgress } from "./progress.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const USAGE = `Usage: wideberth replay DATA_FOLDER|LOG_FILE [--json]

Verifies a log, applies every entry from the first, and prints the state's hash: two replays of one
log, on any machine and any release that reads it, give the same.

  --json   one JSON object

Exit 0: done. Exit 1: the log is damaged. Exit 2: no log could be read.

Example:
  wideberth replay ./data
`;

const run: Verb["run"] = (argv, io) => {
  const flags = parseFlags(argv, { json: { type: "boolean" } });
  const [path] = flags.files;
  if (path === undefined || flags.files.length > 1) {
    throw new UsageError("one data folder or log file is needed: wideberth replay ./data");
  }
  const file = findLogFile(path);
  return tellFaults(io, async () => {
    const progress = makeProgress(io);
    const startMs = io.nowMs();
    const { state, head } = await replayLogFile(file, (seq, of) =>
      progress.tell("entry", seq & ~63, of),
    );
    progress.end();
    const found = {
      entries: head.seq,
      rootHash: hex(head.rootHash),
      stateHash: hashState(state),
      operations: state.operations.size,
      conflicts: state.conflicts.size,
      seconds: (io.nowMs() - startMs) / 1000,
    };
    const lines = Object.entries(found).map(([name, value]) => `${name.padEnd(10)} ${value}\n`);
    io.out(hasFlag(flags, "json") ? `${JSON.stringify(found)}\n` : lines.join(""));
    return EXIT.none;
  });
};

export const replay: Verb = {
  summary: "apply a log from the first entry and print the state's hash",
  usage: USAGE,
  run,
};

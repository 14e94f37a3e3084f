/** `wideberth backup` and `wideberth restore`: verified copies, never over another file. */

import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { backupLog, restoreLog } from "../log/backup.ts";
import type { VerifyReport } from "../log/verify-report.ts";
import { logPath } from "../server/theatre-folder.ts";
import { parseFlags, UsageError } from "./flags.ts";
import type { CliIo } from "./io.ts";
import { findLogFile, hex, keepPrivate, tellFaults } from "./log-file.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const BACKUP_USAGE = `Usage: wideberth backup DATA_FOLDER|LOG_FILE TARGET_FILE

Copies the log as one moment saw it into TARGET_FILE; the server may go on writing. The copy appears
when it is whole and verified, or not at all. It never overwrites.

Exit 0: done. Exit 1: the log is damaged. Exit 2: it could not be done.

Example:
  wideberth backup ./data backup-2026-11-23.db
`;

const RESTORE_USAGE = `Usage: wideberth restore BACKUP_FILE DATA_FOLDER

Makes a data folder out of a backup, after verifying it. It never overwrites a log: move a damaged
one away first. Snapshots are made anew.

Exit 0: done. Exit 1: the backup is damaged. Exit 2: it could not be done.

Example:
  mv data data-damaged && wideberth restore backup-2026-11-23.db ./data
`;

const twoPaths = (argv: readonly string[], example: string): readonly [string, string] => {
  keepPrivate();
  const { files } = parseFlags(argv, {});
  const [from, to] = files;
  if (from === undefined || to === undefined || files.length > 2) {
    throw new UsageError(`two paths are needed: ${example}`);
  }
  return [from, to];
};

const tellCopy = (io: CliIo, verb: string, { path, size, head }: VerifyReport): number => {
  io.out(`${verb} ${path}\n  entries ${size}\n  root    ${head ? hex(head.rootHash) : "none"}\n`);
  return EXIT.none;
};

export const backup: Verb = {
  summary: "copy the log of a running or stopped server",
  usage: BACKUP_USAGE,
  run: (argv, io) => {
    const [from, to] = twoPaths(argv, "wideberth backup ./data backup.db");
    const source = findLogFile(from);
    return tellFaults(io, async () => tellCopy(io, "wrote", await backupLog(source, to)));
  },
};

export const restore: Verb = {
  summary: "make a data folder out of a backup",
  usage: RESTORE_USAGE,
  run: (argv, io) => {
    const [from, to] = twoPaths(argv, "wideberth restore backup.db ./data");
    const target = logPath(to);
    return tellFaults(io, async () => {
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
      return tellCopy(io, "restored", await restoreLog(from, target));
    });
  },
};

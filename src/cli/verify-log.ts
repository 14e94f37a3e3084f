/** `wideberth verify-log`: is the log what was written? Every entry, every hash. */

import { verifyLog as verifyFile } from "../log/verify-log.ts";
import type { VerifyReport } from "../log/verify-report.ts";
import { countSignatures } from "../server/offline.ts";
import type { SignatureCount } from "../server/offline.ts";
import { hasFlag, parseFlags, UsageError } from "./flags.ts";
import { findLogFile, hex, tellFaults } from "./log-file.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const USAGE = `Usage: wideberth verify-log DATA_FOLDER|LOG_FILE [--json]

Checks every entry of a log against its hashes and its signature, and prints its size and root. The
file is only read; a server may go on writing to it meanwhile.

  --json   the whole finding as one JSON object

Exit 0: whole. Exit 1: damaged, or a signature does not fit; the first bad entry is named. Exit 2: no log could be read.

Examples:
  wideberth verify-log ./data
  wideberth verify-log backup.db --json
`;

const run: Verb["run"] = (argv, io) => {
  const flags = parseFlags(argv, { json: { type: "boolean" } });
  const [path] = flags.files;
  if (path === undefined || flags.files.length > 1) {
    throw new UsageError("one data folder or log file is needed: wideberth verify-log ./data");
  }
  const file = findLogFile(path);
  return tellFaults(io, async () => {
    const report = await verifyFile(file);
    const isWhole = report.problemCount === 0 && report.head !== null;
    // Of a damaged log nothing more is read than where the damage is.
    const signatures = isWhole ? countSignatures(file, report.head.seq) : null;
    io.out(
      hasFlag(flags, "json")
        ? `${JSON.stringify({ ...inHex(report), signatures })}\n`
        : describe(report, signatures),
    );
    return isWhole && signatures?.invalid === 0 ? EXIT.none : EXIT.found;
  });
};

const inHex = (report: VerifyReport) => ({
  ...report,
  head: report.head && { seq: report.head.seq, rootHash: hex(report.head.rootHash) },
  good: { seq: report.good.seq, rootHash: hex(report.good.rootHash) },
});

const describe = (report: VerifyReport, signatures: SignatureCount | null): string => {
  const { path, size, head, good, problems, problemCount, firstBadSeq } = report;
  if (problemCount === 0 && head) {
    const whole = `${path}: whole\n  entries ${size}\n  root    ${hex(head.rootHash)}\n`;
    return signatures && signatures.signed > 0 ? whole + describeSignatures(signatures) : whole;
  }
  const first = firstBadSeq === null ? "" : `; first bad entry ${firstBadSeq}`;
  return [
    `${path}: DAMAGED${first}`,
    good.seq === 0
      ? "  no entry can be shown to be whole"
      : `  entries 1 to ${good.seq} are whole, root ${hex(good.rootHash)}`,
    ...problems.map(({ kind, found }) => `  ${kind}: ${found}`),
    ...(problemCount > problems.length ? [`  and ${problemCount - problems.length} more`] : []),
    "  What to do: stop the server, keep this file aside, restore the last backup with",
    "  wideberth restore BACKUP DATA_FOLDER",
    "",
  ].join("\n");
};

const describeSignatures = ({ signed, invalid, firstInvalidSeq }: SignatureCount): string =>
  invalid === 0
    ? `  signed  ${signed}, every signature fits\n`
    : `  signed  ${signed}, of which ${invalid} do NOT fit; the first is entry ${firstInvalidSeq}\n`;

export const verifyLog: Verb = {
  summary: "check every entry of a log against its hashes",
  usage: USAGE,
  run,
};

/** Verification of a log file as a whole, in use or not. */

import { LogError } from "./log.ts";
import type { Head } from "./log.ts";
import { Frontier } from "../record/merkle.ts";
import { canonicalPath } from "./sqlite-file.ts";
import { startVerifier } from "./sqlite-threads.ts";
import type { VerifyReport } from "./verify-report.ts";

/**
 * Every problem of the log at `path`, in a thread of its own. The file is only read; a server may
 * go on writing to it meanwhile, and entries it adds are not looked at. What a crash left half
 * written is not a problem: SQLite passes over it. With `trusted` the log must contain that head.
 *
 * Throws: LOG_FORMAT when the file is no log; LOG_IO when there is none or it can't be opened.
 */
export const verifyLog = async (
  path: string,
  options: { readonly trusted?: Head } = {},
): Promise<VerifyReport> => {
  const file = canonicalPath(path);
  const verifier = startVerifier(file);
  try {
    return await verifier.call("verify", { trusted: options.trusted, isDeep: true });
  } catch (error) {
    if (error instanceof LogError && error.code === "LOG_DAMAGED") {
      return unreadableReport(file, error.message);
    }
    throw error;
  } finally {
    await verifier.terminate();
  }
};

const unreadableReport = (path: string, found: string): VerifyReport => ({
  path,
  size: 0,
  head: null,
  good: { seq: 0, rootHash: new Frontier().root() },
  firstBadSeq: 1,
  problems: [{ kind: "unreadable", firstSeq: 1, lastSeq: null, found }],
  problemCount: 1,
});

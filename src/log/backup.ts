/** Copies of a log: made while it is in use, verified before they count, never over another file. */

import { backup } from "node:sqlite";
import { DatabaseSync } from "node:sqlite";
import { canonicalPath, ioError, openForReading, publish } from "./sqlite-file.ts";
import { refuseExisting, withPartial } from "./sqlite-file.ts";
import { damagedError, type VerifyReport } from "./verify-report.ts";
import { verifyLog } from "./verify-log.ts";

/** All pages in one step: one moment of the log, however fast it grows meanwhile. */
const ALL_PAGES = 0x7fff_ffff;

/**
 * A copy of the log as one moment saw it, in one file of its own; the log may be in use.
 * It appears at `targetPath` when it is whole, verified and on disk, or not at all.
 *
 * Throws: LOG_EXISTS; LOG_DAMAGED when the copy, and so the log, is damaged; LOG_FORMAT; LOG_IO.
 */
export const backupLog = async (
  source: string | { readonly path: string },
  targetPath: string,
): Promise<VerifyReport> => {
  const from = canonicalPath(typeof source === "string" ? source : source.path);
  const to = canonicalPath(targetPath);
  refuseExisting(to);
  return withPartial(to, async (partial) => {
    await copyPages(from, partial);
    const report = { ...(await verifyLog(partial)), path: to };
    if (report.problemCount > 0) throw damagedError({ ...report, path: from });
    publish(partial, to);
    return report;
  });
};

/**
 * Makes a log at `targetPath` out of a backup, after verifying it. All or nothing, as `backupLog`.
 *
 * Throws: LOG_EXISTS: move a damaged log away first; LOG_DAMAGED when the backup is; LOG_FORMAT;
 * LOG_IO.
 */
export const restoreLog = async (backupPath: string, targetPath: string): Promise<VerifyReport> => {
  const report = await verifyLog(backupPath);
  if (report.problemCount > 0) throw damagedError(report);
  return backupLog(backupPath, targetPath);
};

const copyPages = async (from: string, partial: string): Promise<void> => {
  const db = openForReading(from);
  try {
    await backup(db, partial, { rate: ALL_PAGES });
    const copy = new DatabaseSync(partial);
    // Out of WAL mode a backup is one file, and reading it leaves no others beside it.
    copy.exec("PRAGMA journal_mode = DELETE");
    copy.close();
  } catch (cause) {
    throw ioError(`can't copy ${from}`, cause);
  } finally {
    db.close();
  }
};

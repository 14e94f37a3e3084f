/** The head that a log file claims for itself, unverified: enough to begin reading while it is checked. */

import { existsSync } from "node:fs";
import { HASH_BYTES } from "../record/sha256.ts";
import type { Head } from "./log.ts";
import { canonicalPath, checkFormat, ioError, openForReading } from "./sqlite-file.ts";

/**
 * The last root stored in the file, or null when there is no file, no entry, or nothing readable:
 * then only a full verification tells. Whoever begins with it must not serve before `verified`.
 *
 * Throws: LOG_FORMAT when the file is no log.
 */
export const readClaimedHead = (path: string): Head | null => {
  const file = canonicalPath(path);
  if (!existsSync(file)) return null;
  try {
    const db = openForReading(file);
    try {
      checkFormat(db, file);
      const row = db.prepare("SELECT seq, root FROM roots ORDER BY seq DESC LIMIT 1").get();
      const root = row?.["root"];
      if (!(root instanceof Uint8Array) || root.length !== HASH_BYTES) return null;
      return { seq: Number(row?.["seq"]), rootHash: root };
    } finally {
      db.close();
    }
  } catch (cause) {
    const error = ioError(`can't read ${file}`, cause);
    if (error.code === "LOG_DAMAGED") return null;
    throw error;
  }
};

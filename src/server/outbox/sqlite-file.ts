/**
 * A small SQLite file of one format, for what is to be sent.
 *
 * Commits are not synced one by one: after a power cut the last of them may be gone. A kill of the
 * process loses none.
 */

import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { OutboxError } from "./outbox-error.ts";

export type FileFormat = {
  /** Tells the file from any other SQLite database. */
  readonly applicationId: number;
  /** Raised when the tables change their meaning. */
  readonly formatVersion: number;
  readonly schema: readonly string[];
  /** In words, as in `no outbox of format 1`. */
  readonly what: string;
  /** What to do with a file that can't be used, and what is lost then. */
  readonly remedy: string;
};

/** Makes the file when there is none. Throws OUTBOX_FORMAT, OUTBOX_DAMAGED. */
export const openSqliteFile = (path: string, format: FileFormat): DatabaseSync => {
  // With its mode from the first moment; what SQLite puts beside it takes the same. No lock is held
  // in this process yet that closing could drop.
  closeSync(openSync(path, "a", 0o600));
  const db = new DatabaseSync(path, { timeout: 5000 });
  try {
    const isNew = isEmpty(db);
    if (!isNew) checkFormat(db, path, format);
    // What is deleted is overwritten: letters hold what somebody was told.
    db.exec("PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF");
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    if (isNew) makeTables(db, format);
    return db;
  } catch (cause) {
    db.close();
    if (cause instanceof OutboxError || !isSqliteFault(cause)) throw cause;
    const message = `${path} can't be read: ${format.remedy}`;
    throw new OutboxError("OUTBOX_DAMAGED", message, { cause });
  }
};

/** A fault of the file or the disk, not a bug: it may pass. */
export const isSqliteFault = (error: unknown): boolean =>
  error instanceof Error && "errcode" in error;

/** New, or left by a kill before its tables were there. */
const isEmpty = (db: DatabaseSync): boolean =>
  db.prepare("SELECT count(*) AS count FROM sqlite_schema").get()?.["count"] === 0 &&
  db.prepare("PRAGMA application_id").get()?.["application_id"] === 0;

/** All or nothing. */
const makeTables = (
  db: DatabaseSync,
  { schema, applicationId, formatVersion }: FileFormat,
): void => {
  db.exec("BEGIN IMMEDIATE");
  for (const table of schema) db.exec(table);
  db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${formatVersion}`);
  db.exec("COMMIT");
};

const checkFormat = (db: DatabaseSync, path: string, format: FileFormat): void => {
  const { applicationId, formatVersion, what, remedy } = format;
  const found = db.prepare("PRAGMA application_id").get()?.["application_id"];
  const version = db.prepare("PRAGMA user_version").get()?.["user_version"];
  if (found === applicationId && version === formatVersion) return;
  throw new OutboxError(
    "OUTBOX_FORMAT",
    `${path} is no ${what} of format ${formatVersion}: use the release that wrote it, or ${remedy}`,
  );
};

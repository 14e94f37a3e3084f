/**
 * The outbox's own file: how far each target was told, what waits over a stop, what was given up.
 *
 * Commits are not synced one by one: after a power cut the last of them may be gone, and what they
 * settled is sent again under the same id. A kill of the process loses none.
 */

import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { OutboxError } from "./outbox-error.ts";

export const outboxPath = (dataDir: string): string => join(dataDir, "outbox.db");

/** "WBOB": tells the file from any other SQLite database. */
const APPLICATION_ID = 0x57424f42;
/** Raised when the tables below change their meaning. */
const FORMAT_VERSION = 1;

const SCHEMA = [
  `CREATE TABLE targets (
    id TEXT PRIMARY KEY, delivered_ms INTEGER, failed_ms INTEGER, failed_reason TEXT,
    gone_destination TEXT, gone_ms INTEGER, gone_reason TEXT,
    dropped_count INTEGER NOT NULL DEFAULT 0
  ) STRICT`,
  `CREATE TABLE places (
    target_id TEXT NOT NULL, lane TEXT NOT NULL, seq INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (target_id, lane)
  ) STRICT`,
  // `number` orders dead letters by when they were given up: never used again.
  `CREATE TABLE letters (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, target_id TEXT NOT NULL,
    lane TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'dead')),
    kind TEXT NOT NULL, seq INTEGER NOT NULL, ordinal INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    content TEXT, attempts INTEGER NOT NULL, failed_ms INTEGER, reason TEXT
  ) STRICT`,
  "CREATE INDEX letters_of_target ON letters (target_id, state, lane, seq, ordinal)",
];

/** Makes the file when there is none. Throws OUTBOX_FORMAT, OUTBOX_DAMAGED. */
export const openStoreFile = (dataDir: string): DatabaseSync => {
  const path = outboxPath(dataDir);
  // With its mode from the first moment; what SQLite puts beside it takes the same. No lock is held
  // in this process yet that closing could drop.
  closeSync(openSync(path, "a", 0o600));
  const db = new DatabaseSync(path, { timeout: 5000 });
  try {
    const isNew = isEmpty(db);
    if (!isNew) checkFormat(db, path);
    // What is deleted is overwritten: letters hold what a party was told.
    db.exec("PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF");
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    if (isNew) makeTables(db);
    return db;
  } catch (cause) {
    db.close();
    if (cause instanceof OutboxError || !isSqliteFault(cause)) throw cause;
    throw new OutboxError("OUTBOX_DAMAGED", `${path} can't be read: ${REMEDY}`, { cause });
  }
};

const REMEDY =
  "move it and what stands beside it away; each target is then told to read the lists anew, and dead letters are lost";

/** A fault of the file or the disk, not a bug: it may pass. */
export const isSqliteFault = (error: unknown): boolean =>
  error instanceof Error && "errcode" in error;

/** New, or left by a kill before its tables were there. */
const isEmpty = (db: DatabaseSync): boolean =>
  db.prepare("SELECT count(*) AS count FROM sqlite_schema").get()?.["count"] === 0 &&
  db.prepare("PRAGMA application_id").get()?.["application_id"] === 0;

/** All or nothing. */
const makeTables = (db: DatabaseSync): void => {
  db.exec("BEGIN IMMEDIATE");
  for (const table of SCHEMA) db.exec(table);
  db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT_VERSION}`);
  db.exec("COMMIT");
};

const checkFormat = (db: DatabaseSync, path: string): void => {
  const applicationId = db.prepare("PRAGMA application_id").get()?.["application_id"];
  const version = db.prepare("PRAGMA user_version").get()?.["user_version"];
  if (applicationId !== APPLICATION_ID || version !== FORMAT_VERSION) {
    throw new OutboxError(
      "OUTBOX_FORMAT",
      `${path} is no outbox of format ${FORMAT_VERSION}: use the release that wrote it, or ${REMEDY}`,
    );
  }
};

/**
 * The outbox's own file: how far each target was told, what waits over a stop, what was given up.
 *
 * Commits are not synced one by one: after a power cut the last of them may be gone, and what they
 * settled is sent again under the same id. A kill of the process loses none.
 */

import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { openSqliteFile } from "./sqlite-file.ts";

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

const REMEDY =
  "move it and what stands beside it away; each target is then told to read the lists anew, and dead letters are lost";

/** Makes the file when there is none. Throws OUTBOX_FORMAT, OUTBOX_DAMAGED. */
export const openStoreFile = (dataDir: string): DatabaseSync =>
  openSqliteFile(outboxPath(dataDir), {
    applicationId: APPLICATION_ID,
    formatVersion: FORMAT_VERSION,
    schema: SCHEMA,
    what: "outbox",
    remedy: REMEDY,
  });

/**
 * The file of a log: one SQLite database, in SQLite's own words.
 *
 * Never open this file with node:fs inside the process that has it open in SQLite: closing any
 * descriptor of a file drops every POSIX lock the process holds on it.
 */

import { closeSync, existsSync, fsyncSync, mkdtempSync, openSync, realpathSync } from "node:fs";
import { linkSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { LogError } from "./log.ts";

/** "WBLG": tells the file from any other SQLite database. */
const APPLICATION_ID = 0x57424c47;
/** Raised when the tables below change their meaning. */
const FORMAT_VERSION = 1;

/**
 * `leaf` is derived from `bytes`, and `root` from all leaves up to `seq`: an entry altered together
 * with its leaf still contradicts the root. There is a root for the last entry of each batch.
 * Some roots also keep the frontier there, so that checking can begin in the middle.
 */
const SCHEMA = [
  "CREATE TABLE entries (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL, bytes BLOB NOT NULL) STRICT",
  "CREATE TABLE roots (seq INTEGER PRIMARY KEY, root BLOB NOT NULL, frontier BLOB) STRICT",
];

/** SQLite's primary result codes, https://sqlite.org/rescode.html. */
const SQLITE = { busy: 5, ioerr: 10, corrupt: 11, full: 13, cantopen: 14, notadb: 26 } as const;

/** The path by which the file is known to all who lock it: absolute, symbolic links resolved. */
export const canonicalPath = (path: string): string => {
  const absolute = resolve(path);
  if (existsSync(absolute)) return realpathSync(absolute);
  try {
    return join(realpathSync(dirname(absolute)), basename(absolute));
  } catch (cause) {
    throw new LogError("LOG_IO", `there is no folder ${dirname(absolute)}: make it first`, {
      cause,
    });
  }
};

/**
 * Holds the right to write to `path` until closed or until the process ends, however it ends.
 *
 * The lock is SQLite's own on an empty database beside the log, so that readers, verification and
 * backups of the log itself stay free. The file stays behind: removing it would be a race.
 * Throws: LOG_LOCKED.
 */
export const lockForWriting = (path: string): DatabaseSync => {
  const lock = new DatabaseSync(`${path}-lock`, { timeout: 0 });
  try {
    lock.exec("PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    return lock;
  } catch (cause) {
    lock.close();
    if (primaryCode(cause) !== SQLITE.busy) throw ioError(`can't lock ${path}`, cause);
    throw new LogError(
      "LOG_LOCKED",
      `another server already writes to ${path} (\`lsof ${path}-lock\` shows which): stop it, or ` +
        "give this one a log of its own. The lock ends with that process; there is nothing to delete",
      { cause },
    );
  }
};

/** Makes an empty log. It comes into being whole: a crash leaves nothing at `path`. */
export const createFile = (path: string): void => {
  refuseExisting(path);
  const folder = makePartialFolder(path);
  try {
    const partial = join(folder, "log");
    writeSchema(partial);
    publish(partial, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const writeSchema = (path: string): void => {
  const db = new DatabaseSync(path);
  try {
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT_VERSION}`);
    for (const table of SCHEMA) db.exec(table);
  } finally {
    db.close();
  }
};

/** The log's only writer. The lock must be held. */
export const openForWriting = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path, { timeout: 5000 });
  const mode = db.prepare("PRAGMA journal_mode = WAL").get()?.["journal_mode"];
  if (mode !== "wal") {
    db.close();
    throw new LogError(
      "LOG_IO",
      `${path} is on a file system without shared memory (a network share?): use a local disk`,
    );
  }
  // FULL syncs the write-ahead file on every commit. Checkpoints are made off the commit path.
  db.exec("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA trusted_schema = OFF");
  return db;
};

/** A connection that can't alter the file, and reads a file cut short as far as it goes. */
export const openForReading = (path: string): DatabaseSync => {
  if (!existsSync(path)) throw new LogError("LOG_IO", `there is no log at ${path}`);
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 5000, defensive: false });
    // Without it SQLite refuses every page of a file that lost its end, the good ones included.
    db.exec("PRAGMA writable_schema = ON; PRAGMA trusted_schema = OFF");
    return db;
  } catch (cause) {
    throw ioError(`can't open ${path}`, cause);
  }
};

/**
 * Throws LOG_FORMAT when the file is no log of this version, and LOG_DAMAGED when its first pages
 * can't be read.
 */
export const checkFormat = (db: DatabaseSync, path: string): void => {
  if (statSync(path).size === 0) {
    throw new LogError(
      "LOG_DAMAGED",
      `${path} is empty, and a log never is: it was cut short, or isn't one. Restore it from a ` +
        "backup, or remove it to begin a new log",
    );
  }
  const { applicationId, version, tables } = readFormat(db, path);
  if (applicationId !== APPLICATION_ID) {
    throw new LogError("LOG_FORMAT", `${path} is a database of another program: name another file`);
  }
  if (version !== FORMAT_VERSION) {
    throw new LogError(
      "LOG_FORMAT",
      `${path} has log format ${String(version)}; this program reads format ${FORMAT_VERSION}: use the ` +
        "release of wideberth that wrote it, or restore a backup of this format",
    );
  }
  if (JSON.stringify(tables) !== JSON.stringify(SCHEMA)) {
    throw new LogError(
      "LOG_FORMAT",
      `${path} does not have the tables of log format ${FORMAT_VERSION}, or has more: another ` +
        "program altered it. Restore it from a backup",
    );
  }
};

const readFormat = (
  db: DatabaseSync,
  path: string,
): { applicationId: unknown; version: unknown; tables: unknown[] } => {
  try {
    return {
      applicationId: db.prepare("PRAGMA application_id").get()?.["application_id"],
      version: db.prepare("PRAGMA user_version").get()?.["user_version"],
      tables: db
        .prepare("SELECT sql FROM sqlite_schema ORDER BY rowid")
        .all()
        .map((row) => row["sql"]),
    };
  } catch (cause) {
    if (primaryCode(cause) === SQLITE.notadb) {
      const found = `${path} is not a log, or its first page is damaged`;
      throw new LogError("LOG_FORMAT", `${found}: name another file, or restore a backup`, {
        cause,
      });
    }
    if (!isUnreadable(cause)) throw ioError(`can't read ${path}`, cause);
    const found = `the first pages of ${path} can't be read (${messageOf(cause)})`;
    throw new LogError("LOG_DAMAGED", `${found}: restore it from a backup`, { cause });
  }
};

/** Rows as arrays: a third less time per row than as objects. */
export const prepareRows = (db: DatabaseSync, sql: string): StatementSync => {
  const statement = db.prepare(sql);
  statement.setReturnArrays(true);
  return statement;
};

/** Whether SQLite says that the file itself is bad, at the place it was reading. */
export const isUnreadable = (cause: unknown): boolean => {
  const code = primaryCode(cause);
  return code === SQLITE.corrupt || code === SQLITE.ioerr || code === SQLITE.notadb;
};

/** LOG_IO with what SQLite or the system said. A LogError stays as it is, and a bug is thrown on. */
export const ioError = (doing: string, cause: unknown): LogError => {
  if (cause instanceof LogError) return cause;
  const isFault = cause instanceof Error && ("errcode" in cause || "syscall" in cause);
  if (!isFault) throw cause;
  const remedy = primaryCode(cause) === SQLITE.full ? "; free space on its disk" : "";
  return new LogError("LOG_IO", `${doing}: ${messageOf(cause)}${remedy}`, { cause });
};

export const messageOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause);

const primaryCode = (cause: unknown): number | null =>
  cause instanceof Error && "errcode" in cause && typeof cause.errcode === "number"
    ? cause.errcode & 0xff
    : null;

/** Throws LOG_EXISTS when there is anything at `path`, or a write-ahead file left by another log. */
export const refuseExisting = (path: string): void => {
  const found = [path, `${path}-wal`, `${path}-journal`].find(
    (file) => existsSync(file) && (file === path || statSync(file).size > 0),
  );
  if (found !== undefined) throw existsError(found);
};

/** Runs `make` with a path in a new folder beside `path`, and removes that folder after. */
export const withPartial = async <T>(
  path: string,
  make: (partial: string) => Promise<T>,
): Promise<T> => {
  const folder = makePartialFolder(path);
  try {
    return await make(join(folder, "log"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const makePartialFolder = (path: string): string => {
  try {
    return mkdtempSync(`${path}.partial-`);
  } catch (cause) {
    throw ioError(`can't write beside ${path}`, cause);
  }
};

/** Gives a finished file its name, durably, and never over another. Throws LOG_EXISTS. */
export const publish = (partial: string, path: string): void => {
  sync(partial);
  try {
    linkSync(partial, path);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : null;
    if (code === "EEXIST") throw existsError(path);
    // exFAT and some shares have no links: take the name first, then replace what is there.
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS") {
      throw ioError(`can't write ${path}`, cause);
    }
    takeName(path);
    renameSync(partial, path);
  }
  sync(dirname(path));
};

const takeName = (path: string): void => {
  try {
    closeSync(openSync(path, "wx"));
  } catch (cause) {
    throw existsSync(path) ? existsError(path) : ioError(`can't write ${path}`, cause);
  }
};

const existsError = (path: string): LogError =>
  new LogError("LOG_EXISTS", `${path} exists and is never overwritten: name another file`);

const sync = (path: string): void => {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

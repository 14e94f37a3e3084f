/**
 * The data folder of one theatre: `log.db` holds everything; `snapshots/` may be thrown away;
 * `issuer-key.json` signs this server's own tokens; `personal-keys/` opens sealed personal details.
 */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { livingKeysOf } from "../core/movements/people.ts";
import type { State } from "../core/state.ts";
import { LogError } from "../log/log.ts";
import { readClaimedHead } from "../log/claimed-head.ts";
import { openSqliteLog } from "../log/sqlite.ts";
import { damagedError } from "../log/verify-report.ts";
import type { SqliteLog } from "../log/sqlite.ts";
import { openEngine, systemSources } from "./engine.ts";
import type { Engine, EngineOptions } from "./engine.ts";
import { SNAPSHOT_LIMITS } from "./limits.ts";
import { openPersonalKeys } from "./personal-keys.ts";
import type { SnapshotTask } from "./snapshot-worker.ts";
import { findSnapshots, saveSnapshot } from "./snapshots.ts";
import type { StoredSnapshot } from "./snapshots.ts";

export const logPath = (dataDir: string): string => join(dataDir, "log.db");
/** Keys of sealed personal details, which neither snapshots nor backups hold. */
export const personalKeysFolder = (dataDir: string): string => join(dataDir, "personal-keys");
export const snapshotFolder = (dataDir: string): string => join(dataDir, "snapshots");

export type OpenTheatre = {
  readonly engine: Engine;
  readonly log: SqliteLog;
  /** Decides what was taken, writes a snapshot, closes the log. */
  readonly close: () => Promise<void>;
};

export type TheatreFolderOptions = Pick<
  EngineOptions,
  "onProgress" | "onFailure" | "sources" | "ear"
> & {
  readonly onWarning: (message: string, about: Record<string, unknown>) => void;
};

/**
 * Opens the theatre in a folder, making both when there is none.
 *
 * With a snapshot that fits the log only what came after it is replayed. Every entry is verified
 * before this resolves, while the snapshot is loaded and the rest replayed.
 * Throws: LogError as the log does, LOG_DAMAGED above all: nothing behind damage is served.
 */
export const openTheatreFolder = async (
  dataDir: string,
  options: TheatreFolderOptions,
): Promise<OpenTheatre> => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const folder = snapshotFolder(dataDir);
  const { log, snapshot } = await openLog(logPath(dataDir), folder, options);
  const state = snapshot && loadState(snapshot, options);
  const start = state && snapshot ? { state, head: snapshot.head } : null;
  const { nowMs } = options.sources ?? systemSources();
  const personalKeys = openPersonalKeys(personalKeysFolder(dataDir), { nowMs });
  const opening = openEngine({ ...options, log, snapshot: start, personalKeys });
  try {
    const [engine] = await Promise.all([opening, verifyWhole(log)]);
    // Not before: of a damaged log it is not known whose keys are needed.
    personalKeys.sweep(engine.withState(livingKeysOf));
    return work(engine, log, { folder, lastSeq: start?.head.seq ?? 0 }, options);
  } catch (error) {
    // What is damaged is not written to: an engine that began before that was known ends first.
    const engine = await opening.catch(() => null);
    await engine?.stop();
    await log.close();
    throw error;
  }
};

const work = (
  engine: Engine,
  log: SqliteLog,
  start: { readonly folder: string; readonly lastSeq: number },
  options: TheatreFolderOptions,
): OpenTheatre => {
  const snapshots = startSnapshots(engine, log.path, start, options);
  return {
    engine,
    log,
    close: async () => {
      await snapshots.stop();
      await closeTheatre(engine, log, start.folder);
    },
  };
};

/** Throws LOG_DAMAGED with the first entry that is not what was appended. */
const verifyWhole = async (log: SqliteLog): Promise<void> => {
  const report = await log.verified;
  if (report.problemCount > 0) throw damagedError(report);
};

type Opened = { readonly log: SqliteLog; readonly snapshot: StoredSnapshot | null };

const openLog = async (
  path: string,
  folder: string,
  { onWarning }: TheatreFolderOptions,
): Promise<Opened> => {
  const [snapshot] = findSnapshots(folder, (file, reason) =>
    onWarning("a snapshot is passed over", { file, reason }),
  );
  if (!snapshot) return { log: await openByClaim(path), snapshot: null };
  try {
    return {
      log: await openSqliteLog(path, { verify: "from-seq", trusted: snapshot.head }),
      snapshot,
    };
  } catch (error) {
    if (!(error instanceof LogError) || error.code !== "LOG_DAMAGED") throw error;
    // The log decides: if it is whole without the snapshot, it is the snapshot that does not fit.
    const log = await openSqliteLog(path);
    const { file } = snapshot;
    onWarning("a snapshot does not fit the log and is passed over", { file });
    return { log, snapshot: null };
  }
};

/** Opened by what the file claims of itself, so that replay and verification run side by side. */
const openByClaim = async (path: string): Promise<SqliteLog> => {
  const claimed = readClaimedHead(path);
  return claimed === null
    ? openSqliteLog(path)
    : openSqliteLog(path, { verify: "from-seq", trusted: claimed });
};

const loadState = (snapshot: StoredSnapshot, { onWarning }: TheatreFolderOptions): State | null => {
  try {
    return snapshot.load();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    onWarning("a snapshot is passed over", { file: snapshot.file, reason });
    return null;
  }
};

const closeTheatre = async (engine: Engine, log: SqliteLog, folder: string): Promise<void> => {
  await engine.stop();
  engine.withState((state, head) => {
    if (head.seq > 0 && state.seq === head.seq) saveSnapshot(folder, state, head);
  });
  await log.close();
};

/** How often it is looked whether enough has come for another snapshot. */
const SNAPSHOT_CHECK_MS = 2_000;

/** Starts a thread for a snapshot whenever enough entries have come; one at a time. */
const startSnapshots = (
  engine: Engine,
  path: string,
  start: { readonly folder: string; readonly lastSeq: number },
  { onWarning }: TheatreFolderOptions,
): { readonly stop: () => Promise<void> } => {
  let { lastSeq } = start;
  let worker: Worker | null = null;
  const timer = setInterval(() => {
    const { head } = engine.status();
    if (worker || head.seq - lastSeq < SNAPSHOT_LIMITS.entriesBetween) return;
    lastSeq = head.seq;
    const task: SnapshotTask = { logPath: path, folder: start.folder, head };
    const { url } = import.meta;
    const file = new URL(
      url.endsWith(".ts") ? "./snapshot-worker.ts" : "./snapshot-worker.js",
      url,
    );
    worker = new Worker(file, { workerData: task });
    worker.on("error", (error) =>
      onWarning("a snapshot could not be made", { reason: error.message }),
    );
    worker.on("exit", () => (worker = null));
  }, SNAPSHOT_CHECK_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await worker?.terminate();
    },
  };
};

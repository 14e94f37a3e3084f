/**
 * The data folder of one theatre: `log.db` holds everything; `snapshots/` may be thrown away;
 * `issuer-key.json` signs this server's own tokens.
 */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { LogError } from "../log/log.ts";
import { openSqliteLog } from "../log/sqlite.ts";
import type { SqliteLog } from "../log/sqlite.ts";
import { openEngine } from "./engine.ts";
import type { Engine, EngineOptions } from "./engine.ts";
import { SNAPSHOT_LIMITS } from "./limits.ts";
import type { SnapshotTask } from "./snapshot-worker.ts";
import { loadSnapshot, saveSnapshot } from "./snapshots.ts";
import type { Snapshot } from "./snapshots.ts";

export const logPath = (dataDir: string): string => join(dataDir, "log.db");
export const snapshotFolder = (dataDir: string): string => join(dataDir, "snapshots");

export type OpenTheatre = {
  readonly engine: Engine;
  readonly log: SqliteLog;
  /** Decides what was taken, writes a snapshot, closes the log. */
  readonly close: () => Promise<void>;
};

export type TheatreFolderOptions = Pick<EngineOptions, "onProgress" | "onFailure"> & {
  readonly onWarning: (message: string, about: Record<string, unknown>) => void;
};

/**
 * Opens the theatre in a folder, making both when there is none.
 *
 * With a snapshot that fits the log only what came after it is replayed; the entries before it are
 * verified while the server works, and damage found there ends the process.
 * Throws: LogError as the log does, LOG_DAMAGED above all: nothing behind damage is served.
 */
export const openTheatreFolder = async (
  dataDir: string,
  options: TheatreFolderOptions,
): Promise<OpenTheatre> => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const folder = snapshotFolder(dataDir);
  const found = loadSnapshot(folder, (file, reason) =>
    options.onWarning("a snapshot is passed over", { file, reason }),
  );
  const { log, snapshot } = await openLog(logPath(dataDir), found, options);
  const engine = await openEngine({ ...options, log, snapshot });
  log.verified.then(
    () => undefined,
    (error: unknown) => {
      const isClosed = error instanceof LogError && error.code === "LOG_CLOSED";
      if (!isClosed) options.onFailure?.(error);
    },
  );
  const snapshots = startSnapshots(
    engine,
    log.path,
    { folder, lastSeq: snapshot?.head.seq ?? 0 },
    options,
  );
  return {
    engine,
    log,
    close: async () => {
      await snapshots.stop();
      await closeTheatre(engine, log, folder);
    },
  };
};

const openLog = async (
  path: string,
  snapshot: Snapshot | null,
  { onWarning }: TheatreFolderOptions,
): Promise<{ log: SqliteLog; snapshot: Snapshot | null }> => {
  if (snapshot) {
    try {
      return {
        log: await openSqliteLog(path, { verify: "from-seq", trusted: snapshot.head }),
        snapshot,
      };
    } catch (error) {
      if (!(error instanceof LogError) || error.code !== "LOG_DAMAGED") throw error;
      // The log decides: if it is whole without the snapshot, it is the snapshot that does not fit.
      const log = await openSqliteLog(path);
      onWarning("a snapshot does not fit the log and is passed over", { seq: snapshot.head.seq });
      return { log, snapshot: null };
    }
  }
  return { log: await openSqliteLog(path), snapshot: null };
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

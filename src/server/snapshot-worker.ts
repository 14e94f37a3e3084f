/**
 * Makes a snapshot out of the log in a thread of its own, so that the server never stands still for
 * one: reads the newest snapshot and what came after it, up to the head it is given.
 */

import { workerData } from "node:worker_threads";
import { applyEntry } from "../core/apply.ts";
import { makeState } from "../core/state.ts";
import type { Head } from "../log/log.ts";
import { unpackPage } from "../log/packed.ts";
import { SqliteReader } from "../log/sqlite-reader.ts";
import { readEntry } from "./entry-codec.ts";
import { findSnapshots, saveSnapshot } from "./snapshots.ts";

/** What the thread is started with. */
export type SnapshotTask = {
  readonly logPath: string;
  readonly folder: string;
  readonly head: Head;
};

const makeSnapshot = ({ logPath, folder, head }: SnapshotTask): void => {
  const found = findSnapshots(folder, () => undefined).find((one) => one.head.seq <= head.seq);
  const state = found?.load() ?? makeState();
  const reader = new SqliteReader(logPath);
  try {
    while (state.seq < head.seq) {
      const page = unpackPage(reader.page(state.seq + 1, head.seq));
      for (const { bytes } of page) applyEntry(state, readEntry(bytes));
    }
  } finally {
    reader.close();
  }
  saveSnapshot(folder, state, head);
};

makeSnapshot(workerData as SnapshotTask);

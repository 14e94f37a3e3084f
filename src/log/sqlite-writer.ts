/** The one writer of a log file: one batch, one transaction. Runs in a worker thread. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { leafHash } from "../record/leaf.ts";
import type { Frontier } from "../record/merkle.ts";
import { checkExpected } from "./head.ts";
import { type Head, LogError } from "./log.ts";
import { unpackBatch, type PackedBatch } from "./packed.ts";
import { createFile, ioError, lockForWriting, openForWriting } from "./sqlite-file.ts";
import { verifyFile, type VerifyPlan } from "./sqlite-verify.ts";
import { damagedError, type VerifyReport } from "./verify-report.ts";

/** A root keeps its frontier each time this many entries have passed: at most so many are reread. */
const FRONTIER_EVERY_ENTRIES = 1024;

/**
 * The write-ahead file is copied back when nothing was appended for `idleMs`, and at `pagesMax`
 * even when the log is never idle: it stays near 4 MiB, and the next append waits some 10 ms.
 */
const CHECKPOINT = { idleMs: 20, pagesMin: 256, pagesMax: 1024, pageBytes: 4096 };

export type OpenPlan = VerifyPlan & { readonly isDamageServed: boolean };

export class SqliteWriter {
  readonly report: VerifyReport;
  readonly #lock: DatabaseSync;
  /** Null on a damaged log: such a file is not touched. */
  readonly #file: WritableFile | null;
  #frontier: Frontier;
  #head: Head;
  #failure: LogError | null = null;

  /** Throws LOG_LOCKED; LOG_FORMAT; LOG_DAMAGED unless damage is to be served; LOG_IO. */
  constructor(path: string, plan: OpenPlan) {
    this.#lock = lockForWriting(path);
    try {
      if (!existsSync(path)) createFile(path);
      const { report, frontier } = verifyFile(path, plan);
      const isDamaged = report.problemCount > 0;
      if (isDamaged && !plan.isDamageServed) throw damagedError(report);
      this.report = report;
      this.#frontier = frontier;
      this.#head = report.good;
      this.#file = isDamaged ? null : new WritableFile(openForWriting(path));
    } catch (cause) {
      this.#lock.close();
      throw ioError(`can't open ${path}`, cause);
    }
  }

  append(batch: PackedBatch, expected: Head): Head {
    if (this.#failure !== null) throw this.#failure;
    if (this.#file === null) throw damagedError(this.report);
    checkExpected(expected, this.#head);
    const entries = unpackBatch(batch);
    if (entries.length === 0) return this.#head;
    const leaves = entries.map(leafHash);
    const frontier = this.#frontier.clone();
    for (const leaf of leaves) frontier.append(leaf);
    const head = { seq: frontier.size, rootHash: frontier.root() };
    assert(head.seq === this.#head.seq + entries.length, "a batch follows its head");
    try {
      this.#file.store({ entries, leaves, head, kept: this.#keptFrontier(frontier) });
    } catch (cause) {
      // SQLite can't always tell whether a failed commit is on disk. Opening again can.
      const where = `can't store entries from ${this.#head.seq + 1}`;
      this.#failure = ioError(`${where}, and take no more until the log is opened again`, cause);
      throw this.#failure;
    }
    this.#frontier = frontier;
    this.#head = head;
    return head;
  }

  #keptFrontier(next: Frontier): Uint8Array | null {
    return blockOf(next.size) === blockOf(this.#frontier.size) ? null : next.encode();
  }

  /** Ends the right to write last: whoever waits for it finds a finished file. */
  close(): void {
    this.#file?.close();
    this.#lock.close();
  }
}

const blockOf = (size: number): number => Math.floor(size / FRONTIER_EVERY_ENTRIES);

type StoredBatch = {
  readonly entries: readonly Uint8Array[];
  readonly leaves: readonly Uint8Array[];
  readonly head: Head;
  readonly kept: Uint8Array | null;
};

class WritableFile {
  readonly #db: DatabaseSync;
  readonly #insertEntry: StatementSync;
  readonly #insertRoot: StatementSync;
  #walPages = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#insertEntry = db.prepare("INSERT INTO entries (seq, leaf, bytes) VALUES (?, ?, ?)");
    this.#insertRoot = db.prepare("INSERT INTO roots (seq, root, frontier) VALUES (?, ?, ?)");
  }

  /** Durable when it returns. A seq that is taken makes it fail: nothing is ever replaced. */
  store({ entries, leaves, head, kept }: StoredBatch): void {
    const firstSeq = head.seq - entries.length + 1;
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      for (const [i, bytes] of entries.entries()) {
        this.#insertEntry.run(firstSeq + i, leaves[i] ?? null, bytes);
      }
      this.#insertRoot.run(head.seq, head.rootHash, kept);
      this.#db.exec("COMMIT");
    } catch (cause) {
      this.#rollBack();
      throw cause;
    }
    this.#planCheckpoint(entries);
  }

  #rollBack(): void {
    try {
      this.#db.exec("ROLLBACK");
    } catch {
      // SQLite has rolled back by itself, or can't: the cause of that is the error already thrown.
    }
  }

  /** The answer to the append goes out first: a checkpoint only ever delays what comes after. */
  #planCheckpoint(entries: readonly Uint8Array[]): void {
    const bytes = entries.reduce((sum, entry) => sum + entry.length, 0);
    // An estimate: data, which fills three quarters of its pages, and the pages at the end of both
    // tables, which every commit writes again.
    this.#walPages += Math.ceil((bytes * 4) / 3 / CHECKPOINT.pageBytes) + 4;
    clearTimeout(this.#idle);
    if (this.#walPages >= CHECKPOINT.pagesMax) {
      setImmediate(() => this.#runCheckpoint());
    } else if (this.#walPages >= CHECKPOINT.pagesMin) {
      this.#idle = setTimeout(() => this.#runCheckpoint(), CHECKPOINT.idleMs);
    }
  }

  #runCheckpoint(): void {
    if (this.#walPages === 0) return;
    this.#walPages = 0;
    try {
      this.#db.exec("PRAGMA wal_checkpoint(PASSIVE)");
    } catch {
      // Entries are safe in the write-ahead file. A disk that is full or failing shows on append.
    }
  }

  /** The last connection to leave copies the write-ahead file back and removes it. */
  close(): void {
    clearTimeout(this.#idle);
    this.#db.close();
  }
}

/**
 * The embedded log: one SQLite file, written by one thread, read by another.
 *
 * Reads have a connection and a thread of their own, so that neither a replay nor a slow disk holds
 * up a commit or the event loop. SQLite's locking_mode=EXCLUSIVE would forbid that connection, and
 * online backups with it: a lock file beside the log keeps other writers out instead.
 */

import assert from "node:assert/strict";
import { checkLimits, closedError } from "./head.ts";
import type { Head, LeafReader, Log, StoredEntry } from "./log.ts";
import { memoryOf, packBatch, type PackedPage, unpackPage } from "./packed.ts";
import { canonicalPath } from "./sqlite-file.ts";
import { startReader, startVerifier, startWriter } from "./sqlite-threads.ts";
import type { ReaderVerbs, VerifierVerbs, WriterVerbs } from "./sqlite-threads.ts";
import { follow, Waiters } from "./tail.ts";
import { damagedError, type VerifyReport } from "./verify-report.ts";
import type { WorkerCaller } from "./worker-call.ts";

export type SqliteLogOptions = {
  /**
   * "all" (default): every entry is checked before the log opens, near 150k entries/s.
   * "from-seq": only those behind `trusted` are, and the others while the log is in use.
   */
  readonly verify?: "all" | "from-seq";
  /** A head known from elsewhere (a snapshot, a cosigned checkpoint) that the log must contain. */
  readonly trusted?: Head;
  /**
   * "refuse" (default): a damaged log does not open.
   * "serve-before": it opens for reading, up to the last entry that is whole.
   */
  readonly onDamage?: "refuse" | "serve-before";
};

export type SqliteLog = Log &
  LeafReader & {
    /** Absolute, symbolic links resolved. */
    readonly path: string;
    /** What opening found; with `onDamage: "serve-before"` it may list problems. */
    readonly opened: VerifyReport;
    /**
     * What checking every entry found; resolves later than opening only with `verify: "from-seq"`.
     * When it finds damage, appends and reads reject with LOG_DAMAGED from then on.
     * Rejects with LOG_CLOSED when the log is closed before.
     */
    readonly verified: Promise<VerifyReport>;
  };

/**
 * Opens the log at `path`, and makes it when there is none.
 *
 * Throws: LOG_LOCKED when another process writes to it; LOG_FORMAT; LOG_DAMAGED, with the first
 * entry that can't be trusted; LOG_IO.
 */
export const openSqliteLog = async (
  path: string,
  options: SqliteLogOptions = {},
): Promise<SqliteLog> => {
  const { verify = "all", trusted, onDamage = "refuse" } = options;
  assert(verify === "all" || trusted !== undefined, "checking from a seq needs a trusted head");
  const isTailOnly = verify === "from-seq";
  const file = canonicalPath(path);
  const writer = startWriter(file);
  try {
    const isDamageServed = onDamage === "serve-before";
    const opened = await writer.call("open", { trusted, isTailOnly, isDamageServed });
    return new OpenLog(file, writer, opened, isTailOnly);
  } catch (error) {
    await writer.terminate();
    throw error;
  }
};

class OpenLog implements SqliteLog {
  readonly path: string;
  readonly opened: VerifyReport;
  readonly verified: Promise<VerifyReport>;
  readonly #writer: WorkerCaller<WriterVerbs>;
  readonly #waiters = new Waiters();
  #reader: WorkerCaller<ReaderVerbs> | null = null;
  #verifier: WorkerCaller<VerifierVerbs> | null = null;
  #head: Head;
  #damage: VerifyReport | null = null;
  #closing: Promise<void> | null = null;

  constructor(
    path: string,
    writer: WorkerCaller<WriterVerbs>,
    opened: VerifyReport,
    isTailOnly: boolean,
  ) {
    this.path = path;
    this.opened = opened;
    this.#writer = writer;
    this.#head = opened.good;
    const isAllChecked = !isTailOnly || opened.problemCount > 0;
    this.verified = isAllChecked ? Promise.resolve(opened) : this.#verifyRest();
    // Whoever wants to know awaits it; nobody has to.
    this.verified.catch(() => undefined);
  }

  async head(): Promise<Head> {
    this.#checkOpen();
    return this.#head;
  }

  async append(batch: readonly Uint8Array[], expected: Head): Promise<Head> {
    this.#checkOpen();
    if (this.#damage !== null) throw damagedError(this.#damage);
    checkLimits(batch);
    const packed = packBatch(batch);
    const head = await this.#writer.call("append", { batch: packed, expected }, memoryOf(packed));
    assert(head.seq === expected.seq + batch.length, "the head moves by the batch");
    // Answers come in the order of commits, so the head never goes back.
    if (head.seq > this.#head.seq) this.#moveHead(head);
    return head;
  }

  #moveHead(head: Head): void {
    this.#head = head;
    this.#waiters.wake();
  }

  read(fromSeq: number): AsyncIterable<StoredEntry> {
    assert(Number.isSafeInteger(fromSeq) && fromSeq >= 1, "entries are numbered from 1");
    return this.#range(fromSeq, this.#head.seq);
  }

  /** One page is fetched ahead while the one before is consumed, and no more. */
  async *#range(fromSeq: number, toSeq: number): AsyncGenerator<StoredEntry, void, undefined> {
    this.#checkOpen();
    let next = fromSeq <= toSeq ? this.#fetch(fromSeq, toSeq) : null;
    while (next !== null) {
      const page = unpackPage(await next);
      const nextSeq = (page.at(-1)?.seq ?? toSeq) + 1;
      next = nextSeq <= toSeq ? this.#fetch(nextSeq, toSeq) : null;
      for (const entry of page) {
        yield entry;
        this.#checkOpen();
      }
    }
  }

  #fetch(fromSeq: number, toSeq: number): Promise<PackedPage> {
    const page = this.#askFor(fromSeq, toSeq);
    // A reader that stops early never awaits the page fetched ahead; its fault is nobody's.
    page.catch(() => undefined);
    return page;
  }

  #askFor(fromSeq: number, toSeq: number): Promise<PackedPage> {
    if (this.#damage !== null) return Promise.reject(damagedError(this.#damage));
    this.#reader ??= startReader(this.path);
    return this.#reader.call("page", { fromSeq, toSeq });
  }

  tail(fromSeq: number, signal: AbortSignal): AsyncIterable<StoredEntry> {
    assert(Number.isSafeInteger(fromSeq) && fromSeq >= 1, "entries are numbered from 1");
    const followed = {
      waiters: this.#waiters,
      headSeq: () => this.#head.seq,
      isClosed: () => this.#closing !== null,
      read: (seq: number) => this.read(seq),
    };
    return follow(followed, fromSeq, signal);
  }

  async leaves(fromSeq: number, toSeq: number): Promise<Uint8Array> {
    this.#checkOpen();
    assert(fromSeq >= 1 && toSeq <= this.#head.seq, "leaves are asked for up to the head");
    if (this.#damage !== null) throw damagedError(this.#damage);
    this.#reader ??= startReader(this.path);
    return this.#reader.call("leaves", { fromSeq, toSeq });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#waiters.wake();
    await this.#verifier?.terminate();
    try {
      await this.#reader?.call("close", null);
      await this.#reader?.terminate();
    } finally {
      // Last, so that SQLite copies the write-ahead file back and leaves one file behind.
      await this.#closeWriter();
    }
  }

  async #closeWriter(): Promise<void> {
    try {
      await this.#writer.call("close", null);
    } finally {
      await this.#writer.terminate();
    }
  }

  async #verifyRest(): Promise<VerifyReport> {
    this.#verifier = startVerifier(this.path);
    try {
      const report = await this.#verifier.call("verify", {});
      if (report.problemCount > 0) this.#damage = report;
      return report;
    } catch (error) {
      throw this.#closing === null ? error : closedError();
    } finally {
      await this.#verifier.terminate();
    }
  }

  #checkOpen(): void {
    if (this.#closing !== null) throw closedError();
  }
}

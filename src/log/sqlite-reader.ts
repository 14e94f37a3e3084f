/** Pages of entries, each checked against its leaf as it leaves the file. Runs in a worker thread. */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { FrameError } from "../record/frame.ts";
import { leafHash } from "../record/leaf.ts";
import { HASH_BYTES, sameBytes } from "../record/sha256.ts";
import { LogError } from "./log.ts";
import { packBatch, type PackedPage, unpackBatch } from "./packed.ts";
import { ioError, isUnreadable, messageOf, openForReading, prepareRows } from "./sqlite-file.ts";
import { EntryPages, type LeafedPage, type Row } from "./sqlite-rows.ts";

export class SqliteReader {
  readonly #path: string;
  readonly #db: DatabaseSync;
  readonly #pages: EntryPages;
  readonly #leaves: StatementSync;

  constructor(path: string) {
    this.#path = path;
    this.#db = openForReading(path);
    this.#pages = new EntryPages(this.#db);
    this.#leaves = prepareRows(
      this.#db,
      "SELECT leaf FROM entries WHERE seq BETWEEN ? AND ? ORDER BY seq",
    );
  }

  /**
   * At least one entry from `fromSeq` on, at most to `toSeq`; both are known to be in the log.
   * Throws: LOG_DAMAGED when entry `fromSeq` is not what was appended.
   */
  page(fromSeq: number, toSeq: number): PackedPage {
    const page = this.#guard(fromSeq, () => this.#pages.page(fromSeq, toSeq));
    if (page !== null && isWhole(page)) {
      const { firstSeq, buffer, lengths } = page;
      return { firstSeq, buffer, lengths };
    }
    return this.#pageBeforeFault(fromSeq, toSeq);
  }

  #pageBeforeFault(fromSeq: number, toSeq: number): PackedPage {
    const rows = this.#guard(fromSeq, () => this.#pages.rows(fromSeq, toSeq));
    const whole: Uint8Array[] = [];
    for (const row of rows) {
      const bytes = wholeBytes(row, fromSeq + whole.length);
      if (bytes === null) break;
      whole.push(bytes);
    }
    if (whole.length === 0) throw this.#damaged(fromSeq, "is missing or altered");
    return { firstSeq: fromSeq, ...packBatch(whole) };
  }

  /** Stored leaf hashes, 32 bytes each. Throws LOG_DAMAGED when one is not there. */
  leaves(fromSeq: number, toSeq: number): Uint8Array<ArrayBuffer> {
    const packed = new Uint8Array(Math.max(0, toSeq - fromSeq + 1) * HASH_BYTES);
    let seq = fromSeq;
    this.#guard(fromSeq, () => {
      for (const row of this.#leaves.iterate(fromSeq, toSeq)) {
        const leaf: unknown = Array.isArray(row) ? row[0] : null;
        if (!(leaf instanceof Uint8Array) || leaf.length !== HASH_BYTES) break;
        packed.set(leaf, (seq - fromSeq) * HASH_BYTES);
        seq += 1;
      }
    });
    if (seq <= toSeq) throw this.#damaged(seq, "has no leaf hash");
    return packed;
  }

  close(): void {
    this.#db.close();
  }

  #guard<T>(seq: number, read: () => T): T {
    try {
      return read();
    } catch (cause) {
      if (isUnreadable(cause)) throw this.#damaged(seq, `can't be read (${messageOf(cause)})`);
      throw ioError(`can't read ${this.#path}`, cause);
    }
  }

  #damaged(seq: number, found: string): LogError {
    return new LogError(
      "LOG_DAMAGED",
      `entry ${seq} of ${this.#path} ${found} since the log was opened. Stop, run ` +
        `\`wideberth verify-log ${this.#path}\`, and restore the log from a backup`,
      { seq },
    );
  }
}

const isWhole = (page: LeafedPage): boolean =>
  unpackBatch(page).every((bytes, i) => {
    const leaf = page.leaves.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES);
    return isLeafOf(leaf, bytes);
  });

const wholeBytes = ({ seq, leaf, bytes }: Row, expectedSeq: number): Uint8Array | null => {
  if (seq !== expectedSeq) return null;
  if (!(leaf instanceof Uint8Array) || !(bytes instanceof Uint8Array)) return null;
  return isLeafOf(leaf, bytes) ? bytes : null;
};

const isLeafOf = (leaf: Uint8Array, bytes: Uint8Array): boolean => {
  try {
    return sameBytes(leaf, leafHash(bytes));
  } catch (cause) {
    if (cause instanceof FrameError) return false;
    throw cause;
  }
};

/** Entries out of the file, in pages bounded by count and by bytes. Runs in worker threads. */

import assert from "node:assert/strict";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { HASH_BYTES } from "../record/sha256.ts";
import type { PackedPage } from "./packed.ts";
import { isUnreadable, prepareRows } from "./sqlite-file.ts";

/** As stored. Types are checked by whoever verifies: the file may have been altered. */
export type Row = { readonly seq: number; readonly leaf: unknown; readonly bytes: unknown };

/** Entries without gaps, and their stored leaf hashes end to end. */
export type LeafedPage = PackedPage & { readonly leaves: Uint8Array<ArrayBuffer> };

const PAGE = { rowsMax: 1024, bytesMax: 1024 * 1024 };

const ENTRIES = "SELECT seq, leaf, bytes FROM entries WHERE seq BETWEEN ? AND ? ORDER BY seq";

// A whole page as one row: SQLite puts the bytes end to end, which is the form they leave the
// thread in. 1.3 µs per entry of 1 KB against 4.1 µs when each is a row with objects of its own.
// group_concat takes blobs byte for byte (as text they are neither checked nor cut at a NUL).
const PAGE_IN_ONE = `SELECT
  count(*), min(seq), max(seq),
  CAST(group_concat(leaf, '') AS BLOB),
  CAST(group_concat(bytes, '') AS BLOB),
  group_concat(octet_length(bytes))
  FROM (${ENTRIES} LIMIT ?)`;

export class EntryPages {
  readonly #inOne: StatementSync;
  readonly #rows: StatementSync;
  /** Follows the size of the entries, so that a page stays near a megabyte. */
  #limit = 16;

  constructor(db: DatabaseSync) {
    this.#inOne = prepareRows(db, PAGE_IN_ONE);
    this.#rows = prepareRows(db, ENTRIES);
  }

  /**
   * Entries from `fromSeq` on, at most to `toSeq`. Null when there are none, or when they are not
   * regular or not readable: `rows` then shows which.
   */
  page(fromSeq: number, toSeq: number): LeafedPage | null {
    try {
      const page = parsePage(this.#inOne.get(fromSeq, toSeq, this.#limit), fromSeq);
      if (page !== null) this.#adapt(page);
      return page;
    } catch (cause) {
      if (!isUnreadable(cause)) throw cause;
      return null;
    }
  }

  #adapt({ lengths, buffer }: LeafedPage): void {
    const fitting = Math.floor((PAGE.bytesMax * lengths.length) / Math.max(1, buffer.length));
    this.#limit = Math.max(1, Math.min(PAGE.rowsMax, fitting));
  }

  /**
   * The same entries one by one, whatever they are; none when there are none. Ends before a row
   * that can't be read, and throws as SQLite does when that is the first.
   */
  rows(fromSeq: number, toSeq: number): Row[] {
    const rows: Row[] = [];
    try {
      for (const row of this.#rows.iterate(fromSeq, toSeq)) {
        rows.push(parseRow(row));
        if (rows.length >= this.#limit) break;
      }
    } catch (cause) {
      if (rows.length === 0) throw cause;
    }
    return rows;
  }
}

const parsePage = (row: unknown, firstSeq: number): LeafedPage | null => {
  assert(Array.isArray(row), "a page is one row");
  const [count, minSeq, maxSeq, leaves, buffer, lengthList]: unknown[] = row;
  if (typeof count !== "number" || minSeq !== firstSeq || maxSeq !== firstSeq + count - 1) {
    return null;
  }
  if (!isOwnBytes(leaves) || !isOwnBytes(buffer) || typeof lengthList !== "string") return null;
  const lengths = Uint32Array.from(lengthList.split(","), Number);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const isRegular =
    lengths.length === count && total === buffer.length && leaves.length === count * HASH_BYTES;
  return isRegular ? { firstSeq, buffer, lengths, leaves } : null;
};

/** Bytes that fill their memory, so that it can be handed over as it is. */
const isOwnBytes = (value: unknown): value is Uint8Array<ArrayBuffer> =>
  value instanceof Uint8Array &&
  value.buffer instanceof ArrayBuffer &&
  value.byteLength === value.buffer.byteLength;

const parseRow = (row: unknown): Row => {
  assert(Array.isArray(row) && typeof row[0] === "number", "a row is [seq, leaf, bytes]");
  return { seq: row[0], leaf: row[1], bytes: row[2] };
};

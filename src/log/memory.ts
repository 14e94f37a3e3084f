/** A log in memory: for tests and the simulator. Durable as long as the process is. */

import assert from "node:assert/strict";
import { leafHash } from "../record/leaf.ts";
import { Frontier } from "../record/merkle.ts";
import { HASH_BYTES } from "../record/sha256.ts";
import { checkExpected, checkLimits, closedError } from "./head.ts";
import type { Head, LeafReader, Log, StoredEntry } from "./log.ts";
import { follow, Waiters } from "./tail.ts";

/** A log that already holds `entries`. Throws FrameError when one of them is not a frame. */
export const createMemoryLog = (entries: readonly Uint8Array[] = []): Log & LeafReader => {
  const log = new MemoryLog();
  log.store(entries);
  return log;
};

class MemoryLog implements Log, LeafReader {
  readonly #entries: Uint8Array[] = [];
  readonly #leaves: Uint8Array[] = [];
  readonly #frontier = new Frontier();
  readonly #waiters = new Waiters();
  #head: Head = { seq: 0, rootHash: this.#frontier.root() };
  #isClosed = false;

  async head(): Promise<Head> {
    this.#checkOpen();
    return this.#head;
  }

  async append(batch: readonly Uint8Array[], expected: Head): Promise<Head> {
    this.#checkOpen();
    checkLimits(batch);
    checkExpected(expected, this.#head);
    this.store(batch);
    return this.#head;
  }

  /** Copies, so that neither side can alter what the other holds. */
  store(batch: readonly Uint8Array[]): void {
    const leaves = batch.map(leafHash);
    for (const leaf of leaves) this.#frontier.append(leaf);
    this.#leaves.push(...leaves);
    this.#entries.push(...batch.map((bytes) => new Uint8Array(bytes)));
    this.#head = { seq: this.#entries.length, rootHash: this.#frontier.root() };
    this.#waiters.wake();
  }

  read(fromSeq: number): AsyncIterable<StoredEntry> {
    assert(Number.isSafeInteger(fromSeq) && fromSeq >= 1, "entries are numbered from 1");
    return this.#range(fromSeq, this.#head.seq);
  }

  async *#range(fromSeq: number, toSeq: number): AsyncGenerator<StoredEntry, void, undefined> {
    this.#checkOpen();
    for (let seq = fromSeq; seq <= toSeq; seq += 1) {
      const bytes = this.#entries[seq - 1];
      assert(bytes !== undefined, "entries up to the head are stored");
      yield { seq, bytes: new Uint8Array(bytes) };
      this.#checkOpen();
    }
  }

  tail(fromSeq: number, signal: AbortSignal): AsyncIterable<StoredEntry> {
    assert(Number.isSafeInteger(fromSeq) && fromSeq >= 1, "entries are numbered from 1");
    const followed = {
      waiters: this.#waiters,
      headSeq: () => this.#head.seq,
      isClosed: () => this.#isClosed,
      read: (seq: number) => this.read(seq),
    };
    return follow(followed, fromSeq, signal);
  }

  async leaves(fromSeq: number, toSeq: number): Promise<Uint8Array> {
    this.#checkOpen();
    assert(fromSeq >= 1 && toSeq <= this.#head.seq, "leaves are asked for up to the head");
    const packed = new Uint8Array(Math.max(0, toSeq - fromSeq + 1) * HASH_BYTES);
    for (const [i, leaf] of this.#leaves.slice(fromSeq - 1, toSeq).entries()) {
      packed.set(leaf, i * HASH_BYTES);
    }
    return packed;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#waiters.wake();
  }

  #checkOpen(): void {
    if (this.#isClosed) throw closedError();
  }
}

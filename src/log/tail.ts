/** Following a log as it grows: woken by appends, never by polling. */

import { closedError } from "./head.ts";
import type { StoredEntry } from "./log.ts";

/** Those who wait for the head to move or the log to close. */
export class Waiters {
  readonly #wake = new Set<() => void>();

  /** Resolves at the next `wake`, or when `signal` aborts. */
  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#wake.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      this.#wake.add(done);
      signal.addEventListener("abort", done, { once: true });
    });
  }

  wake(): void {
    for (const done of this.#wake) done();
  }
}

export type Followed = {
  readonly waiters: Waiters;
  headSeq(): number;
  isClosed(): boolean;
  read(fromSeq: number): AsyncIterable<StoredEntry>;
};

/** `Log.tail` over a log that can be read and waited for. */
export async function* follow(
  log: Followed,
  fromSeq: number,
  signal: AbortSignal,
): AsyncGenerator<StoredEntry, void, undefined> {
  let nextSeq = fromSeq;
  while (!signal.aborted) {
    if (log.isClosed()) throw closedError();
    if (nextSeq > log.headSeq()) {
      await log.waiters.wait(signal);
      continue;
    }
    for await (const entry of log.read(nextSeq)) {
      if (signal.aborted) return;
      yield entry;
      nextSeq = entry.seq + 1;
    }
  }
}

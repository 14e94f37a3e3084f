/** What every adapter does alike with heads and batches. */

import { sameBytes } from "../record/sha256.ts";
import { type Head, LOG_LIMITS, LogError } from "./log.ts";

/** Throws LOG_CONFLICT unless the caller's head is the log's. */
export const checkExpected = (expected: Head, head: Head): void => {
  if (expected.seq !== head.seq) {
    throw new LogError(
      "LOG_CONFLICT",
      `the append expects the head at entry ${expected.seq}, but it is at ${head.seq}: ` +
        "read what came between, then append again",
    );
  }
  if (!sameBytes(expected.rootHash, head.rootHash)) {
    throw new LogError(
      "LOG_CONFLICT",
      `the append expects another root at entry ${head.seq}: it was made for another log`,
    );
  }
};

/** Throws LOG_TOO_LARGE when the batch is over LOG_LIMITS. */
export const checkLimits = (batch: readonly Uint8Array[]): void => {
  const { batchEntriesMax, batchBytesMax, entryBytesMax } = LOG_LIMITS;
  const large = batch.find((bytes) => bytes.length > entryBytesMax);
  if (large !== undefined) {
    throw tooLarge(`an entry is ${large.length} bytes`, `${entryBytesMax} bytes per entry`);
  }
  if (batch.length > batchEntriesMax) {
    throw tooLarge(`the batch has ${batch.length} entries`, `${batchEntriesMax} entries`);
  }
  const total = batch.reduce((sum, bytes) => sum + bytes.length, 0);
  if (total > batchBytesMax) {
    throw tooLarge(`the batch has ${total} bytes`, `${batchBytesMax} bytes per batch`);
  }
};

export const closedError = (): LogError => new LogError("LOG_CLOSED", "the log is closed");

const tooLarge = (found: string, limit: string): LogError =>
  new LogError("LOG_TOO_LARGE", `${found}; the limit is ${limit}; nothing was appended`);

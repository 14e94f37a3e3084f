/** The log port: bytes in order, durable when acknowledged. It knows no domain. */

/** `seq` of the last entry (0 when empty) and the RFC 6962 root over the leaf hashes of all entries. */
export type Head = { readonly seq: number; readonly rootHash: Uint8Array };

/**
 * One entry as stored: `bytes` is a frame of record/frame.ts.
 *
 * `bytes` may be a view into a page of up to a megabyte: copy what is kept for long.
 */
export type StoredEntry = { readonly seq: number; readonly bytes: Uint8Array };

export type Log = {
  head(): Promise<Head>;
  /**
   * Adds the batch behind `expected`, all or nothing; durable when it resolves, with the new head.
   * An empty batch changes nothing, but a moved head is still a conflict.
   * After LOG_IO the log takes no more: whether that batch is stored shows when it is opened again.
   * Throws: LOG_CONFLICT when the head is not `expected`; LOG_TOO_LARGE over LOG_LIMITS; LOG_CLOSED;
   * LOG_DAMAGED; LOG_IO; FrameError when bytes are not a frame, which is a bug of the caller.
   */
  append(batch: readonly Uint8Array[], expected: Head): Promise<Head>;
  /**
   * Entries from `fromSeq` (1 is the first) to the head at the time of the call, in order.
   * Fetched as they are consumed. Throws while iterating: LOG_DAMAGED; LOG_CLOSED; LOG_IO.
   */
  read(fromSeq: number): AsyncIterable<StoredEntry>;
  /**
   * As `read`, then each later entry as it becomes durable, until `signal` aborts: then it ends.
   * A log closed under it throws LOG_CLOSED.
   */
  tail(fromSeq: number, signal: AbortSignal): AsyncIterable<StoredEntry>;
  /** Finishes the appends already handed over, then lets go of everything. May be called twice. */
  close(): Promise<void>;
};

/** What adapters offer beside the port: the leaf hashes of the tree, to make proofs with. */
export type LeafReader = {
  /** Leaf hashes of entries `fromSeq` to `toSeq`, both included, 32 bytes each in one array. */
  leaves(fromSeq: number, toSeq: number): Promise<Uint8Array>;
};

/**
 * What one append may hold. A sequencer takes what is queued until one of these is reached.
 *
 * `entryBytesMax` is the batch that etcd takes (512 KiB), so any entry fits any adapter. At 256
 * entries the commit itself no longer shows: storing and hashing take the time.
 */
export const LOG_LIMITS = {
  batchEntriesMax: 256,
  batchBytesMax: 1024 * 1024,
  entryBytesMax: 512 * 1024,
} as const;

export type LogErrorCode =
  | "LOG_CONFLICT"
  | "LOG_TOO_LARGE"
  | "LOG_CLOSED"
  | "LOG_IO"
  | "LOG_LOCKED"
  | "LOG_FORMAT"
  | "LOG_DAMAGED"
  | "LOG_EXISTS";

/** A fault of the log. `message` says what was found, where (seq), and what to do. */
export class LogError extends Error {
  readonly code: LogErrorCode;
  /** The first entry that can't be trusted, where one is known. */
  readonly seq: number | null;
  constructor(
    code: LogErrorCode,
    message: string,
    options: { cause?: unknown; seq?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "LogError";
    this.code = code;
    this.seq = options.seq ?? null;
  }
}

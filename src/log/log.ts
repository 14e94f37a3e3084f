/** The log port: bytes in order, durable when acknowledged. It knows no domain. */

/** `seq` of the last entry (0 when empty) and the RFC 6962 root over the leaf hashes of all entries. */
export type Head = { readonly seq: number; readonly rootHash: Uint8Array };

/** One entry as stored: `bytes` is a frame of record/frame.ts. */
export type StoredEntry = { readonly seq: number; readonly bytes: Uint8Array };

export type Log = {
  head(): Promise<Head>;
  /**
   * Adds the batch behind `expected`, all or nothing; durable when it resolves.
   * Throws: LOG_CONFLICT when the head is not `expected`; LOG_TOO_LARGE; LOG_CLOSED; LOG_IO.
   */
  append(batch: readonly Uint8Array[], expected: Head): Promise<Head>;
  /** Entries from `fromSeq` (1 is the first) to the head at the time of the call, in order. */
  read(fromSeq: number): AsyncIterable<StoredEntry>;
  /** As `read`, then each later entry as it becomes durable, until `signal` aborts. */
  tail(fromSeq: number, signal: AbortSignal): AsyncIterable<StoredEntry>;
  close(): Promise<void>;
};

export type LogErrorCode =
  | "LOG_CONFLICT"
  | "LOG_TOO_LARGE"
  | "LOG_CLOSED"
  | "LOG_IO"
  | "LOG_LOCKED"
  | "LOG_FORMAT"
  | "LOG_DAMAGED";

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

/** A fault of the outbox's own files. */

export type OutboxErrorCode =
  /** Not an outbox of this version. */
  | "OUTBOX_FORMAT"
  /** The file can't be read as what it is. */
  | "OUTBOX_DAMAGED";

export class OutboxError extends Error {
  override readonly name = "OutboxError";
  readonly code: OutboxErrorCode;

  constructor(code: OutboxErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Bounds of the server, each with its reason. */

export const SEQUENCER_LIMITS = {
  /** About two seconds of work: beyond it a client is told to wait rather than kept waiting. */
  queueLengthMax: 10_000,
  /** Room beyond it for what must pass: calls for help, and what is flash or immediate. */
  urgentBeyondMax: 1_000,
} as const;

export const JOURNAL_LIMITS = {
  /** What a client that was away may catch up on from memory; older, it is told to read the lists anew. */
  eventsKeptMax: 100_000,
  /** Entries before the head that a start writes down again; more would only make it slower. */
  entriesNotedAtStartMax: 10_000,
} as const;

export const SNAPSHOT_LIMITS = {
  /** Entries between snapshots while running: a start replays at most about this many, in seconds;
   * making one takes the second core for about as long. */
  entriesBetween: 250_000,
  /** The newest, and the one before in case it is damaged. */
  keptCount: 2,
} as const;

export const EXCHANGE_LIMITS = {
  /** What USSs said to each other: long enough for whoever looks into an incident. */
  keptMs: 45 * 24 * 60 * 60 * 1000,
  /** Of all that is kept; the oldest goes first. */
  bytesMax: 1024 * 1024 * 1024,
  /** Of one log set, which is read at once. */
  logSetBytesMax: 64 * 1024 * 1024,
  /** How often it is looked for what is over. */
  sweepEveryMs: 60 * 60 * 1000,
} as const;

export const PERSONAL_KEY_LIMITS = {
  /** A key that was made and never used; a client that was cut off comes back before. */
  unusedKeyKeptMs: 24 * 60 * 60 * 1000,
  /** How often it is looked for such keys. */
  sweepEveryMs: 60 * 60 * 1000,
} as const;

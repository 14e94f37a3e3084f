/** Bounds of what is sent out, each with its reason. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const MEBIBYTE = 1024 * 1024;

export const RETRY_LIMITS = {
  /**
   * The longest wait before each further attempt; the wait itself is drawn from nothing up to this.
   * Eight attempts in seven hours at most: older news is no longer news, and the lists have it.
   */
  waitsMaxMs: [
    SECOND_MS,
    5 * SECOND_MS,
    30 * SECOND_MS,
    2 * MINUTE_MS,
    10 * MINUTE_MS,
    HOUR_MS,
    6 * HOUR_MS,
  ],
  /** A receiver may ask for more patience, but not switch a target off by it. */
  retryAfterMaxMs: 6 * HOUR_MS,
} as const;

export const WEBHOOK_LIMITS = {
  /** From looking up the name to the status. A receiver should write down first and work later. */
  attemptMaxMs: 10 * SECOND_MS,
  /** Read so that a well-behaved receiver can finish its answer; then the connection is cut. */
  answerBytesMax: 4 * 1024,
  /** Longer ones do not pass common proxies. */
  urlCharsMax: 2048,
  /** After a change of secret: how long both sign. A receiver changes its own within a working day. */
  bothSignMs: 24 * HOUR_MS,
} as const;

export const EMAIL_LIMITS = {
  /**
   * A server may take its time to look into a mail, and one that is cut off behind the text has
   * perhaps taken it: a short limit would make repeats. Source: RFC 5321 §4.5.3.2.
   */
  attemptMaxMs: 60 * SECOND_MS,
  /** More than these at once tell a person nothing: one mail says to read the lists. */
  waitingMax: 100,
  /** Source: RFC 5321 §4.5.3.1.3, a path of 256 with its brackets. */
  addressCharsMax: 254,
} as const;

export const OUTBOX_LIMITS = {
  /** Kept for each target; the oldest go first, and are counted. */
  deadLettersMax: 1_000,
  /** How long one is kept: an auditor who comes once a quarter still finds it. */
  deadLetterKeptMs: 90 * 24 * HOUR_MS,
  /** How often it is looked for those that are older. */
  deadLettersLookEveryMs: HOUR_MS,
  /** Of all that is kept for one target: an entry may have half a mebibyte. */
  letterBytesMax: 16 * MEBIBYTE,
  /** Taken over a stop for each lane of a target, because the journal starts anew after it. */
  carriedMax: 1_000,
  /** References to events of the journal that a lane holds. */
  readAheadMax: 64,
  /** Beyond these what waits is told as "at least". */
  countedMax: 1_000,
  /** What `deadLetters` gives at once. */
  pageMax: 100,
  /** A target that appears without a call of `wake` is found after this. */
  lookEveryMs: 5 * SECOND_MS,
  /** Until it is tried again to write to a file that can't be written. */
  storeWaitMs: 5 * SECOND_MS,
  /** What attempts under way get to end when the outbox closes: each one cut is a repeat later. */
  closeGraceMs: 2 * SECOND_MS,
} as const;

/**
 * Attempts at the same time, by kind of target; as many again for flash, which so finds room whatever
 * else is under way.
 *
 * `sound`: targets whose last attempt succeeded, or that had none. `ailing`: those whose last attempt
 * failed, so that however many of them answer nothing, the sound ones have room. Mail goes to one
 * server, which takes few connections.
 */
export const ATTEMPT_LIMITS = {
  webhook: { sound: 128, ailing: 32 },
  email: { sound: 4, ailing: 2 },
} as const;

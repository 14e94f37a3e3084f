/** Bounds of what other USSs are told, each with its reason. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

export const USS_SENDER_LIMITS = {
  /** From looking up the name to the status. A USS should write down first and work later. */
  attemptMaxMs: 10 * SECOND_MS,
  /**
   * The longest wait before each further attempt; the last is that of all that follow. The wait itself
   * is drawn from nothing up to this.
   */
  waitsMaxMs: [SECOND_MS, 5 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS],
  /** A subscription lasts a day at most: whoever was away longer has to ask anew in any case. */
  giveUpAfterMs: 24 * HOUR_MS,
  /** Attempts at the same time at one base URL: more would be a burden to a small USS. */
  attemptsPerUrl: 4,
  /** Attempts at the same time in all: where the last one succeeded, and apart where it failed. */
  attempts: { sound: 128, ailing: 32 },
  /** Subscriptions with their indexes in one message, unless one change alone met more. */
  toldMax: 100,
  /** For one base URL; the oldest are given up for more. */
  waitingPerUrlMax: 20_000,
  /** The oldest go first, and are counted. */
  deadLettersMax: 10_000,
  /** As long as dead letters of webhooks. */
  deadLetterKeptMs: 90 * 24 * HOUR_MS,
  /** What `deadLetters` gives at once. */
  pageMax: 100,
  /** How far behind the log the store may be of entries that tell nobody anything. */
  saveEveryMs: SECOND_MS,
  /** How often it is looked for dead letters that are too old. */
  agedLookEveryMs: HOUR_MS,
  /** Until it is tried again to write to a file that can't be written. */
  storeWaitMs: 5 * SECOND_MS,
  /** What attempts under way get to end at the close: each one cut is a repeat later. */
  closeGraceMs: 2 * SECOND_MS,
} as const;

/** Bounds of one TCP input, each with its reason. */
export const INPUT_LIMITS = {
  /** An AIS or SBS line is under 200 characters, an event of Cursor on Target a few thousand. */
  lineCharsMax: 1_024,
  eventCharsMax: 64 * 1024,
  /** Of one entry: a fifth of what an entry may hold. */
  batchReportsMax: 1_000,
  /** How long a report waits for others to go with it: an input that is never silent makes an entry a second. */
  batchWaitMs: 1_000,
  /** Entries that are being written. More would only wait in the sequencer. */
  batchesInFlightMax: 4,
  /** Reports that wait for an entry; beyond it the connections are not read from. */
  reportsWaitingMax: 4_000,
  /** Until a full sequencer is asked again. */
  busyPauseMs: 100,
  /** Bad pieces named in the log a minute and input; the rest of the minute is counted there. */
  faultsNamedPerMinute: 20,
  /** Identities of which it is remembered when one was last kept. */
  thinnedKeptMax: 200_000,
} as const;

/** Every bound of the core, each with its reason. Beyond one there is a named refusal, never a cut. */
export const LIMITS = {
  /** Each pair of volumes may be compared: 100 × 100 stays within milliseconds. */
  volumesPerOperationMax: 100,
  /** A line on a screen and in a message. */
  nameCharsMax: 200,
  /** Of the volume pairs of one conflict the closest are kept; how many there are is always told. */
  conflictPairsKeptMax: 20,
  /** How long the first outcome of a command is remembered, and its identity held against reuse. */
  commandMemoryMs: 24 * 60 * 60 * 1000,
  /** A party's own mistake in a loop must not fill the record; a theatre may set its own. */
  noticesPerPartyDayMax: 20_000,
  /** How long an operation that is over stays in the state (the record keeps it always). */
  retentionMs: 7 * 24 * 60 * 60 * 1000,
  /** Options looked for: candidates tried and answers given. */
  optionsMax: 12,
  optionCandidatesMax: 400,
  /** Others that a search for options is held against; more is said as a limit that binds. */
  optionObstaclesMax: 2_000,
} as const;

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
  /** Looks at one pair of which one moves, to find when it is free: a few dozen are usual. */
  optionProbesMax: 600,
  /**
   * Edges of movers looked at in all of one search, each probe anew: about a second. A few movers
   * over thousands of kilometres would take a minute; dozens over a hundred come nowhere near.
   */
  optionEdgesMax: 3_000_000,
  /** Times that a candidate which runs into others is tried again with those in mind. */
  optionRoundsMax: 3,
  /** Halvings that bring a move over the ground closer: to 1/64 of its length. */
  optionHalvingsMax: 6,
  /** Outlines that one route is led around; the search grows with their square. */
  optionOutlinesMax: 64,
} as const;

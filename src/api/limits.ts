/** Every bound of the API, each with its reason. Beyond one there is a named problem, never a cut. */
export const API_LIMITS = {
  /** About 30,000 vertices: far above any notice, far below what stalls the event loop. */
  bodyBytesMax: 1024 * 1024,
  /** A page of operations in well under a megabyte. */
  pageDefault: 100,
  pageMax: 1_000,
  /** A reroute's id spells out its whole route; others are under a hundred. */
  optionIdCharsMax: 256 * 1024,
  /** Of the operations met by a draft, the first filed; how many more there are is told. */
  detectionsMax: 1_000,
  /** 100 a second and party: a desk never needs it, a loop gone wrong is stopped by it. */
  requestsPerMinute: 6_000,
  /** Distress, humanitarian traffic and acknowledgements, counted apart: ten a second and party. */
  urgentRequestsPerMinute: 600,
  /** Checking a signature costs a tenth of a millisecond: an address that only fails is slowed. */
  failedTokensPerMinute: 600,
  /** Of one address: nobody mistypes a secret more often, and 256 random bits are not guessed. */
  failedSecretsPerMinute: 30,
  /** Public pages from one address: a reader's browser asks for a few, a loop is stopped. */
  publicPagesPerMinute: 120,
  /** Readouts on one public page, and in one feed; older ones are a link away. */
  readoutsPerPage: 50,
  /** Public pages kept as they were made, until something is released. */
  publicPagesKept: 500,
  /** Of tokens that the theatre's own people and machines get: short, since the state is asked anyway. */
  accessTokenS: 600,
  /** An assertion by a client's key is made for one request; clocks of machines differ a little. */
  assertionAgeMaxS: 300,
  /** Each is remembered for those minutes: 300 a second. */
  assertionsKeptMax: 100_000,
  /** A token request is four short fields. */
  tokenBodyBytesMax: 8 * 1024,
  /** Rate counters kept; the longest unused is dropped. */
  rateKeysMax: 10_000,
  /** One per open console; a party that leaks connections hears of it. */
  streamsPerPartyMax: 100,
  /** Proxies close what is silent for 30 to 60 seconds. */
  heartbeatMs: 15_000,
  /** A reader that takes nothing for this long is let go; it resumes where it was. */
  streamStallMs: 30_000,
  /** What may wait in one socket: then the stream waits for its reader, and the journal holds the rest. */
  streamChunkBytes: 64 * 1024,
  /** Bearer tokens are under 8 KiB; nothing else in a header is long. */
  headerBytesMax: 16 * 1024,
  /** Time for all headers, and for the whole request: against those who send a byte a minute. */
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  /** Longer than the minute after which proxies drop an idle connection, so that they do it first. */
  keepAliveMs: 72_000,
  /** An id is far shorter. */
  pathParameterCharsMax: 128,
  /** A short code with a blank or a line break after every character, and a few more. */
  shortCodeTextCharsMax: 400,
  /** Idempotency keys stay in memory for a day. */
  idempotencyKeyCharsMax: 128,
  /** Told to a client whose write met a full queue. */
  retryAfterS: 1,
  /** A theatre is an agreement between few; every notice is told to each. */
  partiesMax: 64,
  areaMinimaMax: 100,
} as const;

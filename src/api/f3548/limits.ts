/** Bounds of what USSs send, each with its reason. */
export const F3548_LIMITS = {
  /** Tens of thousands of OVNs, or every vertex that an intent may have. */
  bodyBytesMax: 4 * 1024 * 1024,
  /** Of a body that is too large: so much of it is waited for before that is said. */
  discardBytesMax: 32 * 1024 * 1024,
  /** Of one polygon: what is larger is no volume of a flight. */
  areaMaxKm2: 2_500,
  /** Of all volumes of one request: more than these no entry of the log would hold. */
  verticesMax: 8_000,
  /** It is told to every USS that is near. */
  baseUrlCharsMax: 512,
  /** Microseconds of these years are whole numbers that JSON and the machine keep exactly. */
  yearMin: 1900,
  yearMax: 2254,
  /** A USS that has too much at once has to delete some: it may look again in a minute. */
  fullRetryAfterS: 60,
  /** Of one message: as many as one place has that listens. */
  subscriptionsToldMax: 1_000,
  /** Of a page of what an operator was told: its messages, and their characters; one always fits. */
  noticesPerPageMax: 500,
  noticeCharsPerPageMax: 1024 * 1024,
} as const;

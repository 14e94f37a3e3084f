/** Bounds on what one file may hold, each with its reason. Beyond one there is a named skip. */
export const LIMITS = {
  /** Every national airspace file seen is under 10 MB; the whole file is held in memory. */
  fileBytesMax: 32 * 1024 * 1024,
  /** What a KMZ may unfold to: a bomb of 1 : 1000 stops here. */
  unzippedBytesMax: 64 * 1024 * 1024,
  /** More than the airspaces of a continent; bounds the list a person gets back. */
  recordsPerFileMax: 20_000,
  /** Volumes of one record; schedules and multi-geometries multiply. */
  volumesPerRecordMax: 2_000,
  /** Points of one ring or route as written; what geometry compares is bounded again there. */
  verticesPerRingMax: 20_000,
  /** Characters of an id, a party or a name. */
  textCharsMax: 200,
  /** Lists in objects in lists of a parsed file; the deepest format needs about 15. */
  valueDepthMax: 100,
  /** Geometry collections, relative times and delta intents refer to each other this deep. */
  nestingMax: 16,
  /** The YAML parser keeps a tree of every token: about a second a megabyte. */
  yamlBytesMax: 4 * 1024 * 1024,
  /** Times one YAML anchor may be unfolded; the largest real collection has dozens. */
  yamlAliasesMax: 200,
} as const;

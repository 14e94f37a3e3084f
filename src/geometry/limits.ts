/** Bounds on one footprint, each with its reason. Beyond one there is a named refusal. */
export const GEOMETRY_LIMITS = {
  /** As people give it; a ring of this size is checked for crossings in milliseconds. */
  verticesPerFootprintMax: 2_000,
  /** After long edges are split; bounds the cost of one pair. */
  surveyedVerticesMax: 8_000,
  /** Past this the tangent plane of a pair folds too much to be sharp. */
  circleRadiusMaxM: 500_000,
  corridorHalfWidthMaxM: 100_000,
  /** A footprint must lie well within one hemisphere, or "the smaller side" has no meaning. */
  footprintReachMaxM: 5_000_000,
  /** Well past every orbit in use; past it a number of metres is a slip, and cells can't be counted. */
  altitudeMaxM: 1_000_000_000,
  /** The instants that have a date (ECMA-262 section 21.4.1.1). */
  timeMaxMs: 8_640_000_000_000_000,
  /** Larger minima than any theatre's; keeps pairs within reach of one tangent plane. */
  lateralMinimumMaxM: 200_000,
} as const;

/** Edges are split to at most this length: the chord then leaves its geodesic by millimetres. */
export const EDGE_MAX_M = 10_000;

/** A very long outline takes longer steps, up to this: the bounds of docs/geometry.md hold for it. */
export const EDGE_SPLIT_MAX_M = 20_000;

/**
 * What the machine compares: a skeleton (a point, a path or a filled ring) grown by a disc.
 *
 * A circle is a point with a radius, a corridor a path with its half-width, a polygon a ring with
 * none. Nothing is ever buffered into a polygon: distance is measured and the radii are subtracted.
 */

/** As stored in the entry. All lengths are whole millimetres, so every machine reads the same shape. */
export type Shape = {
  readonly kind: "point" | "path" | "area";
  /** Earth-centred x, y, z of each vertex, on the ellipsoid, flat; a ring is not closed. */
  readonly ecefMm: readonly number[];
  readonly radiusMm: number;
  /** How far edge i may lie from its chord's geodesic because its meaning is in doubt; empty: none. */
  readonly padMm: readonly number[];
  /** When a moving disc passes each vertex (Unix ms); empty: the whole shape is occupied always. */
  readonly timesMs: readonly number[];
};

/** A shape between altitudes and instants as stored; `null` is unbounded. */
export type SurveyedVolume = {
  readonly shape: Shape;
  readonly lowerM: number | null;
  readonly upperM: number | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
};

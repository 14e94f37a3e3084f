/**
 * What people say: footprints in degrees, altitudes in metres, times in Unix milliseconds.
 * `survey.ts` turns them into what the machine compares.
 */

/** Longitude then latitude, WGS84 degrees (the order of RFC 7946). */
export type Position = readonly [lngDeg: number, latDeg: number];

/**
 * What the line between two vertices means. `geodesic`: the shortest line on the ellipsoid.
 * `lonlat`: straight in longitude and latitude (RFC 7946), or not stated by the source;
 * both readings are then covered and the difference is told as tolerance.
 */
export type Edges = "geodesic" | "lonlat";

export type Circle = {
  readonly kind: "circle";
  readonly center: Position;
  readonly radiusM: number;
};

/** The smaller side of the ring. Closed or open, clockwise or not: the same polygon. */
export type Polygon = {
  readonly kind: "polygon";
  readonly ring: readonly Position[];
  readonly edges: Edges;
};

/**
 * All points within `halfWidthM` of the route. With `timesMs` (one per route point, never
 * decreasing) it is a disc that moves along the route, at a steady speed on each leg; without, the
 * whole corridor is occupied for the whole window.
 */
export type Corridor = {
  readonly kind: "corridor";
  readonly route: readonly Position[];
  readonly halfWidthM: number;
  readonly edges: Edges;
  readonly timesMs?: readonly number[];
};

export type Footprint = Circle | Polygon | Corridor;

/**
 * A footprint between two altitudes (metres above the WGS84 ellipsoid) and two instants (Unix ms),
 * all bounds included. `null` is unbounded on that side.
 */
export type Volume4D = {
  readonly footprint: Footprint;
  readonly lowerM: number | null;
  readonly upperM: number | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
};

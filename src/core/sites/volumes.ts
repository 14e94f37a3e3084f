/** Where a site is, as volumes: at every altitude, and outward by what its position may be off. */

import type { Footprint, Position, Volume4D } from "../../geometry/footprint.ts";
import type { Point } from "../line/fields.ts";
import type { SiteFields } from "./model.ts";

/**
 * The place first, then the footprint. All altitudes: what flies high over a site is near it too.
 * Every edge lies `accuracyM` outward of what was said.
 */
export const volumesOfSite = ({ place, footprint, accuracyM, window }: SiteFields): Volume4D[] => {
  const { startMs, endMs } = window;
  const around: Footprint = { kind: "circle", center: positionOf(place), radiusM: accuracyM };
  return [around, ...(footprint ? widened(footprint, accuracyM) : [])].map((one) => ({
    footprint: one,
    lowerM: null,
    upperM: null,
    startMs,
    endMs,
  }));
};

const positionOf = ({ lngDeg, latDeg }: Point): Position => [lngDeg, latDeg];

/** A polygon is widened by a corridor along its outline. */
const widened = (
  footprint: NonNullable<SiteFields["footprint"]>,
  accuracyM: number,
): Footprint[] => {
  if (footprint.kind === "circle") {
    const { center, radiusM } = footprint;
    return [{ kind: "circle", center: positionOf(center), radiusM: radiusM + accuracyM }];
  }
  if (footprint.kind === "route") {
    const route = footprint.points.map(positionOf);
    return [corridor(route, footprint.halfWidthM + accuracyM)];
  }
  const ring = footprint.ring.map(positionOf);
  const outline = [...ring, ring[0]!];
  return [{ kind: "polygon", ring, edges: "geodesic" }, corridor(outline, accuracyM)];
};

const corridor = (route: readonly Position[], halfWidthM: number): Footprint => ({
  kind: "corridor",
  route,
  halfWidthM,
  edges: "geodesic",
});

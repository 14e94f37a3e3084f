/** What is said of an area, as volumes: they are surveyed like a notice's. */

import type { Footprint, Position, Volume4D } from "../../geometry/footprint.ts";
import type { Area as Outline, Point } from "../line/fields.ts";
import type { AreaTerms } from "./model.ts";

/** One for each outline, all in one band and one window. */
export const volumesOfTerms = ({ areas, band, window }: AreaTerms): Volume4D[] =>
  areas.map((outline) => ({
    footprint: footprintOf(outline),
    lowerM: band?.lowerM ?? null,
    upperM: band?.upperM ?? null,
    ...window,
  }));

/** Edges of what is said are the shortest lines between its points. */
const footprintOf = (outline: Outline): Footprint => {
  switch (outline.kind) {
    case "circle":
      return { kind: "circle", center: positionOf(outline.center), radiusM: outline.radiusM };
    case "polygon":
      return { kind: "polygon", ring: outline.ring.map(positionOf), edges: "geodesic" };
    default: {
      const { points, halfWidthM } = outline;
      return { kind: "corridor", route: points.map(positionOf), halfWidthM, edges: "geodesic" };
    }
  }
};

const positionOf = ({ lngDeg, latDeg }: Point): Position => [lngDeg, latDeg];

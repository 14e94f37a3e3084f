/** The whole operation moved over the ground, its shape kept. Geodesics: a read path. */

import geographiclib from "geographiclib-geodesic";
import type { Footprint, Position, Volume4D } from "../../../geometry/footprint.ts";
import { unreachable } from "../../outcome.ts";
import { roundPosition } from "./local-plane.ts";

const { WGS84 } = geographiclib.Geodesic;

export type Move = {
  readonly center: Position;
  readonly bearingDeg: number;
  readonly distanceM: number;
};

/**
 * Every vertex keeps its distance from the centre and its bearing relative to the way the centre
 * goes: the shape is turned with the meridians, not stretched. Radii, bounds and times are kept.
 */
export const moveVolumes = (volumes: readonly Volume4D[], move: Move): Volume4D[] => {
  const step = moveBy(move);
  return volumes.map((volume) => ({ ...volume, footprint: moveFootprint(volume.footprint, step) }));
};

const moveBy = ({ center, bearingDeg, distanceM }: Move): ((from: Position) => Position) => {
  const [lngDeg, latDeg] = center;
  const moved = WGS84.Direct(latDeg, lngDeg, bearingDeg, distanceM);
  const convergenceDeg = moved.azi2! - bearingDeg;
  return ([fromLngDeg, fromLatDeg]) => {
    const out = WGS84.Inverse(latDeg, lngDeg, fromLatDeg, fromLngDeg);
    const to = WGS84.Direct(moved.lat2!, moved.lon2!, out.azi1! + convergenceDeg, out.s12!);
    return roundPosition([to.lon2!, to.lat2!]);
  };
};

const moveFootprint = (footprint: Footprint, step: (from: Position) => Position): Footprint => {
  switch (footprint.kind) {
    case "circle":
      return { ...footprint, center: step(footprint.center) };
    case "polygon":
      return { ...footprint, ring: footprint.ring.map(step) };
    case "corridor":
      return { ...footprint, route: footprint.route.map(step) };
    default:
      return unreachable(footprint);
  }
};

/** Length of a route along its geodesics, leg by leg. */
export const measureLegsM = (route: readonly Position[]): number[] =>
  route.slice(1).map((to, i) => WGS84.Inverse(route[i]![1], route[i]![0], to[1], to[0]).s12!);

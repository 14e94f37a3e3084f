/** How far a place lies from where a movement said it would be. */

import { ecefM } from "../line/local-frame.ts";
import type { Ecef } from "../line/local-frame.ts";
import type { Area, Point } from "../line/fields.ts";
import { unreachable } from "../outcome.ts";

/** Metres outside the area; 0 inside. Good to a few parts in a thousand, which is fine for kilometres. */
export const metresOutside = (area: Area, place: Point): number => {
  const at = ecefM(place);
  switch (area.kind) {
    case "circle":
      return Math.max(0, lengthOf(minus(ecefM(area.center), at)) - area.radiusM);
    case "route":
      return Math.max(0, metresTo(area.points.map(ecefM), at) - area.halfWidthM);
    case "polygon": {
      if (isInside(area.ring, place)) return 0;
      const ring = area.ring.map(ecefM);
      return metresTo([...ring, ring[0]!], at);
    }
    default:
      return unreachable(area);
  }
};

const metresTo = (points: readonly Ecef[], at: Ecef): number => {
  let leastM = lengthOf(minus(points[0]!, at));
  for (const [i, to] of points.entries()) {
    if (i > 0) leastM = Math.min(leastM, metresToEdge(points[i - 1]!, to, at));
  }
  return leastM;
};

/** To the plane through both ends and the centre of the earth where the place is abeam, else to an end. */
const metresToEdge = (from: Ecef, to: Ecef, at: Ecef): number => {
  const across = cross(from, to);
  const acrossM = lengthOf(across);
  const isAbeam = dot(cross(across, from), at) >= 0 && dot(cross(to, across), at) >= 0;
  return acrossM > 0 && isAbeam
    ? Math.abs(dot(across, at)) / acrossM
    : Math.min(lengthOf(minus(from, at)), lengthOf(minus(to, at)));
};

const isInside = (ring: readonly Point[], { lngDeg, latDeg }: Point): boolean => {
  let isIn = false;
  for (const [i, a] of ring.entries()) {
    const b = ring[(i + 1) % ring.length]!;
    if (a.latDeg > latDeg === b.latDeg > latDeg) continue;
    const share = (latDeg - a.latDeg) / (b.latDeg - a.latDeg);
    if (lngDeg < a.lngDeg + share * (b.lngDeg - a.lngDeg)) isIn = !isIn;
  }
  return isIn;
};

const minus = (a: Ecef, b: Ecef): Ecef => ({ x: a.x - b.x, y: a.y - b.y, z: a.z - b.z });
const dot = (a: Ecef, b: Ecef): number => a.x * b.x + a.y * b.y + a.z * b.z;
const lengthOf = (a: Ecef): number => Math.sqrt(dot(a, a));
const cross = (a: Ecef, b: Ecef): Ecef => ({
  x: a.y * b.z - a.z * b.y,
  y: a.z * b.x - a.x * b.z,
  z: a.x * b.y - a.y * b.x,
});

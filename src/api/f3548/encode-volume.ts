/** Native volumes as USSs write them: a circle or a polygon each, which hold all of what they stand for. */

import { bearingTo, pointAt } from "../../formats/geodesic.ts";
import type { Corridor, Edges, Footprint, Position, Volume4D } from "../../geometry/footprint.ts";
import { surveyVolume } from "../../geometry/survey.ts";
import { unreachable } from "../../core/outcome.ts";
import { encodeAltitude, encodeMs } from "./encode.ts";
import type { Volume4D as WireVolume } from "./schema.ts";

/** A corridor is one polygon for each leg. What is open is left out. */
export const encodeVolume = (volume: Volume4D): readonly WireVolume[] => {
  const { lowerM, upperM, startMs, endMs } = volume;
  const bounds = {
    ...(lowerM === null ? {} : { altitude_lower: encodeAltitude(lowerM) }),
    ...(upperM === null ? {} : { altitude_upper: encodeAltitude(upperM) }),
  };
  const times = {
    ...(startMs === null ? {} : { time_start: encodeMs(startMs) }),
    ...(endMs === null ? {} : { time_end: encodeMs(endMs) }),
  };
  return outlinesOf(volume.footprint).map((outline) => ({
    volume: { ...outline, ...bounds },
    ...times,
  }));
};

type Outline = Pick<WireVolume["volume"], "outline_circle" | "outline_polygon">;

const outlinesOf = (footprint: Footprint): readonly Outline[] => {
  switch (footprint.kind) {
    case "circle":
      return [circle(footprint.center, footprint.radiusM)];
    case "polygon":
      return [polygon(withoutLast(footprint.ring))];
    case "corridor":
      return outlinesOfCorridor(footprint);
    default:
      return unreachable(footprint);
  }
};

const circle = ([lng, lat]: Position, radiusM: number): Outline => ({
  outline_circle: { center: { lng, lat }, radius: { value: radiusM, units: "M" } },
});

const polygon = (ring: readonly Position[]): Outline => ({
  outline_polygon: { vertices: ring.map(([lng, lat]) => ({ lng, lat })) },
});

/** Where the last vertex is the first one again. */
const withoutLast = (ring: readonly Position[]): readonly Position[] => {
  const [first, last] = [ring[0]!, ring.at(-1)!];
  return ring.length > 1 && first[0] === last[0] && first[1] === last[1] ? ring.slice(0, -1) : ring;
};

const outlinesOfCorridor = ({ route, halfWidthM, edges }: Corridor): readonly Outline[] => {
  if (route.length === 1) return [circle(route[0]!, halfWidthM)];
  return route.slice(1).flatMap((to, leg) => {
    const from = route[leg]!;
    return outlineOfLeg(from, to, halfWidthM + padM([from, to], edges));
  });
};

/** How far a leg may lie from its shortest line, where it is in doubt what is meant. */
const padM = (route: readonly Position[], edges: Edges): number => {
  if (edges === "geodesic") return 0;
  const footprint = { kind: "corridor", route, halfWidthM: 1, edges } as const;
  const surveyed = surveyVolume({ footprint, ...UNBOUNDED });
  return surveyed.ok ? Math.max(0, ...surveyed.value.shape.padMm) / 1000 : 0;
};

const UNBOUNDED = { lowerM: null, upperM: null, startMs: null, endMs: null } as const;

/** Corners in each end's half turn: tangents of it, which reach a thirtieth of the width beyond. */
const CORNERS = 6;
const STEP_DEG = 180 / CORNERS;
/** Rounding, and what a side bulges over the width of its ends. */
const MARGIN_M = 1;
/** Longer legs are cut: sides between corners then lie along the leg. */
const LEG_MAX_M = 50_000;

const outlineOfLeg = (from: Position, to: Position, reachM: number): readonly Outline[] => {
  const { azimuthDeg, distanceM } = bearingTo(from, to);
  if (distanceM === 0) return [circle(from, reachM)];
  const count = Math.ceil(distanceM / LEG_MAX_M);
  const stops = Array.from({ length: count + 1 }, (_, i) =>
    i === count ? to : pointAt(from, { azimuthDeg, distanceM: (distanceM * i) / count }),
  );
  return stops.slice(1).map((end, i) => {
    const start = stops[i]!;
    const corners = [...cornersAround(end, start, reachM), ...cornersAround(start, end, reachM)];
    return polygon(corners);
  });
};

/** Around one end of a leg, on the side away from its other end; clockwise. */
const cornersAround = (end: Position, other: Position, reachM: number): readonly Position[] => {
  const awayDeg = bearingTo(end, other).azimuthDeg + 180;
  const distanceM = (reachM + MARGIN_M) / Math.cos(((STEP_DEG / 2) * Math.PI) / 180);
  return Array.from({ length: CORNERS }, (_, i) =>
    pointAt(end, { azimuthDeg: awayDeg - 90 + (i + 0.5) * STEP_DEG, distanceM }),
  );
};

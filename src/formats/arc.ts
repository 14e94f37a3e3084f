/**
 * Outlines with arcs as rings that hold every point of the true outline.
 *
 * An arc that bulges out of the area is replaced by tangents around it, one that bites into the area
 * by chords inside its circle; either way the ring loses no point of the area. Which of the two it
 * is follows from the turn of the ring and of the arc.
 */

import type { Position } from "../geometry/footprint.ts";
import { type Bearing, bearingTo, pointAt } from "./geodesic.ts";

/** Part of a circle about `center`, between two of its points. */
export type Arc = {
  readonly center: Position;
  readonly from: Position;
  readonly to: Position;
  readonly isClockwise: boolean;
};

export type Outline = readonly (Position | Arc)[];

/**
 * Tangents touch the circle every 1.5° at most, so they reach beyond it by 1/cos 0.75° − 1: less
 * than a ten-thousandth of the radius.
 */
const STEP_MAX_DEG = 1.5;
/** Covers rounding and the flattening of the ellipsoid, whose effect on a tangent is far smaller. */
const MARGIN_RATIO = 1e-6;
const MARGIN_M = 0.1;

/** The ring around an outline. */
export const ringAround = (outline: Outline): Position[] => {
  const plain = outline.flatMap((step) => (isArc(step) ? verticesOn(sweepOf(step)) : [step]));
  const isClockwise = turnsClockwise(plain);
  return outline.flatMap((step) => {
    if (!isArc(step)) return [step];
    const sweep = sweepOf(step);
    const inner = step.isClockwise === isClockwise ? verticesAround(sweep) : verticesOn(sweep);
    return [step.from, ...inner, step.to];
  });
};

/** True when the ends of the arc are at distances from its center that differ by over a ten-thousandth. */
export const isUneven = (arc: Arc): boolean => {
  const { nearM, farM } = sweepOf(arc);
  return farM - nearM > 1e-4 * farM;
};

const isArc = (step: Position | Arc): step is Arc => "center" in step;

/** An arc in polar form about its center. */
type Sweep = {
  readonly center: Position;
  readonly start: Bearing;
  readonly end: Bearing;
  readonly nearM: number;
  readonly farM: number;
  readonly stepDeg: number;
  readonly stepCount: number;
};

const sweepOf = ({ center, from, to, isClockwise }: Arc): Sweep => {
  const [start, end] = [bearingTo(center, from), bearingTo(center, to)];
  const turnDeg = (end.azimuthDeg - start.azimuthDeg) * (isClockwise ? 1 : -1);
  const sweepDeg = turnDeg > 1e-9 ? turnDeg : turnDeg > -1e-9 ? 360 : turnDeg + 360;
  const stepCount = Math.ceil(sweepDeg / STEP_MAX_DEG);
  return {
    center,
    start,
    end,
    nearM: Math.min(start.distanceM, end.distanceM),
    farM: Math.max(start.distanceM, end.distanceM),
    stepDeg: (sweepDeg / stepCount) * (isClockwise ? 1 : -1),
    stepCount,
  };
};

/** Points on the nearer circle: their chords stay inside it. */
const verticesOn = ({ center, start, nearM, stepDeg, stepCount }: Sweep): Position[] =>
  Array.from({ length: stepCount - 1 }, (_, i) =>
    pointAt(center, { azimuthDeg: start.azimuthDeg + (i + 1) * stepDeg, distanceM: nearM }),
  );

/**
 * Where tangents of the farther circle meet, half a step before each of its points. An end nearer
 * than the circle is first brought out to it.
 */
const verticesAround = ({ center, start, end, farM, stepDeg, stepCount }: Sweep): Position[] => {
  const touchM = farM * (1 + MARGIN_RATIO) + MARGIN_M;
  const distanceM = touchM / Math.cos((stepDeg / 2) * (Math.PI / 180));
  const corners = Array.from({ length: stepCount }, (_, i) =>
    pointAt(center, { azimuthDeg: start.azimuthDeg + (i + 0.5) * stepDeg, distanceM }),
  );
  const broughtOut = ({ azimuthDeg, distanceM: endM }: Bearing): Position[] =>
    farM - endM > MARGIN_M ? [pointAt(center, { azimuthDeg, distanceM: touchM })] : [];
  return [...broughtOut(start), ...corners, ...broughtOut(end)];
};

/** The turn of a ring seen from above its middle; holds over the antimeridian and the poles. */
const turnsClockwise = (ring: readonly Position[]): boolean => {
  const units = ring.map(toUnit);
  const middle = units.reduce<Vector>(
    (sum, [x, y, z]) => [sum[0] + x, sum[1] + y, sum[2] + z],
    [0, 0, 0],
  );
  const doubleArea = units.reduce((sum, unit, i) => {
    const next = units[(i + 1) % units.length] ?? unit;
    return sum + dot(cross(unit, next), middle);
  }, 0);
  return doubleArea < 0;
};

type Vector = readonly [number, number, number];

const toUnit = ([lngDeg, latDeg]: Position): Vector => {
  const [lng, lat] = [(lngDeg * Math.PI) / 180, (latDeg * Math.PI) / 180];
  return [Math.cos(lat) * Math.cos(lng), Math.cos(lat) * Math.sin(lng), Math.sin(lat)];
};

const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

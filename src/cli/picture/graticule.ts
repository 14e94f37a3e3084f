/** Meridians and parallels over a region's map, for the sheet. */

import type { Bounds } from "./outline.ts";
import type { Point, Projection } from "./projection.ts";

export type GridLine = {
  readonly points: readonly Point[];
  readonly label: string;
  readonly isParallel: boolean;
};

const STEPS_DEG = [
  30,
  20,
  10,
  5,
  2,
  1,
  1 / 2,
  1 / 3,
  1 / 6,
  1 / 12,
  1 / 30,
  1 / 60,
  1 / 120,
  1 / 180,
  1 / 360,
  1 / 720,
  1 / 1800,
  1 / 3600,
];
const DEGREE_M = 111_000;

/** Lines that cover `bounds` and some way beyond, a few each way. */
export const gridOver = (bounds: Bounds, projection: Projection): GridLine[] => {
  const [lngDeg, latDeg] = projection.center;
  const reachDeg = (Math.max(...bounds.map(Math.abs)) * 1.2) / DEGREE_M;
  const [south, north] = [Math.max(-90, latDeg - reachDeg), Math.min(90, latDeg + reachDeg)];
  const widest = Math.max(Math.abs(south), Math.abs(north));
  const turnDeg = widest > 88 ? 180 : Math.min(180, reachDeg / Math.cos((widest * Math.PI) / 180));
  const [latStep, lngStep] = [stepFor(north - south), turnDeg === 180 ? 30 : stepFor(2 * turnDeg)];
  const parallels = multiples(latStep, south, north).map((lat): GridLine => ({
    points: trace((f) => projection.project([lngDeg + turnDeg * (2 * f - 1), lat])),
    label: degreesText(lat, "NS", latStep),
    isParallel: true,
  }));
  const meridians = multiples(lngStep, lngDeg - turnDeg, lngDeg + turnDeg).map((lng): GridLine => ({
    points: trace((f) => projection.project([lng, south + f * (north - south)])),
    label: degreesText(((lng + 540) % 360) - 180, "EW", lngStep),
    isParallel: false,
  }));
  return [...parallels, ...meridians];
};

const stepFor = (spanDeg: number): number =>
  STEPS_DEG.find((step) => spanDeg / step >= 5) ?? STEPS_DEG.at(-1)!;

const multiples = (step: number, from: number, to: number): number[] => {
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, k) => (first + k) * step);
};

const trace = (at: (f: number) => Point): Point[] =>
  Array.from({ length: 61 }, (_, i) => at(i / 60));

/** `34°20′N`, with as many parts as the step needs. */
export const degreesText = (valueDeg: number, letters: string, stepDeg: number): string => {
  const seconds = Math.round(Math.abs(valueDeg) * 3600);
  const minutes = stepDeg < 1 ? `${two(Math.floor(seconds / 60) % 60)}′` : "";
  const rest = stepDeg < 1 / 60 - 1e-9 ? `${two(seconds % 60)}″` : "";
  return `${Math.floor(seconds / 3600)}°${minutes}${rest}${valueDeg < 0 ? letters[1] : letters[0]}`;
};

const two = (n: number): string => String(n).padStart(2, "0");

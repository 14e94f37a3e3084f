/**
 * Is a place that was reported within a volume at its time? Exact where it can be told, and doubtful
 * where accuracy, altitude or the pace of a mover leave it open. Bounds: docs/geometry.md.
 */

import { areSpheresApart, measureGap } from "./gap.ts";
import { ALTITUDE_ROUNDING_M } from "./separation.ts";
import { clipPath, isMoving } from "./solid.ts";
import type { Solid, Solid4D } from "./solid.ts";
import { isDeepWithin } from "./witness.ts";

/** Where something was: a point on the ground, how far off that may be, and at what altitudes. */
export type Fix = {
  readonly point: Solid;
  readonly atMs: number;
  readonly accuracyM: number;
  /** Metres above the ellipsoid, as low and as high as it can have been; null: not known. */
  readonly altitude: { readonly lowerM: number; readonly upperM: number } | null;
};

/** How far the notified time of a mover or a window may be missed and still be doubt. */
export type FixTolerance = { readonly timeMs: number };

/** `doubtful`: it can't be told apart from inside. */
export type Within = "inside" | "doubtful" | "outside";
/** What speaks against `inside`, the first of: no volume at that time, altitude, place. */
export type Objection = "time" | "altitude" | "place";
export type Judgement = { readonly within: Within; readonly objection: Objection | null };

const INSIDE: Judgement = { within: "inside", objection: null };

/** The point as the geometry compares it; earth-centred whole millimetres on the ellipsoid. */
export const makePoint = (xMm: number, yMm: number, zMm: number): Solid => ({
  firstVertex: 0,
  edgeCount: 0,
  xM: xMm / 1000,
  yM: yMm / 1000,
  zM: zMm / 1000,
  reachM: 0,
  shape: { kind: "point", ecefMm: [xMm, yMm, zMm], radiusMm: 0, padMm: NONE, timesMs: NONE },
  radiusM: 0,
  padMaxM: 0,
  pieces: null,
});

const NONE: readonly number[] = [];

/** All bounds of the volume are included. O(its edges). */
export const judgeFix = (volume: Solid4D, fix: Fix, tolerance: FixTolerance): Judgement => {
  let doubt: Objection | null = null;
  for (const objection of OBJECTIONS) {
    const within = JUDGES[objection](volume, fix, tolerance);
    if (within === "outside") return { within, objection };
    if (within === "doubtful") doubt ??= objection;
  }
  return doubt === null ? INSIDE : { within: "doubtful", objection: doubt };
};

type Judge = (volume: Solid4D, fix: Fix, tolerance: FixTolerance) => Within;

const judgeTime: Judge = ({ startMs, endMs }, { atMs }, { timeMs }) => {
  if (atMs >= startMs && atMs <= endMs) return "inside";
  return atMs >= startMs - timeMs && atMs <= endMs + timeMs ? "doubtful" : "outside";
};

const judgeAltitude: Judge = ({ lowerM, upperM }, { altitude }) => {
  if (lowerM === -Infinity && upperM === Infinity) return "inside";
  if (altitude === null) return "doubtful";
  const [lowestM, highestM] = [lowerM - ALTITUDE_ROUNDING_M, upperM + ALTITUDE_ROUNDING_M];
  if (altitude.upperM < lowestM || altitude.lowerM > highestM) return "outside";
  return altitude.lowerM >= lowestM && altitude.upperM <= highestM ? "inside" : "doubtful";
};

const judgePlace: Judge = ({ solid }, { point, atMs, accuracyM }, { timeMs }) => {
  const isMover = isMoving(solid);
  const exact = isMover ? clipPath(solid, atMs, atMs) : solid;
  const found = exact ? judgePoint(exact, point, accuracyM) : "outside";
  if (found === "inside" || !isMover) return found;
  // Nobody keeps a pace to the second: somewhere on the way within the tolerance is doubt.
  const near = clipPath(solid, atMs - timeMs, atMs + timeMs);
  return near && judgePoint(near, point, accuracyM) !== "outside" ? "doubtful" : "outside";
};

const judgePoint = (solid: Solid, point: Solid, accuracyM: number): Within => {
  const limitM = solid.radiusM + accuracyM;
  if (areSpheresApart(solid, point, limitM + solid.padMaxM)) return "outside";
  const gap = measureGap({ a: solid, b: point, limitM, withinMs: null });
  if (!gap || gap.lowerM > limitM) return "outside";
  const isSure =
    solid.shape.kind === "area"
      ? isDeepWithin(solid, point, accuracyM)
      : gap.upperM + accuracyM <= solid.radiusM;
  return isSure ? "inside" : "doubtful";
};

/** In the order in which an objection is told. */
const OBJECTIONS = ["time", "altitude", "place"] as const satisfies readonly Objection[];
const JUDGES: Readonly<Record<Objection, Judge>> = {
  time: judgeTime,
  altitude: judgeAltitude,
  place: judgePlace,
};

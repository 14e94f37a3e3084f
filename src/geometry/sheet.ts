/**
 * The earth unfolded for the index: six faces of a cube on one flat sheet, in metres that are nearly
 * true everywhere (between 0.8 and 1.7). No pole, no antimeridian, no trigonometry.
 *
 * A great ellipse is a straight line on a face (central projection), so the corners of an outline
 * bound it. Only + − × ÷ √, as everywhere behind the survey.
 * Source of the transform that evens out the cells: the quadratic projection of S2.
 */

import { BOX_STRIDE } from "./box-index.ts";
import { CURVATURE_RADIUS_MIN_M, EQUATORIAL_M, POLAR_M } from "./ellipsoid.ts";
import type { Solid, Solid4D } from "./solid.ts";

/** Metres along one face, and from one face to the next on the sheet. */
const FACE_SPAN_M = 10_000_000;
const FACE_PITCH_M = 2 * FACE_SPAN_M;
/** Great ellipse against geodesic, rounding of coordinates: far below a metre. */
const MARGIN_M = 1;

/** How far a box is widened on every side. */
export type Margin = {
  readonly lateralM: number;
  readonly verticalM: number;
  readonly timeMs: number;
};

export const NO_MARGIN: Margin = { lateralM: 0, verticalM: 0, timeMs: 0 };

/**
 * The boxes that hold a solid widened by `margin`: one, or one for each face it lies on.
 * Two solids within a margin of each other have boxes that meet when either is widened by it.
 */
export const boxesOf = (volume: Solid4D, margin: Margin = NO_MARGIN): Float64Array => {
  const { solid, lowerM, upperM, startMs, endMs } = volume;
  const lateralM = solid.radiusM + solid.padMaxM + margin.lateralM + MARGIN_M;
  const found: Bounds[] = [];
  for (let face = 0; face < 6; face++) {
    const bounds = faceBounds(volume, face, lateralM);
    if (bounds) found.push(bounds);
  }
  const boxes = new Float64Array(found.length * BOX_STRIDE);
  for (let i = 0; i < found.length; i++) {
    const [{ minX, minY, maxX, maxY }, at] = [found[i]!, i * BOX_STRIDE];
    boxes[at] = minX;
    boxes[at + 1] = minY;
    boxes[at + 2] = lowerM - margin.verticalM;
    boxes[at + 3] = startMs - margin.timeMs;
    boxes[at + 4] = maxX;
    boxes[at + 5] = maxY;
    boxes[at + 6] = upperM + margin.verticalM;
    boxes[at + 7] = endMs + margin.timeMs;
  }
  return boxes;
};

export const countBoxes = (boxes: Float64Array): number => boxes.length / BOX_STRIDE;

/** On the sheet, metres. */
type Bounds = {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
};

const wholeFace = (face: number): Bounds => ({
  minX: face * FACE_PITCH_M,
  minY: 0,
  maxX: face * FACE_PITCH_M + FACE_SPAN_M,
  maxY: FACE_SPAN_M,
});

/** Axis and sign that look out of each face, and the two axes across it. */
const FACES = [
  { out: 0, sign: 1, across: 1, up: 2 },
  { out: 1, sign: 1, across: 2, up: 0 },
  { out: 2, sign: 1, across: 0, up: 1 },
  { out: 0, sign: -1, across: 1, up: 2 },
  { out: 1, sign: -1, across: 2, up: 0 },
  { out: 2, sign: -1, across: 0, up: 1 },
] as const;

const faceBounds = (volume: Solid4D, face: number, lateralM: number): Bounds | null => {
  const { solid } = volume;
  const { out, sign, across, up } = FACES[face]!;
  const reachM = solid.reachM + lateralM;
  const depthM = sign * centerM(solid, out);
  // Outside the face's pyramid by more than the solid's reach: not on this face.
  const outside = Math.max(Math.abs(centerM(solid, across)), Math.abs(centerM(solid, up))) - depthM;
  if (outside > reachM * 1.5 || depthM < -reachM) return null;
  return projectedBounds(solid.shape.ecefMm, face, lateralM);
};

const centerM = ({ xM, yM, zM }: Solid, axis: 0 | 1 | 2): number =>
  axis === 0 ? xM : axis === 1 ? yM : zM;

const projectedBounds = (
  ecefMm: readonly number[],
  face: number,
  lateralM: number,
): Bounds | null => {
  const { out, sign, across, up } = FACES[face]!;
  let minU = Infinity;
  let minV = Infinity;
  let maxU = -Infinity;
  let maxV = -Infinity;
  for (let i = 0; i < ecefMm.length; i += 3) {
    const depth = sign * ecefMm[i + out]!;
    if (depth < 0.2 * EQUATORIAL_M * 1000) return wholeFace(face); // seen too slantwise to project
    const u = ecefMm[i + across]! / depth;
    const v = ecefMm[i + up]! / depth;
    if (u < minU) minU = u;
    if (u > maxU) maxU = u;
    if (v < minV) minV = v;
    if (v > maxV) maxV = v;
  }
  const grow = growth(Math.max(-minU, maxU, -minV, maxV), lateralM);
  if (grow === Infinity) return wholeFace(face);
  if (minU - grow > 1 || maxU + grow < -1 || minV - grow > 1 || maxV + grow < -1) return null;
  return {
    minX: face * FACE_PITCH_M + onSheet(minU - grow),
    minY: onSheet(minV - grow),
    maxX: face * FACE_PITCH_M + onSheet(maxU + grow),
    maxY: onSheet(maxV + grow),
  };
};

/**
 * How much `lateralM` over the ground can be in u or v where both are within `extent`: the central
 * projection stretches by 1 + u² + v² at most, taken where the widened outline ends.
 */
const growth = (extent: number, lateralM: number): number => {
  const angle = (lateralM / Math.min(CURVATURE_RADIUS_MIN_M, POLAR_M)) * 1.01;
  const first = angle * (1 + 2 * extent * extent);
  const reach = extent + 2 * first;
  const grow = angle * (1 + 2 * reach * reach);
  return grow <= 2 * first ? grow : Infinity;
};

const onSheet = (u: number): number => {
  const clamped = u < -1 ? -1 : u > 1 ? 1 : u;
  const even =
    clamped >= 0 ? 0.5 * Math.sqrt(1 + 3 * clamped) : 1 - 0.5 * Math.sqrt(1 - 3 * clamped);
  return even * FACE_SPAN_M;
};

/** Where a place is on the sheet; earth-centred, of any length. */
export const sheetOf = (
  xM: number,
  yM: number,
  zM: number,
): readonly [sheetX: number, sheetY: number] => {
  const place = [xM, yM, zM] as const;
  const [ax, ay, az] = [Math.abs(xM), Math.abs(yM), Math.abs(zM)];
  const axis = ax >= ay && ax >= az ? 0 : ay >= az ? 1 : 2;
  const face = place[axis] >= 0 ? axis : axis + 3;
  const { across, up } = FACES[face]!;
  const depth = Math.abs(place[axis]);
  return [onSheet(place[across] / depth) + face * FACE_PITCH_M, onSheet(place[up] / depth)];
};

/** The direction from the earth's centre to a place on the sheet, of no particular length. */
export const groundOf = (
  sheetX: number,
  sheetY: number,
): readonly [x: number, y: number, z: number] => {
  const face = Math.min(5, Math.max(0, Math.floor(sheetX / FACE_PITCH_M)));
  const { out, sign, across, up } = FACES[face]!;
  const place: [number, number, number] = [0, 0, 0];
  place[out] = sign;
  place[across] = offSheet(sheetX - face * FACE_PITCH_M);
  place[up] = offSheet(sheetY);
  return place;
};

/** Undoes `onSheet`; past a face's edge it goes on as the edge does. */
const offSheet = (sheetM: number): number => {
  const even = sheetM / FACE_SPAN_M;
  return even >= 0.5 ? (4 * even * even - 1) / 3 : (1 - 4 * (1 - even) * (1 - even)) / 3;
};

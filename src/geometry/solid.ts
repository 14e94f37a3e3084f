/**
 * A shape made ready for comparison: bounding spheres, and pieces small enough for one tangent plane.
 * Only + − × ÷ √ and comparisons, so the same everywhere.
 */

import { CURVATURE_RADIUS_MAX_M, CURVATURE_RADIUS_MIN_M, ECCENTRICITY2 } from "./ellipsoid.ts";
import type { Shape, SurveyedVolume } from "./shape.ts";

/** A run of edges of a solid within a sphere. `edgeCount` 0 is a single point. */
export type Piece = {
  readonly firstVertex: number;
  readonly edgeCount: number;
  /** Centre of the sphere, earth-centred metres, and its radius; it holds the geodesics too. */
  readonly xM: number;
  readonly yM: number;
  readonly zM: number;
  readonly reachM: number;
};

export type Solid = Piece & {
  readonly shape: Shape;
  readonly radiusM: number;
  /** The largest doubt about the meaning of an edge, metres. */
  readonly padMaxM: number;
  /** `null`: the solid is one piece. */
  readonly pieces: readonly Piece[] | null;
};

/** A solid between altitudes and instants; unbounded is ±Infinity. */
export type Solid4D = {
  readonly solid: Solid;
  readonly lowerM: number;
  readonly upperM: number;
  readonly startMs: number;
  readonly endMs: number;
};

/** Pieces are kept within this radius, so that a pair within the minima stays near one origin. */
const PIECE_REACH_MAX_M = 40_000;

/** The surveyed volume, ready to compare. Throws on nothing: a surveyed volume is sound. */
export const makeSolid4D = (volume: SurveyedVolume): Solid4D => ({
  solid: makeSolid(volume.shape),
  lowerM: volume.lowerM ?? -Infinity,
  upperM: volume.upperM ?? Infinity,
  startMs: volume.startMs ?? -Infinity,
  endMs: volume.endMs ?? Infinity,
});

export const makeSolid = (shape: Shape): Solid => {
  const edgeCount = countEdges(shape);
  const whole = boundPiece(shape, 0, edgeCount);
  let padMaxMm = 0;
  for (const pad of shape.padMm) padMaxMm = Math.max(padMaxMm, pad);
  return {
    ...whole,
    shape,
    radiusM: shape.radiusMm / 1000,
    padMaxM: padMaxMm / 1000,
    pieces: whole.reachM > PIECE_REACH_MAX_M && edgeCount > 1 ? cutPieces(shape, edgeCount) : null,
  };
};

export const isMoving = (solid: Solid): boolean => solid.shape.timesMs.length > 0;

const countEdges = ({ kind, ecefMm }: Shape): number => {
  const vertexCount = ecefMm.length / 3;
  return kind === "area" ? vertexCount : vertexCount - 1;
};

/** The sphere around the middle of the run's box. Hot path: no lists, a number to each name. */
const boundPiece = ({ ecefMm }: Shape, firstVertex: number, edgeCount: number): Piece => {
  const xM = middleM(ecefMm, firstVertex * 3, edgeCount);
  const yM = middleM(ecefMm, firstVertex * 3 + 1, edgeCount);
  const zM = middleM(ecefMm, firstVertex * 3 + 2, edgeCount);
  let reach2 = 0;
  let edge2Max = 0;
  for (let k = 0, last = -1; k <= edgeCount; k++) {
    const i = ((firstVertex + k) * 3) % ecefMm.length;
    const x = ecefMm[i]! / 1000;
    const y = ecefMm[i + 1]! / 1000;
    const z = ecefMm[i + 2]! / 1000;
    reach2 = Math.max(reach2, square(x - xM) + square(y - yM) + square(z - zM));
    if (last >= 0) {
      const dx = x - ecefMm[last]! / 1000;
      const dy = y - ecefMm[last + 1]! / 1000;
      const dz = z - ecefMm[last + 2]! / 1000;
      edge2Max = Math.max(edge2Max, square(dx) + square(dy) + square(dz));
    }
    last = i;
  }
  const bulgeM = edge2Max / (8 * CURVATURE_RADIUS_MIN_M);
  return { firstVertex, edgeCount, xM, yM, zM, reachM: Math.sqrt(reach2) + 1.01 * bulgeM };
};

/** Of one coordinate along the run: `from` is where the first stands in the list. */
const middleM = (ecefMm: readonly number[], from: number, edgeCount: number): number => {
  let min = Infinity;
  let max = -Infinity;
  for (let k = 0; k <= edgeCount; k++) {
    const mm = ecefMm[(from + k * 3) % ecefMm.length]!;
    if (mm < min) min = mm;
    if (mm > max) max = mm;
  }
  return (min + max) / 2000;
};

const square = (x: number): number => x * x;

/** Halves a run until each part is small; an edge alone always is. */
const cutPieces = (shape: Shape, edgeCount: number): Piece[] => {
  const pieces: Piece[] = [];
  const cut = (firstVertex: number, count: number): void => {
    const piece = boundPiece(shape, firstVertex, count);
    if (piece.reachM <= PIECE_REACH_MAX_M || count === 1) {
      pieces.push(piece);
      return;
    }
    const half = count >> 1;
    cut(firstVertex, half);
    cut(firstVertex + half, count - half);
  };
  cut(0, edgeCount);
  return pieces;
};

/**
 * The part of a moving path between two instants, both included; null when it is never there.
 * The ends are set on the ground over the chords, within millimetres of the geodesic.
 */
export const clipPath = (solid: Solid, fromMs: number, toMs: number): Solid | null => {
  const { ecefMm, timesMs, padMm } = solid.shape;
  const last = timesMs.length - 1;
  if (timesMs[0]! >= fromMs && timesMs[last]! <= toMs) return solid;
  if (timesMs[0]! > toMs || timesMs[last]! < fromMs) return null;
  const clipped = { ecefMm: [] as number[], timesMs: [] as number[], padMm: [] as number[] };
  for (let i = 0; i < last; i++) {
    const [t0, t1] = [timesMs[i]!, timesMs[i + 1]!];
    if (t1 < fromMs || t0 > toMs) continue;
    const [enterMs, leaveMs] = [Math.max(t0, fromMs), Math.min(t1, toMs)];
    // A leg of no time is a jump: it is entered where it starts and left where it ends.
    const share = (atMs: number, jump: number): number =>
      t1 > t0 ? (atMs - t0) / (t1 - t0) : jump;
    if (clipped.timesMs.length === 0) pushVertexAt(clipped, ecefMm, i, enterMs, share(enterMs, 0));
    pushVertexAt(clipped, ecefMm, i, leaveMs, share(leaveMs, 1));
    clipped.padMm.push(padMm[i] ?? 0);
  }
  return makeSolid({ ...solid.shape, ...clipped });
};

const pushVertexAt = (
  clipped: { ecefMm: number[]; timesMs: number[] },
  ecefMm: readonly number[],
  edge: number,
  atMs: number,
  f: number,
): void => {
  clipped.ecefMm.push(...liftFromChord(ecefMm, edge * 3, edge * 3 + 3, f));
  clipped.timesMs.push(atMs);
};

/**
 * The place at fraction `f` of an edge, up from its chord to the ground that it runs under (2 m in
 * the middle of 10 km): within millimetres of the geodesic. `from` and `to` count numbers, not vertices.
 */
export const liftFromChord = (
  ecefMm: readonly number[],
  from: number,
  to: number,
  f: number,
): readonly [xMm: number, yMm: number, zMm: number] => {
  const [ax, ay, az] = [ecefMm[from]!, ecefMm[from + 1]!, ecefMm[from + 2]!];
  const [bx, by, bz] = [ecefMm[to]!, ecefMm[to + 1]!, ecefMm[to + 2]!];
  if (f === 0) return [ax, ay, az];
  if (f === 1) return [bx, by, bz];
  const [x, y, z] = [ax + (bx - ax) * f, ay + (by - ay) * f, az + (bz - az) * f];
  const upZ = z / (1 - ECCENTRICITY2);
  const chord2 = square(bx - ax) + square(by - ay) + square(bz - az);
  const sagMm = (f * (1 - f) * chord2) / (CURVATURE_RADIUS_MIN_M + CURVATURE_RADIUS_MAX_M) / 1000;
  const lift = sagMm / Math.sqrt(x * x + y * y + upZ * upZ);
  return [x + x * lift, y + y * lift, z + upZ * lift];
};

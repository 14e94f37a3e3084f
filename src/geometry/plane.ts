/**
 * Chains of edges in the plane that touches the ellipsoid near both, and the distance between them.
 *
 * The hot loops of the project: flat arrays, no allocation, reused buffers. A chain of n edges has
 * n + 1 points; a single point is one edge of no length.
 *
 * Why a plane is enough: projecting onto it never lengthens a chord, and a chord is never longer
 * than its geodesic, so a distance in the plane never exceeds the true one between the same two
 * points. What the plane can't see, that a geodesic edge is not quite its chord, is the edge's slack.
 * Source: docs/geometry.md.
 */

import { CURVATURE_RADIUS_MIN_M, EQUATORIAL_M, POLAR_M } from "./ellipsoid.ts";
import type { Piece, Solid } from "./solid.ts";

/** East and north unit vectors at an origin; both horizontal there. Earth-centred metres. */
export type Frame = {
  readonly oxM: number;
  readonly oyM: number;
  readonly ozM: number;
  readonly ex: number;
  readonly ey: number;
  readonly nx: number;
  readonly ny: number;
  readonly nz: number;
};

/** The tangent plane below or above a point (any point away from the earth's centre). */
export const makeFrame = (oxM: number, oyM: number, ozM: number): Frame => {
  const [ux, uy, uz] = [
    oxM / (EQUATORIAL_M * EQUATORIAL_M),
    oyM / (EQUATORIAL_M * EQUATORIAL_M),
    ozM / (POLAR_M * POLAR_M),
  ];
  const length = Math.sqrt(ux * ux + uy * uy + uz * uz);
  const [upX, upY, upZ] = [ux / length, uy / length, uz / length];
  const across = Math.sqrt(upX * upX + upY * upY);
  // At a pole every direction is south; any east will do.
  const [ex, ey] = across > 1e-12 ? [-upY / across, upX / across] : [0, 1];
  return { oxM, oyM, ozM, ex, ey, nx: -upZ * ey, ny: upZ * ex, nz: upX * ey - upY * ex };
};

/** A projected chain. Grows as needed and is used again. */
export class Chain {
  edgeCount = 0;
  /** x, y of each point, metres. */
  xy: Float64Array = new Float64Array(128);
  /** How far edge i may lie from its straight chord here, metres. */
  slackM: Float64Array = new Float64Array(64);
  slackMaxM = 0;
  minX = 0;
  minY = 0;
  maxX = 0;
  maxY = 0;

  project(solid: Solid, piece: Piece, frame: Frame): void {
    const { ecefMm, padMm } = solid.shape;
    const pointCount = piece.edgeCount + 1;
    this.reserve(pointCount + 1);
    const { xy, slackM } = this;
    const { oxM, oyM, ozM, ex, ey, nx, ny, nz } = frame;
    this.slackMaxM = 0;
    this.minX = this.minY = Infinity;
    this.maxX = this.maxY = -Infinity;
    let [lastX, lastY, lastZ, lastOut2] = [0, 0, 0, 0];
    let vertex = piece.firstVertex;
    const vertexCount = ecefMm.length / 3;
    for (let k = 0; k < pointCount; k++, vertex++) {
      if (vertex >= vertexCount) vertex -= vertexCount;
      const dx = ecefMm[vertex * 3]! * 1e-3 - oxM;
      const dy = ecefMm[vertex * 3 + 1]! * 1e-3 - oyM;
      const dz = ecefMm[vertex * 3 + 2]! * 1e-3 - ozM;
      const x = dx * ex + dy * ey;
      const y = dx * nx + dy * ny + dz * nz;
      xy[2 * k] = x;
      xy[2 * k + 1] = y;
      if (x < this.minX) this.minX = x;
      if (x > this.maxX) this.maxX = x;
      if (y < this.minY) this.minY = y;
      if (y > this.maxY) this.maxY = y;
      const out2 = dx * dx + dy * dy + dz * dz;
      if (k > 0) {
        const [lx, ly, lz] = [dx - lastX, dy - lastY, dz - lastZ];
        const edge2 = lx * lx + ly * ly + lz * lz;
        const edge = vertex === 0 ? vertexCount - 1 : vertex - 1;
        slackM[k - 1] = edgeSlackM(edge2, Math.max(out2, lastOut2)) + (padMm[edge] ?? 0) / 1000;
        if (slackM[k - 1]! > this.slackMaxM) this.slackMaxM = slackM[k - 1]!;
      }
      [lastX, lastY, lastZ, lastOut2] = [dx, dy, dz, out2];
    }
    this.edgeCount = piece.edgeCount;
    if (piece.edgeCount === 0) this.closePoint();
  }

  /** A point becomes an edge of no length, so that one loop serves all. */
  private closePoint(): void {
    this.xy[2] = this.xy[0]!;
    this.xy[3] = this.xy[1]!;
    this.slackM[0] = 0;
    this.edgeCount = 1;
  }

  private reserve(pointCount: number): void {
    if (pointCount <= this.slackM.length) return;
    this.xy = new Float64Array(4 * pointCount);
    this.slackM = new Float64Array(2 * pointCount);
  }
}

/**
 * How far a geodesic edge leaves its chord in the plane: L²·R / (8·R_min²), with R the distance
 * from the origin to the far end, widened by what the first-order bound leaves out.
 */
const edgeSlackM = (edge2: number, out2: number): number => {
  const spread = 1 + (2 * out2) / (CURVATURE_RADIUS_MIN_M * CURVATURE_RADIUS_MIN_M);
  return (
    ((edge2 * Math.sqrt(out2)) / (8 * CURVATURE_RADIUS_MIN_M * CURVATURE_RADIUS_MIN_M)) *
    1.02 *
    spread
  );
};

/** True when the ring winds around the point; a chain of a ring has its first point again at its end. */
export const windsAround = (xy: Float64Array, edgeCount: number, x: number, y: number): boolean => {
  let turns = 0;
  for (let i = 0; i < edgeCount; i++) {
    const [ax, ay, bx, by] = [xy[2 * i]!, xy[2 * i + 1]!, xy[2 * i + 2]!, xy[2 * i + 3]!];
    if (ay <= y === by <= y) continue;
    const side = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    if (ay <= y && side > 0) turns++;
    else if (by <= y && side < 0) turns--;
  }
  return turns !== 0;
};

/** The outline of a solid on the map: what was compared is what is drawn. */

import { pointAt } from "../../formats/geodesic.ts";
import type { Position } from "../../geometry/footprint.ts";
import type { Shape } from "../../geometry/shape.ts";
import { outlineOfPath } from "./path-outline.ts";
import { positionOf } from "./projection.ts";
import type { Point, Projection } from "./projection.ts";

/** A mover's way: where it is when, and how wide it is there. */
export type Track = {
  readonly points: readonly Point[];
  readonly timesMs: readonly number[];
  readonly radius: number;
};

export type Outline = {
  readonly ring: readonly Point[];
  readonly track: Track | null;
  /** A place inside or on it, for its name. */
  readonly label: Point;
};

/** Corners of a circle; the gap to the true one is a 1,870th of the radius. */
const CIRCLE_CORNERS = 96;
/** Corners that change an outline by less than this part of its size are left out. */
const THINNING = 1 / 20_000;

/**
 * The shape's outline. Edges are already split along their geodesics by the survey, so they curve
 * on the map as they do on the earth; a corridor has its true width.
 */
export const outlineOf = (shape: Shape, projection: Projection): Outline => {
  const positions = positionsOf(shape);
  const radiusM = shape.radiusMm / 1000;
  if (shape.kind === "point") return circleOutline(positions[0]!, radiusM, projection);
  const points = positions.map(projection.project);
  if (shape.kind === "area") {
    const ring = thin([...points, points[0]!], sizeOf(points) * THINNING).slice(0, -1);
    return { ring, track: null, label: middleOf(ring) };
  }
  const scale = projection.scaleAt(positions[positions.length >> 1]!);
  const radius = radiusM * scale;
  const timesMs = shape.timesMs;
  const thinned = thin(points, Math.max(radius / 100, sizeOf(points) * THINNING));
  return {
    ring: outlineOfPath(thinned, Math.max(radius, sizeOf(points) * THINNING)),
    track: timesMs.length === 0 ? null : { points, timesMs, radius },
    label: points[points.length >> 1]!,
  };
};

const circleOutline = (center: Position, radiusM: number, projection: Projection): Outline => {
  const ring = Array.from({ length: CIRCLE_CORNERS }, (_, i) => {
    const azimuthDeg = (360 * i) / CIRCLE_CORNERS;
    return projection.project(pointAt(center, { azimuthDeg, distanceM: radiusM }));
  });
  return { ring, track: null, label: projection.project(center) };
};

const positionsOf = ({ ecefMm }: Shape): Position[] => {
  const positions: Position[] = [];
  for (let i = 0; i < ecefMm.length; i += 3)
    positions.push(positionOf(ecefMm[i]!, ecefMm[i + 1]!, ecefMm[i + 2]!));
  return positions;
};

/** Douglas and Peucker's thinning: no point left out lies farther than `tolerance` from the line. */
export const thin = (points: readonly Point[], tolerance: number): Point[] => {
  const kept = new Uint8Array(points.length);
  kept[0] = kept[points.length - 1] = 1;
  const open: [number, number][] = [[0, points.length - 1]];
  for (let run = open.pop(); run; run = open.pop()) {
    const [from, to] = run;
    let [farthest, distance] = [-1, tolerance];
    for (let i = from + 1; i < to; i++) {
      const away = distanceToSegment(points[i]!, points[from]!, points[to]!);
      if (away > distance) [farthest, distance] = [i, away];
    }
    if (farthest < 0) continue;
    kept[farthest] = 1;
    open.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, i) => kept[i] === 1);
};

const distanceToSegment = ([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number => {
  const [ux, uy] = [bx - ax, by - ay];
  const length2 = ux * ux + uy * uy;
  const along = length2 === 0 ? 0 : ((x - ax) * ux + (y - ay) * uy) / length2;
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(x - ax - t * ux, y - ay - t * uy);
};

export type Bounds = readonly [minX: number, minY: number, maxX: number, maxY: number];

export const boundsOf = (points: readonly Point[]): Bounds => {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return [minX, minY, maxX, maxY];
};

const sizeOf = (points: readonly Point[]): number => {
  const [minX, minY, maxX, maxY] = boundsOf(points);
  return Math.max(maxX - minX, maxY - minY);
};

const middleOf = (points: readonly Point[]): Point => {
  const [minX, minY, maxX, maxY] = boundsOf(points);
  return [(minX + maxX) / 2, (minY + maxY) / 2];
};

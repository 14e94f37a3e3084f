/** The outline of a path grown by a disc: round ends, round outer bends, plain inner ones. */

import type { Point } from "./projection.ts";

/** Degrees between the corners of an arc. */
const ARC_STEP = Math.PI / 16;

/** One ring around the path; where the path crosses itself the ring does too (fill it nonzero). */
export const outlineOfPath = (path: readonly Point[], radius: number): Point[] => {
  const points = path.filter((p, i) => i === 0 || distance(p, path[i - 1]!) > 0);
  if (points.length === 1) return arc(points[0]!, radius, 0, 2 * Math.PI);
  return [...sideOf(points, radius), ...sideOf(points.toReversed(), radius)];
};

/** The left side from the first point to the last, and the round end there. */
const sideOf = (points: readonly Point[], radius: number): Point[] => {
  const side: Point[] = [offset(points[0]!, headingOf(points[0]!, points[1]!), radius)];
  for (let i = 1; i < points.length - 1; i++) {
    const [before, at, after] = [points[i - 1]!, points[i]!, points[i + 1]!];
    const [arriving, leaving] = [headingOf(before, at), headingOf(at, after)];
    const turn = wrap(leaving - arriving);
    // Screen axes: a positive turn is to the right, away from this side.
    if (turn > 0)
      side.push(...arc(at, radius, arriving - Math.PI / 2, arriving - Math.PI / 2 + turn));
    else side.push(...innerBend(before, at, after, radius));
  }
  const [last, beforeLast] = [points.at(-1)!, points.at(-2)!];
  const heading = headingOf(beforeLast, last);
  return [...side, ...arc(last, radius, heading - Math.PI / 2, heading + Math.PI / 2)];
};

/** Where the two offset lines meet, if both legs are long enough; else by way of the corner. */
const innerBend = (before: Point, at: Point, after: Point, radius: number): Point[] => {
  const [arriving, leaving] = [headingOf(before, at), headingOf(at, after)];
  const half = wrap(leaving - arriving) / 2;
  const cut = radius * Math.abs(Math.tan(half));
  if (cut < Math.min(distance(before, at), distance(at, after)))
    return [offset(at, arriving + half, radius / Math.cos(half))];
  return [offset(at, arriving, radius), at, offset(at, leaving, radius)];
};

const headingOf = ([ax, ay]: Point, [bx, by]: Point): number => Math.atan2(by - ay, bx - ax);

const offset = ([x, y]: Point, heading: number, radius: number): Point => [
  x + radius * Math.cos(heading - Math.PI / 2),
  y + radius * Math.sin(heading - Math.PI / 2),
];

const arc = ([x, y]: Point, radius: number, from: number, to: number): Point[] => {
  const steps = Math.max(1, Math.ceil(Math.abs(to - from) / ARC_STEP));
  return Array.from({ length: steps + 1 }, (_, i): Point => {
    const angle = from + ((to - from) * i) / steps;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
};

/** Into (-π, π]. */
const wrap = (angle: number): number =>
  angle - 2 * Math.PI * Math.ceil(angle / (2 * Math.PI) - 0.5);

const distance = ([ax, ay]: Point, [bx, by]: Point): number => Math.hypot(bx - ax, by - ay);

/**
 * An outline's edges as chains of vertices on their geodesics, each with its pad: how far the edge's
 * other reading may lie from it. Source: docs/geometry.md.
 */

import geographiclib from "geographiclib-geodesic";
import { BadVolume } from "./bad-volume.ts";
import { toEcefMm } from "./ecef.ts";
import { CURVATURE_RADIUS_MIN_M } from "./ellipsoid.ts";
import type { Edges, Position } from "./footprint.ts";
import { EDGE_MAX_M, EDGE_SPLIT_MAX_M, GEOMETRY_LIMITS } from "./limits.ts";

const { WGS84 } = geographiclib.Geodesic;

export type Traced = { ecefMm: number[]; padMm: number[]; timesMs: number[] };

/** The chain of vertices with long edges split, its pads, and its times where it moves. */
export const traceEdges = (
  points: readonly Position[],
  edges: Edges,
  field: string,
  timesMs: readonly number[] = [],
): Traced => {
  const lines = points
    .slice(1)
    .map((to, i) => measureEdge(points[i] as Position, to, `${field}[${i}]`));
  const totalM = lines.reduce((sum, line) => sum + line.lengthM, 0);
  const stepM = Math.max(EDGE_MAX_M, (2 * totalM) / GEOMETRY_LIMITS.surveyedVerticesMax);
  if (stepM > EDGE_SPLIT_MAX_M) {
    throw new BadVolume(field, "the outline is too long to be exact about", "split the area");
  }
  const pieces = cutLines(lines, edges, { points, field, stepM });
  const traced: Traced = {
    ecefMm: toEcefMm(points[0] as Position),
    padMm: [],
    timesMs: timesMs.slice(0, 1),
  };
  for (const [i, { lengthM, along }] of lines.entries()) {
    const { bulgeM, cuts } = pieces[i] as CutLine;
    for (const [k, end] of cuts.entries()) {
      const from = k === 0 ? 0 : (cuts[k - 1] as number);
      const isLast = end === 1;
      traced.ecefMm.push(...toEcefMm(isLast ? (points[i + 1] as Position) : along(end * lengthM)));
      traced.padMm.push(Math.ceil(1000 * bulgeM * nearestToMiddle(from, end)));
      if (timesMs.length > 0) {
        const [startMs, endMs] = [timesMs[i] as number, timesMs[i + 1] as number];
        traced.timesMs.push(isLast ? endMs : startMs + (endMs - startMs) * end);
      }
    }
  }
  if (traced.padMm.every((pad) => pad === 0)) traced.padMm = [];
  return traced;
};

/** How far an edge may lie from its geodesic at its middle, and where it is cut: fractions, 1 last. */
type CutLine = { readonly bulgeM: number; readonly cuts: readonly number[] };

/** Cuts sharpened at the corners, unless that takes more vertices than one footprint may have. */
const cutLines = (
  lines: readonly { readonly lengthM: number }[],
  edges: Edges,
  { points, field, stepM }: { points: readonly Position[]; field: string; stepM: number },
): CutLine[] => {
  const bulgesM = lines.map(({ lengthM }, i) =>
    edges === "lonlat"
      ? bulgeM4(points[i] as Position, points[i + 1] as Position, lengthM, `${field}[${i}]`)
      : 0,
  );
  const cutAll = (areCornersSharp: boolean): CutLine[] =>
    lines.map(({ lengthM }, i) => {
      const bulgeM = bulgesM[i] as number;
      const corners = areCornersSharp ? cornerCuts(lengthM, bulgeM) : [];
      return { bulgeM, cuts: fillCuts(corners, stepM / lengthM) };
    });
  const sharp = cutAll(true);
  const vertexCount = sharp.reduce((sum, { cuts }) => sum + cuts.length, 0);
  return vertexCount <= GEOMETRY_LIMITS.surveyedVerticesMax ? sharp : cutAll(false);
};

/** A doubt about an edge below this is left as it is. */
const PAD_FINE_M = 0.04;

/**
 * Where an edge of which the middle is in doubt is cut near its ends, in the first half: its ends are
 * not in doubt, so the pad of what begins at a corner must not reach round it to the neighbour's
 * edge. The first piece has half of PAD_FINE_M; the pad of each next one is at most a quarter of its
 * distance from the corner.
 */
const cornerCuts = (lengthM: number, bulgeM: number): number[] => {
  if (bulgeM <= PAD_FINE_M) return [];
  const cuts: number[] = [];
  let next = PAD_FINE_M / 2 / (4 * bulgeM);
  while (next < 0.25) {
    cuts.push(next);
    if (bulgeM <= (next * lengthM) / 4) break;
    next *= Math.max(2, lengthM / (16 * bulgeM));
  }
  return cuts;
};

/** Cuts of the first half and their mirror images, with even steps of at most `step` between. */
const fillCuts = (firstHalf: readonly number[], step: number): number[] => {
  const stops = [...firstHalf, ...firstHalf.map((f) => 1 - f).toReversed(), 1];
  return stops.flatMap((stop, i) => {
    const from = i === 0 ? 0 : (stops[i - 1] as number);
    const count = Math.max(1, Math.ceil((stop - from) / step));
    return Array.from({ length: count }, (_, k) =>
      k === count - 1 ? stop : from + ((stop - from) * (k + 1)) / count,
    );
  });
};

/** The largest 4f(1 − f) for f in [from, to]: how much of the bulge this part of an edge can show. */
const nearestToMiddle = (from: number, to: number): number => {
  const f = Math.min(Math.max(0.5, from), to);
  return 4 * f * (1 - f);
};

const measureEdge = (from: Position, to: Position, field: string) => {
  const line = WGS84.InverseLine(from[1], from[0], to[1], to[0]);
  const lengthM = line.s13;
  if (lengthM > 2 * GEOMETRY_LIMITS.footprintReachMaxM) {
    throw new BadVolume(field, "an edge spans half the globe", "add points along the edge");
  }
  const along = (atM: number): Position => {
    const { lon2, lat2 } = line.Position(atM);
    return [lon2 as number, lat2 as number];
  };
  return { lengthM, along };
};

/**
 * How far a line straight in longitude and latitude can lie from the geodesic between the same
 * points, metres: the sagitta of an arc of that line's largest geodesic curvature.
 * Throws BadVolume near a pole, where the line turns by more than half a circle.
 */
const bulgeM4 = (from: Position, to: Position, lengthM: number, field: string): number => {
  const turnDeg = Math.abs(((to[0] - from[0] + 540) % 360) - 180);
  const [highDeg, lowDeg] = [
    Math.max(Math.abs(from[1]), Math.abs(to[1])),
    lowestDeg(from[1], to[1]),
  ];
  if (turnDeg === 0 || highDeg === 90 || lengthM === 0) return 0; // a meridian
  const rad = Math.PI / 180;
  const eastward = Math.cos(lowDeg * rad) * turnDeg;
  const sine = eastward / Math.hypot(eastward, to[1] - from[1]);
  const curvature = (Math.tan(highDeg * rad) * Math.min(1.1, 2.02 * sine)) / CURVATURE_RADIUS_MIN_M;
  const half = (curvature * lengthM) / 2;
  if (half >= 1) {
    throw new BadVolume(
      field,
      "so near the pole this edge has two readings that differ too much",
      'add points along the edge, or say edges "geodesic"',
    );
  }
  return curvature === 0 ? 0 : (1 - Math.sqrt(1 - half * half)) / curvature;
};

const lowestDeg = (a: number, b: number): number =>
  a * b < 0 ? 0 : Math.min(Math.abs(a), Math.abs(b));

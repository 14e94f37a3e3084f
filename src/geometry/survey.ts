/**
 * The edge of the geometry room: degrees in, millimetres out. All trigonometry happens here, once;
 * its results are stored, and whatever judges them later uses only what IEEE 754 fixes exactly.
 */

import { BadVolume } from "./bad-volume.ts";
import type { SurveyRefusal } from "./bad-volume.ts";
import { toEcefMm } from "./ecef.ts";
import { CURVATURE_RADIUS_MIN_M } from "./ellipsoid.ts";
import type { Circle, Corridor, Polygon, Position, Volume4D } from "./footprint.ts";
import { GEOMETRY_LIMITS } from "./limits.ts";
import { findCrossing, findLonlatCrossing } from "./ring-crossing.ts";
import type { Shape, SurveyedVolume } from "./shape.ts";
import { traceEdges } from "./trace.ts";

export type Surveyed =
  | { readonly ok: true; readonly value: SurveyedVolume; readonly notes: readonly string[] }
  | { readonly ok: false; readonly refusal: SurveyRefusal };

/**
 * The volume as the machine compares it.
 *
 * Vertices are ECEF whole millimetres (each within 0.87 mm); edges longer than 10 km are split on
 * the geodesic. Closing points and consecutive duplicates are folded, with a note.
 * Refuses: "bad-volume" with the field and the remedy.
 * Source: docs/geometry.md.
 */
export const surveyVolume = (volume: Volume4D): Surveyed => {
  try {
    checkBounds(volume);
    const notes: string[] = [];
    const shape = surveyFootprint(volume, notes);
    const { lowerM, upperM } = volume;
    // A moving disc without a stated window is there from its first instant to its last.
    const startMs = volume.startMs ?? shape.timesMs[0] ?? null;
    const endMs = volume.endMs ?? shape.timesMs.at(-1) ?? null;
    return { ok: true, value: { shape, lowerM, upperM, startMs, endMs }, notes };
  } catch (error) {
    if (error instanceof BadVolume) return { ok: false, refusal: error.refusal };
    throw error;
  }
};

const outwardMm = (metres: number): number => Math.ceil(metres * 1000) + 0;

const checkBounds = ({ lowerM, upperM, startMs, endMs }: Volume4D): void => {
  const bounds = { lowerM, upperM, startMs, endMs };
  for (const [field, value] of Object.entries(bounds)) {
    if (value !== null && !Number.isFinite(value)) {
      throw new BadVolume(field, `${field} is not a number`, "give a number, or null for no bound");
    }
  }
  for (const [field, valueM] of Object.entries({ lowerM, upperM })) {
    if (valueM === null || Math.abs(valueM) <= GEOMETRY_LIMITS.altitudeMaxM) continue;
    const detail = `${field} ${valueM} m is beyond ${GEOMETRY_LIMITS.altitudeMaxM} m`;
    throw new BadVolume(field, detail, "give metres, or null for no bound");
  }
  for (const [field, timeMs] of Object.entries({ startMs, endMs })) {
    if (timeMs !== null) checkInstant(timeMs, field);
  }
  if (lowerM !== null && upperM !== null && lowerM > upperM) {
    throw new BadVolume("lowerM", `lower ${lowerM} m is above upper ${upperM} m`, "swap them");
  }
  if (startMs !== null && endMs !== null && endMs < startMs) {
    throw new BadVolume("endMs", "the window ends before it starts", "put start before end");
  }
};

const checkInstant = (timeMs: number, field: string): void => {
  if (!Number.isFinite(timeMs)) throw new BadVolume(field, "not a time", "give Unix ms");
  if (Math.abs(timeMs) > GEOMETRY_LIMITS.timeMaxMs)
    throw new BadVolume(field, `${timeMs} ms is no instant of the calendar`, "give Unix ms");
};

const surveyFootprint = (volume: Volume4D, notes: string[]): Shape => {
  const { footprint } = volume;
  switch (footprint.kind) {
    case "circle":
      return surveyCircle(footprint);
    case "polygon":
      return surveyPolygon(footprint, notes);
    case "corridor":
      return surveyCorridor(footprint, volume, notes);
    default:
      throw new BadVolume(
        "footprint.kind",
        "unknown kind of footprint",
        "use circle, polygon or corridor",
      );
  }
};

const surveyCircle = ({ center, radiusM }: Circle): Shape => {
  checkPosition(center, "footprint.center");
  checkReach(radiusM, "footprint.radiusM", GEOMETRY_LIMITS.circleRadiusMaxM);
  return {
    kind: "point",
    ecefMm: toEcefMm(center),
    radiusMm: outwardMm(radiusM),
    padMm: [],
    timesMs: [],
  };
};

const surveyPolygon = ({ ring, edges }: Polygon, notes: string[]): Shape => {
  checkVertices(ring, "footprint.ring");
  const folded = foldDuplicates(ring, "footprint.ring", notes);
  if (folded.length > 1 && isSamePlace(folded[0] as Position, folded.at(-1) as Position))
    folded.pop();
  if (!hasThreePlaces(folded)) {
    throw new BadVolume(
      "footprint.ring",
      "fewer than 3 distinct points",
      "give at least 3 corners",
    );
  }
  const traced = traceEdges([...folded, folded[0] as Position], edges, "footprint.ring");
  traced.ecefMm.length -= 3; // the closing vertex
  checkCompact(traced.ecefMm, "footprint.ring");
  const crossing = findCrossing(folded.flatMap((p) => toEcefMm(p)));
  // A long edge's geodesic may run over a corner that its other reading passes by: both are covered.
  if (crossing && (edges === "geodesic" || findLonlatCrossing(folded))) {
    const [first, second] = crossing;
    throw new BadVolume(
      "footprint.ring",
      `the ring crosses itself: edge ${first + 1} (${edgeText(folded, first)}) and edge ${second + 1} (${edgeText(folded, second)})`,
      "order the corners along the outline, or split the area in two",
    );
  }
  return { kind: "area", ...traced, radiusMm: 0, timesMs: [] };
};

const surveyCorridor = (corridor: Corridor, volume: Volume4D, notes: string[]): Shape => {
  const { route, halfWidthM, timesMs } = corridor;
  checkVertices(route, "footprint.route");
  checkReach(halfWidthM, "footprint.halfWidthM", GEOMETRY_LIMITS.corridorHalfWidthMaxM);
  if (timesMs) {
    checkTimes(timesMs, route.length, volume);
    const waiting = addWaits(route, timesMs, volume);
    return surveyRoute({ ...corridor, ...waiting });
  }
  return surveyRoute({ ...corridor, route: foldDuplicates(route, "footprint.route", notes) });
};

const surveyRoute = ({ route, halfWidthM, edges, timesMs }: Corridor): Shape => {
  if (route.length < 2) {
    throw new BadVolume(
      "footprint.route",
      "fewer than 2 distinct points",
      "give a route, or a circle",
    );
  }
  const traced = traceEdges(route, edges, "footprint.route", timesMs);
  checkCompact(traced.ecefMm, "footprint.route");
  return { kind: "path", radiusMm: outwardMm(halfWidthM), ...traced };
};

/** Within its window but before its first instant or after its last, the disc waits at that end. */
const addWaits = (
  route: readonly Position[],
  timesMs: readonly number[],
  { startMs, endMs }: Volume4D,
): { readonly route: readonly Position[]; readonly timesMs: readonly number[] } => {
  const isEarly = startMs !== null && startMs < (timesMs[0] as number);
  const isLate = endMs !== null && endMs > (timesMs.at(-1) as number);
  return {
    route: [
      ...(isEarly ? [route[0] as Position] : []),
      ...route,
      ...(isLate ? [route.at(-1) as Position] : []),
    ],
    timesMs: [...(isEarly ? [startMs] : []), ...timesMs, ...(isLate ? [endMs] : [])],
  };
};

const checkPosition = (position: Position, field: string): void => {
  const [lngDeg, latDeg] = position;
  if (!Number.isFinite(lngDeg) || !Number.isFinite(latDeg)) {
    throw new BadVolume(
      field,
      "a coordinate is not a number",
      "give longitude and latitude in degrees",
    );
  }
  if (Math.abs(latDeg) > 90) {
    const swapped = Math.abs(lngDeg) <= 90 ? "; longitude comes first: are they swapped?" : "";
    throw new BadVolume(
      field,
      `latitude ${latDeg} is beyond 90°${swapped}`,
      "give latitude from -90 to 90",
    );
  }
  if (Math.abs(lngDeg) > 360) {
    throw new BadVolume(
      field,
      `longitude ${lngDeg} is beyond 360°`,
      "give longitude from -180 to 180",
    );
  }
};

const checkVertices = (vertices: readonly Position[], field: string): void => {
  if (vertices.length > GEOMETRY_LIMITS.verticesPerFootprintMax) {
    throw new BadVolume(
      field,
      `${vertices.length} points, limit ${GEOMETRY_LIMITS.verticesPerFootprintMax}`,
      "simplify the outline outward, or split it",
    );
  }
  for (const [i, position] of vertices.entries()) checkPosition(position, `${field}[${i}]`);
};

const checkReach = (valueM: number, field: string, maxM: number): void => {
  if (!Number.isFinite(valueM) || valueM < 0) {
    throw new BadVolume(field, `${field} must be zero or more metres`, "give metres");
  }
  if (valueM > maxM) throw new BadVolume(field, `${valueM} m is over ${maxM} m`, "split the area");
};

const checkTimes = (timesMs: readonly number[], pointCount: number, volume: Volume4D): void => {
  const field = "footprint.timesMs";
  if (timesMs.length !== pointCount) {
    throw new BadVolume(
      field,
      `${timesMs.length} times for ${pointCount} points`,
      "give one time a point",
    );
  }
  for (const [i, timeMs] of timesMs.entries()) {
    checkInstant(timeMs, `${field}[${i}]`);
    if (i > 0 && timeMs < (timesMs[i - 1] as number)) {
      throw new BadVolume(`${field}[${i}]`, "times run backwards", "order the points by time");
    }
  }
  const isWithin =
    (volume.startMs ?? -Infinity) <= (timesMs[0] as number) &&
    (volume.endMs ?? Infinity) >= (timesMs.at(-1) as number);
  if (!isWithin) {
    throw new BadVolume(
      field,
      "a leg lies outside the window",
      "widen the window to hold every leg",
    );
  }
};

/** To the millimetre: what the record can tell apart. */
const isSamePlace = (a: Position, b: Position): boolean => {
  if (Math.abs(a[1] - b[1]) > 1e-7) return false;
  const [[ax, ay, az], [bx, by, bz]] = [toEcefMm(a), toEcefMm(b)];
  return ax === bx && ay === by && az === bz;
};

const foldDuplicates = (
  points: readonly Position[],
  field: string,
  notes: string[],
): Position[] => {
  const folded = points.filter((p, i) => i === 0 || !isSamePlace(p, points[i - 1] as Position));
  const count = points.length - folded.length;
  if (count > 0) notes.push(`${field}: ${count} repeated point(s) folded`);
  return folded;
};

const hasThreePlaces = (points: readonly Position[]): boolean => {
  const first = points[0] as Position;
  const second = points.find((p) => !isSamePlace(p, first));
  return (
    second !== undefined && points.some((p) => !isSamePlace(p, first) && !isSamePlace(p, second))
  );
};

const edgeText = (ring: readonly Position[], i: number): string => {
  const [from, to] = [ring[i] as Position, ring[(i + 1) % ring.length] as Position];
  return `${from.join(" ")} to ${to.join(" ")}`;
};

const checkCompact = (ecefMm: readonly number[], field: string): void => {
  const [x, y, z] = [0, 1, 2].map((axis) =>
    ecefMm.reduce((sum, value, i) => (i % 3 === axis ? sum + value : sum), 0),
  ) as [number, number, number];
  const length = Math.hypot(x, y, z);
  const reachCosine = Math.cos(GEOMETRY_LIMITS.footprintReachMaxM / CURVATURE_RADIUS_MIN_M);
  for (let i = 0; i < ecefMm.length; i += 3) {
    const [px, py, pz] = [ecefMm[i] as number, ecefMm[i + 1] as number, ecefMm[i + 2] as number];
    if (px * x + py * y + pz * z < reachCosine * length * Math.hypot(px, py, pz)) {
      throw new BadVolume(field, "reaches over 5,000 km from its middle", "split the area");
    }
  }
};

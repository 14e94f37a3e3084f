/** Positions as files write them: longitude and latitude in WGS84 degrees. */

import type { Position } from "../geometry/footprint.ts";
import { LIMITS } from "./limits.ts";
import { Unreadable } from "./unreadable.ts";

/**
 * A position from longitude and latitude.
 *
 * A longitude one turn off, as files over the antimeridian write it, is brought back with a note.
 * Refuses: anything but finite numbers, and degrees out of range.
 */
export const parsePosition = (lng: unknown, lat: unknown, notes: Set<string>): Position => {
  if (!isFinite(lng) || !isFinite(lat)) {
    throw new Unreadable(
      `${shown([lng, lat])} is no position: give longitude, then latitude, as numbers`,
    );
  }
  if (lat < -90 || lat > 90) {
    throw new Unreadable(
      `latitude ${lat} is outside -90 to 90: longitude comes first, then latitude`,
    );
  }
  if (lng < -360 || lng > 360) {
    throw new Unreadable(`longitude ${lng} is outside -180 to 180: correct it`);
  }
  if (lng >= -180 && lng <= 180) return [lng, lat];
  notes.add("longitudes past 180 are brought back into -180 to 180");
  return [lng > 180 ? lng - 360 : lng + 360, lat];
};

/** The outline as the geometry room takes it: the closing point, if written, is left out. */
export const parseRing = (positions: readonly Position[]): Position[] => {
  checkVertexCount(positions.length);
  const [first, last] = [positions[0], positions.at(-1)];
  const isClosed =
    positions.length > 1 && first !== undefined && last !== undefined && areEqual(first, last);
  const ring = isClosed ? positions.slice(0, -1) : [...positions];
  if (new Set(ring.map(String)).size < 3) {
    throw new Unreadable("polygon has fewer than 3 distinct points: give at least 3 corners");
  }
  return ring;
};

/** The route of a corridor: at least one point. */
export const parseRoute = (positions: readonly Position[]): readonly Position[] => {
  checkVertexCount(positions.length);
  if (positions.length < 2) throw new Unreadable("line has fewer than 2 points: give at least 2");
  return positions;
};

/** Refuses more points than a ring or route may hold, before they are looked at. */
export const checkVertexCount = (count: number): void => {
  if (count <= LIMITS.verticesPerRingMax) return;
  throw new Unreadable(
    `${count} points are over the limit of ${LIMITS.verticesPerRingMax}: simplify the outline outward`,
  );
};

const isFinite = (value: unknown): value is number => Number.isFinite(value);

const areEqual = (a: Position, b: Position): boolean => a[0] === b[0] && a[1] === b[1];

const shown = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 80);

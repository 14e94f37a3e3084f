/**
 * A cell of the Global Area Reference System: 5 minutes of arc each way, about 9 km, as "251MR39".
 *
 * Part of the view, where trigonometry may be: the state keeps the place, the reader gets the cell.
 * Source: GARS, U.S. National Geospatial-Intelligence Agency: 30-minute cell, quadrant, keypad.
 */

import type { Place } from "../../geometry/meeting.ts";
import { ECCENTRICITY2 } from "../../geometry/ellipsoid.ts";

export type Cell = {
  readonly id: string;
  readonly westDeg: number;
  readonly southDeg: number;
  readonly eastDeg: number;
  readonly northDeg: number;
};

/** No I and no O: they look like digits. */
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
/** Keypad cells in a degree, and in a 30-minute cell. */
const PER_DEGREE = 12;
const PER_CELL = 6;

/** The cell that holds a place. */
export const cellAt = ([x, y, z]: Place): Cell => {
  const lngDeg = (Math.atan2(y, x) * 180) / Math.PI;
  const flat = Math.sqrt(x * x + y * y) * (1 - ECCENTRICITY2);
  return cellOf(lngDeg, (Math.atan2(z, flat) * 180) / Math.PI);
};

/** The cell of a longitude and a latitude, degrees; the antimeridian is west. */
export const cellOf = (lngDeg: number, latDeg: number): Cell => {
  const column = Math.floor((lngDeg + 180) * PER_DEGREE) % (360 * PER_DEGREE);
  const row = Math.max(0, Math.min(180 * PER_DEGREE - 1, Math.floor((latDeg + 90) * PER_DEGREE)));
  const [westDeg, southDeg] = [column / PER_DEGREE - 180, row / PER_DEGREE - 90];
  return {
    id: nameOf(column, row),
    westDeg,
    southDeg,
    eastDeg: (column + 1) / PER_DEGREE - 180,
    northDeg: (row + 1) / PER_DEGREE - 90,
  };
};

const nameOf = (column: number, row: number): string => {
  const band = Math.floor(row / PER_CELL);
  const [inColumn, inRow] = [column % PER_CELL, row % PER_CELL];
  // Quadrants and keys are counted from the north-west, as on a telephone.
  const quadrant = (inRow < 3 ? 3 : 1) + (inColumn < 3 ? 0 : 1);
  const key = (2 - (inRow % 3)) * 3 + (inColumn % 3) + 1;
  const number = String(Math.floor(column / PER_CELL) + 1).padStart(3, "0");
  const letters = LETTERS[Math.floor(band / LETTERS.length)]! + LETTERS[band % LETTERS.length]!;
  return `${number}${letters}${quadrant}${key}`;
};

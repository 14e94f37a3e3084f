/**
 * Coarse square cells of the unfolded earth: which ones a set of volumes covers, and in which one a
 * place lies. For saying how much of a volume was seen, never for judging nearness.
 */

import { BOX_STRIDE } from "./box-index.ts";
import { EQUATORIAL_M, POLAR_M } from "./ellipsoid.ts";
import { areSpheresApart, measureGap } from "./gap.ts";
import { boxesOf, groundOf, sheetOf } from "./sheet.ts";
import type { Solid, Solid4D } from "./solid.ts";
import { makePoint } from "./within.ts";

/** Cells that all volumes of an operation are cut into, at most: a share told in whole percents. */
export const SHEET_CELLS_MAX = 256;
const CELL_MIN_M = 64;
/** Cells across the sheet: more than there are, and products stay whole numbers. */
const ROW = 2 ** 22;

/** The smallest power of two in metres with which the boxes of the volumes stay within the bound. */
export const cellSizeM = (volumes: readonly Solid4D[]): number => {
  const boxes = volumes.map((volume) => boxesOf(volume));
  for (let sizeM = CELL_MIN_M; ; sizeM *= 2) {
    let count = 0;
    for (const box of boxes) {
      for (let at = 0; at < box.length; at += BOX_STRIDE) count += countCells(box, at, sizeM);
    }
    if (count <= Math.max(SHEET_CELLS_MAX, 4 * boxes.length)) return sizeM;
  }
};

const span = (from: number, to: number, sizeM: number): number =>
  Math.floor(to / sizeM) - Math.floor(from / sizeM) + 1;

const countCells = (box: Float64Array, at: number, sizeM: number): number =>
  span(box[at]!, box[at + 4]!, sizeM) * span(box[at + 1]!, box[at + 5]!, sizeM);

/** The cell of a place (earth-centred, any length): one whole number. */
export const cellOf = (x: number, y: number, z: number, sizeM: number): number => {
  const [sheetX, sheetY] = sheetOf(x, y, z);
  return Math.floor(sheetX / sizeM) * ROW + Math.floor(sheetY / sizeM);
};

/** The cells whose middle is within half a cell of a volume, in ascending order. */
export const cellsOf = (volumes: readonly Solid4D[], sizeM: number): number[] => {
  const cells = new Set<number>();
  for (const volume of volumes) {
    const boxes = boxesOf(volume);
    for (let at = 0; at < boxes.length; at += BOX_STRIDE) {
      const [fromX, toX] = [Math.floor(boxes[at]! / sizeM), Math.floor(boxes[at + 4]! / sizeM)];
      const [fromY, toY] = [Math.floor(boxes[at + 1]! / sizeM), Math.floor(boxes[at + 5]! / sizeM)];
      for (let i = fromX; i <= toX; i++) {
        for (let k = fromY; k <= toY; k++) {
          const cell = i * ROW + k;
          if (!cells.has(cell) && isNearMiddle(volume.solid, cell, sizeM)) cells.add(cell);
        }
      }
    }
  }
  return [...cells].toSorted((a, b) => a - b);
};

/** Is the middle of the cell within half a cell of the solid? */
const isNearMiddle = (solid: Solid, cell: number, sizeM: number): boolean =>
  isMiddleWithin(solid, cell, { sizeM, reachM: sizeM / 2 });

/** May any part of the cell be in the solid? Cells next to it may count too. */
export const mayTouch = (solid: Solid, cell: number, sizeM: number): boolean =>
  isMiddleWithin(solid, cell, { sizeM, reachM: sizeM });

const isMiddleWithin = (
  solid: Solid,
  cell: number,
  { sizeM, reachM }: { readonly sizeM: number; readonly reachM: number },
): boolean => {
  const [column, row] = [Math.floor(cell / ROW), cell % ROW];
  const [x, y, z] = onEllipsoid(groundOf((column + 0.5) * sizeM, (row + 0.5) * sizeM));
  const point = makePoint(x, y, z);
  const limitM = solid.radiusM + reachM;
  if (areSpheresApart(solid, point, limitM + solid.padMaxM)) return false;
  const gap = measureGap({ a: solid, b: point, limitM, withinMs: null });
  return gap !== null && gap.lowerM <= limitM;
};

/** Along the direction from the earth's centre to the ground; whole millimetres. */
const onEllipsoid = ([x, y, z]: readonly [number, number, number]): readonly [
  number,
  number,
  number,
] => {
  const scale =
    1000 /
    Math.sqrt((x * x + y * y) / (EQUATORIAL_M * EQUATORIAL_M) + (z * z) / (POLAR_M * POLAR_M));
  return [Math.round(x * scale), Math.round(y * scale), Math.round(z * scale)];
};

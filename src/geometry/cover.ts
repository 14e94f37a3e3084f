/** The cells that a box takes up, and the box's shape in each. Hot path: flat arrays, reused. */

import { DIMENSIONS, STEPS } from "./grids.ts";
import { grown } from "./row-list.ts";

const LAST_STEP = STEPS - 1;
/**
 * A shape: eight nibbles of three bits each; from the lowest, the first step the box touches in x, y,
 * z, t, then how far the last step it touches lies from the cell's end in x, y, z, t. The fourth bit
 * of each nibble stays free to catch the borrow when shapes are compared.
 */
const WHOLE_SHAPE = 0x77777777;
/** The fourth bit of each nibble. */
export const GUARDS = 0x88888888 | 0;

/**
 * What a shape must not exceed in any nibble to meet `shape` in the same cell: its last steps where
 * the other has first ones, and the other way round; with the guards set.
 */
export const limitsOf = (shape: number): number => {
  const turned = WHOLE_SHAPE - shape;
  return (turned << 16) | (turned >>> 16) | GUARDS;
};

/** The cells of one box in one grid, and the box's shape in each. Reused. */
export class Cover {
  cellCount = 0;
  tags: Int32Array<ArrayBuffer> = new Int32Array(128);
  flags: Int32Array<ArrayBuffer> = new Int32Array(128);
  shapes: Int32Array<ArrayBuffer> = new Int32Array(128);
  private grid = 0;
  /** First and last cell in each dimension, and the steps touched in them. */
  private readonly first = new Float64Array(DIMENSIONS);
  private readonly last = new Float64Array(DIMENSIONS);
  private readonly low = new Int32Array(DIMENSIONS);
  private readonly high = new Int32Array(DIMENSIONS);
  private readonly stepEdges: Float64Array;

  constructor(stepEdges: Float64Array) {
    this.stepEdges = stepEdges;
  }

  get bytes(): number {
    return this.tags.byteLength + this.flags.byteLength + this.shapes.byteLength;
  }

  /** Sets the range of cells; how many they are (Infinity when the box is endless and the grid is not). */
  measure(grid: number, boxes: Float64Array, offset: number): number {
    const { first, last, low, high, stepEdges } = this;
    let cellCount = 1;
    for (let d = 0; d < DIMENSIONS; d++) {
      const edge = stepEdges[grid * DIMENSIONS + d]!;
      const firstStep = edge === Infinity ? 0 : Math.floor(boxes[offset + d]! / edge);
      const lastStep = edge === Infinity ? 0 : Math.floor(boxes[offset + d + 4]! / edge);
      first[d] = Math.floor(firstStep / STEPS);
      last[d] = Math.floor(lastStep / STEPS);
      low[d] = firstStep - first[d]! * STEPS;
      high[d] = lastStep - last[d]! * STEPS;
      cellCount *= last[d]! - first[d]! + 1;
    }
    this.grid = grid;
    this.cellCount = cellCount;
    return cellCount;
  }

  /** Writes out the cells of the range that was measured. */
  list(): void {
    while (this.cellCount > this.tags.length) {
      this.tags = grown(this.tags);
      this.flags = grown(this.flags);
      this.shapes = grown(this.shapes);
    }
    const { first, last, tags, flags, shapes } = this;
    let i = 0;
    for (let t = first[3]!; t <= last[3]!; t++) {
      for (let x = first[0]!; x <= last[0]!; x++) {
        for (let y = first[1]!; y <= last[1]!; y++) {
          const stem = hashStem(this.grid, t, x, y);
          const flag = this.flag(0, x) | this.flag(1, y) | this.flag(3, t);
          const shape = this.shape(0, x) | this.shape(1, y) | this.shape(3, t);
          for (let z = first[2]!; z <= last[2]!; z++) {
            tags[i] = hashCell(stem, z);
            flags[i] = flag | this.flag(2, z);
            shapes[i] = shape | this.shape(2, z);
            i++;
          }
        }
      }
    }
  }

  private flag(d: number, cell: number): number {
    return cell > this.first[d]! ? 1 << d : 0;
  }

  private shape(d: number, cell: number): number {
    const low = cell === this.first[d] ? this.low[d]! : 0;
    const high = cell === this.last[d] ? this.high[d]! : LAST_STEP;
    return (low | ((LAST_STEP - high) << 16)) << (4 * d);
  }
}

const hashStem = (grid: number, t: number, x: number, y: number): number => {
  let h = Math.imul(grid + 1, 0x9e3779b1) ^ Math.imul(t, 0x85ebca77);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) ^ Math.imul(x, 0xc2b2ae3d);
  h = Math.imul(h ^ (h >>> 13), 0x297a2d39) ^ Math.imul(y, 0x27d4eb2f);
  return h;
};

/** Never 0, which marks an unused slot. Two cells of one tag share a block; that costs time only. */
const hashCell = (stem: number, z: number): number => {
  let h = stem ^ Math.imul(z, 0x165667b1);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return h ^ (h >>> 16) || 1;
};

/**
 * Boxes in four dimensions, found by what they meet. Hot path: flat arrays, no allocation per query.
 *
 * A hash of grid cells over x, y, altitude and time. Each box lies in the grid whose cells fit its
 * size in each dimension (a giant in a coarse one, an unbounded one in the one cell of an endless
 * grid), so no box lies in more than a few dozen cells. A cell keeps with each box its shape, rounded
 * outward to eighths of the cell, in one word: one subtraction tells most strangers apart without a
 * look at their bounds, which lie elsewhere in memory. Measured against others in bench/results.md.
 */

import { CellTable, EMPTY } from "./cell-table.ts";
import { Cover, GUARDS, limitsOf } from "./cover.ts";
import { DIMENSIONS, GRID_COUNT, Grids } from "./grids.ts";
import type { CellSize } from "./grids.ts";
import { grown, RowList } from "./row-list.ts";

/** Numbers of one box: min x, y (metres on the sheet), z (metres), t (ms), then max of each. */
export const BOX_STRIDE = 8;

/** Best for boxes asked for by boxes of their own size; the optimum is flat. */
const DEFAULT_CELLS: CellSize = { lateralM: 6_000, altitudeM: 400, timeMs: 3_600_000 };

/** Row and flags share the 31 bits of a cell's entry; flag d: the box begins before this cell in d. */
const ROW_COUNT_MAX = 1 << 27;
const FLAG_BITS = 4;

/**
 * The index. Ids are small whole numbers chosen by the caller (columns are as long as the largest);
 * an id may have several boxes. Bounds are closed: touching is meeting.
 *
 * add and remove are O(cells of the box), query O(cells + candidates); a query larger than a grid's
 * content reads that content in a row instead.
 */
export class BoxIndex {
  /** Boxes held. */
  size = 0;
  private bounds = new Float64Array(64 * BOX_STRIDE);
  private idOfRow = new Int32Array(64).fill(EMPTY);
  /** Rows of one id are a list; free rows are another. */
  private nextRow = new Int32Array(64);
  private placeInGrid = new Int32Array(64);
  private placeInEnd = new Int32Array(64);
  private firstRow = new Int32Array(64).fill(EMPTY);
  private freeRow = EMPTY;
  private rowCount = 0;
  private readonly rowsOfGrid = Array.from({ length: GRID_COUNT }, () => new RowList());
  private readonly grids: Grids;
  private readonly rowsByEnd = new Map<number, RowList>();
  private readonly cells = new CellTable();
  private readonly cover: Cover;
  private hits = new Int32Array(64);
  private hitCount = 0;

  constructor(cells: CellSize = DEFAULT_CELLS) {
    this.grids = new Grids(cells);
    this.cover = new Cover(this.grids.stepEdges);
  }

  /** Adds one box of `id` from `boxes` at `offset`. */
  add(id: number, boxes: Float64Array, offset = 0): void {
    checkBox(boxes, offset);
    const row = this.takeRow(id);
    for (let k = 0; k < BOX_STRIDE; k++) this.bounds[row * BOX_STRIDE + k] = boxes[offset + k]!;
    const grid = this.grids.of(boxes, offset);
    this.placeInGrid[row] = this.rowsOfGrid[grid]!.push(row);
    this.noteEnd(row);
    const { cover } = this;
    cover.measure(grid, boxes, offset);
    cover.list();
    for (let i = 0; i < cover.cellCount; i++) {
      this.cells.enter(cover.tags[i]!, (row << FLAG_BITS) | cover.flags[i]!, cover.shapes[i]!);
    }
    this.size++;
  }

  /** Removes all boxes of `id`; false when it has none. */
  remove(id: number): boolean {
    let row = id < this.firstRow.length ? this.firstRow[id]! : EMPTY;
    if (row === EMPTY) return false;
    while (row !== EMPTY) {
      const next = this.nextRow[row]!;
      this.dropRow(row);
      row = next;
    }
    this.firstRow[id] = EMPTY;
    return true;
  }

  has(id: number): boolean {
    return id < this.firstRow.length && this.firstRow[id] !== EMPTY;
  }

  /**
   * Ids of all boxes that meet any of `boxes` (one or more, flat), each once, lowest first.
   * The answer is overwritten by the next query. Roles may be swapped: an index of subscriptions
   * queried with a volume answers who subscribes there.
   */
  query(boxes: Float64Array): Int32Array {
    this.hitCount = 0;
    for (let offset = 0; offset < boxes.length; offset += BOX_STRIDE) {
      checkBox(boxes, offset);
      this.collect(boxes, offset);
    }
    return sortUnique(this.hits, this.hitCount);
  }

  /** Removes every id all of whose boxes end before `ms`; the ids, lowest first. */
  expire(beforeMs: number): number[] {
    const expired: number[] = [];
    for (const [bucket, ending] of this.rowsByEnd) {
      if (bucket * this.grids.finestMs >= beforeMs) continue;
      for (const row of ending.rows.slice(0, ending.count)) {
        const id = this.idOfRow[row]!;
        if (id === EMPTY || this.lastEndMs(id) >= beforeMs) continue;
        this.remove(id);
        expired.push(id);
      }
    }
    return expired.sort((a, b) => a - b);
  }

  /** Bytes of all arrays, used and reserved. */
  get bytes(): number {
    const columns = [
      this.bounds,
      this.idOfRow,
      this.nextRow,
      this.placeInGrid,
      this.placeInEnd,
      this.firstRow,
      this.hits,
      ...[...this.rowsOfGrid, ...this.rowsByEnd.values()].map((list) => list.rows),
    ];
    const bytes = columns.reduce((sum, column) => sum + column.byteLength, 0);
    return bytes + this.cells.bytes + this.cover.bytes;
  }

  private collect(boxes: Float64Array, offset: number): void {
    for (let grid = 0; grid < GRID_COUNT; grid++) {
      const rows = this.rowsOfGrid[grid]!;
      if (rows.count === 0) continue;
      // Looking into a cell costs as much as reading a few rows that stand side by side.
      if (this.cover.measure(grid, boxes, offset) * 4 > rows.count + 64)
        this.scanRows(rows, boxes, offset);
      else this.visitCells(boxes, offset);
    }
  }

  private scanRows(rows: RowList, boxes: Float64Array, offset: number): void {
    for (let i = 0; i < rows.count; i++) {
      const row = rows.rows[i]!;
      if (this.meets(row, boxes, offset)) this.hit(this.idOfRow[row]!);
    }
  }

  private visitCells(boxes: Float64Array, offset: number): void {
    const { cover, cells } = this;
    cover.list();
    for (let i = 0; i < cover.cellCount; i++) {
      const block = cells.find(cover.tags[i]!);
      if (block === EMPTY) continue;
      const flags = cover.flags[i]!;
      const limits = limitsOf(cover.shapes[i]!);
      const { pool } = cells;
      const end = block + 2 + 2 * pool[block + 1]!;
      for (let at = block + 2; at < end; at += 2) {
        if (((limits - pool[at + 1]!) & GUARDS) !== GUARDS) continue;
        const entry = pool[at]!;
        if ((entry & flags) !== 0) continue; // both begin before this cell: seen in an earlier one
        const row = entry >> FLAG_BITS;
        if (this.meets(row, boxes, offset)) this.hit(this.idOfRow[row]!);
      }
    }
  }

  private meets(row: number, boxes: Float64Array, offset: number): boolean {
    const { bounds } = this;
    const at = row * BOX_STRIDE;
    return (
      bounds[at]! <= boxes[offset + 4]! &&
      bounds[at + 4]! >= boxes[offset]! &&
      bounds[at + 1]! <= boxes[offset + 5]! &&
      bounds[at + 5]! >= boxes[offset + 1]! &&
      bounds[at + 3]! <= boxes[offset + 7]! &&
      bounds[at + 7]! >= boxes[offset + 3]! &&
      bounds[at + 2]! <= boxes[offset + 6]! &&
      bounds[at + 6]! >= boxes[offset + 2]!
    );
  }

  private hit(id: number): void {
    if (this.hitCount === this.hits.length) this.hits = grown(this.hits);
    this.hits[this.hitCount++] = id;
  }

  private takeRow(id: number): number {
    while (id >= this.firstRow.length) this.firstRow = grown(this.firstRow, EMPTY);
    let row = this.freeRow;
    if (row === EMPTY) {
      row = this.rowCount++;
      if (row === ROW_COUNT_MAX) throw new RangeError("more boxes than one index can hold");
      if (row === this.idOfRow.length) this.growRows();
    } else this.freeRow = this.nextRow[row]!;
    this.idOfRow[row] = id;
    this.nextRow[row] = this.firstRow[id]!;
    this.firstRow[id] = row;
    return row;
  }

  private growRows(): void {
    this.idOfRow = grown(this.idOfRow, EMPTY);
    this.nextRow = grown(this.nextRow);
    this.placeInGrid = grown(this.placeInGrid);
    this.placeInEnd = grown(this.placeInEnd);
    const bounds = new Float64Array(this.idOfRow.length * BOX_STRIDE);
    bounds.set(this.bounds);
    this.bounds = bounds;
  }

  private dropRow(row: number): void {
    const offset = row * BOX_STRIDE;
    const grid = this.grids.of(this.bounds, offset);
    const { cover } = this;
    cover.measure(grid, this.bounds, offset);
    cover.list();
    for (let i = 0; i < cover.cellCount; i++) {
      this.cells.take(cover.tags[i]!, (row << FLAG_BITS) | cover.flags[i]!);
    }
    this.rowsOfGrid[grid]!.remove(row, this.placeInGrid);
    this.forgetEnd(row);
    this.idOfRow[row] = EMPTY;
    this.nextRow[row] = this.freeRow;
    this.freeRow = row;
    this.size--;
  }

  private noteEnd(row: number): void {
    const bucket = this.endBucket(row);
    if (bucket === Infinity) return;
    let ending = this.rowsByEnd.get(bucket);
    if (!ending) this.rowsByEnd.set(bucket, (ending = new RowList()));
    this.placeInEnd[row] = ending.push(row);
  }

  private forgetEnd(row: number): void {
    const bucket = this.endBucket(row);
    const ending = this.rowsByEnd.get(bucket);
    if (!ending) return;
    ending.remove(row, this.placeInEnd);
    if (ending.count === 0) this.rowsByEnd.delete(bucket);
  }

  private endBucket(row: number): number {
    return Math.floor(this.bounds[row * BOX_STRIDE + 7]! / this.grids.finestMs);
  }

  private lastEndMs(id: number): number {
    let last = -Infinity;
    for (let row = this.firstRow[id]!; row !== EMPTY; row = this.nextRow[row]!) {
      last = Math.max(last, this.bounds[row * BOX_STRIDE + 7]!);
    }
    return last;
  }
}

/** Past this a cell's number is no whole number of its own: counting up would never end. */
const BOUND_MAX = 2 ** 60;

/** A box of which some bound is NaN, out of order or beyond counting is a bug of the caller's. */
const checkBox = (boxes: Float64Array, offset: number): void => {
  for (let d = 0; d < DIMENSIONS; d++) {
    const [min, max] = [boxes[offset + d]!, boxes[offset + d + DIMENSIONS]!];
    const isSound =
      min <= max &&
      (min === -Infinity || (min >= -BOUND_MAX && min <= BOUND_MAX)) &&
      (max === Infinity || (max >= -BOUND_MAX && max <= BOUND_MAX));
    if (!isSound) throw new RangeError(`no box from ${min} to ${max} in dimension ${d}`);
  }
};

const sortUnique = (hits: Int32Array, count: number): Int32Array => {
  const found = hits.subarray(0, count);
  if (count > 40) found.sort();
  else {
    for (let i = 1; i < count; i++) {
      const id = found[i]!;
      let j = i - 1;
      for (; j >= 0 && found[j]! > id; j--) found[j + 1] = found[j]!;
      found[j + 1] = id;
    }
  }
  let kept = 0;
  for (let i = 0; i < count; i++)
    if (i === 0 || found[i] !== found[kept - 1]) found[kept++] = found[i]!;
  return found.subarray(0, kept);
};

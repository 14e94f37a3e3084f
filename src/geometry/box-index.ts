/**
 * Boxes in four dimensions, found by what they meet. Hot path: flat arrays, no allocation per query.
 *
 * A hash of grid cells over x, y, altitude and time. Each box lies in the grid whose cells fit its
 * size in each dimension (a giant in a coarse one, an unbounded one in the one cell of an endless
 * grid), so no box lies in more than a few dozen cells. Altitude is part of the key: it is what
 * keeps a crowded place quick. Measured against others in bench/results.md.
 */

/** Numbers of one box: min x, y (metres on the sheet), z (metres), t (ms), then max of each. */
export const BOX_STRIDE = 8;

/** Cell edges from fine to endless. A box lies in the first grid whose cell is at least half its size. */
const LATERAL_CELLS_M = [3_000, 12_000, 48_000, 192_000, 768_000, Infinity] as const;
const ALTITUDE_CELLS_M = [200, 1_600, 12_800, Infinity] as const;
const TIME_CELLS_MS = [1_800_000, 14_400_000, 115_200_000, 921_600_000, Infinity] as const;
const GRID_COUNT = LATERAL_CELLS_M.length * ALTITUDE_CELLS_M.length * TIME_CELLS_MS.length;

/** Rows and flags share 31 bits of a cell's entry. */
const ROW_COUNT_MAX = 1 << 27;
/** The box begins before this cell in x, y, z, t: another cell of the box comes earlier. */
const [BEFORE_X, BEFORE_Y, BEFORE_Z, BEFORE_T] = [1, 2, 4, 8] as const;
const EMPTY = -1;

/** Ranges of cells of one box in one grid. Reused. */
type CellRange = {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  z0: number;
  z1: number;
  t0: number;
  t1: number;
};

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
  private firstRow = new Int32Array(64).fill(EMPTY);
  private freeRow = EMPTY;
  private rowCount = 0;
  private readonly grids = Array.from({ length: GRID_COUNT }, () => new RowList());
  private readonly cells = new CellTable();
  private readonly rowsByEnd = new Map<number, RowList>();
  private readonly range: CellRange = { x0: 0, x1: 0, y0: 0, y1: 0, z0: 0, z1: 0, t0: 0, t1: 0 };
  private hits = new Int32Array(64);
  private hitCount = 0;

  /** Adds one box of `id` from `boxes` at `offset`. */
  add(id: number, boxes: Float64Array, offset = 0): void {
    const row = this.takeRow(id);
    this.bounds.set(boxes.subarray(offset, offset + BOX_STRIDE), row * BOX_STRIDE);
    const grid = gridOf(boxes, offset);
    this.placeInGrid[row] = this.grids[grid]!.push(row);
    this.setRange(grid, boxes, offset);
    this.eachCell(grid, row, true);
    this.noteEnd(row);
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
    for (let offset = 0; offset < boxes.length; offset += BOX_STRIDE) this.collect(boxes, offset);
    return sortUnique(this.hits, this.hitCount);
  }

  /** Removes every id all of whose boxes end before `ms`; the ids, lowest first. */
  expire(beforeMs: number): number[] {
    const expired: number[] = [];
    for (const [bucket, rows] of this.rowsByEnd) {
      if (bucket * TIME_CELLS_MS[0] >= beforeMs) continue;
      const kept = new RowList();
      for (let i = 0; i < rows.count; i++) {
        const row = rows.rows[i]!;
        const id = this.idOfRow[row]!;
        if (id === EMPTY || this.endBucket(row) !== bucket) continue;
        if (this.lastEndMs(id) < beforeMs) {
          this.remove(id);
          expired.push(id);
        } else kept.push(row);
      }
      if (kept.count > 0) this.rowsByEnd.set(bucket, kept);
      else this.rowsByEnd.delete(bucket);
    }
    return expired.sort((a, b) => a - b);
  }

  /** Bytes of all arrays, used and reserved. */
  get bytes(): number {
    const lists = [...this.grids, ...this.rowsByEnd.values()].reduce(
      (sum, list) => sum + list.rows.byteLength,
      0,
    );
    const columns = [
      this.bounds,
      this.idOfRow,
      this.nextRow,
      this.placeInGrid,
      this.firstRow,
      this.hits,
    ];
    return columns.reduce((sum, column) => sum + column.byteLength, lists + this.cells.bytes);
  }

  private collect(boxes: Float64Array, offset: number): void {
    for (let grid = 0; grid < GRID_COUNT; grid++) {
      const rows = this.grids[grid]!;
      if (rows.count === 0) continue;
      const cellCount = this.setRange(grid, boxes, offset);
      if (cellCount > rows.count) this.scanRows(rows, boxes, offset);
      else this.visitCells(grid, boxes, offset);
    }
  }

  private scanRows(rows: RowList, boxes: Float64Array, offset: number): void {
    for (let i = 0; i < rows.count; i++) {
      const row = rows.rows[i]!;
      if (this.meets(row, boxes, offset)) this.hit(this.idOfRow[row]!);
    }
  }

  private visitCells(grid: number, boxes: Float64Array, offset: number): void {
    const { x0, x1, y0, y1, z0, z1, t0, t1 } = this.range;
    const { cells } = this;
    for (let t = t0; t <= t1; t++) {
      for (let x = x0; x <= x1; x++) {
        for (let y = y0; y <= y1; y++) {
          const stem = hashStem(grid, t, x, y);
          const flagsXYT =
            (x > x0 ? BEFORE_X : 0) | (y > y0 ? BEFORE_Y : 0) | (t > t0 ? BEFORE_T : 0);
          for (let z = z0; z <= z1; z++) {
            const slot = cells.find(hashCell(stem, z));
            if (slot < 0) continue;
            const flags = flagsXYT | (z > z0 ? BEFORE_Z : 0);
            const head = cells.heads[slot]!;
            if (head >= 0) {
              if ((head & flags) === 0 && this.meets(head >> 4, boxes, offset))
                this.hit(this.idOfRow[head >> 4]!);
              continue;
            }
            if (head === EMPTY) continue;
            const { pool } = cells;
            const block = -2 - head;
            const end = block + 2 + pool[block + 1]!;
            for (let i = block + 2; i < end; i++) {
              const entry = pool[i]!;
              if ((entry & flags) === 0 && this.meets(entry >> 4, boxes, offset))
                this.hit(this.idOfRow[entry >> 4]!);
            }
          }
        }
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
    if (this.hitCount === this.hits.length) this.hits = grown(this.hits, 0);
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
    this.nextRow = grown(this.nextRow, 0);
    this.placeInGrid = grown(this.placeInGrid, 0);
    const bounds = new Float64Array(this.idOfRow.length * BOX_STRIDE);
    bounds.set(this.bounds);
    this.bounds = bounds;
  }

  private dropRow(row: number): void {
    const offset = row * BOX_STRIDE;
    const grid = gridOf(this.bounds, offset);
    this.setRange(grid, this.bounds, offset);
    this.eachCell(grid, row, false);
    const moved = this.grids[grid]!.removeAt(this.placeInGrid[row]!);
    if (moved !== EMPTY) this.placeInGrid[moved] = this.placeInGrid[row]!;
    this.idOfRow[row] = EMPTY;
    this.nextRow[row] = this.freeRow;
    this.freeRow = row;
    this.size--;
  }

  /** Enters the row into each cell of the current range, or takes it out. */
  private eachCell(grid: number, row: number, isEntering: boolean): void {
    const { x0, x1, y0, y1, z0, z1, t0, t1 } = this.range;
    for (let t = t0; t <= t1; t++) {
      for (let x = x0; x <= x1; x++) {
        for (let y = y0; y <= y1; y++) {
          const stem = hashStem(grid, t, x, y);
          for (let z = z0; z <= z1; z++) {
            const flags =
              (x > x0 ? BEFORE_X : 0) |
              (y > y0 ? BEFORE_Y : 0) |
              (z > z0 ? BEFORE_Z : 0) |
              (t > t0 ? BEFORE_T : 0);
            const entry = (row << 4) | flags;
            if (isEntering) this.cells.enter(hashCell(stem, z), entry);
            else this.cells.take(hashCell(stem, z), entry);
          }
        }
      }
    }
  }

  /** Sets the cells of a box in a grid; how many they are. */
  private setRange(grid: number, boxes: Float64Array, offset: number): number {
    const { range } = this;
    const lateral = LATERAL_CELLS_M[grid % 6]!;
    const altitude = ALTITUDE_CELLS_M[((grid / 6) | 0) % 4]!;
    const time = TIME_CELLS_MS[(grid / 24) | 0]!;
    range.x0 = cellOf(boxes[offset]!, lateral);
    range.y0 = cellOf(boxes[offset + 1]!, lateral);
    range.z0 = cellOf(boxes[offset + 2]!, altitude);
    range.t0 = cellOf(boxes[offset + 3]!, time);
    range.x1 = cellOf(boxes[offset + 4]!, lateral);
    range.y1 = cellOf(boxes[offset + 5]!, lateral);
    range.z1 = cellOf(boxes[offset + 6]!, altitude);
    range.t1 = cellOf(boxes[offset + 7]!, time);
    return (
      (range.x1 - range.x0 + 1) *
      (range.y1 - range.y0 + 1) *
      (range.z1 - range.z0 + 1) *
      (range.t1 - range.t0 + 1)
    );
  }

  private endBucket(row: number): number {
    return cellOf(this.bounds[row * BOX_STRIDE + 7]!, TIME_CELLS_MS[0]);
  }

  private noteEnd(row: number): void {
    const bucket = this.endBucket(row);
    if (bucket === Infinity) return;
    let rows = this.rowsByEnd.get(bucket);
    if (!rows) this.rowsByEnd.set(bucket, (rows = new RowList()));
    rows.push(row);
  }

  private lastEndMs(id: number): number {
    let last = -Infinity;
    for (let row = this.firstRow[id]!; row !== EMPTY; row = this.nextRow[row]!) {
      last = Math.max(last, this.bounds[row * BOX_STRIDE + 7]!);
    }
    return last;
  }
}

/** The cell of a coordinate; endless grids have the one cell 0. */
const cellOf = (value: number, cell: number): number =>
  cell === Infinity ? 0 : Math.floor(value / cell);

/** The grid whose cells fit the box: first by lateral size, then altitude, then time. */
const gridOf = (boxes: Float64Array, offset: number): number => {
  const wide = Math.max(
    boxes[offset + 4]! - boxes[offset]!,
    boxes[offset + 5]! - boxes[offset + 1]!,
  );
  const lateral = levelOf(wide, LATERAL_CELLS_M);
  const altitude = levelOf(boxes[offset + 6]! - boxes[offset + 2]!, ALTITUDE_CELLS_M);
  const time = levelOf(boxes[offset + 7]! - boxes[offset + 3]!, TIME_CELLS_MS);
  return lateral + 6 * (altitude + 4 * time);
};

const levelOf = (size: number, cells: readonly number[]): number => {
  let level = 0;
  while (size > 2 * cells[level]!) level++;
  return level;
};

const hashStem = (grid: number, t: number, x: number, y: number): number => {
  let h = Math.imul(grid + 1, 0x9e3779b1) ^ Math.imul(t, 0x85ebca77);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) ^ Math.imul(x, 0xc2b2ae3d);
  h = Math.imul(h ^ (h >>> 13), 0x297a2d39) ^ Math.imul(y, 0x27d4eb2f);
  return h;
};

/** Never 0, which marks an unused slot. Two cells of one hash share a slot; that costs time only. */
const hashCell = (stem: number, z: number): number => {
  let h = stem ^ Math.imul(z, 0x165667b1);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0 || 1;
};

const grown = (from: Int32Array<ArrayBuffer>, filling: number): Int32Array<ArrayBuffer> => {
  const to = new Int32Array(from.length * 2);
  if (filling !== 0) to.fill(filling, from.length);
  to.set(from);
  return to;
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

/** Rows in no order, with removal in one step. */
class RowList {
  rows: Int32Array<ArrayBuffer> = new Int32Array(4);
  count = 0;

  push(row: number): number {
    if (this.count === this.rows.length) this.rows = grown(this.rows, 0);
    this.rows[this.count] = row;
    return this.count++;
  }

  /** The row that moved into the gap, or EMPTY. */
  removeAt(place: number): number {
    const last = this.rows[--this.count]!;
    if (place === this.count) return EMPTY;
    this.rows[place] = last;
    return last;
  }
}

/**
 * From a cell's hash to the entries in it. One entry stands in the slot itself; more stand in a
 * block of a pool: capacity, count, entries. `head`: EMPTY, an entry (≥ 0), or -2 - block.
 */
class CellTable {
  heads: Int32Array<ArrayBuffer> = new Int32Array(256).fill(EMPTY);
  pool: Int32Array<ArrayBuffer> = new Int32Array(256);
  private tags = new Uint32Array(256);
  private usedSlots = 0;
  private poolEnd = 0;
  private readonly freeBlocks: number[][] = [];

  get bytes(): number {
    return this.heads.byteLength + this.tags.byteLength + this.pool.byteLength;
  }

  /** The slot of a hash, or a negative number. */
  find(hash: number): number {
    const { tags } = this;
    const mask = tags.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const tag = tags[slot]!;
      if (tag === hash) return slot;
      if (tag === 0) return -1;
    }
  }

  enter(hash: number, entry: number): void {
    if (this.usedSlots * 3 > this.tags.length * 2) this.rehash();
    const slot = this.claim(hash);
    const head = this.heads[slot]!;
    if (head === EMPTY) {
      this.heads[slot] = entry;
      return;
    }
    if (head >= 0) {
      const block = this.takeBlock(2);
      this.pool[block + 1] = 2;
      this.pool[block + 2] = head;
      this.pool[block + 3] = entry;
      this.heads[slot] = -2 - block;
      return;
    }
    this.append(slot, -2 - head, entry);
  }

  take(hash: number, entry: number): void {
    const slot = this.find(hash);
    const head = this.heads[slot]!;
    if (head >= 0) {
      this.heads[slot] = EMPTY;
      return;
    }
    const { pool } = this;
    const block = -2 - head;
    const last = block + 1 + pool[block + 1]!;
    let at = last;
    while (pool[at] !== entry) at--;
    pool[at] = pool[last]!;
    pool[block + 1]!--;
    if (pool[block + 1] === 1) {
      this.heads[slot] = pool[block + 2]!;
      this.giveBlock(block);
    }
  }

  private append(slot: number, block: number, entry: number): void {
    const [capacity, count] = [this.pool[block]!, this.pool[block + 1]!];
    let target = block;
    if (count === capacity) {
      target = this.takeBlock(capacity * 2 + 2);
      this.pool.copyWithin(target + 1, block + 1, block + 2 + count);
      this.giveBlock(block);
      this.heads[slot] = -2 - target;
    }
    this.pool[target + 2 + count] = entry;
    this.pool[target + 1] = count + 1;
  }

  private claim(hash: number): number {
    const { tags } = this;
    const mask = tags.length - 1;
    let slot = hash & mask;
    while (tags[slot] !== 0 && tags[slot] !== hash) slot = (slot + 1) & mask;
    if (tags[slot] === 0) {
      tags[slot] = hash;
      this.usedSlots++;
    }
    return slot;
  }

  /** Drops cells that have emptied (time passes, cells with it) and grows if that is not enough. */
  private rehash(): void {
    const [tags, heads] = [this.tags, this.heads];
    let live = 0;
    for (const head of heads) if (head !== EMPTY) live++;
    const length = live * 2 > tags.length ? tags.length * 2 : tags.length;
    this.tags = new Uint32Array(length);
    this.heads = new Int32Array(length).fill(EMPTY);
    this.usedSlots = 0;
    for (let slot = 0; slot < tags.length; slot++) {
      if (heads[slot] === EMPTY) continue;
      this.heads[this.claim(tags[slot]!)] = heads[slot]!;
    }
  }

  /** Capacities are 2, 6, 14, 30 …: with their two words, powers of two. */
  private takeBlock(capacity: number): number {
    const free = this.freeBlocks[31 - Math.clz32(capacity + 2)]?.pop();
    if (free !== undefined) return free;
    while (this.poolEnd + capacity + 2 > this.pool.length) this.pool = grown(this.pool, 0);
    const block = this.poolEnd;
    this.poolEnd += capacity + 2;
    this.pool[block] = capacity;
    return block;
  }

  private giveBlock(block: number): void {
    const order = 31 - Math.clz32(this.pool[block]! + 2);
    (this.freeBlocks[order] ??= []).push(block);
  }
}

/**
 * Boxes in four dimensions, found by what they meet. Hot path: flat arrays, no allocation per query.
 *
 * A hash of grid cells over x, y, altitude and time. Each box lies in the grid whose cells fit its
 * size in each dimension (a giant in a coarse one, an unbounded one in the one cell of an endless
 * grid), so no box lies in more than a few dozen cells. A cell keeps with each box its shape, rounded
 * outward to eighths of the cell, in one word: one subtraction tells most strangers apart without a
 * look at their bounds, which lie elsewhere in memory. Measured against others in bench/results.md.
 */

/** Numbers of one box: min x, y (metres on the sheet), z (metres), t (ms), then max of each. */
export const BOX_STRIDE = 8;

/** The finest cells of an index; where queries reach far beyond a box, larger ones are quicker. */
export type CellSize = {
  readonly lateralM: number;
  readonly altitudeM: number;
  readonly timeMs: number;
};

/** Best for boxes asked for by boxes of their own size; the optimum is flat. */
const DEFAULT_CELLS: CellSize = { lateralM: 6_000, altitudeM: 400, timeMs: 3_600_000 };

/** Finest cells times these, then one endless cell. */
const LATERAL_STEPS = [1, 4, 16, 64, 256, Infinity] as const;
const ALTITUDE_STEPS = [1, 8, 64, Infinity] as const;
const TIME_STEPS = [1, 8, 64, 512, Infinity] as const;
const GRID_COUNT = LATERAL_STEPS.length * ALTITUDE_STEPS.length * TIME_STEPS.length;

const DIMENSIONS = 4;
/** A cell is cut into steps in each dimension; three bits tell one. */
const STEPS = 8;
const LAST_STEP = STEPS - 1;
/**
 * A shape: eight nibbles of three bits each; from the lowest, the first step the box touches in x, y,
 * z, t, then how far the last step it touches lies from the cell's end in x, y, z, t. The fourth bit
 * of each nibble stays free to catch the borrow when shapes are compared.
 */
const WHOLE_SHAPE = 0x77777777;
const GUARDS = 0x88888888 | 0;

/** Row and flags share the 31 bits of a cell's entry; flag d: the box begins before this cell in d. */
const ROW_COUNT_MAX = 1 << 27;
const FLAG_BITS = 4;
const EMPTY = -1;

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
    const row = this.takeRow(id);
    this.bounds.set(boxes.subarray(offset, offset + BOX_STRIDE), row * BOX_STRIDE);
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
    for (let offset = 0; offset < boxes.length; offset += BOX_STRIDE) this.collect(boxes, offset);
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

/** The grids of an index: every pairing of cell sizes, lateral first, then altitude, then time. */
class Grids {
  /** Edges of one step in x, y, z, t, grid after grid. */
  readonly stepEdges: Float64Array;
  readonly finestMs: number;
  private readonly lateralM: readonly number[];
  private readonly altitudeM: readonly number[];
  private readonly timeMs: readonly number[];

  constructor({ lateralM, altitudeM, timeMs }: CellSize) {
    this.finestMs = timeMs;
    this.lateralM = LATERAL_STEPS.map((times) => times * lateralM);
    this.altitudeM = ALTITUDE_STEPS.map((times) => times * altitudeM);
    this.timeMs = TIME_STEPS.map((times) => times * timeMs);
    const cells = this.timeMs.flatMap((time) =>
      this.altitudeM.flatMap((altitude) =>
        this.lateralM.flatMap((lateral) => [lateral, lateral, altitude, time]),
      ),
    );
    this.stepEdges = Float64Array.from(cells, (cell) => cell / STEPS);
  }

  /** The finest grid whose cells are at least half the box in each dimension. */
  of(boxes: Float64Array, offset: number): number {
    const wide = Math.max(
      boxes[offset + 4]! - boxes[offset]!,
      boxes[offset + 5]! - boxes[offset + 1]!,
    );
    const lateral = levelOf(wide, this.lateralM);
    const altitude = levelOf(boxes[offset + 6]! - boxes[offset + 2]!, this.altitudeM);
    const time = levelOf(boxes[offset + 7]! - boxes[offset + 3]!, this.timeMs);
    return lateral + LATERAL_STEPS.length * (altitude + ALTITUDE_STEPS.length * time);
  }
}

const levelOf = (size: number, cells: readonly number[]): number => {
  let level = 0;
  while (size > 2 * cells[level]!) level++;
  return level;
};

/**
 * What a shape must not exceed in any nibble to meet `shape` in the same cell: its last steps where
 * the other has first ones, and the other way round; with the guards set.
 */
const limitsOf = (shape: number): number => {
  const turned = WHOLE_SHAPE - shape;
  return (turned << 16) | (turned >>> 16) | GUARDS;
};

/** The cells of one box in one grid, and the box's shape in each. Reused. */
class Cover {
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

/** A quarter longer: a million boxes must not reserve room for another million. */
const grown = (from: Int32Array<ArrayBuffer>, filling = 0): Int32Array<ArrayBuffer> => {
  const to = new Int32Array(Math.ceil(from.length * 1.25));
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

/** Rows in no order, with removal in one step. Whoever keeps the list keeps each row's place. */
class RowList {
  rows: Int32Array<ArrayBuffer> = new Int32Array(4);
  count = 0;

  push(row: number): number {
    if (this.count === this.rows.length) this.rows = grown(this.rows);
    this.rows[this.count] = row;
    return this.count++;
  }

  /** The last row moves into the gap. */
  remove(row: number, places: Int32Array): void {
    const moved = this.rows[--this.count]!;
    this.rows[places[row]!] = moved;
    places[moved] = places[row]!;
  }
}

/**
 * From a cell's tag to its block in a pool: capacity, count, then entry and shape of each box.
 * Slots hold tag and block in turn; tag 0 is an unused slot, block EMPTY a cell that has emptied.
 */
class CellTable {
  pool: Int32Array<ArrayBuffer> = new Int32Array(256);
  private slots: Int32Array<ArrayBuffer> = new Int32Array(256);
  private usedSlots = 0;
  private poolEnd = 0;
  /** First free block of each order; the next one stands where its count was. */
  private readonly freeBlocks = new Int32Array(32).fill(EMPTY);

  get bytes(): number {
    return this.slots.byteLength + this.pool.byteLength;
  }

  /** The block of a tag, or EMPTY. */
  find(tag: number): number {
    const at = this.placeOf(tag);
    return this.slots[at] === 0 ? EMPTY : this.slots[at + 1]!;
  }

  enter(tag: number, entry: number, shape: number): void {
    if (this.usedSlots * 3 > this.slots.length) this.rehash();
    const at = this.placeOf(tag);
    if (this.slots[at] === 0) this.claim(at, tag, EMPTY);
    const block = this.roomIn(this.slots[at + 1]!);
    this.slots[at + 1] = block;
    const { pool } = this;
    const end = block + 2 + 2 * pool[block + 1]!++;
    pool[end] = entry;
    pool[end + 1] = shape;
  }

  take(tag: number, entry: number): void {
    const place = this.placeOf(tag);
    const block = this.slots[place + 1]!;
    const { pool } = this;
    const last = block + 2 * pool[block + 1]!--;
    let at = last;
    while (pool[at] !== entry) at -= 2;
    pool[at] = pool[last]!;
    pool[at + 1] = pool[last + 1]!;
    if (pool[block + 1] !== 0) return;
    this.giveBlock(block);
    this.slots[place + 1] = EMPTY;
  }

  /** The slot of a tag, or the unused one where it would stand. */
  private placeOf(tag: number): number {
    const { slots } = this;
    const slotCount = slots.length / 2;
    let at = 2 * Math.floor(((tag >>> 0) * slotCount) / 0x1_0000_0000);
    while (slots[at] !== tag && slots[at] !== 0) at = at + 2 === slots.length ? 0 : at + 2;
    return at;
  }

  private claim(at: number, tag: number, block: number): void {
    this.slots[at] = tag;
    this.slots[at + 1] = block;
    this.usedSlots++;
  }

  /** Drops cells that have emptied (time passes, cells with it): twice the slots of what is left. */
  private rehash(): void {
    const before = this.slots;
    let live = 0;
    for (let at = 0; at < before.length; at += 2)
      if (before[at] !== 0 && before[at + 1] !== EMPTY) live++;
    this.slots = new Int32Array(Math.max(256, 4 * live));
    this.usedSlots = 0;
    for (let at = 0; at < before.length; at += 2) {
      if (before[at] === 0 || before[at + 1] === EMPTY) continue;
      this.claim(this.placeOf(before[at]!), before[at]!, before[at + 1]!);
    }
  }

  /** The block, or a larger one with its content when it is full. */
  private roomIn(block: number): number {
    if (block === EMPTY) return this.takeBlock(1);
    const [capacity, count] = [this.pool[block]!, this.pool[block + 1]!];
    if (count < capacity) return block;
    const larger = this.takeBlock(2 * capacity + 1);
    this.pool.copyWithin(larger + 1, block + 1, block + 2 + 2 * count);
    this.giveBlock(block);
    return larger;
  }

  /** Capacities are 1, 3, 7, 15 …: with their two words, blocks are powers of two. */
  private takeBlock(capacity: number): number {
    const order = 31 - Math.clz32(capacity + 1);
    let block = this.freeBlocks[order]!;
    if (block !== EMPTY) this.freeBlocks[order] = this.pool[block + 1]!;
    else {
      block = this.poolEnd;
      this.poolEnd += 2 * capacity + 2;
      while (this.poolEnd > this.pool.length) this.pool = grown(this.pool);
      this.pool[block] = capacity;
    }
    this.pool[block + 1] = 0;
    return block;
  }

  private giveBlock(block: number): void {
    const order = 31 - Math.clz32(this.pool[block]! + 1);
    this.pool[block + 1] = this.freeBlocks[order]!;
    this.freeBlocks[order] = block;
  }
}

/** The hash of cells: from a cell's tag to what lies in it. Hot path: flat arrays, no objects. */

import { grown } from "./row-list.ts";

/** No row, no block. */
export const EMPTY = -1;

/**
 * From a cell's tag to its block in a pool: capacity, count, then entry and shape of each box.
 * Slots hold tag and block in turn; tag 0 is an unused slot, block EMPTY a cell that has emptied.
 */
export class CellTable {
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

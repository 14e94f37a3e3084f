/**
 * Volumes one after the other, for what one party may see: every question looks at all of them and at
 * nothing else, so it takes the same whatever is hidden nearby.
 */

import { BOX_STRIDE } from "../../geometry/box-index.ts";
import { boxesOf } from "../../geometry/sheet.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import type { MoverClass } from "./category.ts";
import type { MarginTo, Placed, Volumes } from "./volume-index.ts";

/** Boxes are flat, with whose each is. */
type ClassRows = { boxes: number[]; placed: Placed[] };

export class VolumeRows implements Volumes {
  private readonly byClass = new Map<MoverClass, ClassRows>();
  private addedCount = 0;
  private goneCount = 0;

  /** Boxes held, with those of volumes that are gone and not yet swept. */
  get size(): number {
    let size = 0;
    for (const { placed } of this.byClass.values()) size += placed.length;
    return size;
  }

  /** Of the boxes' arrays, with whose each is. */
  get bytes(): number {
    return this.size * (BOX_STRIDE + 1) * 8;
  }

  /** Boxes of a volume, flat. */
  add(placed: Placed, boxes: Float64Array): void {
    const { moverClass } = placed.operation;
    let rows = this.byClass.get(moverClass);
    if (!rows) this.byClass.set(moverClass, (rows = { boxes: [], placed: [] }));
    addRows(rows, placed, boxes);
    this.addedCount++;
  }

  /** So many volumes are no longer held: once most are gone, they are swept out. */
  noteGone(volumeCount: number): void {
    this.goneCount += volumeCount;
    if (this.goneCount * 2 <= this.addedCount) return;
    for (const rows of this.byClass.values()) sweep(rows);
    this.addedCount -= this.goneCount;
    this.goneCount = 0;
  }

  /** O(boxes held). */
  near(solid: Solid4D, marginTo: MarginTo): Placed[] {
    const found: Placed[] = [];
    for (const [moverClass, { boxes, placed }] of this.byClass) {
      const asked = boxesOf(solid, marginTo(moverClass));
      for (let i = 0; i < placed.length; i++) {
        if (!meetsAny(boxes, i * BOX_STRIDE, asked)) continue;
        const one = placed[i]!;
        // The boxes of one volume stand side by side.
        if (one.isHeld && one !== found.at(-1)) found.push(one);
      }
    }
    return found;
  }
}

const addRows = (rows: ClassRows, placed: Placed, boxes: ArrayLike<number>): void => {
  for (let i = 0; i < boxes.length; i++) rows.boxes.push(boxes[i]!);
  for (let i = 0; i < boxes.length; i += BOX_STRIDE) rows.placed.push(placed);
};

const sweep = (rows: ClassRows): void => {
  const { boxes, placed } = rows;
  rows.boxes = [];
  rows.placed = [];
  for (const [i, one] of placed.entries()) {
    if (one.isHeld) addRows(rows, one, boxes.slice(i * BOX_STRIDE, (i + 1) * BOX_STRIDE));
  }
};

/** Touching is meeting. Time first: it tells most apart. */
const meetsAny = (boxes: readonly number[], at: number, asked: Float64Array): boolean => {
  for (let offset = 0; offset < asked.length; offset += BOX_STRIDE) {
    const meets =
      boxes[at + 3]! <= asked[offset + 7]! &&
      boxes[at + 7]! >= asked[offset + 3]! &&
      boxes[at]! <= asked[offset + 4]! &&
      boxes[at + 4]! >= asked[offset]! &&
      boxes[at + 1]! <= asked[offset + 5]! &&
      boxes[at + 5]! >= asked[offset + 1]! &&
      boxes[at + 2]! <= asked[offset + 6]! &&
      boxes[at + 6]! >= asked[offset + 2]!;
    if (meets) return true;
  }
  return false;
};

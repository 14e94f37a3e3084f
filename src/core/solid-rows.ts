/**
 * Volumes one after the other, for what one party may see: every question looks at all of them and at
 * nothing else, so it takes the same whatever is hidden nearby.
 */

import { BOX_STRIDE } from "../geometry/box-index.ts";
import { boxesOf } from "../geometry/sheet.ts";
import type { Margin } from "../geometry/sheet.ts";
import type { Solid4D } from "../geometry/solid.ts";
import { makePlaced } from "./solid-index.ts";
import type { Indexed, Placed } from "./solid-index.ts";

export class SolidRows<T extends Indexed> {
  /** Flat, with whose each is. */
  private boxes: number[] = [];
  private placed: Placed<T>[] = [];
  private addedCount = 0;
  private goneCount = 0;

  /** Boxes held, with those of volumes that are gone and not yet swept. */
  get size(): number {
    return this.placed.length;
  }

  /** Of the boxes' array, with whose each is. */
  get bytes(): number {
    return this.size * (BOX_STRIDE + 1) * 8;
  }

  /** The volumes of a thing that an index holds, as they are now. */
  addAll(owner: T): void {
    const count = typeof owner.placeIds === "number" ? 1 : owner.placeIds.length;
    for (let volume = 0; volume < count; volume++) {
      const place = makePlaced(owner, volume);
      this.add(place, boxesOf(place.solid()));
    }
  }

  /** Boxes of a volume, flat. */
  add(placed: Placed<T>, boxes: ArrayLike<number>): void {
    this.addedCount++;
    this.push(placed, boxes);
  }

  /** So many volumes are no longer held: once most are gone, they are swept out. */
  noteGone(volumeCount: number): void {
    this.goneCount += volumeCount;
    if (this.goneCount * 2 <= this.addedCount) return;
    this.sweep();
    this.addedCount -= this.goneCount;
    this.goneCount = 0;
  }

  /** As an index's; O(boxes held). */
  near(solid: Solid4D, margin: Margin, found: Placed<T>[] = []): Placed<T>[] {
    const asked = boxesOf(solid, margin);
    for (let i = 0; i < this.placed.length; i++) {
      if (!meetsAny(this.boxes, i * BOX_STRIDE, asked)) continue;
      const one = this.placed[i]!;
      // The boxes of one volume stand side by side.
      if (one.isHeld && one !== found.at(-1)) found.push(one);
    }
    return found;
  }

  private push(placed: Placed<T>, boxes: ArrayLike<number>): void {
    for (let i = 0; i < boxes.length; i++) this.boxes.push(boxes[i]!);
    for (let i = 0; i < boxes.length; i += BOX_STRIDE) this.placed.push(placed);
  }

  private sweep(): void {
    const { boxes, placed } = this;
    this.boxes = [];
    this.placed = [];
    for (const [i, one] of placed.entries()) {
      if (one.isHeld) this.push(one, boxes.slice(i * BOX_STRIDE, (i + 1) * BOX_STRIDE));
    }
  }
}

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

/**
 * The volumes of all operations that are not over, found by what comes within reach of them.
 *
 * One index for each class of mover: minima differ by class, and so does how far to look. Places in
 * it are not part of the state; whoever needs an order sorts what is found. Each party's own stand in
 * rows beside it: what a party asks of its own does not pass by what others have nearby.
 */

import { BOX_STRIDE, BoxIndex } from "../../geometry/box-index.ts";
import { boxesOf } from "../../geometry/sheet.ts";
import type { Margin } from "../../geometry/sheet.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import type { MoverClass } from "./category.ts";
import { solidOf } from "./model.ts";
import type { Operation } from "./model.ts";
import { VolumeRows } from "./volume-rows.ts";

/**
 * Every query reaches out by the minima (kilometres, hundreds of metres, a quarter of an hour), so
 * cells are twice those of an index that is asked for boxes of their own size.
 */
const CELLS = { lateralM: 12_000, altitudeM: 800, timeMs: 7_200_000 } as const;

/** Numbers of a packed volume above which its geometry is prepared once and kept. */
const KEPT_FROM = 100;

/** One volume of an operation, by its place among the volumes. */
export class Placed {
  readonly operation: Operation;
  readonly volume: number;
  /** Is it still in the index? */
  isHeld = true;
  private kept: Solid4D | null = null;

  constructor(operation: Operation, volume: number) {
    this.operation = operation;
    this.volume = volume;
  }

  /** Ready to compare. */
  solid(): Solid4D {
    if (this.kept) return this.kept;
    const solid = solidOf(this.operation, this.volume);
    if (this.operation.packed[this.volume]!.length >= KEPT_FROM) this.kept = solid;
    return solid;
  }
}

export type MarginTo = (moverClass: MoverClass) => Margin;

/** Volumes that may be asked which of them are near: all that are filed, or those of some operations. */
export type Volumes = {
  /**
   * Every volume whose box comes within `marginTo(its class)` of the solid's: all that may matter,
   * and some that don't. In no order.
   */
  readonly near: (solid: Solid4D, marginTo: MarginTo) => Placed[];
};

/** The same without some operations' volumes: they are found all the same, and then left out. */
export const without = (
  volumes: Volumes,
  isLeftOut: (operation: Operation) => boolean,
): Volumes => ({
  near: (solid, marginTo) =>
    volumes.near(solid, marginTo).filter(({ operation }) => !isLeftOut(operation)),
});

/** Of both, one after the other. */
export const together = (first: Volumes, second: Volumes): Volumes => ({
  near: (solid, marginTo) => [...first.near(solid, marginTo), ...second.near(solid, marginTo)],
});

/** The volumes of these operations that are not over, as they are now. */
export const rowsOf = (operations: readonly Operation[]): VolumeRows => {
  const rows = new VolumeRows();
  for (const operation of operations) {
    for (const [volume] of operation.placeIds.entries()) {
      const placed = new Placed(operation, volume);
      rows.add(placed, boxesOf(placed.solid()));
    }
  }
  return rows;
};

type ClassIndex = {
  readonly boxes: BoxIndex;
  readonly placed: (Placed | undefined)[];
  readonly freeIds: number[];
};

export class VolumeIndex implements Volumes {
  private readonly byClass = new Map<MoverClass, ClassIndex>();
  private readonly byParty = new Map<string, VolumeRows>();

  /** Volumes held. */
  get size(): number {
    let size = 0;
    for (const { boxes } of this.byClass.values()) size += boxes.size;
    return size;
  }

  /** Bytes of the boxes' arrays. */
  get bytes(): number {
    let bytes = 0;
    for (const { boxes } of this.byClass.values()) bytes += boxes.bytes;
    for (const rows of this.byParty.values()) bytes += rows.bytes;
    return bytes;
  }

  add(operation: Operation): void {
    const { boxes, placed, freeIds } = this.ofClass(operation.moverClass);
    const own = this.rowsFor(operation.party);
    operation.placeIds = operation.packed.map((_, volume) => {
      const id = freeIds.pop() ?? placed.length;
      const place = new Placed(operation, volume);
      placed[id] = place;
      const all = boxesOf(place.solid());
      for (let offset = 0; offset < all.length; offset += BOX_STRIDE) boxes.add(id, all, offset);
      own.add(place, all);
      return id;
    });
  }

  remove(operation: Operation): void {
    const { boxes, placed, freeIds } = this.ofClass(operation.moverClass);
    for (const id of operation.placeIds) {
      boxes.remove(id);
      placed[id]!.isHeld = false;
      placed[id] = undefined;
      freeIds.push(id);
    }
    this.rowsFor(operation.party).noteGone(operation.placeIds.length);
    operation.placeIds = [];
  }

  near(solid: Solid4D, marginTo: MarginTo): Placed[] {
    const found: Placed[] = [];
    for (const [moverClass, { boxes, placed }] of this.byClass) {
      if (boxes.size === 0) continue;
      for (const id of boxes.query(boxesOf(solid, marginTo(moverClass)))) found.push(placed[id]!);
    }
    return found;
  }

  /** A party's own: to ask them takes nothing for what others have nearby. */
  of(party: string): VolumeRows {
    return this.byParty.get(party) ?? new VolumeRows();
  }

  private rowsFor(party: string): VolumeRows {
    let found = this.byParty.get(party);
    if (!found) this.byParty.set(party, (found = new VolumeRows()));
    return found;
  }

  private ofClass(moverClass: MoverClass): ClassIndex {
    let found = this.byClass.get(moverClass);
    if (!found) {
      found = { boxes: new BoxIndex(CELLS), placed: [], freeIds: [] };
      this.byClass.set(moverClass, found);
    }
    return found;
  }
}

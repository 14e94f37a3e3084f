/**
 * The volumes of all operations that are not over, found by what comes within reach of them.
 *
 * One index for each class of mover: minima differ by class, and so does how far to look. Each party's
 * own stand in rows beside it: what a party asks of its own does not pass by what others have nearby.
 */

import type { Margin } from "../../geometry/sheet.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import { SolidIndex } from "../solid-index.ts";
import type { Placed } from "../solid-index.ts";
import { SolidRows } from "../solid-rows.ts";
import type { MoverClass } from "./category.ts";
import type { Operation } from "./model.ts";

/** One volume of an operation. */
export type PlacedVolume = Placed<Operation>;

export type MarginTo = (moverClass: MoverClass) => Margin;

/** Volumes that may be asked which of them are near: all that are filed, or those of some operations. */
export type Volumes = {
  /**
   * Every volume whose box comes within `marginTo(its class)` of the solid's: all that may matter,
   * and some that don't. In no order.
   */
  readonly near: (solid: Solid4D, marginTo: MarginTo) => PlacedVolume[];
};

/** The same without some operations' volumes: they are found all the same, and then left out. */
export const without = (
  volumes: Volumes,
  isLeftOut: (operation: Operation) => boolean,
): Volumes => ({
  near: (solid, marginTo) => volumes.near(solid, marginTo).filter(({ owner }) => !isLeftOut(owner)),
});

/** Of both, one after the other. */
export const together = (first: Volumes, second: Volumes): Volumes => ({
  near: (solid, marginTo) => [...first.near(solid, marginTo), ...second.near(solid, marginTo)],
});

/** The volumes of these operations that are not over, as they are now. */
export const rowsOf = (operations: readonly Operation[]): VolumeRows => {
  const rows = new VolumeRows();
  for (const operation of operations) rows.ofClass(operation.moverClass).addAll(operation);
  return rows;
};

type Held = SolidIndex<Operation> | SolidRows<Operation>;

/** One for each class that there is. */
class ByClass<H extends Held> implements Volumes {
  private readonly byClass = new Map<MoverClass, H>();
  private readonly make: () => H;

  constructor(make: () => H) {
    this.make = make;
  }

  /** Boxes held. */
  get size(): number {
    return this.sum(({ size }) => size);
  }

  /** Bytes of the boxes' arrays. */
  get bytes(): number {
    return this.sum(({ bytes }) => bytes);
  }

  near(solid: Solid4D, marginTo: MarginTo): PlacedVolume[] {
    const found: PlacedVolume[] = [];
    for (const [moverClass, held] of this.byClass) {
      if (held.size > 0) held.near(solid, marginTo(moverClass), found);
    }
    return found;
  }

  ofClass(moverClass: MoverClass): H {
    let found = this.byClass.get(moverClass);
    if (!found) this.byClass.set(moverClass, (found = this.make()));
    return found;
  }

  private sum(of: (held: H) => number): number {
    let sum = 0;
    for (const held of this.byClass.values()) sum += of(held);
    return sum;
  }
}

/** Of one party, or of some operations: `SolidRows` for each class. */
export class VolumeRows extends ByClass<SolidRows<Operation>> {
  constructor() {
    super(() => new SolidRows());
  }
}

export class VolumeIndex extends ByClass<SolidIndex<Operation>> {
  private readonly byParty = new Map<string, VolumeRows>();

  constructor() {
    super(() => new SolidIndex());
  }

  override get bytes(): number {
    let bytes = super.bytes;
    for (const rows of this.byParty.values()) bytes += rows.bytes;
    return bytes;
  }

  add(operation: Operation): void {
    this.ofClass(operation.moverClass).add(operation, this.rowsFor(operation));
  }

  remove(operation: Operation): void {
    this.ofClass(operation.moverClass).remove(operation, this.rowsFor(operation));
  }

  /** A party's own: to ask them takes nothing for what others have nearby. */
  of(party: string): VolumeRows {
    return this.byParty.get(party) ?? new VolumeRows();
  }

  private rowsFor({ party, moverClass }: Operation): SolidRows<Operation> {
    let found = this.byParty.get(party);
    if (!found) this.byParty.set(party, (found = new VolumeRows()));
    return found.ofClass(moverClass);
  }
}

/** The volumes of all operations that are not over: minima differ by class, and so does how far to look. */

import type { Margin } from "../../geometry/sheet.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import { SolidIndex } from "../solid-index.ts";
import type { Placed } from "../solid-index.ts";
import type { MoverClass } from "./category.ts";
import type { Operation } from "./model.ts";

export class VolumeIndex {
  private readonly byClass = new Map<MoverClass, SolidIndex<Operation>>();

  /** Volumes held. */
  get size(): number {
    let size = 0;
    for (const index of this.byClass.values()) size += index.size;
    return size;
  }

  /** Bytes of the boxes' arrays. */
  get bytes(): number {
    let bytes = 0;
    for (const index of this.byClass.values()) bytes += index.bytes;
    return bytes;
  }

  add(operation: Operation): void {
    this.ofClass(operation.moverClass).add(operation);
  }

  remove(operation: Operation): void {
    this.ofClass(operation.moverClass).remove(operation);
  }

  /**
   * Every volume whose box comes within `marginTo(its class)` of the solid's: all that may matter,
   * and some that don't. In no order.
   */
  near(solid: Solid4D, marginTo: (moverClass: MoverClass) => Margin): Placed<Operation>[] {
    const found: Placed<Operation>[] = [];
    for (const [moverClass, index] of this.byClass) {
      if (index.size > 0) found.push(...index.near(solid, marginTo(moverClass)));
    }
    return found;
  }

  private ofClass(moverClass: MoverClass): SolidIndex<Operation> {
    let found = this.byClass.get(moverClass);
    if (!found) {
      found = new SolidIndex();
      this.byClass.set(moverClass, found);
    }
    return found;
  }
}

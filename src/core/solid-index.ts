/**
 * Things with volumes, found by what comes within reach of one of them: operations of a class, sites,
 * agreed areas, references of USSs. Places in it are not part of the state; whoever needs an order sorts what is found.
 */

import { BOX_STRIDE, BoxIndex } from "../geometry/box-index.ts";
import { unpackSolid } from "../geometry/packed-volume.ts";
import type { PackedVolume } from "../geometry/packed-volume.ts";
import { boxesOf } from "../geometry/sheet.ts";
import type { Margin } from "../geometry/sheet.ts";
import type { Solid4D } from "../geometry/solid.ts";
import type { SolidRows } from "./solid-rows.ts";

/** What the index asks of a thing. */
export type Indexed = {
  /** Its volumes, as compared. */
  readonly packed: readonly PackedVolume[];
  /** Where the index keeps them; empty while it does not. */
  placeIds: PlaceIds;
};

/** The place of one volume alone stands for itself: most things have one, and a list is 56 bytes. */
export type PlaceIds = number | readonly number[];

/**
 * Every query reaches out (kilometres, hundreds of metres, a quarter of an hour), so cells are twice
 * those of an index that is asked for boxes of their own size.
 */
const CELLS = { lateralM: 12_000, altitudeM: 800, timeMs: 7_200_000 } as const;

/** Numbers of a packed volume above which its geometry is prepared once and kept. */
const PREPARED_FROM = 100;

/** One volume of a thing, by its place among the volumes. */
export class Placed<T extends Indexed> {
  readonly owner: T;
  readonly volume: number;
  /** Is it still in the index? */
  isHeld = true;

  constructor(owner: T, volume: number) {
    this.owner = owner;
    this.volume = volume;
  }

  get packed(): PackedVolume {
    return this.owner.packed[this.volume]!;
  }

  /** Ready to compare. */
  solid(): Solid4D {
    return unpackSolid(this.packed);
  }
}

/** One with so many vertices that its geometry is prepared once: a field that the many others lack. */
class PreparedPlaced<T extends Indexed> extends Placed<T> {
  private readonly prepared: Solid4D;

  constructor(owner: T, volume: number) {
    super(owner, volume);
    this.prepared = super.solid();
  }

  override solid(): Solid4D {
    return this.prepared;
  }
}

export const makePlaced = <T extends Indexed>(owner: T, volume: number): Placed<T> =>
  owner.packed[volume]!.length >= PREPARED_FROM
    ? new PreparedPlaced(owner, volume)
    : new Placed(owner, volume);

export class SolidIndex<T extends Indexed> {
  private readonly boxes = new BoxIndex(CELLS);
  private readonly placed: (Placed<T> | undefined)[] = [];
  private readonly freeIds: number[] = [];

  /** Boxes held. */
  get size(): number {
    return this.boxes.size;
  }

  /** Bytes of the boxes' arrays. */
  get bytes(): number {
    return this.boxes.bytes;
  }

  /** Each volume stands in `rows` too, where some are given. */
  add(owner: T, rows?: SolidRows<T>): void {
    owner.placeIds =
      owner.packed.length === 1
        ? this.place(owner, 0, rows)
        : owner.packed.map((_, volume) => this.place(owner, volume, rows));
  }

  private place(owner: T, volume: number, rows?: SolidRows<T>): number {
    const id = this.freeIds.pop() ?? this.placed.length;
    const place = makePlaced(owner, volume);
    this.placed[id] = place;
    const all = boxesOf(place.solid());
    for (let at = 0; at < all.length; at += BOX_STRIDE) this.boxes.add(id, all, at);
    rows?.add(place, all);
    return id;
  }

  /** From the rows given with it as well. */
  remove(owner: T, rows?: SolidRows<T>): void {
    const ids = typeof owner.placeIds === "number" ? [owner.placeIds] : owner.placeIds;
    for (const id of ids) {
      this.boxes.remove(id);
      this.placed[id]!.isHeld = false;
      this.placed[id] = undefined;
      this.freeIds.push(id);
    }
    rows?.noteGone(ids.length);
    owner.placeIds = [];
  }

  /**
   * Every volume whose box comes within `margin` of the solid's, after those `found` elsewhere: all
   * that may matter, and some that don't. In no order.
   */
  near(solid: Solid4D, margin: Margin, found: Placed<T>[] = []): Placed<T>[] {
    if (this.boxes.size === 0) return found;
    for (const id of this.boxes.query(boxesOf(solid, margin))) found.push(this.placed[id]!);
    return found;
  }
}

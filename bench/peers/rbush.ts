/**
 * rbush, the R-tree most JavaScript programs use: two dimensions in the tree, then altitude and time of
 * each find compared. A fair chance: loaded in bulk (its best tree), neighbours made one after another
 * so that they lie together in memory (nearly twice as quick as in random order), and altitude and
 * time in one flat column in the same order.
 */

import RBush from "rbush";
import { BOX_STRIDE } from "../../src/geometry/box-index.ts";
import type { Peer } from "./peer.ts";

type Leaf = {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
  readonly id: number;
  /** Where its altitudes and times stand. */
  readonly row: number;
};

/** Lower and upper altitude, start and end. */
const COLUMN_STRIDE = 4;
const STRIP_M = 2_500;

export const createRbushPeer = (): Peer => {
  const tree = new RBush<Leaf>();
  let leaves: Leaf[] = [];
  let column = new Float64Array();
  const leafOf = (id: number, row: number, boxes: Float64Array, at: number): Leaf => {
    column.set(
      [boxes[at + 2]!, boxes[at + 6]!, boxes[at + 3]!, boxes[at + 7]!],
      row * COLUMN_STRIDE,
    );
    const [minX, minY, maxX, maxY] = [boxes[at]!, boxes[at + 1]!, boxes[at + 4]!, boxes[at + 5]!];
    return { minX, minY, maxX, maxY, id, row };
  };
  return {
    name: "rbush 2-D, then filter",
    load: (boxes) => {
      const order = neighboursTogether(boxes);
      column = new Float64Array(order.length * COLUMN_STRIDE);
      const inOrder = Array.from(order, (id, row) => leafOf(id, row, boxes, id * BOX_STRIDE));
      leaves = inOrder.toSorted((a, b) => a.id - b.id);
      tree.load(inOrder);
    },
    query: (box) => {
      const [minZ, minT, maxZ, maxT] = [box[2]!, box[3]!, box[6]!, box[7]!];
      const found = tree.search({ minX: box[0]!, minY: box[1]!, maxX: box[4]!, maxY: box[5]! });
      const ids: number[] = [];
      for (const { id, row } of found) {
        const at = row * COLUMN_STRIDE;
        if (
          column[at + 2]! <= maxT &&
          column[at + 3]! >= minT &&
          column[at]! <= maxZ &&
          column[at + 1]! >= minZ
        )
          ids.push(id);
      }
      return ids.sort((a, b) => a - b);
    },
    remove: (id) => tree.remove(leaves[id]!),
    add: (id, box) => {
      leaves[id] = leafOf(id, leaves[id]!.row, box, 0);
      tree.insert(leaves[id]);
    },
  };
};

/** Ids in strips from west to east, each from south to north. */
const neighboursTogether = (boxes: Float64Array): Int32Array => {
  const stripOf = (id: number): number => Math.floor(boxes[id * BOX_STRIDE]! / STRIP_M);
  return Int32Array.from({ length: boxes.length / BOX_STRIDE }, (_, id) => id).sort(
    (a, b) => stripOf(a) - stripOf(b) || boxes[a * BOX_STRIDE + 1]! - boxes[b * BOX_STRIDE + 1]!,
  );
};

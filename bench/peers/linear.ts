/**
 * No index: every box read, from one column of Float64 for each bound. The judge of the others'
 * answers as much as their rival.
 */

import { BOX_STRIDE } from "../../src/geometry/box-index.ts";
import type { Peer } from "./peer.ts";

export const createLinearPeer = (): Peer => {
  let columns: readonly Float64Array[] = [];
  return {
    name: "linear scan",
    load: (boxes) => {
      const count = boxes.length / BOX_STRIDE;
      columns = Array.from({ length: BOX_STRIDE }, (_, bound) =>
        Float64Array.from({ length: count }, (_, id) => boxes[id * BOX_STRIDE + bound]!),
      );
    },
    query: (box) => scan(columns, box),
    remove: (id) => columns[3]!.fill(Infinity, id, id + 1),
    add: (id, box) => columns.forEach((column, bound) => (column[id] = box[bound]!)),
  };
};

const scan = (columns: readonly Float64Array[], box: Float64Array): number[] => {
  const [minX, minY, minZ, minT, maxX, maxY, maxZ, maxT] = columns as readonly [
    ...(readonly [Float64Array, Float64Array, Float64Array, Float64Array]),
    ...(readonly [Float64Array, Float64Array, Float64Array, Float64Array]),
  ];
  const [qMinX, qMinY, qMinZ, qMinT] = [box[0]!, box[1]!, box[2]!, box[3]!];
  const [qMaxX, qMaxY, qMaxZ, qMaxT] = [box[4]!, box[5]!, box[6]!, box[7]!];
  const ids: number[] = [];
  for (let id = 0; id < minX.length; id++) {
    if (
      minX[id]! <= qMaxX &&
      maxX[id]! >= qMinX &&
      minY[id]! <= qMaxY &&
      maxY[id]! >= qMinY &&
      minT[id]! <= qMaxT &&
      maxT[id]! >= qMinT &&
      minZ[id]! <= qMaxZ &&
      maxZ[id]! >= qMinZ
    )
      ids.push(id);
  }
  return ids;
};

/** The index of this project, filled one by one as it is when running. */

import { BoxIndex, BOX_STRIDE } from "../../src/geometry/box-index.ts";
import type { Peer } from "./peer.ts";

export const createBoxIndexPeer = (): Peer & { readonly index: BoxIndex } => {
  const index = new BoxIndex();
  return {
    name: "BoxIndex",
    index,
    load: (boxes) => {
      for (let id = 0; id * BOX_STRIDE < boxes.length; id++) index.add(id, boxes, id * BOX_STRIDE);
    },
    query: (box) => index.query(box),
    remove: (id) => index.remove(id),
    add: (id, box) => index.add(id, box),
  };
};

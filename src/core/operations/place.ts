/** Puts an operation's volumes into the index and takes them out. */

import { BOX_STRIDE } from "../../geometry/box-index.ts";
import { boxesOf } from "../../geometry/sheet.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import type { State } from "../state.ts";
import type { Operation } from "./model.ts";

export const placeOperation = (state: State, operation: Operation): void => {
  operation.slots = operation.solids.map((solid, volume) => {
    const slot = state.freeSlots.pop() ?? state.slots.length;
    state.slots[slot] = { operation, volume };
    const boxes = boxesOf(solid);
    for (let offset = 0; offset < boxes.length; offset += BOX_STRIDE) {
      state.index.add(slot, boxes, offset);
    }
    return slot;
  });
};

export const liftOperation = (state: State, operation: Operation): void => {
  for (const slot of operation.slots) {
    state.index.remove(slot);
    state.slots[slot] = undefined;
    state.freeSlots.push(slot);
  }
  operation.slots = [];
};

/** From the first start to the last end. */
export const spanOf = (solids: readonly Solid4D[]): { startMs: number; endMs: number } => ({
  startMs: Math.min(...solids.map((solid) => solid.startMs)),
  endMs: Math.max(...solids.map((solid) => solid.endMs)),
});

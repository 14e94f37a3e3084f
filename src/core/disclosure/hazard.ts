/**
 * What the USSs of a party are shown of an operation: a hazard without cause. That something is there,
 * where and when; nothing of what it is.
 */

import type { Volume4D } from "../../geometry/footprint.ts";
import { currentVersion, isOver, volumesOf } from "../operations/model.ts";
import type { Operation } from "../operations/model.ts";
import { detailFor } from "../operations/view.ts";
import type { State } from "../state.ts";
import { viewLatestShown, withoutMoving } from "./view.ts";

export type Hazard =
  /** Where it now is: in the order of its volumes, none of which moves. */
  | { readonly kind: "current"; readonly volumes: readonly Volume4D[] }
  /** It is known to have changed since it was last shown, and not how. */
  | { readonly kind: "stale" };

/** The operation as the party's USSs may know of it; null: not, or no more. */
export const hazardFor = (state: State, operation: Operation, party: string): Hazard | null => {
  const rule = state.theatre?.rules.disclosure ?? "conflict_only";
  const isInFull = detailFor(operation, { kind: "party", party }, rule) === "full";
  const current = currentVersion(operation);
  const shown = isInFull
    ? { version: current.version, volumes: volumesOf(current) }
    : viewLatestShown(state, operation, party);
  if (!shown) return null;
  // Of a version that is not shown its state is not either, nor that it is over.
  if (shown.version !== current.version) return { kind: "stale" };
  if (isOver(operation.state)) return null;
  return { kind: "current", volumes: shown.volumes.map(withoutMoving) };
};

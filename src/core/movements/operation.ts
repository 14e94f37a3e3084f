/** The operation of a movement goes where the movement goes. */

import type { Change } from "../changes.ts";
import type { Context } from "../handling.ts";
import { moveOperation } from "../operations/move.ts";
import { isOver } from "../operations/model.ts";
import type { Operation, OperationState } from "../operations/model.ts";
import { assert } from "../outcome.ts";
import type { Movement, MovementState } from "./model.ts";

type At = Pick<Context, "state" | "entry">;

/** Moves the operation as the movement now is. One that is over stays so: its window has passed. */
export const moveAlong = (at: At, movement: Movement, to: MovementState): readonly Change[] => {
  const { operationId, departedMs } = movement;
  const operation = operationId === null ? undefined : at.state.operations.get(operationId);
  if (!operation || isOver(operation.state)) return [];
  const changes = pathOf(operation, to, departedMs !== null).flatMap((state) =>
    step(at, operation, state),
  );
  operation.isNoReturn = to === "aborted" && operation.state === "deviating";
  return changes;
};

/** Turned back on the way it still is somewhere, and not as it was notified: deviating, no return. */
const pathOf = (
  { state }: Operation,
  to: MovementState,
  hasDeparted: boolean,
): readonly OperationState[] => {
  const under: readonly OperationState[] = state === "active" ? [] : ["active"];
  switch (to) {
    case "departed":
    case "at_checkpoint":
      return under;
    case "deviating":
      return state === "deviating" ? [] : [...under, "deviating"];
    case "held":
      return state === "held" ? [] : ["held"];
    case "aborted":
      if (!hasDeparted) return ["cancelled"];
      return state === "held" || state === "deviating" ? [] : [...under, "deviating"];
    case "arrived":
      return state === "filed" ? ["active", "ended"] : ["ended"];
    case "closed":
      if (!hasDeparted) return ["cancelled"];
      return state === "filed" ? ["active", "ended"] : ["ended"];
    default:
      return [];
  }
};

const step = (at: At, operation: Operation, to: OperationState): readonly Change[] => {
  const { outcome, changes } = moveOperation(at, operation, to);
  assert(outcome.ok, `an operation ${operation.state} may be ${to}`);
  return changes;
};

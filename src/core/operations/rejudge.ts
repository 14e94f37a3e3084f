/** Live operations held anew against what is filed, and against the sites near them. */

import type { Change } from "../changes.ts";
import { settleConflicts } from "../conflicts/apply.ts";
import type { Cause } from "../conflicts/apply.ts";
import { countedFor, detectConflicts } from "../conflicts/detect.ts";
import type { Entry } from "../entry.ts";
import type { ProximityEnd } from "../sites/proximity-model.ts";
import { settleOperation } from "../sites/proximity.ts";
import type { State } from "../state.ts";
import { isOfUss } from "./led.ts";
import { isOver, solidsOf } from "./model.ts";
import type { Operation } from "./model.ts";

/** Holds every live operation against the rules as they are now, in the order of filing. */
export const rejudgeOperations = (state: State, entry: Entry): Change[] => {
  const changes: Change[] = [];
  for (const operation of state.operations.values()) {
    if (isOver(operation.state)) continue;
    changes.push(...rejudgeOperation(state, entry, operation, "rules"));
  }
  return changes;
};

/** Holds one live operation, as it is, against all others, and against the sites near it. */
export const rejudgeOperation = (
  state: State,
  entry: Entry,
  operation: Operation,
  cause: Cause,
): Change[] => {
  const { party, moverClass, id } = operation;
  const subject = { party, moverClass, solids: solidsOf(operation), operationId: id };
  const counted = countedFor(state, { party, isOfUss: isOfUss(operation) });
  const detections = detectConflicts(state, subject, counted);
  return [
    ...settleConflicts(state, entry, operation, detections, cause),
    ...settleOperation(state, entry, operation, nearEndOf(cause)),
  ];
};

/** Why a site is near no more. What both sides agreed is nobody's withdrawal. */
const nearEndOf = (cause: Cause): ProximityEnd =>
  cause === "notice" ? "operation_changed" : cause === "rules" ? "rules_changed" : "agreed";

/** What a change did to conflicts is told now. */
export const onRematchDue = (state: State, entry: Entry, operationId: string): Change[] => {
  const operation = state.operations.get(operationId);
  return operation && !isOver(operation.state)
    ? rejudgeOperation(state, entry, operation, "notice")
    : [];
};

/** Operations moved from one state to the next, by what is said or because their window has passed. */

import { areasTouchedBy } from "../areas/touching.ts";
import type { Change } from "../changes.ts";
import { closeConflicts, openConflictIds } from "../conflicts/apply.ts";
import { takeBackHolds } from "../conflicts/life.ts";
import type { Entry } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findIllegalStep } from "../machine.ts";
import { endOfOperation } from "../sites/proximity.ts";
import type { OperationResult, State } from "../state.ts";
import { endTracks } from "../tracks/apply.ts";
import { isOfUss } from "./led.ts";
import { currentVersion, hasBegun, isOver, OPERATION } from "./model.ts";
import type { Notice, Operation, OperationState } from "./model.ts";
import { takeNotice } from "./notice.ts";

/** Moves an operation to another state, as the table allows. */
export const moveOperation = (
  { state, entry }: Pick<Context, "state" | "entry">,
  operation: Operation,
  to: OperationState,
): Applied => {
  const illegal = findIllegalStep(OPERATION, operation.id, { from: operation.state, to });
  if (illegal) return refused(illegal);
  const notice = to === "cancelled" ? cancelNotice(state, entry, operation) : null;
  const changes = enterState(state, entry, operation, to);
  if (hasBegun(operation)) changes.push(...takeBackHolds(state, entry, operation));
  return accepted(resultOf(state, operation, notice), changes);
};

const cancelNotice = (state: State, entry: Entry, operation: Operation): Notice => {
  const { party, startMs } = operation;
  operation.cancelNotice = takeNotice(state, entry, {
    party,
    kind: "cancel",
    startMs,
    leadMinutes: 0,
    isCounted: !isOfUss(operation),
  });
  return operation.cancelNotice;
};

/** The window has passed: nobody said that it ended, and that is what the state says. */
export const expireOperation = (state: State, entry: Entry, operation: Operation): Change[] =>
  enterState(state, entry, operation, "expired");

const enterState = (
  state: State,
  entry: Entry,
  operation: Operation,
  to: OperationState,
): Change[] => {
  operation.state = to;
  operation.changedSeq = entry.seq;
  operation.changedMs = entry.atMs;
  const moved: Change = { kind: "operation-moved", operationId: operation.id, to };
  if (to !== "ended" && to !== "cancelled" && to !== "expired") return [moved];
  state.index.remove(operation);
  const retentionMs = state.theatre?.rules.retentionMs ?? LIMITS.retentionMs;
  state.due.push({ dueMs: entry.atMs + retentionMs, kind: "forget", id: operation.id });
  return [
    moved,
    ...closeConflicts(state, entry, operation, to),
    ...endOfOperation(state, entry, operation),
    ...endTracks(state, entry, { kind: "operation", id: operation.id }),
  ];
};

/** The answer to every command about an operation. */
export const resultOf = (
  state: State,
  operation: Operation,
  notice: Notice | null,
): OperationResult => ({
  about: "operation",
  operationId: operation.id,
  version: currentVersion(operation).version,
  state: operation.state,
  serial: notice?.serial ?? null,
  receivedMs: operation.changedMs,
  minutesOfNotice: notice?.minutesOfNotice ?? null,
  isShortNotice: notice?.isShortNotice ?? false,
  conflictIds: openConflictIds(state, operation),
  areaIds: isOver(operation.state) ? [] : areasTouchedBy(state, operation).map(({ id }) => id),
});

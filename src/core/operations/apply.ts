/** What each operation command does. */

import type { FileOperation, OperationCommand, ReplaceOperation } from "../commands.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome } from "../outcome.ts";
import { solidsIn } from "../surveyed.ts";
import { amendmentLeadMinutes } from "../theatre/model.ts";
import { CLASS_BY_CATEGORY } from "./category.ts";
import { fileNotice, replaceNotice } from "./filing.ts";
import { findLed } from "./led.ts";
import { currentVersion, isOver, OPERATION } from "./model.ts";
import type { Operation, OperationState } from "./model.ts";
import { moveOperation, resultOf } from "./move.ts";

/** The state that each command asks for. */
const TARGET = {
  "cancel-operation": "cancelled",
  "activate-operation": "active",
  "hold-operation": "held",
  "end-operation": "ended",
  "deviate-operation": "deviating",
} as const satisfies Record<
  Exclude<OperationCommand["kind"], "file-operation" | "replace-operation">,
  OperationState
>;

/** Every command but New and Replace asks for another state. */
type Move = Exclude<OperationCommand, FileOperation | ReplaceOperation>;

const move = (context: Context, command: Move): Applied => {
  const found = findOwned(context, command.operationId);
  return found.ok
    ? moveOperation(context, found.value, TARGET[command.kind])
    : refused(found.refusal);
};

export const OPERATION_HANDLERS: Handlers<OperationCommand> = {
  "file-operation": (context, command) => fileOperation(context, command),
  "replace-operation": (context, command) => {
    const found = findOwned(context, command.operationId);
    return found.ok ? replaceOperation(context, found.value, command) : refused(found.refusal);
  },
  "cancel-operation": move,
  "activate-operation": move,
  "hold-operation": move,
  "end-operation": move,
  "deviate-operation": (context, command) => {
    const moved = move(context, command);
    const { isNoReturn = false } = command;
    if (moved.outcome.ok)
      context.state.operations.get(command.operationId)!.isNoReturn = isNoReturn;
    return moved;
  },
};

const findOwned = ({ state, party }: Context, operationId: string): Outcome<Operation> => {
  const operation = state.operations.get(operationId);
  // Another's operation and none at all look the same: ids are not a way to probe.
  if (!operation || operation.party !== party)
    return refuse({ reason: "unknown-operation", operationId });
  const led = findLed(state, operationId);
  return led ? refuse(led) : accept(operation);
};

const fileOperation = (context: Context, command: FileOperation): Applied => {
  const { state, entry, party, theatre } = context;
  const { category, moverClass = CLASS_BY_CATEGORY[category], name = null } = command;
  const filed = fileNotice(context, {
    party,
    category,
    moverClass,
    name,
    payload: entry.payload,
    solids: solidsIn(entry),
    leadMinutes: theatre.rules.leadMinutes[category],
    isUnguarded: false,
    isOfUss: false,
  });
  if (!filed.ok) return refused(filed.refusal);
  const { operation, changes } = filed.value;
  return accepted(resultOf(state, operation, currentVersion(operation).notice), changes);
};

const replaceOperation = (
  context: Context,
  operation: Operation,
  command: ReplaceOperation,
): Applied => {
  const { state, entry, theatre } = context;
  const { party, category, moverClass, id } = operation;
  const current = currentVersion(operation);
  if (isOver(operation.state)) {
    return refused({
      reason: "wrong-state",
      what: OPERATION.name,
      id,
      state: operation.state,
      wanted: "replaced",
    });
  }
  if (current.version !== command.version) {
    return refused({ reason: "stale-version", operationId: id, currentVersion: current.version });
  }
  const replaced = replaceNotice(context, operation, {
    party,
    category,
    moverClass,
    name: command.name ?? current.name,
    payload: entry.payload,
    solids: solidsIn(entry),
    leadMinutes: amendmentLeadMinutes(theatre.rules.leadMinutes[category]),
    isUnguarded: false,
    isOfUss: false,
  });
  if (!replaced.ok) return refused(replaced.refusal);
  const { notice } = currentVersion(operation);
  return accepted(resultOf(state, operation, notice), replaced.value.changes);
};

/** An intent is an operation of its manager's party: filed, moved and ended with it. */

import type { Change } from "../changes.ts";
import type { Context } from "../handling.ts";
import { fileNotice, replaceNotice } from "../operations/filing.ts";
import type { Filed, Filing } from "../operations/filing.ts";
import { moveOperation } from "../operations/move.ts";
import { CLASS_BY_CATEGORY } from "../operations/category.ts";
import { isOver } from "../operations/model.ts";
import type { Operation, OperationState } from "../operations/model.ts";
import { accept, assert } from "../outcome.ts";
import type { Outcome } from "../outcome.ts";
import { solidsIn } from "../surveyed.ts";
import type { PutIntent } from "./commands.ts";
import type { Intent, IntentState } from "./model.ts";

/** Files it, or replaces what was filed, and moves it on to where the intent now is. */
export const fileOperationOf = (
  context: Context,
  known: Intent | undefined,
  command: PutIntent,
): Outcome<Filed> => {
  const filed = fileOrReplace(context, known, command);
  if (!filed.ok) return filed;
  const { operation, changes } = filed.value;
  const moved = moveAlong(context, operation, command.state);
  return accept({ operation, changes: [...changes, ...moved] });
};

export const CATEGORY = "uas_flight";

const fileOrReplace = (
  context: Context,
  known: Intent | undefined,
  { party, manager, id, volumes }: PutIntent,
): Outcome<Filed> => {
  const filing: Filing = {
    party,
    category: CATEGORY,
    moverClass: CLASS_BY_CATEGORY[CATEGORY],
    name: `${manager} ${id}`,
    payload: JSON.stringify({ volumes }),
    solids: solidsIn(context.entry),
    leadMinutes: 0,
    isUnguarded: true,
    isOfUss: true,
  };
  const operation = known && context.state.operations.get(known.operationId);
  if (!known || !operation || isOver(operation.state)) return fileNotice(context, filing);
  // The settings have made it another party's: what was the former one's ends there.
  if (operation.party !== party) return fileAnew(context, known, filing);
  const isSame = operation.versions.at(-1)!.payload === filing.payload;
  return isSame ? accept({ operation, changes: [] }) : replaceNotice(context, operation, filing);
};

const fileAnew = (context: Context, known: Intent, filing: Filing): Outcome<Filed> => {
  const ended = endOperationOf(context, known);
  const filed = fileNotice(context, filing);
  assert(filed.ok, "what is unguarded and not over is taken");
  const { operation, changes } = filed.value;
  return accept({ operation, changes: [...ended, ...changes] });
};

type At = Pick<Context, "state" | "entry">;

const moveAlong = (at: At, operation: Operation, to: IntentState): readonly Change[] => {
  const changes = pathOf(operation.state, to).flatMap((state) => step(at, operation, state));
  operation.isNoReturn = to === "contingent";
  return changes;
};

const pathOf = (from: OperationState, to: IntentState): readonly OperationState[] => {
  if (to === "accepted" || (to === "activated" && from === "active")) return [];
  if (to === "activated") return ["active"];
  if (from === "deviating") return [];
  return from === "active" ? ["deviating"] : ["active", "deviating"];
};

const step = (at: At, operation: Operation, to: OperationState): readonly Change[] => {
  const { outcome, changes } = moveOperation(at, operation, to);
  assert(outcome.ok, `an operation ${operation.state} may be ${to}`);
  return changes;
};

/** It is no longer there: what never began is cancelled. */
export const endOperationOf = (at: At, { id, operationId }: Intent): readonly Change[] => {
  const { operations, airspace } = at.state;
  const operation = operations.get(operationId);
  const isOpen = operation && !isOver(operation.state);
  const to = operation?.state === "filed" ? "cancelled" : "ended";
  const changes = isOpen ? step(at, operation, to) : [];
  if (operation) operation.intentId = null;
  airspace.telemetry.delete(id);
  return changes;
};

/** The state machine: one entry in, one outcome out. The same log gives the same state everywhere. */

import { makeSolid4D } from "../geometry/solid.ts";
import type { Change } from "./changes.ts";
import type { SetTheatre } from "./commands.ts";
import { unlinkConflict } from "./conflicts/apply.ts";
import type { Entry } from "./entry.ts";
import { LIMITS } from "./limits.ts";
import { applyOperationCommand, expireOperation, rejudgeOperations } from "./operations/apply.ts";
import type { Applied } from "./operations/apply.ts";
import { isOver } from "./operations/model.ts";
import type { Operation } from "./operations/model.ts";
import { accept, assert, refuse, unreachable } from "./outcome.ts";
import { recallOutcome } from "./state.ts";
import type { CommandOutcome, State } from "./state.ts";
import { makeMinimaTable } from "./theatre/minima.ts";

export type EntryOutcome = {
  readonly outcome: CommandOutcome;
  readonly changes: readonly Change[];
  /** The command had been said before: this is the first outcome, and nothing was done again. */
  readonly isRepeat: boolean;
};

/**
 * Applies the next entry. What fell due by its time fires first, in order of due time.
 *
 * Throws only on a bug: an entry out of order, or one that was not surveyed.
 */
export const applyEntry = (state: State, entry: Entry): EntryOutcome => {
  assert(entry.seq === state.seq + 1, `entry ${state.seq + 1} comes next, not ${entry.seq}`);
  assert(entry.atMs >= state.atMs, "time never runs backwards");
  state.seq = entry.seq;
  state.atMs = entry.atMs;
  const fired = fireDue(state, entry);
  if (entry.origin === "system") return { ...dispatch(state, entry, fired), isRepeat: false };
  const key = commandKey(entry.origin.party, entry.commandId);
  const known = state.commands.get(key);
  if (known) {
    const isSame = known.fingerprint === entry.fingerprint;
    const reused = refuse({ reason: "command-id-reused", commandId: entry.commandId });
    return { outcome: isSame ? recallOutcome(known) : reused, changes: fired, isRepeat: true };
  }
  const applied = dispatch(state, entry, fired);
  const { seq, atMs, fingerprint } = entry;
  const outcome = JSON.stringify(applied.outcome);
  state.commands.set(key, { seq, atMs, fingerprint, outcome });
  return { ...applied, isRepeat: false };
};

/** A party's commands are its own: two parties may use one id. */
export const commandKey = (party: string, commandId: string): string => `${party} ${commandId}`;

const dispatch = (state: State, entry: Entry, fired: readonly Change[]): Applied => {
  const { outcome, changes } = applyCommand(state, entry);
  return { outcome, changes: fired.length > 0 ? [...fired, ...changes] : changes };
};

const applyCommand = (state: State, entry: Entry): Applied => {
  const { command } = entry;
  switch (command.kind) {
    case "set-theatre":
      return setTheatre(state, entry, command);
    case "file-operation":
    case "replace-operation":
    case "cancel-operation":
    case "activate-operation":
    case "hold-operation":
    case "end-operation":
    case "deviate-operation":
      return applyOperationCommand(state, entry, command);
    case "tick":
      return { outcome: accept(null), changes: [] };
    default:
      return unreachable(command);
  }
};

const setTheatre = (state: State, entry: Entry, { theatre }: SetTheatre): Applied => {
  if (entry.origin !== "system") {
    const refusal = { reason: "not-permitted", detail: "the host sets the theatre" } as const;
    return { outcome: refuse(refusal), changes: [] };
  }
  assert("theatre" in entry.survey, "a theatre was surveyed");
  state.theatre = theatre;
  state.theatreSurvey = entry.survey.theatre;
  state.theatreVersion++;
  state.minima = makeMinimaTable(theatre.rules, entry.survey.theatre.areaMinima.map(makeSolid4D));
  return {
    outcome: accept(null),
    changes: [{ kind: "theatre-set" }, ...rejudgeOperations(state, entry)],
  };
};

const fireDue = (state: State, entry: Entry): Change[] => {
  const changes: Change[] = [];
  for (let due = state.due.popDue(entry.atMs); due; due = state.due.popDue(entry.atMs)) {
    const operation = state.operations.get(due.operationId);
    if (!operation) continue;
    if (due.kind === "forget") forgetOperation(state, operation);
    // A replaced window leaves its old due time behind.
    else if (!isOver(operation.state) && operation.endMs < due.dueMs) {
      changes.push(...expireOperation(state, entry, operation));
    }
  }
  for (const [key, command] of state.commands) {
    if (command.atMs + LIMITS.commandMemoryMs > entry.atMs) break;
    state.commands.delete(key);
  }
  return changes;
};

/** An operation leaves the state with its conflicts, long after it was over. The record keeps both. */
const forgetOperation = (state: State, operation: Operation): void => {
  for (const [otherId, conflictId] of operation.conflictIds) {
    state.conflicts.delete(conflictId);
    const other = state.operations.get(otherId);
    if (other) unlinkConflict(other, operation.id);
  }
  state.operations.delete(operation.id);
};

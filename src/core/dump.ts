/** The state as plain data: for snapshots, and for the hash by which two replays are compared. */

import { makeSolid4D } from "../geometry/solid.ts";
import type { Conflict } from "./conflicts/model.ts";
import type { Due } from "./due-queue.ts";
import { spanOf } from "../geometry/packed-volume.ts";
import { isOver, NO_CONFLICTS } from "./operations/model.ts";
import type { Operation } from "./operations/model.ts";
import { makeState } from "./state.ts";
import type { RememberedCommand, State } from "./state.ts";
import { DEFAULT_RULES } from "./theatre/model.ts";
import type { Theatre, TheatreSurvey } from "./theatre/model.ts";
import { makeMinimaTable } from "./theatre/minima.ts";

/** Raise when a dump changes shape: an older snapshot is then passed over and the log replayed. */
export const DUMP_VERSION = 1;

type OperationDump = Omit<Operation, "placeIds" | "conflictIds" | "startMs" | "endMs"> & {
  readonly conflictIds: readonly (readonly [string, string])[];
};

export type StateDump = {
  readonly seq: number;
  readonly atMs: number;
  readonly theatre: Theatre | null;
  readonly theatreSurvey: TheatreSurvey;
  readonly theatreVersion: number;
  readonly operations: readonly OperationDump[];
  readonly conflicts: readonly Conflict[];
  readonly serials: readonly (readonly [string, number])[];
  readonly noticeDays: readonly (readonly [
    string,
    { readonly day: number; readonly count: number },
  ])[];
  readonly commands: readonly (readonly [string, RememberedCommand])[];
  readonly due: readonly Due[];
};

/** Everything, in the order it came to be. Shares the state's objects: write it out before the next entry. */
export const dumpState = (state: State): StateDump => ({
  seq: state.seq,
  atMs: state.atMs,
  theatre: state.theatre,
  theatreSurvey: state.theatreSurvey,
  theatreVersion: state.theatreVersion,
  operations: [...state.operations.values()].map(dumpOperation),
  conflicts: [...state.conflicts.values()],
  serials: [...state.serials],
  noticeDays: [...state.noticeDays],
  commands: [...state.commands],
  due: state.due.list(),
});

/** The state that a dump was made of; its index and its prepared geometry are built anew. */
export const loadState = (dump: StateDump): State => {
  const state = makeState();
  state.seq = dump.seq;
  state.atMs = dump.atMs;
  state.theatre = dump.theatre;
  state.theatreSurvey = dump.theatreSurvey;
  state.theatreVersion = dump.theatreVersion;
  const areas = dump.theatreSurvey.areaMinima.map(makeSolid4D);
  state.minima = makeMinimaTable(dump.theatre?.rules ?? DEFAULT_RULES, areas);
  for (const operation of dump.operations) loadOperation(state, operation);
  for (const conflict of dump.conflicts) state.conflicts.set(conflict.id, conflict);
  for (const [key, number] of dump.serials) state.serials.set(key, number);
  for (const [party, day] of dump.noticeDays) state.noticeDays.set(party, day);
  for (const [key, command] of dump.commands) state.commands.set(key, command);
  for (const due of dump.due) state.due.push(due);
  return state;
};

/**
 * Feeds `update` the state as text, in an order that does not depend on how it came to be held.
 * Two replays of one log feed the same text; hash it to compare them.
 */
export const digestState = (state: State, update: (text: string) => void): void => {
  const { operations, conflicts, serials, noticeDays, commands, due, ...rest } = dumpState(state);
  update(JSON.stringify(rest));
  const feed = (name: string, list: readonly unknown[]): void => {
    update(`\n${name} ${list.length}\n`);
    for (const part of list) update(`${JSON.stringify(part)}\n`);
  };
  feed("operations", operations.toSorted(byId));
  feed("conflicts", conflicts.toSorted(byId));
  feed("serials", serials.toSorted(byKey));
  feed("noticeDays", noticeDays.toSorted(byKey));
  feed("commands", commands);
  const queued = due.toSorted(
    (a, b) =>
      a.dueMs - b.dueMs ||
      byId({ id: a.operationId }, { id: b.operationId }) ||
      byId({ id: a.kind }, { id: b.kind }),
  );
  feed("due", queued);
};

const byId = (a: { id: string }, b: { id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
const byKey = (a: readonly [string, unknown], b: readonly [string, unknown]): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;

const dumpOperation = (operation: Operation): OperationDump => {
  const { placeIds: _placeIds, startMs: _start, endMs: _end, conflictIds, ...kept } = operation;
  return { ...kept, conflictIds: [...conflictIds] };
};

const loadOperation = (state: State, dump: OperationDump): void => {
  const operation: Operation = {
    ...dump,
    placeIds: [],
    ...spanOf(dump.packed),
    conflictIds: dump.conflictIds.length > 0 ? new Map(dump.conflictIds) : NO_CONFLICTS,
  };
  state.operations.set(operation.id, operation);
  if (!isOver(operation.state)) state.index.add(operation);
};

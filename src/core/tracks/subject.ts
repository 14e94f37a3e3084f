/** What the reports of a track are held against. */

import type { MoverClass } from "../operations/category.ts";
import { currentVersion } from "../operations/model.ts";
import type { Operation } from "../operations/model.ts";
import type { State } from "../state.ts";
import type { TrackSubject } from "./commands.ts";
import { tracksOf } from "./model.ts";
import type { Track } from "./model.ts";

/** The operation itself; of a movement the one that it has now, which is none before it is told. */
export const operationOf = (
  { operations, movements }: State,
  { kind, id }: TrackSubject,
): Operation | undefined => {
  const operationId = kind === "operation" ? id : movements.all.get(id)?.operationId;
  return operationId === undefined || operationId === null
    ? undefined
    : operations.get(operationId);
};

/** Null: what it was of is gone. */
export const moverClassOf = (state: State, { kind, id }: TrackSubject): MoverClass | null => {
  const found = kind === "operation" ? state.operations.get(id) : state.movements.all.get(id);
  return found?.moverClass ?? null;
};

/** Tied to it, and to the movement whose operation it is. */
export const tracksFor = ({ tracks, movements }: State, { id }: Operation): readonly Track[] => {
  const movementId = movements.byOperation.get(id);
  const own = tracksOf(tracks, { kind: "operation", id });
  return movementId === undefined
    ? own
    : [...own, ...tracksOf(tracks, { kind: "movement", id: movementId })];
};

/** Names one version of one operation: the volumes that were compared. */
export const versionKey = (operation: Operation): string =>
  `${operation.id} ${currentVersion(operation).version}`;

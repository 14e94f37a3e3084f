/** What falls due for a movement: late, silent, its sealed details over, forgotten. Stale times say nothing. */

import type { Change } from "../changes.ts";
import type { Due } from "../due-queue.ts";
import type { Entry } from "../entry.ts";
import { LIMITS } from "../limits.ts";
import type { State } from "../state.ts";
import type { Theatre } from "../theatre/model.ts";
import { forgetTracks } from "../tracks/model.ts";
import { endOf } from "./fields.ts";
import { changeOf } from "./find.ts";
import { isUnderWay, toldVersion } from "./model.ts";
import type { Movement } from "./model.ts";
import { moveAlong } from "./operation.ts";
import { overPeople } from "./people.ts";

export type MovementDueKind =
  /** Its last leg should be over by the time that counts as late. */
  | "movement-late"
  /** No position has come for too long. */
  | "movement-silent"
  /** Its sealed details have had their time. */
  | "people-over"
  /** It has been closed for as long as the state keeps one. */
  | "forget-movement";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type At = { readonly state: State; readonly theatre: Theatre };

/** Of a version that was just told. */
export const pushLate = ({ state, theatre }: At, movement: Movement): void =>
  state.due.push({
    dueMs: lateFrom(theatre, movement),
    kind: "movement-late",
    id: movement.id,
  });

/** Of a movement whose place was just reported. */
export const pushSilent = ({ state, theatre }: At, movement: Movement): void => {
  const { id, lastPlaceMs } = movement;
  const { silentMinutes } = theatre.rules.movements;
  if (!isUnderWay(movement) || lastPlaceMs === null) return;
  const dueMs = lastPlaceMs + silentMinutes * MINUTE_MS;
  if (dueMs > state.atMs) state.due.push({ dueMs, kind: "movement-silent", id });
};

/** When it counts as late; Infinity while nothing is told. */
export const lateFrom = ({ rules }: Theatre, movement: Movement): number => {
  const told = toldVersion(movement);
  return told ? endOf(told.fields) + rules.movements.lateMinutes * MINUTE_MS : Infinity;
};

export const onMovementLate = (state: State, entry: Entry, { id, dueMs }: Due): Change[] => {
  const { theatre } = state;
  const movement = state.movements.all.get(id);
  if (!theatre || !movement || !isUnderWay(movement)) return [];
  if (lateFrom(theatre, movement) !== dueMs || movement.deviation?.by === "time") return [];
  const minutes = theatre.rules.movements.lateMinutes;
  movement.deviation = { by: "time", sinceMs: dueMs, metres: null, minutes };
  movement.changedMs = entry.atMs;
  const moved: Change[] = [];
  if (movement.state === "departed" || movement.state === "at_checkpoint") {
    movement.state = "deviating";
    moved.push(...moveAlong({ state, entry }, movement, "deviating"));
  }
  return [...moved, changeOf(movement, "deviating", "all")];
};

export const onMovementSilent = (state: State, entry: Entry, { id, dueMs }: Due): Change[] => {
  const movement = state.movements.all.get(id);
  if (!movement || !isUnderWay(movement) || movement.lastPlaceMs === null) return [];
  const { silentMinutes = 0 } = state.theatre?.rules.movements ?? {};
  if (movement.lastPlaceMs + silentMinutes * MINUTE_MS !== dueMs) return [];
  if (movement.silentSinceMs !== null) return [];
  movement.silentSinceMs = movement.lastPlaceMs;
  movement.changedMs = entry.atMs;
  return [changeOf(movement, "silent", "all")];
};

/** Of a movement that was just closed. */
export const pushAfterClose = (
  { state, theatre }: At,
  { id, people }: Movement,
  closedMs: number,
): void => {
  const peopleMs = closedMs + theatre.rules.movements.peopleKeptDays * DAY_MS;
  if (people) state.due.push({ dueMs: peopleMs, kind: "people-over", id });
  state.due.push({ dueMs: closedMs + LIMITS.movementKeptMs, kind: "forget-movement", id });
};

export const onPeopleOver = (state: State, entry: Entry, { id }: Due): Change[] => {
  const movement = state.movements.all.get(id);
  return movement ? overPeople(entry, movement) : [];
};

export const forgetMovement = (state: State, { id }: Due): void => {
  const movement = state.movements.all.get(id);
  if (!movement) return;
  if (movement.operationId !== null) state.movements.byOperation.delete(movement.operationId);
  if (movement.people) state.movements.keyHashes.delete(movement.people.keyHash);
  forgetTracks(state.tracks, { kind: "movement", id });
  state.movements.all.delete(id);
};

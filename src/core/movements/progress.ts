/** On the way: what the owner reports, how far off and how late that is, and how it ends. */

import type { Change } from "../changes.ts";
import { refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { badField } from "../line/bad-field.ts";
import { findIllegalStep } from "../machine.ts";
import type { Refusal } from "../outcome.ts";
import type { CloseMovement, ReportMovement } from "./commands.ts";
import { lateFrom, pushAfterClose, pushSilent } from "./due.ts";
import type { ReportFields } from "./fields.ts";
import { answer, changeOf, findOwn } from "./find.ts";
import { MOVEMENT, OUTCOMES, toldVersion } from "./model.ts";
import type { Deviation, Movement, MovementState } from "./model.ts";
import { metresOutside } from "./off-route.ts";
import { moveAlong } from "./operation.ts";
import { tell } from "./submit.ts";
import { endTracks } from "../tracks/apply.ts";

/** On the way, as planned or not. */
const ON_THE_WAY: readonly MovementState[] = ["departed", "at_checkpoint", "deviating"];

export const reportMovement = (context: Context, command: ReportMovement): Applied => {
  const found = findOwn(context, command.movementId);
  if (!found.ok) return refused(found.refusal);
  const movement = found.value;
  const { fields } = command;
  const refusal = findUntimely(context, fields) ?? findNoReport(movement, fields);
  if (refusal) return refused(refusal);
  // People go when they go: what nobody has checked is told then, and says that nobody has.
  const told = toldVersion(movement) ? null : tell(context, movement);
  if (told && !told.ok) return refused(told.refusal);
  const before = movement.state;
  const was = movement.deviation;
  note(context, movement, fields);
  const to = judge(context, movement, fields);
  const moved = to === before ? [] : enter(context, movement, to);
  pushSilent(context, movement);
  const isNew = movement.deviation !== null && was === null;
  const cause = isNew ? "deviating" : "reported";
  return answer(context, movement, [
    ...(told?.value ?? []),
    ...moved,
    changeOf(movement, cause, "all"),
  ]);
};

const enter = (context: Context, movement: Movement, to: MovementState): readonly Change[] => {
  movement.state = to;
  return moveAlong(context, movement, to);
};

const note = ({ entry }: Context, movement: Movement, fields: ReportFields): void => {
  const { movementState: state, atMs, place = null, expectedMs = null, text = null } = fields;
  const { by, atMs: saidMs } = entry;
  movement.reports.push({ state, atMs, saidMs, by, place, expectedMs, text });
  movement.reportCount++;
  if (movement.reports.length > LIMITS.movementReportsKeptMax) movement.reports.shift();
  if (ON_THE_WAY.includes(state)) movement.departedMs ??= atMs;
  // The way begins where it was said to: silence is counted from the departure.
  const isPlaced = place !== null || movement.lastPlaceMs === null;
  if (!isPlaced || movement.departedMs === null) return;
  movement.lastPlaceMs = Math.max(movement.lastPlaceMs ?? 0, atMs);
  movement.silentSinceMs = null;
};

/** The state that the report comes to: far off its route, or to be late, it deviates whatever it says. */
const judge = (context: Context, movement: Movement, fields: ReportFields): MovementState => {
  const { movementState } = fields;
  const found = findDeviation(context, movement, fields);
  const isOnTheWay = ON_THE_WAY.includes(movementState);
  const isSaid = movementState === "deviating";
  if (found || isSaid) {
    const sinceMs = movement.deviation?.sinceMs ?? fields.atMs;
    movement.deviation = { by: "report", metres: null, minutes: null, ...found, sinceMs };
  } else if (isOnTheWay && (fields.place !== undefined || movementState !== movement.state)) {
    movement.deviation = null;
  }
  return isOnTheWay && movement.deviation !== null ? "deviating" : movementState;
};

const findDeviation = (
  { theatre }: Context,
  movement: Movement,
  { place, expectedMs, atMs }: ReportFields,
): Deviation | null => {
  const { fields } = toldVersion(movement)!;
  const { route, contingencyRoute } = fields;
  const ways = contingencyRoute ? [route, contingencyRoute] : [route];
  const metres = place ? Math.min(...ways.map((way) => metresOutside(way, place))) : 0;
  if (metres > theatre.rules.movements.deviationM)
    return { by: "distance", sinceMs: atMs, metres: Math.round(metres), minutes: null };
  const lateMs = Math.max(expectedMs ?? 0, atMs) - lateFrom(theatre, movement);
  if (lateMs <= 0) return null;
  const minutes = Math.floor(lateMs / 60_000) + theatre.rules.movements.lateMinutes;
  return { by: "time", sinceMs: atMs, metres: null, minutes };
};

const findUntimely = ({ entry }: Context, { atMs }: ReportFields): Refusal | null =>
  atMs > entry.atMs + LIMITS.reportAheadMaxMs
    ? badField("fields.at", "is in the future", "report what has been")
    : null;

/** A state said again is no step: it tells where the movement is. */
const findNoReport = (movement: Movement, { movementState: to }: ReportFields): Refusal | null => {
  if (to === "closed" || to === "planned")
    return badField("fields.movementState", `is ${to}`, "close it, or say what it does on its way");
  const { id } = movement;
  const from = movement.state === "submitted" ? "planned" : movement.state;
  const isAgain = to === from || (from === "deviating" && ON_THE_WAY.includes(to));
  return isAgain ? null : findIllegalStep(MOVEMENT, id, { from, to });
};

export const closeMovement = (context: Context, command: CloseMovement): Applied => {
  const found = findOwn(context, command.movementId);
  if (!found.ok) return refused(found.refusal);
  const movement = found.value;
  const { outcome } = command;
  const { id, state: from } = movement;
  const illegal = findIllegalStep(MOVEMENT, id, { from, to: "closed" });
  if (illegal) return refused(illegal);
  const mayEnd = OUTCOMES[from] ?? [];
  if (!mayEnd.includes(outcome)) {
    const fault = `is ${outcome}, of a movement that is ${from}`;
    return refused(badField("outcome", fault, `say ${mayEnd.join(", ")}`));
  }
  const wasTold = toldVersion(movement) !== null;
  const moved = enter(context, movement, "closed");
  const { atMs } = context.entry;
  Object.assign(movement, { outcome, closedMs: atMs });
  pushAfterClose(context, movement, atMs);
  return answer(context, movement, [
    ...moved,
    ...endTracks(context.state, context.entry, { kind: "movement", id }),
    changeOf(movement, "closed", wasTold ? "all" : "owner"),
  ]);
};

/** Two people of the host open one thing for a while, and those whose it is are told at once. */

import { findRequester, findSecond } from "../by-two.ts";
import type { Change } from "../changes.ts";
import { drawId } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, HostContext, HostHandlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findIllegalStep } from "../machine.ts";
import type { State } from "../state.ts";
import type { OpeningCommand, RequestOpening } from "./commands.ts";
import { noteEnded, noteOpen, OPENABLE, OPENING } from "./model.ts";
import type { Opening } from "./model.ts";

export const OPENING_HANDLERS: HostHandlers<OpeningCommand> = {
  "request-opening": (context, command) => requestOpening(context, command),
  "second-opening": (context, { openingId }) => secondOpening(context, openingId),
};

const requestOpening = (
  { state, entry }: HostContext,
  { what, id: thingId, reason }: RequestOpening,
): Applied => {
  const { by, atMs } = entry;
  const parties = OPENABLE[what](state, thingId);
  if (!parties) return refused({ reason: "not-found", what, id: thingId });
  const waiting = [...state.openings.all.values()].filter((one) => one.state === "requested");
  const person = findRequester(by, {
    count: waiting.length,
    limit: LIMITS.openingsWaitingMax,
    what: "openings that wait for a second person",
  });
  if (!person.ok) return refused(person.refusal);
  const id = `opening-${drawId(entry.salt, 0)}`;
  const untilMs = atMs + LIMITS.secondPersonWaitMs;
  const opening: Opening = {
    id,
    what,
    thingId,
    reason,
    requestedBy: person.value,
    requestedMs: atMs,
    state: "requested",
    secondBy: null,
    openedMs: null,
    untilMs,
    parties,
  };
  state.openings.all.set(id, opening);
  state.due.push({ dueMs: untilMs, kind: "opening", id });
  return answer(opening, []);
};

const secondOpening = ({ state, entry }: HostContext, id: string): Applied => {
  const { by, atMs } = entry;
  const opening = state.openings.all.get(id);
  if (!opening) return refused({ reason: "not-found", what: "opening", id });
  const illegal = findIllegalStep(OPENING, id, { from: opening.state, to: "open" });
  if (illegal) return refused(illegal);
  const second = findSecond(opening, by);
  if (!second.ok) return refused(second.refusal);
  const parties = OPENABLE[opening.what](state, opening.thingId);
  if (!parties) return refused({ reason: "not-found", what: opening.what, id: opening.thingId });
  const untilMs = atMs + LIMITS.openingMs;
  Object.assign(opening, {
    state: "open",
    secondBy: second.value,
    openedMs: atMs,
    untilMs,
    parties,
  });
  state.openings.all.set(id, opening);
  noteOpen(state.openings, opening);
  state.due.push({ dueMs: untilMs, kind: "opening", id });
  return answer(opening, [{ kind: "read-log-added", openingId: id }]);
};

/** No second person came in time, or the time of reading is over. */
export const passOpening = (state: State, dueMs: number, id: string): Change[] => {
  const opening = state.openings.all.get(id);
  if (!opening || opening.untilMs !== dueMs) return [];
  if (opening.state === "requested") opening.state = "lapsed";
  else if (opening.state === "open") {
    opening.state = "ended";
    noteEnded(state.openings, opening);
  } else return [];
  return [{ kind: "opening-changed", openingId: id }];
};

const answer = ({ id }: Opening, changes: readonly Change[]): Applied =>
  accepted({ about: "opening", openingId: id }, [
    { kind: "opening-changed", openingId: id },
    ...changes,
  ]);

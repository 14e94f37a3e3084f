/**
 * The theatre is set, and changed. One person of the host may tighten it; what shows or weakens more
 * waits for a second one, from the moment a party was first heard. Every party is told of both.
 */

import { makeSolid4D } from "../../geometry/solid.ts";
import { findRequester, findSecond, NO_PERSON } from "../by-two.ts";
import type { Change } from "../changes.ts";
import { drawId } from "../entry.ts";
import type { Entry } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, HostContext, HostHandlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findIllegalStep } from "../machine.ts";
import { rejudgeOperations } from "../operations/rejudge.ts";
import { accept, assert, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { setKeysAside } from "../parties/apply-keys.ts";
import type { State } from "../state.ts";
import { findWaiting, THEATRE_CHANGE } from "./change-model.ts";
import type { TheatreChange, TheatreChangeState } from "./change-model.ts";
import type { SetTheatre, TheatreCommand } from "./commands.ts";
import { findDifferences } from "./differences.ts";
import type { Difference } from "./differences.ts";
import { makeMinimaTable } from "./minima.ts";
import { completeTheatre } from "./model.ts";
import type { Theatre } from "./model.ts";

export const THEATRE_HANDLERS: HostHandlers<TheatreCommand> = {
  "second-theatre-change": (context, { changeId }) => secondChange(context, changeId),
  "withdraw-theatre-change": (context, { changeId }) => withdrawChange(context, changeId),
};

export const setTheatre = (state: State, entry: Entry, command: SetTheatre): Applied => {
  if (entry.origin !== "system") {
    return refused({ reason: "not-permitted", detail: "the host sets the theatre" });
  }
  assert("theatre" in entry.survey, "a theatre was surveyed");
  const theatre = completeTheatre(command.theatre, state.theatre);
  const unfit = findUnfit(state, theatre);
  if (unfit) return refused(unfit);
  const differences = findDifferences(state.theatre, theatre);
  if (differences.length === 0) return accepted({ about: "theatre", changeId: null }, []);
  const proposed = { theatre, survey: entry.survey.theatre };
  if (!needsTwo(state, differences)) {
    const change = addChange(state, entry, { differences, proposed, untilMs: null });
    return answer(change, settle(state, entry, change));
  }
  const count = findWaiting(state.theatreChanges).length;
  const [limit, what] = [LIMITS.theatreChangesWaitingMax, "changes that wait for a second person"];
  const person = findRequester(entry.by, { count, limit, what });
  if (!person.ok) return refused(person.refusal);
  const untilMs = entry.atMs + LIMITS.secondPersonWaitMs;
  const change = addChange(state, entry, { differences, proposed, untilMs });
  state.due.push({ dueMs: untilMs, kind: "theatre-change", id: change.id });
  return answer(change, [{ kind: "theatre-change", changeId: change.id }]);
};

/** From the moment a party was first heard. Before that nobody relies on the rules. */
const needsTwo = ({ theatreChanges }: State, differences: readonly Difference[]): boolean =>
  theatreChanges.inUseSinceMs !== null && differences.some(({ weakens }) => weakens);

/** Why nobody may set this theatre now, be they two, or null. Asked again when it is seconded. */
const findUnfit = (state: State, { parties, rules }: Theatre): Refusal | null => {
  const isRaised = rules.disclosure === "full" && state.theatre?.rules.disclosure !== "full";
  // What was filed for none to see is not shown to all by a rule: that is its owner's act.
  if (isRaised && state.operations.size > 0) {
    return {
      reason: "bad-field",
      field: "rules.disclosure",
      detail: "operations are filed that were not to be seen by all",
      remedy: "leave it at conflict_only, or set up another theatre",
    };
  }
  const lowered = parties.findIndex(
    ({ id, keyResets = 0 }) => keyResets < resetsOf(state.theatre, id),
  );
  if (lowered < 0) return null;
  return {
    reason: "bad-field",
    field: `parties[${lowered}].keyResets`,
    detail: "it counts how often the party's keys were set aside",
    remedy: "leave it out to leave the keys as they are, or raise it by one to set them aside",
  };
};

const resetsOf = (theatre: Theatre | null, party: string): number =>
  theatre?.parties.find(({ id }) => id === party)?.keyResets ?? 0;

type New = Pick<TheatreChange, "differences" | "untilMs"> & {
  readonly proposed: NonNullable<TheatreChange["proposed"]>;
};

const addChange = (state: State, { salt, by, atMs }: Entry, made: New): TheatreChange => {
  const change: TheatreChange = {
    id: `theatre-change-${drawId(salt, 0)}`,
    ...made,
    requestedBy: by,
    requestedMs: atMs,
    state: "requested",
    secondBy: null,
    withdrawnBy: null,
    changedMs: atMs,
  };
  state.theatreChanges.all.set(change.id, change);
  return change;
};

const secondChange = ({ state, entry }: HostContext, id: string): Applied => {
  const found = findChange(state, id, "done");
  if (!found.ok) return refused(found.refusal);
  const change = found.value;
  const second = findSecond(change, entry.by);
  if (!second.ok) return refused(second.refusal);
  assert(change.proposed, "what waits is known");
  const unfit = findUnfit(state, change.proposed.theatre);
  if (unfit) return refused(unfit);
  change.secondBy = second.value;
  return answer(change, settle(state, entry, change));
};

const withdrawChange = ({ state, entry }: HostContext, id: string): Applied => {
  if (entry.by === null) return refused(NO_PERSON);
  const found = findChange(state, id, "withdrawn");
  if (!found.ok) return refused(found.refusal);
  found.value.withdrawnBy = entry.by;
  return answer(found.value, [end(found.value, "withdrawn", entry.atMs)]);
};

/** Due: no second person came. */
export const passTheatreChange = (state: State, { atMs }: Entry, id: string): Change[] => {
  const change = state.theatreChanges.all.get(id);
  return change?.state === "requested" ? [end(change, "lapsed", atMs)] : [];
};

const findChange = (
  { theatreChanges }: State,
  id: string,
  to: TheatreChangeState,
): Outcome<TheatreChange> => {
  const change = theatreChanges.all.get(id);
  if (!change) return refuse({ reason: "not-found", what: "theatre change", id });
  const illegal = findIllegalStep(THEATRE_CHANGE, id, { from: change.state, to });
  return illegal ? refuse(illegal) : accept(change);
};

/** The theatre is what was proposed. What else waited was asked of another theatre. */
const settle = (state: State, entry: Entry, change: TheatreChange): Change[] => {
  assert(change.proposed, "what is set is known");
  const { theatre, survey } = change.proposed;
  const was = state.theatre;
  state.theatre = theatre;
  state.theatreSurvey = survey;
  state.theatreVersion++;
  state.minima = makeMinimaTable(theatre.rules, survey.areaMinima.map(makeSolid4D));
  end(change, "done", entry.atMs);
  const reset = theatre.parties.filter(({ id, keyResets = 0 }) => keyResets > resetsOf(was, id));
  return [
    { kind: "theatre-set", changeId: change.id },
    ...findWaiting(state.theatreChanges).map((one) => end(one, "overtaken", entry.atMs)),
    ...reset.flatMap(({ id }) => setKeysAside(state, entry, id)),
    ...rejudgeOperations(state, entry),
  ];
};

const end = (change: TheatreChange, to: TheatreChangeState, atMs: number): Change => {
  Object.assign(change, { state: to, changedMs: atMs, proposed: null });
  return { kind: "theatre-change", changeId: change.id };
};

const answer = ({ id }: TheatreChange, changes: readonly Change[]): Applied =>
  accepted({ about: "theatre", changeId: id }, changes);

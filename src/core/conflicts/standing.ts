/** Standing agreements: conflicts between two parties that are known, expected and raise no alarm. */

import { findMeeting } from "../../geometry/meeting.ts";
import { findProximity } from "../../geometry/separation.ts";
import { makeSolid4D, makeSolid } from "../../geometry/solid.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import type { Place } from "../../geometry/meeting.ts";
import type { Change } from "../changes.ts";
import { drawId } from "../entry.ts";
import type { Entry } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findIllegalStep } from "../machine.ts";
import { currentVersion, solidOf } from "../operations/model.ts";
import { assert } from "../outcome.ts";
import type { Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import type { AgreeStanding, EndStanding, ProposeStanding } from "./commands.ts";
import { moveLife, tellBoth } from "./life.ts";
import type { Conflict } from "./model.ts";
import { windowOf } from "./model.ts";
import { STANDING } from "./proposal-model.ts";
import type { StandingAgreement, StandingState } from "./proposal-model.ts";

export type StandingResult = {
  readonly about: "standing";
  readonly standingId: string;
  readonly state: StandingState;
};

export const STANDING_HANDLERS: Handlers<ProposeStanding | AgreeStanding | EndStanding> = {
  "propose-standing": (context, command) => propose(context, command),
  "agree-standing": (context, { standingId }) => {
    const { state, entry, party } = context;
    const standing = findOwn(context, standingId);
    if (!standing) return refused(notFound(standingId));
    if (standing.parties[0] === party) {
      return refused({ reason: "not-permitted", detail: "the other party agrees to it" });
    }
    return move(context, standing, "agreed", () => settleAll(state, entry, standing));
  },
  "end-standing": (context, { standingId }) => {
    const { state, entry } = context;
    const standing = findOwn(context, standingId);
    if (!standing) return refused(notFound(standingId));
    return move(context, standing, "ended", () => wakeAll(state, entry, standing));
  },
};

const notFound = (id: string): Refusal => ({ reason: "not-found", what: "standing agreement", id });

/** Another's and none at all look the same. */
const findOwn = ({ state, party }: Context, id: string): StandingAgreement | null => {
  const found = state.settling.standings.get(id);
  return found?.parties.includes(party) ? found : null;
};

const propose = (context: Context, command: ProposeStanding): Applied => {
  const { state, entry, party } = context;
  const refusal = findUnfit(context, command);
  if (refusal) return refused(refusal);
  assert("volumes" in entry.survey, "the agreement's volume was surveyed");
  const [volume, surveyed] = [command.volumes[0]!, entry.survey.volumes[0]!];
  const id = drawId(entry.salt, 0);
  const standing: StandingAgreement = {
    id,
    parties: [party, command.with],
    name: command.name,
    volume,
    surveyed,
    proposedMs: entry.atMs,
    state: "proposed",
    changedMs: entry.atMs,
  };
  state.settling.standings.set(id, standing);
  return accepted({ about: "standing", standingId: id, state: "proposed" }, [
    { kind: "standing-changed", standingId: id },
  ]);
};

const findUnfit = (
  { state, party, theatre }: Context,
  command: ProposeStanding,
): Refusal | null => {
  if (command.with === party || !theatre.parties.some(({ id }) => id === command.with)) {
    return {
      reason: "bad-field",
      field: "with",
      detail: `${JSON.stringify(command.with.slice(0, 80))} is not another party of this theatre`,
      remedy: "name another party of the theatre",
    };
  }
  const { length } = command.volumes;
  if (length !== 1) {
    return {
      reason: "bad-field",
      field: "volumes",
      detail: `${length} volumes; an agreement is about one`,
      remedy: "give one volume, and make an agreement for each",
    };
  }
  const live = [...state.settling.standings.of(party).values()].filter(
    (one) => one.state !== "ended" && one.parties.includes(command.with),
  );
  if (live.length < LIMITS.standingsPerPairMax) return null;
  const what = "standing agreements of two parties";
  return { reason: "too-many", what, limit: LIMITS.standingsPerPairMax };
};

const move = (
  { entry }: Context,
  standing: StandingAgreement,
  to: StandingState,
  settle: () => Change[],
): Applied => {
  const illegal = findIllegalStep(STANDING, standing.id, { from: standing.state, to });
  if (illegal) return refused(illegal);
  standing.state = to;
  standing.changedMs = entry.atMs;
  const { id: standingId } = standing;
  return accepted({ about: "standing", standingId, state: to }, [
    { kind: "standing-changed", standingId },
    ...settle(),
  ]);
};

/** Conflicts that are open now and lie within it stand from now on. */
const settleAll = (state: State, entry: Entry, standing: StandingAgreement): Change[] => {
  const changes: Change[] = [];
  for (const conflict of conflictsBetween(state, standing)) {
    if (conflict.standingId !== null || !settleStanding(state, entry, conflict)) continue;
    changes.push({ kind: "conflict-moved", conflictId: conflict.id });
  }
  return changes;
};

/** It ended: what stood under it is told anew, with its clocks, unless another agreement holds it. */
const wakeAll = (state: State, entry: Entry, standing: StandingAgreement): Change[] => {
  const changes: Change[] = [];
  for (const conflict of conflictsBetween(state, standing)) {
    if (conflict.standingId !== standing.id) continue;
    tellBoth(state, entry, conflict);
    settleStanding(state, entry, conflict);
    changes.push({ kind: "conflict-moved", conflictId: conflict.id });
  }
  return changes;
};

const conflictsBetween = (state: State, { parties }: StandingAgreement): Conflict[] =>
  [...state.conflicts.of(parties[0]).values()].filter((conflict) => {
    const [a, b] = partiesOf(state, conflict);
    return conflict.state === "open" && a !== b && parties.includes(a) && parties.includes(b);
  });

const partiesOf = (state: State, { operationIds: [a, b] }: Conflict): readonly [string, string] => [
  state.operations.get(a)!.party,
  state.operations.get(b)!.party,
];

/**
 * Puts an open conflict under the first agreement that holds all of it; true when it now stands. One
 * that has grown out of its agreement, or that people already settle, is left to them.
 */
export const settleStanding = (state: State, entry: Entry, conflict: Conflict): boolean => {
  const standing = findStanding(state, conflict);
  if (!standing) {
    if (conflict.life === "standing") tellBoth(state, entry, conflict);
    return false;
  }
  if (conflict.life === "resolved" || conflict.life === "false_alarm") return false;
  moveLife(conflict, "standing");
  conflict.standingId = standing.id;
  conflict.isOverdue = false;
  return true;
};

const findStanding = (state: State, conflict: Conflict): StandingAgreement | null => {
  if (state.settling.standings.size === 0) return null;
  const [a, b] = partiesOf(state, conflict);
  if (a === b) return null;
  for (const standing of state.settling.standings.values()) {
    const { parties } = standing;
    if (standing.state !== "agreed" || !parties.includes(a) || !parties.includes(b)) continue;
    if (isHeldBy(state, conflict, makeSolid4D(standing.surveyed))) return standing;
  }
  return null;
};

/** Every pair lies in its time and altitudes, and meets surely inside its outline. */
const isHeldBy = (state: State, conflict: Conflict, area: Solid4D): boolean => {
  const { pairs, pairCount, operationIds, versions } = conflict;
  const { startMs, endMs } = windowOf(conflict);
  if (pairs.length < pairCount || startMs < area.startMs || endMs > area.endMs) return false;
  const [first, second] = operationIds.map((id) => state.operations.get(id)!);
  // What was replaced since is judged, and held or not, when the change is told.
  const isOfNow = [first!, second!].every(
    (operation, side) => currentVersion(operation).version === versions[side],
  );
  if (!isOfNow) return false;
  return pairs.every((pair) => {
    const [a, b] = [solidOf(first!, pair.a), solidOf(second!, pair.b)];
    const isInBand = [a, b].every(
      ({ lowerM, upperM }) => lowerM >= area.lowerM && upperM <= area.upperM,
    );
    if (!isInBand) return false;
    const near = { ...pair, marginMs: pair.minima.timeS * 1000 };
    return isSurelyIn(findMeeting(a, b, near), area);
  });
};

const isSurelyIn = (ecefMm: Place, area: Solid4D): boolean => {
  const solid = makeSolid({ kind: "point", ecefMm, radiusMm: 0, padMm: [], timesMs: [] });
  const found = findProximity(area, { ...area, solid }, { lateralM: 0, verticalM: 0, timeS: 0 });
  return found?.certainty === "sure";
};

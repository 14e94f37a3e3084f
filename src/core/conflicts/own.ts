/** One side's own conflicts, and what may be said of them in each part of their life. */

import { refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome } from "../outcome.ts";
import { CONFLICT } from "./life-model.ts";
import type { ConflictLife } from "./life-model.ts";
import type { Conflict } from "./model.ts";

export type Said = "own-conflict" | "note-contact" | "flag-false-alarm" | "propose";

/** From which lives each may be said. */
export const MAY_BE_SAID: Readonly<Record<Said, readonly ConflictLife[]>> = {
  "own-conflict": ["told", "owned", "in_contact", "proposed", "unresolved_at_start"],
  "note-contact": ["owned", "in_contact", "proposed", "unresolved_at_start"],
  "flag-false-alarm": ["told", "owned", "in_contact", "proposed", "unresolved_at_start"],
  propose: ["owned", "in_contact", "proposed", "unresolved_at_start"],
};

/** What the step asks for, as a refusal names it. */
const WANTED: Readonly<Record<Said, ConflictLife>> = {
  "own-conflict": "owned",
  "note-contact": "in_contact",
  "flag-false-alarm": "false_alarm",
  propose: "proposed",
};

/** A conflict as one side has it. */
export type OwnSides = {
  readonly conflict: Conflict;
  /** The party's places in it: both, when both operations are its own. */
  readonly sides: readonly (0 | 1)[];
};

/** Another's and none at all look the same. Refuses what its life does not allow. */
export const findOwnConflict = (
  { state, party }: Context,
  conflictId: string,
  said: Said,
): Outcome<OwnSides> => {
  const conflict = state.conflicts.get(conflictId);
  const sides = conflict ? sidesOf(conflict, party, (id) => state.operations.get(id)!.party) : [];
  if (!conflict || sides.length === 0) {
    return refuse({ reason: "not-found", what: "conflict", id: conflictId });
  }
  if (conflict.state === "open" && MAY_BE_SAID[said].includes(conflict.life)) {
    return accept({ conflict, sides });
  }
  return refuse({
    reason: "wrong-state",
    what: CONFLICT.name,
    id: conflictId,
    state: stateFor(conflict),
    wanted: WANTED[said],
  });
};

const NOT_OWNED = "not owned by your side";

/** As a refusal names it: of one that nobody took, what to do first. */
const stateFor = ({ state, life }: Conflict): string => {
  if (state === "closed") return "closed";
  return life === "told" ? NOT_OWNED : life;
};

export const sidesOf = (
  { operationIds }: Conflict,
  party: string,
  partyOf: (operationId: string) => string,
): (0 | 1)[] => ([0, 1] as const).filter((side) => partyOf(operationIds[side]) === party);

/** What a side says, it says as the one that has it. */
export const findUnowned = (conflict: Conflict, sides: readonly (0 | 1)[]): Applied | null =>
  sides.every((side) => conflict.sides[side].owner !== null)
    ? null
    : refused({
        reason: "wrong-state",
        what: CONFLICT.name,
        id: conflict.id,
        state: NOT_OWNED,
        wanted: "in_contact",
      });

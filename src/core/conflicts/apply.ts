/** The life of conflicts as operations come, change and go. */

import { findMeeting } from "../../geometry/meeting.ts";
import type { Change } from "../changes.ts";
import { discloseOnConflict, noteWithdrawal } from "../disclosure/apply.ts";
import { drawId, fingerprintOf } from "../entry.ts";
import type { Entry } from "../entry.ts";
import { LIMITS } from "../limits.ts";
import { byFiling, currentVersion, NO_CONFLICTS, solidOf } from "../operations/model.ts";
import type { Operation } from "../operations/model.ts";
import { assert } from "../outcome.ts";
import type { State } from "../state.ts";
import type { Detection } from "./detect.ts";
import { lapseProposals, moveLife, restIfQuiet, startClocks, tellBoth } from "./life.ts";
import { SILENT_SIDES } from "./life-model.ts";
import type { ClosedReason, Conflict, ConflictPair } from "./model.ts";
import { windowOf } from "./model.ts";
import { settleStanding } from "./standing.ts";

/** Why conflicts are judged anew: the party's own notice, the theatre's rules, what settles a conflict. */
export type Cause = "notice" | "rules" | { readonly settles: Conflict };

/** Its life is for those who agree on it to say, once all of what they agreed is judged. */
const isSettledBy = (cause: Cause, conflict: Conflict): boolean =>
  typeof cause === "object" && cause.settles === conflict;

/**
 * Brings the operation's conflicts in line with what was detected for its current version: new ones
 * open, known ones change, those no longer there close, closed ones that are back open again under
 * their old id. Both sides are told in this one entry.
 */
export const settleConflicts = (
  state: State,
  entry: Entry,
  operation: Operation,
  detections: readonly Detection[],
  cause: Cause,
): Change[] => {
  const changes: Change[] = [];
  const standing = new Set(detections.map((detection) => detection.operation.id));
  for (const [otherId, conflictId] of operation.conflictIds) {
    const conflict = state.conflicts.get(conflictId);
    if (!standing.has(otherId) && conflict?.state === "open") {
      changes.push(...closeConflict(state, entry, conflict, { reason: "changed", cause }));
      if (cause === "notice") noteWithdrawalFrom(state, operation, otherId);
    }
  }
  for (const { operation: other, pairs } of detections) {
    const knownId = operation.conflictIds.get(other.id);
    const known = knownId === undefined ? undefined : state.conflicts.get(knownId);
    const both: Both = [operation, other];
    if (known) changes.push(...changeConflict(state, entry, known, { both, pairs, cause }));
    else changes.push(...openConflict(state, entry, both, pairs));
  }
  return changes;
};

/** Closes all that is open, in the order it was found, when the operation is over. */
export const closeConflicts = (
  state: State,
  entry: Entry,
  operation: Operation,
  reason: ClosedReason,
): Change[] => {
  const changes: Change[] = [];
  for (const [otherId, conflictId] of operation.conflictIds) {
    const conflict = state.conflicts.get(conflictId);
    if (conflict?.state !== "open") continue;
    changes.push(...closeConflict(state, entry, conflict, { reason, cause: "notice" }));
    if (reason === "cancelled") noteWithdrawalFrom(state, operation, otherId);
  }
  return changes;
};

/** A conflict between two of one's own is nobody's withdrawal. */
const noteWithdrawalFrom = (state: State, { party }: Operation, otherId: string): void => {
  const other = state.operations.get(otherId);
  if (other && other.party !== party) noteWithdrawal(state, party, other.party);
};

/** Ids of the conflicts that stand open for an operation, in the order they were found. */
export const openConflictIds = (state: State, operation: Operation): string[] =>
  [...operation.conflictIds.values()].filter((id) => state.conflicts.get(id)?.state === "open");

/** Two operations: the one just judged, then the other. */
type Both = readonly [Operation, Operation];

const openConflict = (
  state: State,
  entry: Entry,
  both: Both,
  pairs: readonly ConflictPair[],
): Change[] => {
  const [operation, other] = both;
  const operationIds: readonly [string, string] =
    byFiling(operation, other) < 0 ? [operation.id, other.id] : [other.id, operation.id];
  const id = unusedId(state, entry, operationIds);
  const conflict: Conflict = {
    id,
    operationIds,
    state: "open",
    closedReason: null,
    detectedSeq: entry.seq,
    detectedMs: entry.atMs,
    changedSeq: entry.seq,
    changedMs: entry.atMs,
    ...judged(both, pairs),
    life: "detected",
    toldMs: entry.atMs,
    isOverdue: false,
    sides: SILENT_SIDES,
    resolution: null,
    standingId: null,
    proposalIds: [],
  };
  state.conflicts.set(id, conflict);
  linkConflict(operation, other.id, id);
  linkConflict(other, operation.id, id);
  return tellOpening(state, entry, conflict, { both, kind: "conflict-opened" });
};

type Opening = {
  readonly both: Both;
  /** To those who count open ones, a conflict that stood settled was open all the while. */
  readonly kind: "conflict-opened" | "conflict-changed";
};

const tellOpening = (
  state: State,
  entry: Entry,
  conflict: Conflict,
  { both, kind }: Opening,
): Change[] => {
  tellBoth(state, entry, conflict);
  settleStanding(state, entry, conflict);
  const opened: Change = { kind, conflictId: conflict.id };
  return [opened, ...discloseOnConflict(state, entry, inOrder(both))];
};

const linkConflict = (operation: Operation, otherId: string, conflictId: string): void => {
  const known = operation.conflictIds as Map<string, string>;
  if (known !== NO_CONFLICTS) known.set(otherId, conflictId);
  else operation.conflictIds = new Map([[otherId, conflictId]]);
};

/** Forgets the conflicts with an operation that leaves the state. */
export const unlinkConflict = (operation: Operation, otherId: string): void => {
  (operation.conflictIds as Map<string, string>).delete(otherId);
};

/**
 * Drawn from the entry's salt and the two operations: what else the entry opens, or the state holds,
 * can't be read from it.
 */
const unusedId = (state: State, entry: Entry, operationIds: readonly [string, string]): string => {
  let ordinal = fingerprintOf(operationIds.join(" "));
  while (state.conflicts.has(drawId(entry.salt, ordinal))) ordinal++;
  return drawId(entry.salt, ordinal);
};

type Rejudged = {
  readonly both: Both;
  readonly pairs: readonly ConflictPair[];
  readonly cause: Cause;
};

/** Says nothing when nothing changed: the pair is judged again from either side. */
const changeConflict = (
  state: State,
  entry: Entry,
  conflict: Conflict,
  { both, pairs, cause }: Rejudged,
): Change[] => {
  const wasOpen = conflict.state === "open";
  const now = judged(both, pairs);
  const { versions, pairs: known, pairCount, meetMm } = conflict;
  const before = { versions, pairs: known, pairCount, meetMm };
  if (wasOpen && JSON.stringify(now) === JSON.stringify(before)) return [];
  const { startMs } = windowOf(conflict);
  const lapsed = lapseProposals(state, entry, conflict);
  Object.assign(conflict, now);
  conflict.state = "open";
  conflict.closedReason = null;
  stamp(conflict, entry);
  const hasNewStart = windowOf(conflict).startMs !== startMs;
  const changed: Change = { kind: "conflict-changed", conflictId: conflict.id };
  if (isSettledBy(cause, conflict)) {
    if (hasNewStart) setClocksAnew(state, entry, conflict);
    return [...lapsed, changed, ...discloseOnConflict(state, entry, inOrder(both))];
  }
  // What was settled or flagged, was so of what it then was.
  const isNew = !wasOpen || conflict.life === "resolved" || conflict.life === "false_alarm";
  if (isNew) {
    const kind = wasOpen ? "conflict-changed" : "conflict-opened";
    return [...lapsed, ...tellOpening(state, entry, conflict, { both, kind })];
  }
  restIfQuiet(state, entry, conflict);
  if (hasNewStart) restartClocks(state, entry, conflict);
  settleStanding(state, entry, conflict);
  return [...lapsed, changed, ...discloseOnConflict(state, entry, inOrder(both))];
};

/** Another start has its own due times, and what was due of the old one is not overdue now. */
const restartClocks = (state: State, entry: Entry, conflict: Conflict): void => {
  const isAhead = windowOf(conflict).startMs > entry.atMs;
  if (conflict.life === "unresolved_at_start" && isAhead) {
    const hasOwner = conflict.sides.some(({ owner }) => owner !== null);
    moveLife(conflict, hasOwner ? "owned" : "told");
  }
  setClocksAnew(state, entry, conflict);
};

const setClocksAnew = (state: State, entry: Entry, conflict: Conflict): void => {
  conflict.isOverdue = false;
  startClocks(state, entry, conflict);
};

const closeConflict = (
  state: State,
  entry: Entry,
  conflict: Conflict,
  { reason, cause }: { readonly reason: ClosedReason; readonly cause: Cause },
): Change[] => {
  const lapsed = lapseProposals(state, entry, conflict);
  conflict.state = "closed";
  conflict.closedReason = reason;
  stamp(conflict, entry);
  // What was settled or flagged stays so.
  const isSettled = conflict.life === "resolved" || conflict.life === "false_alarm";
  if (!isSettled && !isSettledBy(cause, conflict)) moveLife(conflict, "closed");
  return [...lapsed, { kind: "conflict-closed", conflictId: conflict.id, reason }];
};

const stamp = (conflict: Conflict, entry: Entry): void => {
  conflict.changedSeq = entry.seq;
  conflict.changedMs = entry.atMs;
};

/** Pairs and versions with the earlier operation's side as `a`. */
const judged = (
  [operation, other]: Both,
  pairs: readonly ConflictPair[],
): Pick<Conflict, "versions" | "pairs" | "pairCount" | "meetMm"> => {
  const [first, second] = inOrder([operation, other]);
  const kept = pairs.slice(0, LIMITS.conflictPairsKeptMax);
  const ordered =
    first === operation ? kept : kept.map((pair) => ({ ...pair, a: pair.b, b: pair.a }));
  const [closest] = ordered;
  assert(closest, "a conflict has a pair");
  return {
    versions: [currentVersion(first).version, currentVersion(second).version],
    pairs: ordered,
    pairCount: pairs.length,
    meetMm: findMeeting(solidOf(first, closest.a), solidOf(second, closest.b), {
      ...closest,
      marginMs: closest.minima.timeS * 1000,
    }),
  };
};

/** The one filed earlier first. */
const inOrder = ([a, b]: Both): Both => (byFiling(a, b) < 0 ? [a, b] : [b, a]);

/** The life of conflicts as operations come, change and go. */

import type { Change } from "../changes.ts";
import { drawId } from "../entry.ts";
import type { Entry } from "../entry.ts";
import { LIMITS } from "../limits.ts";
import { currentVersion, NO_CONFLICTS } from "../operations/model.ts";
import type { Operation } from "../operations/model.ts";
import type { State } from "../state.ts";
import type { Detection } from "./detect.ts";
import type { ClosedReason, Conflict, ConflictPair } from "./model.ts";

/**
 * Brings the operation's conflicts in line with what was detected for its current version: new ones
 * open, known ones change, those no longer there close, closed ones that are back open again under
 * their old id.
 */
export const settleConflicts = (
  state: State,
  entry: Entry,
  operation: Operation,
  detections: readonly Detection[],
): Change[] => {
  const changes: Change[] = [];
  const standing = new Set(detections.map((detection) => detection.operation.id));
  for (const [otherId, conflictId] of operation.conflictIds) {
    const conflict = state.conflicts.get(conflictId);
    if (!standing.has(otherId) && conflict?.state === "open") {
      changes.push(closeConflict(conflict, entry, "changed"));
    }
  }
  for (const { operation: other, pairs } of detections) {
    const knownId = operation.conflictIds.get(other.id);
    const known = knownId === undefined ? undefined : state.conflicts.get(knownId);
    if (known) changes.push(...changeConflict(known, entry, [operation, other], pairs));
    else changes.push(openConflict(state, entry, [operation, other], pairs));
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
  for (const conflictId of operation.conflictIds.values()) {
    const conflict = state.conflicts.get(conflictId);
    if (conflict?.state === "open") changes.push(closeConflict(conflict, entry, reason));
  }
  return changes;
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
): Change => {
  const [operation, other] = both;
  const id = unusedId(state, entry);
  const conflict: Conflict = {
    id,
    operationIds: isEarlier(operation, other) ? [operation.id, other.id] : [other.id, operation.id],
    state: "open",
    closedReason: null,
    detectedSeq: entry.seq,
    detectedMs: entry.atMs,
    changedSeq: entry.seq,
    changedMs: entry.atMs,
    ...judged(both, pairs),
  };
  state.conflicts.set(id, conflict);
  linkConflict(operation, other.id, id);
  linkConflict(other, operation.id, id);
  return { kind: "conflict-opened", conflictId: id };
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

/** One entry may open many conflicts; each takes another number. */
const unusedId = (state: State, entry: Entry): string => {
  let ordinal = state.conflicts.size;
  while (state.conflicts.has(drawId(entry.salt, ordinal))) ordinal++;
  return drawId(entry.salt, ordinal);
};

/** Says nothing when nothing changed: the pair is judged again from either side. */
const changeConflict = (
  conflict: Conflict,
  entry: Entry,
  both: Both,
  pairs: readonly ConflictPair[],
): Change[] => {
  const wasOpen = conflict.state === "open";
  const now = judged(both, pairs);
  const { versions, pairs: known, pairCount } = conflict;
  if (wasOpen && JSON.stringify(now) === JSON.stringify({ versions, pairs: known, pairCount })) {
    return [];
  }
  Object.assign(conflict, now);
  conflict.state = "open";
  conflict.closedReason = null;
  stamp(conflict, entry);
  return [{ kind: wasOpen ? "conflict-changed" : "conflict-opened", conflictId: conflict.id }];
};

const closeConflict = (conflict: Conflict, entry: Entry, reason: ClosedReason): Change => {
  conflict.state = "closed";
  conflict.closedReason = reason;
  stamp(conflict, entry);
  return { kind: "conflict-closed", conflictId: conflict.id, reason };
};

const stamp = (conflict: Conflict, entry: Entry): void => {
  conflict.changedSeq = entry.seq;
  conflict.changedMs = entry.atMs;
};

/** Pairs and versions with the earlier operation's side as `a`. */
const judged = (
  [operation, other]: Both,
  pairs: readonly ConflictPair[],
): Pick<Conflict, "versions" | "pairs" | "pairCount"> => {
  const isFirst = isEarlier(operation, other);
  const [first, second] = isFirst ? [operation, other] : [other, operation];
  const kept = pairs.slice(0, LIMITS.conflictPairsKeptMax);
  return {
    versions: [currentVersion(first).version, currentVersion(second).version],
    pairs: isFirst ? kept : kept.map((pair) => ({ ...pair, a: pair.b, b: pair.a })),
    pairCount: pairs.length,
  };
};

const isEarlier = (a: Operation, b: Operation): boolean =>
  a.versions[0]!.notice.seq < b.versions[0]!.notice.seq;

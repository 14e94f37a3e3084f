/** Operations filed, replaced and amended: each by a notice, held against all others. */

import { spanOf } from "../../geometry/packed-volume.ts";
import type { PackedVolume, Span } from "../../geometry/packed-volume.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import { touchesOf } from "../areas/touching.ts";
import type { Change } from "../changes.ts";
import { settleConflicts } from "../conflicts/apply.ts";
import type { Amendment } from "../conflicts/terms.ts";
import { extendGrants } from "../disclosure/apply.ts";
import type { Entry } from "../entry.ts";
import type { Context } from "../handling.ts";
import { accept, assert } from "../outcome.ts";
import type { Outcome } from "../outcome.ts";
import { settleOperation } from "../sites/proximity.ts";
import type { State } from "../state.ts";
import { widestReach } from "../theatre/minima.ts";
import { quarterAfter, quarterBefore } from "../theatre/quarter.ts";
import { currentVersion, NO_CONFLICTS } from "./model.ts";
import type { Operation, Version } from "./model.ts";
import { examineVolumes, takeNotice } from "./notice.ts";

/** An operation as it is to be filed, or replaced. */
export type Filing = Pick<Operation, "party" | "category" | "moverClass"> & {
  readonly name: string | null;
  /** Holds its volumes in degrees. */
  readonly payload: string;
  readonly solids: readonly Solid4D[];
  readonly leadMinutes: number;
  /** It passes quotas and what guards against probing, and is not refused for a conflict. */
  readonly isUnguarded: boolean;
  /** USSs read of each other's intents by their own standard. */
  readonly isOfUss: boolean;
};
export type Filed = { readonly operation: Operation; readonly changes: readonly Change[] };

/** Files an operation, whoever it is for, and holds it against all others. */
export const fileNotice = (
  { state, entry, theatre: { rules } }: Context,
  filing: Filing,
): Outcome<Filed> => {
  const { party, category, moverClass, name, payload, leadMinutes, isOfUss } = filing;
  const examined = examineVolumes(state, entry, { ...filing, id: null, rules });
  if (!examined.ok) return examined;
  const { packed, span, detections } = examined.value;
  const { startMs } = span;
  const notice = takeNotice(state, entry, {
    party,
    kind: "new",
    startMs,
    leadMinutes,
    isCounted: !isOfUss,
  });
  const operation: Operation = {
    id: notice.serial,
    party,
    category,
    moverClass,
    state: "filed",
    isNoReturn: false,
    versions: [{ version: 1, notice, name, payload }],
    cancelNotice: null,
    packed,
    placeIds: [],
    startMs: span.startMs, // spread, it would be kept apart from the other fields
    endMs: span.endMs,
    conflictIds: NO_CONFLICTS,
    intentId: null,
    changedSeq: entry.seq,
    changedMs: entry.atMs,
  };
  assert(!state.operations.has(operation.id), "a serial is given once");
  state.operations.set(operation.id, operation);
  state.index.add(operation);
  noteExpiry(state, operation);
  const changes = settleConflicts(state, entry, operation, detections, "notice");
  const filed: Change = { kind: "operation-filed", operationId: operation.id };
  const near = settleOperation(state, entry, operation, "operation_changed");
  const touches = touchesOf(state, operation);
  return accept({ operation, changes: [filed, ...touches, ...changes, ...near] });
};

/** The operation, which is not over, is from now on as this has it. */
export const replaceNotice = (
  { state, entry, theatre: { rules } }: Context,
  operation: Operation,
  filing: Filing,
): Outcome<Filed> => {
  const { party, name, payload, leadMinutes, isOfUss } = filing;
  const { id } = operation;
  const examined = examineVolumes(state, entry, { ...filing, id, rules });
  if (!examined.ok) return examined;
  const { packed, span, detections } = examined.value;
  const { startMs } = span;
  const notice = takeNotice(state, entry, {
    party,
    kind: "replace",
    startMs,
    leadMinutes,
    isCounted: !isOfUss,
  });
  const version = { version: currentVersion(operation).version + 1, notice, name, payload };
  const shown = enterVersion(state, entry, operation, { version, packed, span });
  const replaced: Change = { kind: "operation-replaced", operationId: id };
  const isLater = isToldLater(state, entry, operation);
  if (isLater) {
    state.due.push({ dueMs: entry.atMs + rules.rematchDelayMs, kind: "rematch", id });
  }
  const changes = isLater
    ? []
    : [
        ...settleConflicts(state, entry, operation, detections, "notice"),
        ...settleOperation(state, entry, operation, "operation_changed"),
      ];
  const touches = touchesOf(state, operation);
  return accept({ operation, changes: [replaced, ...touches, ...shown, ...changes] });
};

/** What both sides of a conflict agreed, as a notice of its own. Conflicts are judged by the caller. */
export const amendOperation = (
  state: State,
  entry: Entry,
  operation: Operation,
  { volumes, packed }: Amendment,
): Change[] => {
  const { party, id } = operation;
  const { version, name } = currentVersion(operation);
  const span = spanOf(packed);
  const notice = takeNotice(state, entry, {
    party,
    kind: "agreed",
    startMs: span.startMs,
    leadMinutes: 0,
    isCounted: true,
  });
  const payload = JSON.stringify({ kind: "agreed", volumes });
  const agreed = { version: version + 1, notice, name, payload };
  const shown = enterVersion(state, entry, operation, { version: agreed, packed, span });
  const touches = touchesOf(state, operation);
  return [{ kind: "operation-replaced", operationId: id }, ...touches, ...shown];
};

/**
 * Does what a change did to conflicts wait? A ruler needs an answer to each move; a desk has time
 * until contact is due. Where waiting could reach into that time nothing waits. Decided by the
 * operation's own start and the rules: whom else it meets has no part in when one side is told.
 */
const isToldLater = (state: State, { atMs }: Entry, operation: Operation): boolean => {
  const { rematchDelayMs = 0, contactMinutesBefore = 0 } = state.theatre?.rules ?? {};
  if (rematchDelayMs === 0) return false;
  // Windows apart by as much as the minimum of time meet in the gap before the later one.
  const { timeMs } = widestReach(state.minima, operation.moverClass);
  const firstMs = quarterBefore(operation.startMs - timeMs);
  return atMs + rematchDelayMs < firstMs - contactMinutesBefore * 60_000;
};

type NewVersion = {
  readonly version: Version;
  readonly packed: readonly PackedVolume[];
  readonly span: Span;
};

/** The operation is from now on as a new version has it; to whom it is shown, it is shown so. */
const enterVersion = (
  state: State,
  entry: Entry,
  operation: Operation,
  { version, packed, span }: NewVersion,
): Change[] => {
  state.index.remove(operation);
  operation.versions.push(version);
  Object.assign(operation, { packed, ...span, changedSeq: entry.seq, changedMs: entry.atMs });
  state.index.add(operation);
  noteExpiry(state, operation);
  return extendGrants(state, entry, operation);
};

/**
 * Due one millisecond after the quarter of an hour in which the window ends: the other side of a
 * conflict is told of its closing then, and knows the window to the quarter only.
 */
const noteExpiry = (state: State, operation: Operation): void => {
  if (operation.endMs === Infinity) return;
  state.due.push({ dueMs: quarterAfter(operation.endMs) + 1, kind: "expire", id: operation.id });
};

/** What each operation command does. */

import { packSolid, spanOf } from "../../geometry/packed-volume.ts";
import type { PackedVolume, Span } from "../../geometry/packed-volume.ts";
import { makeSolid4D } from "../../geometry/solid.ts";
import { areasTouchedBy, touchesOf } from "../areas/touching.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import type { Change } from "../changes.ts";
import type { FileOperation, OperationCommand, ReplaceOperation } from "../commands.ts";
import { closeConflicts, openConflictIds, settleConflicts } from "../conflicts/apply.ts";
import type { Cause } from "../conflicts/apply.ts";
import { countedFor, detectConflicts } from "../conflicts/detect.ts";
import type { Detection } from "../conflicts/detect.ts";
import { extendGrants } from "../disclosure/apply.ts";
import { areasOf, countInAreas, findTooOften } from "../disclosure/area-quota.ts";
import { findTooFine } from "../disclosure/guards.ts";
import { takeBackHolds } from "../conflicts/life.ts";
import type { Amendment } from "../conflicts/terms.ts";
import type { Entry } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findIllegalStep } from "../machine.ts";
import { accept, assert, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import type { ProximityEnd } from "../sites/proximity-model.ts";
import { endOfOperation, settleOperation } from "../sites/proximity.ts";
import type { OperationResult, State } from "../state.ts";
import { widestReach } from "../theatre/minima.ts";
import { amendmentLeadMinutes } from "../theatre/model.ts";
import type { TheatreRules } from "../theatre/model.ts";
import { quarterAfter, quarterBefore } from "../theatre/quarter.ts";
import { endTracks } from "../tracks/apply.ts";
import { CLASS_BY_CATEGORY } from "./category.ts";
import { currentVersion, hasBegun, isOver, NO_CONFLICTS, OPERATION, solidsOf } from "./model.ts";
import type { Notice, NoticeKind, Operation, OperationState, Version } from "./model.ts";

/** The state that each command asks for. */
const TARGET = {
  "cancel-operation": "cancelled",
  "activate-operation": "active",
  "hold-operation": "held",
  "end-operation": "ended",
  "deviate-operation": "deviating",
} as const satisfies Record<
  Exclude<OperationCommand["kind"], "file-operation" | "replace-operation">,
  OperationState
>;

/** Every command but New and Replace asks for another state. */
type Move = Exclude<OperationCommand, FileOperation | ReplaceOperation>;

const move = (context: Context, command: Move): Applied => {
  const found = findOwned(context, command.operationId);
  return found.ok
    ? moveOperation(context, found.value, TARGET[command.kind])
    : refused(found.refusal);
};

export const OPERATION_HANDLERS: Handlers<OperationCommand> = {
  "file-operation": (context, command) => fileOperation(context, command),
  "replace-operation": (context, command) => {
    const found = findOwned(context, command.operationId);
    return found.ok ? replaceOperation(context, found.value, command) : refused(found.refusal);
  },
  "cancel-operation": move,
  "activate-operation": move,
  "hold-operation": move,
  "end-operation": move,
  "deviate-operation": (context, command) => {
    const moved = move(context, command);
    const { isNoReturn = false } = command;
    if (moved.outcome.ok)
      context.state.operations.get(command.operationId)!.isNoReturn = isNoReturn;
    return moved;
  },
};

const findOwned = ({ state, party }: Context, operationId: string): Outcome<Operation> => {
  const operation = state.operations.get(operationId);
  // Another's operation and none at all look the same: ids are not a way to probe.
  if (!operation || operation.party !== party)
    return refuse({ reason: "unknown-operation", operationId });
  const movementId = state.movements.byOperation.get(operationId);
  if (movementId === undefined) return accept(operation);
  const detail = `it is the operation of ${movementId}, and moves with it`;
  return refuse({ reason: "not-permitted", detail });
};

const fileOperation = (context: Context, command: FileOperation): Applied => {
  const { state, entry, party, theatre } = context;
  const { category, moverClass = CLASS_BY_CATEGORY[category], name = null } = command;
  const filed = fileNotice(context, {
    party,
    category,
    moverClass,
    name,
    payload: entry.payload,
    solids: solidsIn(entry),
    leadMinutes: theatre.rules.leadMinutes[category],
    isUnguarded: false,
  });
  if (!filed.ok) return refused(filed.refusal);
  const { operation, changes } = filed.value;
  return accepted(resultOf(state, operation, currentVersion(operation).notice), changes);
};

/** An operation as it is to be filed, or replaced. */
export type Filing = Pick<Operation, "party" | "category" | "moverClass"> & {
  readonly name: string | null;
  /** Holds its volumes in degrees. */
  readonly payload: string;
  readonly solids: readonly Solid4D[];
  readonly leadMinutes: number;
  /** It passes quotas and what guards against probing, and is not refused for a conflict. */
  readonly isUnguarded: boolean;
};
export type Filed = { readonly operation: Operation; readonly changes: readonly Change[] };

/** Files an operation, whoever it is for, and holds it against all others. */
export const fileNotice = (
  { state, entry, theatre: { rules } }: Context,
  { party, category, moverClass, name, payload, solids, leadMinutes, isUnguarded }: Filing,
): Outcome<Filed> => {
  const about = { party, category, moverClass, id: null, rules, solids, isUnguarded };
  const examined = examineVolumes(state, entry, about);
  if (!examined.ok) return examined;
  const { packed, span, detections } = examined.value;
  const { startMs } = span;
  const notice = takeNotice(state, entry, { party, kind: "new", startMs, leadMinutes });
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

const solidsIn = ({ survey }: Entry): Solid4D[] => {
  assert("volumes" in survey, "a notice's volumes were surveyed");
  return survey.volumes.map(makeSolid4D);
};

const replaceOperation = (
  context: Context,
  operation: Operation,
  command: ReplaceOperation,
): Applied => {
  const { state, entry, theatre } = context;
  const { party, category, moverClass, id } = operation;
  const current = currentVersion(operation);
  if (isOver(operation.state)) {
    return refused({
      reason: "wrong-state",
      what: OPERATION.name,
      id,
      state: operation.state,
      wanted: "replaced",
    });
  }
  if (current.version !== command.version) {
    return refused({ reason: "stale-version", operationId: id, currentVersion: current.version });
  }
  const replaced = replaceNotice(context, operation, {
    party,
    category,
    moverClass,
    name: command.name ?? current.name,
    payload: entry.payload,
    solids: solidsIn(entry),
    leadMinutes: amendmentLeadMinutes(theatre.rules.leadMinutes[category]),
    isUnguarded: false,
  });
  if (!replaced.ok) return refused(replaced.refusal);
  const { notice } = currentVersion(operation);
  return accepted(resultOf(state, operation, notice), replaced.value.changes);
};

/** The operation, which is not over, is from now on as this has it. */
export const replaceNotice = (
  { state, entry, theatre: { rules } }: Context,
  operation: Operation,
  { party, category, moverClass, name, payload, solids, leadMinutes, isUnguarded }: Filing,
): Outcome<Filed> => {
  const { id } = operation;
  const about = { party, category, moverClass, id, rules, solids, isUnguarded };
  const examined = examineVolumes(state, entry, about);
  if (!examined.ok) return examined;
  const { packed, span, detections } = examined.value;
  const { startMs } = span;
  const notice = takeNotice(state, entry, { party, kind: "replace", startMs, leadMinutes });
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

/** What a change did to conflicts is told now. */
export const onRematchDue = (state: State, entry: Entry, operationId: string): Change[] => {
  const operation = state.operations.get(operationId);
  return operation && !isOver(operation.state)
    ? rejudgeOperation(state, entry, operation, "notice")
    : [];
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
  });
  const payload = JSON.stringify({ kind: "agreed", volumes });
  const agreed = { version: version + 1, notice, name, payload };
  const shown = enterVersion(state, entry, operation, { version: agreed, packed, span });
  const touches = touchesOf(state, operation);
  return [{ kind: "operation-replaced", operationId: id }, ...touches, ...shown];
};

type Examined = {
  readonly packed: readonly PackedVolume[];
  readonly span: Span;
  readonly detections: readonly Detection[];
};

/** A notice's volumes held against all that is filed; refused where the theatre's rules refuse. */
const examineVolumes = (
  state: State,
  entry: Entry,
  about: Pick<Operation, "party" | "category" | "moverClass"> & {
    readonly id: string | null;
    readonly rules: TheatreRules;
    readonly solids: readonly Solid4D[];
    readonly isUnguarded: boolean;
  },
): Outcome<Examined> => {
  const { party, category, moverClass, id, rules, solids, isUnguarded } = about;
  const quota = checkQuota(state, entry, party, rules);
  if (quota && !isUnguarded) return refuse(quota);
  const packed = solids.map(packSolid);
  const span = spanOf(packed);
  if (span.endMs < entry.atMs) return refuse({ reason: "window-ended", endMs: span.endMs });
  const areas = areasOf(solids);
  const probing =
    findTooFine({ solids, span }, rules) ?? findTooOften(state, entry, { party, areas, rules });
  if (probing && !isUnguarded) return refuse(probing);
  const subject = { party, moverClass, solids, operationId: id };
  const detections = detectConflicts(state, subject, countedFor(state, party));
  if (!isUnguarded && detections.length > 0 && rules.refuseOnConflict.includes(category)) {
    // It says that something is there, to one side alone: so each such answer counts as a notice.
    countNotice(state, entry, party);
    countInAreas(state, entry, party, areas);
    return refuse({ reason: "conflicts-refused", category, conflictCount: detections.length });
  }
  countInAreas(state, entry, party, areas);
  return accept({ packed, span, detections });
};

/** Moves an operation to another state, as the table allows. */
export const moveOperation = (
  { state, entry }: Pick<Context, "state" | "entry">,
  operation: Operation,
  to: OperationState,
): Applied => {
  const illegal = findIllegalStep(OPERATION, operation.id, { from: operation.state, to });
  if (illegal) return refused(illegal);
  const notice = to === "cancelled" ? cancelNotice(state, entry, operation) : null;
  const changes = enterState(state, entry, operation, to);
  if (hasBegun(operation)) changes.push(...takeBackHolds(state, entry, operation));
  return accepted(resultOf(state, operation, notice), changes);
};

const cancelNotice = (state: State, entry: Entry, operation: Operation): Notice => {
  const { party, startMs } = operation;
  operation.cancelNotice = takeNotice(state, entry, {
    party,
    kind: "cancel",
    startMs,
    leadMinutes: 0,
  });
  return operation.cancelNotice;
};

/** Holds every live operation against the rules as they are now, in the order of filing. */
export const rejudgeOperations = (state: State, entry: Entry): Change[] => {
  const changes: Change[] = [];
  for (const operation of state.operations.values()) {
    if (isOver(operation.state)) continue;
    changes.push(...rejudgeOperation(state, entry, operation, "rules"));
  }
  return changes;
};

/** Holds one live operation, as it is, against all others, and against the sites near it. */
export const rejudgeOperation = (
  state: State,
  entry: Entry,
  operation: Operation,
  cause: Cause,
): Change[] => {
  const { party, moverClass, id } = operation;
  const subject = { party, moverClass, solids: solidsOf(operation), operationId: id };
  const detections = detectConflicts(state, subject, countedFor(state, party));
  return [
    ...settleConflicts(state, entry, operation, detections, cause),
    ...settleOperation(state, entry, operation, nearEndOf(cause)),
  ];
};

/** Why a site is near no more. What both sides agreed is nobody's withdrawal. */
const nearEndOf = (cause: Cause): ProximityEnd =>
  cause === "notice" ? "operation_changed" : cause === "rules" ? "rules_changed" : "agreed";

/** The window has passed: nobody said that it ended, and that is what the state says. */
export const expireOperation = (state: State, entry: Entry, operation: Operation): Change[] =>
  enterState(state, entry, operation, "expired");

const enterState = (
  state: State,
  entry: Entry,
  operation: Operation,
  to: OperationState,
): Change[] => {
  operation.state = to;
  operation.changedSeq = entry.seq;
  operation.changedMs = entry.atMs;
  const moved: Change = { kind: "operation-moved", operationId: operation.id, to };
  if (to !== "ended" && to !== "cancelled" && to !== "expired") return [moved];
  state.index.remove(operation);
  const retentionMs = state.theatre?.rules.retentionMs ?? LIMITS.retentionMs;
  state.due.push({ dueMs: entry.atMs + retentionMs, kind: "forget", id: operation.id });
  return [
    moved,
    ...closeConflicts(state, entry, operation, to),
    ...endOfOperation(state, entry, operation),
    ...endTracks(state, entry, { kind: "operation", id: operation.id }),
  ];
};

const DAY_MS = 86_400_000;

const checkQuota = (
  state: State,
  entry: Entry,
  party: string,
  rules: TheatreRules,
): Refusal | null => {
  const day = Math.floor(entry.atMs / DAY_MS);
  const today = state.noticeDays.get(party);
  const count = today?.day === day ? today.count : 0;
  const limit = rules.noticesPerPartyDayMax;
  return count < limit
    ? null
    : { reason: "too-many", what: "notices of one party and UTC day", limit };
};

const countNotice = (state: State, entry: Entry, party: string): void => {
  const day = Math.floor(entry.atMs / DAY_MS);
  const today = state.noticeDays.get(party);
  state.noticeDays.set(party, { day, count: today?.day === day ? today.count + 1 : 1 });
};

const takeNotice = (
  state: State,
  entry: Entry,
  about: { party: string; kind: NoticeKind; startMs: number; leadMinutes: number },
): Notice => {
  const { party, kind, startMs, leadMinutes } = about;
  const year = new Date(entry.atMs).getUTCFullYear();
  const key = `${party}-${year}`;
  const number = (state.serials.get(key) ?? 0) + 1;
  state.serials.set(key, number);
  countNotice(state, entry, party);
  const minutesOfNotice = Number.isFinite(startMs)
    ? Math.floor((startMs - entry.atMs) / 60_000)
    : null;
  return {
    kind,
    serial: `${key}-${String(number).padStart(5, "0")}`,
    seq: entry.seq,
    receivedMs: entry.atMs,
    minutesOfNotice,
    isShortNotice: minutesOfNotice === null ? leadMinutes > 0 : minutesOfNotice < leadMinutes,
  };
};

/**
 * Due one millisecond after the quarter of an hour in which the window ends: the other side of a
 * conflict is told of its closing then, and knows the window to the quarter only.
 */
const noteExpiry = (state: State, operation: Operation): void => {
  if (operation.endMs === Infinity) return;
  state.due.push({ dueMs: quarterAfter(operation.endMs) + 1, kind: "expire", id: operation.id });
};

const resultOf = (state: State, operation: Operation, notice: Notice | null): OperationResult => ({
  about: "operation",
  operationId: operation.id,
  version: currentVersion(operation).version,
  state: operation.state,
  serial: notice?.serial ?? null,
  receivedMs: operation.changedMs,
  minutesOfNotice: notice?.minutesOfNotice ?? null,
  isShortNotice: notice?.isShortNotice ?? false,
  conflictIds: openConflictIds(state, operation),
  areaIds: isOver(operation.state) ? [] : areasTouchedBy(state, operation).map(({ id }) => id),
});

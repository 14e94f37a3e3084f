/** What each operation command does. */

import { packSolid, spanOf } from "../../geometry/packed-volume.ts";
import type { PackedVolume } from "../../geometry/packed-volume.ts";
import { makeSolid4D } from "../../geometry/solid.ts";
import type { Change } from "../changes.ts";
import type { FileOperation, OperationCommand, ReplaceOperation } from "../commands.ts";
import { closeConflicts, openConflictIds, settleConflicts } from "../conflicts/apply.ts";
import { countsWithin, detectConflicts } from "../conflicts/detect.ts";
import type { Detection } from "../conflicts/detect.ts";
import type { Entry } from "../entry.ts";
import { LIMITS } from "../limits.ts";
import { accept, assert, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import type { CommandOutcome, CommandResult, State } from "../state.ts";
import { amendmentLeadMinutes } from "../theatre/model.ts";
import type { TheatreRules } from "../theatre/model.ts";
import { CLASS_BY_CATEGORY } from "./category.ts";
import { currentVersion, isOver, NEXT_STATES, NO_CONFLICTS, solidsOf } from "./model.ts";
import type { Notice, NoticeKind, Operation, OperationState } from "./model.ts";

export type Applied = { readonly outcome: CommandOutcome; readonly changes: readonly Change[] };

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

export const applyOperationCommand = (
  state: State,
  entry: Entry,
  command: OperationCommand,
): Applied => {
  const party = entry.origin === "system" ? null : entry.origin.party;
  if (!state.theatre) return refused({ reason: "no-theatre" });
  if (party === null || !state.theatre.parties.some(({ id }) => id === party)) {
    return refused({ reason: "unknown-party", party: party ?? "system" });
  }
  const { rules } = state.theatre;
  if (command.kind === "file-operation")
    return fileOperation(state, entry, { command, party, rules });
  const found = findOwned(state, command.operationId, party);
  if (!found.ok) return refused(found.refusal);
  if (command.kind === "replace-operation")
    return replaceOperation(state, entry, found.value, { command, rules });
  const moved = moveOperation(state, entry, found.value, TARGET[command.kind]);
  if (moved.outcome.ok) {
    found.value.isNoReturn = command.kind === "deviate-operation" && (command.isNoReturn ?? false);
  }
  return moved;
};

const refused = (refusal: Refusal): Applied => ({ outcome: refuse(refusal), changes: [] });

const findOwned = (state: State, operationId: string, party: string): Outcome<Operation> => {
  const operation = state.operations.get(operationId);
  // Another's operation and none at all look the same: ids are not a way to probe.
  if (!operation || operation.party !== party)
    return refuse({ reason: "unknown-operation", operationId });
  return accept(operation);
};

const fileOperation = (
  state: State,
  entry: Entry,
  { command, party, rules }: { command: FileOperation; party: string; rules: TheatreRules },
): Applied => {
  const { category } = command;
  const moverClass = command.moverClass ?? CLASS_BY_CATEGORY[category];
  const examined = examineVolumes(state, entry, { party, category, moverClass, id: null, rules });
  if (!examined.ok) return refused(examined.refusal);
  const { packed, span, detections } = examined.value;
  const leadMinutes = rules.leadMinutes[category];
  const notice = takeNotice(state, entry, {
    party,
    kind: "new",
    startMs: span.startMs,
    leadMinutes,
  });
  const operation: Operation = {
    id: notice.serial,
    party,
    category,
    moverClass,
    state: "filed",
    isNoReturn: false,
    versions: [{ version: 1, notice, name: command.name ?? null, payload: entry.payload }],
    cancelNotice: null,
    packed,
    placeIds: [],
    ...span,
    conflictIds: NO_CONFLICTS,
    changedSeq: entry.seq,
    changedMs: entry.atMs,
  };
  assert(!state.operations.has(operation.id), "a serial is given once");
  state.operations.set(operation.id, operation);
  state.index.add(operation);
  noteExpiry(state, operation);
  const changes = settleConflicts(state, entry, operation, detections);
  return {
    outcome: accept(resultOf(state, operation, notice)),
    changes: [{ kind: "operation-filed", operationId: operation.id }, ...changes],
  };
};

const replaceOperation = (
  state: State,
  entry: Entry,
  operation: Operation,
  { command, rules }: { command: ReplaceOperation; rules: TheatreRules },
): Applied => {
  const { party, category, moverClass, id } = operation;
  const current = currentVersion(operation);
  if (isOver(operation.state)) {
    return refused({
      reason: "wrong-state",
      operationId: id,
      state: operation.state,
      wanted: "replaced",
    });
  }
  if (current.version !== command.version) {
    return refused({ reason: "stale-version", operationId: id, currentVersion: current.version });
  }
  const examined = examineVolumes(state, entry, { party, category, moverClass, id, rules });
  if (!examined.ok) return refused(examined.refusal);
  const { packed, span, detections } = examined.value;
  const leadMinutes = amendmentLeadMinutes(rules.leadMinutes[category]);
  const notice = takeNotice(state, entry, {
    party,
    kind: "replace",
    startMs: span.startMs,
    leadMinutes,
  });
  state.index.remove(operation);
  const name = command.name ?? current.name;
  operation.versions.push({ version: current.version + 1, notice, name, payload: entry.payload });
  Object.assign(operation, {
    packed,
    ...span,
    changedSeq: entry.seq,
    changedMs: entry.atMs,
  });
  state.index.add(operation);
  noteExpiry(state, operation);
  const changes = settleConflicts(state, entry, operation, detections);
  return {
    outcome: accept(resultOf(state, operation, notice)),
    changes: [{ kind: "operation-replaced", operationId: id }, ...changes],
  };
};

type Examined = {
  readonly packed: readonly PackedVolume[];
  readonly span: { readonly startMs: number; readonly endMs: number };
  readonly detections: readonly Detection[];
};

/** A notice's volumes held against all that is filed; refused where the theatre's rules refuse. */
const examineVolumes = (
  state: State,
  entry: Entry,
  about: Pick<Operation, "party" | "category" | "moverClass"> & {
    readonly id: string | null;
    readonly rules: TheatreRules;
  },
): Outcome<Examined> => {
  const { party, category, moverClass, id, rules } = about;
  const quota = checkQuota(state, entry, party, rules);
  if (quota) return refuse(quota);
  assert("volumes" in entry.survey, "a notice's volumes were surveyed");
  const solids = entry.survey.volumes.map(makeSolid4D);
  const packed = solids.map(packSolid);
  const span = spanOf(packed);
  if (span.endMs < entry.atMs) return refuse({ reason: "window-ended", endMs: span.endMs });
  const subject = { party, moverClass, solids, operationId: id };
  const detections = detectConflicts(state, subject, countsWithin(state, party));
  if (detections.length > 0 && rules.refuseOnConflict.includes(category)) {
    return refuse({ reason: "conflicts-refused", category, conflictCount: detections.length });
  }
  return accept({ packed, span, detections });
};

/** Moves an operation to another state, as the table allows. */
const moveOperation = (
  state: State,
  entry: Entry,
  operation: Operation,
  to: OperationState,
): Applied => {
  if (!NEXT_STATES[operation.state].includes(to)) {
    return refused({
      reason: "wrong-state",
      operationId: operation.id,
      state: operation.state,
      wanted: to,
    });
  }
  const notice = to === "cancelled" ? cancelNotice(state, entry, operation) : null;
  const changes = enterState(state, entry, operation, to);
  return { outcome: accept(resultOf(state, operation, notice)), changes };
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
    const { party, moverClass, id } = operation;
    const solids = solidsOf(operation);
    const subject = { party, moverClass, solids, operationId: id };
    const detections = detectConflicts(state, subject, countsWithin(state, party));
    changes.push(...settleConflicts(state, entry, operation, detections));
  }
  return changes;
};

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
  state.due.push({ dueMs: entry.atMs + retentionMs, kind: "forget", operationId: operation.id });
  return [moved, ...closeConflicts(state, entry, operation, to)];
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
  const day = Math.floor(entry.atMs / DAY_MS);
  const today = state.noticeDays.get(party);
  state.noticeDays.set(party, { day, count: today?.day === day ? today.count + 1 : 1 });
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

/** Due one millisecond after the window, which is closed. */
const noteExpiry = (state: State, operation: Operation): void => {
  if (operation.endMs === Infinity) return;
  state.due.push({ dueMs: operation.endMs + 1, kind: "expire", operationId: operation.id });
};

const resultOf = (state: State, operation: Operation, notice: Notice | null): CommandResult => ({
  operationId: operation.id,
  version: currentVersion(operation).version,
  state: operation.state,
  serial: notice?.serial ?? null,
  receivedMs: operation.changedMs,
  minutesOfNotice: notice?.minutesOfNotice ?? null,
  isShortNotice: notice?.isShortNotice ?? false,
  conflictIds: openConflictIds(state, operation),
});

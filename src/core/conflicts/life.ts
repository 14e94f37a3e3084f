/** Moves a conflict through its life, with its clocks and its proposals. */

import type { Change } from "../changes.ts";
import type { Entry } from "../entry.ts";
import { findIllegalStep, isFinal } from "../machine.ts";
import type { Operation } from "../operations/model.ts";
import { assert } from "../outcome.ts";
import type { State } from "../state.ts";
import { CONFLICT, SILENT_SIDES } from "./life-model.ts";
import type { ConflictLife } from "./life-model.ts";
import { windowOf } from "./model.ts";
import type { Conflict } from "./model.ts";
import { PROPOSAL } from "./proposal-model.ts";
import type { Proposal, ProposalState } from "./proposal-model.ts";

const MINUTE_MS = 60_000;

/** Only along the table: whoever asks for another step has a bug. */
export const moveLife = (conflict: Conflict, to: ConflictLife): void => {
  if (conflict.life === to) return;
  const illegal = findIllegalStep(CONFLICT, conflict.id, { from: conflict.life, to });
  assert(!illegal, `a conflict may go from ${conflict.life} to ${to}`);
  conflict.life = to;
};

/** By when the desks should be in contact. */
export const contactByMs = (state: State, conflict: Conflict): number =>
  windowOf(conflict).startMs - (state.theatre?.rules.contactMinutesBefore ?? 30) * MINUTE_MS;

/** Both sides are told, in this entry: nothing that was said of an earlier opening holds. */
export const tellBoth = (state: State, entry: Entry, conflict: Conflict): void => {
  moveLife(conflict, "told");
  conflict.toldMs = entry.atMs;
  conflict.isOverdue = false;
  conflict.sides = SILENT_SIDES;
  conflict.resolution = null;
  conflict.standingId = null;
  startClocks(state, entry, conflict);
};

/** A due time in the past fires with the next entry: notice that is too short is an alarm at once. */
export const startClocks = (state: State, entry: Entry, conflict: Conflict): void => {
  const dueMs = Math.max(entry.atMs, contactByMs(state, conflict));
  state.due.push({ dueMs, kind: "contact", id: conflict.id });
};

/** Contact was due. What does not concern the conflict as it now is says nothing. */
export const onContactDue = (state: State, entry: Entry, conflictId: string): readonly Change[] => {
  const conflict = state.conflicts.get(conflictId);
  if (!conflict || conflict.state === "closed" || contactByMs(state, conflict) > entry.atMs)
    return [];
  const { startMs } = windowOf(conflict);
  state.due.push({ dueMs: Math.max(entry.atMs, startMs), kind: "start", id: conflictId });
  const isWaiting = conflict.life === "told" || conflict.life === "owned";
  if (!isWaiting || conflict.isOverdue) return [];
  conflict.isOverdue = true;
  return [{ kind: "conflict-overdue", conflictId }];
};

/** Contact was due, and now there is: nothing is overdue any more. */
export const endAlarmOnContact = (conflict: Conflict): void => {
  if (isInContact(conflict)) conflict.isOverdue = false;
};

const isInContact = ({ sides }: Conflict): boolean =>
  sides.every(({ contactMs }) => contactMs !== null);

const UNRESOLVED: readonly ConflictLife[] = ["told", "owned", "in_contact", "proposed"];

/** It begins, and nothing was agreed. */
export const onConflictStart = (
  state: State,
  entry: Entry,
  conflictId: string,
): readonly Change[] => {
  const conflict = state.conflicts.get(conflictId);
  if (!conflict || conflict.state === "closed" || windowOf(conflict).startMs > entry.atMs)
    return [];
  if (!UNRESOLVED.includes(conflict.life)) return [];
  moveLife(conflict, "unresolved_at_start");
  return [{ kind: "conflict-unresolved", conflictId }];
};

/** Where it rests when nothing is proposed. */
export const restingLife = (conflict: Conflict, atMs: number): ConflictLife => {
  if (windowOf(conflict).startMs <= atMs) return "unresolved_at_start";
  if (isInContact(conflict)) return "in_contact";
  return "owned";
};

/** After a proposal is no more: back to where it was, unless another is still there. */
export const restIfQuiet = (state: State, entry: Entry, conflict: Conflict): void => {
  if (conflict.life !== "proposed" || liveProposals(state, conflict).length > 0) return;
  moveLife(conflict, restingLife(conflict, entry.atMs));
};

/** Proposals that still wait for a word, oldest first. */
export const liveProposals = ({ settling }: State, conflict: Conflict): Proposal[] =>
  conflict.proposalIds
    .map((id) => settling.proposals.get(id)!)
    .filter(({ state }) => !isFinal(PROPOSAL, state));

/** A proposal is answered, or is no more. */
export const moveProposal = (entry: Entry, proposal: Proposal, to: ProposalState): Change => {
  proposal.state = to;
  proposal.changedMs = entry.atMs;
  return { kind: "proposal-changed", proposalId: proposal.id };
};

/** A proposal comes to nothing: its conflict goes back to where it was. */
export const dropProposal = (
  state: State,
  entry: Entry,
  proposal: Proposal,
  to: ProposalState,
): Change[] => {
  const conflict = state.conflicts.get(proposal.conflictId)!;
  const changed = moveProposal(entry, proposal, to);
  restIfQuiet(state, entry, conflict);
  return [changed, { kind: "conflict-moved", conflictId: conflict.id }];
};

/** What they were about is no longer so. */
export const lapseProposals = (state: State, entry: Entry, conflict: Conflict): Change[] =>
  liveProposals(state, conflict).map((proposal) => moveProposal(entry, proposal, "lapsed"));

/**
 * An operation begins: what would have held it is taken back, its own side's offers as withdrawn, the
 * other's that it had accepted as declined. To the other side it is as if a person had done it; were
 * it refused when they agree, the refusal would tell that the operation has begun.
 */
export const takeBackHolds = (state: State, entry: Entry, operation: Operation): Change[] => {
  const changes: Change[] = [];
  for (const conflictId of operation.conflictIds.values()) {
    const conflict = state.conflicts.get(conflictId)!;
    const side = conflict.operationIds[0] === operation.id ? 0 : 1;
    for (const proposal of liveProposals(state, conflict)) {
      const to = takenBackTo(proposal, side);
      if (to) changes.push(...dropProposal(state, entry, proposal, to));
    }
  }
  return changes;
};

/** What nobody of the side has answered is left: it alone can, and is told its own state. */
const takenBackTo = (proposal: Proposal, side: 0 | 1): "withdrawn" | "declined" | null => {
  if (proposal.terms[side].holdUntilMs === null) return null;
  if (proposal.side === side) return "withdrawn";
  return proposal.state === "accepted" ? "declined" : null;
};

/** The proposals of a conflict that leaves the state go with it. */
export const forgetProposals = ({ settling }: State, conflict: Conflict): void => {
  for (const id of conflict.proposalIds) settling.proposals.delete(id);
};

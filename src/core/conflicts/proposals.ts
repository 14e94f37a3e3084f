/** Proposals and their answers. Agreement by both changes both operations in the same entry. */

import { isFinal, findIllegalStep } from "../machine.ts";
import type { Change } from "../changes.ts";
import { drawId } from "../entry.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { amendOperation, rejudgeOperation } from "../operations/apply.ts";
import type { Operation } from "../operations/model.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { isPerson } from "../parties/roles.ts";
import { findLackingRole } from "../parties/roles.ts";
import type { ConflictCommand, Terms } from "./commands.ts";
import { lapseProposals, liveProposals, moveLife, restIfQuiet, restingLife } from "./life.ts";
import { CONFLICT } from "./life-model.ts";
import type { ConflictLife } from "./life-model.ts";
import type { Conflict } from "./model.ts";
import { findOwnConflict, findUnowned, sidesOf } from "./own.ts";
import { PROPOSAL } from "./proposal-model.ts";
import type { Proposal, ProposalState } from "./proposal-model.ts";
import { settleStanding } from "./standing.ts";
import { amendedBy, findUnfitTerms, readTerms, resolutionKinds } from "./terms.ts";

export type ProposalResult = {
  readonly about: "proposal";
  readonly proposalId: string;
  readonly conflictId: string;
  readonly state: ProposalState;
};

type ProposalCommand = Extract<
  ConflictCommand,
  { kind: "propose" | "confirm-agreement" | `${string}-proposal` }
>;

export const PROPOSAL_HANDLERS: Handlers<ProposalCommand> = {
  propose: (context, command) => {
    const found = findOwnConflict(context, command.conflictId, "propose");
    if (!found.ok) return refused(found.refusal);
    const { conflict, sides } = found.value;
    if (sides.length === 2) {
      const detail = "both operations are your own: replace one of them";
      return refused({ reason: "not-permitted", detail });
    }
    const unowned = findUnowned(conflict, sides);
    return unowned ?? open(context, conflict, { side: sides[0]!, terms: command, inReplyTo: null });
  },
  "accept-proposal": (context, { proposalId }) => {
    const found = findAnswered(context, proposalId, "accepted");
    if (!found.ok) return refused(found.refusal);
    const { proposal, conflict, side } = found.value;
    const refusal =
      findNoPerson(context) ?? findUnapplicable(context, { proposal, conflict, side });
    if (refusal) return refused(refusal);
    const { entry, theatre } = context;
    noteAnswer(context, conflict, side);
    proposal.saidBy = withSide(proposal.saidBy, side, entry.by);
    moveProposal(context, proposal, "accepted");
    if (!theatre.rules.secondPersonAgreement) return agree(context, conflict, proposal);
    return answered(proposal, [changed(proposal)]);
  },
  "decline-proposal": (context, { proposalId }) => {
    const found = findAnswered(context, proposalId, "declined");
    if (!found.ok) return refused(found.refusal);
    const { proposal, conflict, side } = found.value;
    noteAnswer(context, conflict, side);
    return drop(context, conflict, proposal, "declined");
  },
  "counter-proposal": (context, command) => {
    const found = findAnswered(context, command.proposalId, "countered");
    if (!found.ok) return refused(found.refusal);
    const { proposal, conflict, side } = found.value;
    const own = { side, terms: command, inReplyTo: proposal.id };
    const made = open(context, conflict, own);
    if (!made.outcome.ok) return made;
    noteAnswer(context, conflict, side);
    moveProposal(context, proposal, "countered");
    return { outcome: made.outcome, changes: [changed(proposal), ...made.changes] };
  },
  "withdraw-proposal": (context, { proposalId }) => {
    const found = findOwnProposal(context, proposalId, "withdrawn");
    if (!found.ok) return refused(found.refusal);
    const { proposal, conflict, side } = found.value;
    if (side !== proposal.side) return refused(notYours("withdraws it"));
    return drop(context, conflict, proposal, "withdrawn");
  },
  "confirm-agreement": (context, { proposalId }) => {
    // A machine never has the role: the second person is one.
    const lacking = findLackingRole(context, ["approver"]);
    if (lacking) return refused(lacking);
    const found = findOwnProposal(context, proposalId, "agreed");
    if (!found.ok) return refused(found.refusal);
    const { proposal, conflict, side } = found.value;
    const { by } = context.entry;
    const refusal =
      findSamePerson(by, proposal.saidBy[side]) ?? findUnapplicable(context, found.value);
    if (refusal) return refused(refusal);
    proposal.confirmedBy = withSide(proposal.confirmedBy, side, by);
    proposal.changedMs = context.entry.atMs;
    if (proposal.confirmedBy.every((person) => person !== null)) {
      return agree(context, conflict, proposal);
    }
    return answered(proposal, [changed(proposal)]);
  },
};

const notYours = (what: string): Refusal => ({
  reason: "not-permitted",
  detail: `the side that made the proposal ${what}`,
});

/** Where it takes two people, the first is one too: a machine is neither. */
const findNoPerson = ({ state, entry, theatre }: Context): Refusal | null =>
  !theatre.rules.secondPersonAgreement || isPerson(state.parties, entry.by)
    ? null
    : {
        reason: "needs-second-person",
        detail: "two people of a side agree here, and the token names none",
      };

const findSamePerson = (by: string | null, first: string | null): Refusal | null =>
  by !== null && by !== first
    ? null
    : {
        reason: "needs-second-person",
        detail: "the same person, or one without a name, agreed for your side before",
      };

type OwnProposal = {
  readonly proposal: Proposal;
  readonly conflict: Conflict;
  /** The asking party's side. */
  readonly side: 0 | 1;
};

/** Another's and none at all look the same. Refuses a step that the table does not have. */
const findOwnProposal = (
  { state, party }: Context,
  proposalId: string,
  to: ProposalState,
): Outcome<OwnProposal> => {
  const proposal = state.settling.proposals.get(proposalId);
  const conflict = proposal && state.conflicts.get(proposal.conflictId);
  const sides = conflict ? sidesOf(conflict, party, (id) => state.operations.get(id)!.party) : [];
  const [side] = sides;
  if (!proposal || !conflict || side === undefined) {
    return refuse({ reason: "not-found", what: "proposal", id: proposalId });
  }
  const illegal = findIllegalStep(PROPOSAL, proposalId, { from: proposal.state, to });
  if (illegal) return refuse(illegal);
  if (NEEDS_LIVE.includes(to) && !IS_LIVE.includes(conflict.life)) {
    const { id, life } = conflict;
    return refuse({ reason: "wrong-state", what: CONFLICT.name, id, state: life, wanted: to });
  }
  return accept({ proposal, conflict, side });
};

/** What settles a conflict, or would, needs one that is still to be settled. */
const NEEDS_LIVE: readonly ProposalState[] = ["accepted", "agreed", "countered"];
const IS_LIVE: readonly ConflictLife[] = ["proposed", "unresolved_at_start"];

/** The other side's proposal, to be answered. */
const findAnswered = (
  context: Context,
  proposalId: string,
  to: ProposalState,
): Outcome<OwnProposal> => {
  const found = findOwnProposal(context, proposalId, to);
  if (!found.ok || found.value.side !== found.value.proposal.side) return found;
  return refuse({
    reason: "not-permitted",
    detail: "the other side answers it; you may withdraw it",
  });
};

const moveProposal = ({ entry }: Context, proposal: Proposal, to: ProposalState): void => {
  proposal.state = to;
  proposal.changedMs = entry.atMs;
};

const changed = ({ id }: Proposal): Change => ({ kind: "proposal-changed", proposalId: id });

const answered = (proposal: Proposal, changes: readonly Change[]): Applied => {
  const { id: proposalId, conflictId, state } = proposal;
  return accepted({ about: "proposal", proposalId, conflictId, state }, changes);
};

const withSide = (
  both: readonly [string | null, string | null],
  side: 0 | 1,
  by: string | null,
): readonly [string | null, string | null] => (side === 0 ? [by, both[1]] : [both[0], by]);

type Opening = {
  readonly side: 0 | 1;
  readonly terms: Terms;
  readonly inReplyTo: string | null;
};

const open = (context: Context, conflict: Conflict, opening: Opening): Applied => {
  const { state, entry } = context;
  const { side, terms, inReplyTo } = opening;
  const refusal =
    findNoPerson(context) ?? findTooMany(context, conflict, side) ?? findUnfitTerms(entry, terms);
  if (refusal) return refused(refusal);
  const id = drawId(entry.salt, 0);
  const proposal: Proposal = {
    id,
    conflictId: conflict.id,
    side,
    versions: conflict.versions,
    terms: readTerms(entry, terms, side),
    safeguards: terms.safeguards ?? [],
    inReplyTo,
    validToMs: terms.validToMs ?? null,
    madeMs: entry.atMs,
    state: "open",
    changedMs: entry.atMs,
    saidBy: withSide([null, null], side, entry.by),
    confirmedBy: [null, null],
  };
  const unfit = findUnfitSide(context, { proposal, conflict, side });
  if (unfit) return refused(unfit);
  state.settling.proposals.set(id, proposal);
  conflict.proposalIds = [...conflict.proposalIds, id];
  if (conflict.life === "owned" || conflict.life === "in_contact") moveLife(conflict, "proposed");
  if (proposal.validToMs !== null) {
    state.due.push({ dueMs: proposal.validToMs, kind: "proposal", id });
  }
  return answered(proposal, [
    { kind: "proposal-opened", proposalId: id },
    { kind: "conflict-moved", conflictId: conflict.id },
  ]);
};

const findTooMany = ({ state }: Context, conflict: Conflict, side: 0 | 1): Refusal | null => {
  const { proposalsOpenMax, proposalsPerConflictMax } = LIMITS;
  if (conflict.proposalIds.length >= proposalsPerConflictMax) {
    return {
      reason: "too-many",
      what: "proposals about one conflict",
      limit: proposalsPerConflictMax,
    };
  }
  const live = liveProposals(state, conflict).filter((proposal) => proposal.side === side);
  if (live.length < proposalsOpenMax) return null;
  const what = "proposals of one side about one conflict that wait for an answer";
  return { reason: "too-many", what, limit: proposalsOpenMax };
};

/** Why the asking side's own operation can't be changed so. */
const findUnfitSide = (
  { state, entry }: Context,
  { proposal, conflict, side }: OwnProposal,
): Refusal | null => {
  const operation = state.operations.get(conflict.operationIds[side])!;
  const amended = amendedBy(entry, operation, proposal.terms[side]);
  return amended.ok ? null : amended.refusal;
};

/** As above for both; of the other side's operation it is told only that it can't. */
const findUnapplicable = (context: Context, own: OwnProposal): Refusal | null => {
  const { proposal, side } = own;
  const refusal = findUnfitSide(context, own);
  if (refusal) return refusal;
  if (!findUnfitSide(context, { ...own, side: side === 0 ? 1 : 0 })) return null;
  const { id } = proposal;
  return { reason: "wrong-state", what: PROPOSAL.name, id, state: "out of date", wanted: "agreed" };
};

/** An answer is contact: both sides have heard each other. */
const noteAnswer = ({ entry }: Context, conflict: Conflict, side: 0 | 1): void => {
  conflict.sides = [
    { ...conflict.sides[0], contactMs: conflict.sides[0].contactMs ?? entry.atMs },
    { ...conflict.sides[1], contactMs: conflict.sides[1].contactMs ?? entry.atMs },
  ];
  const own = conflict.sides[side];
  if (own.owner !== null) return;
  const owned = { ...own, owner: { by: entry.by, deskId: null, sinceMs: entry.atMs } };
  conflict.sides = side === 0 ? [owned, conflict.sides[1]] : [conflict.sides[0], owned];
};

const drop = (
  context: Context,
  conflict: Conflict,
  proposal: Proposal,
  to: ProposalState,
): Applied => {
  moveProposal(context, proposal, to);
  restIfQuiet(context.state, context.entry, conflict);
  return answered(proposal, [
    changed(proposal),
    { kind: "conflict-moved", conflictId: conflict.id },
  ]);
};

/** Both agree: both operations become new versions, and what stands is judged by the detector. */
const agree = (context: Context, conflict: Conflict, proposal: Proposal): Applied => {
  const { state, entry } = context;
  moveProposal(context, proposal, "agreed");
  const changes: Change[] = [changed(proposal)];
  const amended: Operation[] = [];
  for (const side of [0, 1] as const) {
    const operation = state.operations.get(conflict.operationIds[side])!;
    const by = amendedBy(entry, operation, proposal.terms[side]);
    if (!by.ok || by.value === null) continue;
    changes.push(...amendOperation(state, entry, operation, by.value));
    amended.push(operation);
  }
  for (const operation of amended) {
    changes.push(...rejudgeOperation(state, entry, operation, { settles: conflict }));
  }
  return answered(proposal, [...changes, ...conclude(context, conflict, proposal)]);
};

/** Agreed measures that leave the two within the minima settle it only where safeguards go with them. */
const conclude = (context: Context, conflict: Conflict, proposal: Proposal): Change[] => {
  const { entry } = context;
  const isSettled = conflict.state === "closed" || proposal.safeguards.length > 0;
  const lapsed = isSettled ? lapseProposals(context.state, entry, conflict) : [];
  if (isSettled) {
    moveLife(conflict, "resolved");
    const kinds = resolutionKinds(proposal);
    conflict.resolution = { kinds, proposalId: proposal.id, atMs: entry.atMs };
  } else rest(context, conflict);
  conflict.changedSeq = entry.seq;
  conflict.changedMs = entry.atMs;
  return [...lapsed, { kind: "conflict-moved", conflictId: conflict.id }];
};

/** Agreed, and still near each other: back to the people, or under what the two have as standing. */
const rest = ({ state, entry }: Context, conflict: Conflict): void => {
  const resting = restingLife(conflict, entry.atMs);
  if (conflict.life === "unresolved_at_start" && resting !== conflict.life)
    moveLife(conflict, resting);
  restIfQuiet(state, entry, conflict);
  settleStanding(state, entry, conflict);
};

/** Its time has passed without an answer. */
export const onProposalDue = (
  { state, entry }: Pick<Context, "state" | "entry">,
  proposalId: string,
): readonly Change[] => {
  const proposal = state.settling.proposals.get(proposalId);
  const conflict = proposal && state.conflicts.get(proposal.conflictId);
  if (!proposal || !conflict || isFinal(PROPOSAL, proposal.state)) return [];
  proposal.state = "lapsed";
  proposal.changedMs = entry.atMs;
  restIfQuiet(state, entry, conflict);
  return [changed(proposal), { kind: "conflict-moved", conflictId: conflict.id }];
};

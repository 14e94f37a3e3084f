/** What is said of proposals: made, answered, countered, withdrawn, confirmed. */

import { isFinal } from "../machine.ts";
import type { Change } from "../changes.ts";
import { refused } from "../handling.ts";
import type { Applied, Context, Handlers } from "../handling.ts";
import type { Refusal } from "../outcome.ts";
import { findLackingRole } from "../parties/roles.ts";
import { agree, findUnapplicable } from "./agreement.ts";
import type { ConflictCommand } from "./commands.ts";
import { dropProposal, endAlarmOnContact, moveProposal } from "./life.ts";
import type { Conflict } from "./model.ts";
import { openProposal } from "./open-proposal.ts";
import { findOwnConflict, findUnowned } from "./own.ts";
import { answered, findAnswered, findNoPerson, findOwnProposal, withSide } from "./proposal.ts";
import { PROPOSAL } from "./proposal-model.ts";
import type { Proposal, ProposalState } from "./proposal-model.ts";

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
    if (unowned) return unowned;
    const own = { side: sides[0]!, terms: command, kept: null, inReplyTo: null };
    return openProposal(context, conflict, own);
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
    const changed = moveProposal(entry, proposal, "accepted");
    if (!theatre.rules.secondPersonAgreement) return agree(context, conflict, proposal);
    return answered(proposal, [changed]);
  },
  "decline-proposal": (context, { proposalId }) => {
    const found = findAnswered(context, proposalId, "declined");
    if (!found.ok) return refused(found.refusal);
    const { proposal, conflict, side } = found.value;
    noteAnswer(context, conflict, side);
    return drop(context, proposal, "declined");
  },
  "counter-proposal": (context, command) => {
    const found = findAnswered(context, command.proposalId, "countered");
    if (!found.ok) return refused(found.refusal);
    const { proposal, conflict, side } = found.value;
    const kept = command.keepsOffer ? proposal.terms[proposal.side] : null;
    const own = { side, terms: command, kept, inReplyTo: proposal.id };
    const made = openProposal(context, conflict, own);
    if (!made.outcome.ok) return made;
    noteAnswer(context, conflict, side);
    const changed = moveProposal(context.entry, proposal, "countered");
    return { outcome: made.outcome, changes: [changed, ...made.changes] };
  },
  "withdraw-proposal": (context, { proposalId }) => {
    const found = findOwnProposal(context, proposalId, "withdrawn");
    if (!found.ok) return refused(found.refusal);
    const { proposal, side } = found.value;
    if (side !== proposal.side) return refused(notYours("withdraws it"));
    return drop(context, proposal, "withdrawn");
  },
  "confirm-agreement": (context, { proposalId }) => {
    // A machine never has the role: the second person is one.
    const lacking = findLackingRole(context, ["approver"]);
    if (lacking) return refused(lacking);
    const found = findOwnProposal(context, proposalId, "agreed");
    if (!found.ok) return refused(found.refusal);
    const { proposal, conflict, side } = found.value;
    const { entry } = context;
    const { by } = entry;
    const refusal =
      findSamePerson(by, proposal.saidBy[side]) ?? findUnapplicable(context, found.value);
    if (refusal) return refused(refusal);
    proposal.confirmedBy = withSide(proposal.confirmedBy, side, by);
    if (proposal.confirmedBy.every((person) => person !== null)) {
      return agree(context, conflict, proposal);
    }
    return answered(proposal, [moveProposal(entry, proposal, proposal.state)]);
  },
};

const notYours = (what: string): Refusal => ({
  reason: "not-permitted",
  detail: `the side that made the proposal ${what}`,
});

/** A second person is another than the first, and one who is named. */
export const findSamePerson = (by: string | null, first: string | null): Refusal | null =>
  by !== null && by !== first
    ? null
    : {
        reason: "needs-second-person",
        detail: "the same person, or one without a name, agreed for your side before",
      };

/** An answer is contact: both sides have heard each other. */
const noteAnswer = ({ entry }: Context, conflict: Conflict, side: 0 | 1): void => {
  conflict.sides = [
    { ...conflict.sides[0], contactMs: conflict.sides[0].contactMs ?? entry.atMs },
    { ...conflict.sides[1], contactMs: conflict.sides[1].contactMs ?? entry.atMs },
  ];
  endAlarmOnContact(conflict);
  const own = conflict.sides[side];
  if (own.owner !== null) return;
  const owned = { ...own, owner: { by: entry.by, deskId: null, sinceMs: entry.atMs } };
  conflict.sides = side === 0 ? [owned, conflict.sides[1]] : [conflict.sides[0], owned];
};

const drop = (context: Context, proposal: Proposal, to: ProposalState): Applied =>
  answered(proposal, dropProposal(context.state, context.entry, proposal, to));

/** Its time has passed without an answer. */
export const onProposalDue = (
  { state, entry }: Pick<Context, "state" | "entry">,
  proposalId: string,
): readonly Change[] => {
  const proposal = state.settling.proposals.get(proposalId);
  if (!proposal || isFinal(PROPOSAL, proposal.state)) return [];
  return dropProposal(state, entry, proposal, "lapsed");
};

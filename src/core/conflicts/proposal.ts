/** One proposal: found by its sides, moved along its table, judged by what it would change. */

import type { Change } from "../changes.ts";
import { accepted } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { findIllegalStep } from "../machine.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { findLed } from "../operations/led.ts";
import { isPerson } from "../parties/roles.ts";
import { CONFLICT } from "./life-model.ts";
import type { ConflictLife } from "./life-model.ts";
import type { Conflict } from "./model.ts";
import { sidesOf } from "./own.ts";
import { isNothing, PROPOSAL } from "./proposal-model.ts";
import type { Proposal, ProposalState } from "./proposal-model.ts";
import { amendedBy } from "./terms.ts";

export type ProposalResult = {
  readonly about: "proposal";
  readonly proposalId: string;
  readonly conflictId: string;
  readonly state: ProposalState;
};

export type OwnProposal = {
  readonly proposal: Proposal;
  readonly conflict: Conflict;
  /** The asking party's side. */
  readonly side: 0 | 1;
};

/** Another's and none at all look the same. Refuses a step that the table does not have. */
export const findOwnProposal = (
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
export const findAnswered = (
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

export const answered = (proposal: Proposal, changes: readonly Change[]): Applied => {
  const { id: proposalId, conflictId, state } = proposal;
  return accepted({ about: "proposal", proposalId, conflictId, state }, changes);
};

export const withSide = (
  both: readonly [string | null, string | null],
  side: 0 | 1,
  by: string | null,
): readonly [string | null, string | null] => (side === 0 ? [by, both[1]] : [both[0], by]);

/** Where it takes two people, the first is one too: a machine is neither. */
export const findNoPerson = ({ state, entry, theatre }: Context): Refusal | null =>
  !theatre.rules.secondPersonAgreement || isPerson(state.parties, entry.by)
    ? null
    : {
        reason: "needs-second-person",
        detail: "two people of a side agree here, and the token names none",
      };

/** Why the asking side's own operation can't be changed so. */
export const findUnfitSide = (
  { state, entry }: Context,
  { proposal, conflict, side }: OwnProposal,
): Refusal | null => {
  const operation = state.operations.get(conflict.operationIds[side])!;
  const terms = proposal.terms[side];
  const led = isNothing(terms) ? null : findLed(state, operation.id);
  if (led) return led;
  const amended = amendedBy(entry, operation, terms);
  return amended.ok ? null : amended.refusal;
};

/** What each side sees of a proposal, and of a standing agreement. */

import type { Volume4D } from "../../geometry/footprint.ts";
import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import type { Safeguard } from "./life-model.ts";
import { sidesOf } from "./own.ts";
import type { Proposal, ProposalState, SideTerms, StandingAgreement } from "./proposal-model.ts";

/** What a side would do. A new route is shown to its own side alone; the other learns that there is one. */
export type TermsView = {
  readonly shiftMs: number;
  readonly shiftM: number;
  readonly holdUntilMs: number | null;
  readonly hasNewRoute: boolean;
  readonly volumes: readonly Volume4D[] | null;
};

export type ProposalView = {
  readonly id: string;
  readonly conflictId: string;
  readonly state: ProposalState;
  /** The reader's side made it. */
  readonly isOwn: boolean;
  readonly own: TermsView;
  readonly other: TermsView;
  readonly safeguards: readonly Safeguard[];
  readonly inReplyTo: string | null;
  readonly validToMs: number | null;
  readonly madeMs: number;
  readonly changedMs: number;
  /** Who said it for the reader's side, first and second. Nobody of the other side is named. */
  readonly saidBy: string | null;
  readonly confirmedBy: string | null;
  readonly isConfirmedByOther: boolean;
};

/** As one of the two sides sees it, or null: not that it exists. */
export const viewProposal = (
  state: State,
  proposal: Proposal,
  reader: Reader,
): ProposalView | null => {
  const conflict = state.conflicts.get(proposal.conflictId);
  if (reader.kind !== "party" || !conflict) return null;
  const [side] = sidesOf(conflict, reader.party, (id) => state.operations.get(id)!.party);
  if (side === undefined) return null;
  const across = side === 0 ? 1 : 0;
  const { id, conflictId, terms, safeguards, inReplyTo, validToMs, madeMs, changedMs } = proposal;
  return {
    id,
    conflictId,
    state: proposal.state,
    isOwn: proposal.side === side,
    own: viewTerms(terms[side], true),
    other: viewTerms(terms[across], false),
    safeguards,
    inReplyTo,
    validToMs,
    madeMs,
    changedMs,
    saidBy: proposal.saidBy[side],
    confirmedBy: proposal.confirmedBy[side],
    isConfirmedByOther: proposal.confirmedBy[across] !== null,
  };
};

const viewTerms = (
  { shiftMs, shiftM, holdUntilMs, route }: SideTerms,
  isOwn: boolean,
): TermsView => ({
  shiftMs,
  shiftM,
  holdUntilMs,
  hasNewRoute: route !== null,
  volumes: isOwn && route ? route.volumes : null,
});

export type StandingView = Omit<StandingAgreement, "surveyed">;

/** For its two parties; for the others there is none. */
export const viewStanding = (standing: StandingAgreement, reader: Reader): StandingView | null => {
  if (reader.kind !== "party" || !standing.parties.includes(reader.party)) return null;
  const { surveyed: _, ...seen } = standing;
  return seen;
};

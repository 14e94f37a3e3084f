/** Proposals and standing agreements for one reader. */

import type { Change } from "../changes.ts";
import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import type { Conflict } from "./model.ts";
import { viewProposal, viewStanding } from "./proposal-view.ts";
import type { ProposalView, StandingView } from "./proposal-view.ts";

export type SettlingView = {
  /** About one conflict, oldest first. */
  readonly proposals: (conflictId: string) => readonly ProposalView[];
  readonly proposal: (id: string) => ProposalView | null;
  /** The reader's own, in the order they were proposed. */
  readonly standings: () => readonly StandingView[];
  readonly standing: (id: string) => StandingView | null;
};

export type SettlingTold =
  | {
      readonly kind: "proposal.opened" | "proposal.changed";
      readonly proposal: ProposalView;
    }
  | { readonly kind: "standing.changed"; readonly standing: StandingView };

export type SettlingChange = Extract<
  Change,
  { kind: "proposal-opened" | "proposal-changed" | "standing-changed" }
>;

export const settlingViewFor = (state: State, reader: Reader): SettlingView => {
  const proposal = (id: string): ProposalView | null => {
    const found = state.settling.proposals.get(id);
    return found ? viewProposal(state, found, reader) : null;
  };
  const standing = (id: string): StandingView | null => {
    const found = state.settling.standings.get(id);
    return found ? viewStanding(found, reader) : null;
  };
  return {
    proposal,
    proposals: (conflictId) => {
      const found = state.conflicts.get(conflictId);
      // Of others' conflicts none are looked at: how many there are is not felt.
      const isSide = found && isSideOf(state, found, reader);
      return isSide ? found.proposalIds.flatMap((id) => proposal(id) ?? []) : [];
    },
    standing,
    standings: () =>
      [...state.settling.standings.seenBy(reader).values()].flatMap(
        (one) => viewStanding(one, reader) ?? [],
      ),
  };
};

const isSideOf = ({ operations }: State, { operationIds }: Conflict, reader: Reader): boolean =>
  reader.kind === "party" && operationIds.some((id) => operations.get(id)!.party === reader.party);

/** To the two sides, and nobody else. */
export const tellOfSettling = (
  state: State,
  change: SettlingChange,
  reader: Reader,
): SettlingTold | null => {
  const view = settlingViewFor(state, reader);
  if (change.kind === "standing-changed") {
    const standing = view.standing(change.standingId);
    return standing && { kind: "standing.changed", standing };
  }
  const proposal = view.proposal(change.proposalId);
  const kind = change.kind === "proposal-opened" ? "proposal.opened" : "proposal.changed";
  return proposal && { kind, proposal };
};

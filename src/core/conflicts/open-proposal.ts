/** A proposal is made: a new one, or a counter to the other side's. */

import type { Applied, Context } from "../handling.ts";
import { refused } from "../handling.ts";
import { drawId } from "../entry.ts";
import { LIMITS } from "../limits.ts";
import type { Refusal } from "../outcome.ts";
import { liveProposals, moveLife } from "./life.ts";
import type { Conflict } from "./model.ts";
import { answered, findNoPerson, findUnfitSide, withSide } from "./proposal.ts";
import type { Proposal } from "./proposal-model.ts";
import { findUnfitOption, findUnfitTerms, readTerms } from "./terms.ts";
import type { Said } from "./terms.ts";

export type Opening = Said & {
  readonly side: 0 | 1;
  readonly inReplyTo: string | null;
};

export const openProposal = (context: Context, conflict: Conflict, opening: Opening): Applied => {
  const { state, entry } = context;
  const { side, terms, inReplyTo } = opening;
  const operation = state.operations.get(conflict.operationIds[side])!;
  const refusal =
    findNoPerson(context) ??
    findTooMany(context, conflict, side) ??
    findUnfitTerms(entry, opening) ??
    findUnfitOption(operation, terms.option);
  if (refusal) return refused(refusal);
  const id = drawId(entry.salt, 0);
  const proposal: Proposal = {
    id,
    conflictId: conflict.id,
    side,
    versions: conflict.versions,
    terms: readTerms(entry, opening, side),
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

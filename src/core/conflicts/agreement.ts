/** Agreement by both changes both operations in the same entry; what then stands, the detector says. */

import type { Change } from "../changes.ts";
import type { Applied, Context } from "../handling.ts";
import { amendOperation } from "../operations/filing.ts";
import { rejudgeOperation } from "../operations/rejudge.ts";
import type { Operation } from "../operations/model.ts";
import type { Refusal } from "../outcome.ts";
import { lapseProposals, moveLife, moveProposal, restIfQuiet, restingLife } from "./life.ts";
import type { Conflict } from "./model.ts";
import { answered, findUnfitSide } from "./proposal.ts";
import type { OwnProposal } from "./proposal.ts";
import { PROPOSAL } from "./proposal-model.ts";
import type { Proposal } from "./proposal-model.ts";
import { settleStanding } from "./standing.ts";
import { amendedBy, resolutionKinds } from "./terms.ts";

/** Both agree: both operations become new versions, and what stands is judged by the detector. */
export const agree = (context: Context, conflict: Conflict, proposal: Proposal): Applied => {
  const { state, entry } = context;
  const changes: Change[] = [moveProposal(entry, proposal, "agreed")];
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

/** Why it can't be carried out; of the other side's operation it is told only that it can't. */
export const findUnapplicable = (context: Context, own: OwnProposal): Refusal | null => {
  const { proposal, side } = own;
  const refusal = findUnfitSide(context, own);
  if (refusal) return refusal;
  if (!findUnfitSide(context, { ...own, side: side === 0 ? 1 : 0 })) return null;
  const { id } = proposal;
  return { reason: "wrong-state", what: PROPOSAL.name, id, state: "out of date", wanted: "agreed" };
};

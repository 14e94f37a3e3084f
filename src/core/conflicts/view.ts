/** What a reader sees of a conflict: the minimum it must know, unless the theatre discloses all. */

import { detailFor } from "../operations/view.ts";
import type { Reader } from "../operations/view.ts";
import type { Operation } from "../operations/model.ts";
import type { State } from "../state.ts";
import { summarize } from "./model.ts";
import type { ClosedReason, Conflict, ConflictPair, ConflictSummary } from "./model.ts";

/** One side in full: which operation, whose, which version was judged. */
export type ConflictSide = {
  readonly operationId: string;
  readonly party: string;
  readonly version: number;
};

/** Both sides and every kept pair. */
export type ConflictFacts = {
  readonly sides: readonly [ConflictSide, ConflictSide];
  readonly summary: ConflictSummary;
  readonly pairs: readonly ConflictPair[];
  readonly pairCount: number;
};

export type ConflictView = {
  readonly id: string;
  readonly state: "open" | "closed";
  readonly closedReason: ClosedReason | null;
  readonly detectedMs: number;
  readonly changedMs: number;
  /** The reader's own operations in it; empty for the host. */
  readonly ownOperationIds: readonly string[];
  /** When both are there, rounded outward to 15 minutes where facts are not disclosed; ±Infinity open. */
  readonly startMs: number;
  readonly endMs: number;
  /** By when the desks should be in contact: 30 minutes before the first start. */
  readonly contactByMs: number;
  /** `null`: not disclosed to this reader. */
  readonly facts: ConflictFacts | null;
};

const QUARTER_MS = 15 * 60_000;
const CONTACT_BEFORE_MS = 30 * 60_000;

/** The conflict as the reader may see it, or null: not that it exists. */
export const viewConflict = (
  state: State,
  conflict: Conflict,
  reader: Reader,
): ConflictView | null => {
  const both = conflict.operationIds.map((id) => state.operations.get(id)!) as [
    Operation,
    Operation,
  ];
  const isOwn = (operation: Operation): boolean =>
    reader.kind === "party" && operation.party === reader.party;
  const disclosure = state.theatre?.rules.disclosure ?? "conflict_only";
  const isWhole = both.every((operation) => detailFor(operation, reader, disclosure) === "full");
  if (!isWhole && reader.kind === "party" && !both.some(isOwn)) return null;
  const summary = summarize(conflict.pairs);
  const [startMs, endMs] = isWhole
    ? [summary.startMs, summary.endMs]
    : [
        Math.floor(summary.startMs / QUARTER_MS) * QUARTER_MS,
        Math.ceil(summary.endMs / QUARTER_MS) * QUARTER_MS,
      ];
  const { id, closedReason, detectedMs, changedMs } = conflict;
  return {
    id,
    state: conflict.state,
    // Why it closed would tell what the other side did.
    closedReason: isWhole ? closedReason : null,
    detectedMs,
    changedMs,
    ownOperationIds: both.filter(isOwn).map((operation) => operation.id),
    startMs,
    endMs,
    contactByMs: startMs - CONTACT_BEFORE_MS,
    facts: isWhole ? factsOf(conflict, both, summary) : null,
  };
};

const factsOf = (
  conflict: Conflict,
  both: [Operation, Operation],
  summary: ConflictSummary,
): ConflictFacts => ({
  sides: [sideOf(conflict, both, 0), sideOf(conflict, both, 1)],
  summary,
  pairs: conflict.pairs,
  pairCount: conflict.pairCount,
});

const sideOf = (conflict: Conflict, both: [Operation, Operation], side: 0 | 1): ConflictSide => ({
  operationId: both[side].id,
  party: both[side].party,
  version: conflict.versions[side],
});

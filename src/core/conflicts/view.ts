/** What a reader sees of a conflict: the minimum it must know, unless the theatre discloses all. */

import { detailFor } from "../operations/view.ts";
import type { Reader } from "../operations/view.ts";
import type { Operation } from "../operations/model.ts";
import type { State } from "../state.ts";
import type { Disclosure } from "../theatre/model.ts";
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

/** May the reader know that it exists? The host may, and a party to it; all where all is disclosed. */
export const isConflictSeen = (state: State, conflict: Conflict, reader: Reader): boolean =>
  reader.kind === "host" ||
  disclosureOf(state) === "full" ||
  bothOf(state, conflict).some(({ party }) => party === reader.party);

const disclosureOf = (state: State): Disclosure =>
  state.theatre?.rules.disclosure ?? "conflict_only";

const bothOf = (state: State, { operationIds }: Conflict): readonly [Operation, Operation] => [
  state.operations.get(operationIds[0])!,
  state.operations.get(operationIds[1])!,
];

/** The conflict as the reader may see it, or null: not that it exists. */
export const viewConflict = (
  state: State,
  conflict: Conflict,
  reader: Reader,
): ConflictView | null => {
  if (!isConflictSeen(state, conflict, reader)) return null;
  const both = bothOf(state, conflict);
  const isOwn = ({ party }: Operation): boolean =>
    reader.kind === "party" && party === reader.party;
  const disclosure = disclosureOf(state);
  const isWhole = both.every((operation) => detailFor(operation, reader, disclosure) === "full");
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
  both: readonly [Operation, Operation],
  summary: ConflictSummary,
): ConflictFacts => ({
  sides: [sideOf(conflict, both, 0), sideOf(conflict, both, 1)],
  summary,
  pairs: conflict.pairs,
  pairCount: conflict.pairCount,
});

const sideOf = (
  conflict: Conflict,
  both: readonly [Operation, Operation],
  side: 0 | 1,
): ConflictSide => ({
  operationId: both[side].id,
  party: both[side].party,
  version: conflict.versions[side],
});

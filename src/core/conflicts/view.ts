/** What a reader sees of a conflict: the minimum it must know, and what the other side showed of itself. */

import { cellAt } from "../disclosure/cell.ts";
import type { Cell } from "../disclosure/cell.ts";
import { isAtLeast, pairKey, SHOWS_OPERATION } from "../disclosure/model.ts";
import type { Rung } from "../disclosure/model.ts";
import { isHumanitarian, isReadInFull, mayBeShown, rungInConflict } from "../disclosure/rungs.ts";
import { isOpenToHost } from "../openings/model.ts";
import { detailFor } from "../operations/view.ts";
import type { Reader } from "../operations/view.ts";
import type { Operation } from "../operations/model.ts";
import type { State } from "../state.ts";
import type { Disclosure } from "../theatre/model.ts";
import { contactByMs } from "./life.ts";
import type { ConflictLife, Resolution, SideLife } from "./life-model.ts";
import { summarize, windowOf } from "./model.ts";
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

/** What the reader's own side said, with the names of its own people. */
export type OwnSideView = SideLife & {
  /** null: whom the reader withdrew from is not known yet, and a count of its own would tell. */
  readonly withdrawals: number | null;
};

/** What the reader knows of the other side. */
export type OtherSideView = {
  /** How much of the other's operation the reader is shown in this conflict. */
  readonly rung: Rung;
  /** Known once the other side has it, or has shown its operation; null: not yet. */
  readonly party: string | null;
  readonly operationId: string | null;
  readonly deskId: string | null;
  readonly ownedMs: number | null;
  readonly contactMs: number | null;
  readonly falseAlarmMs: number | null;
  /** How often this party withdrew after a conflict with the reader's party was told. */
  readonly withdrawals: number;
};

/** For those who are given no military area: what may be done, by when, with which own volumes. */
export type Advice = {
  readonly measures: readonly ["hold", "delay", "reroute"];
  readonly fromMs: number;
  readonly toMs: number;
  /** Places in the reader's own volumes. */
  readonly ownVolumes: readonly number[];
};

export type ConflictView = {
  readonly id: string;
  readonly state: "open" | "closed";
  readonly closedReason: ClosedReason | null;
  readonly detectedMs: number;
  readonly toldMs: number;
  readonly changedMs: number;
  readonly life: ConflictLife;
  /** Contact was due, and nobody has said that there is any. */
  readonly isOverdue: boolean;
  readonly resolution: Resolution | null;
  /** The agreement under which it stands, without clock and alarm. */
  readonly standingId: string | null;
  /** The reader's own operations in it; empty for the host. */
  readonly ownOperationIds: readonly string[];
  /**
   * When both are there, rounded outward to 15 minutes where facts are not disclosed; ±Infinity: open,
   * or at the rung `conflict_only` not told.
   */
  readonly startMs: number;
  readonly endMs: number;
  /** By when the desks should be in contact. */
  readonly contactByMs: number;
  /** Where the two meet: the same for both sides; null: not shown. */
  readonly cell: Cell | null;
  readonly advice: Advice | null;
  /** null: the reader has no side in it, or both are its own. */
  readonly own: OwnSideView | null;
  readonly other: OtherSideView | null;
  /** Proposals about it, oldest first; empty for who has no side in it. */
  readonly proposalIds: readonly string[];
  /** `null`: not disclosed to this reader. */
  readonly facts: ConflictFacts | null;
};

/** Is the operation one that the reader is told to be in it? */
export const namesOperation = (seen: ConflictView, operationId: string): boolean =>
  seen.ownOperationIds.includes(operationId) ||
  seen.other?.operationId === operationId ||
  (seen.facts?.sides.some((side) => side.operationId === operationId) ?? false);

/** May the reader know that it exists? The host may, and a party to it; all where all is disclosed. */
export const isConflictSeen = (state: State, conflict: Conflict, reader: Reader): boolean =>
  reader.kind === "host" ||
  disclosureOf(state) === "full" ||
  bothOf(state, conflict).some(({ party }) => party === reader.party);

const disclosureOf = (state: State): Disclosure =>
  state.theatre?.rules.disclosure ?? "conflict_only";

const bothOf = (state: State, { operationIds }: Conflict): Both => [
  state.operations.get(operationIds[0])!,
  state.operations.get(operationIds[1])!,
];

type Both = readonly [Operation, Operation];

/** The conflict as the reader may see it, or null: not that it exists. */
export const viewConflict = (
  state: State,
  conflict: Conflict,
  reader: Reader,
): ConflictView | null => {
  if (!isConflictSeen(state, conflict, reader)) return null;
  const both = bothOf(state, conflict);
  const own = ([0, 1] as const).filter(
    (side) => reader.kind === "party" && both[side].party === reader.party,
  );
  const isWhole =
    (reader.kind === "host" && isOpenToHost(state, "conflict", conflict.id)) ||
    both.every((operation) => isKnownInFull(state, operation, reader));
  const [side] = own.length === 1 ? own : [];
  const told = side === undefined ? TOLD_TO_NO_SIDE : tellSide(state, conflict, both, side);
  const summary = summarize(conflict.pairs);
  const window = isWhole ? summary : windowOf(conflict);
  const { id, detectedMs, toldMs, changedMs, life, isOverdue, resolution, standingId } = conflict;
  return {
    id,
    state: conflict.state,
    // Why it closed would tell what the other side did.
    closedReason: isWhole ? conflict.closedReason : null,
    detectedMs,
    toldMs,
    changedMs,
    life,
    isOverdue,
    // That it is settled, all may see who see it; how, is between its sides.
    resolution: side !== undefined || isWhole ? resolution : null,
    standingId,
    ownOperationIds: own.map((one) => both[one].id),
    startMs: told.hasWindow || isWhole ? window.startMs : -Infinity,
    endMs: told.hasWindow || isWhole ? window.endMs : Infinity,
    contactByMs: contactByMs(state, conflict),
    cell: told.cell,
    advice: told.advice,
    own: told.own,
    other: told.other,
    proposalIds: side === undefined ? [] : conflict.proposalIds,
    facts: isWhole ? factsOf(conflict, both, summary) : null,
  };
};

/** Its own, where the theatre discloses all, or shown in full and opened. */
const isKnownInFull = (state: State, operation: Operation, reader: Reader): boolean =>
  detailFor(operation, reader, disclosureOf(state)) === "full" ||
  (reader.kind === "party" && isReadInFull(state, operation, reader.party));

type ToldToSide = Pick<ConflictView, "cell" | "advice" | "own" | "other"> & {
  readonly hasWindow: boolean;
};

const TOLD_TO_NO_SIDE: ToldToSide = {
  cell: null,
  advice: null,
  own: null,
  other: null,
  hasWindow: true,
};

/** What one side is told: its own words, and as much of the other as the other shows. */
const tellSide = (state: State, conflict: Conflict, both: Both, side: 0 | 1): ToldToSide => {
  const { party } = both[side];
  const across = side === 0 ? 1 : 0;
  const other = both[across];
  const rung = rungInConflict(state, other, party, conflict.versions[across]);
  const isAdvised = isHumanitarian(state, party) && !mayBeShown(state, other.party, party);
  const hasCell = !isAdvised && isAtLeast(rung, "cell");
  const told = viewOther(state, conflict.sides[across], { other, reader: party, rung });
  const withdrawn = state.disclosure.withdrawals.get(pairKey(party, other.party)) ?? 0;
  return {
    hasWindow: isAdvised || isAtLeast(rung, "cell"),
    cell: hasCell ? cellAt(conflict.meetMm) : null,
    advice: isAdvised ? adviceOf(conflict, side) : null,
    // The count is of two parties, and the reader's to make: while the other is not named, it would name it.
    own: { ...conflict.sides[side], withdrawals: told.party === null ? null : withdrawn },
    other: told,
  };
};

const viewOther = (
  state: State,
  { owner, contactMs, falseAlarmMs }: SideLife,
  about: { readonly other: Operation; readonly reader: string; readonly rung: Rung },
): OtherSideView => {
  const { other, reader, rung } = about;
  const isShown = isAtLeast(rung, SHOWS_OPERATION);
  return {
    rung,
    party: isShown || owner !== null ? other.party : null,
    operationId: isShown ? other.id : null,
    deskId: owner?.deskId ?? null,
    ownedMs: owner?.sinceMs ?? null,
    contactMs,
    falseAlarmMs,
    withdrawals: state.disclosure.withdrawals.get(pairKey(other.party, reader)) ?? 0,
  };
};

/** Which of one's own volumes to move, hold back or lead around, and until when; nothing of where the other is. */
const adviceOf = (conflict: Conflict, side: 0 | 1): Advice => {
  const { startMs, endMs } = windowOf(conflict);
  const ownVolumes = new Set(conflict.pairs.map((pair) => (side === 0 ? pair.a : pair.b)));
  return {
    measures: ["hold", "delay", "reroute"],
    fromMs: startMs,
    toMs: endMs,
    ownVolumes: [...ownVolumes].sort((a, b) => a - b),
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

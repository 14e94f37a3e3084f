/** Conflicts: two operations closer than the minima. They flag; they do not refuse. */

import type { Place } from "../../geometry/meeting.ts";
import type { Certainty, Minima } from "../../geometry/separation.ts";
import { outwardMs } from "../theatre/quarter.ts";
import type { ConflictLife, Resolution, SideLife } from "./life-model.ts";

/** Two volumes within the minima. `a` and `b` are places in the operations' volumes, from 0. */
export type ConflictPair = {
  readonly a: number;
  readonly b: number;
  readonly lateralM: number;
  readonly toleranceM: number;
  readonly verticalM: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly certainty: Certainty;
  readonly minima: Minima;
  /** 0: they meet in space and time; 1: at the minimum. The largest of the three shares. */
  readonly ratio: number;
};

export type Severity = "overlap" | "close" | "near";
export type ClosedReason = "changed" | "cancelled" | "ended" | "expired";

export type Conflict = {
  readonly id: string;
  /** Operation ids: the one filed earlier first. */
  readonly operationIds: readonly [string, string];
  /** By geometry: are the two within the minima? What people do about it is its `life`. */
  state: "open" | "closed";
  closedReason: ClosedReason | null;
  readonly detectedSeq: number;
  readonly detectedMs: number;
  changedSeq: number;
  changedMs: number;
  /** Versions of the two operations it was last judged on. */
  versions: readonly [number, number];
  /** The closest pairs first; `pairCount` says how many there are in all. */
  pairs: readonly ConflictPair[];
  pairCount: number;
  /** Where the closest pair meets: views make a cell of it, the same for both sides. */
  meetMm: Place;
  life: ConflictLife;
  /** When both sides were told, of this opening. */
  toldMs: number;
  /** Contact was due and nobody had said that there was any. */
  isOverdue: boolean;
  /** In the order of `operationIds`. */
  sides: readonly [SideLife, SideLife];
  resolution: Resolution | null;
  /** The agreement under which it stands, without clock and alarm; null: none. */
  standingId: string | null;
  /** Proposals about it, oldest first. */
  proposalIds: readonly string[];
};

/** When both are there, rounded outward: what both sides are told, and what its clocks go by. */
export const windowOf = ({
  pairs,
}: Pick<Conflict, "pairs">): { readonly startMs: number; readonly endMs: number } =>
  outwardMs(
    Math.min(...pairs.map((pair) => pair.startMs)),
    Math.max(...pairs.map((pair) => pair.endMs)),
  );

/** The whole conflict in one line: the closest, the longest window, the surest. */
export type ConflictSummary = {
  readonly lateralM: number;
  readonly verticalM: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly certainty: Certainty;
  readonly ratio: number;
  readonly severity: Severity;
};

/** Summary over the kept pairs; the closest are among them. */
export const summarize = (pairs: readonly ConflictPair[]): ConflictSummary => {
  const ratio = Math.min(...pairs.map((pair) => pair.ratio));
  return {
    lateralM: Math.min(...pairs.map((pair) => pair.lateralM)),
    verticalM: Math.min(...pairs.map((pair) => pair.verticalM)),
    startMs: Math.min(...pairs.map((pair) => pair.startMs)),
    endMs: Math.max(...pairs.map((pair) => pair.endMs)),
    certainty: pairs.some((pair) => pair.certainty === "sure") ? "sure" : "within-tolerance",
    ratio,
    severity: severityOf(ratio),
  };
};

export const severityOf = (ratio: number): Severity =>
  ratio === 0 ? "overlap" : ratio < 0.5 ? "close" : "near";

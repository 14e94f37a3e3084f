/** Finds every filed volume within the minima of given ones. Never a miss; what is uncertain counts. */

import { findProximity } from "../../geometry/separation.ts";
import type { Minima, Proximity } from "../../geometry/separation.ts";
import type { Margin } from "../../geometry/sheet.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import type { MoverClass } from "../operations/category.ts";
import { byFiling } from "../operations/model.ts";
import type { Operation } from "../operations/model.ts";
import { without } from "../operations/volume-index.ts";
import type { Volumes } from "../operations/volume-index.ts";
import type { State } from "../state.ts";
import type { ConflictPair } from "./model.ts";

/** What is held against the filed operations: a draft, a notice, an option. */
export type Subject = {
  readonly party: string;
  readonly moverClass: MoverClass;
  readonly solids: readonly Solid4D[];
  /** The operation that it is or replaces: never in conflict with itself. */
  readonly operationId: string | null;
};

/** One other operation in conflict, with all its pairs, closest first. `a` is the subject's volume. */
export type Detection = { readonly operation: Operation; readonly pairs: readonly ConflictPair[] };

/**
 * All operations in conflict with the subject, in the order they were filed.
 *
 * They are looked for in `volumes`: those of one's own party or those a reader may not see may be missing.
 * O(log of nothing): index cells plus the pairs found.
 */
export const detectConflicts = (
  state: State,
  subject: Subject,
  volumes: Volumes = state.index,
): Detection[] => {
  const table = state.minima;
  const marginTo = (other: MoverClass): Margin => table.reach(subject.moverClass, other);
  const found = new Map<Operation, ConflictPair[]>();
  for (const [a, solid] of subject.solids.entries()) {
    for (const placed of volumes.near(solid, marginTo)) {
      const { owner: operation, volume: b } = placed;
      if (operation.id === subject.operationId) continue;
      const other = placed.solid();
      const minima = table.find(solid, subject.moverClass, other, operation.moverClass);
      const proximity = findProximity(solid, other, minima);
      if (!proximity) continue;
      const pair = makePair(a, b, proximity, minima, gapOfWindowsMs(solid, other));
      const pairs = found.get(operation);
      if (pairs) pairs.push(pair);
      else found.set(operation, [pair]);
    }
  }
  return [...found]
    .map(([operation, pairs]) => ({ operation, pairs: pairs.sort(closestFirst) }))
    .sort((x, y) => byFiling(x.operation, y.operation));
};

/**
 * The rule of the theatre on whose operations are held against whose. Of two intents of USSs of one
 * party each USS has read the other's, by the standard: that is no conflict of the party with itself.
 */
export const countedFor = (
  state: State,
  { party, isOfUss }: { readonly party: string; readonly isOfUss: boolean },
  volumes: Volumes = state.index,
): Volumes => {
  if (!(state.theatre?.rules.conflictsWithinParty ?? true))
    return without(volumes, (operation) => operation.party === party);
  if (!isOfUss) return volumes;
  return without(volumes, (other) => other.party === party && other.intentId !== null);
};

const makePair = (
  a: number,
  b: number,
  proximity: Proximity,
  minima: Minima,
  apartMs: number,
): ConflictPair => {
  const { lateralM, toleranceM, verticalM, startMs, endMs, certainty } = proximity;
  const ratio = Math.max(
    share(lateralM, minima.lateralM),
    share(verticalM, minima.verticalM),
    share(apartMs, minima.timeS * 1000),
  );
  return { a, b, lateralM, toleranceM, verticalM, startMs, endMs, certainty, minima, ratio };
};

/** How far into the minimum a gap reaches, 0 to 1. */
const share = (gap: number, minimum: number): number =>
  gap <= 0 ? 0 : minimum <= 0 ? 1 : Math.min(1, gap / minimum);

const gapOfWindowsMs = (a: Solid4D, b: Solid4D): number =>
  Math.max(0, a.startMs - b.endMs, b.startMs - a.endMs);

const closestFirst = (x: ConflictPair, y: ConflictPair): number =>
  x.ratio - y.ratio || x.lateralM - y.lateralM || x.a - y.a || x.b - y.b;

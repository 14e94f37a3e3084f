/** Every pair of volumes within the minima, over records read from files. */

import { widestReach } from "../../core/theatre/minima.ts";
import type { MinimaTable } from "../../core/theatre/minima.ts";
import { BOX_STRIDE, BoxIndex } from "../../geometry/box-index.ts";
import { findProximity } from "../../geometry/separation.ts";
import type { Minima, Proximity } from "../../geometry/separation.ts";
import { boxesOf } from "../../geometry/sheet.ts";
import { UsageError } from "../flags.ts";
import type { Progress } from "../progress.ts";
import { CHECK_LIMITS } from "./limits.ts";
import type { Subject, SubjectVolume } from "./subjects.ts";

export type Side = { readonly subject: Subject; readonly volume: SubjectVolume };

/** Two volumes within the minima; `a` is of the record that was read first. */
export type FoundConflict = {
  readonly a: Side;
  readonly b: Side;
  readonly proximity: Proximity;
  readonly minima: Minima;
};

export type Question = {
  readonly minima: MinimaTable;
  /** Two records of one party are not held against each other. */
  readonly isBetweenParties: boolean;
  /** Records of FILE are held against the others alone. */
  readonly isAgainst: boolean;
};

/**
 * All conflicts, by the order of the records, then of their volumes.
 *
 * Never a miss: the index answers for boxes widened by the minima, and `findProximity` judges.
 * Throws UsageError past CHECK_LIMITS.conflictsMax.
 */
export const findConflicts = (
  subjects: readonly Subject[],
  question: Question,
  progress: Progress,
): FoundConflict[] => {
  const { minima, isAgainst } = question;
  const sides = subjects.flatMap((subject) =>
    subject.volumes.map((volume): Side => ({ subject, volume })),
  );
  const index = indexOf(sides, isAgainst);
  const found: FoundConflict[] = [];
  for (const [i, a] of sides.entries()) {
    progress.tell("comparing", i, sides.length);
    if (isAgainst && a.subject.isOther) continue;
    const boxes = boxesOf(a.volume.solid, widestReach(minima, a.subject.moverClass));
    for (const j of index.query(boxes)) {
      const b = sides[j]!;
      if ((!isAgainst && j <= i) || !isCounted(a.subject, b.subject, question)) continue;
      const conflict = judge(a, b, minima);
      if (conflict) found.push(conflict);
    }
    if (found.length > CHECK_LIMITS.conflictsMax) {
      throw new UsageError(
        `more than ${CHECK_LIMITS.conflictsMax} pairs of volumes are in conflict: check fewer files at a time`,
      );
    }
  }
  return found.sort(inOrder);
};

/** Whether two records are held against each other. An unnamed party is not known to be the same. */
export const isCounted = (
  a: Subject,
  b: Subject,
  { isBetweenParties, isAgainst }: Omit<Question, "minima">,
): boolean => {
  if (a === b || (isAgainst && a.isOther === b.isOther)) return false;
  const isOneParty = a.record.party !== null && a.record.party === b.record.party;
  return !isOneParty || (!isBetweenParties && a.record.id !== b.record.id);
};

const indexOf = (sides: readonly Side[], isAgainst: boolean): BoxIndex => {
  const index = new BoxIndex();
  for (const [i, { subject, volume }] of sides.entries()) {
    if (isAgainst && !subject.isOther) continue;
    const boxes = boxesOf(volume.solid);
    for (let offset = 0; offset < boxes.length; offset += BOX_STRIDE) index.add(i, boxes, offset);
  }
  return index;
};

const judge = (a: Side, b: Side, table: MinimaTable): FoundConflict | null => {
  const [first, second] = [a.volume.solid, b.volume.solid];
  const minima = table.find(first, a.subject.moverClass, second, b.subject.moverClass);
  const proximity = findProximity(first, second, minima);
  return proximity && { a, b, proximity, minima };
};

const inOrder = (x: FoundConflict, y: FoundConflict): number =>
  x.a.subject.order - y.a.subject.order ||
  x.b.subject.order - y.b.subject.order ||
  x.a.volume.place - y.a.volume.place ||
  x.b.volume.place - y.b.volume.place;

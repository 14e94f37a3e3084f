/** Records made ready for comparison, and those that geometry refuses. */

import { CLASS_BY_CATEGORY } from "../../core/operations/category.ts";
import type { MoverClass } from "../../core/operations/category.ts";
import type { NoticeRecord, SkippedRecord } from "../../formats/reading.ts";
import { makeSolid4D } from "../../geometry/solid.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import { surveyVolume } from "../../geometry/survey.ts";
import type { Progress } from "../progress.ts";

/** A volume of a record; `place` is its place among the record's volumes, from 0. */
export type SubjectVolume = { readonly place: number; readonly solid: Solid4D };

export type Subject = {
  readonly record: NoticeRecord;
  /** Place among all records, from 0: the order of every list. */
  readonly order: number;
  readonly moverClass: MoverClass;
  readonly volumes: readonly SubjectVolume[];
  /** Brought by `--against`: held against the others, not against its like. */
  readonly isOther: boolean;
  readonly notes: readonly string[];
};

export type Prepared = {
  readonly subjects: readonly Subject[];
  readonly skipped: readonly SkippedRecord[];
};

/** The class of which the least is known brings the widest default minima. */
const MOST_CAUTIOUS: MoverClass = "fixed_wing";

/**
 * The subjects of all records that have a volume which can be compared.
 *
 * A refused volume is skipped by name and the rest of its record is still checked: what is left can
 * be in conflict. `isByClass`: some minimum follows from the class, so a record without one says so.
 */
export const prepareSubjects = (
  records: readonly { readonly record: NoticeRecord; readonly isOther: boolean }[],
  progress: Progress,
  { isByClass = true }: { readonly isByClass?: boolean } = {},
): Prepared => {
  const subjects: Subject[] = [];
  const skipped: SkippedRecord[] = [];
  for (const [order, { record, isOther }] of records.entries()) {
    progress.tell("surveying", order, records.length);
    const { volumes, notes, refused } = surveyRecord(record, isByClass);
    for (const skip of refused) skipped.push(skip);
    if (volumes.length > 0)
      subjects.push({ record, order, isOther, volumes, notes, moverClass: classOf(record) });
  }
  return { subjects, skipped };
};

const classOf = ({ moverClass, category }: NoticeRecord): MoverClass =>
  moverClass ?? (category === null ? MOST_CAUTIOUS : CLASS_BY_CATEGORY[category]);

const surveyRecord = (record: NoticeRecord, isByClass: boolean) => {
  const volumes: SubjectVolume[] = [];
  const notes = new Set(record.notes);
  const refused: SkippedRecord[] = [];
  for (const [place, volume] of record.volumes.entries()) {
    const surveyed = surveyVolume(volume);
    if (surveyed.ok) {
      volumes.push({ place, solid: makeSolid4D(surveyed.value) });
      for (const note of surveyed.notes) notes.add(note);
      continue;
    }
    const { detail, remedy } = surveyed.refusal;
    const at = record.volumes.length === 1 ? record.at : `${record.at} volume ${place}`;
    refused.push({ file: record.file, at, reason: `${record.id}: ${detail}: ${remedy}` });
  }
  const isMixed = isByClass && record.category === null && record.moverClass === null;
  if (isMixed) notes.add("no category and no class: the minima of fixed_wing are held");
  return { volumes, notes: [...notes], refused };
};

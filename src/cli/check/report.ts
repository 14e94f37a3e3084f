/** What a check found, and how it is told to machines: the shape that `--json` prints. */

import type { SkippedRecord } from "../../formats/reading.ts";
import { instantText } from "../../formats/instant.ts";
import type { Certainty, Minima } from "../../geometry/separation.ts";
import type { OptionsBySubject } from "./find-options.ts";
import { reportOptions } from "./report-options.ts";
import type { ReportedOptions } from "./report-options.ts";
import type { FoundConflict, Side } from "./find-conflicts.ts";
import type { Subject } from "./subjects.ts";

/** A check that is done. */
export type Checked = {
  readonly atMs: number;
  readonly subjects: readonly Subject[];
  readonly conflicts: readonly FoundConflict[];
  readonly skipped: readonly SkippedRecord[];
};

export type VolumeRef = {
  readonly file: string;
  readonly id: string;
  /** Place of the volume in its record, from 0. */
  readonly volume: number;
};

export type ReportedConflict = {
  readonly a: VolumeRef;
  readonly b: VolumeRef;
  /** Metres, to the millimetre. */
  readonly lateralM: number;
  readonly verticalM: number;
  /** When both are there; where their windows do not meet, the gap between them. UTC; null: no bound. */
  readonly window: { readonly start: string | null; readonly end: string | null };
  readonly certainty: Certainty;
  /** The width of what the true distance can be. */
  readonly toleranceM: number;
  readonly minima: Minima;
  /** What the verdict rests on, in plain words. */
  readonly notes: readonly string[];
  /** With `--options` alone. */
  readonly options?: ReportedOptions;
};

export type CheckReport = {
  /** Records that were compared. */
  readonly checked: number;
  readonly conflicts: readonly ReportedConflict[];
  readonly skipped: readonly SkippedRecord[];
};

/** The most conflicts turned into one string: a text of all could be longer than strings may be. */
const BATCH = 1_000;

/** The CheckReport as JSON, in pieces, ending in a line feed. */
export const writeJson = (
  { subjects, conflicts, skipped }: Checked,
  options: OptionsBySubject | null,
  out: (text: string) => void,
): void => {
  out(`{"checked":${subjects.length},"conflicts":[`);
  for (let from = 0; from < conflicts.length; from += BATCH) {
    const batch = conflicts
      .slice(from, from + BATCH)
      .map((conflict) => JSON.stringify(reportConflict(conflict, options)));
    out(`${from > 0 ? "," : ""}${batch.join(",")}`);
  }
  out(`],"skipped":${JSON.stringify(skipped)}}\n`);
};

const reportConflict = (
  conflict: FoundConflict,
  options: OptionsBySubject | null,
): ReportedConflict => {
  const { a, b, proximity, minima } = conflict;
  const { lateralM, verticalM, startMs, endMs, certainty, toleranceM } = proximity;
  const gapNote = areWindowsApart(a, b)
    ? ["the windows do not meet: window is the gap between them, within the minimum of time"]
    : [];
  return {
    a: refOf(a),
    b: refOf(b),
    lateralM: Math.round(lateralM * 1000) / 1000,
    verticalM: Math.round(verticalM * 1000) / 1000,
    window: { start: boundText(startMs), end: boundText(endMs) },
    certainty,
    toleranceM: Math.ceil(toleranceM * 1000) / 1000,
    minima,
    notes: [...new Set([...gapNote, ...a.subject.notes, ...b.subject.notes])],
    ...(options && { options: reportOptions(conflict, options) }),
  };
};

/** True when the two are never there at one time. */
export const areWindowsApart = (a: Side, b: Side): boolean =>
  a.volume.solid.startMs > b.volume.solid.endMs || b.volume.solid.startMs > a.volume.solid.endMs;

const refOf = ({ subject, volume }: Side): VolumeRef => ({
  file: subject.record.file,
  id: subject.record.id,
  volume: volume.place,
});

const boundText = (ms: number): string | null => (Number.isFinite(ms) ? instantText(ms) : null);

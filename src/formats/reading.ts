/** What a file holds once read: records that can be checked, and records that could not be read. */

import type { Volume4D } from "../geometry/footprint.ts";
import type { Category, MoverClass } from "../core/operations/category.ts";

/** One notice as a file tells it. One record may hold many volumes; they never conflict among themselves. */
export type NoticeRecord = {
  readonly file: string;
  /** Where in the file: `line 12`, `features[3]`, `intents.flight1`. */
  readonly at: string;
  readonly id: string;
  /** `null` when the file names none. */
  readonly party: string | null;
  readonly category: Category | null;
  /** `area` for airspace and zones; `null`: derive it from the category. */
  readonly moverClass: MoverClass | null;
  readonly name: string | null;
  readonly volumes: readonly Volume4D[];
  /** What the reader had to assume or widen, in plain words, each once. */
  readonly notes: readonly string[];
};

/** A record that was not read: where it stands and why, with what to change. */
export type SkippedRecord = {
  readonly file: string;
  readonly at: string;
  readonly reason: string;
};

export type Reading = {
  readonly records: readonly NoticeRecord[];
  readonly skipped: readonly SkippedRecord[];
};

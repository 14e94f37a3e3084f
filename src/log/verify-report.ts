/** What verification of a log found. */

import { type Head, LogError } from "./log.ts";

/**
 * - `unreadable`: the storage or SQLite's structure is torn here; nothing behind it can be read.
 * - `gap`: entries are missing.
 * - `frame`: bytes that are not an entry.
 * - `leaf`: an entry and its stored leaf hash contradict each other: one of them was altered.
 * - `root`: a batch and its stored root contradict each other, or the root is missing: entries were
 *   altered with their leaves, swapped, or the root was.
 * - `trusted`: the log does not contain the head that was given as trusted.
 * - `stray`: rows under numbers that no entry can have.
 * - `trailing`: bytes behind the database that SQLite overlooks.
 * - `structure`: SQLite's own check of its pages found something else.
 */
export type ProblemKind =
  | "unreadable"
  | "gap"
  | "frame"
  | "leaf"
  | "root"
  | "trusted"
  | "stray"
  | "trailing"
  | "structure";

/** Entries `firstSeq` to `lastSeq` are concerned; null where no entry, or no end, can be named. */
export type Problem = {
  readonly kind: ProblemKind;
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  readonly found: string;
};

export type VerifyReport = {
  readonly path: string;
  /** How many entries the file holds, good or bad. */
  readonly size: number;
  /** The head worked out anew from the leaves; null when they don't form one tree. */
  readonly head: Head | null;
  /** The last head that can be trusted: all entries up to it are whole. */
  readonly good: Head;
  /** The first entry that can't be trusted; null when all can, or when none can be named. */
  readonly firstBadSeq: number | null;
  /** In the order found; the first 100 when there are more. */
  readonly problems: readonly Problem[];
  readonly problemCount: number;
};

/** The report's finding as LOG_DAMAGED: where, what, and what to do. */
export const damagedError = (report: VerifyReport): LogError => {
  const [first] = report.problems;
  const more = report.problemCount > 1 ? ` (and ${report.problemCount - 1} more findings)` : "";
  const good =
    report.good.seq > 0
      ? `entries 1 to ${report.good.seq} are whole`
      : "no entry can be shown to be whole";
  return new LogError(
    "LOG_DAMAGED",
    `${report.path} is damaged: ${first?.found ?? "unknown"}${more}; ${good}. Restore it from a ` +
      `backup with \`wideberth restore\`; \`wideberth verify-log ${report.path}\` shows all`,
    report.firstBadSeq === null ? {} : { seq: report.firstBadSeq },
  );
};

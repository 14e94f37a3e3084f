/** Reading a log file without serving it: also while a server writes to it. */

import { applyEntry } from "../core/apply.ts";
import type { EntryOutcome } from "../core/apply.ts";
import type { Entry } from "../core/entry.ts";
import { makeState } from "../core/state.ts";
import type { State } from "../core/state.ts";
import { damagedError } from "../log/verify-report.ts";
import { unpackPage } from "../log/packed.ts";
import { SqliteReader } from "../log/sqlite-reader.ts";
import { verifyLog } from "../log/verify-log.ts";
import type { Head } from "../log/log.ts";
import { readEntry } from "./entry-codec.ts";

export type SignatureCount = {
  readonly signed: number;
  readonly valid: number;
  readonly invalid: number;
  /** The first entry whose signature does not fit its bytes; null: there is none. */
  readonly firstInvalidSeq: number | null;
};

/**
 * How many entries up to `headSeq` are signed, and how many of those signatures fit their bytes by the
 * key that the entry names. Whose the key was, and whether it was in force, only a replay can tell.
 */
export const countSignatures = (path: string, headSeq: number): SignatureCount => {
  const count = { signed: 0, valid: 0, invalid: 0 };
  let firstInvalidSeq: number | null = null;
  const reader = new SqliteReader(path);
  try {
    for (let seq = 1; seq <= headSeq;) {
      for (const { bytes } of unpackPage(reader.page(seq, headSeq))) {
        const { signature } = readEntry(bytes);
        if (signature !== "none") {
          count.signed++;
          count[signature]++;
          if (signature === "invalid") firstInvalidSeq ??= seq;
        }
        seq++;
      }
    }
  } finally {
    reader.close();
  }
  return { ...count, firstInvalidSeq };
};

export type Replayed = { readonly state: State; readonly head: Head };

/**
 * The state that a log adds up to, every entry verified first; `heed` is told what each came to.
 * Throws: LOG_DAMAGED, LOG_FORMAT, LOG_IO.
 */
export const replayLogFile = async (
  path: string,
  onProgress: (seq: number, headSeq: number) => void,
  heed: (entry: Entry, applied: EntryOutcome) => void = () => {},
): Promise<Replayed> => {
  const report = await verifyLog(path);
  if (report.problemCount > 0 || report.head === null) throw damagedError(report);
  const { head } = report;
  const state = makeState();
  const reader = new SqliteReader(path);
  try {
    while (state.seq < head.seq) {
      for (const { bytes } of unpackPage(reader.page(state.seq + 1, head.seq))) {
        const entry = readEntry(bytes);
        heed(entry, applyEntry(state, entry));
      }
      onProgress(state.seq, head.seq);
    }
  } finally {
    reader.close();
  }
  return { state, head };
};

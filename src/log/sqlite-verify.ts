/**
 * Checks a log file against itself: every entry against its leaf hash, every root against the
 * leaves before it, no seq missing. Reads only. Runs in worker threads.
 *
 * What a file can't show by itself: that its last batches were removed whole, or that all of it was
 * made anew. A head remembered elsewhere (`trusted`: a snapshot, a cosigned checkpoint) shows both.
 */

import assert from "node:assert/strict";
import { statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { FrameError } from "../record/frame.ts";
import { leafHash } from "../record/leaf.ts";
import { Frontier } from "../record/merkle.ts";
import { HASH_BYTES, sameBytes } from "../record/sha256.ts";
import type { Head } from "./log.ts";
import {
  checkFormat,
  isUnreadable,
  messageOf,
  openForReading,
  prepareRows,
} from "./sqlite-file.ts";
import { unpackBatch } from "./packed.ts";
import { EntryPages, type Row } from "./sqlite-rows.ts";
import type { Problem, ProblemKind, VerifyReport } from "./verify-report.ts";

/** Enough to see the pattern; the count of all is reported beside. */
const PROBLEMS_LISTED_MAX = 100;

export type VerifyPlan = {
  /** A head known from elsewhere, which the log must contain. */
  readonly trusted?: Head | undefined;
  /** Check only what comes behind `trusted`. */
  readonly isTailOnly?: boolean;
  /** Have SQLite check its own pages too; takes as long again. */
  readonly isDeep?: boolean;
};

/** `frontier` is the tree at `report.good`, for a writer to go on from. */
export type Verified = { readonly report: VerifyReport; readonly frontier: Frontier };

/** Throws LOG_FORMAT when the file is no log, LOG_DAMAGED when not even that can be told. */
export const verifyFile = (path: string, plan: VerifyPlan = {}): Verified => {
  const db = openForReading(path);
  try {
    checkFormat(db, path);
    return new Verification(db, path).run(plan);
  } finally {
    db.close();
  }
};

class Verification {
  readonly #db: DatabaseSync;
  readonly #path: string;
  readonly #problems: Problem[] = [];
  #problemCount = 0;
  #size = 0;
  #nextSeq = 1;
  /** Over the stored leaves so far; null once one is missing. */
  #frontier: Frontier | null = new Frontier();
  /** At the last root that agreed, while all did. */
  #confirmed = new Frontier();
  /** Just before the first entry of this batch that contradicts its leaf. */
  #beforeBad: Frontier | null = null;
  /** Where trust ended; null while it lasts. */
  #good: Frontier | null = null;
  #rootProblem: { firstSeq: number; lastSeq: number; isAgreedLater: boolean } | null = null;

  constructor(db: DatabaseSync, path: string) {
    this.#db = db;
    this.#path = path;
  }

  run(plan: VerifyPlan): Verified {
    this.#checkTrailingBytes();
    const ends = this.#findEnds();
    if (plan.trusted !== undefined) this.#checkTrusted(plan.trusted, plan.isTailOnly === true);
    if (this.#checkEntries(ends.entriesSeq)) this.#checkEnd(ends.rootsSeq);
    if (plan.isDeep === true) this.#checkPages();
    return this.#finish();
  }

  /** SQLite overlooks what stands behind its last page. The size comes first: a log may grow. */
  #checkTrailingBytes(): void {
    const { size } = statSync(this.#path);
    const pages = Number(this.#db.prepare("PRAGMA page_count").get()?.["page_count"]);
    const pageBytes = Number(this.#db.prepare("PRAGMA page_size").get()?.["page_size"]);
    const extra = size - pages * pageBytes;
    if (extra > 0) this.#report("trailing", null, null, `${extra} bytes behind the last page`);
  }

  /** The last seq of both tables, as one moment saw them. */
  #findEnds(): { entriesSeq: number; rootsSeq: number } {
    try {
      const row = this.#db.prepare(ENDS).get({ max: Number.MAX_SAFE_INTEGER }) ?? {};
      const strays = Number(row["strays"]);
      if (strays > 0) this.#report("stray", null, null, `${strays} rows that no entry can have`);
      return { entriesSeq: Number(row["entriesSeq"]), rootsSeq: Number(row["rootsSeq"]) };
    } catch (cause) {
      // The far end can't be read: go as far as the rows do, and name the place then.
      if (!isUnreadable(cause)) throw cause;
      return { entriesSeq: Number.MAX_SAFE_INTEGER, rootsSeq: 0 };
    }
  }

  #checkTrusted(trusted: Head, isTailOnly: boolean): void {
    const start = findFrontier(this.#db, trusted);
    if (start === null) {
      const found = `the log does not contain the trusted head at entry ${trusted.seq}: it ends before, was made anew, or is another log`;
      this.#report("trusted", null, null, found);
      this.#good = new Frontier();
    } else if (isTailOnly) {
      this.#frontier = start;
      this.#confirmed = start.clone();
      this.#size = trusted.seq;
      this.#nextSeq = trusted.seq + 1;
    }
  }

  /** False when reading broke off. */
  #checkEntries(toSeq: number): boolean {
    const pages = new EntryPages(this.#db);
    const roots = prepareRows(this.#db, ROOTS);
    for (;;) {
      try {
        const rows = rowsOf(pages, this.#nextSeq, toSeq);
        const last = rows.at(-1);
        if (last === undefined) return true;
        const rootRows = roots.all(this.#nextSeq, last.seq).map(parseRootRow);
        const rootBySeq = new Map(rootRows.map((root) => [root.seq, root]));
        for (const row of rows) {
          this.#checkEntry(row);
          const root = rootBySeq.get(row.seq);
          if (root !== undefined) this.#checkRoot(root);
        }
      } catch (cause) {
        if (!isUnreadable(cause)) throw cause;
        const found = `entry ${this.#nextSeq} and what follows can't be read (${messageOf(cause)})`;
        this.#report("unreadable", this.#nextSeq, null, found);
        this.#endTrust();
        return false;
      }
    }
  }

  #checkEntry({ seq, leaf, bytes }: Row): void {
    if (seq > this.#nextSeq) this.#reportGap(seq - 1);
    this.#size += 1;
    this.#nextSeq = seq + 1;
    const problem = findProblem(leaf, bytes);
    if (problem !== null) {
      this.#report(problem.kind, seq, seq, `entry ${seq}${problem.found}`);
      this.#beforeBad ??= this.#frontier?.clone() ?? null;
    }
    if (isHash(leaf)) {
      this.#frontier?.append(leaf);
    } else {
      this.#frontier = null;
      this.#endTrust();
    }
  }

  #checkRoot({ seq, root, frontier: kept }: RootRow): void {
    // Behind a missing leaf no root can be worked out: the gap is reported, the roots are not.
    if (this.#frontier === null) return;
    const agrees =
      isHash(root) &&
      sameBytes(root, this.#frontier.root()) &&
      (kept === null || (kept instanceof Uint8Array && sameBytes(kept, this.#frontier.encode())));
    if (agrees) {
      if (this.#rootProblem !== null) this.#rootProblem.isAgreedLater = true;
      if (this.#good === null && this.#beforeBad !== null) this.#good = this.#beforeBad;
      this.#confirmed = this.#frontier.clone();
    } else if (this.#rootProblem === null) {
      const firstSeq = this.#confirmed.size + 1;
      this.#rootProblem = { firstSeq, lastSeq: seq, isAgreedLater: false };
      this.#endTrust();
    }
  }

  /** The tables must end together. */
  #checkEnd(rootsSeq: number): void {
    if (rootsSeq >= this.#nextSeq) this.#reportGap(rootsSeq);
    const lastSeq = this.#nextSeq - 1;
    if (this.#frontier === null || this.#rootProblem !== null) return;
    if (this.#confirmed.size < lastSeq) {
      const firstSeq = this.#confirmed.size + 1;
      this.#report("root", firstSeq, lastSeq, `${entries(firstSeq, lastSeq)} have no root`);
      this.#endTrust();
    }
  }

  #checkPages(): void {
    try {
      for (const row of this.#db.prepare("PRAGMA integrity_check(10)").all()) {
        const found = String(row["integrity_check"]);
        if (found !== "ok") this.#report("structure", null, null, `SQLite finds: ${found}`);
      }
    } catch (cause) {
      if (!isUnreadable(cause)) throw cause;
      this.#report("structure", null, null, `SQLite can't check its pages (${messageOf(cause)})`);
    }
  }

  #reportGap(lastSeq: number): void {
    const firstSeq = this.#nextSeq;
    this.#report("gap", firstSeq, lastSeq, `${entries(firstSeq, lastSeq)} not there`);
    this.#nextSeq = lastSeq + 1;
    this.#frontier = null;
    this.#endTrust();
  }

  /** Only what a root confirmed stays good: an entry can be altered together with its leaf. */
  #endTrust(): void {
    this.#good ??= this.#confirmed;
  }

  #report(kind: ProblemKind, firstSeq: number | null, lastSeq: number | null, found: string): void {
    this.#problemCount += 1;
    if (this.#problems.length < PROBLEMS_LISTED_MAX) {
      this.#problems.push({ kind, firstSeq, lastSeq, found });
    }
  }

  #finish(): Verified {
    if (this.#rootProblem !== null) {
      const { firstSeq, lastSeq, isAgreedLater } = this.#rootProblem;
      const found = `${entries(firstSeq, lastSeq)}: the stored root is not theirs${
        isAgreedLater ? ", though a later root is: the root itself was altered" : ""
      }`;
      this.#report("root", firstSeq, lastSeq, found);
    }
    const good = this.#good ?? this.#frontier ?? this.#confirmed;
    const isPlaced = this.#problems.some(({ firstSeq }) => firstSeq !== null);
    const report: VerifyReport = {
      path: this.#path,
      size: this.#size,
      head: this.#frontier === null ? null : headOf(this.#frontier),
      good: headOf(good),
      firstBadSeq: isPlaced ? good.size + 1 : null,
      problems: this.#problems,
      problemCount: this.#problemCount,
    };
    return { report, frontier: good };
  }
}

const ENDS = `SELECT
  coalesce((SELECT max(seq) FROM entries WHERE seq <= :max), 0) AS entriesSeq,
  coalesce((SELECT max(seq) FROM roots WHERE seq <= :max), 0) AS rootsSeq,
  (SELECT count(*) FROM entries WHERE seq < 1) + (SELECT count(*) FROM entries WHERE seq > :max) +
  (SELECT count(*) FROM roots WHERE seq < 1) + (SELECT count(*) FROM roots WHERE seq > :max)
  AS strays`;

const ROOTS = "SELECT seq, root, frontier FROM roots WHERE seq BETWEEN ? AND ? ORDER BY seq";

/** As stored; the file may have been altered. */
type RootRow = { readonly seq: number; readonly root: unknown; readonly frontier: unknown };

const rowsOf = (pages: EntryPages, fromSeq: number, toSeq: number): Row[] => {
  const page = pages.page(fromSeq, toSeq);
  if (page === null) return pages.rows(fromSeq, toSeq);
  return unpackBatch(page).map((bytes, i) => ({
    seq: fromSeq + i,
    leaf: page.leaves.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES),
    bytes,
  }));
};

const parseRootRow = (row: unknown): RootRow => {
  assert(Array.isArray(row) && typeof row[0] === "number", "a row is [seq, root, frontier]");
  return { seq: row[0], root: row[1], frontier: row[2] };
};

/** The frontier at a head that is known from elsewhere; null when the log has no such head. */
const findFrontier = (db: DatabaseSync, trusted: Head): Frontier | null => {
  for (const from of [keptFrontier(db, trusted.seq), new Frontier()]) {
    const frontier = extend(db, from, trusted.seq);
    if (frontier !== null && sameBytes(frontier.root(), trusted.rootHash)) return frontier;
  }
  return null;
};

const keptFrontier = (db: DatabaseSync, seqMax: number): Frontier => {
  try {
    const kept = db
      .prepare(
        "SELECT frontier FROM roots WHERE seq <= ? AND frontier IS NOT NULL ORDER BY seq DESC LIMIT 1",
      )
      .get(seqMax)?.["frontier"];
    return kept instanceof Uint8Array ? Frontier.decode(kept) : new Frontier();
  } catch {
    // It only saves time: without it the leaves are read from the first on.
    return new Frontier();
  }
};

/** Grows `frontier` by the stored leaves up to `toSeq`; null when one of them is missing. */
const extend = (db: DatabaseSync, frontier: Frontier, toSeq: number): Frontier | null => {
  if (frontier.size > toSeq) return null;
  const rows = prepareRows(db, "SELECT leaf FROM entries WHERE seq BETWEEN ? AND ? ORDER BY seq");
  try {
    for (const row of rows.iterate(frontier.size + 1, toSeq)) {
      const leaf: unknown = Array.isArray(row) ? row[0] : null;
      if (!isHash(leaf)) return null;
      frontier.append(leaf);
    }
  } catch (cause) {
    if (!isUnreadable(cause)) throw cause;
  }
  return frontier.size === toSeq ? frontier : null;
};

const findProblem = (
  leaf: unknown,
  bytes: unknown,
): { kind: ProblemKind; found: string } | null => {
  if (!(bytes instanceof Uint8Array)) return { kind: "frame", found: " has no bytes" };
  try {
    const computed = leafHash(bytes);
    const isRight = isHash(leaf) && sameBytes(leaf, computed);
    return isRight ? null : { kind: "leaf", found: " and its leaf hash contradict each other" };
  } catch (cause) {
    if (!(cause instanceof FrameError)) throw cause;
    return { kind: "frame", found: ` is not a frame: ${cause.message}` };
  }
};

const isHash = (value: unknown): value is Uint8Array =>
  value instanceof Uint8Array && value.length === HASH_BYTES;

const headOf = (frontier: Frontier): Head => ({ seq: frontier.size, rootHash: frontier.root() });

const entries = (firstSeq: number, lastSeq: number): string =>
  firstSeq === lastSeq ? `entry ${firstSeq}` : `entries ${firstSeq} to ${lastSeq}`;

/**
 * What other USSs still have to be told, in a file of its own: how far the log was heard, what waits,
 * what was given up. Every method that writes is one transaction.
 */

import { join } from "node:path";
import type { Page } from "../../core/view.ts";
import { Rows } from "../outbox/rows.ts";
import type { Row } from "../outbox/rows.ts";
import { openSqliteFile } from "../outbox/sqlite-file.ts";
import { USS_SENDER_LIMITS } from "./limits.ts";
import type { Letter, Notice, Thread, Told, What } from "./notice.ts";

export const ussOutboxPath = (dataDir: string): string => join(dataDir, "uss-outbox.db");

/** "WBUO". */
const APPLICATION_ID = 0x5742554f;
const FORMAT_VERSION = 1;

const SCHEMA = [
  // One row. `taken_seq`: of all entries up to it, it was noted what they tell; null: of none yet.
  `CREATE TABLE facts (
    one INTEGER PRIMARY KEY CHECK (one = 1), taken_seq INTEGER,
    lost_count INTEGER NOT NULL DEFAULT 0, dropped_count INTEGER NOT NULL DEFAULT 0
  ) STRICT`,
  "INSERT INTO facts (one) VALUES (1)",
  // `number` is the order in which they came. `told` is JSON: [[subscription, index], …].
  `CREATE TABLE letters (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'dead')),
    base_url TEXT NOT NULL, what TEXT NOT NULL, entity_id TEXT NOT NULL,
    seq INTEGER NOT NULL, at_ms INTEGER NOT NULL, is_gone INTEGER NOT NULL, manager TEXT, told TEXT NOT NULL,
    attempts INTEGER, failed_ms INTEGER, reason TEXT
  ) STRICT`,
  "CREATE INDEX letters_of_thread ON letters (state, base_url, what, entity_id, number)",
];

const REMEDY =
  "move it and what stands beside it away; what then still waited for other USSs is not told to them";

/** A change that could not be told. */
export type UssDeadLetter = Omit<Letter, "isGone" | "manager" | "told"> & {
  readonly number: number;
  readonly told: readonly Told[];
  readonly attemptCount: number;
  readonly failedMs: number;
  readonly reason: string;
};

export type Burial = {
  readonly attemptCount: number;
  readonly failedMs: number;
  readonly reason: string;
};

export type UssStoreCounts = {
  readonly waitingCount: number;
  readonly deadLetterCount: number;
  /** Dead letters that made room for later ones, or were too old. */
  readonly droppedCount: number;
  /** Entries of which it is not known whom they told. */
  readonly lostEntryCount: number;
};

export class UssStore {
  private readonly rows: Rows;

  /** Throws OUTBOX_FORMAT, OUTBOX_DAMAGED. */
  constructor(dataDir: string) {
    const file = openSqliteFile(ussOutboxPath(dataDir), {
      applicationId: APPLICATION_ID,
      formatVersion: FORMAT_VERSION,
      schema: SCHEMA,
      what: "outbox of USSs",
      remedy: REMEDY,
    });
    this.rows = new Rows(file);
  }

  /** Null: nothing was heard yet. */
  takenSeq(): number | null {
    const seq = this.facts()["taken_seq"] ?? null;
    return seq === null ? null : Number(seq);
  }

  /** These wait from now on, and all up to `takenSeq` is taken over. */
  take(letters: readonly Letter[], takenSeq: number): void {
    this.rows.inOne(() => {
      for (const letter of letters) this.put(letter);
      this.rows.run("UPDATE facts SET taken_seq = ?", [takenSeq]);
    });
  }

  noteLost(entryCount: number): void {
    this.rows.run("UPDATE facts SET lost_count = lost_count + ?", [entryCount]);
  }

  threads(): readonly Thread[] {
    const sql = "SELECT DISTINCT base_url, what, entity_id FROM letters WHERE state = 'waiting'";
    return this.rows.all(sql, []).map(toThread);
  }

  /**
   * What is told of it next, or null. Where it was taken away all up to that is told together, as gone,
   * and what came to be under the same id later comes after it.
   */
  next(thread: Thread): Notice | null {
    const last = this.rows.get(`SELECT max(number) AS number FROM letters ${OF_THREAD}`, [
      ...valuesOf(thread),
      1,
    ]);
    const goneAt = last?.["number"] ?? null;
    const rows = this.rows.all(
      `SELECT number, at_ms, manager, told FROM letters ${OF_THREAD} AND number <= ? ORDER BY number LIMIT ?`,
      [...valuesOf(thread), 0, goneAt ?? Number.MAX_SAFE_INTEGER, USS_SENDER_LIMITS.toldMax],
    );
    if (rows.length === 0) return null;
    const taken: Row[] = [];
    const told: Told[] = [];
    for (const row of rows) {
      const more = readTold(row);
      if (taken.length > 0 && told.length + more.length > USS_SENDER_LIMITS.toldMax) break;
      taken.push(row);
      told.push(...more);
    }
    const letters = taken.map((row) => ({
      number: Number(row["number"]),
      atMs: Number(row["at_ms"]),
    }));
    const manager = taken.at(-1)?.["manager"] ?? null;
    const isGone = goneAt !== null;
    return { ...thread, isGone, manager: manager === null ? null : String(manager), told, letters };
  }

  /** They are told. */
  settle({ letters }: Pick<Notice, "letters">): void {
    this.rows.run(`DELETE FROM letters WHERE number IN ${THESE}`, [numbersOf(letters)]);
  }

  /** They are given up, and kept as dead letters, the oldest making room. */
  bury(letters: Notice["letters"], { attemptCount, failedMs, reason }: Burial): void {
    this.rows.inOne(() => {
      this.rows.run(
        `UPDATE letters SET state = 'dead', attempts = ?, failed_ms = ?, reason = ?
         WHERE number IN ${THESE}`,
        [attemptCount, failedMs, reason, numbersOf(letters)],
      );
      this.dropOldest();
    });
  }

  /** Of those that wait at one base URL, the oldest beyond what there is room for. */
  findOverfull(baseUrl: string): Notice["letters"] {
    const waiting = "FROM letters WHERE state = 'waiting' AND base_url = ?";
    const count = this.rows.count(`SELECT count(*) AS count ${waiting}`, [baseUrl]);
    const over = count - USS_SENDER_LIMITS.waitingPerUrlMax;
    if (over <= 0) return [];
    return this.rows
      .all(`SELECT number, at_ms ${waiting} ORDER BY number LIMIT ?`, [baseUrl, over])
      .map((row) => ({ number: Number(row["number"]), atMs: Number(row["at_ms"]) }));
  }

  /** Drops what was given up before an instant; how many. */
  dropAged(beforeMs: number): number {
    let count = 0;
    this.rows.inOne(() => {
      count = this.rows.run("DELETE FROM letters WHERE state = 'dead' AND failed_ms < ?", [
        beforeMs,
      ]);
      if (count > 0) this.noteDropped(count);
    });
    return count;
  }

  /** In the order of their changes. `after` is the `next` of the page before. */
  deadLetters({ after, limit }: { after: string | null; limit: number }): Page<UssDeadLetter> {
    const dead = "FROM letters WHERE state = 'dead' AND number > ?";
    const rows = this.rows.all(`SELECT * ${dead} ORDER BY number LIMIT ?`, [
      Number(after ?? 0),
      limit,
    ]);
    const last = rows.at(-1)?.["number"] ?? null;
    const remaining =
      last === null ? 0 : this.rows.count(`SELECT count(*) AS count ${dead}`, [last]);
    return {
      items: rows.map(toDeadLetter),
      remaining,
      next: remaining > 0 ? String(last) : null,
    };
  }

  counts(): UssStoreCounts {
    const facts = this.facts();
    const countOf = (state: string): number =>
      this.rows.count("SELECT count(*) AS count FROM letters WHERE state = ?", [state]);
    return {
      waitingCount: countOf("waiting"),
      deadLetterCount: countOf("dead"),
      droppedCount: Number(facts["dropped_count"]),
      lostEntryCount: Number(facts["lost_count"]),
    };
  }

  close(): void {
    this.rows.close();
  }

  private facts(): Row {
    return this.rows.get("SELECT * FROM facts", [])!;
  }

  private put(letter: Letter): void {
    const { baseUrl, what, entityId, seq, atMs, isGone, manager, told } = letter;
    const pairs = JSON.stringify(told.map(({ id, notificationIndex }) => [id, notificationIndex]));
    this.rows.run(
      `INSERT INTO letters (state, base_url, what, entity_id, seq, at_ms, is_gone, manager, told)
       VALUES ('waiting', ?, ?, ?, ?, ?, ?, ?, ?)`,
      [baseUrl, what, entityId, seq, atMs, isGone ? 1 : 0, manager, pairs],
    );
  }

  private dropOldest(): void {
    const count = this.rows.run(
      `DELETE FROM letters WHERE number IN (
         SELECT number FROM letters WHERE state = 'dead' ORDER BY number DESC LIMIT -1 OFFSET ?)`,
      [USS_SENDER_LIMITS.deadLettersMax],
    );
    if (count > 0) this.noteDropped(count);
  }

  private noteDropped(count: number): void {
    this.rows.run("UPDATE facts SET dropped_count = dropped_count + ?", [count]);
  }
}

/** The last value: 1, those alone by which it was gone; 0, all. */
const OF_THREAD =
  "WHERE state = 'waiting' AND base_url = ? AND what = ? AND entity_id = ? AND is_gone >= ?";
const THESE = "(SELECT value FROM json_each(?))";

const valuesOf = ({ baseUrl, what, entityId }: Thread) => [baseUrl, what, entityId] as const;

const numbersOf = (letters: Notice["letters"]): string =>
  JSON.stringify(letters.map(({ number }) => number));

const toThread = (row: Row): Thread => ({
  baseUrl: String(row["base_url"]),
  what: String(row["what"]) as What,
  entityId: String(row["entity_id"]),
});

const readTold = (row: Row): readonly Told[] =>
  (JSON.parse(String(row["told"])) as [string, number][]).map(([id, notificationIndex]) => ({
    id,
    notificationIndex,
  }));

const toDeadLetter = (row: Row): UssDeadLetter => ({
  ...toThread(row),
  number: Number(row["number"]),
  seq: Number(row["seq"]),
  atMs: Number(row["at_ms"]),
  told: readTold(row),
  attemptCount: Number(row["attempts"]),
  failedMs: Number(row["failed_ms"]),
  reason: String(row["reason"]),
});

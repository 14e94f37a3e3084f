/** What the outbox remembers, in its file. Every method that writes is one transaction. */

import type { Page } from "../../core/view.ts";
import type { Delivery, LaneName, Place } from "./delivery.ts";
import { OUTBOX_LIMITS } from "./limits.ts";
import { Rows } from "./rows.ts";
import type { Row } from "./rows.ts";
import { openStoreFile } from "./store-file.ts";

/** What was given up, without what it says. */
export type DeadLetter = {
  readonly id: string;
  readonly targetId: string;
  readonly kind: string;
  readonly seq: number;
  readonly atMs: number;
  readonly attemptCount: number;
  readonly failedMs: number;
  readonly reason: string;
};

/** A receiver that wanted no more: where, since when, and what it said. */
export type Gone = { readonly destination: string; readonly atMs: number; readonly reason: string };

export type TargetFacts = {
  readonly deliveredMs: number | null;
  readonly lastFailure: { readonly atMs: number; readonly reason: string } | null;
  readonly gone: Gone | null;
  /** Kept over a stop, or sent again on request; not yet delivered. */
  readonly waitingCount: number;
  readonly deadLetterCount: number;
  /** Dead letters that made room for later ones, or were too old. */
  readonly droppedCount: number;
};

/** Dead letters of one target that are no more. */
export type Dropped = { readonly targetId: string; readonly count: number };

export type Burial = {
  readonly content: string | null;
  readonly attemptCount: number;
  readonly failedMs: number;
  readonly reason: string;
};

/** A letter to be sent before anything else of its lane in the journal. */
export type Letter = Omit<Delivery, "content" | "after"> & { readonly content: string | null };

export class OutboxStore {
  private readonly rows: Rows;
  /** In memory too: it is asked before every attempt. */
  private readonly goneById: Map<string, Gone>;

  /** Throws OUTBOX_FORMAT, OUTBOX_DAMAGED. */
  constructor(dataDir: string) {
    this.rows = new Rows(openStoreFile(dataDir));
    const rows = this.rows.all("SELECT * FROM targets WHERE gone_destination IS NOT NULL", []);
    this.goneById = new Map(rows.map((row) => [String(row["id"]), toGone(row)]));
  }

  place(targetId: string, lane: LaneName): Place | null {
    const row = this.rows.get("SELECT seq, count FROM places WHERE target_id = ? AND lane = ?", [
      targetId,
      lane,
    ]);
    return row ? { seq: Number(row["seq"]), count: Number(row["count"]) } : null;
  }

  savePlace(targetId: string, lane: LaneName, place: Place): void {
    this.rows.inOne(() => this.putPlace(targetId, lane, place));
  }

  /** It is delivered: the lane stands behind it, or the letter is gone. */
  settle(delivery: Delivery, atMs: number): void {
    this.rows.inOne(() => {
      this.leave(delivery);
      this.touch(delivery.targetId);
      this.rows.run("UPDATE targets SET delivered_ms = ? WHERE id = ?", [atMs, delivery.targetId]);
    });
  }

  noteFailure(targetId: string, atMs: number, reason: string): void {
    this.rows.inOne(() => {
      this.touch(targetId);
      this.rows.run("UPDATE targets SET failed_ms = ?, failed_reason = ? WHERE id = ?", [
        atMs,
        reason,
        targetId,
      ]);
    });
  }

  /** It is given up: kept as a dead letter, the oldest making room, and the lane goes on. */
  bury(delivery: Delivery, { content, attemptCount, failedMs, reason }: Burial): void {
    this.rows.inOne(() => {
      this.leave(delivery);
      this.putLetter({ ...delivery, content }, "dead");
      this.rows.run("UPDATE letters SET attempts = ?, failed_ms = ?, reason = ? WHERE id = ?", [
        attemptCount,
        failedMs,
        reason,
        delivery.id,
      ]);
      this.dropOldest(delivery.targetId);
    });
  }

  /** Letters that wait in the store from now on, and where lanes then stand in the journal. */
  keep(
    letters: readonly Letter[],
    targetId: string,
    places: readonly { readonly lane: LaneName; readonly place: Place }[],
  ): void {
    this.rows.inOne(() => {
      for (const letter of letters) this.putLetter(letter, "waiting");
      for (const { lane, place } of places) this.putPlace(targetId, lane, place);
    });
  }

  firstWaiting(targetId: string, lane: LaneName): Delivery | null {
    const row = this.rows.get(
      `SELECT * FROM letters WHERE target_id = ? AND state = 'waiting' AND lane = ?
       ORDER BY seq, ordinal, number LIMIT 1`,
      [targetId, lane],
    );
    return row ? toDelivery(row, lane) : null;
  }

  countWaiting(targetId: string): number {
    return this.rows.count(
      "SELECT count(*) AS count FROM letters WHERE target_id = ? AND state = 'waiting'",
      [targetId],
    );
  }

  /** In the order they were given up. `after` is the `next` of the page before. */
  deadLetters(
    targetIds: readonly string[],
    { after, limit }: { readonly after: string | null; readonly limit: number },
  ): Page<DeadLetter> {
    const ids = JSON.stringify(targetIds);
    const isMeant = `state = 'dead' AND number > ? AND target_id IN (SELECT value FROM json_each(?))`;
    const rows = this.rows.all(`SELECT * FROM letters WHERE ${isMeant} ORDER BY number LIMIT ?`, [
      Number(after ?? 0),
      ids,
      limit,
    ]);
    const last = rows.at(-1)?.["number"] ?? null;
    const remaining =
      last === null
        ? 0
        : this.rows.count(`SELECT count(*) AS count FROM letters WHERE ${isMeant}`, [last, ids]);
    return { items: rows.map(toDeadLetter), remaining, next: remaining > 0 ? String(last) : null };
  }

  /** Drops what was given up before an instant; says of which targets, and how many. */
  dropAged(beforeMs: number): readonly Dropped[] {
    const aged = this.rows
      .all(
        `SELECT target_id, count(*) AS count FROM letters
         WHERE state = 'dead' AND failed_ms < ? GROUP BY target_id ORDER BY target_id`,
        [beforeMs],
      )
      .map((row) => ({ targetId: String(row["target_id"]), count: Number(row["count"]) }));
    if (aged.length === 0) return aged;
    this.rows.inOne(() => {
      this.rows.run("DELETE FROM letters WHERE state = 'dead' AND failed_ms < ?", [beforeMs]);
      for (const dropped of aged) this.noteDropped(dropped);
    });
    return aged;
  }

  /** A dead letter waits again, in the lane `again`. */
  revive(id: string): void {
    this.rows.run(
      `UPDATE letters SET state = 'waiting', lane = 'again', attempts = 0, failed_ms = NULL, reason = NULL
       WHERE id = ? AND state = 'dead'`,
      [id],
    );
  }

  /** Whose dead letter it is; null when there is none of that id. */
  ownerOf(id: string): string | null {
    const row = this.rows.get("SELECT target_id FROM letters WHERE id = ? AND state = 'dead'", [
      id,
    ]);
    return row ? String(row["target_id"]) : null;
  }

  setGone(targetId: string, gone: Gone): void {
    const { destination, atMs, reason } = gone;
    this.rows.inOne(() => {
      this.touch(targetId);
      this.rows.run(
        "UPDATE targets SET gone_destination = ?, gone_ms = ?, gone_reason = ? WHERE id = ?",
        [destination, atMs, reason, targetId],
      );
    });
    this.goneById.set(targetId, gone);
  }

  clearGone(targetId: string): void {
    if (!this.goneById.has(targetId)) return;
    this.rows.run(
      "UPDATE targets SET gone_destination = NULL, gone_ms = NULL, gone_reason = NULL WHERE id = ?",
      [targetId],
    );
    this.goneById.delete(targetId);
  }

  gone(targetId: string): Gone | null {
    return this.goneById.get(targetId) ?? null;
  }

  facts(targetId: string): TargetFacts {
    const row = this.rows.get("SELECT * FROM targets WHERE id = ?", [targetId]) ?? {};
    const { delivered_ms: deliveredMs = null, failed_ms: failedMs = null } = row;
    const deadLetterCount = this.rows.count(
      "SELECT count(*) AS count FROM letters WHERE target_id = ? AND state = 'dead'",
      [targetId],
    );
    return {
      deliveredMs: deliveredMs === null ? null : Number(deliveredMs),
      lastFailure:
        failedMs === null ? null : { atMs: Number(failedMs), reason: String(row["failed_reason"]) },
      gone: this.gone(targetId),
      waitingCount: this.countWaiting(targetId),
      deadLetterCount,
      droppedCount: Number(row["dropped_count"] ?? 0),
    };
  }

  /** Forgets all targets but these: an id is never used again. */
  forgetOthers(targetIds: readonly string[]): void {
    const ids = JSON.stringify(targetIds);
    const isOther = "NOT IN (SELECT value FROM json_each(?))";
    const others = this.rows.get(
      `SELECT EXISTS (SELECT 1 FROM targets WHERE id ${isOther})
        OR EXISTS (SELECT 1 FROM places WHERE target_id ${isOther})
        OR EXISTS (SELECT 1 FROM letters WHERE target_id ${isOther}) AS found`,
      [ids, ids, ids],
    );
    if (others!["found"] === 0) return;
    this.rows.inOne(() => {
      this.rows.run(`DELETE FROM targets WHERE id ${isOther}`, [ids]);
      this.rows.run(`DELETE FROM places WHERE target_id ${isOther}`, [ids]);
      this.rows.run(`DELETE FROM letters WHERE target_id ${isOther}`, [ids]);
    });
  }

  close(): void {
    this.rows.close();
  }

  /** Where a delivery came from is left behind: its letter, or its place in the journal. */
  private leave({ id, targetId, lane, after }: Delivery): void {
    if (after) this.putPlace(targetId, lane, after);
    else this.rows.run("DELETE FROM letters WHERE id = ?", [id]);
  }

  private putPlace(targetId: string, lane: LaneName, { seq, count }: Place): void {
    this.rows.run(
      `INSERT INTO places (target_id, lane, seq, count) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET seq = excluded.seq, count = excluded.count`,
      [targetId, lane, seq, count],
    );
  }

  /** One of the same id makes room: it says the same, and the later state counts. */
  private putLetter(letter: Letter, state: "waiting" | "dead"): void {
    const { id, targetId, lane, kind, seq, ordinal, atMs, content } = letter;
    this.rows.run(
      `INSERT OR REPLACE INTO letters
         (id, target_id, lane, state, kind, seq, ordinal, at_ms, content, attempts)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
      [id, targetId, lane, state, kind, seq, ordinal, atMs, content],
    );
  }

  private dropOldest(targetId: string): void {
    const { deadLettersMax, letterBytesMax } = OUTBOX_LIMITS;
    const droppedCount = this.rows.run(
      `DELETE FROM letters WHERE number IN (
         SELECT number FROM (
           SELECT number, row_number() OVER newest AS place,
             total(octet_length(content)) OVER newest AS bytes
           FROM letters WHERE target_id = ? AND state = 'dead'
           WINDOW newest AS (ORDER BY number DESC))
         WHERE place > ? OR (bytes > ? AND place > 1))`,
      [targetId, deadLettersMax, letterBytesMax],
    );
    if (droppedCount > 0) this.noteDropped({ targetId, count: droppedCount });
  }

  private noteDropped({ targetId, count }: Dropped): void {
    this.touch(targetId);
    this.rows.run("UPDATE targets SET dropped_count = dropped_count + ? WHERE id = ?", [
      count,
      targetId,
    ]);
  }

  private touch(targetId: string): void {
    this.rows.run("INSERT OR IGNORE INTO targets (id) VALUES (?)", [targetId]);
  }
}

const toDelivery = (row: Row, lane: LaneName): Delivery => {
  const content = row["content"] ?? null;
  return {
    id: String(row["id"]),
    targetId: String(row["target_id"]),
    lane,
    kind: String(row["kind"]),
    seq: Number(row["seq"]),
    ordinal: Number(row["ordinal"]),
    atMs: Number(row["at_ms"]),
    content: () => (content === null ? null : String(content)),
    after: null,
  };
};

const toDeadLetter = (row: Row): DeadLetter => ({
  id: String(row["id"]),
  targetId: String(row["target_id"]),
  kind: String(row["kind"]),
  seq: Number(row["seq"]),
  atMs: Number(row["at_ms"]),
  attemptCount: Number(row["attempts"]),
  failedMs: Number(row["failed_ms"]),
  reason: String(row["reason"]),
});

const toGone = (row: Row): Gone => ({
  destination: String(row["gone_destination"]),
  atMs: Number(row["gone_ms"]),
  reason: String(row["gone_reason"]),
});

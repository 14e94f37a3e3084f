/** Rows of an SQLite file, by statements that are prepared once. */

import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";

export type Row = Readonly<Record<string, SQLOutputValue>>;

export class Rows {
  private readonly db: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.db = db;
  }

  get(sql: string, values: readonly SQLInputValue[]): Row | undefined {
    return this.prepared(sql).get(...values);
  }

  all(sql: string, values: readonly SQLInputValue[]): readonly Row[] {
    return this.prepared(sql).all(...values);
  }

  /** How many rows it changed. */
  run(sql: string, values: readonly SQLInputValue[]): number {
    return Number(this.prepared(sql).run(...values).changes);
  }

  /** Of a statement that gives one row with a `count`. */
  count(sql: string, values: readonly SQLInputValue[]): number {
    return Number(this.get(sql, values)?.["count"]);
  }

  /** All that `write` writes, or nothing. */
  inOne(write: () => void): void {
    this.db.exec("BEGIN IMMEDIATE");
    try {
      write();
      this.db.exec("COMMIT");
    } catch (cause) {
      // SQLite may have rolled back by itself.
      if (this.db.isTransaction) this.db.exec("ROLLBACK");
      throw cause;
    }
  }

  close(): void {
    this.db.close();
  }

  private prepared(sql: string): StatementSync {
    const known = this.statements.get(sql) ?? this.db.prepare(sql);
    this.statements.set(sql, known);
    return known;
  }
}

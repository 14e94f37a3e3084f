/**
 * What this server, as a USS itself, and other USSs said to each other: kept for a time in a file of the
 * data folder, outside the log, for whoever has to look into an incident. Tokens never stand in it.
 */

import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { EXCHANGE_LIMITS as LIMITS } from "./limits.ts";

/** One request and its answer. Bodies are text as they were sent; times Unix ms. */
export type Exchange = {
  readonly url: string;
  readonly method: string;
  /** As `name: value`. Those that hold secrets are left out by `note`. */
  readonly headers: readonly string[];
  /** Did this server ask, or was it asked? */
  readonly role: "Client" | "Server";
  /** The USS that asked. */
  readonly source: string;
  readonly requestMs: number;
  readonly requestBody: string;
  /** Null: there was no answer. */
  readonly responseMs: number | null;
  readonly responseCode: number | null;
  readonly responseBody: string;
  /** Null: nothing went wrong. */
  readonly problem: string | null;
};

/** Its first and its last moment, both included. */
export type Between = { readonly fromMs: number; readonly toMs: number };

export type LogSet = Between & {
  readonly exchanges: readonly Exchange[];
  /** Were in it when it was made, and are no longer kept. */
  readonly missingCount: number;
};

export type ExchangeStore = {
  /** A disk that fails is told to `onFault`, and never to whoever has exchanged something. */
  readonly note: (exchange: Exchange) => void;
  /** By the time of their request. */
  readonly readBetween: (between: Between) => readonly Exchange[];
  /** Its id, which nobody can guess. Throws LogSetTooLarge. */
  readonly makeLogSet: (between: Between) => string;
  readonly readLogSet: (id: string) => LogSet | null;
  readonly close: () => void;
};

export class LogSetTooLarge extends Error {
  override readonly name = "LogSetTooLarge";
}

export type ExchangeDeps = {
  readonly nowMs: () => number;
  readonly onFault: (error: unknown) => void;
  readonly bytesMax?: number;
};

export const exchangesPath = (dataDir: string): string => join(dataDir, "uss-exchanges.db");

/** "WBUX": tells the file from any other SQLite database. */
const APPLICATION_ID = 0x57425558;

const TABLES = `
  CREATE TABLE IF NOT EXISTS exchanges (
    number INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, bytes INTEGER NOT NULL, source TEXT NOT NULL,
    content TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS exchanges_at ON exchanges (at_ms);
  CREATE TABLE IF NOT EXISTS log_sets (
    id TEXT PRIMARY KEY, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, count INTEGER NOT NULL
  ) STRICT;
  PRAGMA application_id = ${APPLICATION_ID};
`;

/** At `path`, or in memory (":memory:"). Throws as SQLite and the file system do. */
export const openExchanges = (
  path: string,
  { nowMs, onFault, bytesMax = LIMITS.bytesMax }: ExchangeDeps,
): ExchangeStore => {
  const db = openFile(path);
  const insert = db.prepare(
    "INSERT INTO exchanges (at_ms, bytes, source, content) VALUES (?, ?, ?, ?)",
  );
  const between = db.prepare(
    "SELECT content FROM exchanges WHERE at_ms BETWEEN ? AND ? ORDER BY at_ms, number",
  );
  const sizeOf = db.prepare(
    "SELECT count(*) AS count, coalesce(sum(bytes), 0) AS bytes FROM exchanges WHERE at_ms BETWEEN ? AND ?",
  );
  const makeSet = db.prepare("INSERT INTO log_sets VALUES (?, ?, ?, ?)");
  const findSet = db.prepare("SELECT from_ms, to_ms, count FROM log_sets WHERE id = ?");
  const sweep = makeSweep(db, bytesMax);
  let sweptMs = nowMs();
  let bytesSince = 0;
  sweep(sweptMs);
  const readBetween = ({ fromMs, toMs }: Between): readonly Exchange[] =>
    between.all(fromMs, toMs).map(({ content }) => JSON.parse(content as string) as Exchange);
  return {
    note: (exchange) => {
      try {
        const content = JSON.stringify({ ...exchange, headers: withoutSecrets(exchange.headers) });
        const bytes = Buffer.byteLength(content);
        insert.run(exchange.requestMs, bytes, exchange.source, content);
        bytesSince += bytes;
        if (nowMs() - sweptMs < LIMITS.sweepEveryMs && bytesSince < bytesMax / 64) return;
        [sweptMs, bytesSince] = [nowMs(), 0];
        sweep(sweptMs);
      } catch (error) {
        onFault(error);
      }
    },
    readBetween,
    makeLogSet: ({ fromMs, toMs }) => {
      const { count, bytes } = sizeOf.get(fromMs, toMs) as { count: number; bytes: number };
      if (bytes > LIMITS.logSetBytesMax) {
        throw new LogSetTooLarge(
          `it would be of ${bytes} bytes, and the limit is ${LIMITS.logSetBytesMax}: make several, each of a shorter time`,
        );
      }
      const id = `log-${randomBytes(18).toString("base64url")}`;
      makeSet.run(id, fromMs, toMs, count);
      return id;
    },
    readLogSet: (id) => {
      const found = findSet.get(id);
      if (!found) return null;
      const [fromMs, toMs] = [Number(found["from_ms"]), Number(found["to_ms"])];
      const exchanges = readBetween({ fromMs, toMs });
      const missingCount = Math.max(0, Number(found["count"]) - exchanges.length);
      return { fromMs, toMs, exchanges, missingCount };
    },
    close: () => db.close(),
  };
};

/** For its owner's eyes alone, from its first moment; what SQLite puts beside it takes the same mode. */
const openFile = (path: string): DatabaseSync => {
  if (path !== ":memory:") closeSync(openSync(path, "a", 0o600));
  const db = new DatabaseSync(path, { timeout: 5000 });
  db.exec("PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF");
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  db.exec(TABLES);
  return db;
};

/**
 * What is over goes; and while there is more than may be kept, the oldest of the USS that has the most:
 * nobody's noise takes away what others said.
 */
const makeSweep = (db: DatabaseSync, bytesMax: number): ((nowMs: number) => void) => {
  const dropOver = db.prepare("DELETE FROM exchanges WHERE at_ms < ?");
  const dropSets = db.prepare("DELETE FROM log_sets WHERE to_ms < ?");
  const sizes = db.prepare(
    "SELECT source, sum(bytes) AS bytes FROM exchanges GROUP BY source ORDER BY bytes DESC, source",
  );
  const oldest = db.prepare("SELECT number, bytes FROM exchanges WHERE source = ? ORDER BY number");
  const dropUpTo = db.prepare("DELETE FROM exchanges WHERE source = ? AND number <= ?");
  const dropOldest = (source: string, excessBytes: number): void => {
    let freedBytes = 0;
    for (const { number, bytes } of oldest.iterate(source)) {
      freedBytes += Number(bytes);
      if (freedBytes < excessBytes) continue;
      dropUpTo.run(source, Number(number));
      return;
    }
    dropUpTo.run(source, Number.MAX_SAFE_INTEGER);
  };
  const dropExcess = (): boolean => {
    const found = sizes.all();
    const excess = found.reduce((sum, { bytes }) => sum + Number(bytes), 0) - bytesMax;
    if (excess > 0) dropOldest(String(found[0]!["source"]), excess);
    return excess > 0;
  };
  return (nowMs) => {
    dropOver.run(nowMs - LIMITS.keptMs);
    dropSets.run(nowMs - LIMITS.keptMs);
    while (dropExcess());
  };
};

const SECRET = /^(?:proxy-)?authorization:|^(?:set-)?cookie:/i;

const withoutSecrets = (headers: readonly string[]): readonly string[] =>
  headers.filter((one) => !SECRET.test(one));

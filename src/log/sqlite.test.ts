import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { collect, failsWith } from "../../test/contract/log-contract.ts";
import { framesOf, rootOf } from "../../test/contract/log-frames.ts";
import type { Head } from "./log.ts";
import { openSqliteLog } from "./sqlite.ts";
import { verifyLog } from "./verify-log.ts";

const folder = mkdtempSync(join(tmpdir(), "wideberth-sqlite-"));
after(() => rmSync(folder, { recursive: true }));

/** A closed log of `count` entries in batches of ten. */
const logOf = async (name: string, count: number): Promise<{ path: string; head: Head }> => {
  const path = join(folder, name);
  const log = await openSqliteLog(path);
  let head = await log.head();
  for (let first = 1; first <= count; first += 10) {
    head = await log.append(framesOf(first, Math.min(count, first + 9)), head);
  }
  await log.close();
  return { path, head };
};

const alter = (path: string, sql: string): void => {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
};

test("a log opens again where it was, from one file", async () => {
  const { path, head } = await logOf("again", 25);
  assert.ok(!existsSync(`${path}-wal`), "a closed log leaves no write-ahead file");
  const log = await openSqliteLog(path);
  assert.deepEqual(await log.head(), head);
  assert.deepEqual(head, { seq: 25, rootHash: rootOf(framesOf(1, 25)) });
  const next = await log.append(framesOf(26, 27), head);
  await log.close();
  const again = await openSqliteLog(path);
  assert.deepEqual(await again.head(), next);
  assert.deepEqual(
    (await collect(again.read(1))).map(({ bytes }) => bytes),
    framesOf(1, 27),
  );
  assert.equal((await again.verified).problemCount, 0);
  await again.close();
});

test("a second writer is refused, under any name, and let in after the first", async () => {
  const { path } = await logOf("locked", 1);
  const alias = join(folder, "alias");
  symlinkSync(path, alias);
  const log = await openSqliteLog(path);
  for (const name of [path, alias]) {
    const error = await failsWith(openSqliteLog(name), "LOG_LOCKED");
    assert.match(error.message, /stop it/);
  }
  const source = `
    const { openSqliteLog } = await import(${JSON.stringify(import.meta.resolve("./sqlite.ts"))});
    await openSqliteLog(${JSON.stringify(path)}).catch((error) => console.log(error.code));`;
  const child = spawnSync(process.execPath, ["--input-type=module", "-e", source], {
    encoding: "utf8",
  });
  assert.equal(child.stdout.trim(), "LOG_LOCKED", child.stderr);
  await log.close();
  await (await openSqliteLog(path)).close();
});

test("a file of another program or format is refused by name and left as it is", async () => {
  const foreign = join(folder, "foreign");
  alter(foreign, "CREATE TABLE notes (text TEXT)");
  const text = join(folder, "text");
  writeFileSync(text, "not a database, but long enough to look like one ".repeat(100));
  const { path: later } = await logOf("later", 1);
  alter(later, "PRAGMA user_version = 7");
  const { path: triggered } = await logOf("triggered", 1);
  alter(
    triggered,
    "CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM entries WHERE seq = 1; END",
  );
  const cases: [string, RegExp][] = [
    [foreign, /another program/],
    [text, /not a log/],
    [later, /format 7; this program reads format 1/],
    [triggered, /tables/],
  ];
  for (const [path, message] of cases) {
    const before = readFileSync(path);
    assert.match((await failsWith(openSqliteLog(path), "LOG_FORMAT")).message, message);
    assert.match((await failsWith(verifyLog(path), "LOG_FORMAT")).message, message);
    assert.deepEqual(readFileSync(path), before);
  }
});

test("what can't be opened is named: no folder, no log to verify, another log's write-ahead file", async () => {
  const nowhere = join(folder, "nowhere", "log");
  assert.match((await failsWith(openSqliteLog(nowhere), "LOG_IO")).message, /no folder/);
  await failsWith(verifyLog(join(folder, "none")), "LOG_IO");
  const orphan = join(folder, "orphan");
  writeFileSync(`${orphan}-wal`, "left behind");
  assert.match((await failsWith(openSqliteLog(orphan), "LOG_EXISTS")).message, /orphan-wal/);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.includes("partial")),
    [],
  );
});

test("opening from a trusted head checks the tail at once and the rest in use", async () => {
  const { path, head } = await logOf("trusted", 3000);
  for (const seq of [0, 995, 1030, 3000]) {
    const trusted = { seq, rootHash: rootOf(framesOf(1, seq)) };
    const log = await openSqliteLog(path, { verify: "from-seq", trusted });
    assert.deepEqual(await log.head(), head);
    assert.equal(log.opened.size, 3000);
    if (seq === 1030) assert.equal((await log.verified).problemCount, 0);
    await log.close();
  }
});

test("a log that does not contain the trusted head is refused", async () => {
  const { path } = await logOf("rewritten", 20);
  const other = { seq: 12, rootHash: rootOf(framesOf(2, 13)) };
  const longer = { seq: 21, rootHash: rootOf(framesOf(1, 21)) };
  for (const trusted of [other, longer]) {
    for (const verify of ["all", "from-seq"] as const) {
      const error = await failsWith(openSqliteLog(path, { verify, trusted }), "LOG_DAMAGED");
      assert.match(error.message, /does not contain the trusted head/);
    }
    assert.equal((await verifyLog(path, { trusted })).problems[0]?.kind, "trusted");
  }
});

test("damage before the trusted head stops the log once it is found", async () => {
  const { path, head } = await logOf("background", 500);
  alter(path, "UPDATE entries SET bytes = zeroblob(100) WHERE seq = 77");
  const log = await openSqliteLog(path, { verify: "from-seq", trusted: head });
  const report = await log.verified;
  assert.equal(report.firstBadSeq, 77);
  assert.equal((await failsWith(log.append(framesOf(1, 1), head), "LOG_DAMAGED")).seq, 77);
  await failsWith(collect(log.read(1)), "LOG_DAMAGED");
  await log.close();
});

test("an entry altered while the log is open is not served, and those before it are", async () => {
  const { path } = await logOf("altered", 50);
  const log = await openSqliteLog(path);
  alter(path, "UPDATE entries SET bytes = (SELECT bytes FROM entries WHERE seq = 3) WHERE seq = 9");
  const served: number[] = [];
  const reading = (async () => {
    for await (const { seq } of log.read(1)) served.push(seq);
  })();
  assert.equal((await failsWith(reading, "LOG_DAMAGED")).seq, 9);
  assert.deepEqual(served, [1, 2, 3, 4, 5, 6, 7, 8]);
  await log.close();
});

test("a seq taken by another program makes the append fail, and nothing is replaced", async () => {
  const { path, head } = await logOf("taken", 3);
  const log = await openSqliteLog(path);
  alter(path, "INSERT INTO entries SELECT 4, leaf, bytes FROM entries WHERE seq = 1");
  assert.match(
    (await failsWith(log.append(framesOf(4, 4), head), "LOG_IO")).message,
    /entries from 4, and take no more until the log is opened again/,
  );
  await failsWith(log.append(framesOf(4, 4), head), "LOG_IO");
  await log.close();
  assert.equal((await failsWith(openSqliteLog(path), "LOG_DAMAGED")).seq, 4);
});

test("verification only reads, and passes over a torn write-ahead file", async () => {
  const { path } = await logOf("live", 10);
  const log = await openSqliteLog(path);
  const head = await log.append(framesOf(11, 20), await log.head());
  await log.append(framesOf(21, 30), head);
  const report = await verifyLog(path);
  assert.deepEqual([report.size, report.problemCount], [30, 0]);
  // As a crash leaves it: the last write-ahead page half on disk. The copy has no lock to break.
  const torn = join(folder, "torn");
  copyFileSync(path, torn);
  writeFileSync(`${torn}-wal`, readFileSync(`${path}-wal`).subarray(0, -2000));
  await log.close();
  const before = [readFileSync(torn), readFileSync(`${torn}-wal`)];
  const found = await verifyLog(torn);
  assert.deepEqual(found.head, { seq: 20, rootHash: rootOf(framesOf(1, 20)) });
  assert.equal(found.problemCount, 0);
  assert.deepEqual([readFileSync(torn), readFileSync(`${torn}-wal`)], before);
  const again = await openSqliteLog(torn);
  assert.equal((await again.head()).seq, 20);
  await again.close();
});

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { collect, failsWith } from "../../test/contract/log-contract.ts";
import { framesOf, rootOf } from "../../test/contract/log-frames.ts";
import { backupLog, restoreLog } from "./backup.ts";
import { openSqliteLog } from "./sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "wideberth-backup-"));
after(() => rmSync(folder, { recursive: true }));

test("a backup made while the log grows is one moment of it, and restores to the same log", async () => {
  const log = await openSqliteLog(join(folder, "busy"));
  let head = await log.append(framesOf(1, 200), await log.head());
  const copy = join(folder, "busy.backup");
  const done = new AbortController();
  const copying = backupLog(log, copy).finally(() => done.abort());
  while (!done.signal.aborted) {
    head = await log.append(framesOf(head.seq + 1, head.seq + 20), head);
  }
  const report = await copying;
  assert.equal(report.problemCount, 0);
  assert.ok(report.size >= 200 && report.size < head.seq, `${report.size} of ${head.seq}`);
  assert.deepEqual(report.head?.rootHash, rootOf(framesOf(1, report.size)));
  await log.close();

  const restored = join(folder, "restored");
  assert.deepEqual((await restoreLog(copy, restored)).head, report.head);
  const again = await openSqliteLog(restored);
  assert.deepEqual(await again.head(), report.head);
  const read = (await collect(again.read(1))).map(({ bytes }) => bytes);
  assert.deepEqual(read, framesOf(1, report.size));
  await again.append(framesOf(1, 1), await again.head());
  await again.close();
  assert.deepEqual(
    readdirSync(folder).sort(),
    ["busy", "busy-lock", "busy.backup", "restored", "restored-lock"],
    "a backup is one file, and nothing else is left",
  );
});

test("a backup of what a crash left in the write-ahead file is whole", async () => {
  const log = await openSqliteLog(join(folder, "wal"));
  await log.append(framesOf(1, 50), await log.head());
  assert.ok(readFileSync(`${log.path}-wal`).length > 0);
  assert.equal((await backupLog(log.path, join(folder, "wal.backup"))).size, 50);
  await log.close();
});

test("nothing is ever overwritten", async () => {
  const log = await openSqliteLog(join(folder, "source"));
  await log.append(framesOf(1, 5), await log.head());
  const target = join(folder, "taken");
  writeFileSync(target, "precious");
  await failsWith(backupLog(log, target), "LOG_EXISTS");
  await failsWith(restoreLog(log.path, target), "LOG_EXISTS");
  assert.equal(readFileSync(target, "utf8"), "precious");
  await failsWith(backupLog(log, log.path), "LOG_EXISTS");
  const orphaned = join(folder, "orphaned");
  writeFileSync(`${orphaned}-wal`, "of a log that was removed");
  await failsWith(restoreLog(log.path, orphaned), "LOG_EXISTS");
  await log.close();
});

test("a damaged log is neither backed up nor restored", async () => {
  const log = await openSqliteLog(join(folder, "damaged"));
  await log.append(framesOf(1, 9), await log.head());
  await log.close();
  const db = new DatabaseSync(log.path);
  db.exec("DELETE FROM entries WHERE seq = 4");
  db.close();
  const target = join(folder, "never");
  const error = await failsWith(backupLog(log.path, target), "LOG_DAMAGED");
  assert.match(error.message, /entry 4 not there/);
  assert.ok(error.message.includes(log.path));
  await failsWith(restoreLog(log.path, target), "LOG_DAMAGED");
  await failsWith(restoreLog(join(folder, "none"), target), "LOG_IO");
  assert.ok(!existsSync(target));
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.includes("partial")),
    [],
  );
});

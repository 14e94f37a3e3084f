/** Every way to alter a log file that we could think of is found, and the place is named. */

import assert from "node:assert/strict";
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { collect, failsWith } from "../../test/contract/log-contract.ts";
import { frameOf, framesOf } from "../../test/contract/log-frames.ts";
import { leafHash } from "../record/leaf.ts";
import { openSqliteLog } from "./sqlite.ts";
import { verifyFile } from "./sqlite-verify.ts";
import { verifyLog } from "./verify-log.ts";
import type { ProblemKind } from "./verify-report.ts";

const folder = mkdtempSync(join(tmpdir(), "wideberth-tamper-"));
const whole = join(folder, "whole");
after(() => rmSync(folder, { recursive: true }));

/** 400 entries in batches of ten: entry 35 is in the batch of 31 to 40. */
before(async () => {
  const log = await openSqliteLog(whole);
  let head = await log.head();
  for (let first = 1; first <= 400; first += 10) {
    head = await log.append(framesOf(first, first + 9), head);
  }
  await log.close();
});

const copyOf = (name: string): string => {
  const path = join(folder, name.replaceAll(/\W/g, "-"));
  copyFileSync(whole, path);
  return path;
};

type Case = {
  readonly name: string;
  readonly sql: string;
  readonly kind: ProblemKind;
  /** [first, last] as the problem names them. */
  readonly named: readonly [number | null, number | null];
  /** The last entry that can be trusted. */
  readonly good: number;
};

const FLIP = (column: string): string =>
  `unhex(substr(hex(${column}), 1, 20) || CASE substr(hex(${column}), 21, 2)
     WHEN '00' THEN '01' ELSE '00' END || substr(hex(${column}), 23))`;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const forged = frameOf(999);

const CASES: readonly Case[] = [
  {
    name: "a byte flipped in an entry",
    sql: `UPDATE entries SET bytes = ${FLIP("bytes")} WHERE seq = 35`,
    kind: "frame",
    named: [35, 35],
    good: 34,
  },
  {
    name: "an entry replaced by another frame",
    sql: `UPDATE entries SET bytes = x'${hex(forged)}' WHERE seq = 35`,
    kind: "leaf",
    named: [35, 35],
    good: 34,
  },
  {
    name: "a byte flipped in a leaf",
    sql: `UPDATE entries SET leaf = ${FLIP("leaf")} WHERE seq = 35`,
    kind: "leaf",
    named: [35, 35],
    good: 30,
  },
  {
    name: "an entry replaced together with its leaf",
    sql: `UPDATE entries SET bytes = x'${hex(forged)}', leaf = x'${hex(leafHash(forged))}'
          WHERE seq = 35`,
    kind: "root",
    named: [31, 40],
    good: 30,
  },
  {
    name: "a byte flipped in a root",
    sql: `UPDATE roots SET root = ${FLIP("root")} WHERE seq = 40`,
    kind: "root",
    named: [31, 40],
    good: 30,
  },
  {
    name: "a byte flipped in the last root",
    sql: `UPDATE roots SET root = ${FLIP("root")} WHERE seq = 400`,
    kind: "root",
    named: [391, 400],
    good: 390,
  },
  {
    name: "the last root deleted",
    sql: "DELETE FROM roots WHERE seq = 400",
    kind: "root",
    named: [391, 400],
    good: 390,
  },
  {
    name: "a row deleted",
    sql: "DELETE FROM entries WHERE seq = 35",
    kind: "gap",
    named: [35, 35],
    good: 30,
  },
  {
    name: "the first row deleted",
    sql: "DELETE FROM entries WHERE seq = 1",
    kind: "gap",
    named: [1, 1],
    good: 0,
  },
  {
    name: "the last rows deleted",
    sql: "DELETE FROM entries WHERE seq > 395",
    kind: "gap",
    named: [396, 400],
    good: 390,
  },
  {
    name: "all rows deleted",
    sql: "DELETE FROM entries",
    kind: "gap",
    named: [1, 400],
    good: 0,
  },
  {
    name: "two rows swapped",
    sql: `UPDATE entries SET seq = 1000 WHERE seq = 33; UPDATE entries SET seq = 33 WHERE seq = 38;
          UPDATE entries SET seq = 38 WHERE seq = 1000`,
    kind: "root",
    named: [31, 40],
    good: 30,
  },
  {
    name: "a row moved far away",
    sql: "UPDATE entries SET seq = 9007199254740990 WHERE seq = 35",
    kind: "gap",
    named: [35, 35],
    good: 30,
  },
  {
    name: "a row under a number that no entry can have",
    sql: `INSERT INTO entries SELECT -5, leaf, bytes FROM entries WHERE seq = 1;
          INSERT INTO entries SELECT 9223372036854775807, leaf, bytes FROM entries WHERE seq = 1`,
    kind: "stray",
    named: [null, null],
    good: 400,
  },
  {
    name: "an entry emptied",
    sql: "UPDATE entries SET bytes = x'', leaf = x'' WHERE seq = 35",
    kind: "frame",
    named: [35, 35],
    good: 30,
  },
];

for (const { name, sql, kind, named, good } of CASES) {
  test(`${name} is found`, async () => {
    const path = copyOf(name);
    const db = new DatabaseSync(path);
    db.exec(sql);
    db.close();
    const { report } = verifyFile(path, { isDeep: true });
    const [first] = report.problems;
    assert.ok(first !== undefined, "a problem is reported");
    assert.deepEqual([first.kind, first.firstSeq, first.lastSeq], [kind, ...named], first.found);
    assert.equal(report.good.seq, good);
    const firstBadSeq = named[0] === null ? null : good + 1;
    assert.equal(report.firstBadSeq, firstBadSeq);
    const error = await failsWith(openSqliteLog(path), "LOG_DAMAGED");
    assert.equal(error.seq, firstBadSeq);
    assert.ok(error.message.includes(first.found) && /backup/.test(error.message), error.message);
  });
}

test("a damaged log can be served up to its last good entry, and takes no more", async () => {
  const path = copyOf("served");
  const db = new DatabaseSync(path);
  db.exec(`UPDATE entries SET bytes = ${FLIP("bytes")} WHERE seq = 35`);
  db.close();
  const before = readFileSync(path);
  const log = await openSqliteLog(path, { onDamage: "serve-before" });
  assert.equal(log.opened.firstBadSeq, 35);
  assert.deepEqual(await log.head(), log.opened.good);
  assert.deepEqual(
    (await collect(log.read(1))).map(({ bytes }) => bytes),
    framesOf(1, 34),
  );
  const error = await failsWith(log.append(framesOf(35, 35), await log.head()), "LOG_DAMAGED");
  assert.equal(error.seq, 35);
  await log.close();
  assert.deepEqual(readFileSync(path), before, "the evidence is left as it was");
});

test("a file cut short anywhere is found, and its whole entries are served", async () => {
  const { length } = readFileSync(whole);
  for (const cut of [0, 50, 4096, 12_288, 20_000, length - 4096, length - 1]) {
    const path = copyOf(`cut-${cut}`);
    truncateSync(path, cut);
    const { code } = await openSqliteLog(path).then(
      () => assert.fail(`cut at ${cut} is not found`),
      (error: { code: string }) => error,
    );
    assert.ok(code === "LOG_DAMAGED" || code === "LOG_FORMAT", `${cut}: ${code}`);
    if (cut < 4096) continue;
    const report = await verifyLog(path);
    assert.ok(report.firstBadSeq !== null, `cut at ${cut}`);
    const log = await openSqliteLog(path, { onDamage: "serve-before" });
    const served = (await collect(log.read(1))).map(({ bytes }) => bytes);
    assert.deepEqual(served, framesOf(1, report.good.seq));
    await log.close();
  }
});

test("bytes appended to the file are found", async () => {
  const path = copyOf("garbage");
  appendFileSync(path, "x".repeat(5000));
  const report = await verifyLog(path);
  assert.deepEqual([report.problems[0]?.kind, report.good.seq], ["trailing", 400]);
  assert.match((await failsWith(openSqliteLog(path), "LOG_DAMAGED")).message, /5000 bytes behind/);
});

test("a byte flipped anywhere in the file is found, or changes no entry", async () => {
  const bytes = readFileSync(whole);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(bytes.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (at, bits) => {
        const path = copyOf("flipped");
        const altered = new Uint8Array(bytes);
        altered[at] = (altered[at] ?? 0) ^ bits;
        writeFileSync(path, altered);
        const log = await openSqliteLog(path).catch((error: { code?: string }) => {
          assert.match(String(error.code), /LOG_DAMAGED|LOG_FORMAT/);
          return null;
        });
        if (log === null) return;
        const read = (await collect(log.read(1))).map((entry) => entry.bytes);
        await log.close();
        assert.deepEqual(read, framesOf(1, 400));
      },
    ),
    { numRuns: 12 },
  );
});

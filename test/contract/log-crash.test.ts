/** A log killed while it writes: what was acknowledged is there, once, byte for byte. */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openSqliteLog } from "../../src/log/sqlite.ts";
import { verifyLog } from "../../src/log/verify-log.ts";
import { crashFrameOf } from "./log-frames.ts";

const ROUNDS = Number(process.env["TEST_CRASH_ROUNDS"] ?? 15);
const CHILD = join(import.meta.dirname, "log-crash-child.ts");

/** Kills the child `delayMs` after it opened the log; gives the last seq it acknowledged. */
const crash = async (path: string, round: number, delayMs: number): Promise<number> => {
  const child = spawn(process.execPath, [CHILD, path, String(round)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  let printed = "";
  let timer: NodeJS.Timeout | undefined;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
    timer ??= setTimeout(() => child.kill("SIGKILL"), delayMs);
  });
  const [code, signal] = await ended;
  clearTimeout(timer);
  assert.equal(signal, "SIGKILL", `the child ended by itself with ${code}`);
  return lastAcknowledged(printed);
};

/** The last line may be cut in half: only lines that ended are acknowledgements. */
const lastAcknowledged = (printed: string): number =>
  printed.split("\n").slice(1, -1).map(Number).at(-1) ?? 0;

test(`no acknowledged entry is lost in ${ROUNDS} kills`, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "wideberth-crash-"));
  const path = join(folder, "theatre.log");
  let acknowledgedSeq = 0;
  let headSeq = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const delayMs = Math.random() * 80;
    acknowledgedSeq = Math.max(acknowledgedSeq, await crash(path, round, delayMs));
    // In between, the next child finds the file as the kill left it, not as closing tidies it.
    if (round % 2 === 0 && round < ROUNDS) continue;
    const where = `round ${round}, killed after ${delayMs.toFixed(1)} ms`;
    headSeq = await check(path, headSeq, where);
    assert.ok(headSeq >= acknowledgedSeq, `${where}: head ${headSeq}, had ${acknowledgedSeq}`);
  }
  assert.ok(acknowledgedSeq > 0, "something was acknowledged");
  assert.equal((await verifyLog(path)).problemCount, 0);
  t.diagnostic(`${headSeq} entries, ${acknowledgedSeq} of them acknowledged`);
  rmSync(folder, { recursive: true });
});

const noLimit = process.platform === "win32" ? "no `ulimit` to play a full disk with" : false;

test(
  "a disk that takes no more is LOG_IO, and loses nothing acknowledged",
  { skip: noLimit },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "wideberth-full-"));
    const path = join(folder, "theatre.log");
    // The largest file that the child may write; past it, writes fail as on a full disk.
    const limited = ["-c", 'ulimit -f 1500; exec "$0" "$@"', process.execPath, CHILD, path, "1"];
    const child = spawnSync("sh", limited, { encoding: "utf8" });
    assert.match(child.stderr, /LOG_IO/);
    const acknowledgedSeq = lastAcknowledged(child.stdout);
    assert.ok(acknowledgedSeq > 0, "something was acknowledged");
    assert.ok((await check(path, 0, "after a full disk")) >= acknowledgedSeq);
    rmSync(folder, { recursive: true });
  },
);

/**
 * The head's seq, with every entry behind `checkedSeq` there once and byte for byte. Opening checks
 * all entries against leaves and roots, and shows that the dead process holds no lock.
 */
const check = async (path: string, checkedSeq: number, where: string): Promise<number> => {
  const log = await openSqliteLog(path);
  const { seq: headSeq } = await log.head();
  assert.ok(headSeq >= checkedSeq, where);
  let nextSeq = checkedSeq + 1;
  for await (const { seq, bytes } of log.read(nextSeq)) {
    assert.equal(seq, nextSeq, where);
    assert.ok(Buffer.compare(bytes, crashFrameOf(seq)) === 0, `${where}: entry ${seq} differs`);
    nextSeq += 1;
  }
  assert.equal(nextSeq, headSeq + 1, where);
  await log.close();
  return headSeq;
};

/** A server killed while it sends: nothing is lost, nothing comes out of order, repeats are known as such. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { answerStatus, startReceiver, tempFolder, until } from "./test-outbox.ts";

const ROUNDS = Number(process.env["TEST_CRASH_ROUNDS"] ?? 6);
const EVENTS = 60 * ROUNDS;
const CHILD = join(import.meta.dirname, "test-child.ts");

test(`nothing is lost in ${ROUNDS} kills`, async (t) => {
  const dataDir = tempFolder(t);
  const receiver = await startReceiver(t);
  let answeredCount = 0;
  receiver.answer = (request, response) => {
    // Now and then it fails, so that a kill also meets what is being tried again.
    const isFailing = ++answeredCount % 40 === 0;
    answerStatus(isFailing ? 500 : 204)(request, response);
  };
  const all = Array.from({ length: EVENTS * 2 }, (_, i) => `${1 + (i >> 1)}/${i % 2}`);
  for (let round = 1; round <= ROUNDS + 1; round++) {
    const before = receiver.received.length;
    const child = spawn(process.execPath, [CHILD, dataDir, receiver.url, String(EVENTS)], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const ended = once(child, "close");
    const share = Math.round((Math.random() * EVENTS * 2) / ROUNDS);
    const isLast = round === ROUNDS + 1;
    const goal = isLast ? Infinity : before + Math.max(1, share);
    await until(() => receiver.received.length >= goal || receiver.whats().at(-1) === all.at(-1));
    child.kill("SIGKILL");
    assert.equal((await ended)[1], "SIGKILL");
  }
  const firsts = [...new Set(receiver.whats())];
  assert.deepEqual(firsts, all);
  // What comes twice is the last of before a kill, or what had failed.
  const repeatCount = receiver.received.length - firsts.length;
  const failedCount = Math.floor(answeredCount / 40);
  assert.ok(repeatCount <= failedCount + ROUNDS, `${repeatCount} repeats`);
  t.diagnostic(`${receiver.received.length} attempts, ${repeatCount} of them repeats`);
});

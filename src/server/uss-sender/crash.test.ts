/** A server killed while it writes and tells: every index arrives, and what was settled is not said again. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { answerStatus, startReceiver, tempFolder, until } from "../outbox/test-outbox.ts";
import { USS_SENDER_LIMITS } from "./limits.ts";
import { baseUrlOf } from "./test-sender.ts";

const ROUNDS = Number(process.env["TEST_CRASH_ROUNDS"] ?? 6);
const WRITES = 60 * ROUNDS;
const CHILD = join(import.meta.dirname, "test-child.ts");

type Sent = { readonly id: string; readonly version: number; readonly told: readonly number[] };

test(`no index is lost in ${ROUNDS} kills`, async (t) => {
  const dataDir = tempFolder(t);
  const receiver = await startReceiver(t);
  let answeredCount = 0;
  let failedCount = 0;
  receiver.answer = (request, response) => {
    // Now and then it fails, so that a kill also meets what is being tried again.
    const isFailing = ++answeredCount % 40 === 0;
    if (isFailing) failedCount += 1;
    answerStatus(isFailing ? 500 : 204)(request, response);
  };
  const sent = (): readonly Sent[] => receiver.received.map(({ body }) => JSON.parse(body) as Sent);
  for (let round = 1; round <= ROUNDS + 1; round++) {
    const isLast = round === ROUNDS + 1;
    const goal = receiver.received.length + 1 + Math.round((Math.random() * WRITES) / ROUNDS);
    const child = spawn(process.execPath, [CHILD, dataDir, baseUrlOf(receiver), String(WRITES)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
    const ended = once(child, "close");
    await until(
      () => printed.includes("settled") || (!isLast && receiver.received.length >= goal),
      `round ${round}`,
    );
    child.kill("SIGKILL");
    assert.equal((await ended)[1], "SIGKILL");
    if (isLast) assert.match(printed, /settled, 0 lost/);
  }
  const indexes = sent().flatMap(({ told }) => told);
  const all = Array.from({ length: WRITES }, (_, i) => i + 1);
  assert.deepEqual(
    [...new Set(indexes)].toSorted((a, b) => a - b),
    all,
  );
  for (const id of new Set(sent().map((one) => one.id))) {
    const versions = sent()
      .filter((one) => one.id === id)
      .map(({ version }) => version);
    assert.deepEqual(
      versions,
      versions.toSorted((a, b) => a - b),
      "no older one after a newer one",
    );
  }
  const seen = new Set<number>();
  const repeats = sent().filter(({ told }) => {
    const isRepeat = told.some((index) => seen.has(index));
    for (const index of told) seen.add(index);
    return isRepeat;
  });
  // What comes again had failed, or was under way at a kill.
  const mostCount = failedCount + ROUNDS * USS_SENDER_LIMITS.attemptsPerUrl;
  assert.ok(repeats.length <= mostCount, `${repeats.length} repeats`);
  t.diagnostic(`${sent().length} messages, ${repeats.length} of them say something again`);
});

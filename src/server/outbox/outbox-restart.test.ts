/** What is told after a stop, a start, or a gap in what was kept. */

import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { OUTBOX_LIMITS } from "./limits.ts";
import { outboxPath } from "./store-file.ts";
import {
  answerStatus,
  isFiled,
  settled,
  statusOf,
  openTestOutbox,
  operationTold,
  startReceiver,
  THEATRE_SET,
  until,
  webhookTo,
} from "./test-outbox.ts";

test("what the journal no longer holds is told by one resync, and later events follow", async (t) => {
  const receiver = await startReceiver(t);
  const paused = webhookTo(receiver.url, { isPaused: true });
  const box = openTestOutbox(t, [paused]);
  for (let i = 0; i < 5; i++) box.journal.say(THEATRE_SET);
  box.journal.drop(3);
  assert.equal(statusOf(box).waiting.isAtLeast, true);
  box.targets[0] = webhookTo(receiver.url);
  box.outbox.wake();
  await until(() => receiver.received.length === 1);
  box.journal.say(THEATRE_SET);
  await settled(box);
  assert.deepEqual(receiver.whats(), ["5/resync", "6/0"]);
  assert.deepEqual(JSON.parse(receiver.received[0]!.body), {
    type: "resync",
    timestamp: new Date(box.clock.nowMs()).toISOString(),
    data: { kind: "resync", headSeq: 5 },
  });
});

test("flash that is still held follows the resync", async (t) => {
  const receiver = await startReceiver(t);
  const box = openTestOutbox(t, [webhookTo(receiver.url, { isPaused: true })], {
    isFlash: () => true,
  });
  for (let i = 0; i < 5; i++) box.journal.say(THEATRE_SET);
  box.journal.drop(3);
  box.targets[0] = webhookTo(receiver.url);
  box.outbox.wake();
  await until(() => receiver.received.length === 3);
  await settled(box);
  assert.deepEqual(receiver.whats(), ["5/resync", "4/0", "5/0"]);
});

test("a log restored from an older backup is told by a resync", async (t) => {
  const receiver = await startReceiver(t);
  let box = openTestOutbox(t, [webhookTo(receiver.url)]);
  for (let i = 0; i < 5; i++) box.journal.say(THEATRE_SET);
  await settled(box);
  box.journal.events = [];
  box.journal.seq = 2;
  box = await box.reopen();
  await until(() => receiver.received.length === 6);
  box.journal.say(THEATRE_SET);
  await until(() => receiver.whats().at(-1) === "3/0");
  assert.deepEqual(receiver.whats().slice(5), ["2/resync", "3/0"]);
});

test("after a start delivery goes on where it was, also within an entry", async (t) => {
  const receiver = await startReceiver(t);
  let box = openTestOutbox(t, [webhookTo(receiver.url)]);
  receiver.answer = ({ what }, response) =>
    void response.writeHead(what === "1/1" ? 500 : 204).end();
  box.journal.say(THEATRE_SET, THEATRE_SET, THEATRE_SET);
  await until(() => statusOf(box).nextAttemptMs !== null);
  receiver.answer = answerStatus(204);
  box = await box.reopen();
  await settled(box);
  assert.deepEqual(receiver.whats(), ["1/0", "1/1", "1/1", "1/2"]);
});

test("what waits at a stop is told after the next start, though the journal begins anew", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(500);
  const flash = operationTold("NORTH-2026-00001", "NORTH");
  let box = openTestOutbox(t, [webhookTo(receiver.url)], {
    isFlash: isFiled,
  });
  box.journal.say(THEATRE_SET, THEATRE_SET);
  box.journal.say(THEATRE_SET);
  box.journal.say(flash);
  await until(() => receiver.received.length === 2);
  const { body } = receiver.received.find(({ what }) => what === "1/0")!;
  await box.outbox.close();
  box.journal.drop(box.journal.seq);
  receiver.answer = answerStatus(204);
  const before = receiver.received.length;
  box = await box.reopen();
  box.journal.say(THEATRE_SET);
  await settled(box);
  const after = receiver.received.slice(before);
  assert.deepEqual(after.map(({ what }) => what).toSorted(), ["1/0", "1/1", "2/0", "3/0", "4/0"]);
  const ordinary = after.map(({ what }) => what).filter((what) => what !== "3/0");
  assert.deepEqual(ordinary, ["1/0", "1/1", "2/0", "4/0"]);
  assert.equal(after.find(({ what }) => what === "1/0")!.body, body);
});

test("more than there is room for at a stop is told by a resync after what was kept", async (t) => {
  const receiver = await startReceiver(t);
  const { carriedMax } = OUTBOX_LIMITS;
  let box = openTestOutbox(t, [webhookTo(receiver.url, { isPaused: true })]);
  for (let i = 0; i < carriedMax + 5; i++) box.journal.say(THEATRE_SET);
  assert.deepEqual(statusOf(box).waiting, { count: carriedMax, isAtLeast: true });
  await box.outbox.close();
  box.journal.drop(box.journal.seq);
  box.targets[0] = webhookTo(receiver.url);
  box = await box.reopen();
  await until(() => receiver.received.length === carriedMax + 1);
  await settled(box);
  assert.deepEqual(receiver.whats().slice(-2), [`${carriedMax}/0`, `${carriedMax + 5}/resync`]);
});

test("an attempt under way at a stop is given time; one that is cut comes again", async (t) => {
  const receiver = await startReceiver(t);
  let hanging: ServerResponse | null = null;
  receiver.answer = (_request, response) => void (hanging = response);
  let box = openTestOutbox(t, [webhookTo(receiver.url)]);
  box.journal.say(THEATRE_SET);
  await until(() => hanging !== null);
  const closed = box.outbox.close();
  await sleep(20);
  hanging!.writeHead(204).end();
  await closed;
  box = await box.reopen();
  box.journal.say(THEATRE_SET);
  await until(() => receiver.received.length === 2);
  receiver.answer = answerStatus(204);
  box = await box.reopen();
  await settled(box);
  assert.deepEqual(receiver.whats(), ["1/0", "2/0", "2/0"]);
  assert.equal(statusOf(box).lastFailure, null, "what we cut is no failure of the receiver");
});

test("places passed over without a delivery are kept, so that nothing seems lost", async (t) => {
  const receiver = await startReceiver(t);
  const box = openTestOutbox(t, [webhookTo(receiver.url, { eventKinds: ["operation.filed"] })]);
  for (let i = 0; i < 5; i++) box.journal.say(THEATRE_SET);
  await sleep(20);
  box.clock.move(OUTBOX_LIMITS.lookEveryMs);
  const db = new DatabaseSync(outboxPath(box.dataDir), { readOnly: true });
  const rows = db.prepare("SELECT lane, seq, count FROM places ORDER BY lane").all();
  db.close();
  assert.deepEqual(
    rows.map((row) => ({ ...row })),
    [
      { lane: "flash", seq: 6, count: 0 },
      { lane: "ordinary", seq: 6, count: 0 },
    ],
  );
});

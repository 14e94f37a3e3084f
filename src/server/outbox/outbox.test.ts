/** The outbox as a whole: real receivers on loopback, a clock that the test moves. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { OUTBOX_LIMITS, RETRY_LIMITS, WEBHOOK_LIMITS } from "./limits.ts";
import {
  answerStatus,
  settled,
  statusOf,
  waitOut,
  openTestOutbox,
  operationTold,
  startReceiver,
  THEATRE_SET,
  until,
  webhookTo,
} from "./test-outbox.ts";

test("each event is delivered once, in the order it was told, with an id of its own", async (t) => {
  const receiver = await startReceiver(t);
  const box = openTestOutbox(t, [webhookTo(receiver.url)]);
  box.journal.say(THEATRE_SET, operationTold("NORTH-2026-00001", "NORTH"));
  await until(() => receiver.received.length === 2);
  box.journal.say();
  for (let i = 0; i < 100; i++) box.journal.say(THEATRE_SET);
  await settled(box);
  const expected = ["1/0", "1/1", ...Array.from({ length: 100 }, (_, i) => `${i + 3}/0`)];
  assert.deepEqual(receiver.whats(), expected);
  const [, second] = receiver.received;
  assert.equal(second!.headers["webhook-id"], "t1_1_1");
  assert.deepEqual(JSON.parse(second!.body), {
    type: "operation.filed",
    timestamp: "2026-11-23T06:00:00.001Z",
    data: { kind: "operation.filed", seq: 1 },
  });
  assert.equal(statusOf(box).lastDeliveredMs, box.clock.nowMs());
});

test("only what the target asks for is sent, and nothing from before it was made", async (t) => {
  const receiver = await startReceiver(t);
  const box = openTestOutbox(t, []);
  box.journal.say(operationTold("NORTH-2026-00001", "NORTH"));
  box.journal.say(THEATRE_SET);
  box.targets.push(webhookTo(receiver.url, { sinceSeq: 2, eventKinds: ["operation.filed"] }));
  box.outbox.wake();
  box.journal.say(THEATRE_SET);
  box.journal.say(THEATRE_SET, operationTold("NORTH-2026-00002", "NORTH"));
  await until(() => receiver.received.length === 1);
  await sleep(20);
  assert.deepEqual(receiver.whats(), ["4/1"]);
});

test("what a target asks for no more is not sent, though it was read ahead", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(500);
  const filed = operationTold("NORTH-2026-00001", "NORTH");
  const box = openTestOutbox(t, [webhookTo(receiver.url, { isPaused: true })]);
  for (const told of [filed, THEATRE_SET, filed]) box.journal.say(told);
  box.targets[0] = webhookTo(receiver.url);
  box.outbox.wake();
  await until(() => statusOf(box).nextAttemptMs !== null);
  box.targets[0] = webhookTo(receiver.url, { eventKinds: ["operation.filed"] });
  receiver.answer = answerStatus(204);
  await waitOut(box);
  await settled(box);
  assert.deepEqual(receiver.whats(), ["1/0", "1/0", "3/0"]);
});

test("what fails is tried again later and later, as the same delivery, and the next waits", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(500);
  const box = openTestOutbox(t, [webhookTo(receiver.url)], { random: () => 0.5 });
  box.journal.say(THEATRE_SET);
  box.journal.say(THEATRE_SET);
  for (const longestMs of RETRY_LIMITS.waitsMaxMs.slice(0, 4)) {
    assert.equal(await waitOut(box), longestMs / 2);
  }
  await until(() => statusOf(box).nextAttemptMs !== null);
  assert.deepEqual(statusOf(box).lastFailure, {
    atMs: box.clock.nowMs(),
    reason: "it answered 500",
  });
  assert.equal(statusOf(box).waiting.count, 2);
  receiver.answer = answerStatus(204);
  await waitOut(box);
  await settled(box);
  assert.deepEqual(receiver.whats(), [...Array.from({ length: 6 }, () => "1/0"), "2/0"]);
  const firsts = receiver.received.slice(0, 6);
  assert.equal(new Set(firsts.map(({ body }) => body)).size, 1);
  const times = firsts.map(({ headers }) => Number(headers["webhook-timestamp"]));
  assert.ok(times[5]! > times[0]! + 300, "each attempt has its own time");
});

test("a receiver that asks for patience gets it", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(503, { "Retry-After": "90" });
  const box = openTestOutbox(t, [webhookTo(receiver.url)]);
  box.journal.say(THEATRE_SET);
  assert.equal(await waitOut(box), 90_000);
});

test("a receiver that answers nothing is left after ten seconds", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = () => {};
  const box = openTestOutbox(t, [webhookTo(receiver.url)]);
  box.journal.say(THEATRE_SET);
  await until(() => receiver.received.length === 1);
  box.clock.move(WEBHOOK_LIMITS.attemptMaxMs);
  await until(() => statusOf(box).lastFailure !== null);
  assert.equal(statusOf(box).lastFailure!.reason, "no answer within 10 s");
});

test("after the last attempt it is a dead letter, and the next goes on", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = ({ what }, response) =>
    void response.writeHead(what === "1/0" ? 400 : 204).end("secret words");
  const box = openTestOutbox(t, [webhookTo(receiver.url)]);
  box.journal.say(THEATRE_SET);
  box.journal.say(THEATRE_SET);
  for (const longestMs of RETRY_LIMITS.waitsMaxMs) {
    assert.equal(await waitOut(box), Math.round(longestMs * 0.999_999));
  }
  await settled(box);
  assert.deepEqual(receiver.whats(), [...Array.from({ length: 8 }, () => "1/0"), "2/0"]);
  assert.equal(statusOf(box).deadLetterCount, 1);
  const { items } = box.outbox.deadLetters("NORTH");
  assert.deepEqual(items, [
    {
      id: "t1_1_0",
      targetId: "t1",
      kind: "theatre.set",
      seq: 1,
      atMs: box.journal.events[0]!.atMs,
      attemptCount: 8,
      failedMs: items[0]!.failedMs,
      reason: "it answered 400",
    },
  ]);
  assert.deepEqual(box.warnings, ["a delivery was given up and is a dead letter"]);
});

test("a dead letter is sent again by its id, as it was, and holds up nothing new", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(500);
  const box = openTestOutbox(t, [webhookTo(receiver.url)]);
  box.journal.say(THEATRE_SET);
  for (const _ of RETRY_LIMITS.waitsMaxMs) await waitOut(box);
  await until(() => statusOf(box).deadLetterCount === 1);
  const { body } = receiver.received[0]!;
  box.journal.drop(1); // it is no more in the journal
  assert.deepEqual(box.outbox.resend("NORTH", "t1_1_0"), { ok: true, value: null });
  await until(() => receiver.received.length === 9);
  receiver.answer = answerStatus(204);
  box.journal.say(THEATRE_SET);
  await until(() => receiver.whats().at(-1) === "2/0");
  await waitOut(box);
  await settled(box);
  const last = receiver.received.at(-1)!;
  assert.deepEqual([last.headers["webhook-id"], last.body], ["t1_1_0", body]);
  assert.equal(statusOf(box).deadLetterCount, 0);
  assert.ok(!box.outbox.resend("NORTH", "t1_1_0").ok);
});

test("asked of one target, only what waits for it is counted", (t) => {
  const ids = ["t1", "t2", "t3"];
  const url = "https://receiver.example/";
  const box = openTestOutbox(
    t,
    ids.map((id) => webhookTo(url, { id, isPaused: true })),
  );
  for (let i = 0; i < 50; i++) box.journal.say(THEATRE_SET);
  const readsFor = (targetId?: string): number => {
    const before = box.journal.readCount;
    const found = box.outbox.status("NORTH", targetId);
    assert.deepEqual(
      found.map((one) => [one.targetId, one.waiting.count]),
      ids.filter((id) => targetId === undefined || id === targetId).map((id) => [id, 50]),
    );
    return box.journal.readCount - before;
  };
  assert.equal(readsFor("t2") * ids.length, readsFor());
  assert.deepEqual(box.outbox.status("SOUTH", "t2"), []);
});

test("what is another party's is not there", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(500);
  const box = openTestOutbox(t, [webhookTo(receiver.url)]);
  box.journal.say(THEATRE_SET);
  for (const _ of RETRY_LIMITS.waitsMaxMs) await waitOut(box);
  await until(() => statusOf(box).deadLetterCount === 1);
  const { outbox } = box;
  assert.deepEqual(outbox.status("SOUTH"), []);
  assert.equal(outbox.deadLetters("SOUTH").items.length, 0);
  assert.equal(outbox.deadLetters("SOUTH", { targetId: "t1" }).items.length, 0);
  for (const refused of [
    outbox.resend("SOUTH", "t1_1_0"),
    outbox.resend("NORTH", "t1_99_0"),
    outbox.resume("SOUTH", "t1"),
    outbox.secretOf("SOUTH", "t1"),
    outbox.secretOf("NORTH", "t2"),
  ]) {
    assert.equal(!refused.ok && refused.refusal.reason, "not-found");
  }
});

test("410 pauses the target, over a start too, until it is resumed or leads elsewhere", async (t) => {
  const [receiver, other] = [await startReceiver(t), await startReceiver(t)];
  receiver.answer = answerStatus(410);
  let box = openTestOutbox(t, [webhookTo(receiver.url)]);
  box.journal.say(THEATRE_SET);
  await until(() => statusOf(box).heldBy === "receiver");
  assert.deepEqual(box.warnings, ["a target is paused: its receiver wants no more"]);
  box.journal.say(THEATRE_SET);
  box.clock.move(OUTBOX_LIMITS.lookEveryMs);
  box = await box.reopen();
  await sleep(20);
  assert.equal(statusOf(box).heldBy, "receiver");
  assert.deepEqual(receiver.whats(), ["1/0"]);
  assert.ok(box.outbox.resume("NORTH", "t1").ok);
  await until(() => receiver.received.length === 2);
  await until(() => statusOf(box).heldBy === "receiver");
  box.targets[0] = webhookTo(other.url);
  box.outbox.wake();
  await settled(box);
  assert.deepEqual(other.whats(), ["1/0", "2/0"]);
  assert.equal(statusOf(box).heldBy, null);
});

test("a receiver that moved is tried at its new place at once", async (t) => {
  const [receiver, other] = [await startReceiver(t), await startReceiver(t)];
  receiver.answer = answerStatus(500);
  const box = openTestOutbox(t, [webhookTo(receiver.url)]);
  box.journal.say(THEATRE_SET);
  await until(() => statusOf(box).nextAttemptMs !== null);
  box.targets[0] = webhookTo(other.url);
  box.outbox.wake();
  await until(() => other.received.length === 1);
});

test("a change that nobody tells of is found within some seconds", async (t) => {
  const receiver = await startReceiver(t);
  const box = openTestOutbox(t, [webhookTo(receiver.url, { isPaused: true })]);
  box.journal.say(THEATRE_SET);
  await sleep(20);
  box.targets[0] = webhookTo(receiver.url);
  box.clock.move(OUTBOX_LIMITS.lookEveryMs);
  await until(() => receiver.received.length === 1);
});

test("what waits is tried at once when it is asked for", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(500);
  const box = openTestOutbox(t, [webhookTo(receiver.url)]);
  box.journal.say(THEATRE_SET);
  for (const _ of [1, 2, 3, 4, 5, 6]) await waitOut(box);
  await until(() => statusOf(box).nextAttemptMs !== null);
  receiver.answer = answerStatus(204);
  assert.ok(box.outbox.resume("NORTH", "t1").ok);
  await settled(box);
});

test("a paused target is told nothing meanwhile, and all of it after", async (t) => {
  const receiver = await startReceiver(t);
  const box = openTestOutbox(t, [webhookTo(receiver.url, { isPaused: true })]);
  for (let i = 0; i < 3; i++) box.journal.say(THEATRE_SET);
  await sleep(20);
  assert.equal(receiver.received.length, 0);
  assert.equal(statusOf(box).heldBy, "party");
  assert.deepEqual(statusOf(box).waiting, { count: 3, isAtLeast: false });
  box.targets[0] = webhookTo(receiver.url);
  box.outbox.wake();
  await settled(box);
  assert.deepEqual(receiver.whats(), ["1/0", "2/0", "3/0"]);
});

/** What the outbox does when its file, its lanes or its targets fail, and what it keeps. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { OUTBOX_LIMITS, RETRY_LIMITS } from "./limits.ts";
import { outboxPath } from "./store-file.ts";
import {
  answerStatus,
  settled,
  statusOf,
  waitOut,
  openTestOutbox,
  startReceiver,
  THEATRE_SET,
  until,
  webhookTo,
} from "./test-outbox.ts";

test("a target that is no more is sent nothing, and what was kept for it goes", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(500);
  const box = openTestOutbox(t, [webhookTo(receiver.url)]);
  box.journal.say(THEATRE_SET);
  for (const _ of RETRY_LIMITS.waitsMaxMs) await waitOut(box);
  await until(() => statusOf(box).deadLetterCount === 1);
  box.journal.say(THEATRE_SET);
  await until(() => statusOf(box).nextAttemptMs !== null);
  box.targets.pop();
  box.outbox.wake();
  const { length } = receiver.received;
  box.clock.move(RETRY_LIMITS.waitsMaxMs[0]);
  box.journal.say(THEATRE_SET);
  await sleep(20);
  assert.equal(receiver.received.length, length);
  box.targets.push(webhookTo(receiver.url));
  assert.equal(statusOf(box).deadLetterCount, 0);
});

test("while its file can't be written a lane waits: nothing is repeated, nothing is lost", async (t) => {
  const receiver = await startReceiver(t);
  const box = openTestOutbox(t, [webhookTo(receiver.url)]);
  const db = new DatabaseSync(outboxPath(box.dataDir));
  db.exec("CREATE TRIGGER no BEFORE UPDATE ON targets BEGIN SELECT RAISE(ABORT, 'no'); END");
  box.journal.say(THEATRE_SET);
  box.journal.say(THEATRE_SET);
  await until(() => box.warnings.length > 0);
  await sleep(20);
  assert.deepEqual(receiver.whats(), ["1/0"]);
  db.exec("DROP TRIGGER no");
  db.close();
  box.clock.move(OUTBOX_LIMITS.storeWaitMs);
  await settled(box);
  assert.deepEqual(receiver.whats(), ["1/0", "2/0"]);
  assert.deepEqual(
    new Set(box.warnings),
    new Set(["the outbox's file can't be used; deliveries wait"]),
  );
});

test("an event that can't be written down becomes a dead letter; the server and the others go on", async (t) => {
  const receiver = await startReceiver(t);
  const box = openTestOutbox(t, [webhookTo(receiver.url)], {
    encode: ({ seq }) => {
      if (seq === 1) throw new Error("a bug");
      return { seq };
    },
  });
  box.journal.say(THEATRE_SET);
  box.journal.say(THEATRE_SET);
  for (const _ of RETRY_LIMITS.waitsMaxMs) await waitOut(box);
  await settled(box);
  assert.deepEqual(receiver.whats(), ["2/0"]);
  assert.match(box.outbox.deadLetters("NORTH").items[0]!.reason, /a bug/);
});

test("who tells or wakes the outbox is not kept: nothing is read before it goes on", async (t) => {
  const receiver = await startReceiver(t);
  const box = openTestOutbox(t, [webhookTo(receiver.url)]);
  assert.equal(box.journal.readCount, 0);
  await sleep(5);
  const before = box.journal.readCount;
  for (let i = 0; i < 1_000; i++) box.journal.say(THEATRE_SET);
  box.outbox.wake();
  assert.equal(box.journal.readCount, before);
  await settled(box);
  assert.equal(receiver.received.length, 1_000);
});

test("a change in the very moment a lane finds nothing to do is not missed", async (t) => {
  const receiver = await startReceiver(t);
  let lookCount = 0;
  let target = webhookTo(receiver.url, { isPaused: true });
  const box = openTestOutbox(t, [], {
    // Asked in the midst of a look: what is queued here runs just behind it.
    listTargets: () => {
      lookCount -= 1;
      const asked = target;
      if (lookCount === 0) {
        queueMicrotask(() => {
          target = webhookTo(receiver.url);
          box.outbox.wake();
        });
      }
      return [asked];
    },
  });
  box.journal.say(THEATRE_SET);
  await sleep(5);
  box.outbox.wake(); // the lanes look in the next turn: flash first, then the ordinary one
  lookCount = 2;
  await until(() => receiver.received.length === 1);
});

test("a dead letter that can't be kept is not given up: it is tried again after a start", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(500);
  let box = openTestOutbox(t, [webhookTo(receiver.url)]);
  const db = new DatabaseSync(outboxPath(box.dataDir));
  db.exec("CREATE TRIGGER no BEFORE INSERT ON letters BEGIN SELECT RAISE(ABORT, 'no'); END");
  box.journal.say(THEATRE_SET);
  for (const _ of RETRY_LIMITS.waitsMaxMs) await waitOut(box);
  await until(() => box.warnings.length > 0);
  await box.outbox.close();
  db.exec("DROP TRIGGER no");
  db.close();
  receiver.answer = answerStatus(204);
  box = await box.reopen();
  await settled(box);
  assert.deepEqual(
    receiver.whats(),
    Array.from({ length: 9 }, () => "1/0"),
  );
});

test("a dead letter is kept for its time, and its end is told", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(500);
  const box = openTestOutbox(t, [webhookTo(receiver.url)]);
  box.journal.say(THEATRE_SET);
  for (const _ of RETRY_LIMITS.waitsMaxMs) await waitOut(box);
  await until(() => box.outbox.deadLetters("NORTH").items.length === 1);
  const { deadLetterKeptMs, deadLettersLookEveryMs } = OUTBOX_LIMITS;
  const db = new DatabaseSync(outboxPath(box.dataDir));
  const giveUpEarlier = (ms: number): void => {
    db.prepare("UPDATE letters SET failed_ms = failed_ms - ?").run(ms);
    box.clock.move(deadLettersLookEveryMs);
  };
  giveUpEarlier(deadLetterKeptMs - 2 * deadLettersLookEveryMs);
  assert.equal(box.outbox.deadLetters("NORTH").items.length, 1);
  giveUpEarlier(deadLettersLookEveryMs);
  db.close();
  assert.equal(box.outbox.deadLetters("NORTH").items.length, 0);
  assert.equal(box.outbox.status("NORTH")[0]!.droppedCount, 1);
  assert.ok(box.warnings.includes("dead letters were too old and are dropped"));
});

test("neither log lines nor the file hold a secret", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(410);
  const lines: string[] = [];
  const box = openTestOutbox(t, [webhookTo(`${receiver.url}?key=of-the-url`)], {
    onWarning: (message, about) => lines.push(JSON.stringify({ message, about })),
  });
  box.journal.say(THEATRE_SET);
  await until(() => lines.length > 0);
  const secret = box.outbox.secretOf("NORTH", "t1");
  assert.ok(secret.ok);
  assert.doesNotMatch(lines.join(), /whsec_|of-the-url|127\.0\.0\.1/);
  const again = await box.reopen();
  const bytes = readFileSync(outboxPath(again.dataDir));
  assert.ok(!bytes.includes(secret.value.secret.slice(6)));
});

test("a URL is judged before it is set", async (t) => {
  const box = openTestOutbox(t, [], { addresses: { allowLoopback: false, allowedNetworks: [] } });
  assert.ok(box.outbox.checkUrl("https://desk.example/hook").ok);
  const refused = box.outbox.checkUrl("https://10.0.0.1/hook");
  assert.equal(!refused.ok && refused.refusal.reason, "bad-field");
});

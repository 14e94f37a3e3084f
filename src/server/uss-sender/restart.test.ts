/** What is told after a stop, a kill, a gap: nothing that was heard is lost, nothing settled is said again. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { statSync } from "node:fs";
import { test } from "node:test";
import {
  answerStatus,
  startReceiver,
  tempFolder,
  TestClock,
  until,
} from "../outbox/test-outbox.ts";
import { USS_SENDER_LIMITS } from "./limits.ts";
import { UssStore, ussOutboxPath } from "./store.ts";
import { baseUrlOf, openTestSender, saidTo, settled, TestLog } from "./test-sender.ts";

test("what waited goes on after a stop; what was settled is not said again, whatever is replayed", async (t) => {
  const receiver = await startReceiver(t);
  let box = openTestSender(t);
  const url = baseUrlOf(receiver);
  box.log.say({ id: "b", told: [`s1 1 ${url}`] });
  await settled(box);
  receiver.answer = answerStatus(500);
  box.log.say({ told: [`s1 2 ${url}`] });
  await until(() => box.sender.status().retriedCount === 1);
  receiver.answer = answerStatus(204);
  box = await box.reopen(1);
  await settled(box);
  box = await box.reopen(1);
  box = await box.reopen(3);
  assert.deepEqual(saidTo(receiver), ["b v1: s1 1", "a v1: s1 2", "a v1: s1 2"]);
  assert.equal(box.sender.status().lostEntryCount, 0);
});

test("what was heard and not noted before a kill is heard again from the log", async (t) => {
  const receiver = await startReceiver(t);
  const clock = new TestClock();
  const [log, dataDir] = [new TestLog(clock), tempFolder(t)];
  const url = baseUrlOf(receiver);
  const first = openTestSender(t, { log, clock, dataDir });
  log.say({ told: [`s1 1 ${url}`] });
  await settled(first);
  // As a kill leaves it: these were in the log, and nobody heard them.
  log.ear = null;
  log.say({ told: [`s1 2 ${url}`] });
  log.say({ told: [`s1 3 ${url}`], isGone: true });
  const again = await first.reopen(2);
  await settled(again);
  assert.deepEqual(saidTo(receiver), ["a v1: s1 1", "a -: s1 2, s1 3"]);
});

test("entries that only a snapshot holds are lost, and counted as such", async (t) => {
  const box = openTestSender(t);
  box.log.say(null);
  box.clock.move(USS_SENDER_LIMITS.saveEveryMs);
  box.log.ear = null;
  for (let n = 0; n < 4; n++) box.log.say({ told: ["s1 1 http://127.0.0.1:1/x"] });
  const again = await box.reopen(4);
  assert.equal(again.sender.status().lostEntryCount, 2);
  assert.match(again.warnings.join(), /lost/);
  assert.equal((await again.reopen(6)).sender.status().lostEntryCount, 2);
});

test("entries that tell nobody anything are noted too, so that a snapshot behind them loses nothing", async (t) => {
  const box = openTestSender(t);
  for (let n = 0; n < 3; n++) box.log.say(null);
  box.clock.move(USS_SENDER_LIMITS.saveEveryMs);
  const store = new UssStore(box.dataDir);
  t.after(() => store.close());
  assert.equal(store.takenSeq(), 3);
  box.log.say(null);
  box.log.ear!.rest();
  assert.equal(store.takenSeq(), 4);
});

test("a file that is new beside an old log tells nothing of what came before", async (t) => {
  const receiver = await startReceiver(t);
  const clock = new TestClock();
  const log = new TestLog(clock);
  log.say({ told: [`s1 1 ${baseUrlOf(receiver)}`] });
  const box = openTestSender(t, { log, clock });
  log.say({ told: [`s1 2 ${baseUrlOf(receiver)}`] });
  await settled(box);
  assert.deepEqual(saidTo(receiver), ["a v2: s1 2"]);
  assert.equal(box.sender.status().lostEntryCount, 0);
});

test("a log that was restored from an older backup is heard from there on", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(500);
  const box = openTestSender(t);
  const url = baseUrlOf(receiver);
  for (let n = 1; n <= 3; n++) box.log.say({ id: `e${n}`, told: [`s1 ${n} ${url}`] });
  await until(() => box.sender.status().retriedCount === 3);
  box.log.entries.splice(1);
  receiver.answer = answerStatus(204);
  const again = await box.reopen(1);
  assert.match(again.warnings.join(), /older/);
  again.log.say({ id: "e4", told: [`s1 2 ${url}`] });
  await settled(again);
  // What is no longer in the log is gone.
  assert.deepEqual(saidTo(receiver).slice(3).toSorted(), [
    "e1 v1: s1 1",
    "e2 -: s1 2",
    "e3 -: s1 3",
    "e4 v1: s1 2",
  ]);
});

const letterOf = (n: number, baseUrl: string) => ({
  baseUrl,
  what: "intent" as const,
  entityId: `e${n}`,
  seq: n,
  atMs: n,
  isGone: false,
  manager: null,
  told: [{ id: "s1", notificationIndex: n }],
});

test("for one base URL there is only so much room, and the oldest is given up", async (t) => {
  const store = new UssStore(tempFolder(t));
  t.after(() => store.close());
  const { waitingPerUrlMax: max, deadLettersMax } = USS_SENDER_LIMITS;
  const letters = Array.from({ length: max + 3 }, (_, n) => letterOf(n, "https://a.example"));
  store.take([...letters, letterOf(0, "https://b.example")], 1);
  const over = store.findOverfull("https://a.example");
  assert.deepEqual(
    over.map(({ atMs }) => atMs),
    [0, 1, 2],
  );
  assert.deepEqual(store.findOverfull("https://b.example"), []);
  store.bury(over, { attemptCount: 0, failedMs: 1, reason: "too much" });
  assert.deepEqual(
    store.deadLetters({ after: null, limit: 2 }).items.map(({ entityId }) => entityId),
    ["e0", "e1"],
  );
  const page = store.deadLetters({ after: null, limit: 2 });
  assert.equal(page.remaining, 1);
  assert.equal(store.deadLetters({ after: page.next, limit: 2 }).items[0]!.entityId, "e2");
  const more = letters.slice(3, 3 + deadLettersMax).map((_, n) => ({ number: n + 4, atMs: 0 }));
  store.bury(more, { attemptCount: 1, failedMs: 5, reason: "late" });
  assert.equal(store.counts().deadLetterCount, deadLettersMax);
  assert.equal(store.counts().droppedCount, 3);
  assert.equal(store.dropAged(6), deadLettersMax);
  assert.deepEqual(
    [store.counts().deadLetterCount, store.counts().droppedCount],
    [0, deadLettersMax + 3],
  );
});

test("the file is its owner's alone, and another's is refused with what to do", (t) => {
  const dataDir = tempFolder(t);
  new UssStore(dataDir).close();
  assert.equal(statSync(ussOutboxPath(dataDir)).mode & 0o777, 0o600);
  const other = tempFolder(t);
  const db = new DatabaseSync(ussOutboxPath(other));
  db.exec("CREATE TABLE x (y)");
  db.close();
  assert.throws(() => new UssStore(other), /no outbox of USSs of format 1.*move it/);
});

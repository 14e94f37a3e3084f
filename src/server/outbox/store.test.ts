import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import type { TestContext } from "node:test";
import type { Delivery } from "./delivery.ts";
import { OUTBOX_LIMITS } from "./limits.ts";
import { outboxPath } from "./store-file.ts";
import { OutboxStore } from "./store.ts";
import { tempFolder } from "./test-outbox.ts";

const open = (t: TestContext, dataDir = tempFolder(t)): OutboxStore => {
  const store = new OutboxStore(dataDir);
  t.after(() => store.close());
  return store;
};

const deliveryOf = (seq: number, more: Partial<Delivery> = {}): Delivery => ({
  id: `t1_${seq}_0`,
  targetId: "t1",
  lane: "ordinary",
  kind: "theatre.set",
  seq,
  ordinal: 0,
  atMs: seq,
  content: () => `body ${seq}`,
  after: { seq: seq + 1, count: 0 },
  ...more,
});

const bury = (store: OutboxStore, seq: number, content = `body ${seq}`, targetId = "t1"): void =>
  store.bury(deliveryOf(seq, { targetId, id: `${targetId}_${seq}_0` }), {
    content,
    attemptCount: 8,
    failedMs: 1_000 + seq,
    reason: "it answered 500",
  });

const all = { after: null, limit: 10_000 };

test("the file is made with mode 600, and what beside it too", (t) => {
  const dataDir = tempFolder(t);
  const store = open(t, dataDir);
  store.savePlace("t1", "flash", { seq: 3, count: 1 });
  for (const end of ["", "-wal", "-shm"]) {
    assert.equal(statSync(`${outboxPath(dataDir)}${end}`).mode & 0o777, 0o600, end);
  }
});

test("what was settled is known after a start", (t) => {
  const dataDir = tempFolder(t);
  const store = new OutboxStore(dataDir);
  store.settle(deliveryOf(5, { after: { seq: 5, count: 1 } }), 77);
  store.noteFailure("t1", 78, "it answered 500");
  store.setGone("t1", {
    destination: "https://desk.example/",
    atMs: 79,
    reason: "it answered 410",
  });
  store.close();
  const again = open(t, dataDir);
  assert.deepEqual(again.place("t1", "ordinary"), { seq: 5, count: 1 });
  assert.equal(again.place("t1", "flash"), null);
  assert.deepEqual(again.facts("t1"), {
    deliveredMs: 77,
    lastFailure: { atMs: 78, reason: "it answered 500" },
    gone: { destination: "https://desk.example/", atMs: 79, reason: "it answered 410" },
    waitingCount: 0,
    deadLetterCount: 0,
    droppedCount: 0,
  });
  again.clearGone("t1");
  assert.equal(again.facts("t1").gone, null);
});

test("dead letters are told in the order they were given up, in pages that say what remains", (t) => {
  const store = open(t);
  for (const seq of [3, 1, 2]) bury(store, seq);
  bury(store, 9, "other", "t2");
  const first = store.deadLetters(["t1"], { after: null, limit: 2 });
  assert.deepEqual(
    first.items.map(({ seq }) => seq),
    [3, 1],
  );
  assert.equal(first.remaining, 1);
  const second = store.deadLetters(["t1"], { after: first.next, limit: 2 });
  assert.deepEqual(second.items, [
    {
      id: "t1_2_0",
      targetId: "t1",
      kind: "theatre.set",
      seq: 2,
      atMs: 2,
      attemptCount: 8,
      failedMs: 1_002,
      reason: "it answered 500",
    },
  ]);
  assert.deepEqual([second.remaining, second.next], [0, null]);
  assert.equal(store.deadLetters(["t1", "t2"], all).items.length, 4);
  assert.deepEqual(store.deadLetters([], all), { items: [], remaining: 0, next: null });
});

test("the oldest dead letters make room, by count and by bytes, and are counted", (t) => {
  const store = open(t);
  const { deadLettersMax, letterBytesMax } = OUTBOX_LIMITS;
  for (let seq = 1; seq <= deadLettersMax + 3; seq++) bury(store, seq);
  assert.equal(store.facts("t1").deadLetterCount, deadLettersMax);
  assert.equal(store.facts("t1").droppedCount, 3);
  assert.equal(store.deadLetters(["t1"], all).items[0]!.seq, 4);
  for (const seq of [2_001, 2_002, 2_003]) bury(store, seq, "x".repeat(letterBytesMax / 2));
  assert.deepEqual(
    store.deadLetters(["t1"], all).items.map(({ seq }) => seq),
    [2_002, 2_003],
  );
  assert.equal(store.facts("t1").droppedCount, deadLettersMax + 3 + 1);
  bury(store, 2_004, "x".repeat(letterBytesMax + 1));
  assert.equal(store.facts("t1").deadLetterCount, 1, "the newest stays, however large");
  bury(store, 1, "y", "t2");
  assert.equal(store.facts("t2").droppedCount, 0);
});

test("dead letters given up before an instant are dropped, told and counted", (t) => {
  const store = open(t);
  for (const seq of [1, 2, 3]) bury(store, seq);
  bury(store, 1, "y", "t2");
  store.revive("t1_1_0");
  assert.deepEqual(store.dropAged(1_001), []);
  assert.deepEqual(store.dropAged(1_003), [
    { targetId: "t1", count: 1 },
    { targetId: "t2", count: 1 },
  ]);
  assert.deepEqual(
    store.deadLetters(["t1", "t2"], all).items.map(({ id }) => id),
    ["t1_3_0"],
  );
  assert.deepEqual([store.facts("t1").droppedCount, store.facts("t2").droppedCount], [1, 1]);
  assert.ok(store.firstWaiting("t1", "again"), "what waits is not dropped");
});

test("a dead letter waits again as it was, and leaves when it is settled", (t) => {
  const store = open(t);
  bury(store, 1, "as it was");
  assert.equal(store.ownerOf("t1_1_0"), "t1");
  store.revive("t1_1_0");
  assert.equal(store.ownerOf("t1_1_0"), null);
  assert.equal(store.firstWaiting("t1", "ordinary"), null);
  const waiting = store.firstWaiting("t1", "again")!;
  assert.deepEqual([waiting.id, waiting.content()], ["t1_1_0", "as it was"]);
  assert.equal(store.facts("t1").waitingCount, 1);
  store.settle(waiting, 5);
  assert.equal(store.firstWaiting("t1", "again"), null);
  assert.equal(store.facts("t1").waitingCount, 0);
});

test("what is kept waits in the order of the log, and moves the place with it", (t) => {
  const store = open(t);
  const letters = [7, 5, 6].map((seq) => ({ ...deliveryOf(seq), content: null }));
  store.keep(letters, "t1", [{ lane: "ordinary", place: { seq: 8, count: 0 } }]);
  assert.deepEqual(store.place("t1", "ordinary"), { seq: 8, count: 0 });
  assert.deepEqual([store.firstWaiting("t1", "ordinary")!.seq, store.countWaiting("t1")], [5, 3]);
});

test("a target that is no more leaves nothing behind, its texts least of all", (t) => {
  const dataDir = tempFolder(t);
  const store = new OutboxStore(dataDir);
  bury(store, 1, "what NORTH was told");
  bury(store, 1, "kept", "t2");
  store.forgetOthers(["t2", "t3"]);
  assert.equal(store.place("t1", "ordinary"), null);
  assert.equal(store.facts("t1").deadLetterCount, 0);
  assert.equal(store.facts("t2").deadLetterCount, 1);
  store.close();
  const bytes = readFileSync(outboxPath(dataDir));
  assert.ok(bytes.includes("kept"));
  assert.ok(!bytes.includes("what NORTH was told"));
});

test("a write that fails changes nothing", (t) => {
  const dataDir = tempFolder(t);
  const store = open(t, dataDir);
  store.savePlace("t1", "ordinary", { seq: 1, count: 0 });
  const other = new DatabaseSync(outboxPath(dataDir));
  other.exec("CREATE TRIGGER no BEFORE INSERT ON letters BEGIN SELECT RAISE(ABORT, 'no'); END");
  assert.throws(() => bury(store, 5), { code: "ERR_SQLITE_ERROR" });
  assert.deepEqual(store.place("t1", "ordinary"), { seq: 1, count: 0 });
  other.exec("DROP TRIGGER no");
  other.close();
  bury(store, 5);
  assert.deepEqual(store.place("t1", "ordinary"), { seq: 6, count: 0 });
});

test("a file of another program, or a damaged one, is refused with a remedy", (t) => {
  const dataDir = tempFolder(t);
  const other = new DatabaseSync(outboxPath(dataDir));
  other.exec("CREATE TABLE things (id)");
  other.close();
  assert.throws(() => new OutboxStore(dataDir), { code: "OUTBOX_FORMAT", message: /move it/ });
  writeFileSync(outboxPath(dataDir), "x".repeat(8192));
  assert.throws(() => new OutboxStore(dataDir), { code: "OUTBOX_DAMAGED", message: /move it/ });
});

test("a file left by a kill before its tables were there is begun anew", (t) => {
  const dataDir = tempFolder(t);
  const left = new DatabaseSync(outboxPath(dataDir));
  left.exec("PRAGMA journal_mode = WAL");
  left.close();
  assert.ok(statSync(outboxPath(dataDir)).size > 0);
  open(t, dataDir).savePlace("t1", "flash", { seq: 1, count: 0 });
});

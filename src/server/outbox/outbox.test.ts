/** The outbox as a whole: real receivers on loopback, a clock that the test moves. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import type { JournalEvent } from "../journal.ts";
import { ATTEMPT_LIMITS, OUTBOX_LIMITS, RETRY_LIMITS, WEBHOOK_LIMITS } from "./limits.ts";
import { outboxPath } from "./store-file.ts";
import type { TargetStatus } from "./status.ts";
import {
  answerStatus,
  openTestOutbox,
  operationTold,
  startReceiver,
  THEATRE_SET,
  until,
  webhookTo,
} from "./test-outbox.ts";
import type { TestOutbox } from "./test-outbox.ts";

const statusOf = ({ outbox }: TestOutbox, index = 0): TargetStatus =>
  outbox.status("NORTH")[index]!;

/** Until a delivery has failed and waits; then time passes until it is tried again. */
const waitOut = async (box: TestOutbox): Promise<number> => {
  await until(() => statusOf(box).nextAttemptMs !== null, "an attempt failed");
  const waitMs = statusOf(box).nextAttemptMs! - box.clock.nowMs();
  box.clock.move(waitMs);
  return waitMs;
};

const isFiled = ({ told }: JournalEvent): boolean => told.kind === "operation.filed";

const settled = (box: TestOutbox): Promise<void> =>
  until(() => statusOf(box).waiting.count === 0 && statusOf(box).nextAttemptMs === null, "settled");

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

test("flash does not wait behind what is being tried again, nor behind an attempt under way", async (t) => {
  const receiver = await startReceiver(t);
  const flash = operationTold("NORTH-2026-00001", "NORTH");
  let hanging: ServerResponse | null = null;
  receiver.answer = ({ what }, response) => {
    if (what === "3/0") hanging = response;
    else response.writeHead(what === "1/0" ? 500 : 204).end();
  };
  const box = openTestOutbox(t, [webhookTo(receiver.url)], { isFlash: isFiled });
  box.journal.say(THEATRE_SET);
  await until(() => statusOf(box).nextAttemptMs !== null);
  box.journal.say(flash, THEATRE_SET, flash);
  await until(() => receiver.received.length === 3);
  assert.deepEqual(receiver.whats(), ["1/0", "2/0", "2/2"]);
  receiver.answer = ({ what }, response) => {
    if (what === "3/0") hanging = response;
    else response.writeHead(204).end();
  };
  await waitOut(box);
  box.journal.say(THEATRE_SET);
  await until(() => hanging !== null);
  box.journal.say(flash);
  await until(() => receiver.whats().includes("4/0"));
  hanging!.writeHead(204).end();
  await settled(box);
  assert.deepEqual(receiver.whats(), ["1/0", "2/0", "2/2", "1/0", "2/1", "3/0", "4/0"]);
});

test("however many targets answer nothing, a sound one is not held up, and attempts are bounded", async (t) => {
  const [dead, sound] = [await startReceiver(t), await startReceiver(t)];
  let [openCount, openMax]: [number, number] = [0, 0];
  dead.answer = (_request, response) => {
    openCount += 1;
    openMax = Math.max(openMax, openCount);
    response.on("close", () => (openCount -= 1));
  };
  const { sound: soundMax, ailing: ailingMax } = ATTEMPT_LIMITS.webhook;
  const count = soundMax + ailingMax + 10;
  const ailing = Array.from({ length: count }, (_, i) => webhookTo(dead.url, { id: `dead${i}` }));
  const box = openTestOutbox(t, ailing, { isFlash: isFiled });
  box.journal.say(THEATRE_SET);
  await until(() => openCount === soundMax);
  // A first attempt may take the room of sound ones; once it failed it does so no more.
  box.clock.move(WEBHOOK_LIMITS.attemptMaxMs);
  await until(() => dead.received.length >= count);
  box.clock.move(WEBHOOK_LIMITS.attemptMaxMs);
  await until(() => openCount === ailingMax);
  await sleep(20);
  assert.equal(openCount, ailingMax);
  box.targets.push(webhookTo(sound.url, { id: "sound" }));
  box.outbox.wake();
  await until(() => sound.received.length === 1);
  assert.ok(openMax <= soundMax + ailingMax, `${openMax} at a time`);
  box.journal.say(operationTold("NORTH-2026-00001", "NORTH"));
  await until(() => sound.received.length === 2);
  assert.ok(openMax <= soundMax + 2 * ailingMax, `${openMax} at a time, with flash`);
});

test("flash finds room while every other attempt there may be is under way", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = ({ path }, response) => {
    if (path === "/flash") response.writeHead(204).end();
  };
  const { sound } = ATTEMPT_LIMITS.webhook;
  const hanging = Array.from({ length: sound }, (_, i) =>
    webhookTo(receiver.url, { id: `t${i}`, eventKinds: ["theatre.set"] }),
  );
  const box = openTestOutbox(t, hanging, { isFlash: isFiled });
  box.journal.say(THEATRE_SET);
  await until(() => receiver.received.length === sound);
  const url = `http://127.0.0.1:${receiver.port}/flash`;
  box.targets.push(webhookTo(url, { id: "flash" }));
  box.outbox.wake();
  box.journal.say(operationTold("NORTH-2026-00001", "NORTH"));
  await until(() => receiver.received.some(({ path }) => path === "/flash"));
});

test("after a change of secret both sign for a day, then the new one alone", async (t) => {
  const receiver = await startReceiver(t);
  const box = openTestOutbox(t, [webhookTo(receiver.url)]);
  const secretNow = (): string => {
    const secret = box.outbox.secretOf("NORTH", "t1");
    assert.ok(secret.ok);
    return secret.value.secret;
  };
  const before = secretNow();
  const changedMs = box.clock.nowMs();
  box.targets[0] = webhookTo(receiver.url, { secretVersion: 2, secretChangedMs: changedMs });
  const after = secretNow();
  assert.notEqual(after, before);
  assert.deepEqual(box.outbox.secretOf("NORTH", "t1"), {
    ok: true,
    value: { secret: after, bothUntilMs: changedMs + WEBHOOK_LIMITS.bothSignMs },
  });
  box.journal.say(THEATRE_SET);
  await settled(box);
  const [one] = receiver.received;
  for (const secret of [before, after]) {
    new Webhook(secret).verify(one!.body, one!.headers as Record<string, string>);
  }
  box.clock.move(WEBHOOK_LIMITS.bothSignMs);
  box.journal.say(THEATRE_SET);
  await settled(box);
  assert.equal(String(receiver.received[1]!.headers["webhook-signature"]).split(" ").length, 1);
  assert.deepEqual(box.outbox.secretOf("NORTH", "t1"), {
    ok: true,
    value: { secret: after, bothUntilMs: null },
  });
});

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

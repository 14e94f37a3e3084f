/** Who is sent when: flash, many targets at once, secrets that change. */

import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { ATTEMPT_LIMITS, WEBHOOK_LIMITS } from "./limits.ts";
import {
  isFiled,
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

/** Telling other USSs, over real connections to receivers on loopback. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { answerStatus, startReceiver, until } from "../outbox/test-outbox.ts";
import { TokenError } from "../uss-client-tokens.ts";
import { USS_SENDER_LIMITS } from "./limits.ts";
import { baseUrlOf, failAndWait, openTestSender, OWN, saidTo, settled } from "./test-sender.ts";
import type { SendOptions } from "./send.ts";
import type { Sent } from "./test-sender.ts";

const [FIRST, SECOND, THIRD] = USS_SENDER_LIMITS.waitsMaxMs;

test("each base URL is told once, with all of its subscriptions, by a token", async (t) => {
  const [one, two] = [await startReceiver(t), await startReceiver(t)];
  const box = openTestSender(t);
  const [a, b] = [baseUrlOf(one), baseUrlOf(two)];
  box.log.say({ told: [`s1 7 ${a}`, `s2 1 ${b}`, `s3 4 ${a}`] });
  await settled(box);
  assert.deepEqual(saidTo(one), ["a v1: s1 7, s3 4"]);
  assert.deepEqual(saidTo(two), ["a v1: s2 1"]);
  const [{ path, headers } = one.received[0]!] = one.received;
  assert.equal(path, "/utm/uss/v1/intents");
  assert.equal(headers.authorization, "Bearer token");
  assert.equal(headers["content-type"], "application/json");
  assert.equal(box.sender.status().sentCount, 2);
});

test("what waits of one entity is told together, as it is by then, and no index is left out", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(500);
  const box = openTestSender(t);
  const url = baseUrlOf(receiver);
  box.log.say({ told: [`s1 1 ${url}`] });
  await until(() => box.sender.status().retriedCount === 1);
  box.log.say({ told: [`s1 2 ${url}`, `s2 1 ${url}`] });
  box.log.say({ id: "b", told: [`s1 3 ${url}`] });
  box.log.say({ told: [`s1 4 ${url}`] });
  await until(() => receiver.received.length === 2);
  receiver.answer = answerStatus(204);
  await failAndWait(box, 2, FIRST);
  await settled(box);
  assert.deepEqual([...saidTo(receiver)].toSorted(), [
    "a v1: s1 1",
    "a v3: s1 1, s1 2, s2 1, s1 4",
    "b v1: s1 3",
    "b v1: s1 3",
  ]);
});

test("that it was gone is told before what then came under the same id", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(503);
  const box = openTestSender(t);
  const url = baseUrlOf(receiver);
  box.log.say({ told: [`s1 1 ${url}`] });
  await until(() => box.sender.status().retriedCount === 1);
  box.log.say({ told: [`s1 2 ${url}`], isGone: true });
  box.log.say({ told: [`s1 3 ${url}`] });
  box.log.say({ told: [`s1 4 ${url}`] });
  receiver.answer = answerStatus(204);
  await failAndWait(box, 1, FIRST);
  await settled(box);
  assert.deepEqual(saidTo(receiver), ["a v1: s1 1", "a -: s1 1, s1 2", "a v2: s1 3, s1 4"]);
});

test("one entity's messages never overtake one another, others' go at the same time", async (t) => {
  const receiver = await startReceiver(t);
  const answers: (() => void)[] = [];
  receiver.answer = (_request, response) => {
    answers.push(() => void response.writeHead(204).end());
  };
  const box = openTestSender(t);
  const url = baseUrlOf(receiver);
  const { attemptsPerUrl } = USS_SENDER_LIMITS;
  for (let n = 0; n < attemptsPerUrl + 3; n++)
    box.log.say({ id: `e${n}`, told: [`s1 ${n} ${url}`] });
  box.log.say({ id: "e0", told: [`s1 50 ${url}`] });
  await until(() => answers.length === attemptsPerUrl);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(answers.length, attemptsPerUrl, "no more at a time at one base URL");
  while (box.sender.status().waitingCount > 0) {
    answers.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const ofFirst = saidTo(receiver).filter((said) => said.startsWith("e0 "));
  assert.match(ofFirst.at(-1)!, /s1 50$/);
  assert.equal(ofFirst.join(" ").match(/s1 50/g)!.length, 1);
});

test("who answers nothing holds up no other", async (t) => {
  const [dead, sound] = [await startReceiver(t), await startReceiver(t)];
  dead.answer = () => {};
  const box = openTestSender(t);
  for (let n = 0; n < 200; n++) {
    box.log.say({
      id: `e${n}`,
      told: [`s1 ${n} ${baseUrlOf(dead)}`, `s2 ${n} ${baseUrlOf(sound)}`],
    });
  }
  await until(() => sound.received.length === 200);
  await until(() => box.sender.status().waitingCount === 200);
  assert.equal(dead.received.length, USS_SENDER_LIMITS.attemptsPerUrl);
});

test("waits grow, and the last is that of all that follow, until a day is over", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(500);
  const box = openTestSender(t);
  const fromMs = box.clock.nowMs();
  box.log.say({ told: [`s1 1 ${baseUrlOf(receiver)}`] });
  const { waitsMaxMs, giveUpAfterMs } = USS_SENDER_LIMITS;
  let attempts = 0;
  for (let count = 1; box.sender.status().deadLetterCount === 0; count++) {
    await until(() => box.sender.status().retriedCount === count);
    attempts = count;
    const waitMs = waitsMaxMs[Math.min(count, waitsMaxMs.length) - 1]!;
    await new Promise((resolve) => setImmediate(resolve));
    box.clock.move(waitMs - 2);
    if (count < 8) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(receiver.received.length, count, "not sooner");
    box.clock.move(2);
    if (box.clock.nowMs() - fromMs > giveUpAfterMs + waitMs) break;
  }
  const [letter] = box.sender.deadLetters().items;
  assert.ok(letter);
  assert.equal(letter.reason, "it answered 500");
  assert.deepEqual(letter.told, [{ id: "s1", notificationIndex: 1 }]);
  assert.ok(letter.failedMs - fromMs >= giveUpAfterMs);
  assert.ok(attempts > 140, `${attempts} attempts`);
  assert.equal(box.sender.status().givenUpCount, 1);
  assert.equal(box.warnings.length, 1);
});

for (const [status, isFinal] of [
  [400, true],
  [403, true],
  [404, true],
  [409, true],
  [410, true],
  [422, true],
  [408, false],
  [429, false],
  [302, false],
  [500, false],
  [503, false],
] as const) {
  test(`${status} is ${isFinal ? "a dead letter" : "tried again"}`, async (t) => {
    const receiver = await startReceiver(t);
    receiver.answer = answerStatus(status, { location: "/elsewhere" });
    const box = openTestSender(t);
    box.log.say({ told: [`s1 1 ${baseUrlOf(receiver)}`] });
    const of = () => box.sender.status();
    await until(() => of().deadLetterCount + of().retriedCount === 1);
    assert.equal(of().deadLetterCount, isFinal ? 1 : 0);
    assert.equal(of().waitingCount, isFinal ? 0 : 1);
    assert.equal(receiver.received.length, 1);
    box.log.say({ told: [`s1 2 ${baseUrlOf(receiver)}`] });
    receiver.answer = answerStatus(204);
    if (!isFinal) await failAndWait(box, 1, FIRST);
    await settled(box);
    assert.equal(saidTo(receiver).at(-1), `a v2: ${isFinal ? "" : "s1 1, "}s1 2`);
  });
}

test("what a USS asks for in Retry-After holds for all that it is told", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(429, { "retry-after": "120" });
  const box = openTestSender(t);
  const url = baseUrlOf(receiver);
  box.log.say({ told: [`s1 1 ${url}`] });
  await until(() => box.sender.status().retriedCount === 1);
  receiver.answer = answerStatus(204);
  box.log.say({ id: "b", told: [`s1 2 ${url}`] });
  await new Promise((resolve) => setTimeout(resolve, 30));
  box.clock.move(119_000);
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(receiver.received.length, 1);
  box.clock.move(1_000);
  await settled(box);
  assert.equal(receiver.received.length, 3);
});

test("what is over, or another USS's by now, is not sent", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(500);
  const box = openTestSender(t);
  const url = baseUrlOf(receiver);
  box.log.say({ told: [`s1 1 ${url}`] });
  box.log.say({ id: "b", told: [`s1 2 ${url}`] });
  await until(() => box.sender.status().retriedCount === 2);
  box.log.served.get("a")!.endMs = box.clock.nowMs();
  box.log.elsewhere.add("b");
  await failAndWait(box, 2, SECOND);
  await settled(box);
  assert.equal(receiver.received.length, 2);
  const reasons = box.sender.deadLetters().items.map(({ entityId, reason }) => [entityId, reason]);
  assert.deepEqual(reasons, [
    ["a", "it is over"],
    ["b", "another USS manages it now"],
  ]);
});

test("what can't be read now is tried again", async (t) => {
  const receiver = await startReceiver(t);
  let isUp = false;
  const write = async () => {
    if (!isUp) throw new Error("not now");
    const body = JSON.stringify({ id: "a", version: 1, told: ["late"] });
    return { path: "/x", body, scope: "utm.strategic_coordination", endMs: null } as const;
  };
  const box = openTestSender(t, { write });
  box.log.say({ told: [`s1 1 ${baseUrlOf(receiver)}`] });
  await until(() => box.sender.status().retriedCount === 1);
  isUp = true;
  await failAndWait(box, 1, FIRST);
  await settled(box);
  assert.deepEqual(saidTo(receiver), ["a v1: late"]);
});

test("this server's own subscribers are not called, and tried again where it can't take it in", async (t) => {
  const taken: string[] = [];
  let isUp = false;
  const deliverOwn: SendOptions["deliverOwn"] = async ({ path, body }, { manager }) => {
    if (!isUp) throw new Error("not now");
    taken.push(`${path} of ${manager}: ${(JSON.parse(body) as Sent).told.join()}`);
  };
  const box = openTestSender(t, { deliverOwn });
  box.log.say({ told: [`s1 1 ${OWN}`] });
  await until(() => box.sender.status().retriedCount === 1);
  isUp = true;
  await failAndWait(box, 1, FIRST);
  await settled(box);
  assert.deepEqual(taken, ["/uss/v1/intents of uss1: s1 1"]);
  assert.deepEqual(box.exchanges, []);
});

test("a place within the host's network is not reached, by number or by name", async (t) => {
  const receiver = await startReceiver(t);
  const rules = { allowLoopback: false, allowedNetworks: [], allowPlain: true };
  const box = openTestSender(t, { rules });
  const urls = [baseUrlOf(receiver), `http://localhost:${receiver.port}/utm`, "http://[::1]:9/x"];
  box.log.say({ told: urls.map((url, n) => `s${n} 1 ${url}`) });
  await until(() => box.sender.status().retriedCount === 3);
  assert.equal(receiver.received.length, 0);
  assert.deepEqual(
    [...new Set(box.exchanges.map(({ problem }) => problem))],
    ["its address is not a public one"],
  );
});

test("plain http is for settings that allow it", async (t) => {
  const receiver = await startReceiver(t);
  const box = openTestSender(t, { allowHttp: false });
  box.log.say({ told: [`s1 1 ${baseUrlOf(receiver)}`] });
  await until(() => box.sender.status().retriedCount === 1);
  assert.equal(receiver.received.length, 0);
});

test("every exchange is noted, without the token", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = (_request, response) => void response.writeHead(500).end('{"message":"no"}');
  const box = openTestSender(t);
  box.log.say({ told: [`s1 1 ${baseUrlOf(receiver)}`, "s2 1 http://127.0.0.1:1/gone"] });
  await until(() => box.sender.status().retriedCount === 2);
  const [answered, unanswered] = box.exchanges.toSorted((a, b) => b.url.length - a.url.length);
  const nowMs = box.clock.nowMs();
  assert.deepEqual(answered, {
    url: `${baseUrlOf(receiver)}/uss/v1/intents`,
    method: "POST",
    headers: [],
    role: "Client",
    source: "own",
    requestMs: nowMs,
    requestBody: receiver.received[0]!.body,
    responseMs: nowMs,
    responseCode: 500,
    responseBody: '{"message":"no"}',
    problem: "it answered 500",
  });
  assert.deepEqual([unanswered!.responseCode, unanswered!.responseMs], [null, null]);
  assert.equal(unanswered!.problem, "the connection was refused");
  assert.ok(!JSON.stringify(box.exchanges).includes("token"));
});

test("without a token nothing is sent, and it is tried again with the next", async (t) => {
  const receiver = await startReceiver(t);
  let isUp = false;
  const asked: string[] = [];
  const get = async ({ audience, scope }: { audience: string; scope: string }) => {
    asked.push(`${audience} ${scope}`);
    if (!isUp) throw new TokenError("the token endpoint does not answer");
    return { text: "late", isFresh: true };
  };
  const box = openTestSender(t, { tokens: { get, forget: () => {} } });
  box.log.say({ told: [`s1 1 ${baseUrlOf(receiver)}`] });
  await until(() => box.sender.status().retriedCount === 1);
  assert.equal(receiver.received.length, 0);
  isUp = true;
  await failAndWait(box, 1, FIRST);
  await settled(box);
  assert.equal(receiver.received[0]!.headers.authorization, "Bearer late");
  assert.deepEqual([...new Set(asked)], ["127.0.0.1 utm.strategic_coordination"]);
});

test("401 for a token that was kept is tried again with a new one, for a new one it is the end", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = (request, response) => {
    const isGood = request.headers.authorization === "Bearer t2";
    response.writeHead(isGood ? 204 : 401).end();
  };
  let [count, isKept] = [1, true];
  const tokens = {
    get: async () => ({ text: `t${count}`, isFresh: !isKept }),
    forget: () => {
      count += 1;
      isKept = false;
    },
  };
  const box = openTestSender(t, { tokens });
  const say = () => box.log.say({ told: [`s1 1 ${baseUrlOf(receiver)}`] });
  say();
  await failAndWait(box, 1, FIRST);
  await settled(box);
  assert.equal(box.sender.status().deadLetterCount, 0);
  count = 3;
  say();
  await settled(box);
  assert.equal(box.sender.deadLetters().items[0]!.reason, "it answered 401");
});

test("an attempt that takes too long is cut and tried again", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = () => {};
  const box = openTestSender(t);
  box.log.say({ told: [`s1 1 ${baseUrlOf(receiver)}`] });
  await until(() => receiver.received.length === 1);
  box.clock.move(USS_SENDER_LIMITS.attemptMaxMs);
  receiver.answer = answerStatus(204);
  await failAndWait(box, 1, THIRD);
  await settled(box);
  assert.equal(box.exchanges[0]!.problem, "no answer within 10 s");
});

test("one message has no more subscriptions than it may, and none is left out", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(500);
  const box = openTestSender(t);
  const url = baseUrlOf(receiver);
  for (let n = 1; n <= 250; n++) box.log.say({ told: [`s1 ${n} ${url}`] });
  await until(() => box.sender.status().retriedCount === 1);
  receiver.answer = answerStatus(204);
  await failAndWait(box, 1, FIRST);
  await settled(box);
  const lists = receiver.received.slice(1).map(({ body }) => (JSON.parse(body) as Sent).told);
  assert.deepEqual(
    lists.flat(),
    Array.from({ length: 250 }, (_, i) => `s1 ${i + 1}`),
  );
  assert.ok(lists.every((told) => told.length <= USS_SENDER_LIMITS.toldMax));
});

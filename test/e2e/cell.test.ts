/** Two hundred at once in one busy place: each outcome is the one that the log's order gives it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkExplained, checkOnce, countsOf, readWritten } from "./cell-log.ts";
import type { Written } from "./cell-log.ts";
import {
  AREA,
  bodyOf,
  CELL_SETTING,
  doSlotsMeet,
  INTENTS,
  isDone,
  keyFor,
  newId,
  openCell,
  WITH_NEW,
} from "./cell.ts";
import type { Answer, Cell, Sent, Table } from "./cell.ts";
import { runWideberth, startServer, withFolder } from "./server-process.ts";

const COUNT = 200;
const MANAGERS = Array.from({ length: 20 }, (_, i) => `uss-${i}`);
/** So often is one tried at most: every refusal is because of another that came to be. */
const TRIES_MAX = COUNT;
/** One in so many is sent twice at once, as by a client that does not wait. */
const TWICE_EVERY = 5;

type Plan = { readonly manager: string; readonly id: string; readonly slot: number };

test("200 are created at once: the log's order explains each", { timeout: 120_000 }, () =>
  withFolder(async (dataDir) => {
    const server = await startServer(dataDir, ["--f3548", CELL_SETTING]);
    const cell = await openCell(server, dataDir, MANAGERS);
    const plans = Array.from({ length: COUNT }, (_, i): Plan => ({
      manager: MANAGERS[i % MANAGERS.length]!,
      id: newId(),
      // Neighbours by number are far apart in space.
      slot: (i * 77) % COUNT,
    }));
    const sent: Sent[] = [];
    await createAll(cell, plans, sent);
    const blind = await planBlind(cell, sent);
    await checkRead(cell, plans, sent);
    assert.equal(await server.kill("SIGTERM"), 0);
    assert.equal((await runWideberth(["verify-log", dataDir])).code, 0);
    const { written, state } = await readWritten(dataDir);
    assert.equal(written.length, sent.length, "one request, one entry");
    checkExplained(sent, written);
    checkOnce(sent, written);
    checkByHand(plans, blind, written);
    const again = written.filter(({ answer, isNew }) => isDone(answer) && !isNew);
    assert.equal(again.length, COUNT / TWICE_EVERY, "sent twice, and done once");
    const counts = countsOf(written);
    assert.equal(counts.size, COUNT, "each has a subscription, and it was told");
    assert.equal(state.airspace.intents.size, COUNT);
    const operations = state.airspace.intents.all().map(({ operationId }) => operationId);
    assert.equal(new Set(operations).size, COUNT);
    assert.ok(operations.every((id) => state.operations.has(id)));
  }),
);

/** All at once with what each knows then; whoever is refused reads what it lacks, and tries again. */
const createAll = async (cell: Cell, plans: readonly Plan[], sent: Sent[]): Promise<void> => {
  const table: Table = new Map();
  const told = new Map(plans.map(({ id }) => [id, Promise.withResolvers<void>()]));
  const say = async (plan: Plan, times: number): Promise<Answer> => {
    const key = keyFor(table, plan.slot, plan.id);
    const body = bodyOf(plan.slot, { ...WITH_NEW, key });
    const all = Array.from({ length: times }, (): Sent => ({
      ...plan,
      ovn: null,
      body,
      answer: null,
    }));
    sent.push(...all);
    await Promise.all(all.map(async (one) => (one.answer = await cell.say(one))));
    const [first, ...others] = all.map(({ answer }) => answer!);
    for (const other of others) {
      assert.equal(other.status, first!.status, "sent twice: one outcome");
      if (isDone(other)) assert.deepEqual(other, first, "sent twice: one version");
    }
    return first!;
  };
  const create = async (plan: Plan, i: number): Promise<void> => {
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const { status, body } = await say(plan, i % TWICE_EVERY === 0 ? 2 : 1);
      if (status === 201) {
        const { ovn } = body.operational_intent_reference;
        table.set(plan.id, { slot: plan.slot, ovn });
        told.get(plan.id)!.resolve();
        return;
      }
      assert.equal(status, 409);
      const missing: readonly { readonly id: string }[] = body.missing_operational_intents;
      assert.ok(missing.length > 0);
      await Promise.all(missing.map(({ id }) => told.get(id)!.promise));
    }
    assert.fail(`${plan.id} was refused ${TRIES_MAX} times`);
  };
  await Promise.all(plans.map(create));
  assert.ok(sent.length > 2 * COUNT, "they were in each other's way");
};

/** When all are in, each USS plans one more and has read nothing: long lists, and nobody is let in. */
const planBlind = async (cell: Cell, sent: Sent[]): Promise<readonly Plan[]> => {
  const all = MANAGERS.map((manager, i): Sent => {
    const slot = Math.floor((i * COUNT) / MANAGERS.length);
    return { manager, id: newId(), slot, ovn: null, body: bodyOf(slot, {}), answer: null };
  });
  sent.push(...all);
  await Promise.all(all.map(async (one) => (one.answer = await cell.say(one))));
  assert.ok(all.every(({ answer }) => answer?.status === 409));
  return all;
};

/** All are there, once, and each subscription stands at the count that it was last told. */
const checkRead = async (cell: Cell, plans: readonly Plan[], sent: readonly Sent[]) => {
  const { body } = await cell.read(MANAGERS[0]!, `${INTENTS}/query`, AREA(COUNT));
  const found = body.operational_intent_references as readonly Answer["body"][];
  const ids = plans.map(({ id }) => id).toSorted();
  assert.deepEqual(
    found.map(({ id }) => id),
    ids,
  );
  assert.ok(found.every(({ version }) => version === 1));
  const last = new Map<string, number>();
  for (const { answer } of sent) {
    if (!isDone(answer)) continue;
    for (const { subscriptions } of answer.body.subscribers) {
      for (const { subscription_id: id, notification_index: index } of subscriptions) {
        last.set(id, Math.max(index, last.get(id) ?? 0));
      }
    }
  }
  for (const { manager, answer } of sent.filter((one) => isDone(one.answer))) {
    const { subscription_id: id } = answer!.body.operational_intent_reference;
    const read = await cell.read(manager, `/dss/v1/subscriptions/${id}`);
    assert.equal(read.body.subscription.notification_index, last.get(id));
  }
};

/** By nothing but slots and keys: who lacked whom, and who was told, at each place of the log. */
const checkByHand = (
  plans: readonly Plan[],
  blind: readonly Plan[],
  written: readonly Written[],
): void => {
  const slots = new Map([...plans, ...blind].map(({ id, slot }) => [id, slot]));
  const there = new Map<string, { readonly ovn: string; readonly subscription: string }>();
  for (const { seq, command, answer, unread, isNew } of written) {
    assert.equal(command.kind, "put-intent");
    if (command.kind !== "put-intent" || there.has(command.id)) {
      assert.equal(isNew, false, `entry ${seq} is of what is there`);
      continue;
    }
    const near = [...there].filter(([id]) => doSlotsMeet(slots.get(id)!, slots.get(command.id)!));
    const lacking = near.filter(([, { ovn }]) => !command.key.includes(ovn)).map(([id]) => id);
    const missing = unread?.intents.map(({ id }) => id) ?? [];
    assert.deepEqual(missing, lacking.toSorted(), `entry ${seq}: what is missing`);
    assert.equal(isNew, lacking.length === 0, `entry ${seq}: taken when nothing is missing`);
    if (!isNew) continue;
    const { ovn, subscription_id: subscription } = answer.body.operational_intent_reference;
    const told = answer.body.subscribers.flatMap((one: Answer["body"]) =>
      one.subscriptions.map((each: Answer["body"]) => each.subscription_id),
    );
    const listening: string[] = [...near.map(([, one]) => one.subscription), subscription];
    assert.deepEqual(told.toSorted(), listening.toSorted(), `entry ${seq}: who is told`);
    there.set(command.id, { ovn, subscription });
  }
  assert.equal(there.size, plans.length);
};

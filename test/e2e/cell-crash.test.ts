/**
 * SIGKILL to the real server while USSs plan, activate and delete in one busy place: what was answered
 * stands, what was not is sent again and is done once. TEST_CRASH_ROUNDS sets how many times,
 * TEST_SEED the moments.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkExplained, checkOnce, countsOf, readWritten, wordsOf } from "./cell-log.ts";
import {
  AREA,
  bodyOf,
  CELL_SETTING,
  INTENTS,
  isDone,
  keyFor,
  newId,
  openCell,
  WITH_NEW,
} from "./cell.ts";
import type { Answer, Cell, IntentBody, Sent, Table } from "./cell.ts";
import { runWideberth, startServer, withFolder } from "./server-process.ts";

const ROUNDS = Number(process.env["TEST_CRASH_ROUNDS"] ?? 2);
const SEED = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
const CLIENTS = 30;
const MANAGERS = Array.from({ length: 10 }, (_, i) => `uss-${i}`);
const SLOTS = 100;
/** Refused so often, a client leaves it and plans another. */
const TRIES_MAX = 12;

const randomOf = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 0x1_0000_0000;
  };
};

/** What all clients know and did; it outlives the server. */
type World = { readonly sent: Sent[]; readonly table: Table; readonly random: () => number };

test(
  `the server is killed ${ROUNDS} times in a busy place: each retry is answered as at first (seed ${SEED})`,
  { timeout: 60_000 + ROUNDS * 30_000 },
  () =>
    withFolder(async (dataDir) => {
      const world: World = { sent: [], table: new Map(), random: randomOf(SEED) };
      let since = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const server = await startServer(dataDir, ["--f3548", CELL_SETTING]);
        const cell = await openCell(server, dataDir, MANAGERS);
        await sayAgain(world, cell, since);
        since = world.sent.length;
        const life = { isOver: false };
        const clients = Array.from({ length: CLIENTS }, (_, i) => work(world, cell, life, i));
        await new Promise((resolve) => setTimeout(resolve, 300 + 900 * world.random()));
        life.isOver = true;
        await server.kill("SIGKILL");
        await Promise.all(clients);
      }
      await checkWhole(world, dataDir, since);
    }),
);

const work = async (
  world: World,
  cell: Cell,
  life: { readonly isOver: boolean },
  client: number,
): Promise<void> => {
  const manager = MANAGERS[client % MANAGERS.length]!;
  while (!life.isOver) {
    const slot = Math.floor(world.random() * SLOTS);
    const about: About = { manager, id: newId(), slot };
    const created = await put(world, cell, about, { ovn: null, change: WITH_NEW });
    if (created === "broken") return;
    if (created === null) continue;
    const { ovn, subscription_id } = created.body.operational_intent_reference;
    const change = { state: "Activated", subscription_id } as const;
    const activated = await put(world, cell, about, { ovn, change });
    if (activated === "broken") return;
    if (activated === null || world.random() < 0.3) continue;
    const last = activated.body.operational_intent_reference.ovn;
    const gone = await sayOnce(world, cell, { ...about, ovn: last, body: null });
    if (gone === null) return;
    assert.equal(gone.status, 200, JSON.stringify(gone.body));
  }
};

type About = Pick<Sent, "manager" | "id" | "slot">;
type Put = { readonly ovn: string | null; readonly change: Partial<IntentBody> };

/** With what is known, and again with what was missing; null: others were always there first. */
const put = async (
  world: World,
  cell: Cell,
  about: About,
  { ovn, change }: Put,
): Promise<Answer | "broken" | null> => {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const key = keyFor(world.table, about.slot, about.id);
    const body = bodyOf(about.slot, { ...change, key });
    const answer = await sayOnce(world, cell, { ...about, ovn, body });
    if (answer === null) return "broken";
    if (isDone(answer)) return answer;
    assert.equal(answer.status, 409, JSON.stringify(answer.body));
    assert.ok(answer.body.missing_operational_intents.length > 0);
  }
  return null;
};

const sayOnce = async (
  { sent, table }: World,
  cell: Cell,
  words: Omit<Sent, "answer">,
): Promise<Answer | null> => {
  const one: Sent = { ...words, answer: null };
  sent.push(one);
  one.answer = await cell.say(one);
  if (isDone(one.answer)) note(table, one, one.answer);
  return one.answer;
};

const note = (table: Table, { id, slot, body }: Sent, { body: answered }: Answer): void => {
  if (body === null) table.delete(id);
  else table.set(id, { slot, ovn: answered.operational_intent_reference.ovn });
};

/**
 * Of what was said since then: what was not answered first, as it was; then all that was. The last
 * write of an intent is answered as at first, one before it is refused, and what is gone is not there.
 */
const sayAgain = async (world: World, cell: Cell, since: number): Promise<void> => {
  const { sent } = world;
  const said = sent.slice(since);
  const isOpen = openOf(said);
  await inTurns(said.filter(isOpen), async (one) => {
    const answer = await sayOnce(world, cell, one);
    assert.ok(answer, "the server answers");
    if (one.body === null && answer.status === 404) world.table.delete(one.id);
  });
  const lives = new Map<string, Sent>();
  for (const one of sent) if (isDone(one.answer)) lives.set(one.id, one);
  await inTurns(
    said.filter(({ answer }) => isDone(answer)),
    async (one) => {
      const isThere = world.table.has(one.id);
      if (!isThere && one.ovn === null) return; // a new one would be made
      const answer = await sayOnce(world, cell, one);
      if (isThere && wordsOf(lives.get(one.id)!) === wordsOf(one)) {
        assert.deepEqual(answer, one.answer, "as at first");
      } else if (isThere) assert.equal(answer!.status, 409, "another version is there");
      else assert.equal(answer!.status, one.body === null ? 404 : 400, "it is gone");
    },
  );
};

/** Sent, and never answered since. */
const openOf = (sent: readonly Sent[]): ((one: Sent) => boolean) => {
  const answered = new Set(sent.filter(({ answer }) => answer !== null).map(wordsOf));
  return (one) => one.answer === null && !answered.has(wordsOf(one));
};

const inTurns = async (all: readonly Sent[], act: (one: Sent) => Promise<void>): Promise<void> => {
  const waiting = [...all];
  const next = async (): Promise<void> => {
    for (let one = waiting.shift(); one; one = waiting.shift()) await act(one);
  };
  await Promise.all(Array.from({ length: CLIENTS }, next));
};

const checkWhole = async (world: World, dataDir: string, since: number): Promise<void> => {
  const server = await startServer(dataDir, ["--f3548", CELL_SETTING]);
  const cell = await openCell(server, dataDir, MANAGERS);
  await sayAgain(world, cell, since);
  const { sent, table } = world;
  const { body } = await cell.read(MANAGERS[0]!, `${INTENTS}/query`, AREA(SLOTS));
  const found = body.operational_intent_references as readonly { readonly id: string }[];
  assert.deepEqual(
    found.map(({ id }) => id),
    [...table.keys()].toSorted(),
    "all that are there",
  );
  assert.equal(await server.kill("SIGTERM"), 0);
  assert.equal((await runWideberth(["verify-log", dataDir])).code, 0);
  const { written, state } = await readWritten(dataDir);
  checkExplained(sent, written);
  checkOnce(sent, written);
  countsOf(written);
  for (const [id, { ovn }] of table) assert.equal(state.airspace.intents.get(id)?.ovn, ovn);
  checkStands(
    sent,
    written.filter(({ isNew }) => isNew).map(({ answer }) => answer),
  );
  const broken = sent.filter(({ answer }) => answer === null).length;
  assert.ok(broken >= ROUNDS, `${broken} were cut off: too few to mean anything`);
  const done = sent.filter(({ answer }) => isDone(answer)).length;
  assert.ok(done > ROUNDS * 10, `${done} were done: too few to mean anything`);
};

const ovnOf = ({ body }: Answer): string => body.operational_intent_reference.ovn;

/** Every OVN that a USS was told is one that the log gave. */
const checkStands = (sent: readonly Sent[], given: readonly Answer[]): void => {
  const known = new Set(given.map(ovnOf));
  for (const { answer } of sent) if (isDone(answer)) assert.ok(known.has(ovnOf(answer)));
};

/** The outbox behind a real theatre: what is sent is what the event stream says. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { Value } from "typebox/value";
import { encodeEvent, StreamEvent } from "../../api/native/event.ts";
import { EXAMPLE_THEATRE, fillExample } from "../test-example.ts";
import { openTheatreFolder } from "../theatre-folder.ts";
import type { OpenTheatre } from "../theatre-folder.ts";
import { openOutbox } from "./outbox.ts";
import type { Outbox } from "./outbox.ts";
import type { Target } from "./target.ts";
import { answerStatus, startReceiver, tempFolder, until, webhookTo } from "./test-outbox.ts";

type Server = { readonly theatre: OpenTheatre; readonly outbox: Outbox };

const onWarning = (): void => {};

const open = async (dataDir: string, targets: readonly Target[]): Promise<Server> => {
  const theatre = await openTheatreFolder(dataDir, { onWarning });
  const { engine } = theatre;
  const outbox = openOutbox({
    dataDir,
    journal: engine.journal,
    headSeq: () => engine.withState((state) => state.seq),
    listTargets: () => targets,
    encode: encodeEvent,
    consoleUrl: null,
    smtp: null,
    addresses: { allowLoopback: true, allowedNetworks: [] },
    onWarning,
    onFailure: (error) => {
      throw error;
    },
  });
  return { theatre, outbox };
};

const close = async ({ theatre, outbox }: Server): Promise<void> => {
  await theatre.close();
  await outbox.close();
};

const partyOf = (t: TestContext): string => {
  const [party] = EXAMPLE_THEATRE.parties;
  t.diagnostic(`as ${party!.id}`);
  return party!.id;
};

test("each body holds the event as the stream of that party says it, and only that party's", async (t) => {
  const receiver = await startReceiver(t);
  const party = partyOf(t);
  const server = await open(tempFolder(t), [webhookTo(receiver.url, { party })]);
  // Nothing of it falls due while the test runs.
  await fillExample(server.theatre.engine, Date.now() + 3_600_000);
  const { events } = server.theatre.engine.journal.since({ kind: "party", party }, 0);
  assert.ok(events.some(({ told }) => told.kind === "conflict.opened"));
  await until(() => receiver.received.length === events.length);
  const bodies = receiver.received.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  assert.deepEqual(
    bodies.map(({ data }) => data),
    events.map((event) => JSON.parse(JSON.stringify(encodeEvent(event))) as unknown),
  );
  for (const { type, data } of bodies) {
    assert.equal((data as { kind: string }).kind, type);
    assert.ok(Value.Check(StreamEvent, data), JSON.stringify(data));
  }
  await close(server);
});

test("what was not delivered when the server stopped is delivered after the next start", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = answerStatus(503);
  const party = partyOf(t);
  const dataDir = tempFolder(t);
  const targets = [webhookTo(receiver.url, { party })];
  let server = await open(dataDir, targets);
  // Nothing of it falls due while the test runs.
  await fillExample(server.theatre.engine, Date.now() + 3_600_000);
  const { events } = server.theatre.engine.journal.since({ kind: "party", party }, 0);
  await until(() => receiver.received.length > 0);
  await close(server);
  const { length } = receiver.received;
  receiver.answer = answerStatus(204);
  server = await open(dataDir, targets);
  const held = server.theatre.engine.journal.since({ kind: "party", party }, 0);
  assert.equal(held.isComplete, false, "the journal began anew");
  await until(() => receiver.received.length === length + events.length);
  const seqs = receiver.received
    .slice(length)
    .map(({ body }) => (JSON.parse(body) as { data: { seq: number } }).data.seq);
  assert.deepEqual(
    seqs,
    events.map(({ seq }) => seq),
  );
  await close(server);
});

test("a resync says what the stream's resync says", () => {
  assert.ok(Value.Check(StreamEvent, { kind: "resync", headSeq: 5 }));
});

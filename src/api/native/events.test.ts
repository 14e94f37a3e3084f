import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "node:test";
import fc from "fast-check";
import { readBlocks } from "./event-blocks.ts";
import type { EventBlock } from "./event-blocks.ts";
import { EVENTS } from "./event.ts";
import { askAs, noticeAt, startTestServer } from "./fixture.ts";
import type { Ask, TestServer, TestServerOptions, TokenClaims } from "./fixture.ts";
import { checkBody } from "./conformance.ts";

type Listening = TestServer & { readonly url: string };

const listen = async (options: TestServerOptions = {}): Promise<Listening> => {
  const server = await startTestServer(options);
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = server.app.server.address() as AddressInfo;
  return { ...server, url: `http://127.0.0.1:${port}` };
};

const withServer = async (
  use: (server: Listening) => Promise<void>,
  options: TestServerOptions = {},
): Promise<void> => {
  const server = await listen(options);
  try {
    await use(server);
  } finally {
    await server.close();
  }
};

type Opened = {
  readonly response: Response;
  readonly next: () => Promise<EventBlock>;
  /** Everything until nothing has come for a while or `count` events have. */
  readonly take: (count: number) => Promise<EventBlock[]>;
  readonly close: () => void;
};

const openStream = async (
  server: Listening,
  given: { claims?: TokenClaims; after?: number; lastEventId?: number } = {},
): Promise<Opened> => {
  const { claims, after, lastEventId } = given;
  const controller = new AbortController();
  const query = after === undefined ? "" : `?after=${after}`;
  const response = await fetch(`${server.url}/v1/events${query}`, {
    headers: {
      Authorization: `Bearer ${await server.token(claims)}`,
      ...(lastEventId === undefined ? {} : { "Last-Event-ID": String(lastEventId) }),
    },
    signal: controller.signal,
  });
  const blocks = response.ok ? readBlocks(response.body!) : null;
  const next = async (): Promise<EventBlock> => {
    const { value, done } = await blocks!.next();
    if (done) throw new Error("the stream has ended");
    return value;
  };
  return {
    response,
    next,
    take: async (count) => {
      const taken: EventBlock[] = [];
      while (taken.length < count) taken.push(await next());
      return taken;
    },
    close: () => controller.abort(),
  };
};

const dataOf = (block: EventBlock) => JSON.parse(block.data!);

test("the first event is hello; what happens then is told with the entry's seq as id", () =>
  withServer(async (server) => {
    const north = await askAs(server);
    const stream = await openStream(server);
    assert.equal(stream.response.headers.get("content-type"), "text/event-stream; charset=utf-8");
    assert.equal(stream.response.headers.get("cache-control"), "no-store");
    const hello = await stream.next();
    assert.deepEqual([hello.event, hello.id, dataOf(hello).headSeq], ["hello", "1", 1]);
    const { body } = await north("POST", "/v1/operations", noticeAt(40, 35, "own"));
    const filed = await stream.next();
    assert.deepEqual([filed.event, filed.id], ["operation.filed", String(body.seq)]);
    assert.equal(dataOf(filed).operation.current.name, "own");
    stream.close();
  }));

test("the id stands on the last event of an entry alone, and each event is as described", () =>
  withServer(async (server) => {
    const [north, south] = [await askAs(server), await askAs(server, { party: "SOUTH" })];
    for (let i = 0; i < 3; i++) await south("POST", "/v1/operations", noticeAt(40, 35));
    const stream = await openStream(server);
    await stream.next();
    const { body } = await north("POST", "/v1/operations", noticeAt(40.001, 35));
    const told = await stream.take(4);
    assert.deepEqual(
      told.map(({ event, id }) => [event, id]),
      [
        ["operation.filed", null],
        ["conflict.opened", null],
        ["conflict.opened", null],
        ["conflict.opened", String(body.seq)],
      ],
    );
    const document = server.app.swagger() as never;
    for (const block of told) {
      checkBody(
        document,
        EVENTS[block.event as keyof typeof EVENTS] as never,
        dataOf(block),
        block.event!,
      );
    }
    stream.close();
  }));

test("a stream is its party's own", () =>
  withServer(async (server) => {
    const north = await askAs(server);
    const stream = await openStream(server, { claims: { party: "SOUTH" } });
    await stream.next();
    await north("POST", "/v1/operations", noticeAt(40, 35, "north-secret"));
    const south = await askAs(server, { party: "SOUTH" });
    const { body } = await south("POST", "/v1/operations", noticeAt(40.001, 35));
    const [filed, opened] = await stream.take(2);
    assert.equal(dataOf(filed!).operation.id, body.operationId);
    assert.equal(dataOf(opened!).conflict.facts, null);
    assert.doesNotMatch(filed!.data! + opened!.data!, /NORTH|secret/);
    stream.close();
  }));

/** Follows until `count` events have been told, breaking off after each of `cuts` blocks. */
const follow = async (server: Listening, cuts: readonly number[], count: number) => {
  const told: string[] = [];
  let after = 0;
  for (let i = 0; told.length < count; i++) {
    const stream = await openStream(server, i === 0 ? { after } : { lastEventId: after });
    let held: string[] = [];
    for (let left = cuts[i] ?? Infinity; left > 0 && told.length < count; left--) {
      const block = await stream.next();
      if (block.data !== null && block.event !== "hello") held.push(block.data);
      if (block.id === null) continue;
      after = Number(block.id);
      told.push(...held);
      held = [];
    }
    stream.close();
  }
  return told;
};

const fillTheatre = async (asks: readonly Ask[], count: number): Promise<void> => {
  for (let i = 0; i < count; i++) {
    const ask = asks[i % asks.length]!;
    const { body } = await ask("POST", "/v1/operations", noticeAt(40 + (i % 4) / 1000, 35));
    if (i % 3 === 0) await ask("POST", `/v1/operations/${body.operationId}/cancel`);
  }
};

test("over any reconnections each event is told once, in order, none is lost", () =>
  withServer(async (server) => {
    const asks = [await askAs(server), await askAs(server, { party: "SOUTH" })];
    await fillTheatre(asks, 12);
    const reader = { kind: "party", party: "NORTH" } as const;
    const { events } = server.engine.journal.since(reader, 0);
    const whole = await follow(server, [], events.length);
    assert.equal(whole.length, events.length);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 2, max: 15 }), { maxLength: 8 }),
        async (cuts) => {
          assert.deepEqual(await follow(server, cuts, events.length), whole);
        },
      ),
      { numRuns: 15 },
    );
  }));

test("a stream opened amid writes misses nothing and repeats nothing", () =>
  withServer(async (server) => {
    const asks = [await askAs(server), await askAs(server, { party: "SOUTH" })];
    const writing = fillTheatre(asks, 40);
    await sleep(20);
    const stream = await openStream(server);
    const { headSeq } = dataOf(await stream.next());
    await writing;
    const { events } = server.engine.journal.since({ kind: "party", party: "NORTH" }, headSeq);
    const told = await stream.take(events.length);
    assert.deepEqual(
      told.map((block) => [dataOf(block).seq, block.event]),
      events.map(({ seq, told: { kind } }) => [seq, kind]),
    );
    stream.close();
  }));

test("an id of the future, or of events no longer held, is answered with resync", () =>
  withServer(async (server) => {
    const north = await askAs(server);
    const stream = await openStream(server, { lastEventId: 999 });
    const [hello, resync] = await stream.take(2);
    assert.deepEqual([hello!.event, resync!.event, resync!.id], ["hello", "resync", "1"]);
    const { body } = await north("POST", "/v1/operations", noticeAt(40, 35));
    assert.equal((await stream.next()).id, String(body.seq));
    stream.close();
  }));

/** A journal that no longer holds what it is asked for. */
const forgetEvents = (engine: TestServer["engine"]) => ({
  ...engine,
  journal: Object.assign(Object.create(engine.journal) as typeof engine.journal, {
    since: () => ({ events: [], isComplete: false }),
  }),
});

test("after a start from a snapshot a resumption from before it is told to read anew", async () => {
  const server = await listen({ engine: forgetEvents });
  const stream = await openStream(server, { after: 0 });
  const [, resync] = await stream.take(2);
  assert.deepEqual([resync!.event, dataOf(resync!).headSeq], ["resync", 1]);
  stream.close();
  await server.close();
});

test("silence is broken by a comment that moves the id on", () =>
  withServer(
    async (server) => {
      const stream = await openStream(server, { claims: { party: "RELIEF" } });
      await stream.next();
      const north = await askAs(server);
      const { body } = await north("POST", "/v1/operations", noticeAt(40, 35));
      for (;;) {
        const beat = await stream.next();
        assert.deepEqual([beat.data, beat.event], [null, null]);
        if (beat.id === String(body.seq)) break;
      }
      stream.close();
    },
    { deps: { settings: { heartbeatMs: 20 } } },
  ));

test("a stream ends when its token does, and says so", () => {
  let nowMs = Date.now();
  return withServer(
    async (server) => {
      const stream = await openStream(server, { claims: { ttlS: 60 } });
      await stream.next();
      nowMs += 3 * 60_000;
      for (;;) {
        const block = await stream.next();
        if (block.event === null) continue;
        assert.deepEqual(dataOf(block), { kind: "end", reason: "token-expired" });
        break;
      }
      await assert.rejects(stream.next(), /ended/);
    },
    { deps: { clock: { nowMs: () => nowMs }, settings: { heartbeatMs: 20 } } },
  );
});

test("a server that stops tells every stream, and waits for none", async () => {
  const server = await listen();
  const streams = await Promise.all([openStream(server), openStream(server)]);
  for (const stream of streams) await stream.next();
  const startMs = Date.now();
  await server.close();
  for (const stream of streams) {
    assert.deepEqual(dataOf(await stream.next()), { kind: "end", reason: "stopping" });
  }
  assert.ok(Date.now() - startMs < 1_000);
});

test("a party that has too many streams open is refused; closing one makes room", () =>
  withServer(
    async (server) => {
      const [first, second] = [await openStream(server), await openStream(server)];
      const third = await openStream(server);
      assert.equal(third.response.status, 429);
      assert.match(await third.response.text(), /too-many-streams/);
      const other = await openStream(server, { claims: { party: "SOUTH" } });
      assert.equal(other.response.status, 200);
      first.close();
      await until(() => server.engine.journal.listenerCount === 2);
      const fourth = await openStream(server);
      assert.equal(fourth.response.status, 200);
      for (const stream of [second, other, fourth]) stream.close();
    },
    { deps: { settings: { streamsPerPartyMax: 2 } } },
  ));

test("a reader that takes nothing is let go, and others are told meanwhile", () =>
  withServer(
    async (server) => {
      const north = await askAs(server);
      const { port } = server.app.server.address() as AddressInfo;
      const stalled = connect(port, "127.0.0.1");
      const token = await server.token();
      stalled.write(`GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
      stalled.pause();
      const lively = await openStream(server);
      await lively.next();
      // Larger than what the kernel takes for a reader that reads nothing.
      const volumes = Array.from({ length: 50 }, () => ({
        ...noticeAt(40, 35).volumes[0]!,
        footprint: {
          kind: "polygon",
          ring: Array.from({ length: 100 }, (_, i) => [
            40 + Math.cos(i / 16) / 99,
            35 + Math.sin(i / 16) / 99,
          ]),
        },
      }));
      const filed = await north("POST", "/v1/operations", { category: "sar", volumes });
      const open = () => server.engine.journal.listenerCount;
      await until(() => open() === 2);
      // Each move tells all of the operation again.
      for (let count = 0; open() === 2 && count < 200; count++) {
        const verb = count % 2 === 0 ? "activate" : "hold";
        const { status } = await north("POST", `/v1/operations/${filed.body.operationId}/${verb}`);
        assert.equal(status, 200);
        assert.equal(dataOf(await takeMoved(lively)).operation.id, filed.body.operationId);
      }
      await until(() => open() === 1);
      lively.close();
      stalled.destroy();
    },
    { rules: { conflictsWithinParty: false }, deps: { settings: { streamStallMs: 100 } } },
  ));

const until = async (isSo: () => boolean): Promise<void> => {
  for (let i = 0; !isSo() && i < 500; i++) await sleep(10);
  assert.ok(isSo(), "it came about within five seconds");
};

const takeMoved = async (stream: Opened): Promise<EventBlock> => {
  for (;;) {
    const block = await stream.next();
    if (block.event === "operation.moved") return block;
  }
};

import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, suite, test } from "node:test";
import { createClient, ProblemError } from "./client.ts";
import type { Client, StreamEvent } from "./client.ts";
import { HOST, noticeAt, startTestServer, volumeAt } from "./fixture.ts";
import type { TestServer } from "./fixture.ts";

type Fetch = typeof globalThis.fetch;

suite("the client, against a real server", () => {
  let server: TestServer;
  let baseUrl: string;
  let north: Client;
  let south: Client;
  const clientOf = async (claims = {}, fetch?: Fetch): Promise<Client> =>
    createClient({
      baseUrl,
      token: await server.token(claims),
      pauseMs: 1,
      ...(fetch ? { fetch } : {}),
    });
  before(async () => {
    server = await startTestServer();
    await server.app.listen({ host: "127.0.0.1", port: 0 });
    baseUrl = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}/`;
    [north, south] = [await clientOf(), await clientOf({ party: "SOUTH" })];
  });
  after(() => server.close());

  test("files, reads, replaces, moves and lists", async () => {
    const receipt = await north.fileOperation(noticeAt(40, 35, "mine"));
    const { operationId: id } = receipt;
    await north.replaceOperation(id, { version: 1, volumes: [volumeAt(40, 35)] });
    const operation = await north.operation(id);
    assert.ok(operation.detail === "full" && operation.current.version === 2);
    assert.equal((await north.versions(id)).versions.length, 2);
    assert.equal((await north.activateOperation(id)).state, "active");
    assert.equal((await north.deviateOperation(id)).state, "deviating");
    assert.equal((await north.holdOperation(id)).state, "held");
    assert.equal((await north.endOperation(id)).state, "ended");
    const other = await north.fileOperation(noticeAt(41, 35));
    assert.equal((await north.cancelOperation(other.operationId)).state, "cancelled");
    const page = await north.operations({ state: ["cancelled", "ended"], limit: 1 });
    assert.deepEqual([page.items.length, page.remaining], [1, 1]);
    const all = [];
    for await (const one of north.allOperations({ limit: 1 })) all.push(one.id);
    assert.deepEqual(all, [id, other.operationId]);
  });

  test("learns of conflicts, checks drafts and finds options", async () => {
    await north.fileOperation(noticeAt(50, 35));
    const receipt = await south.fileOperation(noticeAt(50.001, 35));
    const conflict = await south.conflict(receipt.conflictIds[0]!);
    assert.equal(conflict.facts, null);
    assert.deepEqual((await south.conflicts({ operationId: receipt.operationId })).items, [
      conflict,
    ]);
    const draft = { category: "uas_flight", volumes: [volumeAt(50.001, 35)] } as const;
    assert.equal((await south.check(draft)).found.length, 1);
    assert.equal((await south.options(draft)).conflictsNow.length, 1);
    assert.equal((await south.operationOptions(receipt.operationId)).basis, "disclosed");
    assert.equal((await south.head()).seq, (await north.head()).seq);
  });

  test("a problem is thrown with its type, field and remedy", async () => {
    const error = await north.fileOperation({ category: "sar", volumes: [] }).catch((e) => e);
    assert.ok(error instanceof ProblemError);
    assert.deepEqual(
      [error.kind, error.status, error.problem.field],
      ["invalid-request", 400, "volumes"],
    );
    assert.match(error.message, /give 1 to 100/);
  });

  test("the host sets the theatre; what it left out has its default", async () => {
    const host = await clientOf(HOST);
    const theatre = await host.theatre();
    await host.setTheatre({ ...theatre, name: { en: "Renamed" } });
    assert.equal((await north.theatre()).name.en, "Renamed");
    const { rules: _rules, ...rest } = theatre;
    await host.setTheatre(rest);
    assert.deepEqual((await north.theatre()).rules, theatre.rules);
  });

  test("a write whose answer was lost is sent again under its key, and stored once", async () => {
    const keys: (string | null)[] = [];
    const lossy: Fetch = async (input, init) => {
      const response = await fetch(input, init);
      keys.push(new Headers(init?.headers).get("Idempotency-Key"));
      if (keys.length < 3) throw new TypeError("fetch failed");
      return response;
    };
    const client = await clientOf({ party: "RELIEF" }, lossy);
    const receipt = await client.fileOperation(noticeAt(60, 35));
    assert.equal(new Set(keys).size, 1);
    assert.equal(keys.length, 3);
    assert.deepEqual(
      (await client.operations()).items.map(({ id }) => id),
      [receipt.operationId],
    );
  });

  test("a full server is asked again; a refusal is not; an end is made of trying", async () => {
    const statuses: number[] = [];
    const busy: Fetch = async (input, init) => {
      statuses.push(503);
      if (statuses.length > 2) return fetch(input, init);
      const body = { type: "/problems/busy", title: "t", status: 503, detail: "d", remedy: "r" };
      const headers = { "Content-Type": "application/problem+json" };
      return new Response(JSON.stringify(body), { status: 503, headers });
    };
    await (await clientOf({}, busy)).head();
    assert.equal(statuses.length, 3);
    let calls = 0;
    const down: Fetch = async () => {
      calls++;
      throw new TypeError("fetch failed");
    };
    await assert.rejects((await clientOf({}, down)).head(), TypeError);
    assert.equal(calls, 5);
  });

  test("events go on over broken connections, each told once", async () => {
    let opened = 0;
    const breaking: Fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (!(input as string).includes("/events") || !response.body) return response;
      // Cut anywhere, amid a block too.
      return new Response(cutAfter(response.body, 1_000 + 37 * opened++), response);
    };
    const client = await clientOf({}, breaking);
    const { seq } = await client.head();
    const controller = new AbortController();
    const told: StreamEvent[] = [];
    const reading = (async () => {
      for await (const event of client.events({ after: seq, signal: controller.signal })) {
        if (event.kind === "hello") continue;
        told.push(event);
        if (told.length === 30) controller.abort();
      }
    })();
    const ids: string[] = [];
    for (let i = 0; i < 30; i++)
      ids.push((await north.fileOperation(noticeAt(70 + i, 35))).operationId);
    await reading;
    assert.deepEqual(
      told.map((event) => event.kind === "operation.filed" && event.operation.id),
      ids,
    );
    assert.ok(opened > 5);
  });

  test("a token that is not good ends the events with a problem", async () => {
    const client = createClient({ baseUrl, token: "no.good.token", pauseMs: 1 });
    await assert.rejects(client.events().next(), (error: ProblemError) => error.status === 401);
  });

  test("what is not this API's answer is a problem too", async () => {
    const client = createClient({ baseUrl, token: "x", fetch: proxy, retriesMax: 0 });
    await assert.rejects(client.head(), (error: ProblemError) => error.status === 502);
  });
});

const proxy: Fetch = async () => new Response("<html>", { status: 502 });

const cutAfter = (body: ReadableStream<Uint8Array>, bytes: number): ReadableStream<Uint8Array> => {
  const reader = body.getReader();
  let left = bytes;
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      controller.enqueue(value.subarray(0, left));
      left -= value.length;
      if (left > 0) return;
      await reader.cancel();
      controller.error(new TypeError("terminated"));
    },
    cancel: () => reader.cancel(),
  });
};

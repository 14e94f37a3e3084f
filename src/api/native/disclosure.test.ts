/** What crosses between parties: nothing that the view does not say. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { askAs, HOST, noticeAt, startTestServer, volumeAt } from "./fixture.ts";
import type { Ask, TestServer } from "./fixture.ts";

const SECRET = "north-secret-name";

const withServer = async (
  use: (server: TestServer) => Promise<void>,
  rules: Parameters<typeof startTestServer>[0] = {},
): Promise<void> => {
  const server = await startTestServer(rules);
  try {
    await use(server);
  } finally {
    await server.close();
  }
};

/** Every way to ask about one operation. */
const paths = (one: string) =>
  [
    ["GET", `/v1/operations/${one}`],
    ["GET", `/v1/operations/${one}/versions`],
    ["GET", `/v1/operations/${one}/conflicts`],
    ["POST", `/v1/operations/${one}/options`],
    ["POST", `/v1/operations/${one}/cancel`],
    ["POST", `/v1/operations/${one}/activate`],
    ["PUT", `/v1/operations/${one}`, { version: 1, volumes: [volumeAt(0, 0)] }],
    ["GET", `/v1/operations?after=${one}`],
    ["GET", `/v1/conflicts?operationId=${one}`],
    ["GET", "/v1/operations"],
    ["GET", "/v1/operations?party=NORTH"],
  ] as const;

test("another party's operation is not found, not listed and not told apart from none", () =>
  withServer(async (server) => {
    const [north, south] = [await askAs(server), await askAs(server, { party: "SOUTH" })];
    const { body } = await north("POST", "/v1/operations", noticeAt(40, 35, SECRET));
    const id: string = body.operationId;
    const other = "NORTH-2026-99999";
    for (const [i, [method, url, sent]] of paths(id).entries()) {
      const real = await south(method, url, sent);
      const [method2, url2, sent2] = paths(other)[i]!;
      const none = await south(method2, url2, sent2);
      assert.equal(real.status, none.status, url);
      assert.equal(
        JSON.stringify(real.body).replaceAll(id, "X"),
        JSON.stringify(none.body).replaceAll(other, "X"),
      );
    }
    const listed = await south("GET", "/v1/operations");
    assert.deepEqual(listed.body, { items: [], remaining: 0, next: null });
  }));

test("a conflict tells that it is, and when; neither whose, nor where, nor how close", () =>
  withServer(async (server) => {
    const [north, south] = [await askAs(server), await askAs(server, { party: "SOUTH" })];
    const relief = await askAs(server, { party: "RELIEF" });
    await north("POST", "/v1/operations", noticeAt(40.4321, 35, SECRET));
    await south("POST", "/v1/operations", noticeAt(40.4331, 35));
    const { body } = await south("GET", "/v1/conflicts");
    assert.equal(body.items.length, 1);
    assert.doesNotMatch(JSON.stringify(body), /NORTH|secret|lateralM|40\.4/);
    assert.equal(new Date(body.items[0].start).getTime() % (15 * 60_000), 0);
    const outside = await relief("GET", "/v1/conflicts");
    assert.deepEqual(outside.body, { items: [], remaining: 0, next: null });
    const unseen = await relief("GET", `/v1/conflicts/${body.items[0].id}`);
    assert.equal(unseen.status, 404);
  }));

test("the host sees that operations exist and when, and nothing that they say", () =>
  withServer(async (server) => {
    const [north, host] = [await askAs(server), await askAs(server, HOST)];
    const { body } = await north("POST", "/v1/operations", noticeAt(40.4321, 35, SECRET));
    await north("POST", "/v1/operations", noticeAt(40.4331, 35, SECRET));
    const seen = await host("GET", `/v1/operations/${body.operationId}`);
    assert.equal(seen.body.detail, "exists");
    const all = [seen, await host("GET", "/v1/operations"), await host("GET", "/v1/conflicts")];
    assert.doesNotMatch(
      JSON.stringify(all.map((one) => one.body)),
      /secret|uas_flight|40\.4|lateralM/,
    );
    assert.equal((await host("GET", `/v1/operations/${body.operationId}/versions`)).status, 404);
    const figures = await host("GET", "/metrics");
    assert.match(figures.body, /wideberth_operations 2/);
    assert.doesNotMatch(figures.body, /NORTH|secret/);
  }));

test("where the theatre discloses all, its parties see all, and others nothing", () =>
  withServer(
    async (server) => {
      const [north, south] = [await askAs(server), await askAs(server, { party: "SOUTH" })];
      const { body } = await north("POST", "/v1/operations", noticeAt(40, 35, "open name"));
      const seen = await south("GET", `/v1/operations/${body.operationId}`);
      assert.equal(seen.body.current.name, "open name");
      await south("POST", "/v1/operations", noticeAt(40.001, 35));
      const conflicts = await south("GET", "/v1/conflicts");
      assert.equal(conflicts.body.items[0].facts.sides[0].party, "NORTH");
      const east = await askAs(server, { party: "EAST" });
      assert.equal((await east("GET", `/v1/operations/${body.operationId}`)).status, 403);
    },
    { rules: { disclosure: "full" } },
  ));

/** What NORTH varies without SOUTH's knowing: name, category of one class, radius, altitude. */
const variation = fc.record({
  name: fc.string({ minLength: 1, maxLength: 20 }),
  radiusM: fc.integer({ min: 100, max: 900 }),
  upperM: fc.integer({ min: 100, max: 900 }),
});

const southSees = async (south: Ask): Promise<string> => {
  const draft = { category: "uas_flight", volumes: [volumeAt(40.002, 35, WINDOW)] };
  const answers = [
    await south("GET", "/v1/operations"),
    await south("GET", "/v1/conflicts"),
    await south("POST", "/v1/check", draft),
    await south("POST", "/v1/options", draft),
  ];
  // Ids are drawn, times are the clock's.
  const { items } = answers[1]!.body;
  let text = JSON.stringify(answers.map(({ status, body }) => ({ status, body })));
  for (const { id } of items) text = text.replaceAll(id, "ID");
  return text
    .replaceAll(/"(receivedAt|checkedAt|computedAt|detectedAt|changedAt)":"[^"]+"/g, '"$1"')
    .replaceAll(/filed at \S+/g, "filed at T");
};

const WINDOW = { start: "2090-01-01T10:00:00Z", end: "2090-01-01T11:00:00Z" };

/** What SOUTH sees beside a notice of NORTH's that differs in what SOUTH may not know. */
const look = async ({
  name,
  radiusM,
  upperM,
}: {
  name: string;
  radiusM: number;
  upperM: number;
}) => {
  const server = await startTestServer();
  const [north, south] = [await askAs(server), await askAs(server, { party: "SOUTH" })];
  const footprint = { kind: "circle", center: [40, 35], radiusM } as const;
  const volumes = [volumeAt(0, 0, { footprint, upperM, ...WINDOW })];
  await north("POST", "/v1/operations", { category: "uas_flight", name, volumes });
  const own = { category: "uas_flight", volumes: [volumeAt(40.001, 35, WINDOW)] };
  const receipt = await south("POST", "/v1/operations", own);
  assert.equal(receipt.body.conflictIds.length, 1);
  const seen = await southSees(south);
  await server.close();
  return seen;
};

test("what a party hides changes no byte that another gets", async () => {
  const plain = await look({ name: "a", radiusM: 500, upperM: 500 });
  await fc.assert(
    fc.asyncProperty(variation, async (varied) => assert.equal(await look(varied), plain)),
    { numRuns: 15 },
  );
});

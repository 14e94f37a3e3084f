/** What crosses between parties: nothing that the view does not say. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Engine } from "../../server/engine.ts";
import { encodeEvent, eventText } from "./event.ts";
import { askAs, HOST, noticeAt, startTestServer, volumeAt } from "./fixture.ts";
import type { Ask, TestServer, TestServerOptions } from "./fixture.ts";

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
    assert.doesNotMatch(JSON.stringify(body), /NORTH|secret|lateralM|40\.43/);
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
type Varied = { readonly name: string; readonly radiusM: number; readonly upperM: number };
const variation: fc.Arbitrary<Varied> = fc.record({
  name: fc.string({ minLength: 1, maxLength: 20 }),
  radiusM: fc.integer({ min: 100, max: 900 }),
  upperM: fc.integer({ min: 100, max: 900 }),
});

/** All that SOUTH can fetch, and all that its stream has told it. */
const southSees = async (server: TestServer, south: Ask): Promise<string> => {
  const draft = { category: "uas_flight", volumes: [volumeAt(40.002, 35, WINDOW)] };
  const conflicts = await south("GET", "/v1/conflicts");
  const id: string = conflicts.body.items[0].id;
  const urls = [
    "/v1/theatre",
    "/v1/operations",
    "/v1/operations/NORTH-2026-00001",
    "/v1/operations/NORTH-2026-00001/disclosures",
    "/v1/operations.kml",
    "/v1/disclosures",
    "/v1/consents",
    "/v1/standings",
    "/v1/desks",
    "/v1/read-log",
    "/v1/head",
    `/v1/conflicts/${id}`,
    `/v1/conflicts/${id}/proposals`,
  ];
  const answers = [
    conflicts,
    ...(await Promise.all(urls.map((url) => south("GET", url)))),
    await south("POST", "/v1/check", draft),
    await south("POST", "/v1/options", draft),
    await south("POST", `/v1/conflicts/${id}/false-alarm`),
  ];
  const { events } = server.engine.journal.since({ kind: "party", party: "SOUTH" }, 0);
  const told = events.map((event) => eventText(encodeEvent(event)));
  const seen = answers.map(({ status, body, headers }) => ({
    status,
    body,
    bytes: headers["content-length"],
  }));
  // Ids are drawn, hashes bind them, times are the clock's.
  return JSON.stringify([seen, told])
    .replaceAll(id, "ID")
    .replaceAll(/\\?"(proposalId|commandId|rootHash|id)\\?":\\?"[0-9a-z-]{13,}\\?"/g, "$1")
    .replaceAll(/\[\\?"[0-9a-z]{14,}\\?"\]/g, "IDS")
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, (time) => (time < "2090" ? "T" : time))
    .replaceAll(/\\?"minutesOfNotice\\?":\d+/g, "M");
};

const WINDOW = { start: "2090-01-01T10:00:00Z", end: "2090-01-01T11:00:00Z" };

/** What SOUTH sees beside a notice of NORTH's that differs in what SOUTH may not know. */
const look = async ({ name, radiusM, upperM }: Varied, options: TestServerOptions = {}) => {
  const server = await startTestServer(options);
  const [north, south] = [await askAs(server), await askAs(server, { party: "SOUTH" })];
  const footprint = { kind: "circle", center: [40, 35], radiusM } as const;
  const volumes = [volumeAt(0, 0, { footprint, upperM, ...WINDOW })];
  await north("POST", "/v1/operations", { category: "uas_flight", name, volumes });
  const own = { category: "uas_flight", volumes: [volumeAt(40.001, 35, WINDOW)] };
  const receipt = await south("POST", "/v1/operations", own);
  assert.equal(receipt.body.conflictIds.length, 1);
  const conflict = `/v1/conflicts/${receipt.body.conflictIds[0]}`;
  await north("POST", `${conflict}/own`);
  await north("POST", `${conflict}/proposals`, { own: { shiftM: 20 } });
  const seen = await southSees(server, south);
  await server.close();
  return seen;
};

/** A view that tells one thing too many. */
const leaky = (engine: Engine): Engine => ({
  ...engine,
  view: (reader) => {
    const view = engine.view(reader);
    const nearestM = engine.withState(
      ({ conflicts }) => [...conflicts.values()].at(-1)?.pairs[0]?.verticalM ?? 0,
    );
    const upperM = engine.withState(
      ({ operations }) => [...operations.values()][0]?.packed[0]?.[2],
    );
    return {
      ...view,
      conflict: (id) => {
        const seen = view.conflict(id);
        return seen && { ...seen, changedMs: Date.UTC(2095, 0, 1) + nearestM + (upperM ?? 0) };
      },
    };
  },
});

test("a leak of one altitude into one answer would be found", async () => {
  const [one, other] = [300, 301].map((upperM) => ({ name: "a", radiusM: 500, upperM }));
  assert.equal(await look(one!), await look(other!));
  assert.notEqual(await look(one!, { engine: leaky }), await look(other!, { engine: leaky }));
});

test("what a party hides changes no byte that another gets", async () => {
  const plain = await look({ name: "a", radiusM: 500, upperM: 500 });
  await fc.assert(
    fc.asyncProperty(variation, async (varied) => assert.equal(await look(varied), plain)),
    { numRuns: 15 },
  );
});

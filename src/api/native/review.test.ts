import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createClient } from "./client.ts";
import { askAs, HOST, startTestServer } from "./fixture.ts";
import type { Ask, TestServer } from "./fixture.ts";

const dayBefore = (days: number): string =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const [FROM, TO] = [dayBefore(3), dayBefore(1)];
const OPEN = { other: "SOUTH", from: FROM, to: TO };

let server: TestServer;
let north: Ask;
let south: Ask;
before(async () => {
  server = await startTestServer();
  north = await askAs(server);
  south = await askAs(server, { party: "SOUTH" });
});
after(() => server.close());

const raw = async (kind: string) =>
  (
    await server.app.inject({
      url: `/v1/statistics.${kind}?party=SOUTH`,
      headers: { authorization: `Bearer ${await server.token()}` },
    })
  ).body;

test("a review of a period, from its opening to the page that shows it", async () => {
  const opened = await north("POST", "/v1/reviews", OPEN);
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  const path = `/v1/reviews/${opened.body.reviewId}`;
  const differing = { heading: "violations", of: "NORTH" };
  const open = { heading: "notices_given", of: "SOUTH" };
  const say = (as: Ask, [violations, notices]: readonly [number, number]) =>
    as("POST", `${path}/figures`, {
      figures: [
        { ...differing, count: violations },
        { ...open, count: notices },
        { heading: "conflicts", count: 2 },
      ],
    });
  assert.equal((await say(north, [0, 7])).status, 200);
  const sealed = await south("GET", path);
  assert.deepEqual([sealed.body.from, sealed.body.to, sealed.body.version], [FROM, TO, 0]);
  assert.deepEqual([sealed.body.rows, sealed.body.sides[0].hasStated], [[], true]);
  assert.equal((await say(south, [9, 8])).body.version, 1);
  const { body: compared } = await north("GET", path);
  assert.deepEqual(
    compared.rows.map(({ counts, outcome }: { counts: unknown; outcome: string }) => [
      counts,
      outcome,
    ]),
    [
      [[7, 8], "differs"],
      [[0, 9], "differs"],
      [[2, 2], "confirmed"],
    ],
  );
  const agree = { version: 1, bothNumbers: [open] };
  for (const as of [north, south])
    assert.equal((await as("POST", `${path}/agree`, agree)).status, 200);
  const { body: statistics } = await south("GET", "/v1/statistics?party=NORTH");
  const [review] = statistics.pairs[0].reviews;
  assert.deepEqual(
    review.rows.map(({ counts, outcome }: { counts: unknown; outcome: string }) => [
      counts,
      outcome,
    ]),
    [
      [[7, 8], "both_numbers"],
      [null, "not_agreed"],
      [[2, 2], "confirmed"],
    ],
  );
  assert.equal(
    (await south("GET", `/v1/statistics?to=${dayBefore(2)}`)).body.pairs[0].reviews.length,
    0,
  );
  const table = await raw("csv");
  for (const row of [
    `review,SOUTH,${FROM}..${TO} by NORTH,notices_given SOUTH,7`,
    `review,SOUTH,${FROM}..${TO} by SOUTH,notices_given SOUTH,8`,
    `review,SOUTH,${FROM}..${TO} not_agreed,violations NORTH,`,
    `review,SOUTH,${FROM}..${TO} confirmed,conflicts,2`,
    `review,SOUTH,${FROM}..${TO} recorded,conflicts,0`,
  ])
    assert.ok(table.includes(`\r\n${row}\r\n`), row);
  const page = await raw("html");
  assert.match(page, /<td>2 \(confirmed by both\)<\/td><td data-label="In the record">0<\/td>/);
  assert.match(page, /<td>not agreed<\/td><td data-label="In the record">not counted there<\/td>/);
  assert.doesNotMatch(page, /SOUTH: 9|NORTH: 0/);
});

test("to others it is not there; the host sees that it exists", async () => {
  const { body } = await north("GET", "/v1/reviews");
  const [{ id }] = body.items;
  const relief = await askAs(server, { party: "RELIEF" });
  assert.equal((await relief("GET", `/v1/reviews/${id}`)).status, 404);
  assert.deepEqual((await relief("GET", "/v1/reviews")).body.items, []);
  const host = await askAs(server, HOST);
  assert.deepEqual(Object.keys((await host("GET", `/v1/reviews/${id}`)).body), [
    "detail",
    "id",
    "parties",
    "state",
    "changedAt",
  ]);
});

test("what does not fit is named, with what to do", async () => {
  const rows = [
    [{ ...OPEN, from: "2026-02-30" }, 400, "from"],
    [{ ...OPEN, to: dayBefore(0) }, 422, "to"],
    [{ ...OPEN, other: "NORTH" }, 422, "other"],
  ] as const;
  for (const [body, status, field] of rows) {
    const said = await north("POST", "/v1/reviews", body);
    assert.deepEqual([said.status, said.body.field], [status, field]);
    assert.ok(said.body.remedy);
  }
});

test("by the client", async () => {
  const transport: typeof fetch = async (input, init) => {
    assert.ok(typeof input === "string");
    const url = new URL(input);
    const answer = await server.app.inject({
      method: (init?.method ?? "GET") as "GET" | "POST",
      url: url.pathname + url.search,
      headers: init?.headers as Record<string, string>,
      ...(typeof init?.body === "string" ? { payload: init.body } : {}),
    });
    return new Response(answer.body, { status: answer.statusCode });
  };
  const token = await server.token();
  const client = createClient({ baseUrl: "http://test", token, fetch: transport });
  const { reviewId } = await client.openReview({ other: "RELIEF", from: FROM, to: TO });
  await client.stateFigures(reviewId, { figures: [{ heading: "conflicts", count: 0 }] });
  assert.equal((await client.withdrawReview(reviewId)).state, "withdrawn");
  const { items } = await client.reviews();
  assert.deepEqual(
    items.map(({ state }) => state),
    ["agreed", "withdrawn"],
  );
});

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createClient } from "./client.ts";
import { askAs, HOST, noticeAt, startTestServer } from "./fixture.ts";
import type { Ask, TestServer } from "./fixture.ts";

let server: TestServer;
let north: Ask;
before(async () => {
  server = await startTestServer();
  north = await askAs(server);
  const south = await askAs(server, { party: "SOUTH" });
  assert.equal((await north("POST", "/v1/operations", noticeAt(30, 35))).status, 201);
  assert.equal((await north("POST", "/v1/operations", noticeAt(31, 35))).status, 201);
  assert.equal((await south("POST", "/v1/operations", noticeAt(31, 35))).status, 201);
});
after(() => server.close());

const raw = async (url: string, headers: Readonly<Record<string, string>> = {}) =>
  server.app.inject({
    url,
    headers: { authorization: `Bearer ${await server.token()}`, ...headers },
  });

test("each side gets its own part, and nothing of how much another filed", async () => {
  const { status, body } = await north("GET", "/v1/statistics");
  assert.equal(status, 200);
  assert.equal(body.party, "NORTH");
  assert.deepEqual([body.own.notices.new, body.own.conflicts.told], [2, 1]);
  assert.deepEqual(
    body.pairs.map(({ party }: { party: string }) => party),
    ["SOUTH", "RELIEF"],
  );
  assert.equal(body.pairs[0].conflicts.told, 0, "not while the other is not named");
  assert.doesNotMatch(JSON.stringify(body.pairs), /notice/i);
  assert.equal(Date.parse(body.to) - Date.parse(body.from), 29 * 86_400_000);
});

test("what can't be asked is named", async () => {
  const rows = [
    ["from=2026-02-30", "query.from"],
    ["from=2026-11-02&to=2026-11-01", "query.from"],
    ["from=1999-01-01&to=1999-01-02", "query.from"],
    ["party=NOBODY", "query.party"],
  ] as const;
  for (const [query, field] of rows) {
    const { status, body } = await north("GET", `/v1/statistics?${query}`);
    assert.deepEqual([status, body.field], [400, field], query);
  }
  const host = await askAs(server, HOST);
  assert.equal((await host("GET", "/v1/statistics")).status, 403);
});

test("one other party alone; by the client too", async () => {
  const transport: typeof fetch = async (input, init) => {
    assert.ok(typeof input === "string");
    const url = new URL(input);
    const answer = await server.app.inject({
      url: url.pathname + url.search,
      headers: init?.headers as Record<string, string>,
    });
    return new Response(answer.body, { status: answer.statusCode });
  };
  const token = await server.token();
  const client = createClient({ baseUrl: "http://test", token, fetch: transport });
  const { pairs } = await client.statistics({ party: "RELIEF" });
  assert.deepEqual(
    pairs.map(({ party }) => party),
    ["RELIEF"],
  );
});

const table = async () => (await raw("/v1/statistics.csv?party=SOUTH")).body;
const page = async () => (await raw("/v1/statistics.html?party=SOUTH")).body;

test("an incident is in both own parts, and in the joint part as far as both say the same", async () => {
  const south = await askAs(server, { party: "SOUTH" });
  const happenedAt = new Date(Date.now() - 60_000).toISOString();
  const fields = {
    incidentKind: "near_miss_air",
    at: happenedAt,
    casualties: "no",
    account: "x",
    place: { lngDeg: 40, latDeg: 35 },
  };
  const opened = await north("POST", "/v1/incidents", {
    other: "SOUTH",
    incidentKind: "near_miss_air",
    at: happenedAt,
    fields,
  });
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  assert.match(await table(), /\r\nown,,incidents by kind,near_miss_air,1\r\n/);
  assert.match(await table(), /joint,SOUTH,"incidents not confirmed, of both",near_miss_air,0\r\n/);
  assert.match(
    await page(),
    /different things<\/h3>\n<table>.*near miss in the air: counted by both/,
  );
  const path = `/v1/incidents/${opened.body.incidentId}/reports`;
  const told = await south("POST", path, { form: "first", fields });
  assert.equal(told.status, 200, JSON.stringify(told.body));
  assert.match(await table(), /joint,SOUTH,incidents confirmed,near_miss_air,1\r\n/);
  const { body } = await south("GET", "/v1/statistics?party=NORTH");
  assert.deepEqual(body.own.incidents.steps.opened_by_other, 1);
  assert.equal(body.pairs[0].incidents.byKind[0].isConfirmed, true);
});

test("a table has a row for each number", async () => {
  const { headers, body } = await raw("/v1/statistics.csv");
  assert.equal(headers["content-type"], "text/csv; charset=utf-8");
  const [head, ...rows] = body.trimEnd().split("\r\n");
  assert.equal(head, "part,party,what,of,value");
  assert.ok(rows.includes("own,,notices,new,2"));
  assert.ok(rows.every((row) => row.split(",").length === 5));
});

test("a page in three languages, without script, with its plots", async () => {
  for (const [language, direction, title] of [
    ["en", "ltr", "Statistics of NORTH"],
    ["ar", "rtl", "إحصاءات"],
    ["ru", "ltr", "Статистика"],
  ] as const) {
    const { headers, body } = await raw(`/v1/statistics.html?language=${language}`);
    assert.equal(headers["content-language"], language);
    assert.match(String(headers["content-security-policy"]), /^default-src 'none'/);
    assert.match(body, new RegExp(`<html lang="${language}" dir="${direction}">`));
    assert.ok(body.includes(title), language);
    assert.doesNotMatch(body, /<script|style="|https?:/);
    if (direction === "rtl")
      assert.match(body, /من \u2066\d{4}-\d\d-\d\d\u2069/u, "a day is not turned round");
    assert.match(body, /<svg class="columns"[^>]*><rect /);
  }
});

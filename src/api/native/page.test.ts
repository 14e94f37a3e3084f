import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { askAs, HOST, noticeAt, startTestServer } from "./fixture.ts";
import type { Ask, TestServer, TokenClaims } from "./fixture.ts";

let server: TestServer;
const asks: Ask[] = [];
const READERS: readonly TokenClaims[] = [{}, { party: "SOUTH" }, { party: "RELIEF" }, HOST];

before(async () => {
  server = await startTestServer();
  for (const claims of READERS) asks.push(await askAs(server, claims));
  for (let i = 0; i < 40; i++) {
    const filed = await asks[i % 3]!("POST", "/v1/operations", noticeAt(40 + (i % 5) / 1000, 35));
    const path = `/v1/operations/${filed.body.operationId}`;
    if (i % 4 === 0) await asks[i % 3]!("POST", `${path}/activate`);
    if (i % 7 === 0) await asks[i % 3]!("POST", `${path}/hold`);
  }
});
after(() => server.close());

const readAll = async (ask: Ask, url: string, limit: number) => {
  const items: { id: string }[] = [];
  const pages: { remaining: number; before: number }[] = [];
  for (let after = ""; ;) {
    const { body, status } = await ask("GET", `${url}limit=${limit}${after}`);
    assert.equal(status, 200);
    items.push(...body.items);
    pages.push({ remaining: body.remaining, before: items.length });
    if (body.next === null) {
      assert.equal(body.remaining, 0);
      return { items, pages };
    }
    assert.equal(body.items.length, limit);
    assert.equal(body.next, body.items.at(-1).id);
    after = `&after=${body.next}`;
  }
};

test("pages put together are the whole list, and each says how many remain", async () => {
  const urls = [
    "/v1/operations?",
    "/v1/operations?party=NORTH&",
    "/v1/operations?state=active&state=held&",
    "/v1/operations?state=ended&",
    "/v1/conflicts?",
    "/v1/conflicts?state=open&",
  ];
  const reader = fc.integer({ min: 0, max: READERS.length - 1 });
  await fc.assert(
    fc.asyncProperty(
      reader,
      fc.constantFrom(...urls),
      fc.integer({ min: 1, max: 50 }),
      async (i, url, limit) => {
        const whole = await asks[i]!("GET", `${url}limit=1000`);
        const { items, pages } = await readAll(asks[i]!, url, limit);
        assert.deepEqual(items, whole.body.items);
        for (const { remaining, before } of pages) assert.equal(remaining, items.length - before);
      },
    ),
    { numRuns: 30 },
  );
});

test("without a limit a page has a hundred at most, and says what is held back", async () => {
  const { body } = await asks[3]!("GET", "/v1/conflicts");
  const whole = await asks[3]!("GET", "/v1/conflicts?limit=1000");
  assert.ok(whole.body.items.length > 100);
  assert.equal(body.items.length, 100);
  assert.equal(body.remaining, whole.body.items.length - 100);
});

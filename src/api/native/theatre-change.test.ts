import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { askAs, HOST, noticeAt, startTestServer } from "./fixture.ts";
import type { Ask, TestServer } from "./fixture.ts";

const put = async (ask: Ask, rules: Record<string, unknown>) => {
  const { body: theatre } = await ask("GET", "/v1/theatre");
  return ask("PUT", "/v1/theatre", { ...theatre, rules: { ...theatre.rules, ...rules } });
};

suite("changes of a theatre over the API", () => {
  let server: TestServer;
  let [anna, boris, north]: Ask[] = [];
  before(async () => {
    server = await startTestServer();
    anna = await askAs(server, { ...HOST, sub: "anna" });
    boris = await askAs(server, { ...HOST, sub: "boris" });
    north = await askAs(server);
    await north("POST", "/v1/operations", noticeAt(40, 35));
  });
  after(() => server.close());

  test("what tightens is done at once, what shows more waits, and the parties read both", async () => {
    const tighter = await put(anna!, { areaMinKm2: 1 });
    assert.deepEqual([tighter.status, tighter.body.change.state], [200, "done"]);
    const asked = await put(anna!, { disclosureOnConflict: "category" });
    assert.deepEqual([asked.status, asked.body.change.state], [202, "requested"]);
    const { id } = asked.body.change;
    const waiting = await north!("GET", "/v1/theatre/changes?state=requested");
    assert.deepEqual(waiting.body.items, [asked.body.change]);
    const path = `/v1/theatre/changes/${id}/second`;
    assert.equal((await north!("POST", path)).status, 403);
    assert.equal((await anna!("POST", path)).body.type, "/problems/needs-second-person");
    assert.equal((await north!("GET", "/v1/theatre")).body.rules.disclosureOnConflict, "cell");
    const done = await boris!("POST", path);
    assert.deepEqual(
      [done.status, done.body.state, done.body.requestedBy, done.body.secondBy],
      [200, "done", "anna", "boris"],
    );
    assert.equal((await north!("GET", "/v1/theatre")).body.rules.disclosureOnConflict, "category");
    const { body: all } = await north!("GET", "/v1/theatre/changes");
    assert.deepEqual(
      all.items.slice(1).map((one: { differences: unknown }) => one.differences),
      [
        [{ field: "rules.areaMinKm2", was: 0, is: 1, weakens: false }],
        [{ field: "rules.disclosureOnConflict", was: "cell", is: "category", weakens: true }],
      ],
    );
    const first = all.items[0];
    assert.ok(
      first.differences.some((one: { field: string }) => one.field === "parties.NORTH.kind"),
    );
    const rest = await north!("GET", `/v1/theatre/changes?after=${first.id}`);
    assert.equal(rest.body.items.length, all.items.length - 1, "nothing of the history is cut");
  });

  test("a volume is told as the theatre has it, and who withdraws is named", async () => {
    const { body: theatre } = await anna!("GET", "/v1/theatre");
    const area = noticeAt(40, 35).volumes[0];
    const { body } = await anna!("PUT", "/v1/theatre", { ...theatre, area });
    assert.deepEqual(body.change.differences, [
      { field: "area", was: null, is: area, weakens: true },
    ]);
    const path = `/v1/theatre/changes/${body.change.id}/withdraw`;
    const withdrawn = await boris!("POST", path);
    assert.deepEqual([withdrawn.body.state, withdrawn.body.withdrawnBy], ["withdrawn", "boris"]);
    assert.equal((await boris!("POST", path)).body.type, "/problems/wrong-state");
    assert.equal((await boris!("POST", "/v1/theatre/changes/none/second")).status, 404);
  });

  test("set to what it is, nothing is changed", async () => {
    const { status, body } = await put(anna!, {});
    assert.deepEqual([status, body.change], [200, null]);
  });
});

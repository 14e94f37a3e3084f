/** Messages about what the theatre holds, over HTTP: filled in from the record, linked, found by what they name. */

import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { askAs, noticeAt, startTestServer } from "./fixture.ts";
import type { Ask, TestServer } from "./fixture.ts";

const LINE = "/v1/channels/NORTH:SOUTH:watch_desk";

suite("messages that name what the theatre holds", () => {
  let server: TestServer;
  let [north, south]: Ask[] = [];
  let [operation, conflict] = ["", ""];
  before(async () => {
    server = await startTestServer();
    north = await askAs(server, { sub: "captain-north" });
    south = await askAs(server, { party: "SOUTH", sub: "captain-south" });
    await north("POST", "/v1/channels", { parties: ["SOUTH"], level: "watch_desk" });
    await south("POST", `${LINE}/take`);
    operation = (await north("POST", "/v1/operations", noticeAt(40.04, 35.04))).body.operationId;
    const filed = await south("POST", "/v1/operations", noticeAt(40.045, 35.04));
    [conflict] = filed.body.conflictIds;
  });
  after(() => server.close());

  const say = async (kind: string, fields: object, ask = north!) =>
    ask("POST", `${LINE}/messages`, { kind, language: "en", fields });

  test("wait until the server has told the sender whose the other side is", async () => {
    const { status, body } = await say("conflict", { conflict });
    assert.deepEqual([status, body.field], [422, "fields.conflict"]);
    const has = await south!("POST", `/v1/conflicts/${conflict}/own`, {});
    assert.equal(has.status, 200, JSON.stringify(has.body));
  });

  test("say what the record says, without being told twice", async () => {
    const seen = (await north!("GET", `/v1/conflicts/${conflict}`)).body;
    const sent = await say("conflict", { conflict, deskRole: "watch_officer" });
    assert.equal(sent.status, 201, JSON.stringify(sent.body));
    const path = `/v1/messages/${sent.body.messageId}`;
    const { body } = await south!("GET", `${path}?language=en`);
    assert.deepEqual(body.fields, {
      conflict,
      contactBy: seen.contactBy,
      cells: [seen.cell.id],
      window: body.fields.window,
      deskRole: "watch_officer",
    });
    assert.deepEqual(body.links, [{ field: "conflict", to: "conflict", id: conflict }]);
    assert.match(body.rendered.text, /an operation of yours and an operation of another party/);
    const hidden = await say("start", { operation, at: "2026-11-23T06:00:00Z" });
    assert.deepEqual((await south!("GET", `/v1/messages/${hidden.body.messageId}`)).body.links, []);
  });

  test("say nothing else of it", async () => {
    for (const [field, fields] of [
      ["fields.cells", { cells: ["001AA11"] }],
      ["fields.contactBy", { contactBy: "2030-01-01T00:00:00Z" }],
    ] as const) {
      const { status, body } = await say("conflict", { conflict, ...fields });
      assert.deepEqual([status, body.field], [422, field], JSON.stringify(body));
      assert.match(body.remedy, /^say .*, or leave it out$/);
    }
    const none = await say("conflict", { conflict: "none", contactBy: "2030-01-01T00:00:00Z" });
    assert.deepEqual([none.status, none.body.type], [404, "/problems/not-found"]);
  });

  test("are found by what they name, and with them what was said of them", async () => {
    const found = await north!("GET", `/v1/messages?conflict=${conflict}`);
    assert.equal(found.body.items.length, 1);
    const [{ id }] = found.body.items;
    const doubt = await say("concern", { target: id, concern: "overlap" }, south);
    const ids = (await south!("GET", `/v1/messages?conflict=${conflict}`)).body.items;
    assert.deepEqual(
      ids.map((one: { id: string }) => one.id),
      [id, doubt.body.messageId],
    );
    const started = await south!("GET", `/v1/messages?operation=${operation}`);
    assert.deepEqual(started.body.items[0].kind, "start");
    assert.deepEqual((await south!("GET", "/v1/messages?proposal=none")).body.items, []);
  });

  test("are found by an incident, on all lines or on one", async () => {
    const at = "2026-11-23T06:00:00Z";
    const report = { incidentKind: "near_miss_air", at, casualties: "no", account: "Near." };
    const fields = { ...report, place: { lngDeg: 40, latDeg: 35 } };
    const opening = { other: "SOUTH", incidentKind: "near_miss_air", at, fields };
    const opened = await north!("POST", "/v1/incidents", opening);
    const { incidentId: incident } = opened.body;
    const sent = await say("incident_interim", { incident, account: "More." });
    assert.equal(sent.status, 201, JSON.stringify(sent.body));
    for (const list of ["/v1/messages", `${LINE}/messages`]) {
      const { body } = await south!("GET", `${list}?incident=${incident}`);
      assert.deepEqual(
        body.items.map((one: { links: object }) => one.links),
        [[{ field: "incident", to: "incident", id: incident }]],
      );
      assert.deepEqual((await south!("GET", `${list}?meeting=${incident}`)).body.items, []);
    }
    const unknown = await say("incident_interim", { incident: "incident-0", account: "More." });
    assert.equal(unknown.status, 404);
  });
});

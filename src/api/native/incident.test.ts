import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { askAs, HOST, startTestServer } from "./fixture.ts";
import type { Ask, TestServer } from "./fixture.ts";

const fields = {
  incidentKind: "site_hit",
  at: "2026-11-23T06:00:00Z",
  place: { lngDeg: 40.1, latDeg: 35.3 },
  casualties: "yes",
  injured: { from: 3, to: 3 },
  account: "The north wing was hit.",
};
const opening = {
  other: "SOUTH",
  incidentKind: "site_hit",
  at: "2026-11-23T06:00:00Z",
  fields,
};

suite("incidents over HTTP", () => {
  let server: TestServer;
  let north: Ask;
  let south: Ask;
  let relief: Ask;
  let host: Ask;
  before(async () => {
    server = await startTestServer();
    north = await askAs(server, { sub: "captain-north" });
    south = await askAs(server, { party: "SOUTH", sub: "captain-south" });
    relief = await askAs(server, { party: "RELIEF" });
    host = await askAs(server, HOST);
  });
  after(() => server.close());

  const open = async (): Promise<string> => {
    const opened = await north("POST", "/v1/incidents", opening);
    assert.equal(opened.status, 201, JSON.stringify(opened.body));
    assert.equal(opened.headers["location"], `/v1/incidents/${opened.body.incidentId}`);
    return opened.body.incidentId;
  };

  test("two sides report it, agree on one fact, dispute another, and close it", async () => {
    const path = `/v1/incidents/${await open()}`;
    const say = async (ask: Ask, verb: string, body: object): Promise<void> => {
      const said = await ask("POST", `${path}/${verb}`, body);
      assert.equal(said.status, 200, JSON.stringify(said.body));
    };
    await say(south, "steps", { to: "received" });
    await say(north, "steps", { to: "calling", text: "by hotline" });
    await say(south, "reports", { form: "first", fields: { ...fields, account: "None of ours." } });
    await say(north, "facts", { text: "One munition struck the roof." });
    await say(south, "fact-answers", { number: 1, answer: "agreed" });
    await say(north, "facts", { text: "It came from the south." });
    await say(south, "fact-answers", { number: 2, answer: "disputed", text: "Not known." });
    await say(north, "steps", { to: "disputed_facts" });
    await say(north, "queries", { isUrgent: true, text: "Which unit was on duty?" });
    await say(south, "query-answers", { number: 1, text: "None." });
    await say(north, "refer", { level: "general_staff", text: "No agreement here." });
    await say(north, "close", { outcome: "disputed_facts" });
    await say(south, "close", { outcome: "disputed_facts", text: "As far as known." });
    const { body } = await south("GET", path);
    assert.deepEqual([body.state, body.outcome], ["closed", "disputed_facts"]);
    assert.deepEqual([body.agreedFacts, body.disputedFacts], [[1], [2]]);
    assert.deepEqual(
      body.reports.map((one: { party: string; by: string | null }) => [one.party, one.by]),
      [
        ["NORTH", null],
        ["SOUTH", "captain-south"],
      ],
    );
    assert.equal(body.reports[0].fields.at, "2026-11-23T06:00:00.000Z");
    assert.equal(body.facts[1].answers[0].text, "Not known.");
    await say(north, "reopen", { text: "A new witness." });
    assert.equal((await host("GET", path)).body.detail, "exists");
  });

  test("to others it is not there", async () => {
    const id = await open();
    const [one, none] = await Promise.all([
      relief("GET", `/v1/incidents/${id}`),
      relief("GET", `/v1/incidents/incident-${"0".repeat(14)}`),
    ]);
    assert.deepEqual([one.status, none.status], [404, 404]);
    assert.equal(
      JSON.stringify(one.body).replaceAll(id, ""),
      JSON.stringify(none.body).replaceAll(`incident-${"0".repeat(14)}`, ""),
    );
    assert.deepEqual((await relief("GET", "/v1/incidents")).body.items, []);
  });

  test("a bad report is refused with its field and the remedy", async () => {
    const bad = { ...opening, fields: { ...fields, place: { lngDeg: 400, latDeg: 0 } } };
    const { status, body } = await north("POST", "/v1/incidents", bad);
    assert.equal(status, 422, JSON.stringify(body));
    assert.equal(body.field, "fields.place.lngDeg");
  });

  test("counts are told where both confirm, else by both consents", async () => {
    const period = "?from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z";
    const count = async () => {
      const { body } = await north("GET", `/v1/incident-counts/SOUTH${period}`);
      return body.kinds.find((one: { incidentKind: string }) => one.incidentKind === "site_hit");
    };
    const { isConfirmed, ownCounts } = await count();
    assert.deepEqual([isConfirmed, ownCounts], [false, null]);
    await north("PUT", "/v1/incident-count-consents/SOUTH", { isGiven: true });
    await south("PUT", "/v1/incident-count-consents/NORTH", { isGiven: true });
    assert.equal((await count()).ownCounts.length, 2);
  });
});

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, before, test } from "node:test";
import { createClient } from "./client.ts";
import { askAs, HOST, startTestServer, volumeAt } from "./fixture.ts";
import type { Ask, TestServer } from "./fixture.ts";
import { NotMeantError } from "./signing.ts";
import { convoyFrom, fileAndCheck } from "./test-movement.ts";

let server: TestServer;
let [north, south, host]: Ask[] = [];
before(async () => {
  server = await startTestServer();
  north = await askAs(server);
  south = await askAs(server, { party: "SOUTH" });
  host = await askAs(server, HOST);
});
after(() => server.close());

const HOUR_MS = 3_600_000;
const saysAis = (payload: Readonly<Record<string, unknown>>): boolean =>
  payload["source"] === "ais";
const iso = (fromNowMs: number): string => new Date(Date.now() + fromNowMs).toISOString();
/** Where no other test has anything. */
let drawn = 0;

/** An operation of NORTH's that has begun, and its track. */
const tracked = async (identity: string) => {
  const place = [20 + drawn++, 35] as const;
  const volume = volumeAt(...place, { start: iso(-HOUR_MS / 60), end: iso(HOUR_MS) });
  const filed = await north!("POST", "/v1/operations", {
    category: "naval_transit",
    volumes: [volume],
  });
  assert.equal(filed.status, 201);
  const { operationId } = filed.body;
  const bound = await north!("POST", "/v1/tracks", { operationId, identity });
  assert.equal(bound.status, 201);
  const { trackId } = bound.body;
  const read = async () => (await north!("GET", `/v1/tracks/${trackId}`)).body;
  return { place, operationId, trackId, read };
};

test("a track is of one operation or of one movement, and of what is one's own", async () => {
  const relief = await askAs(server, { party: "RELIEF", sub: "ana" });
  const ben = await askAs(server, { party: "RELIEF", sub: "ben" });
  const movementId = await fileAndCheck(relief, ben, convoyFrom(Date.now() + 50 * HOUR_MS));
  const identity = "own truck 1";
  const { operationId } = await tracked("own ship 2");
  for (const about of [{}, { operationId, movementId }]) {
    const { status, body } = await relief("POST", "/v1/tracks", { ...about, identity });
    assert.deepEqual([status, body.field], [400, "operationId"], JSON.stringify(body));
  }
  const bound = await relief("POST", "/v1/tracks", { movementId, identity });
  assert.equal(bound.status, 201, JSON.stringify(bound.body));
  const { body } = await relief("GET", `/v1/tracks?movementId=${movementId}`);
  assert.deepEqual(
    body.items.map((one: { operationId: null; movementId: string }) => [
      one.operationId,
      one.movementId,
    ]),
    [[null, movementId]],
  );
  const asked = async (id: string) => {
    const answer = await south!("POST", "/v1/tracks", { movementId: id, identity });
    return JSON.stringify([answer.status, answer.body]).replaceAll(id, "ID");
  };
  assert.equal(await asked(movementId), await asked("movement-00000000000000"));
  const [observed] = (await south!("GET", `/v1/movements/${movementId}`)).body.observed;
  assert.deepEqual([observed.state, observed.lastReportAt], ["no_report", null]);
});

test("reported as JSON: conforming, then deviating; the operation's state is its owner's word", async () => {
  const { place, operationId, read } = await tracked("own ship 1");
  const report = async (position: readonly number[], fromNowMs: number) =>
    north!("POST", "/v1/position-reports", {
      reports: [{ identity: "own ship 1", at: iso(fromNowMs), position, accuracyM: 5 }],
    });
  const answer = await report(place, -2_000);
  assert.deepEqual([answer.status, answer.body.takenCount], [201, 1]);
  const { state, lastReport, freshUntil } = await read();
  assert.deepEqual(
    [state, lastReport.within, lastReport.objection],
    ["conforming", "inside", null],
  );
  assert.ok(freshUntil > iso(0));
  await report([place[0] + 0.1, 35], -1_000);
  assert.equal((await read()).state, "deviating");
  const operation = await north!("GET", `/v1/operations/${operationId}`);
  assert.equal(operation.body.state, "filed");
  const { body } = await north!("GET", `/v1/operations/${operationId}/coverage`);
  assert.equal(body.observation, "partly_observed");
  const events = server.engine.journal.since({ kind: "party", party: "NORTH" }, 0).events;
  const told = events.filter((event) => event.told.kind === "track.changed");
  assert.deepEqual(told.length >= 3, true);
});

test("what is refused is named by its place, the rest is taken", async () => {
  const at = { identity: "own x", position: [20, 35] };
  const reports = [
    { ...at, at: iso(HOUR_MS) },
    { ...at, at: iso(0) },
    { ...at, at: iso(-48 * HOUR_MS) },
  ];
  const { body } = await north!("POST", "/v1/position-reports", { reports });
  assert.deepEqual(
    [body.takenCount, body.refused],
    [
      1,
      [
        { at: "reports[0]", reason: "from-the-future" },
        { at: "reports[2]", reason: "too-old" },
      ],
    ],
  );
  const wrong = [
    [{ ...at, at: iso(0), position: [20, 95] }, "reports[0].position"],
    [{ ...at, at: iso(0), identity: "ship 1" }, "reports[0].identity"],
    [{ ...at, at: iso(0), altitude: { lowerM: 2, upperM: 1 } }, "reports[0].altitude"],
  ] as const;
  for (const [report, field] of wrong) {
    const refused = await north!("POST", "/v1/position-reports", { reports: [report] });
    assert.deepEqual([refused.status, refused.body.field], [400, field]);
  }
});

const SENTENCE = "!AIVDM,1,1,,A,33P;Tw0tjBQO22:E7dm66DrB20UP,0*2E";

test("AIS as text: taken, and every bad line named", async () => {
  const text = `${SENTENCE}\nnonsense\n# a comment\n`;
  const type = { "content-type": "text/plain" };
  const answer = await north!("POST", "/v1/position-reports/ais", text, type);
  assert.equal(answer.status, 201);
  const { takenCount, refused, otherCount } = answer.body;
  assert.deepEqual([takenCount, otherCount], [1, 1]);
  assert.deepEqual(refused, [
    { at: "line 2", reason: "neither an AIS sentence (!AIVDM) nor a comment" },
  ]);
  const none = await north!("POST", "/v1/position-reports/ais", "nonsense", type);
  assert.deepEqual([none.status, none.body.seq, none.body.refused.length], [201, null, 1]);
  const asJson = await north!("POST", "/v1/position-reports/ais", { a: 1 });
  assert.equal(asJson.status, 415);
  const unknown = await north!("POST", "/v1/position-reports/adsc", "x", type);
  assert.equal(unknown.status, 400);
});

test("the host's own observations corroborate; neither side learns of the other's", async () => {
  const { place, read } = await tracked("mmsi 123456789");
  const reports = [{ identity: "mmsi 123456789", at: iso(0), position: place }];
  await north!("POST", "/v1/position-reports", { reports });
  const seen = await host!("POST", "/v1/observations", { reports });
  const unseen = await host!("POST", "/v1/observations", {
    reports: [{ ...reports[0], identity: "mmsi 987654321" }],
  });
  const shape = ({ commandId: _id, seq: _seq, receivedAt: _at, ...rest }: typeof seen.body) => rest;
  assert.deepEqual(shape(seen.body), shape(unseen.body));
  const { corroborations } = await read();
  assert.deepEqual(
    corroborations.map(({ reporter, agreeing }: { reporter: null; agreeing: number }) => [
      reporter,
      agreeing,
    ]),
    [[null, 1]],
  );
  assert.equal((await north!("POST", "/v1/observations", { reports })).status, 403);
  assert.equal((await host!("POST", "/v1/position-reports", { reports })).status, 403);
});

test("another's track, operation and coverage answer as what does not exist", async () => {
  const { operationId, trackId } = await tracked("own quiet");
  const bytes = async (method: "GET" | "POST", url: string, body?: unknown) => {
    const answer = await south!(method, url, body);
    return JSON.stringify([answer.status, answer.body]);
  };
  const pairs = [
    ["GET", (id: string) => `/v1/tracks/${id}`, trackId],
    ["POST", (id: string) => `/v1/tracks/${id}/end`, trackId],
    ["GET", (id: string) => `/v1/operations/${id}/coverage`, operationId],
  ] as const;
  for (const [method, url, id] of pairs) {
    const none = id.replace(/.$/, (last: string) => (last === "0" ? "1" : "0"));
    const theirs = (await bytes(method, url(id))).replaceAll(id, "X");
    assert.equal(theirs, (await bytes(method, url(none))).replaceAll(none, "X"));
  }
  const none = "NORTH-2026-99999";
  const theirs = await bytes("POST", "/v1/tracks", { operationId, identity: "own a" });
  const nobodys = await bytes("POST", "/v1/tracks", { operationId: none, identity: "own a" });
  assert.equal(theirs.replaceAll(operationId, "X"), nobodys.replaceAll(none, "X"));
  assert.deepEqual((await south!("GET", "/v1/tracks")).body.items, []);
  assert.equal((await host!("GET", "/v1/tracks")).status, 403);
});

test("of an area without reports the answer is not observed, in the same words always", async () => {
  const area = volumeAt(-30, -30);
  const { body } = await south!("POST", "/v1/coverage", { area });
  assert.deepEqual([body.observation, body.operations], ["not_observed", []]);
  assert.match(body.statement, /does not say that nothing was there/);
  const bad = volumeAt(0, 95);
  const refused = await south!("POST", "/v1/coverage", { area: bad });
  assert.deepEqual([refused.status, refused.body.field], [422, "area.footprint.center"]);
});

test("the client ties, reports, asks; a text is signed only where somebody can tell what it says", async () => {
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  const address = server.app.server.address();
  assert.ok(address && typeof address === "object");
  const baseUrl = `http://127.0.0.1:${address.port}`;
  const token = await server.token({ roles: ["desk", "administrator"] });
  const client = createClient({ baseUrl, token });
  const { operationId, place } = await tracked("own by client");
  const { trackId } = await client.bindTrack({ operationId, identity: "mmsi 235070716" });
  const report = { identity: "mmsi 235070716", at: iso(0), position: place };
  assert.equal((await client.reportPositions({ reports: [report] })).takenCount, 1);
  // Long enough ago not to be the newest report, whatever the second of its minute.
  const options = { key: "one-key", heardAt: iso(-HOUR_MS / 10) };
  const first = await client.reportPositionsAsText("ais", SENTENCE, options);
  const again = await client.reportPositionsAsText("ais", SENTENCE, options);
  assert.deepEqual(again, first, "sent again it is the same request");
  assert.equal((await client.tracks({ operationId })).items.length, 2);
  assert.equal((await client.track(trackId)).state, "conforming");
  assert.ok((await client.coverage(operationId)).groundShare > 0);
  const area = volumeAt(...place, { start: iso(-HOUR_MS), end: iso(HOUR_MS) });
  assert.equal((await client.askCoverage({ area })).operations.length, 1);
  assert.equal((await client.endTrack(trackId)).trackId, trackId);
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const own = publicKey.export({ format: "jwk" }).x ?? "";
  await client.addKey({ publicKey: own, name: "desk" });
  const { sign } = await import("node:crypto");
  const signing = {
    publicKey: own,
    sign: async (message: Uint8Array) => new Uint8Array(sign(null, message, privateKey)),
  };
  const signed = createClient({ baseUrl, token, signing });
  await signed.bindTrack({ operationId, identity: "icao 3c6444" });
  assert.equal((await signed.reportPositions({ reports: [report] })).takenCount, 1);
  await assert.rejects(signed.reportPositionsAsText("ais", SENTENCE), NotMeantError);
  const knowing = createClient({ baseUrl, token, signing: { ...signing, isMeant: saysAis } });
  assert.equal((await knowing.reportPositionsAsText("ais", SENTENCE)).takenCount, 1);
});

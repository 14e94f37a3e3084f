/** One who probes: what it tries over the API, and what it must not get by it. docs/security.md. */

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, before, suite, test } from "node:test";
import {
  askAs,
  HOST,
  noticeAt,
  setTheatre,
  startTestServer,
  theatreOf,
  volumeAt,
} from "./fixture.ts";
import type { Ask, TestServer } from "./fixture.ts";

const EAST = { id: "EAST", names: { en: "East" }, kind: "military" } as const;

const file = async (ask: Ask, lngDeg: number): Promise<{ id: string; conflictIds: string[] }> => {
  const { status, body } = await ask("POST", "/v1/operations", noticeAt(lngDeg, 35.04));
  assert.equal(status, 201, JSON.stringify(body));
  return { id: body.operationId, conflictIds: body.conflictIds };
};

const word = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

suite("probing", () => {
  let server: TestServer;
  let north: Ask, south: Ask, east: Ask, host: Ask;
  before(async () => {
    server = await startTestServer({ isBare: true });
    const theatre = theatreOf({ secondPersonAgreement: true });
    await setTheatre(server.engine, { ...theatre, parties: [...theatre.parties, EAST] });
    const all = { roles: ["desk", "administrator", "approver"] } as const;
    north = await askAs(server, { party: "NORTH", ...all });
    south = await askAs(server, { party: "SOUTH", ...all });
    east = await askAs(server, { party: "EAST", ...all });
    host = await askAs(server, HOST);
  });
  after(() => server.close());

  test("how often one withdrew from a party does not tell which party is on the other side", async () => {
    await file(north, 40.04);
    await file(east, 42.04);
    const probe = await file(south, 40.045);
    assert.equal(probe.conflictIds.length, 1);
    await south("POST", `/v1/operations/${probe.id}/cancel`);
    const unknown = [];
    for (const lngDeg of [40.045, 42.045]) {
      const { conflictIds } = await file(south, lngDeg);
      const { body } = await south("GET", `/v1/conflicts/${conflictIds[0]}`);
      assert.equal(body.other.party, null);
      unknown.push([body.own.withdrawals, body.other.withdrawals]);
    }
    assert.deepEqual(unknown[0], unknown[1]);
    const listed = (await south("GET", "/v1/conflicts?state=open")).body.items;
    await north("POST", `/v1/conflicts/${listed[0].id}/own`);
    const { body } = await south("GET", `/v1/conflicts/${listed[0].id}`);
    assert.deepEqual([body.other.party, body.own.withdrawals], ["NORTH", 1]);
  });

  test("a conflict is listed for an operation only where it names the operation", async () => {
    const shown = await file(north, 44.04);
    const about = { to: "SOUTH", rung: "area_and_altitude" };
    await north("POST", `/v1/operations/${shown.id}/disclosures`, about);
    await north("POST", `/v1/operations/${shown.id}/disclosures/close`, { to: "SOUTH" });
    const replaced = { version: 1, volumes: [volumeAt(44.04, 35.04)] };
    assert.equal((await north("PUT", `/v1/operations/${shown.id}`, replaced)).status, 200);
    const own = await file(south, 44.045);
    const { body } = await south("GET", `/v1/conflicts/${own.conflictIds[0]}`);
    assert.deepEqual([body.other.party, body.other.operationId], [null, null]);
    const listed = await south("GET", `/v1/conflicts?operationId=${shown.id}`);
    assert.deepEqual(listed.body.items, []);
    assert.equal((await south("GET", `/v1/conflicts?operationId=${own.id}`)).body.items.length, 1);
  });

  test("a machine is nobody's second person", async () => {
    const n = await file(north, 46.04);
    const s = await file(south, 46.045);
    const [conflictId] = s.conflictIds;
    for (const ask of [north, south]) await ask("POST", `/v1/conflicts/${conflictId}/own`);
    const terms = { own: { shiftM: 5_000 } };
    const made = await north("POST", `/v1/conflicts/${conflictId}/proposals`, terms);
    const proposal = `/v1/proposals/${made.body.proposalId}`;
    assert.equal((await south("POST", `${proposal}/accept`)).status, 200, n.id);
    const client = await south("POST", "/v1/clients", { name: "robot", roles: ["desk"] });
    const token = await server.app.inject({
      method: "POST",
      url: "/oauth/token",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: `grant_type=client_credentials&client_id=${client.body.id}&client_secret=${client.body.secret}`,
    });
    const confirmed = await server.app.inject({
      method: "POST",
      url: `${proposal}/confirm`,
      headers: { authorization: `Bearer ${token.json().access_token}` },
    });
    assert.equal(confirmed.statusCode, 403, confirmed.body);
  });

  test("how a conflict was settled is between its two sides", async () => {
    await file(north, 48.04);
    const [id] = (await file(south, 48.045)).conflictIds;
    for (const ask of [north, south]) await ask("POST", `/v1/conflicts/${id}/own`);
    const terms = { own: { shiftM: 5_000 } };
    const made = await north("POST", `/v1/conflicts/${id}/proposals`, terms);
    const proposal = `/v1/proposals/${made.body.proposalId}`;
    await south("POST", `${proposal}/accept`);
    for (const party of ["NORTH", "SOUTH"]) {
      const second = await askAs(server, { party, roles: ["desk", "approver"], sub: "second" });
      assert.equal((await second("POST", `${proposal}/confirm`)).status, 200);
    }
    const seen = await Promise.all([south, host].map((ask) => ask("GET", `/v1/conflicts/${id}`)));
    assert.deepEqual(
      seen.map(({ body }) => [body.life, body.resolution?.kinds ?? null]),
      [
        ["resolved", ["altitude"]],
        ["resolved", null],
      ],
    );
  });

  test("one officer of the host can't show to all what was filed for none", async () => {
    const { body: theatre } = await host("GET", "/v1/theatre");
    const rules = { ...theatre.rules, disclosure: "full" };
    const { status, body } = await host("PUT", "/v1/theatre", { ...theatre, rules });
    assert.deepEqual([status, body.field], [422, "rules.disclosure"]);
    assert.equal((await host("PUT", "/v1/theatre", theatre)).status, 200);
  });

  test("a client assertion whose key is no text is refused as any other", async () => {
    const { publicKey } = generateKeyPairSync("ed25519");
    const { x } = publicKey.export({ format: "jwk" });
    for (const kid of [[x], { x }, 7, null, x]) {
      const assertion = `${word({ alg: "EdDSA", kid })}.${word({ sub: "client-x" })}.AAAA`;
      const type = encodeURIComponent("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
      const { statusCode, body } = await server.app.inject({
        method: "POST",
        url: "/oauth/token",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        payload: `grant_type=client_credentials&client_assertion_type=${type}&client_assertion=${assertion}`,
      });
      assert.equal(statusCode, 401, body);
    }
  });
});

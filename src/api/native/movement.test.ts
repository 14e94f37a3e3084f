import assert from "node:assert/strict";
import { generateKeyPairSync, webcrypto } from "node:crypto";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { createClient, signingWith } from "./client.ts";
import { askAs, HOST, startTestServer } from "./fixture.ts";
import type { Ask } from "./fixture.ts";
import { convoyFrom, ENDS, fileAndCheck } from "./test-movement.ts";

type Desks = { readonly ana: Ask; readonly ben: Ask; readonly south: Ask; readonly host: Ask };

const withDesks = async (use: (desks: Desks, lines: readonly string[]) => Promise<void>) => {
  const server = await startTestServer();
  const desk = (party: string, sub: string) => askAs(server, { party, sub });
  const [ana, ben] = [await desk("RELIEF", "ana"), await desk("RELIEF", "ben")];
  const south = await desk("SOUTH", "sergeant");
  await use({ ana, ben, south, host: await askAs(server, HOST) }, server.lines);
  await server.close();
};

test("a movement over HTTP: submitted, checked, told, answered, reported, closed", () =>
  withDesks(async ({ ana, ben, south, host }) => {
    const startMs = Date.now() + 50 * 3_600_000;
    const id = await fileAndCheck(ana, ben, convoyFrom(startMs));
    const path = `/v1/movements/${id}`;
    const seen = await south("GET", path);
    assert.deepEqual([seen.status, seen.body.detail], [200, "full"]);
    assert.deepEqual([seen.body.isChecked, seen.body.missing], [true, ["armed_escort"]]);
    assert.equal(seen.body.fields.legs[0].start, new Date(startMs).toISOString());
    const [receipt] = (await ana("GET", path)).body.receipts;
    assert.equal(receipt.state, "delivered");
    const ack = { version: 1, answer: "acknowledged" };
    assert.equal((await south("POST", `${path}/answer`, ack)).body.field, "readBack");
    const said = await south("POST", `${path}/answer`, { ...ack, readBack: ENDS });
    assert.deepEqual([said.status, said.body.statement.length > 40], [200, true]);
    const pass = { version: 1, levels: ["field_commander"] };
    assert.equal((await south("POST", `${path}/pass-on`, pass)).status, 200);
    const hold = await south("POST", `${path}/ask-hold`, { text: "shelling" });
    assert.equal(hold.status, 200);
    const fields = { movementState: "departed", at: new Date().toISOString(), place: ENDS.origin };
    assert.equal((await ana("POST", `${path}/reports`, { fields })).body.state, "departed");
    const early = { outcome: "completed" };
    assert.equal((await ana("POST", `${path}/close`, early)).status, 409);
    const arrived = { ...fields, movementState: "arrived", place: ENDS.destination };
    assert.equal((await ana("POST", `${path}/reports`, { fields: arrived })).status, 200);
    assert.equal((await ana("POST", `${path}/close`, early)).body.state, "closed");
    const listed = (await south("GET", "/v1/movements")).body.items;
    assert.deepEqual(
      [listed.length, listed[0].detail, listed[0].outcome],
      [1, "brief", "completed"],
    );
    assert.equal((await host("GET", path)).body.detail, "exists");
  }));

test("what is another's answers as what does not exist", () =>
  withDesks(async ({ ana, ben, south, host }) => {
    const id = await fileAndCheck(ana, ben, convoyFrom(Date.now() + 50 * 3_600_000), []);
    for (const [method, verb, body] of [
      ["GET", "", undefined],
      ["GET", "/people", undefined],
      ["POST", "/people/seal", { people: [] }],
      ["POST", "/ask-hold", { text: "x" }],
      ["POST", "/close", { outcome: "withdrawn" }],
    ] as const) {
      const about = async (one: string) => {
        const answer = await south(method, `/v1/movements/${one}${verb}`, body);
        return JSON.stringify([answer.status, answer.body]).replaceAll(one, "ID");
      };
      assert.equal(await about(id), await about("movement-00000000000000"), verb);
    }
    assert.equal((await host("GET", `/v1/movements/${id}/people`)).status, 403);
  }));

test("names are read by whom the owner lets, each time with a receipt", () =>
  withDesks(async ({ ana, ben, south }, lines) => {
    const id = await fileAndCheck(ana, ben, convoyFrom(Date.now() + 50 * 3_600_000));
    const path = `/v1/movements/${id}/people`;
    assert.equal((await ana("GET", path)).status, 404);
    const people = [{ name: "Miriam Unheard-Of", phone: "+999 1717171" }];
    const sealed = await ana("POST", `${path}/seal`, { people, contact: "+999 2828282" });
    assert.equal(sealed.status, 200);
    const key = { "idempotency-key": "once" };
    const put = () => ana("PUT", path, { sealed: sealed.body }, key);
    assert.equal((await put()).status, 200);
    assert.equal((await put()).headers["idempotent-replay"], "true");
    const read = await ben("GET", path);
    assert.deepEqual([read.body.people, read.body.contact], [people, "+999 2828282"]);
    assert.equal((await south("GET", path)).status, 404);
    const consent = { to: "SOUTH", rung: "full", seesPeople: true };
    assert.equal((await ana("POST", `/v1/movements/${id}/consents`, consent)).status, 200);
    assert.deepEqual((await south("GET", path)).body.people, people);
    const { reads } = (await ana("GET", `/v1/movements/${id}`)).body.people;
    assert.deepEqual(
      reads.map((one: { party: string; by: string | null }) => [one.party, one.by]),
      [
        ["RELIEF", "ben"],
        ["SOUTH", null],
      ],
    );
    const flipped = sealed.body.ciphertext.startsWith("A") ? "B" : "A";
    const damaged = { ...sealed.body, ciphertext: flipped + sealed.body.ciphertext.slice(1) };
    const refused = await ana("PUT", path, { sealed: damaged });
    assert.deepEqual([refused.status, refused.body.field], [422, "sealed"]);
    // A field that is wrong is named, and its content is not said.
    const wrong = await ana("POST", `${path}/seal`, { people: [{ nam: "Miriam Unheard-Of" }] });
    assert.equal(wrong.status, 400);
    assert.ok(!JSON.stringify(wrong.body).includes("Unheard"));
    assert.ok(!lines.some((line) => line.includes("Unheard") || line.includes("1717171")));
  }));

test("a party that signs enters what was sealed under its signature, in one call", async (t) => {
  const server = await startTestServer({ rules: { requireSignatures: true } });
  t.after(() => server.close());
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  const baseUrl = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const jwk = privateKey.export({ format: "jwk" });
  const key = await webcrypto.subtle.importKey("jwk", jwk, "Ed25519", false, ["sign"]);
  const signing = signingWith(publicKey.export({ format: "jwk" }).x!, key);
  const clientOf = async (sub: string, roles: readonly ("desk" | "administrator")[]) => {
    const token = await server.token({ party: "RELIEF", sub, roles });
    // The first key is added unsigned.
    return createClient({ baseUrl, token, ...(sub === "boss" ? {} : { signing }) });
  };
  const [boss, ana, ben] = [
    await clientOf("boss", ["administrator"]),
    await clientOf("ana", ["desk"]),
    await clientOf("ben", ["desk"]),
  ];
  await boss.addKey({ publicKey: signing.publicKey, name: "desk" });
  const fields = convoyFrom(Date.now() + 50 * 3_600_000);
  const recipients = [{ to: "SOUTH", rung: "full" }] as const;
  const { movementId: id } = await ana.submitMovement({ fields, recipients });
  assert.equal((await ben.checkMovement(id, { version: 1, readBack: ENDS })).state, "planned");
  const people = [{ name: "Miriam Unheard-Of" }];
  await ana.setPeople(id, { people });
  assert.deepEqual((await ben.people(id)).people, people);
  const said = { movementState: "departed", at: new Date().toISOString(), place: ENDS.origin };
  assert.equal((await ana.reportMovement(id, { fields: said })).state, "departed");
});

import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, suite, test } from "node:test";
import { encodeShort } from "../../formats/short-code.ts";
import type { ShortMessage } from "../../formats/short-code.ts";
import { createClient, NotMeantError } from "./client.ts";
import { askAs, HOST, startTestServer } from "./fixture.ts";
import type { Answer, Ask, TestServer } from "./fixture.ts";

const LINE = "/v1/channels/NORTH:SOUTH:watch_desk";
const LEVEL = "watch_desk";
const CODES = `${LINE}/short-codes`;
const URGENT = `${LINE}/urgent-short-codes`;
const fromRole = "duty_officer";

const DISTRESS = "WB1/DISTRESS/F/-/3436.126N03554.612E/2/DITCHING/YES/121.500/0O";
const QUERY = "WB1/PRESENCE-QUERY/I/-/3518.000N04012.000E-R2000/2611231400-UFN/FIRE-RECEIVED/PC";

const coded = (message: ShortMessage): string => {
  const code = encodeShort(message);
  assert.ok(code.ok, JSON.stringify(code));
  return code.value;
};

const ackOf = (target: string, more: ShortMessage["body"] = {}): string =>
  coded({ kind: "ack", precedence: "priority", body: { target, ackKind: "received", ...more } });

const pathOf = (id: string): string => `/v1/messages/${id}/short-code`;

suite("the short code over HTTP", () => {
  let server: TestServer;
  let [north, south, relief, host]: Ask[] = [];
  before(async () => {
    server = await startTestServer();
    north = await askAs(server, { sub: "captain-north" });
    south = await askAs(server, { party: "SOUTH", sub: "captain-south" });
    relief = await askAs(server, { party: "RELIEF" });
    host = await askAs(server, HOST);
    for (const parties of [["SOUTH"], ["RELIEF"]])
      await north("POST", "/v1/channels", { parties, level: LEVEL });
    await south("POST", `${LINE}/take`);
    await relief("POST", "/v1/channels/NORTH:RELIEF:watch_desk/take");
  });
  after(() => server.close());

  const say = async (code: string, ask = north!): Promise<Answer["body"]> => {
    const { status, body } = await ask("POST", CODES, { code, fromRole });
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  };

  test("a code is said as its message, and the message has that code", async () => {
    const { standsFor, message } = await say(QUERY);
    assert.equal(standsFor, "message");
    const { body } = await south!("GET", `/v1/messages/${message.messageId}`);
    assert.deepEqual(
      [body.party, body.kind, body.precedence, body.fromRole, body.toRole],
      ["NORTH", "presence_query", "immediate", "duty_officer", "watch_officer"],
    );
    assert.equal(body.fields.area.radiusM, 2000);
    assert.equal(body.fields.window.start, "2026-11-23T14:00:00.000Z");
    for (const ask of [north!, south!]) {
      const found = await ask("GET", `/v1/messages/${message.messageId}/short-code`);
      assert.deepEqual(found.body, { id: message.messageId, code: QUERY });
    }
  });

  test("how it was heard is kept with what was said, and is no part of its hash", async () => {
    const heard = { code: QUERY, fromRole, heardBy: "satellite_text" };
    const { message } = (await north!("POST", CODES, heard)).body;
    const path = `/v1/messages/${message.messageId}`;
    const { body } = await south!("GET", `${path}?language=en`);
    assert.equal(body.heardBy, "satellite_text");
    assert.match(body.rendered.text, /^Heard by: satellite text$/m);
    const unsaid = (await say(QUERY)).message;
    assert.equal(unsaid.hash, message.hash);
    assert.equal((await south!("GET", `/v1/messages/${unsaid.messageId}`)).body.heardBy, null);
    const code = ackOf(message.messageId, { hashSeen: message.hash });
    await south!("POST", CODES, { code, fromRole, heardBy: "voice" });
    const [receipt] = (await north!("GET", path)).body.receipts;
    assert.equal(receipt.acknowledged.heardBy, "voice");
    const wrong = await north!("POST", CODES, { ...heard, heardBy: "rumour" });
    assert.deepEqual([wrong.status, wrong.body.field], [400, "heardBy"]);
  });

  test("only who may read the message gets its code", async () => {
    const { message } = await say(QUERY);
    const another = await relief!("GET", pathOf(message.messageId));
    const none = await relief!("GET", pathOf("none"));
    assert.equal(another.status, 404);
    assert.equal(
      JSON.stringify(another.body).replace(message.messageId, "none"),
      JSON.stringify(none.body),
    );
    assert.equal((await host!("GET", pathOf(message.messageId))).status, 404);
  });

  test("a message without a short form is refused by the name of its field", async () => {
    const area = { kind: "circle", center: { lngDeg: 40, latDeg: 35 }, radiusM: 500 };
    const window = { start: "2026-11-23T06:00:00Z", end: null };
    const fields = { area, window, hazard: "mines" };
    const hazard = { kind: "hazard_warning", language: "en", fields };
    const watch = { role: "deputy", watch: "off", at: "2026-11-23T06:00:00Z" };
    for (const [request, field] of [
      [{ ...hazard, fields: { ...fields, text: "Marked with tape." } }, "fields.text"],
      [{ ...hazard, replyBy: "2200-01-01T00:00:00Z" }, "replyBy"],
      [{ ...hazard, kind: "watch_change", fields: watch }, "kind"],
    ] as const) {
      const sent = await north!("POST", `${LINE}/messages`, request);
      assert.equal(sent.status, 201, JSON.stringify(sent.body));
      const { status, body } = await south!(
        "GET",
        `/v1/messages/${sent.body.messageId}/short-code`,
      );
      assert.deepEqual([status, body.type, body.field], [422, "/problems/bad-field", field]);
      assert.match(body.detail, /has no short form/);
    }
  });

  test("any party may read a code; nothing is stored, and its text is in the language asked for", async () => {
    const before = (await north!("GET", "/v1/head")).body.rootHash;
    const { body } = await relief!("POST", "/v1/short-codes/read?language=ru", { code: DISTRESS });
    assert.deepEqual(
      [body.standsFor, body.kind, body.precedence, body.inReplyTo],
      ["message", "distress", "flash", null],
    );
    assert.equal(body.fields.frequency, "121.500");
    assert.match(body.rendered.text, /бедств/i);
    const plain = await relief!("POST", "/v1/short-codes/read", { code: DISTRESS.toLowerCase() });
    assert.deepEqual([plain.status, plain.body.rendered], [200, null]);
    const at = "2026-11-23T14:32:00.000Z";
    const reply = coded({
      kind: "cease_reply",
      precedence: "immediate",
      inReplyTo: "0k3f9xq2",
      body: { ceaseAnswer: "ceasing", effectiveMs: Date.parse(at) },
    });
    const read = (await relief!("POST", "/v1/short-codes/read", { code: reply })).body;
    assert.deepEqual(
      [read.inReplyTo, read.fields],
      ["0k3f9xq2", { ceaseAnswer: "ceasing", effective: at }],
    );
    assert.equal((await host!("POST", "/v1/short-codes/read", { code: reply })).status, 403);
    assert.equal((await north!("GET", "/v1/head")).body.rootHash, before);
  });

  test("a damaged code is named wherever it is given", async () => {
    for (const [code, field, said] of [
      [DISTRESS.replace("3436", "3439"), "code", /check characters 0O/],
      [DISTRESS.replace("3436", "3467"), "code", /check characters 0O.*part 5/],
      ["WB1", "code", /does not end in/],
    ] as const) {
      for (const answer of [
        await south!("POST", "/v1/short-codes/read", { code }),
        await north!("POST", CODES, { code, fromRole }),
        await north!("POST", URGENT, { code, fromRole }),
      ]) {
        const { status, body } = answer;
        assert.deepEqual([status, body.type, body.field], [422, "/problems/bad-field", field]);
        assert.match(body.detail, said);
        assert.match(body.remedy, /again, letter by letter/);
      }
    }
  });

  test("an ACK acknowledges the message that it names by id or by serial", async () => {
    for (const name of ["messageId", "serial"] as const) {
      const { message } = await say(QUERY);
      const hashSeen = message.hash.slice(0, 16);
      const code = ackOf(message[name], { hashSeen });
      const answer = await say(code, south);
      assert.deepEqual(
        [answer.standsFor, answer.message.messageId, answer.message.state],
        ["acknowledgement", message.messageId, "acknowledged"],
      );
      const { receipts } = (await north!("GET", `/v1/messages/${message.messageId}`)).body;
      assert.equal(receipts[0].acknowledged.role, fromRole);
    }
  });

  test("an ACK is held against what it acknowledges", async () => {
    const { message } = await say(QUERY);
    const hashSeen = message.hash.slice(0, 16);
    for (const [code, status, field] of [
      [ackOf(message.messageId), 422, "code.hashSeen"],
      [ackOf(message.messageId, { hashSeen: "0".repeat(16) }), 422, "code.hashSeen"],
      [ackOf("none", { hashSeen }), 404, undefined],
      [
        coded({
          kind: "ack",
          precedence: "priority",
          inReplyTo: "another",
          body: { target: message.messageId, ackKind: "received", hashSeen },
        }),
        422,
        "code.inReplyTo",
      ],
    ] as const) {
      const refused = await south!("POST", CODES, { code, fromRole });
      assert.deepEqual([refused.status, refused.body.field], [status, field]);
    }
    const machine = { code: ackOf(message.messageId, { hashSeen }), fromRole: "machine" };
    const refused = await south!("POST", CODES, machine);
    assert.deepEqual([refused.status, refused.body.field], [422, "fromRole"]);
  });

  test("a code is said in the name of one's own party, on the channel it names its message of", async () => {
    const { message } = await say(QUERY);
    const code = ackOf(message.messageId, { hashSeen: message.hash.slice(0, 16) });
    const own = await north!("POST", CODES, { code, fromRole });
    assert.deepEqual([own.status, own.body.type], [404, "/problems/not-found"]);
    const other = "/v1/channels/NORTH:RELIEF:watch_desk/short-codes";
    assert.equal((await north!("POST", other, { code, fromRole })).status, 404);
    assert.equal((await south!("POST", other, { code, fromRole })).status, 404);
    assert.equal((await relief!("POST", CODES, { code: QUERY, fromRole })).status, 404);
    assert.equal((await host!("POST", CODES, { code: QUERY, fromRole })).status, 403);
    const reply = {
      kind: "presence_reply",
      precedence: "immediate",
      inReplyTo: message.serial,
      body: { presenceAnswer: "not_ours" },
    } as const;
    const ownReply = await north!("POST", CODES, { code: coded(reply), fromRole });
    assert.deepEqual([ownReply.status, ownReply.body.field], [422, "code.inReplyTo"]);
    const answered = (await say(coded(reply), south)).message;
    const { body } = await north!("GET", `/v1/messages/${answered.messageId}`);
    assert.equal(body.inReplyTo, message.messageId, "the serial is that message");
    assert.equal((await north!("GET", `/v1/messages/${message.messageId}`)).body.state, "answered");
  });

  test("what a kind needs beside its code is asked for as part of the code", async () => {
    const code = coded({
      kind: "presence_reply",
      precedence: "immediate",
      body: { presenceAnswer: "ours" },
    });
    const { status, body } = await south!("POST", CODES, { code, fromRole });
    assert.deepEqual([status, body.field], [422, "code.inReplyTo"]);
  });

  test("the answer to a line check is one, by its number and its phrase", async () => {
    const { number, testPhrase } = (await south!("GET", LINE)).body.checks[0];
    const replyOf = (body: ShortMessage["body"]): string =>
      coded({
        kind: "line_check_reply",
        precedence: "test",
        body: { number, quality: 4, ...body },
      });
    const silent = await south!("POST", CODES, { code: replyOf({}), fromRole });
    assert.deepEqual([silent.status, silent.body.field], [422, "code.testPhrase"]);
    const wrong = { code: replyOf({ testPhrase: "blue moon" }), fromRole };
    assert.equal((await south!("POST", URGENT, wrong)).body.field, "code.testPhrase");
    const answer = await say(replyOf({ testPhrase }), south);
    assert.deepEqual(
      [answer.standsFor, answer.message, answer.channel.line],
      ["line_check_reply", null, "open"],
    );
    const [{ replies }] = (await north!("GET", LINE)).body.checks;
    assert.deepEqual([replies[0].quality, replies[0].role], [4, fromRole]);
  });

  test("said again under its key it is said once", async () => {
    const key = { "idempotency-key": "code-1" };
    const first = await north!("POST", CODES, { code: QUERY, fromRole }, key);
    const again = await north!("POST", CODES, { code: QUERY, fromRole }, key);
    assert.deepEqual(again.body, first.body);
    assert.equal(again.headers["idempotent-replay"], "true");
  });

  test("what passes everything, and acknowledgements, have a route that nothing stops", async () => {
    const calm = await north!("POST", URGENT, { code: QUERY, fromRole });
    assert.deepEqual([calm.status, calm.body.field], [422, "code"]);
    await south!("POST", `${LINE}/suspend`, { scope: ["all"] });
    try {
      const stopped = await north!("POST", CODES, { code: QUERY, fromRole });
      assert.equal(stopped.body.type, "/problems/line-suspended");
      const passed = await north!("POST", URGENT, { code: DISTRESS, fromRole });
      assert.equal(passed.status, 201);
      const { messageId, hash } = passed.body.message;
      const readBack = { lngDeg: 35.9102, latDeg: 34.6021 };
      const code = ackOf(messageId, { hashSeen: hash, readBack });
      const refused = await south!("POST", URGENT, {
        code: ackOf(messageId, { hashSeen: hash }),
        fromRole,
      });
      assert.deepEqual([refused.status, refused.body.field], [422, "code.readBack"]);
      const acknowledged = await south!("POST", URGENT, { code, fromRole });
      assert.equal(acknowledged.body.message.state, "acknowledged");
    } finally {
      await south!("POST", `${LINE}/restore`);
    }
  });

  test("through the client, whose signature is never over a code", async () => {
    await server.app.listen({ host: "127.0.0.1", port: 0 });
    const baseUrl = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
    const token = await server.token({ sub: "captain-north" });
    const client = createClient({ baseUrl, token });
    const channelId = "NORTH:SOUTH:watch_desk";
    const { message } = await client.sayUrgentShortCode(channelId, { code: DISTRESS, fromRole });
    const { code } = await client.shortCode(message!.messageId);
    assert.equal(code, DISTRESS);
    const read = await client.readShortCode({ code }, { language: "en" });
    assert.match(read.rendered!.text, /^Distress/);
    assert.equal((await client.sayShortCode(channelId, { code: QUERY, fromRole })).channel, null);
    const signing = { publicKey: "A".repeat(43), sign: async () => new Uint8Array(64) };
    const signer = createClient({ baseUrl, token, signing });
    await assert.rejects(signer.sayShortCode(channelId, { code: QUERY, fromRole }), NotMeantError);
  });
});

test("codes that pass everything are not counted with a party's other requests", async () => {
  const server = await startTestServer({ deps: { settings: { ratePerMinute: 3 } } });
  try {
    const ask = await askAs(server);
    const body = { code: DISTRESS, fromRole };
    const statuses = async (url: string): Promise<number[]> => {
      const found: number[] = [];
      for (let i = 0; i < 4; i++) found.push((await ask("POST", url, body)).status);
      return found;
    };
    // There is no such channel: that they are looked at is what counts.
    assert.deepEqual(await statuses(CODES), [404, 404, 404, 429]);
    assert.deepEqual(await statuses(URGENT), [404, 404, 404, 404]);
  } finally {
    await server.close();
  }
});

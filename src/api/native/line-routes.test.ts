import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, suite, test } from "node:test";
import { askAs, HOST, startTestServer } from "./fixture.ts";
import type { Ask, TestServer } from "./fixture.ts";

const LINE = "/v1/channels/NORTH:SOUTH:watch_desk";
const AREA = { kind: "circle", center: { lngDeg: 40, latDeg: 35 }, radiusM: 500 };

const hazard = (more: object = {}) => ({
  kind: "hazard_warning",
  language: "en",
  fields: {
    area: AREA,
    window: { start: "2026-11-23T06:00:00Z", end: null },
    hazard: "mines",
    text: "Marked with tape.",
  },
  ...more,
});

const distress = {
  kind: "distress",
  language: "ar",
  fields: {
    place: { lngDeg: 40.141, latDeg: 35.336 },
    persons: { from: 3, to: 3 },
    distress: "aircraft_down",
    passageAsked: "yes",
  },
};

suite("the line over HTTP", () => {
  let server: TestServer;
  let [north, south, relief, host]: Ask[] = [];
  before(async () => {
    server = await startTestServer();
    north = await askAs(server, { sub: "captain-north" });
    south = await askAs(server, { party: "SOUTH", sub: "captain-south" });
    relief = await askAs(server, { party: "RELIEF" });
    host = await askAs(server, HOST);
    const proposed = await north("POST", "/v1/channels", {
      parties: ["SOUTH"],
      level: "watch_desk",
    });
    assert.deepEqual([proposed.status, proposed.body.state], [201, "proposed"]);
    assert.equal(proposed.headers["location"], "/v1/channels/NORTH%3ASOUTH%3Awatch_desk");
    assert.equal((await south("POST", `${LINE}/take`)).body.state, "open");
  });
  after(() => server.close());

  const send = async (body: object, ask = north!): Promise<string> => {
    const sent = await ask("POST", `${LINE}/messages`, body);
    assert.equal(sent.status, 201, JSON.stringify(sent.body));
    return sent.body.messageId;
  };

  test("a message is sent, delivered, read, hashed and acknowledged", async () => {
    const id = await send(hazard());
    await south!("POST", `/v1/messages/${id}/delivered`);
    const { body: message } = await south!("GET", `/v1/messages/${id}`);
    assert.equal(message.fields.window.start, "2026-11-23T06:00:00.000Z");
    assert.equal(message.by, null, "the officer of another party is not told");
    const { body: said } = await south!("GET", `/v1/messages/${id}/said`);
    assert.equal(createHash("sha256").update(said.said).digest("hex"), message.hash);
    const hashSeen = message.hash.slice(0, 16);
    const ack = { kind: "received", role: "watch_officer", hashSeen };
    assert.equal(
      (await south!("POST", `/v1/messages/${id}/acknowledge`, ack)).body.state,
      "acknowledged",
    );
    const { body: told } = await north!("GET", `/v1/messages/${id}`);
    assert.equal(told.by, "captain-north");
    const [receipt] = told.receipts;
    assert.deepEqual([receipt.state, receipt.acknowledged.by], ["acknowledged", null]);
    assert.match(receipt.acknowledged.statement, /not permission/);
    assert.equal(
      (await south!("GET", `/v1/messages/${id}`)).body.receipts[0].acknowledged.by,
      "captain-south",
    );
  });

  test("the host is told that it exists, and none else is told anything", async () => {
    const id = await send(hazard());
    const { body } = await host!("GET", `/v1/messages/${id}`);
    assert.equal(body.detail, "exists");
    assert.doesNotMatch(JSON.stringify(body), /mines|tape|hazard|captain/);
    assert.equal((await host!("GET", `/v1/messages/${id}/said`)).status, 404);
    const another = await relief!("GET", `/v1/messages/${id}`);
    const none = await relief!("GET", "/v1/messages/none");
    assert.equal(another.status, 404);
    assert.equal(JSON.stringify(another.body).replace(id, "none"), JSON.stringify(none.body));
    assert.deepEqual((await relief!("GET", "/v1/messages")).body.items, []);
    assert.equal((await relief!("GET", LINE)).status, 404);
    assert.equal((await relief!("POST", `${LINE}/messages`, hazard())).status, 404);
  });

  test("two of the host's people may open a message, and both sides find that in their read log", async () => {
    const id = await send(hazard());
    const asked = { what: "message", id, reason: "Asked for by both parties." };
    const { body: opening } = await host!("POST", "/v1/openings", asked);
    assert.equal((await host!("GET", `/v1/messages/${id}`)).body.detail, "exists");
    const second = await askAs(server, { ...HOST, sub: "second" });
    assert.equal((await second("POST", `/v1/openings/${opening.id}/second`)).status, 200);
    const { body } = await host!("GET", `/v1/messages/${id}`);
    assert.deepEqual([body.detail, body.fields.hazard, body.by], ["full", "mines", null]);
    for (const ask of [north!, south!])
      assert.equal((await ask("GET", "/v1/read-log")).body.items.length, 1);
    assert.equal((await relief!("GET", "/v1/read-log")).body.items.length, 0);
  });

  test("a read-back that is off is refused with the slip it looks like, and both are told", async () => {
    const id = await send(distress);
    const { hash } = (await south!("GET", `/v1/messages/${id}`)).body;
    const ack = { kind: "received", role: "watch_officer", hashSeen: hash };
    const path = `/v1/messages/${id}/acknowledge`;
    const missing = await south!("POST", path, ack);
    assert.deepEqual([missing.status, missing.body.field], [422, "readBack"]);
    const swapped = { lngDeg: 35.336, latDeg: 40.141 };
    const wrong = await south!("POST", path, { ...ack, readBack: swapped });
    assert.match(wrong.body.detail, /latitude and longitude look swapped/);
    const { receipts } = (await north!("GET", `/v1/messages/${id}`)).body;
    assert.equal(receipts[0].readBacks[0].suspects[0].slip, "swapped");
    const right = { lngDeg: 40.1411, latDeg: 35.336 };
    assert.equal(
      (await south!("POST", path, { ...ack, readBack: right })).body.state,
      "acknowledged",
    );
  });

  test("fields are looked at one by one, under the names of the wire", async () => {
    for (const [change, field] of [
      [{ fields: { ...hazard().fields, hazard: "dragons" } }, "fields.hazard"],
      [
        { fields: { ...hazard().fields, window: { start: "now", end: null } } },
        "fields.window.start",
      ],
      [{ fields: { ...hazard().fields, colour: "red" } }, "fields.colour"],
      [{ replyBy: "2001-01-01T00:00:00Z" }, "replyBy"],
    ] as const) {
      const { status, body } = await north!("POST", `${LINE}/messages`, hazard(change));
      assert.ok(status === 422 || status === 400, JSON.stringify(body));
      assert.equal(body.field, field);
    }
    const reply = { kind: "presence_reply", language: "en", fields: { presenceAnswer: "ours" } };
    const refused = await south!("POST", `${LINE}/messages`, reply);
    assert.deepEqual([refused.status, refused.body.field], [422, "inReplyTo"]);
  });

  test("the text is made in the language asked for, and what the author wrote stays", async () => {
    const id = await send(hazard());
    const path = `/v1/messages/${id}`;
    assert.equal((await south!("GET", path)).body.rendered, null);
    const inArabic = (await south!("GET", `${path}?language=ar`)).body.rendered;
    assert.match(inArabic.title, /تحذير من خطر/);
    assert.match(inArabic.text, /Marked with tape\./);
    const header = { "accept-language": "fr, ru-RU;q=0.8, en;q=0.5" };
    const inRussian = (await south!("GET", path, undefined, header)).body.rendered;
    assert.match(inRussian.title, /предупреждение об опасности/i);
    const page = await south!("GET", `${LINE}/messages?language=en&limit=1`);
    assert.equal(page.body.items[0].rendered.language, "en");
    assert.equal((await south!("GET", `${path}?language=xx`)).status, 400);
  });

  test("an acknowledgement carries what it is not, in the reader's language", async () => {
    const id = await send(hazard());
    const { hash } = (await south!("GET", `/v1/messages/${id}`)).body;
    const ack = { kind: "received", role: "watch_officer", hashSeen: hash };
    await south!("POST", `/v1/messages/${id}/acknowledge`, ack);
    const { body } = await north!("GET", `/v1/messages/${id}?language=ru`);
    assert.match(body.receipts[0].acknowledged.statement, /не является ни разрешением/);
  });

  test("the table of kinds says what each may say, in the words of the wire", async () => {
    const { body } = await north!("GET", "/v1/message-kinds");
    const distressKind = body.kinds.find(({ kind }: { kind: string }) => kind === "distress");
    assert.equal(distressKind.passesAll, true);
    const cease = body.kinds.find(({ kind }: { kind: string }) => kind === "cease_request");
    assert.ok(cease.fields.some(({ name }: { name: string }) => name === "since"));
    assert.deepEqual(body.words.presenceAnswer[0], "ours");
  });

  test("what waits for the reader comes most urgent first, in pages", async () => {
    const routine = await send(hazard({ precedence: "routine" }));
    const flash = await send(hazard({ precedence: "flash" }));
    const { body } = await south!("GET", "/v1/messages?waiting=true&limit=1");
    assert.equal(body.items[0].precedence, "flash");
    assert.ok(body.remaining >= 1);
    const all = await south!("GET", "/v1/messages?waiting=true");
    const ids = all.body.items.map(({ id }: { id: string }) => id);
    assert.ok(ids.indexOf(flash) < ids.indexOf(routine));
    assert.deepEqual((await north!("GET", "/v1/messages?waiting=true")).body.items, []);
    const first = await north!("GET", `${LINE}/messages?limit=2`);
    const rest = await north!("GET", `${LINE}/messages?after=${first.body.next}`);
    assert.equal(rest.body.items.length, first.body.remaining);
  });

  test("a correction points at what it corrects; both stay", async () => {
    const id = await send(hazard());
    const fields = { target: id, fieldName: "hazard", was: "mines", is: "unexploded_ordnance" };
    const corrected = await send({ kind: "correction", language: "en", fields });
    const { body } = await south!("GET", `/v1/messages/${id}`);
    assert.deepEqual([body.correctedBy, body.fields.hazard], [[corrected], "mines"]);
    const wrong = { ...fields, fieldName: "colour" };
    const refused = await north!("POST", `${LINE}/messages`, {
      kind: "correction",
      language: "en",
      fields: wrong,
    });
    assert.equal(refused.body.field, "fields.fieldName");
    const retract = { target: id, retractReason: "sent_in_error" };
    const retracted = await send({ kind: "retract", language: "en", fields: retract });
    const after = (await south!("GET", `/v1/messages/${id}`)).body;
    assert.deepEqual(
      [after.retractedBy, after.state, after.fields.hazard],
      [retracted, "closed", "mines"],
    );
  });

  test("a translation is marked with who made it, and the original stays", async () => {
    const id = await send(hazard());
    const translation = {
      language: "ru",
      translator: { kind: "machine", name: "example-translator 1" },
      texts: { text: "Отмечено лентой." },
    };
    const path = `/v1/messages/${id}/translations`;
    assert.equal((await south!("POST", path, translation)).status, 200);
    const { body } = await north!("GET", `/v1/messages/${id}`);
    assert.equal(body.fields.text, "Marked with tape.");
    assert.equal(body.translations[0].translator.kind, "machine");
    assert.equal(
      (await south!("POST", path, { ...translation, texts: { hazard2: "x" } })).status,
      422,
    );
    assert.equal((await south!("POST", path, { ...translation, language: "en" })).status, 422);
  });

  test("a line check is answered with its phrase", async () => {
    const { checks } = (await south!("GET", LINE)).body;
    const { number, testPhrase } = checks[0];
    const reply = { number, testPhrase, quality: 4, role: "machine" };
    const path = `${LINE}/line-check-replies`;
    const wrong = await south!("POST", path, { ...reply, testPhrase: "blue moon" });
    assert.equal(wrong.body.field, "testPhrase");
    assert.equal((await south!("POST", path, reply)).body.line, "open");
    assert.equal((await south!("POST", path, reply)).status, 409);
    assert.equal((await north!("GET", LINE)).body.checks[0].replies[0].quality, 4);
    assert.deepEqual((await host!("GET", LINE)).body.checks, []);
  });

  test("a suspension stops what it names, and never distress", async () => {
    const said = { scope: ["all"], text: "In protest." };
    const unsaid = await south!("POST", `${LINE}/suspend`, said);
    assert.deepEqual([unsaid.status, unsaid.body.field], [422, "language"]);
    const suspended = await south!("POST", `${LINE}/suspend`, { ...said, language: "en" });
    const [declared] = (await north!("GET", LINE)).body.suspensions;
    assert.deepEqual([declared.text, declared.language], ["In protest.", "en"]);
    const [known] = (await host!("GET", LINE)).body.suspensions;
    assert.deepEqual([known.text, known.language], [null, null]);
    assert.equal(suspended.body.line, "suspended");
    const stopped = await north!("POST", `${LINE}/messages`, hazard());
    assert.deepEqual([stopped.status, stopped.body.type], [409, "/problems/line-suspended"]);
    const passed = await north!("POST", `${LINE}/urgent-messages`, distress);
    assert.deepEqual([passed.status, passed.body.state], [201, "sent"]);
    assert.equal((await south!("POST", `${LINE}/suspend`, { scope: ["all"] })).status, 409);
    assert.equal((await north!("POST", `${LINE}/restore`)).status, 409);
    assert.equal((await host!("GET", LINE)).body.suspensions[0].text, null);
    assert.equal((await south!("POST", `${LINE}/restore`)).body.line, "restored");
    assert.equal((await north!("POST", `${LINE}/messages`, hazard())).status, 201);
  });

  test("each event is told to the channel's parties, and to the host without what it says", async () => {
    const id = await send(hazard());
    const heard = (reader: Parameters<typeof server.engine.journal.since>[0]) =>
      server.engine.journal
        .since(reader, 0)
        .events.filter(({ told }) => "message" in told && told.message.id === id);
    assert.equal(heard({ kind: "party", party: "SOUTH" }).length, 1);
    assert.equal(heard({ kind: "party", party: "RELIEF" }).length, 0);
    assert.doesNotMatch(JSON.stringify(heard({ kind: "host" })), /mines/);
  });
});

test("distress is delivered though a party's requests are used up", async () => {
  const server = await startTestServer({ deps: { settings: { ratePerMinute: 5 } } });
  const north = await askAs(server);
  const south = await askAs(server, { party: "SOUTH" });
  await north("POST", "/v1/channels", { parties: ["SOUTH"], level: "watch_desk" });
  await south("POST", `${LINE}/take`);
  for (let i = 0; i < 6; i++) await north("GET", "/v1/head");
  assert.equal((await north("POST", `${LINE}/messages`, hazard())).status, 429);
  assert.equal((await north("POST", `${LINE}/urgent-messages`, distress)).status, 201);
  assert.equal((await north("POST", `${LINE}/urgent-messages`, hazard())).status, 400);
  await server.close();
});

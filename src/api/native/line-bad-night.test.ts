/** Two desks on one line over the real API, on a night when much goes wrong. */

import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { LIMITS } from "../../core/limits.ts";
import { askAs, startTestServer } from "./fixture.ts";
import type { Ask, TestServer } from "./fixture.ts";

const LINE = "/v1/channels/NORTH:SOUTH:watch_desk";
const PLACE = { lngDeg: 40.141, latDeg: 35.336 };
const ROLE = "watch_officer";

const distress = {
  kind: "distress",
  language: "ar",
  fields: {
    place: PLACE,
    persons: { from: 3, to: 3 },
    distress: "aircraft_down",
    passageAsked: "yes",
  },
};

const concernOf = (target: string, text?: string) => ({
  kind: "concern",
  language: "ar",
  fields: { target, concern: "safety", ...(text === undefined ? {} : { text }) },
});

suite("a bad night on the line", () => {
  let server: TestServer;
  let [north, south]: Ask[] = [];
  before(async () => {
    server = await startTestServer();
    north = await askAs(server, { sub: "captain-north" });
    south = await askAs(server, { party: "SOUTH", sub: "captain-south" });
    await north("POST", "/v1/channels", { parties: ["SOUTH"], level: "watch_desk" });
    await south("POST", `${LINE}/take`);
  });
  after(() => server.close());

  const send = async (body: object, ask = north!): Promise<string> => {
    const sent = await ask("POST", `${LINE}/messages`, body);
    assert.equal(sent.status, 201, JSON.stringify(sent.body));
    return sent.body.messageId;
  };
  const ackOf = async (id: string) => {
    const { hash } = (await south!("GET", `/v1/messages/${id}`)).body;
    return { kind: "received", role: ROLE, hashSeen: hash };
  };

  test("acknowledged before its machine said that it was delivered, it is both, each with its time", async () => {
    const id = await send(distress);
    const ack = { ...(await ackOf(id)), readBack: PLACE };
    const path = `/v1/messages/${id}`;
    assert.equal((await south!("POST", `${path}/acknowledge`, ack)).body.state, "acknowledged");
    assert.equal((await south!("POST", `${path}/delivered`)).body.state, "acknowledged");
    const [receipt] = (await north!("GET", path)).body.receipts;
    assert.equal(receipt.state, "acknowledged");
    assert.ok(receipt.deliveredAt >= receipt.acknowledged.at, JSON.stringify(receipt));
    const again = await south!("POST", `${path}/acknowledge`, ack);
    assert.deepEqual([again.status, again.body.reason ?? again.body.code], [409, again.body.code]);
  });

  test("a distress with a wrong position is retracted and sent anew, not corrected in words", async () => {
    const id = await send(distress);
    const fields = { target: id, fieldName: "place", was: "40.141 E", is: "41.141 E" };
    const wrong = await north!("POST", `${LINE}/messages`, {
      kind: "correction",
      language: "en",
      fields,
    });
    assert.deepEqual([wrong.status, wrong.body.field], [422, "fields.fieldName"]);
    await send({
      kind: "retract",
      language: "en",
      fields: { target: id, retractReason: "wrong_facts" },
    });
    const late = await south!("POST", `/v1/messages/${id}/acknowledge`, {
      ...(await ackOf(id)),
      readBack: PLACE,
    });
    assert.equal(late.status, 409);
    const { body } = await south!("GET", `/v1/messages/${id}`);
    assert.equal(body.state, "closed");
    assert.equal(body.fields.place.lngDeg, PLACE.lngDeg, "nothing is deleted");
  });

  test("correcting a correction keeps all three", async () => {
    const id = await send(distress);
    const correct = (target: string, fieldName: string, is: string) =>
      send({ kind: "correction", language: "en", fields: { target, fieldName, is } });
    const first = await correct(id, "persons", "4");
    const second = await correct(first, "is", "5");
    const { body } = await south!("GET", `/v1/messages/${id}`);
    assert.deepEqual([body.fields.persons, body.correctedBy], [{ from: 3, to: 3 }, [first]]);
    const { correctedBy } = (await south!("GET", `/v1/messages/${first}`)).body;
    assert.deepEqual(correctedBy, [second]);
  });

  test("while it is suspended, a distress runs its whole course: read back, doubted, answered", async () => {
    await south!("POST", `${LINE}/suspend`, { scope: ["all"], text: "احتجاجًا.", language: "ar" });
    const id = await send(distress);
    assert.equal(
      (await south!("POST", `${LINE}/messages`, concernOf(id, "الموقع غير مؤكد."))).status,
      201,
    );
    const help = { ...distress, kind: "sar_request", inReplyTo: id };
    await send(help, south);
    const { body } = await north!("GET", `/v1/messages/${id}?language=ru`);
    assert.equal(body.state, "answered");
    const hazard = {
      kind: "hazard_warning",
      language: "en",
      fields: {
        area: { kind: "circle", center: PLACE, radiusM: 500 },
        window: { start: "2026-11-23T06:00:00Z", end: null },
        hazard: "mines",
      },
    };
    assert.equal((await north!("POST", `${LINE}/messages`, hazard)).status, 409);
    await south!("POST", `${LINE}/restore`);
    await send(hazard);
  });

  test("a very long Arabic text comes through whole, and one more character is refused by its name", async () => {
    const id = await send(distress);
    const line = "الجسر الشرقي مغلق، والطريق إلى النهر تحت إطلاق النار.\n";
    const charsMax = LIMITS.messageFreeTextCharsMax;
    const text = line.repeat(Math.ceil(charsMax / line.length)).slice(0, charsMax - 1) + "ن";
    const long = await send(concernOf(id, text), south);
    for (const language of ["en", "ar", "ru"]) {
      const { body } = await north!("GET", `/v1/messages/${long}?language=${language}`);
      assert.equal(body.fields.text, text);
      const last = text.split("\n").at(-1)!;
      assert.ok(body.rendered.text.includes(last), "to its last line");
    }
    const over = await south!("POST", `${LINE}/messages`, concernOf(id, `${text}ن`));
    assert.deepEqual([over.status, over.body.field], [422, "fields.text"]);
  });

  test("marks that turn the direction of what follows are refused wherever a person writes", async () => {
    const turned = "Keep clear\u202E of it";
    const id = await send(distress);
    const answers = [
      await south!("POST", `${LINE}/messages`, concernOf(id, turned)),
      await south!("POST", `${LINE}/suspend`, {
        scope: ["meetings"],
        text: turned,
        language: "en",
      }),
      await south!("POST", `/v1/messages/${id}/acknowledge`, {
        ...(await ackOf(id)),
        kind: "received_with_concern",
        concern: "safety",
        text: turned,
        language: "en",
        readBack: PLACE,
      }),
    ];
    for (const { status, body } of answers)
      assert.ok(status === 422 && body.field.endsWith("text"), JSON.stringify(body));
    const plain = concernOf(id, "Beware.");
    const concern = await send(plain, south);
    const translation = {
      language: "en",
      translator: { kind: "machine", name: "engine" },
      texts: { text: turned },
    };
    const { status, body } = await north!(
      "POST",
      `/v1/messages/${concern}/translations`,
      translation,
    );
    assert.deepEqual([status, body.field], [422, "texts.text"]);
  });

  test("a closed channel leaves what was sent to be acknowledged, and takes a distress alone", async () => {
    const id = await send(distress);
    await south!("POST", `${LINE}/close`);
    const ack = { ...(await ackOf(id)), readBack: PLACE };
    const { body } = await south!("POST", `/v1/messages/${id}/acknowledge`, ack);
    assert.equal(body.state, "acknowledged");
    assert.equal((await north!("POST", `${LINE}/messages`, concernOf(id))).status, 422);
    assert.equal((await south!("POST", `${LINE}/restore`)).status, 409);
    const late = await send(distress);
    assert.equal((await south!("POST", `${LINE}/messages`, concernOf(late))).status, 201);
  });
});

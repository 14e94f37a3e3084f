import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import {
  altitudeOf,
  BASE_URL,
  DETAILS,
  extentAt,
  intentBody,
  INTENTS,
  newId,
  OWN,
  place,
} from "./test-messages.ts";
import { askAs } from "../native/fixture.ts";
import type { Ask } from "../native/fixture.ts";
import { checkBody, startUssServer } from "./test-uss.ts";
import type { AskUss, UssServer } from "./test-uss.ts";

let server: UssServer;
let [operator, peer, other]: AskUss[] = [];
let desk: Ask;
before(async () => {
  server = await startUssServer({ settings: { uss: OWN } });
  [operator, peer, other] = ["operator", "uss2", "uss3"].map((sub) => server.as(sub));
  desk = await askAs(server);
});
after(() => server.close());

const timeMs = (ms: number, finer = "") => ({
  value: new Date(ms).toISOString().replace("Z", `${finer}Z`),
  format: "RFC3339",
});
/** As sent, so that it can be compared. */
const telemetryAt = (atMs: number, change: object = {}, place: object = {}) => ({
  time_measured: timeMs(atMs, "125"),
  position: { longitude: 40.001, latitude: 35.002, ...place },
  ...change,
});

type State = "Accepted" | "Activated" | "Nonconforming" | "Contingent";
const put = async (id: string, states: readonly State[], uss_base_url = OWN.baseUrl) => {
  const [lng, lat] = place();
  let path = `${INTENTS}/${id}`;
  for (const state of states) {
    const fresh = { new_subscription: { uss_base_url } };
    const body = intentBody({ uss_base_url, state, extents: [extentAt(lng, lat)], ...fresh });
    const { status, body: told } = await operator!("PUT", path, body);
    assert.ok(status < 300, JSON.stringify(told));
    path = `${INTENTS}/${id}/${told.operational_intent_reference.ovn}`;
  }
  return { id, path };
};
const off = async (): Promise<string> => (await put(newId(), ["Accepted", "Nonconforming"])).id;
const say = (id: string, telemetry: object, asker = operator!) =>
  asker("POST", `${DETAILS}/${id}/telemetry`, telemetry);
const read = (id: string) => peer!("GET", `${DETAILS}/${id}/telemetry`);

/** The identity and the last report of each track of the intent's operation. */
const tracksOf = async (id: string) => {
  const { body } = await desk("GET", "/v1/tracks");
  return body.items.filter((one: { identity: string }) => one.identity === `own f3548 ${id}`);
};

suite("telemetry of a hosted intent", () => {
  test("is read as its manager said it, and stands in a track of its operation", async () => {
    const id = await off();
    const nowMs = Date.now();
    const telemetry = telemetryAt(
      nowMs - 1000,
      { velocity: { speed: 12.5, units_speed: "MetersPerSecond", track: 90 } },
      { altitude: altitudeOf(64.5), accuracy_h: "HA3m", accuracy_v: "VA10m" },
    );
    assert.equal((await say(id, telemetry)).status, 204);
    const { status, body } = await read(id);
    assert.equal(status, 200);
    checkBody("GetOperationalIntentTelemetryResponse", body);
    const { next_telemetry_opportunity: next, ...rest } = body;
    assert.deepEqual(rest, { operational_intent_id: id, telemetry });
    assert.ok(Date.parse(next.value) >= nowMs, "from now on: it is the first");
    const [track] = await tracksOf(id);
    assert.deepEqual(track.lastReport.position, [40.001, 35.002]);
    assert.equal(Date.parse(track.lastReport.at), nowMs - 1000);
    assert.equal(track.state, "unjudged", "its time has not begun");
  });

  test("is the newest that was measured; the next is expected as far on as it was apart", async () => {
    const id = await off();
    const nowMs = Date.now();
    for (const atMs of [nowMs - 30_000, nowMs, nowMs - 20_000]) {
      assert.equal((await say(id, telemetryAt(atMs))).status, 204);
    }
    const { body } = await read(id);
    assert.deepEqual(body.telemetry, telemetryAt(nowMs));
    assert.equal(Date.parse(body.next_telemetry_opportunity.value), nowMs + 30_000);
    const tracks = await tracksOf(id);
    assert.deepEqual([tracks.length, tracks[0].reportCount, tracks[0].lateCount], [1, 3, 1]);
  });

  test("that is stale is told with its time, and nothing new is expected", async () => {
    const id = await off();
    const telemetry = telemetryAt(Date.now() - 3_600_000);
    await say(id, telemetry);
    assert.deepEqual((await read(id)).body, { operational_intent_id: id, telemetry });
  });

  test("that was worked out is told, and is no report of a track", async () => {
    const id = await off();
    const telemetry = telemetryAt(Date.now(), {}, { extrapolated: true });
    await say(id, telemetry);
    assert.deepEqual((await read(id)).body.telemetry, telemetry);
    assert.deepEqual(await tracksOf(id), []);
  });

  test("may come from a desk of its party, under the intent's identity and no other", async () => {
    const id = await off();
    const first = telemetryAt(Date.now() - 60_000);
    await say(id, first);
    const [{ operationId, identity }] = await tracksOf(id);
    const tied = await desk("POST", "/v1/tracks", { operationId, identity: "own drone 1" });
    assert.equal(tied.status, 201);
    const at = new Date().toISOString();
    const report = async (name: string) => {
      const reports = [{ identity: name, at, position: [41, 36] }];
      assert.equal((await desk("POST", "/v1/position-reports", { reports })).status, 201);
    };
    await report("own drone 1");
    assert.deepEqual((await read(id)).body.telemetry, first, "the desk's alone");
    await report(identity);
    const told = await read(id);
    checkBody("GetOperationalIntentTelemetryResponse", told.body);
    assert.deepEqual(told.body.telemetry, {
      time_measured: { value: at.replace(/\.?0*Z/, "Z"), format: "RFC3339" },
      position: { longitude: 41, latitude: 36 },
    });
  });

  for (const [states, status] of [
    [["Accepted"], 409],
    [["Accepted", "Activated"], 409],
    [["Accepted", "Nonconforming"], 200],
    [["Accepted", "Nonconforming", "Activated"], 409],
    [["Accepted", "Contingent"], 200],
  ] as const) {
    test(`${states.join(", ")}: ${status}`, async () => {
      const { id } = await put(newId(), states);
      const before = await read(id);
      assert.equal(before.status, status === 200 ? 412 : 409, "before there is any");
      assert.equal(
        (await say(id, telemetryAt(Date.now()))).status,
        204,
        "it may be said at any time",
      );
      assert.equal((await read(id)).status, status);
    });
  }

  test("is read of what is there and hosted", async () => {
    const elsewhere = await put(newId(), ["Accepted", "Nonconforming"], BASE_URL);
    const gone = await put(newId(), ["Accepted", "Nonconforming"]);
    await say(gone.id, telemetryAt(Date.now()));
    assert.equal((await operator!("DELETE", gone.path)).status, 200);
    for (const [id, status] of [
      [elsewhere.id, 404],
      [gone.id, 404],
      [newId(), 404],
      ["x", 400],
    ] as const) {
      assert.equal((await read(id)).status, status);
      assert.equal((await say(id, telemetryAt(Date.now()))).status, status);
    }
    const again = await put(gone.id, ["Accepted", "Nonconforming"]);
    assert.equal((await read(again.id)).status, 412, "nothing is left of the one before");
  });

  test("is said by the manager", async () => {
    assert.equal((await say(await off(), telemetryAt(Date.now()), other)).status, 403);
  });

  for (const [name, telemetry, message] of [
    ["no time", telemetryAt(0, { time_measured: undefined }), /^time_measured /],
    ["no position", telemetryAt(Date.now(), { position: undefined }), /^position\.latitude /],
    [
      "no longitude",
      telemetryAt(Date.now(), {}, { longitude: undefined }),
      /^position\.longitude /,
    ],
    [
      "a latitude that is none",
      telemetryAt(Date.now(), {}, { latitude: 91 }),
      /^position\.latitude /,
    ],
    [
      "an accuracy that is none",
      telemetryAt(Date.now(), {}, { accuracy_h: "good" }),
      /^position\.accuracy_h /,
    ],
    ["a time to come", telemetryAt(Date.now() + 600_000), /^time_measured /],
    ["a time long past", telemetryAt(Date.now() - 2 * 86_400_000), /^time_measured /],
  ] as const) {
    test(`with ${name}: 400`, async () => {
      const id = await off();
      const answer = await say(id, telemetry);
      assert.equal(answer.status, 400);
      assert.match(answer.body.message, message);
      assert.equal((await read(id)).status, 412);
      assert.deepEqual(await tracksOf(id), []);
    });
  }
});

/** What USSs see over the wire of operations that desks have filed. */

import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import type { Command } from "../../core/commands.ts";
import type { Rung } from "../../core/disclosure/model.ts";
import { noticeAt, volumeAt } from "../native/fixture.ts";
import type { FileRequest } from "../native/operation.ts";
import { OVN_OF_ANOTHER } from "./encode.ts";
import {
  BASE_URL,
  circleAt,
  constraintBody,
  CONSTRAINTS,
  extentAt,
  intentBody,
  INTENTS,
  newId,
  place,
  subscriptionBody,
  SUBSCRIPTIONS,
  timeAt,
} from "./test-messages.ts";
import { checkBody, startUssServer } from "./test-uss.ts";
import type { AskUss, UssServer } from "./test-uss.ts";

const OWN = {
  name: "dss-as-uss",
  baseUrl: "https://own.example.com/f3548",
  tokens: "own",
} as const;
const DETAILS = "/uss/v1/constraints";

let server: UssServer;
/** Of NORTH, by default; of SOUTH by its name in the settings. */
let [uss, south]: AskUss[] = [];
before(async () => {
  server = await startUssServer({ settings: { uss: OWN } });
  [uss, south] = [server.as("uss1"), server.as("south")];
});
after(() => server.close());

const areaAt = (lng: number, lat: number) => ({
  area_of_interest: { volume: { outline_circle: circleAt(lng, lat) } },
});
const shownAt = async (ask: AskUss, [lng, lat]: readonly [number, number]) => {
  const { status, body } = await ask("POST", `${CONSTRAINTS}/query`, areaAt(lng, lat));
  assert.equal(status, 200);
  checkBody("QueryConstraintReferencesResponse", body);
  return body.constraint_references;
};

const fileAs = async (on: UssServer, party: string, notice: FileRequest): Promise<string> => {
  const { statusCode, body } = await on.app.inject({
    method: "POST",
    url: "/v1/operations",
    headers: {
      authorization: `Bearer ${await on.token({ party })}`,
      "idempotency-key": newId(),
    },
    payload: notice,
  });
  assert.equal(statusCode, 201, body);
  return JSON.parse(body).operationId;
};

const sayAs = async (on: UssServer, party: string, command: Command): Promise<void> => {
  const commandId = newId();
  const origin = { party, key: null };
  const { outcome } = await on.engine.submit({ origin, commandId, command, survey: {} });
  assert.ok(outcome.ok, JSON.stringify(outcome));
};

const disclose = (operationId: string, rung: Rung): Promise<void> =>
  sayAs(server, "SOUTH", { kind: "disclose", operationId, to: "NORTH", rung });

/** Over the hour of the desks' notices. */
const extent = ([lng, lat]: readonly [number, number]) => ({
  ...extentAt(lng, lat),
  time_start: timeAt(2),
  time_end: timeAt(3),
});

suite("a native operation", () => {
  test("that is shown is a constraint: read, told in full once asked for, and known by its OVN", async () => {
    const at = place();
    const operationId = await fileAs(server, "SOUTH", noticeAt(...at, "hidden name"));
    assert.deepEqual(await shownAt(uss!, at), []);
    await disclose(operationId, "area_and_altitude");
    const [reference] = await shownAt(uss!, at);
    const { id, manager, uss_base_url, ovn, version } = reference;
    assert.deepEqual([manager, uss_base_url, version], [OWN.name, OWN.baseUrl, 1]);
    assert.equal(ovn, OVN_OF_ANOTHER);
    const read = await uss!("GET", `${CONSTRAINTS}/${id}`);
    assert.deepEqual(read.body, { constraint_reference: reference });
    checkBody("GetConstraintReferenceResponse", read.body);

    const intent = {
      ...intentBody({ extents: [extent(at)] }),
      new_subscription: { uss_base_url: BASE_URL, notify_for_constraints: true },
    };
    const intentId = newId();
    const refused = await uss!("PUT", `${INTENTS}/${intentId}`, intent);
    assert.equal(refused.status, 409);
    assert.deepEqual(refused.body.missing_constraints, [reference]);

    const details = await uss!("GET", `${DETAILS}/${id}`);
    assert.equal(details.status, 200);
    checkBody("GetConstraintDetailsResponse", details.body);
    const { constraint } = details.body;
    assert.deepEqual({ ...constraint.reference, ovn }, reference);
    assert.match(constraint.reference.ovn, /^[\w.-]{16,128}$/);
    const [volume] = constraint.details.volumes;
    assert.deepEqual(volume.volume, {
      outline_circle: circleAt(...at, 500),
      altitude_lower: { value: 0, reference: "W84", units: "M" },
      altitude_upper: { value: 500, reference: "W84", units: "M" },
    });
    assert.match(volume.time_start.value, /:(00|15|30|45):00Z$/);
    assert.equal(constraint.details.type, "hazard");
    assert.doesNotMatch(JSON.stringify(details.body), /hidden|SOUTH|uas_flight/);
    const key = [constraint.reference.ovn];
    const put = await uss!("PUT", `${INTENTS}/${intentId}`, { ...intent, key });
    assert.equal(put.status, 201);
  });

  test("that is shown less is not seen, and keeps no USS from planning", async () => {
    const at = place();
    await disclose(await fileAs(server, "SOUTH", noticeAt(...at)), "cell");
    assert.deepEqual(await shownAt(uss!, at), []);
    const { status } = await uss!("PUT", `${INTENTS}/${newId()}`, {
      ...intentBody({ extents: [extent(at)] }),
      new_subscription: { uss_base_url: BASE_URL, notify_for_constraints: true },
    });
    assert.equal(status, 201);
    for (const party of ["NORTH", "SOUTH"]) {
      const { items } = server.engine
        .view({ kind: "party", party })
        .conflicts({ state: "open" }, { limit: 100 });
      assert.ok(
        items.some(({ other }) => other?.rung === "cell"),
        party,
      );
    }
  });

  test("is its own party's USSs', and no other's whatever id they ask for", async () => {
    const at = place();
    await fileAs(server, "SOUTH", noticeAt(...at));
    assert.deepEqual(await shownAt(uss!, at), []);
    const [{ id }] = await shownAt(south!, at);
    for (const path of [CONSTRAINTS, DETAILS]) {
      assert.equal((await south!("GET", `${path}/${id}`)).status, 200, path);
      assert.equal((await uss!("GET", `${path}/${id}`)).status, 404, path);
      assert.equal((await uss!("GET", `${path}/${newId()}`)).status, 404, path);
    }
  });

  test("that is read leaves one receipt, which its owner sees", async () => {
    const at = place();
    const operationId = await fileAs(server, "SOUTH", noticeAt(...at));
    await disclose(operationId, "category");
    const [{ id }] = await shownAt(uss!, at);
    const reads = () =>
      server.engine
        .view({ kind: "party", party: "SOUTH" })
        .disclosure.recipients(operationId)!
        .flatMap((one) => one.reads.map(({ rung }) => [one.to, rung]));
    assert.deepEqual(reads(), [], "that something is there tells nothing of it");
    const answers = await Promise.all([1, 2, 3].map(() => uss!("GET", `${DETAILS}/${id}`)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.deepEqual(reads(), [["NORTH", "category"]]);
    const { seq } = server.engine.status().head;
    await uss!("GET", `${DETAILS}/${id}`);
    assert.equal(server.engine.status().head.seq, seq);
  });

  test("stands in the answer to who listens there, and counts up as it changes", async () => {
    const at = place();
    const operationId = await fileAs(server, "SOUTH", noticeAt(...at));
    const id = newId();
    const extents = { ...extentAt(...at), time_end: timeAt(20) };
    const listening = subscriptionBody({ extents, notify_for_constraints: true });
    const put = await uss!("PUT", `${SUBSCRIPTIONS}/${id}`, listening);
    assert.deepEqual(put.body.constraint_references, []);
    await disclose(operationId, "area_and_altitude");
    await sayAs(server, "SOUTH", { kind: "cancel-operation", operationId });
    const { body } = await uss!("GET", `${SUBSCRIPTIONS}/${id}`);
    assert.equal(body.subscription.notification_index, 2);
    assert.deepEqual(await shownAt(uss!, at), []);
  });

  test("is written by no USS", async () => {
    const at = place();
    await fileAs(server, "NORTH", noticeAt(...at));
    const [{ id }] = await shownAt(uss!, at);
    const { body } = await uss!("GET", `${DETAILS}/${id}`);
    const { ovn } = body.constraint.reference;
    const put = constraintBody({ extents: [extent(at)] });
    assert.equal((await uss!("PUT", `${CONSTRAINTS}/${id}`, put)).status, 403);
    assert.equal((await uss!("PUT", `${CONSTRAINTS}/${id}/${ovn}`, put)).status, 403);
    assert.equal((await uss!("DELETE", `${CONSTRAINTS}/${id}/${ovn}`)).status, 403);
  });

  test("is told to those who process constraints alone", async () => {
    const others = server.as("uss1", "utm.strategic_coordination", "utm.constraint_management");
    assert.equal((await others("GET", `${DETAILS}/${newId()}`)).status, 403);
    const processing = server.as("uss1", "utm.constraint_processing");
    assert.equal((await processing("GET", `${DETAILS}/${newId()}`)).status, 404);
    assert.equal((await processing("GET", `${DETAILS}/x`)).status, 400);
  });

  test("of a route with times is its corridor, all the time", async () => {
    const at = place();
    const [lng, lat] = at;
    const { start, end } = volumeAt(lng, lat);
    const footprint = {
      kind: "corridor" as const,
      route: [at, [lng + 0.1, lat], [lng + 0.1, lat + 0.1]] as [number, number][],
      halfWidthM: 200,
      edges: "geodesic" as const,
      times: [start!, new Date(Date.parse(start!) + 600_000).toISOString(), end!],
    };
    const volume = { footprint, lowerM: 100, upperM: null, start: null, end: null };
    await fileAs(server, "NORTH", { category: "uas_flight", volumes: [volume] });
    const [{ id }] = await shownAt(uss!, at);
    const { body } = await uss!("GET", `${DETAILS}/${id}`);
    checkBody("GetConstraintDetailsResponse", body);
    const { volumes } = body.constraint.details;
    assert.equal(volumes.length, 2, "one for each leg");
    for (const one of volumes) {
      assert.equal(one.volume.outline_polygon.vertices.length, 12);
      assert.equal("altitude_upper" in one.volume, false);
      assert.equal(Date.parse(one.time_start.value), Date.parse(start!));
      assert.equal(Date.parse(one.time_end.value), Date.parse(end!));
    }
  });
});

suite("what the settings say of this server as a USS", () => {
  test("is in the record once, and is said again when it is said otherwise", async () => {
    const said = () => server.engine.airspace().ownUss();
    assert.deepEqual(said(), {
      manager: OWN.name,
      baseUrl: OWN.baseUrl,
      parties: ["NORTH", "SOUTH"],
    });
    const { seq } = server.engine.status().head;
    await shownAt(uss!, place());
    assert.equal(server.engine.status().head.seq, seq);
    const set = { manager: "x", baseUrl: "https://x.example", parties: [] };
    await server.engine.submit({
      origin: "system",
      commandId: newId(),
      command: { kind: "set-own-uss", ...set },
      survey: {},
    });
    assert.deepEqual(said(), set);
    await Promise.all([1, 2, 3].map(() => shownAt(uss!, place())));
    assert.equal(said()!.manager, OWN.name);
    assert.equal(server.engine.status().head.seq, seq + 2);
  });

  test("nothing: then native operations are shown to no USS, and the record has no word of it", async () => {
    const bare = await startUssServer();
    try {
      const ask = bare.as("uss1");
      const at = place();
      await fileAs(bare, "NORTH", noticeAt(...at));
      const { seq } = bare.engine.status().head;
      assert.deepEqual(await shownAt(ask, at), []);
      assert.equal((await ask("GET", `${DETAILS}/${newId()}`)).status, 404);
      assert.equal(bare.engine.status().head.seq, seq);
      assert.equal(bare.engine.airspace().ownUss(), null);
    } finally {
      await bare.close();
    }
  });

  test("before there is a theatre: it waits until there is one", async () => {
    const bare = await startUssServer({ isBare: true, settings: { uss: OWN } });
    try {
      const { status } = await bare.as("uss1")("POST", `${CONSTRAINTS}/query`, areaAt(0, 0));
      assert.equal(status, 200);
      assert.equal(bare.engine.status().head.seq, 0);
    } finally {
      await bare.close();
    }
  });
});

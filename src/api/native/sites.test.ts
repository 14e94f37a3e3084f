import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { askAs, noticeAt, startTestServer } from "./fixture.ts";
import type { TestServer } from "./fixture.ts";
import { readSites } from "../../formats/read-sites.ts";
import { siteRequestOf } from "./site.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server.close());

const FIELDS = {
  siteKind: "clinic",
  organisation: "Relief",
  nameLocal: "عيادة",
  place: { lngDeg: 40, latDeg: 35 },
  accuracyM: 15,
  mayBeTold: ["NORTH"],
  disclosure: "category",
  window: { start: "2026-01-01T00:00:00Z", end: null },
  contactByDay: "+000 555 0101",
} as const;

const FIELDS_AS_TOLD = { ...FIELDS, window: { start: "2026-01-01T00:00:00.000Z", end: null } };

type Json = Record<string, unknown>;
const call = async (
  who: { readonly party: string | null; readonly sub?: string },
  url: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: Json }> => {
  const { party, sub = "amal" } = who;
  const roles = party === null ? (["host"] as const) : (["desk", "reader"] as const);
  const ask = await askAs(server, { party, sub, roles });
  return ask(body === undefined ? "GET" : "POST", url, body);
};
const RELIEF = { party: "RELIEF" };
const NORTH = { party: "NORTH", sub: "nils" };
const SOUTH = { party: "SOUTH", sub: "sara" };

test("a site is entered, checked by a second person, told, found near a notice, read and acknowledged", async () => {
  const entered = await call(RELIEF, "/v1/sites", { fields: FIELDS });
  assert.equal(entered.status, 201, JSON.stringify(entered.body));
  const id = String(entered.body["siteId"]);
  const path = `/v1/sites/${id}`;
  const check = { version: 1, readBack: FIELDS.place, role: "liaison_officer" };
  assert.equal((await call(RELIEF, `${path}/verify`, check)).status, 409);
  assert.equal((await call({ ...RELIEF, sub: "basim" }, `${path}/verify`, check)).status, 200);
  const told = await call(RELIEF, `${path}/notify`, { version: 1 });
  assert.equal(told.body["state"], "notified");
  const before = await call(NORTH, path);
  assert.deepEqual([before.body["rung"], before.body["fields"]], ["conflict_only", {}]);
  const filed = await call(NORTH, "/v1/operations", noticeAt(40.01, 35));
  assert.equal(filed.status, 201);
  const near = await call(
    NORTH,
    `/v1/proximities?operationId=${String(filed.body["operationId"])}`,
  );
  assert.deepEqual(
    (near.body["items"] as Json[]).map((one) => one["siteId"]),
    [id],
  );
  const seen = await call(NORTH, path);
  const { siteKind, place, accuracyM } = FIELDS;
  assert.deepEqual(seen.body["fields"], { siteKind, place, accuracyM });
  const owned = await call(RELIEF, path);
  const [recipient] = owned.body["recipients"] as Json[];
  assert.equal((recipient?.["reads"] as Json[] | undefined)?.length, 1, "read at category, once");
  const ack = { version: 1, answer: "acknowledged", role: "duty_officer", readBack: place };
  assert.equal((await call(NORTH, `${path}/acknowledge`, ack)).status, 200);
  const tellings = await call(RELIEF, "/v1/site-tellings");
  assert.deepEqual(tellings.body, {
    tellings: [{ party: "NORTH", toldCount: 1, withdrawnCount: 0 }],
  });
});

test("to others a site answers as what does not exist; the host sees that it does", async () => {
  const sites = (await call(RELIEF, "/v1/sites")).body["items"] as Json[];
  const id = String(sites[0]?.["id"]);
  const [real, none] = [await call(SOUTH, `/v1/sites/${id}`), await call(SOUTH, "/v1/sites/none")];
  assert.equal(real.status, 404);
  assert.equal(JSON.stringify(real.body).replaceAll(id, "none"), JSON.stringify(none.body));
  assert.deepEqual((await call(SOUTH, "/v1/told-sites")).body["items"], []);
  const host = await call({ party: null }, `/v1/sites/${id}`);
  assert.deepEqual(Object.keys(host.body).toSorted(), [
    "changedAt",
    "detail",
    "id",
    "party",
    "reconfirmBy",
    "state",
  ]);
});

test("a file of sites becomes requests that are taken", async () => {
  const properties = { ...FIELDS, mayBeTold: "NORTH", start: FIELDS.window.start };
  const { place: _place, window: _window, ...texts } = properties;
  const geometry = { type: "Point", coordinates: [FIELDS.place.lngDeg, FIELDS.place.latDeg] };
  const features = [{ type: "Feature", geometry, properties: texts }];
  const text = JSON.stringify({ type: "FeatureCollection", features });
  const { records, skipped } = readSites("own.geojson", new TextEncoder().encode(text));
  assert.deepEqual(skipped, []);
  for (const { fields } of records) {
    const { status, body } = await call(RELIEF, "/v1/sites", siteRequestOf(fields));
    assert.equal(status, 201, JSON.stringify(body));
    const entered = await call(RELIEF, `/v1/sites/${String(body["siteId"])}`);
    const [version] = entered.body["versions"] as Json[];
    assert.deepEqual(version?.["fields"], FIELDS_AS_TOLD);
  }
});

test("a bad field is named as on the wire, with what to do", async () => {
  for (const [change, field] of [
    [{ window: { start: "2026-01-01T00:00:00Z" } }, "fields.window.end"],
    [{ siteKind: "castle" }, "fields.siteKind"],
    [{ place: { lngDeg: 400, latDeg: 35 } }, "fields.place.lngDeg"],
    [
      { footprint: { kind: "circle", center: { lngDeg: 41, latDeg: 35 }, radiusM: 9 } },
      "fields.footprint",
    ],
  ] as const) {
    const { status, body } = await call(RELIEF, "/v1/sites", { fields: { ...FIELDS, ...change } });
    assert.equal(status, 422, JSON.stringify(body));
    assert.match(String(body["field"]), new RegExp(`^${field.replaceAll(".", "\\.")}`));
  }
});

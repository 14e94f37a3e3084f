import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { encodeBundle, openBundle } from "../../bundle/file.ts";
import type { Part } from "../../bundle/file.ts";
import { verifyBoth, verifyBundle } from "../../bundle/verify.ts";
import { askAs, noticeAt, startTestServer } from "./fixture.ts";
import type { Ask, TestServer } from "./fixture.ts";
import { convoyFrom, fileAndCheck } from "./test-movement.ts";

const HOUR_MS = 3_600_000;
const later = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString();
const PLACE = { lngDeg: 40, latDeg: 35 };
const SITE = {
  siteKind: "clinic",
  organisation: "Relief",
  nameLocal: "عيادة",
  place: PLACE,
  accuracyM: 15,
  mayBeTold: ["NORTH"],
  disclosure: "category",
  window: { start: "2026-01-01T00:00:00Z", end: null },
  contactByDay: "+000 555 0101",
};
const AREA = {
  areaKind: "special_caution_area",
  areaName: "Bend of the river",
  areas: [{ kind: "circle", center: { lngDeg: 50, latDeg: 35 }, radiusM: 5_000 }],
  window: { start: later(1), end: later(200) },
  measures: ["no_fire"],
  reviewBy: later(100),
};
const INCIDENT = {
  other: "NORTH",
  incidentKind: "site_hit",
  at: "2026-11-23T06:00:00Z",
  fields: {
    incidentKind: "site_hit",
    at: "2026-11-23T06:00:00Z",
    place: PLACE,
    casualties: "unknown",
    account: "The roof was hit.",
  },
};

const PARTS = ["operations", "tracks", "sites", "movements", "areas"] as const;

const made = async (ask: Ask, url: string, body: object, name: string): Promise<string> => {
  const { status, body: answer } = await ask("POST", url, body);
  assert.equal(status, 201, JSON.stringify(answer));
  return answer[name];
};
suite("links of an incident over HTTP", () => {
  let server: TestServer;
  let [amal, basim, north]: Ask[] = [];
  let path = "";
  /** By what they are of. */
  let ids: Readonly<Record<"site" | "movement" | "area" | "operation" | "track", string>>;

  const link = (ask: Ask, to: string, id: string) => ask("POST", `${path}/links`, { to, id });
  const bundleOf = async (ask: Ask): Promise<Buffer> => {
    const { status, body } = await ask("GET", `${path}/bundle`);
    assert.equal(status, 200, JSON.stringify(body));
    return Buffer.from(body);
  };
  before(async () => {
    server = await startTestServer();
    [amal, basim] = [
      await askAs(server, { party: "RELIEF", sub: "amal" }),
      await askAs(server, { party: "RELIEF", sub: "basim" }),
    ];
    north = await askAs(server, { sub: "nils" });
    const site = await made(amal, "/v1/sites", { fields: SITE }, "siteId");
    const check = { version: 1, readBack: PLACE, role: "liaison_officer" };
    assert.equal((await basim("POST", `/v1/sites/${site}/verify`, check)).status, 200);
    assert.equal((await amal("POST", `/v1/sites/${site}/notify`, { version: 1 })).status, 200);
    const operation = await made(north, "/v1/operations", noticeAt(40.01, 35), "operationId");
    const about = { operationId: operation, identity: "own 1" };
    const track = await made(north, "/v1/tracks", about, "trackId");
    const area = await made(north, "/v1/areas", { with: ["RELIEF"], fields: AREA }, "areaId");
    const movement = await fileAndCheck(amal, basim, convoyFrom(Date.now() + 50 * HOUR_MS));
    const incident = await made(amal, "/v1/incidents", INCIDENT, "incidentId");
    path = `/v1/incidents/${incident}`;
    ids = { site, movement, area, operation, track };
  });
  after(() => server.close());

  test("a thing that one does not see is no other than one that is not there", async () => {
    const about = async (to: string, id: string) => {
      const { status, body } = await link(north!, to, id);
      return JSON.stringify([status, body]).replaceAll(id, "ID");
    };
    const hidden = await about("movement", ids.movement);
    assert.equal(hidden, await about("movement", "movement-00000000000000"));
    assert.match(hidden, /^\[404/);
    const theirs = await link(amal!, "track", ids.track);
    assert.equal(theirs.status, 404);
  });

  test("each side's bundle holds what it sees of what is linked, and what it reads is receipted", async () => {
    for (const to of ["site", "area", "operation", "track"] as const)
      assert.equal((await link(north!, to, ids[to])).status, 200, to);
    assert.equal((await link(amal!, "movement", ids.movement)).status, 200);
    const readsOf = async (): Promise<readonly object[]> =>
      (await amal!("GET", `/v1/sites/${ids.site}`)).body.recipients[0].reads;
    assert.deepEqual(await readsOf(), [], "linking it is not reading it");
    const files = [await bundleOf(north!), await bundleOf(amal!)] as const;
    assert.equal((await readsOf()).length, 1);
    const [theirs, own] = files.map((file) => PARTS.map((name) => idsIn(file, name)));
    assert.deepEqual(theirs, [[ids.operation], [ids.track], [ids.site], [], [ids.area]]);
    assert.deepEqual(own, [[], [], [ids.site], [ids.movement], [ids.area]]);
    for (const file of files) assert.deepEqual(verifyBundle(file).findings, []);
    assert.deepEqual(verifyBoth(...files).findings, []);
    const { siteKind, place, accuracyM } = SITE;
    const sites = partsOf(files[0]).find(({ name }) => name === "sites.json")!;
    assert.deepEqual(JSON.parse(sites.text).sites[0].fields, { siteKind, place, accuracyM });
    assert.ok(!files[0].toString().includes(SITE.contactByDay), "no more than its rung");
  });

  test("what the incident links and the file lacks is found, by its part", async () => {
    const file = await bundleOf(north!);
    for (const name of ["operations", "tracks", "sites", "areas"] as const) {
      const parts = partsOf(file).map((part) =>
        part.name === `${name}.json` ? { ...part, text: JSON.stringify({ [name]: [] }) } : part,
      );
      const { findings } = verifyBundle(Buffer.from(encodeBundle(parts)));
      assert.deepEqual(
        findings.map(({ part }) => part),
        [`${name}.json`],
      );
    }
  });
});

const partsOf = (file: Buffer): readonly Part[] => openBundle(file).parts;

/** What the part holds, by the ids. */
const idsIn = (file: Buffer, name: (typeof PARTS)[number]): readonly string[] => {
  const { text } = partsOf(file).find((one) => one.name === `${name}.json`)!;
  return JSON.parse(text)[name].map((one: { id: string }) => one.id);
};

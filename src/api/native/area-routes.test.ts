import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, suite, test } from "node:test";
import type { AreaRequest } from "./area.ts";
import { createClient, ProblemError } from "./client.ts";
import type { Client, StreamEvent } from "./client.ts";
import { askAs, HOST, noticeAt, startTestServer } from "./fixture.ts";
import type { Ask, TestServer } from "./fixture.ts";

const HOUR_MS = 3_600_000;
const later = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString();

const requestAt = (lngDeg: number, more: Partial<AreaRequest> = {}): AreaRequest => ({
  with: ["SOUTH"],
  fields: {
    areaKind: "special_caution_area",
    areaName: "Bend of the river",
    areas: [{ kind: "circle", center: { lngDeg, latDeg: 35 }, radiusM: 5_000 }],
    window: { start: later(1), end: later(200) },
    measures: ["no_fire", "call_before_entry"],
    reviewBy: later(100),
  },
  ...more,
});

suite("areas, over HTTP", () => {
  let server: TestServer;
  let [north, south]: Client[] = [];
  let [host, relief]: Ask[] = [];
  const clientOf = async (party: string): Promise<Client> => {
    const { port } = server.app.server.address() as AddressInfo;
    const token = await server.token({ party, roles: ["desk", "approver"] });
    return createClient({ baseUrl: `http://127.0.0.1:${port}`, token, pauseMs: 1 });
  };
  before(async () => {
    server = await startTestServer();
    await server.app.listen({ host: "127.0.0.1", port: 0 });
    [north, south] = [await clientOf("NORTH"), await clientOf("SOUTH")];
    [host, relief] = [await askAs(server, HOST), await askAs(server, { party: "RELIEF" })];
  });
  after(() => server.close());

  test("proposed, changed, agreed, touched, ended: both sides read and hear the same", async () => {
    const abort = new AbortController();
    const heard: StreamEvent[] = [];
    const { seq } = await south!.head();
    const listening = (async () => {
      for await (const event of south!.events({ after: seq, signal: abort.signal })) {
        heard.push(event);
        if (event.kind === "area.touched") return;
      }
    })();
    const { areaId, state } = await north!.proposeArea(requestAt(40));
    assert.equal(state, "proposed");
    const fields = { ...requestAt(40).fields, measures: ["no_entry"] };
    const changed = await south!.changeArea(areaId, { version: 1, fields });
    assert.equal(changed.version, 2);
    await assert.rejects(north!.agreeArea(areaId, { version: 1 }), { status: 422 });
    assert.equal((await north!.agreeArea(areaId, { version: 2 })).state, "agreed");
    const seen = await south!.area(areaId);
    assert.ok(seen.detail === "full" && seen.pending === null);
    assert.deepEqual(seen.agreed?.fields, fields);
    const filed = await south!.fileOperation(noticeAt(40, 35));
    assert.deepEqual(filed.areaIds, [areaId]);
    const { areas } = await south!.areasOf(filed.operationId);
    assert.deepEqual(
      areas.map(({ id }) => id),
      [areaId],
    );
    await assert.rejects(north!.areasOf(filed.operationId), { status: 404 });
    await listening;
    abort.abort();
    const kinds = heard.map(({ kind }) => kind).filter((kind) => kind.startsWith("area."));
    assert.deepEqual(kinds, ["area.changed", "area.changed", "area.changed", "area.touched"]);
    for (const client of [north!, south!]) {
      await client.endArea(areaId, { reason: "no_longer_needed", text: "Work is over." });
    }
    const ended = await north!.area(areaId);
    assert.ok(ended.detail === "full" && ended.endedReason === "by_agreement");
  });

  test("another party gets what it gets of nothing, the host that it exists", async () => {
    const { areaId } = await north!.proposeArea(requestAt(41));
    const missing = await relief!("GET", "/v1/areas/area-none");
    const hidden = await relief!("GET", `/v1/areas/${areaId}`);
    assert.deepEqual(
      JSON.stringify(hidden.body).replaceAll(areaId, "area-none"),
      JSON.stringify(missing.body),
    );
    const seen = await host!("GET", `/v1/areas/${areaId}`);
    assert.equal(seen.body.detail, "exists");
    assert.doesNotMatch(JSON.stringify(seen.body), /river|no_fire/);
    assert.equal((await relief!("GET", "/v1/areas")).body.items.length, 0);
  });

  test("a field that can't be taken is named as it was said", async () => {
    const rows = [
      [{ areaKind: "air_corridor" }, "fields.areaKind"],
      [{ measures: ["fire_freely"] }, "fields.measures[0]"],
      [{ reviewBy: later(-1) }, "fields.reviewBy"],
      [
        { areas: [{ kind: "circle", center: { lngDeg: 40, latDeg: 95 }, radiusM: 1 }] },
        "fields.areas[0].center.latDeg",
      ],
    ] as const;
    for (const [more, field] of rows) {
      const { fields } = requestAt(42);
      const said = north!.proposeArea(requestAt(42, { fields: { ...fields, ...more } }));
      const problem = await said.catch((error: unknown) => error);
      assert.ok(problem instanceof ProblemError, JSON.stringify(problem));
      assert.equal(problem.problem.field, field);
    }
  });

  test("files: written with what they can't say, read as drafts that can be proposed", async () => {
    const { areaId } = await north!.proposeArea(requestAt(43));
    const token = await server.token({ party: "NORTH" });
    const fetchFile = async (ending: string) => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await server.app.inject({ url: `/v1/areas.${ending}`, headers });
      assert.equal(answer.statusCode, 200);
      return { text: answer.body, unsaid: Number(answer.headers["unsaid"]) };
    };
    for (const ending of ["geojson", "ed318.json", "openair"]) {
      const { text, unsaid } = await fetchFile(ending);
      assert.ok(unsaid === 0 ? ending === "geojson" : text.includes("its kind"));
    }
    const { text } = await fetchFile("geojson");
    assert.ok(text.includes(areaId));
    const about = { areaKind: "no_fire_area", measures: ["no_fire"] } as const;
    const before = (await north!.head()).seq;
    const { drafts, skipped } = await north!.draftAreas({ file: "a.geojson", text, ...about });
    assert.equal((await north!.head()).seq, before, "nothing is stored");
    assert.deepEqual(skipped, []);
    const draft = drafts.find(({ id }) => id === areaId);
    const proposed = await north!.area(areaId);
    assert.ok(proposed.detail === "full");
    assert.deepEqual(draft?.fields, proposed.pending?.fields);
    const sent = await north!.proposeArea({ with: ["SOUTH"], fields: draft!.fields });
    assert.equal(sent.state, "proposed");
    const bad = await north!.draftAreas({
      file: "b.txt",
      text: "AC R\nAN X\nDP nowhere\n",
      ...about,
    });
    assert.equal(bad.skipped[0]?.at, "line 3");
  });
});

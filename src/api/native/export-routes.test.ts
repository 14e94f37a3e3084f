import assert from "node:assert/strict";
import { test } from "node:test";
import { readNotices } from "../../formats/read-notices.ts";
import { noticeAt, startTestServer } from "./fixture.ts";

test("operations come out as GeoJSON and KML, page by page, and read back the same", async () => {
  const server = await startTestServer();
  const authorization = `Bearer ${await server.token({ party: "NORTH", roles: ["desk"] })}`;
  for (const lngDeg of [40, 41, 42]) {
    const payload = noticeAt(lngDeg, 35, "a <b> & c");
    const filed = await server.app.inject({
      method: "POST",
      url: "/v1/operations",
      headers: { authorization },
      payload,
    });
    assert.equal(filed.statusCode, 201);
  }
  const get = (url: string) =>
    server.app.inject({ method: "GET", url, headers: { authorization } });
  for (const ending of ["geojson", "kml"]) {
    const ids: string[] = [];
    let url: string | undefined = `/v1/operations.${ending}?limit=2`;
    for (const remaining of ["1", "0"]) {
      assert.ok(url);
      const answer = await get(url);
      assert.equal(answer.statusCode, 200);
      assert.equal(answer.headers["remaining"], remaining);
      const file = `page.${ending}`;
      const reading = readNotices({ file, bytes: answer.rawPayload, atMs: 0 });
      assert.deepEqual(reading.skipped, []);
      ids.push(...reading.records.map(({ id }) => id));
      assert.equal(reading.records[0]?.name, "a <b> & c");
      url = /^<([^>]+)>; rel="next"$/.exec(String(answer.headers["link"]))?.[1];
    }
    assert.equal(url, undefined);
    assert.deepEqual(ids, ["NORTH-2026-00001", "NORTH-2026-00002", "NORTH-2026-00003"]);
  }
  const south = `Bearer ${await server.token({ party: "SOUTH", roles: ["desk"] })}`;
  const other = await server.app.inject({
    method: "GET",
    url: "/v1/operations.kml",
    headers: { authorization: south },
  });
  assert.doesNotMatch(other.body, /NORTH/, "another party's operations are not in it");
  await server.close();
});

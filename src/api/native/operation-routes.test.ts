import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { askAs, HOST, noticeAt, startTestServer, volumeAt } from "./fixture.ts";
import type { Ask, TestServer } from "./fixture.ts";

const HOUR_MS = 3_600_000;

suite("operations", () => {
  let server: TestServer;
  let north: Ask;
  let south: Ask;
  before(async () => {
    server = await startTestServer();
    north = await askAs(server);
    south = await askAs(server, { party: "SOUTH" });
  });
  after(() => server.close());

  test("a notice is filed, read back, replaced and moved through its states", async () => {
    const filed = await north("POST", "/v1/operations", noticeAt(40, 35, "Falcon 1"));
    assert.equal(filed.status, 201);
    const { operationId } = filed.body;
    assert.equal(filed.headers["location"], `/v1/operations/${operationId}`);
    assert.match(filed.body.statement, /not permission, not a guarantee/);
    const path = `/v1/operations/${operationId}`;
    const read = await north("GET", path);
    assert.equal(read.body.current.name, "Falcon 1");
    assert.deepEqual(read.body.current.volumes[0].footprint.center, [40, 35]);
    const replaced = await north("PUT", path, { version: 1, volumes: [volumeAt(40.1, 35)] });
    assert.deepEqual([replaced.status, replaced.body.version], [200, 2]);
    const versions = await north("GET", `${path}/versions`);
    assert.deepEqual(
      versions.body.versions.map(({ version, isCurrent }: never) => [version, isCurrent]),
      [
        [1, false],
        [2, true],
      ],
    );
    const moves = [
      ["activate", undefined, "active"],
      ["deviate", { isNoReturn: true }, "deviating"],
      ["hold", {}, "held"],
      ["end", undefined, "ended"],
    ] as const;
    for (const [verb, body, state] of moves) {
      const moved = await north("POST", `${path}/${verb}`, body);
      assert.deepEqual([moved.status, moved.body.state], [200, state]);
    }
    const wrong = await north("POST", `${path}/activate`);
    assert.deepEqual([wrong.status, wrong.body.type], [409, "/problems/wrong-state"]);
    assert.equal(wrong.body.state, "ended");
  });

  test("a cancelled operation keeps its Cancel notice", async () => {
    const { body } = await north("POST", "/v1/operations", noticeAt(50, 35));
    const path = `/v1/operations/${body.operationId}`;
    const cancelled = await north("POST", `${path}/cancel`);
    assert.notEqual(cancelled.body.serial, null);
    const read = await north("GET", path);
    assert.equal(read.body.cancelNotice.kind, "cancel");
  });

  test("every kind of footprint comes back as it was given", async () => {
    const [start, mid] = [2.1, 2.5].map((h) => new Date(Date.now() + h * HOUR_MS).toISOString());
    const volumes = [
      volumeAt(10, 10, { lowerM: null, upperM: null }),
      volumeAt(0, 0, {
        footprint: {
          kind: "polygon",
          ring: [
            [10, 10],
            [10.1, 10],
            [10.1, 10.1],
          ],
          edges: "geodesic",
        },
      }),
      volumeAt(0, 0, {
        footprint: {
          kind: "corridor",
          route: [
            [10, 10],
            [10.2, 10],
          ],
          halfWidthM: 50,
          edges: "lonlat",
          times: [start!, mid!],
        },
      }),
    ];
    const filed = await north("POST", "/v1/operations", { category: "uas_flight", volumes });
    const read = await north("GET", `/v1/operations/${filed.body.operationId}`);
    assert.deepEqual(read.body.current.volumes, volumes);
  });

  test("an offset is turned into UTC, and edges left out are read both ways", async () => {
    const volume = volumeAt(0, 0, {
      footprint: {
        kind: "corridor",
        route: [
          [20, 10],
          [20.2, 10],
        ],
        halfWidthM: 50,
      },
      start: "2090-01-01T02:00:00+02:00",
      end: "2090-01-01T03:00:00.5+02:00",
    });
    const filed = await north("POST", "/v1/operations", {
      category: "uas_flight",
      volumes: [volume],
    });
    const read = await north("GET", `/v1/operations/${filed.body.operationId}`);
    const [told] = read.body.current.volumes;
    assert.equal(told.start, "2090-01-01T00:00:00.000Z");
    assert.equal(told.end, "2090-01-01T01:00:00.500Z");
    assert.equal(told.footprint.edges, "lonlat");
  });

  test("what was folded is noted, under the field's name on the wire", async () => {
    const ring = [
      [30, 10],
      [30.1, 10],
      [30.1, 10],
      [30.1, 10.1],
      [30, 10],
    ];
    const volume = { ...volumeAt(0, 0), footprint: { kind: "polygon", ring } };
    const filed = await north("POST", "/v1/operations", {
      category: "uas_flight",
      volumes: [volume],
    });
    assert.deepEqual(filed.body.notes, ["volumes[0].footprint.ring: 1 repeated point(s) folded"]);
  });

  test("two parties that come close learn of one conflict, each of its own side", async () => {
    const first = await north("POST", "/v1/operations", noticeAt(60, 35, "north-secret"));
    const second = await south("POST", "/v1/operations", noticeAt(60.001, 35, "south-secret"));
    const [conflictId] = second.body.conflictIds;
    for (const [ask, own] of [
      [north, first.body.operationId],
      [south, second.body.operationId],
    ] as const) {
      const { body } = await ask("GET", `/v1/conflicts/${conflictId}`);
      assert.deepEqual([body.state, body.ownOperationIds, body.facts], ["open", [own], null]);
      const listed = await ask("GET", `/v1/operations/${own}/conflicts?state=open`);
      assert.deepEqual(listed.body.items, [body]);
      const filtered = await ask("GET", `/v1/conflicts?operationId=${own}`);
      assert.deepEqual(filtered.body.items, [body]);
    }
    await south("POST", `/v1/operations/${second.body.operationId}/cancel`);
    const closed = await north("GET", `/v1/conflicts/${conflictId}`);
    assert.deepEqual([closed.body.state, closed.body.closedReason], ["closed", null]);
  });

  test("a check holds a draft against what is disclosed, stores nothing and clears nothing", async () => {
    const { body: filed } = await north("POST", "/v1/operations", noticeAt(70, 35));
    const draft = { category: "uas_flight", volumes: [volumeAt(70.001, 35)] };
    const head = (await north("GET", "/v1/head")).body.seq;
    const own = await north("POST", "/v1/check", draft);
    assert.deepEqual(
      own.body.found.map((found: { operationId: string }) => found.operationId),
      [filed.operationId],
    );
    const other = await south("POST", "/v1/check", draft);
    assert.deepEqual([other.body.found, other.body.remaining], [[], 0]);
    assert.match(
      other.body.statement,
      /^No overlap with notices filed at \S+Z and disclosed to you; not a clearance; unnotified activity is possible\.$/,
    );
    const itself = await north("POST", "/v1/check", { ...draft, operationId: filed.operationId });
    assert.deepEqual(itself.body.found, []);
    const probing = await south("POST", "/v1/check", { ...draft, operationId: filed.operationId });
    assert.equal(probing.body.type, "/problems/unknown-operation");
    assert.equal((await north("GET", "/v1/head")).body.seq, head);
  });

  test("options are found for a draft and for an operation of one's own", async () => {
    await north("POST", "/v1/operations", noticeAt(80, 35));
    const close = { category: "uas_flight", volumes: [volumeAt(80.001, 35)] };
    const drafted = await north("POST", "/v1/options", { ...close, kinds: ["time"] });
    assert.equal(drafted.status, 200);
    assert.ok(drafted.body.options.length > 0);
    const [option] = drafted.body.options;
    const clear = await north("POST", "/v1/check", { ...close, volumes: option.volumes });
    assert.deepEqual(clear.body.found, []);
    const { body: filed } = await north("POST", "/v1/operations", close);
    const path = `/v1/operations/${filed.operationId}/options`;
    const found = await north("POST", path);
    assert.ok(found.body.options.length > 0);
    assert.equal((await south("POST", path)).status, 404);
    const unseen = await south("POST", "/v1/options", close);
    assert.deepEqual([unseen.body.conflictsNow, unseen.body.options], [[], []]);
  });
});

suite("idempotency", () => {
  let server: TestServer;
  let north: Ask;
  before(async () => {
    server = await startTestServer();
    north = await askAs(server);
  });
  after(() => server.close());

  test("the same command under the same key gets the first answer again", async () => {
    const notice = noticeAt(40, 35);
    const key = { "idempotency-key": "key-1" };
    const first = await north("POST", "/v1/operations", notice, key);
    const again = await north("POST", "/v1/operations", notice, key);
    assert.equal(first.headers["idempotent-replay"], undefined);
    assert.equal(again.headers["idempotent-replay"], "true");
    assert.equal(again.status, 201);
    assert.equal(again.headers["location"], first.headers["location"]);
    assert.deepEqual(again.body, first.body);
    const list = await north("GET", "/v1/operations");
    assert.equal(list.body.items.length, 1);
  });

  test("a refusal is replayed too", async () => {
    const key = { "idempotency-key": "key-2" };
    const first = await north("POST", "/v1/operations/none/end", {}, key);
    const again = await north("POST", "/v1/operations/none/end", undefined, key);
    assert.equal(again.headers["idempotent-replay"], "true");
    assert.deepEqual([again.status, again.body], [404, first.body]);
  });

  test("the same key for another command is refused", async () => {
    const key = { "idempotency-key": "key-1" };
    const reused = await north("POST", "/v1/operations", noticeAt(41, 35), key);
    assert.deepEqual([reused.status, reused.body.type], [422, "/problems/command-id-reused"]);
    assert.equal(reused.body.field, "header.Idempotency-Key");
    assert.equal(reused.headers["idempotent-replay"], undefined);
  });

  test("two parties may use one key", async () => {
    const south = await askAs(server, { party: "SOUTH" });
    const key = { "idempotency-key": "key-1" };
    assert.equal((await south("POST", "/v1/operations", noticeAt(0, 0), key)).status, 201);
  });

  test("twins that arrive together are filed once", async () => {
    const notice = noticeAt(42, 35);
    const key = { "idempotency-key": "key-3" };
    const both = await Promise.all([1, 2].map(() => north("POST", "/v1/operations", notice, key)));
    assert.deepEqual(both[0]!.body, both[1]!.body);
    assert.deepEqual(both.filter(({ headers }) => headers["idempotent-replay"]).length, 1);
  });

  for (const key of ["", "with space", "ключ", "x".repeat(129)]) {
    test(`the key ${JSON.stringify(key.slice(0, 12))} is refused`, async () => {
      const refused = await north("POST", "/v1/operations", noticeAt(0, 0), {
        "idempotency-key": key,
      });
      assert.deepEqual([refused.status, refused.body.type], [400, "/problems/invalid-request"]);
      assert.match(refused.body.field, /^header\.idempotency-key$/i);
    });
  }
});

suite("what is refused, with its field and remedy", () => {
  let server: TestServer;
  let north: Ask;
  before(async () => {
    server = await startTestServer({ rules: { refuseOnConflict: ["exercise"] } });
    north = await askAs(server);
    await north("POST", "/v1/operations", noticeAt(40, 35));
  });
  after(() => server.close());
  const volume = volumeAt(40, 35);
  const past = { start: "2020-01-01T00:00:00Z", end: "2020-01-01T01:00:00Z" };
  const bow = [
    [0, 0],
    [1, 1],
    [1, 0],
    [0, 1],
  ];
  const long = Array.from({ length: 2001 }, (_, i) => [i / 1000, 0]);

  /** Body of POST /v1/operations | status | problem | field | remedy. */
  const REFUSED: readonly (readonly [
    string,
    unknown,
    number,
    string,
    string | undefined,
    RegExp,
  ])[] = [
    ["no body", undefined, 400, "invalid-request", undefined, /give an object/],
    ["a list", [], 400, "invalid-request", undefined, /give an object/],
    [
      "no category",
      { volumes: [volume] },
      400,
      "invalid-request",
      "category",
      /give one of air_transit/,
    ],
    [
      "a misspelt category",
      { category: "uas_fligth", volumes: [volume] },
      400,
      "invalid-request",
      "category",
      /did you mean uas_flight/,
    ],
    [
      "an unknown field",
      { category: "sar", volumes: [volume], vollumes: [] },
      400,
      "invalid-request",
      "vollumes",
      /did you mean volumes/,
    ],
    [
      "a deep unknown field",
      { category: "sar", volumes: [{ ...volume, lowerFt: 5 }] },
      400,
      "invalid-request",
      "volumes[0].lowerFt",
      /did you mean lowerM/,
    ],
    [
      "no volumes",
      { category: "sar", volumes: [] },
      400,
      "invalid-request",
      "volumes",
      /give 1 to 100/,
    ],
    [
      "too many volumes",
      { category: "sar", volumes: Array(101).fill(volume) },
      400,
      "invalid-request",
      "volumes",
      /give 1 to 100/,
    ],
    [
      "a number in quotes",
      { category: "sar", volumes: [{ ...volume, lowerM: "0" }] },
      400,
      "invalid-request",
      "volumes[0].lowerM",
      /without quotes/,
    ],
    [
      "a bound left out",
      { category: "sar", volumes: [{ ...volume, end: undefined }] },
      400,
      "invalid-request",
      "volumes[0].end",
      /a time or null/,
    ],
    [
      "an unknown footprint",
      { category: "sar", volumes: [{ ...volume, footprint: { kind: "square" } }] },
      400,
      "invalid-request",
      "volumes[0].footprint.kind",
      /circle, polygon, corridor/,
    ],
    [
      "a footprint without kind",
      { category: "sar", volumes: [{ ...volume, footprint: {} }] },
      400,
      "invalid-request",
      "volumes[0].footprint.kind",
      /circle, polygon, corridor/,
    ],
    [
      "a position of three",
      {
        category: "sar",
        volumes: [{ ...volume, footprint: { kind: "circle", center: [1, 2, 3], radiusM: 1 } }],
      },
      400,
      "invalid-request",
      "volumes[0].footprint.center",
      /give exactly 2/,
    ],
    [
      "no time",
      { category: "sar", volumes: [{ ...volume, start: "tomorrow" }] },
      400,
      "invalid-request",
      "volumes[0].start",
      /2026-01-31T12:00:00Z/,
    ],
    [
      "no day of the calendar",
      { category: "sar", volumes: [{ ...volume, start: "2026-02-30T00:00:00Z" }] },
      400,
      "invalid-request",
      "volumes[0].start",
      /2026-01-31T12:00:00Z/,
    ],
    [
      "no offset",
      { category: "sar", volumes: [{ ...volume, start: "2090-02-03T00:00:00" }] },
      400,
      "invalid-request",
      "volumes[0].start",
      /2026-01-31T12:00:00Z/,
    ],
    [
      "a year out of range",
      { category: "sar", volumes: [{ ...volume, end: "9999-12-31T23:00:00Z" }] },
      400,
      "invalid-request",
      "volumes[0].end",
      /1900 to 9998/,
    ],
    [
      "a long name",
      { category: "sar", name: "x".repeat(201), volumes: [volume] },
      400,
      "invalid-request",
      "name",
      /at most 200/,
    ],
    [
      "a latitude beyond 90",
      { category: "sar", volumes: [volumeAt(35, 140)] },
      422,
      "bad-volume",
      "volumes[0].footprint.center",
      /-90 to 90/,
    ],
    [
      "a ring that crosses itself",
      {
        category: "sar",
        volumes: [volume, { ...volume, footprint: { kind: "polygon", ring: bow } }],
      },
      422,
      "bad-volume",
      "volumes[1].footprint.ring",
      /split the area in two/,
    ],
    [
      "too many points",
      {
        category: "sar",
        volumes: [{ ...volume, footprint: { kind: "corridor", route: long, halfWidthM: 5 } }],
      },
      422,
      "bad-volume",
      "volumes[0].footprint.route",
      /simplify/,
    ],
    [
      "an end before the start",
      { category: "sar", volumes: [{ ...volume, start: volume.end, end: volume.start }] },
      422,
      "bad-volume",
      "volumes[0].end",
      /start before end/,
    ],
    [
      "a window that has ended",
      { category: "sar", volumes: [{ ...volume, ...past }] },
      422,
      "window-ended",
      "volumes",
      /ends in the future/,
    ],
    [
      "a conflict, where the rules refuse it",
      { category: "exercise", volumes: [volume] },
      409,
      "conflicts-refused",
      "volumes",
      /another time/,
    ],
  ];
  for (const [name, body, status, problem, field, remedy] of REFUSED) {
    test(name, async () => {
      const headers = { "content-type": "application/json" };
      const answer = await north("POST", "/v1/operations", body, body === undefined ? {} : headers);
      assert.deepEqual(
        [answer.status, answer.body.type, answer.body.field],
        [status, `/problems/${problem}`, field],
        JSON.stringify(answer.body),
      );
      assert.match(answer.body.remedy, remedy);
    });
  }

  test("a number too large for a double is no number", async () => {
    const text = JSON.stringify({ category: "sar", volumes: [volume] });
    const answer = await north(
      "POST",
      "/v1/operations",
      text.replace('"lowerM":0', '"lowerM":1e999'),
      {
        "content-type": "application/json",
      },
    );
    assert.deepEqual([answer.status, answer.body.field], [400, "volumes[0].lowerM"]);
  });

  test("a stale version is refused with the current one", async () => {
    const { body } = await north("POST", "/v1/operations", noticeAt(90, 0));
    const path = `/v1/operations/${body.operationId}`;
    await north("PUT", path, { version: 1, volumes: [volumeAt(90, 0)] });
    const stale = await north("PUT", path, { version: 1, volumes: [volumeAt(90, 0)] });
    assert.deepEqual(
      [stale.status, stale.body.type, stale.body.currentVersion, stale.body.field],
      [409, "/problems/stale-version", 2, "version"],
    );
    const blind = await north("PUT", path, { volumes: [volumeAt(90, 0)] });
    assert.deepEqual([blind.status, blind.body.field], [400, "version"]);
  });

  test("a notice that no log would take is refused before it has a place", async () => {
    const wide = Array.from({ length: 100 }, (_, i) => ({
      ...volume,
      footprint: {
        kind: "polygon",
        ring: [
          [0, i / 100],
          [30, i / 100],
          [30, 20],
          [0, 20],
        ],
      },
    }));
    const answer = await north("POST", "/v1/operations", { category: "sar", volumes: wide });
    assert.deepEqual([answer.status, answer.body.type], [413, "/problems/notice-too-large"]);
    assert.equal((await north("POST", "/v1/operations", noticeAt(91, 0))).status, 201);
  });

  test("the daily quota of notices says when it is counted anew", async () => {
    const tight = await startTestServer({ rules: { noticesPerPartyDayMax: 1 } });
    const ask = await askAs(tight);
    await ask("POST", "/v1/operations", noticeAt(0, 0));
    const over = await ask("POST", "/v1/operations", noticeAt(0, 0));
    assert.deepEqual([over.status, over.body.type], [429, "/problems/too-many"]);
    const seconds = Number(over.headers["retry-after"]);
    assert.ok(seconds > 0 && seconds <= 86_400);
    await tight.close();
  });

  /** Method | path | body | headers | status | problem. */
  const ROUTES = [
    ["GET", "/v1/operations/none", undefined, {}, 404, "unknown-operation"],
    ["GET", "/v1/operations/none/versions", undefined, {}, 404, "unknown-operation"],
    ["GET", "/v1/operations/none/conflicts", undefined, {}, 404, "unknown-operation"],
    ["POST", "/v1/operations/none/cancel", undefined, {}, 404, "unknown-operation"],
    ["POST", "/v1/operations/none/options", undefined, {}, 404, "unknown-operation"],
    ["PUT", "/v1/operations/none", { version: 1, volumes: [volume] }, {}, 404, "unknown-operation"],
    ["GET", "/v1/conflicts/none", undefined, {}, 404, "unknown-conflict"],
    ["POST", "/v1/operations/none/activate", { now: true }, {}, 400, "invalid-request"],
    ["GET", "/v1/operations?limit=0", undefined, {}, 400, "invalid-request"],
    ["GET", "/v1/operations?limit=1001", undefined, {}, 400, "invalid-request"],
    ["GET", "/v1/operations?limit=ten", undefined, {}, 400, "invalid-request"],
    ["GET", "/v1/operations?state=flying", undefined, {}, 400, "invalid-request"],
    ["GET", "/v1/operations?stat=filed", undefined, {}, 400, "invalid-request"],
    ["GET", "/v1/operations?after=none", undefined, {}, 400, "unknown-cursor"],
    ["GET", "/v1/conflicts?after=none", undefined, {}, 400, "unknown-cursor"],
    ["POST", "/v1/check", { volumes: [volume] }, {}, 400, "invalid-request"],
    ["GET", "/v1/nothing", undefined, {}, 404, "unknown-route"],
    ["GET", `/v1/operations/${"x".repeat(500)}`, undefined, {}, 404, "unknown-route"],
    ["GET", "/v1/operations/%zz", undefined, {}, 400, "malformed-http"],
    ["OPTIONS", "/v1/operations", undefined, {}, 405, "unknown-method"],
    ["GET", "/problems/none", undefined, {}, 404, "unknown-route"],
    ["DELETE", "/v1/operations", undefined, {}, 405, "unknown-method"],
    ["PUT", "/v1/operations/none/cancel", undefined, {}, 405, "unknown-method"],
    [
      "POST",
      "/v1/operations",
      "<a/>",
      { "content-type": "text/xml" },
      415,
      "unsupported-media-type",
    ],
    [
      "POST",
      "/v1/operations",
      "a=b",
      { "content-type": "text/plain" },
      415,
      "unsupported-media-type",
    ],
    ["POST", "/v1/operations", "{", { "content-type": "application/json" }, 400, "invalid-json"],
    ["POST", "/v1/operations", "", { "content-type": "application/json" }, 400, "invalid-json"],
    [
      "POST",
      "/v1/operations",
      '{"__proto__":{}}',
      { "content-type": "application/json" },
      400,
      "invalid-json",
    ],
    [
      "POST",
      "/v1/operations",
      `"${"x".repeat(1024 * 1024)}"`,
      { "content-type": "application/json" },
      413,
      "body-too-large",
    ],
    ["PUT", "/v1/theatre", {}, {}, 403, "forbidden"],
    ["GET", "/metrics", undefined, {}, 403, "forbidden"],
    ["GET", "/v1/events?after=-1", undefined, {}, 400, "invalid-request"],
  ] as const;
  for (const [method, url, body, headers, status, problem] of ROUTES) {
    test(`${method} ${url.slice(0, 40)} → ${status} ${problem}`, async () => {
      const answer = await north(method, url, body, headers);
      assert.deepEqual(
        [answer.status, answer.body.type],
        [status, `/problems/${problem}`],
        JSON.stringify(answer.body),
      );
      if (status === 405) assert.match(String(answer.headers["allow"]), /GET|POST/);
    });
  }
});

suite("roles", () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer();
  });
  after(() => server.close());

  const TABLE = [
    ["a reader reads", { roles: ["reader"] }, "GET", "/v1/operations", 200],
    ["a reader does not file", { roles: ["reader"] }, "POST", "/v1/operations", 403],
    ["a reader may check a draft", { roles: ["reader"] }, "POST", "/v1/check", 200],
    ["the host files nothing", HOST, "POST", "/v1/operations", 403],
    ["the host checks nothing", HOST, "POST", "/v1/check", 403],
    ["the host reads that operations exist", HOST, "GET", "/v1/operations", 200],
    ["the host reads figures", HOST, "GET", "/metrics", 200],
    ["a party of no such theatre reads nothing", { party: "EAST" }, "GET", "/v1/operations", 403],
    ["a party of no such theatre files nothing", { party: "EAST" }, "POST", "/v1/operations", 403],
  ] as const;
  for (const [name, claims, method, url, status] of TABLE) {
    test(name, async () => {
      const ask = await askAs(server, claims);
      const answer = await ask(method, url, method === "POST" ? noticeAt(1, 1) : undefined);
      // A check takes no name, and gets none here.
      assert.equal(answer.status, status, JSON.stringify(answer.body));
    });
  }
});

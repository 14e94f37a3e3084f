import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { askAs, startTestServer } from "./native/fixture.ts";
import type { TestServer } from "./native/fixture.ts";
import { PROBLEMS } from "./problem.ts";

let server: TestServer;
// oxlint-disable-next-line typescript/no-explicit-any -- the document is read as JSON
let document: any;
before(async () => {
  server = await startTestServer();
  const ask = await askAs(server);
  ({ body: document } = await ask("GET", "/v1/openapi.json"));
});
after(() => server.close());

test("the description is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  const result = await validator.validate(structuredClone(document));
  assert.deepEqual(result.errors ?? [], []);
  assert.equal(result.valid, true);
  assert.equal(validator.version, "3.1");
});

test("every route is described, with a name of its own and what it may answer", () => {
  const routes = server.app.printRoutes({ commonPrefix: false });
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
  );
  for (const expected of EXPECTED) assert.ok(described.includes(expected), expected);
  assert.equal(described.length, EXPECTED.length, `${described.join("\n")}\n${routes}`);
  const names = new Set(
    Object.values(document.paths).flatMap((methods) =>
      Object.values(methods as Record<string, { operationId: string }>).map(
        (one) => one.operationId,
      ),
    ),
  );
  assert.equal(names.size, EXPECTED.length);
});

const EXPECTED = [
  "GET /",
  "GET /healthz",
  "GET /metrics",
  "GET /problems/{name}",
  "GET /readyz",
  "GET /v1/conflicts",
  "GET /v1/conflicts/{id}",
  "GET /v1/events",
  "GET /v1/head",
  "GET /v1/openapi.json",
  "GET /v1/operations",
  "GET /v1/operations.geojson",
  "GET /v1/operations.kml",
  "GET /v1/operations/{id}",
  "GET /v1/operations/{id}/conflicts",
  "GET /v1/operations/{id}/versions",
  "GET /v1/theatre",
  "POST /v1/check",
  "POST /v1/operations",
  "POST /v1/operations/{id}/activate",
  "POST /v1/operations/{id}/cancel",
  "POST /v1/operations/{id}/deviate",
  "POST /v1/operations/{id}/end",
  "POST /v1/operations/{id}/hold",
  "POST /v1/operations/{id}/options",
  "POST /v1/options",
  "PUT /v1/operations/{id}",
  "PUT /v1/theatre",
];

test("every reference leads somewhere, and tags lead to named schemas", () => {
  const text = JSON.stringify(document);
  for (const [, name = ""] of text.matchAll(/#\/components\/schemas\/(\w+)/g)) {
    assert.ok(name in document.components.schemas, name);
  }
  const { footprint } = document.components.schemas.Volume.properties;
  assert.deepEqual(footprint.discriminator.mapping, {
    circle: "#/components/schemas/Circle",
    polygon: "#/components/schemas/Polygon",
    corridor: "#/components/schemas/Corridor",
  });
});

test("what needs a token says so, and only that", () => {
  for (const [path, methods] of Object.entries(document.paths)) {
    const isOpen = /^\/($|healthz|readyz|problems|v1\/openapi)/.test(path);
    for (const { security } of Object.values(methods as Record<string, { security: unknown }>)) {
      assert.deepEqual(security, isOpen ? [] : [{ bearer: [] }], path);
    }
  }
});

test("the description never clears anything", () => {
  assert.doesNotMatch(JSON.stringify(document), /\b(approved|cleared|safe|permitted)\b/i);
});

test("the page of a problem's type says what it means", async () => {
  for (const [name, { status }] of Object.entries(PROBLEMS)) {
    const page = await server.app.inject(`/problems/${name}`);
    assert.equal(page.json().status, status);
  }
});

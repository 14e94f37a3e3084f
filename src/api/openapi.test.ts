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
  "GET /v1/sites",
  "POST /v1/sites",
  "GET /v1/sites/{id}",
  "PUT /v1/sites/{id}",
  "POST /v1/sites/{id}/verify",
  "POST /v1/sites/{id}/notify",
  "POST /v1/sites/{id}/consent",
  "POST /v1/sites/{id}/reconfirm",
  "POST /v1/sites/{id}/withdraw",
  "POST /v1/sites/{id}/hit",
  "POST /v1/sites/{id}/delivered",
  "POST /v1/sites/{id}/acknowledge",
  "POST /v1/sites/{id}/disseminated",
  "GET /v1/told-sites",
  "GET /v1/proximities",
  "GET /v1/site-tellings",
  "GET /",
  "GET /healthz",
  "GET /metrics",
  "GET /v1/uss-dead-letters",
  "GET /problems/{name}",
  "GET /readouts",
  "GET /readouts.atom",
  "GET /readouts/{id}",
  "GET /readyz",
  "GET /v1/conflicts",
  "GET /v1/conflicts/{id}",
  "GET /v1/consents",
  "PUT /v1/consents/{to}",
  "GET /v1/disclosures",
  "GET /v1/operations/{id}/disclosures",
  "POST /v1/operations/{id}/disclosures",
  "POST /v1/operations/{id}/disclosures/close",
  "POST /v1/conflicts/{id}/own",
  "POST /v1/conflicts/{id}/contact",
  "POST /v1/conflicts/{id}/false-alarm",
  "GET /v1/conflicts/{id}/proposals",
  "POST /v1/conflicts/{id}/proposals",
  "GET /v1/proposals/{id}",
  "POST /v1/proposals/{id}/accept",
  "POST /v1/proposals/{id}/decline",
  "POST /v1/proposals/{id}/withdraw",
  "POST /v1/proposals/{id}/confirm",
  "POST /v1/proposals/{id}/counter",
  "GET /v1/standings",
  "POST /v1/standings",
  "GET /v1/standings/{id}",
  "POST /v1/standings/{id}/agree",
  "POST /v1/standings/{id}/end",
  "GET /v1/areas",
  "POST /v1/areas",
  "GET /v1/areas/{id}",
  "POST /v1/areas/{id}/change",
  "POST /v1/areas/{id}/agree",
  "POST /v1/areas/{id}/confirm",
  "POST /v1/areas/{id}/decline",
  "POST /v1/areas/{id}/withdraw",
  "POST /v1/areas/{id}/end",
  "GET /v1/operations/{id}/areas",
  "GET /v1/areas.geojson",
  "GET /v1/areas.ed318.json",
  "GET /v1/areas.openair",
  "POST /v1/areas/drafts",
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
  "GET /v1/theatre/changes",
  "POST /v1/theatre/changes/{id}/second",
  "POST /v1/theatre/changes/{id}/withdraw",
  // Parties: desks, people, machines, keys, tokens, openings.
  "GET /.well-known/oauth-authorization-server",
  "GET /v1/clients",
  "GET /v1/desks",
  "GET /v1/invitations",
  "GET /v1/keys",
  "GET /v1/members",
  "GET /v1/openings",
  "GET /v1/read-log",
  "POST /oauth/token",
  "POST /v1/clients",
  "POST /v1/clients/{id}/remove",
  "POST /v1/clients/{id}/rotate-secret",
  "POST /v1/desks",
  "POST /v1/desks/{id}/accept-watch",
  "POST /v1/desks/{id}/close",
  "POST /v1/desks/{id}/hand-over-watch",
  "POST /v1/desks/{id}/leave-watch",
  "POST /v1/desks/{id}/relieve-watch",
  "POST /v1/desks/{id}/take-watch",
  "POST /v1/invitations",
  "POST /v1/invitations/accept",
  "POST /v1/invitations/{id}/withdraw",
  "POST /v1/keys",
  "POST /v1/keys/{key}/revoke",
  "POST /v1/keys/{key}/rotate",
  "POST /v1/members/{id}/remove",
  "POST /v1/members/{id}/rotate-secret",
  "POST /v1/openings",
  "POST /v1/openings/{id}/second",
  "POST /v1/revocations",
  "PUT /v1/members/{id}/roles",
  // Contacts, readouts, coordination items.
  "GET /v1/contacts",
  "GET /v1/contacts/{id}",
  "GET /v1/contacts/{id}/notes",
  "GET /v1/items",
  "GET /v1/items/{id}",
  "GET /v1/last-contacts",
  "GET /v1/readouts/{id}",
  "POST /v1/contacts",
  "POST /v1/contacts/{id}/agree",
  "POST /v1/contacts/{id}/cancel",
  "POST /v1/contacts/{id}/change",
  "POST /v1/contacts/{id}/decline",
  "POST /v1/contacts/{id}/readouts",
  "POST /v1/contacts/{id}/report",
  "POST /v1/items",
  "POST /v1/items/{id}/accept",
  "POST /v1/items/{id}/contributors",
  "POST /v1/items/{id}/decline",
  "POST /v1/items/{id}/due",
  "POST /v1/items/{id}/move",
  "POST /v1/items/{id}/notes",
  "POST /v1/readouts/{id}/confirm-key",
  "POST /v1/readouts/{id}/key",
  "POST /v1/readouts/{id}/part",
  "POST /v1/readouts/{id}/withdraw",
  "POST /v1/readouts/{id}/withdraw-key",
  "PUT /v1/contacts/{id}/notes",
  "PUT /v1/readouts/{id}",
  // Movements, and the names that go with them.
  "GET /v1/movements",
  "GET /v1/movements/{id}",
  "GET /v1/movements/{id}/people",
  "POST /v1/movements",
  "POST /v1/movements/{id}/answer",
  "POST /v1/movements/{id}/ask-hold",
  "POST /v1/movements/{id}/check",
  "POST /v1/movements/{id}/close",
  "POST /v1/movements/{id}/close-consent",
  "POST /v1/movements/{id}/consents",
  "POST /v1/movements/{id}/pass-on",
  "POST /v1/movements/{id}/people/seal",
  "POST /v1/movements/{id}/reports",
  "PUT /v1/movements/{id}",
  "PUT /v1/movements/{id}/people",
  // The line: channels, messages, receipts.
  "GET /v1/channels",
  "GET /v1/channels/{id}",
  "GET /v1/channels/{id}/messages",
  "GET /v1/message-kinds",
  "GET /v1/messages",
  "GET /v1/messages/{id}",
  "GET /v1/messages/{id}/said",
  "GET /v1/messages/{id}/short-code",
  "POST /v1/short-codes/read",
  "POST /v1/channels/{id}/short-codes",
  "POST /v1/channels/{id}/urgent-short-codes",
  "POST /v1/channels",
  "POST /v1/channels/{id}/close",
  "POST /v1/channels/{id}/decline",
  "POST /v1/channels/{id}/line-check-replies",
  "POST /v1/channels/{id}/messages",
  "POST /v1/channels/{id}/restore",
  "POST /v1/channels/{id}/suspend",
  "POST /v1/channels/{id}/take",
  "POST /v1/channels/{id}/urgent-messages",
  "POST /v1/messages/{id}/acknowledge",
  "POST /v1/messages/{id}/close",
  "POST /v1/messages/{id}/delivered",
  "POST /v1/messages/{id}/disseminated",
  "POST /v1/messages/{id}/read-back",
  "POST /v1/messages/{id}/translations",
  // Being told: webhooks and mail.
  "GET /v1/dead-letters",
  "GET /v1/targets",
  "GET /v1/targets/{id}",
  "GET /v1/targets/{id}/secret",
  "POST /v1/dead-letters/{id}/resend",
  "POST /v1/targets",
  "POST /v1/targets/{id}/pause",
  "POST /v1/targets/{id}/remove",
  "POST /v1/targets/{id}/resume",
  "POST /v1/targets/{id}/rotate-secret",
  "PUT /v1/targets/{id}",
  // Tracks, position reports, what was observed.
  "GET /v1/operations/{id}/coverage",
  "GET /v1/tracks",
  "GET /v1/tracks/{id}",
  "POST /v1/coverage",
  "POST /v1/observations",
  "POST /v1/observations/{format}",
  "POST /v1/position-reports",
  "POST /v1/position-reports/{format}",
  "POST /v1/tracks",
  "POST /v1/tracks/{id}/end",
  // Incidents, their counts and bundles.
  "GET /v1/incident-count-consents",
  "GET /v1/incident-counts/{party}",
  "GET /v1/incidents",
  "GET /v1/incidents/{id}",
  "GET /v1/incidents/{id}/bundle",
  "POST /v1/incidents",
  "POST /v1/incidents/{id}/close",
  "POST /v1/incidents/{id}/fact-answers",
  "POST /v1/incidents/{id}/facts",
  "POST /v1/incidents/{id}/links",
  "POST /v1/incidents/{id}/queries",
  "POST /v1/incidents/{id}/query-answers",
  "POST /v1/incidents/{id}/refer",
  "POST /v1/incidents/{id}/reopen",
  "POST /v1/incidents/{id}/reports",
  "POST /v1/incidents/{id}/steps",
  "PUT /v1/incident-count-consents/{party}",
  // What was counted.
  "GET /v1/reviews",
  "GET /v1/reviews/{id}",
  "POST /v1/reviews",
  "POST /v1/reviews/{id}/agree",
  "POST /v1/reviews/{id}/figures",
  "POST /v1/reviews/{id}/withdraw",
  "GET /v1/statistics",
  "GET /v1/statistics.csv",
  "GET /v1/statistics.html",
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
    const isOpen =
      /^\/($|healthz|readyz|problems|readouts|v1\/openapi|v1\/invitations\/accept|oauth|\.well-known)/.test(
        path,
      );
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

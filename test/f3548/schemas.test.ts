import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { ENDPOINTS } from "../../src/api/f3548/endpoints.ts";
import { SCHEMAS } from "../../src/api/f3548/schemas.ts";
import {
  findDifferences,
  findEndpointDifferences,
  PUBLISHED,
  readDescription,
} from "./differences.ts";
import type { Node } from "./differences.ts";

const ours = JSON.parse(JSON.stringify(SCHEMAS)) as Record<string, Node>;
const skip = existsSync(PUBLISHED) ? false : "../shared is not here: the standard is not compared";

/** Required of an exchange but described nowhere: nobody can know what to send, so it is not asked for. */
const KNOWN =
  /^(ErrorReport\.exchange|ExchangeRecord|USSLogSet\.messages\[\]): required .*"request_source"/;

test("the schemas are those of the published description", { skip }, () => {
  const found = findDifferences(readDescription(PUBLISHED), ours);
  const [known, unknown] = [true, false].map((is) =>
    found.filter((line) => KNOWN.test(line) === is),
  );
  assert.deepEqual(unknown, []);
  assert.equal(known?.length, 3);
});

test("the endpoints are those of the published description", { skip }, () => {
  assert.deepEqual(findEndpointDifferences(readDescription(PUBLISHED), ENDPOINTS), []);
});

test("it is told when an endpoint is missing, or takes another scope", () => {
  const security = [{ Authority: ["a"] }, { Authority: ["b"] }, { Authority: ["a", "c"] }];
  const paths = { "/dss/v1/x/{id}": { get: { operationId: "getX", security } }, "/uss/v1/x": {} };
  const getX = { method: "GET", path: "/dss/v1/x/:id", scopes: ["b", "a"] };
  assert.deepEqual(findEndpointDifferences({ paths }, { getX }), []);
  for (const own of [
    {},
    { getX: { ...getX, scopes: ["a"] } },
    { getX: { ...getX, scopes: ["a", "b", "c"] } },
    { getX: { ...getX, method: "PUT" } },
    { getX: { ...getX, path: "/dss/v1/x" } },
    { getX, getY: getX },
  ]) {
    assert.equal(findEndpointDifferences({ paths }, own).length, 1);
  }
});

/** An OpenAPI 3.0 description of little, and ours with one thing changed each. */
const standard = {
  components: {
    schemas: {
      Metres: { type: "number", minimum: 0, exclusiveMinimum: true },
      Place: {
        type: "object",
        description: "not compared",
        required: ["name"],
        properties: {
          name: { type: "string", maxLength: 5 },
          kind: { type: "string", enum: ["a", "b"] },
          radius: { anyOf: [{ $ref: "#/components/schemas/Metres" }] },
          tags: { type: "array", minItems: 1, items: { type: "string", format: "uuid" } },
        },
      },
    },
  },
};
const metres = { type: "number", exclusiveMinimum: 0 };
const place = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string", maxLength: 5 },
    kind: { type: "string", enum: ["b", "a"] },
    radius: metres,
    tags: { type: "array", minItems: 1, items: { type: "string", format: "uuid" } },
  },
};
const changed = (properties: object, rest: object = {}) => ({
  Metres: metres,
  Place: { ...place, ...rest, properties: { ...place.properties, ...properties } },
});

test("two ways to write the same do not differ", () => {
  assert.deepEqual(findDifferences(standard, changed({})), []);
});

for (const [name, own, line] of [
  ["a field fewer is required", changed({}, { required: [] }), /Place: required/],
  ["a bound differs", changed({ name: { type: "string", maxLength: 6 } }), /name: maxLength is 5/],
  ["a bound is missing", changed({ name: { type: "string" } }), /name: maxLength/],
  [
    "a bound is another",
    changed({ radius: { type: "number", exclusiveMinimum: 1 } }),
    /exclusiveM/,
  ],
  ["a type differs", changed({ name: { type: "number", maxLength: 5 } }), /name: type/],
  ["a word is missing", changed({ kind: { type: "string", enum: ["a"] } }), /kind: enum/],
  [
    "a format differs",
    changed({ tags: { ...place.properties.tags, items: { type: "string" } } }),
    /tags\[\]: format/,
  ],
  [
    "entries are not described",
    changed({ tags: { type: "array", minItems: 1 } }),
    /tags: only one/,
  ],
  ["a field is too many", changed({ more: { type: "string" } }), /more: is not in the standard/],
  ["a schema is missing", { Place: place }, /^Metres: is missing here/],
  ["a schema is too many", { ...changed({}), Else: metres }, /^Else: is not in the standard/],
] as const) {
  test(`it is told when ${name}`, () => {
    const found = findDifferences(standard, own);
    assert.equal(found.length, 1, found.join("; "));
    assert.match(found[0]!, line);
  });
}

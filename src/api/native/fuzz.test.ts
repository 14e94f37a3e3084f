/** Whatever is sent to whatever route, by whomever, is answered or refused by name: never with a 500. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Engine } from "../../server/engine.ts";
import { askAs, HOST, noticeAt, startTestServer, volumeAt } from "./fixture.ts";
import type { Ask } from "./fixture.ts";

const RUNS = Number(process.env["RUNS"] ?? 1_500);

type Schema = Readonly<Record<string, any>>; // oxlint-disable-line typescript/no-explicit-any -- any schema
type Route = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly query: readonly { readonly name: string; readonly schema: Schema }[];
  readonly body: Schema | null;
};

const arbOdd: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  "",
  0,
  -1,
  1e308,
  -0,
  0.5,
  "\u0000",
  "\ud800",
  "__proto__",
  "constructor",
  "9999-12-31T23:59:60Z",
  "1900-01-01T00:00:00+23:59",
  [],
  {},
  [[]],
  true,
);

/** What fits a schema, and now and then what does not. */
const arbOf = (schema: Schema, ids: readonly string[], depth = 0): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 40, arbitrary: arbFitting(schema, ids, depth) },
    { weight: 1, arbitrary: arbOdd },
  );

const arbFitting = (
  schema: Schema,
  ids: readonly string[],
  depth: number,
): fc.Arbitrary<unknown> => {
  const deeper = (one: Schema) => arbOf(one, ids, depth + 1);
  if ("const" in schema) return fc.constant(schema["const"]);
  if (schema["enum"]) return fc.constantFrom(...(schema["enum"] as unknown[]));
  const either = (schema["anyOf"] ?? schema["oneOf"]) as Schema[] | undefined;
  if (either) return fc.oneof(...either.map(deeper));
  const types: string[] = [schema["type"] ?? "object"].flat();
  const type = types[0];
  if (type === "object") return arbObject(schema, deeper);
  if (type === "array") {
    const { minItems = 0, maxItems = 4, items = {} } = schema;
    const max = Math.max(minItems as number, Math.min(maxItems as number, depth > 4 ? 1 : 3));
    return fc.array(deeper(items as Schema), { minLength: minItems as number, maxLength: max });
  }
  if (type === "boolean") return fc.boolean();
  if (type === "integer" || type === "number") {
    const { minimum = -200, maximum = 200_000 } = schema;
    const whole = fc.integer({
      min: Math.ceil(minimum as number),
      max: Math.floor(maximum as number),
    });
    return type === "integer"
      ? whole
      : fc.oneof(whole, fc.constantFrom(40.04, 35.04, 0, 1000, -0.5));
  }
  return arbText(schema, ids);
};

const arbObject = (
  { properties = {}, required = [] }: Schema,
  deeper: (one: Schema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> => {
  const arbs = Object.fromEntries(
    Object.entries(properties as Record<string, Schema>).map(([name, one]) => [name, deeper(one)]),
  );
  return fc.record(arbs, { requiredKeys: required as string[] });
};

const arbText = ({ format, pattern }: Schema, ids: readonly string[]): fc.Arbitrary<unknown> => {
  if (format === "date-time") {
    return fc
      .integer({ min: -2, max: 60 })
      .map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
  }
  const known = fc.constantFrom(...ids, "NORTH", "SOUTH", "RELIEF", "x", "watch_desk", "en");
  if (typeof pattern !== "string")
    return fc.oneof(known, fc.string({ maxLength: 12, unit: "binary" }));
  return fc.oneof(
    known,
    fc.stringMatching(new RegExp(pattern)).filter((text) => text.length < 200),
  );
};

const resolve = (schema: Schema, all: Schema): Schema => {
  if (typeof schema !== "object" || schema === null) return schema;
  if (typeof schema["$ref"] === "string") {
    const found = schema["$ref"]
      .slice(2)
      .split("/")
      .reduce<Schema>((at, part) => at[part] as Schema, all);
    return resolve(found, all);
  }
  if (Array.isArray(schema)) return schema.map((one: Schema) => resolve(one, all)) as never;
  return Object.fromEntries(
    Object.entries(schema).map(([name, one]) => [name, resolve(one as Schema, all)]),
  );
};

const routesOf = (document: Schema): Route[] =>
  Object.entries(document["paths"] as Record<string, Record<string, Schema>>).flatMap(
    ([url, methods]) =>
      Object.entries(methods).map(([method, route]) => {
        const body = route["requestBody"]?.content?.["application/json"]?.schema as Schema;
        const query = ((route["parameters"] ?? []) as Schema[])
          .filter((one) => one["in"] === "query")
          .map(
            ({ name, schema }) => ({ name, schema: resolve(schema as Schema, document) }) as never,
          );
        return {
          method: method.toUpperCase() as Route["method"],
          url,
          query,
          body: body ? resolve(body, document) : null,
        };
      }),
  );

test("nothing that is sent is answered with an internal error", { timeout: 600_000 }, async () => {
  const server = await startTestServer({ rules: { secondPersonAgreement: true } });
  const all = ["desk", "approver", "administrator"] as const;
  const asks: Ask[] = [];
  for (const party of ["NORTH", "SOUTH", "RELIEF"])
    asks.push(await askAs(server, { party, roles: [...all], sub: `${party}-one` }));
  asks.push(await askAs(server, { party: "SOUTH", roles: [...all], sub: "SOUTH-two" }));
  asks.push(await askAs(server, { party: "SOUTH", roles: ["reader"] }), await askAs(server, HOST));
  asks.push(await askAs(server, { ...HOST, sub: "second" }));
  const [north, south] = asks;
  await north!("POST", "/v1/operations", noticeAt(40.04, 35.04));
  await south!("POST", "/v1/operations", noticeAt(40.045, 35.04));
  const ids = new Set(["x"]);
  const routes = routesOf(server.app.swagger() as Schema).filter(
    // Streams do not end; what the theatre is stays, so that the rest has something to be about.
    ({ url, method }) =>
      url !== "/v1/events" &&
      !(url === "/v1/theatre" && method === "PUT") &&
      url !== "/oauth/token" &&
      url !== "/v1/operations.geojson" &&
      url !== "/v1/areas.geojson" &&
      url !== "/v1/areas.ed318.json",
  );
  assert.ok(routes.length > 60, `${routes.length} routes`);
  const learn = (value: unknown): void => {
    if (typeof value === "string" && /^[\w:.-]{4,64}$/.test(value) && ids.size < 3_000)
      ids.add(value);
    else if (Array.isArray(value)) for (const one of value.slice(0, 20)) learn(one);
    else if (typeof value === "object" && value !== null)
      for (const [name, one] of Object.entries(value)) if (!/At$|^type$/.test(name)) learn(one);
  };
  const [seed] = fc.sample(fc.integer(), 1);
  const failures = new Set<string>();
  const statuses = new Map<string, number>();
  for (let run = 0; run < RUNS && failures.size < 10; run++) {
    const about = { seed: mixed(seed! + run), numRuns: 1 };
    const { method, url, query, body } = routes[mixed(about.seed) % routes.length]!;
    const ask = asks[mixed(about.seed + 1) % asks.length];
    const recent = [...idsOf(server.engine, url), ...[...ids].slice(-40)];
    const arbId = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...recent.slice(0, 20)) },
      {
        weight: 1,
        arbitrary: fc.constantFrom("%00", "x".repeat(129), "..", ...[...ids].slice(-40)),
      },
    );
    const path = url.replaceAll(/\{\w+\}/g, () =>
      encodeURIComponent(String(fc.sample(arbId, { ...about, seed: about.seed ^ url.length })[0])),
    );
    const asked = query.flatMap(({ name, schema }) => {
      const [value] = fc.sample(fc.option(arbOf(schema, recent)), about);
      return value === null ? [] : [`${name}=${encodeURIComponent(safeText(value))}`];
    });
    const [sent] = body ? fc.sample(arbOf(body, recent), about) : [undefined];
    const wanted = body && method === "POST" && url === "/v1/operations" ? noticeNear(run) : sent;
    const target = asked.length > 0 ? `${path}?${asked.join("&")}` : path;
    const answer = await ask!(method, target, wanted).catch((error: unknown) => ({
      status: 599,
      body: String(error),
    }));
    statuses.set(
      `${method} ${url} ${answer.status}`,
      (statuses.get(`${method} ${url} ${answer.status}`) ?? 0) + 1,
    );
    learn(answer.body);
    if (answer.status === 599 || answer.status === 500) {
      failures.add(
        `${method} ${target} ${JSON.stringify(wanted)} → ${JSON.stringify(answer.body)}`,
      );
    }
  }
  if (process.env["SHOW"]) console.log([...statuses].map((one) => one.join(" ")).join("\n"));
  const why = server.lines.filter((line) => line.includes("a request failed")).slice(0, 5);
  await server.close();
  assert.deepEqual([...failures], [], `seed ${seed}: ${why.join("\n")}`);
});

/** What there is of what a path names, the newest first. */
const idsOf = (engine: Engine, url: string): string[] =>
  engine.withState((state) => {
    const { operations, conflicts, settling, parties, line, openings, targets } = state;
    const byNoun: Readonly<Record<string, ReadonlyMap<string, unknown>>> = {
      operations,
      conflicts,
      openings: openings.all,
      targets: targets.all,
      proposals: settling.proposals,
      standings: settling.standings,
      members: parties.holders,
      clients: parties.holders,
      invitations: parties.invitations,
      channels: line.channels,
      messages: line.messages,
      contacts: state.contacts.all,
      readouts: state.contacts.readouts,
      items: state.items.all,
      areas: state.areas.all,
      sites: state.sites.all,
      incidents: state.incidents.all,
      movements: state.movements.all,
    };
    const keys = [...parties.keys.values()].map(({ publicKey }) => publicKey);
    const desks = [...parties.desks.values()].map(({ id }) => id);
    const named = { keys, desks }[url.split("/")[2]!] ?? [
      ...(byNoun[url.split("/")[2]!]?.keys() ?? operations.keys()),
    ];
    return [...named.reverse(), "x"];
  });

/** Neighbouring seeds begin alike: one step of a mixer parts them. */
const mixed = (seed: number): number => {
  const one = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
  return (Math.imul(one ^ (one >>> 13), 0xc2b2ae35) >>> 1) & 0x3fffffff;
};

const safeText = (value: unknown): string =>
  (typeof value === "string" ? value : JSON.stringify(value)).toWellFormed();

const noticeNear = (run: number) => ({
  ...noticeAt(40.04, 35.04),
  volumes: [volumeAt(40.04 + (run % 5) * 0.01, 35.04)],
});

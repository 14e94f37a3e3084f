/** What holds of every operation alike, as the description has them: who may, and what is a request. */

import assert from "node:assert/strict";
import type { Authority } from "./second-authority.ts";
import { paramsOf } from "./second-client.ts";
import type { Operation } from "./second-client.ts";
import { AA, CM, CMSA, CP, newId, SC } from "./second-world.ts";
import type { World } from "./second-world.ts";

const SCOPES = [SC, CMSA, CP, CM, AA];

const someParams = (operation: Operation): Record<string, string> =>
  Object.fromEntries(paramsOf(operation).map((name) => [name, VALUES[name] ?? newId()]));
const VALUES: Readonly<Record<string, string>> = {
  ovn: "nobody.ever.had.this.ovn",
  version: "nobody-ever-had-this",
  uss_id: "nobody",
};

/** No token that is not good gets further, whatever else the request has. */
export const tokensRefused = async (
  { client }: World,
  operations: readonly Operation[],
  { tokenOf, forgedOf }: Authority,
): Promise<void> => {
  const nowS = Math.floor(Date.now() / 1000);
  for (const operation of operations) {
    const scopes = operation.scopes[0] ?? [];
    const good = tokenOf("uss1", scopes);
    const bad: Readonly<Record<string, string | null>> = {
      none: null,
      garbage: "nonsense",
      forged: forgedOf("uss1", scopes),
      expired: tokenOf("uss1", scopes, { exp: nowS - 120 }),
      endless: tokenOf("uss1", scopes, { exp: undefined }),
      "too long": tokenOf("uss1", scopes, { exp: nowS + 7200 }),
      "for another": tokenOf("uss1", scopes, { aud: "another.example.com" }),
      "of another": tokenOf("uss1", scopes, { iss: "https://another.example.com" }),
      "of nobody": tokenOf("uss1", scopes, { sub: undefined }),
      unsigned: `${good.slice(0, good.lastIndexOf("."))}.`,
    };
    for (const [name, token] of Object.entries(bad)) {
      const { status } = await client.ask(operation.name, { params: someParams(operation), token });
      assert.equal(status, 401, `${operation.name} with a token that is ${name}`);
    }
  }
};

/**
 * Each scope opens what the description says, and nothing else; a body is not read before that. `open`
 * by name, each with its reason: what any good token opens here.
 */
export const scopesAsked = async (
  { client, tokenOf }: World,
  operations: readonly Operation[],
  open: Readonly<Record<string, string>>,
): Promise<void> => {
  for (const operation of operations) {
    const enough = operation.scopes.flatMap((all) => (all.length === 1 ? all : []));
    const isOpen = operation.name in open;
    for (const scopes of [[], ...SCOPES.map((scope) => [scope])]) {
      const token = await tokenOf("curious", scopes);
      const { status } = await client.ask(operation.name, { params: someParams(operation), token });
      const about = `${operation.name} with ${scopes.join() || "no scope"} is answered ${status}`;
      if (isOpen || scopes.some((scope) => enough.includes(scope)))
        assert.notEqual(status, 403, about);
      else assert.equal(status, 403, about);
    }
  }
};

/** Ids that are none, and a body that is missing or none. */
export const malformedRefused = async (
  { client, as }: World,
  operations: readonly Operation[],
): Promise<void> => {
  for (const operation of operations) {
    const params = someParams(operation);
    const ask = as("careless");
    for (const name of ["entityid", "subscriptionid"].filter((one) => one in params)) {
      for (const id of ["nonsense", "03e5572a-f733-19af-bc14-8a18bd53ee39"]) {
        const body = operation.bodySchema === null ? {} : { body: {} };
        await ask(400, operation.name, { params: { ...params, [name]: id }, ...body });
      }
    }
    if (operation.bodySchema === null) continue;
    for (const body of [undefined, "{", "[]", "null", '"text"', "{}"]) {
      await ask(400, operation.name, { params, ...(body === undefined ? {} : { body }) });
    }
  }
  assert.ok(client.seen.size > 0);
};

/** A USS that asks without end is told to wait, whatever it asks. */
export const hasteRefused = async (
  { client, tokenOf }: World,
  operations: readonly Operation[],
  ratePerMinute: number,
): Promise<void> => {
  const token = await tokenOf("hasty", SCOPES);
  const ask = async ({ name }: Operation): Promise<number> => {
    const params = someParams(client.operation(name));
    return (await client.ask(name, { params, token })).status;
  };
  for (let count = 0; count < ratePerMinute; count++) {
    assert.notEqual(await ask(client.operation("getUssAvailability")), 429);
  }
  for (const operation of operations) assert.equal(await ask(operation), 429, operation.name);
};

/** A USS of the tests' own that is told: every message is held against the description as it comes. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Authority } from "./second-authority.ts";
import type { Answer, SecondClient } from "./second-client.ts";
import type { World } from "./second-world.ts";

export type Told = { readonly name: string; readonly body: Answer["body"] };

export type Receiver = {
  readonly baseUrl: string;
  /** What was taken, in order. */
  readonly told: readonly Told[];
  /** What is wrong with what came; empty: nothing. */
  readonly faults: readonly unknown[];
  /** What comes next is answered with this status, once. */
  readonly refuseNext: (status: number) => void;
  /** Once so many messages were taken. Throws when they don't come. */
  readonly until: (count: number) => Promise<readonly Told[]>;
  readonly stop: () => Promise<void>;
};

const NAMES = ["notifyOperationalIntentDetailsChanged", "notifyConstraintDetailsChanged"];

export const startReceiver = async (
  client: SecondClient,
  { claimsOf }: Authority,
  own: World["own"],
): Promise<Receiver> => {
  const [told, faults, refusals]: [Told[], unknown[], number[]] = [[], [], []];
  const check = (request: IncomingMessage, body: unknown): string => {
    const name = NAMES.find((one) => request.url === `/utm${client.operation(one).path}`);
    assert.ok(name, `${request.method} ${request.url} is of a USS`);
    const { bodySchema, method, scopes } = client.operation(name);
    assert.equal(request.method, method);
    assert.match(String(request.headers["content-type"]), /^application\/json/);
    assert.deepEqual(client.findFaults(bodySchema!, body), []);
    const claims = claimsOf(String(request.headers.authorization).replace("Bearer ", ""));
    const { sub, aud, scope, exp } = claims;
    assert.deepEqual([sub, aud], [own.name, "127.0.0.1"], "it is from there, and for here");
    assert.deepEqual(String(scope).split(" "), scopes[0], "it opens this and no more");
    assert.ok(Number(exp) * 1000 > Date.now());
    return name;
  };
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const body: Answer["body"] = JSON.parse(await text(request));
      const name = check(request, body);
      const refusal = refusals.shift();
      if (refusal === undefined) told.push({ name, body });
      response.writeHead(refusal ?? 204).end();
    } catch (error) {
      faults.push(error);
      response.writeHead(400).end();
    }
  };
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/utm`,
    told,
    faults,
    refuseNext: (status) => void refusals.push(status),
    until: async (count) => {
      const endMs = Date.now() + 30_000;
      while (told.length < count && faults.length === 0 && Date.now() < endMs) await sleep(5);
      assert.deepEqual(faults, []);
      assert.equal(told.length, count, "what was to come has come, and nothing else");
      return told;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

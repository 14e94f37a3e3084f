/** What went wrong, and what was exchanged: reports and log sets. */

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { fill } from "./second-client.ts";
import type { Answer } from "./second-client.ts";
import { AA, CM, CMSA, CP, newId, SC, timeAt } from "./second-world.ts";
import type { World } from "./second-world.ts";

const exchangeWith = (baseUrl: string) => ({
  url: `${baseUrl}/uss/v1/operational_intents`,
  method: "POST",
  headers: ["Authorization: Bearer of-nobody"],
  recorder_role: "Client",
  request_time: timeAt(-1),
  request_source: "described nowhere, and required",
  response_code: 500,
  problem: "it did not answer",
});

/** Of the DSS, and of this server as a USS. */
export const reports = async ({ as, own }: World): Promise<void> => {
  const exchange = exchangeWith(own.baseUrl);
  const ids = new Set<string>();
  for (const name of ["makeDssReport", "makeUssReport"]) {
    for (const scope of [SC, CMSA, CP, CM, AA]) {
      const told = await as("uss1", scope)(201, name, { body: { exchange } });
      assert.deepEqual(told.exchange, exchange);
      assert.ok(told.report_id.length > 0);
      ids.add(told.report_id);
    }
    await as("uss1", SC)(400, name, { body: { exchange: { ...exchange, url: 5 } } });
  }
  assert.equal(ids.size, 10, "each has an id of its own");
};

/** Makes one of a time as the host does, and returns its id. */
export type MakeLogSet = (from: Date, to: Date) => Promise<string>;

/** Only what was exchanged in its time stands in it, without tokens, as it was sent. */
export const logSets = async (
  { as, client, own, tokenOf }: World,
  makeLogSet: MakeLogSet,
): Promise<void> => {
  const [peer, entityid] = [as("logged"), newId()];
  const exchange = exchangeWith(own.baseUrl);
  const from = new Date();
  const reported = await as("logged", SC)(201, "makeUssReport", { body: { exchange } });
  await peer(404, "getOperationalIntentDetails", { params: { entityid } });
  await client.ask("getConstraintDetails", { params: { entityid }, token: null });
  const to = new Date();
  await sleep(5);
  await peer(404, "getConstraintDetails", { params: { entityid } });
  const params = { log_set_id: await makeLogSet(from, to) };
  const { messages } = await as("anyone", AA)(200, "getLogSet", { params });
  const path = fill(client.operation("getOperationalIntentDetails").path, { entityid });
  assert.deepEqual(
    messages.map((one: Answer["body"]) => [one.method, one.url, one.response_code]),
    [
      ["POST", `${own.baseUrl}${client.operation("makeUssReport").path}`, 201],
      ["GET", `${own.baseUrl}${path}`, 404],
    ],
    "who has no token is not noted",
  );
  const [first] = messages;
  assert.equal(first.recorder_role, "Server");
  assert.equal(first.request_source, "logged");
  assert.deepEqual(decode(first.request_body), { exchange });
  assert.deepEqual(decode(first.response_body), reported);
  for (const one of messages) assert.deepEqual(client.findFaults(EXCHANGE, one), []);
  const token = await tokenOf("logged", [SC]);
  assert.ok(!JSON.stringify(messages).includes(token));
  await as("anyone", SC)(404, "getLogSet", { params: { log_set_id: "of-nobody" } });
};

const EXCHANGE = "#/components/schemas/ExchangeRecord";

const decode = (text: string): unknown => JSON.parse(Buffer.from(text, "base64").toString());

import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { openExchanges } from "../../server/uss-exchanges.ts";
import { DETAILS, idOf, OWN, timeAt } from "./test-messages.ts";
import { checkBody, startUssServer } from "./test-uss.ts";
import type { UssServer } from "./test-uss.ts";

const onFault = (error: unknown): never => {
  throw error;
};
const store = openExchanges(":memory:", { nowMs: () => Date.now(), onFault });
let server: UssServer;
before(async () => {
  server = await startUssServer({ settings: { uss: OWN }, exchanges: store });
});
after(async () => {
  await server.close();
  store.close();
});

const decoded = (text: string): string => Buffer.from(text, "base64").toString();

suite("exchanges with other USSs", () => {
  test("are in the log set of their time, as they were sent, without tokens", async () => {
    const fromMs = Date.now();
    const peer = server.as("uss2");
    const exchange = {
      url: "https://x.example.com",
      method: "GET",
      recorder_role: "Client",
      request_time: timeAt(0),
    };
    const reported = await peer("POST", "/uss/v1/reports", { exchange });
    const missing = await peer("GET", `${DETAILS}/${idOf(1)}`);
    await server.as("uss3", "utm.constraint_processing")("POST", DETAILS, {});
    await server.app.inject({ url: `${DETAILS}/${idOf(2)}` });
    await peer("GET", "/uss/v1/notifications");
    await peer("GET", "/dss/v1/uss_availability/uss1");
    const id = store.makeLogSet({ fromMs: fromMs - 1000, toMs: Date.now() });
    const { status, body } = await server.as("uss9", "utm.availability_arbitration")(
      "GET",
      `/uss/v1/log_sets/${id}`,
    );
    assert.equal(status, 200);
    checkBody("USSLogSet", body);
    assert.equal(body.missing_messages, 0);
    const told = body.messages.map((one: Message) => [
      one.method,
      one.url,
      one.request_source,
      one.response_code,
    ]);
    assert.deepEqual(told, [
      ["POST", `${OWN.baseUrl}/uss/v1/reports`, "uss2", 201],
      ["GET", `${OWN.baseUrl}${DETAILS}/${idOf(1)}`, "uss2", 404],
      ["POST", `${OWN.baseUrl}${DETAILS}`, "uss3", 403],
    ]);
    const [first, second] = body.messages as readonly Message[];
    assert.equal(decoded(first!.request_body), JSON.stringify({ exchange }));
    assert.deepEqual(JSON.parse(decoded(first!.response_body)), reported.body);
    assert.deepEqual(JSON.parse(decoded(second!.response_body)), missing.body);
    assert.equal(second!.recorder_role, "Server");
    assert.doesNotMatch(JSON.stringify(body), /authorization|Bearer/i);
  });

  for (const id of ["log-none", "x"]) {
    test(`${id}: 404`, async () => {
      const { status } = await server.as("uss1")("GET", `/uss/v1/log_sets/${id}`);
      assert.equal(status, 404);
    });
  }
});

type Message = {
  readonly method: string;
  readonly url: string;
  readonly request_source: string;
  readonly recorder_role: string;
  readonly request_body: string;
  readonly response_body: string;
  readonly response_code: number;
};

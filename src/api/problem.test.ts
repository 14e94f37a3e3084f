import assert from "node:assert/strict";
import { test } from "node:test";
import type { Refusal } from "../core/outcome.ts";
import { LogError } from "../log/log.ts";
import { BusyError } from "../server/sequencer.ts";
import {
  ApiProblem,
  problemBody,
  problemOf,
  problemOfRefusal,
  PROBLEMS,
  renderProblems,
} from "./problem.ts";
import { startTestServer, askAs, noticeAt } from "./native/fixture.ts";

const NOW = { nowMs: Date.UTC(2026, 0, 1, 23, 59, 30) };

const REFUSALS: readonly (readonly [Refusal, number])[] = [
  [{ reason: "unknown-operation", operationId: "x" }, 404],
  [{ reason: "stale-version", operationId: "x", currentVersion: 3 }, 409],
  [{ reason: "wrong-state", what: "operation", id: "x", state: "ended", wanted: "active" }, 409],
  [{ reason: "window-ended", endMs: 0 }, 422],
  [{ reason: "unknown-party", party: "x" }, 403],
  [{ reason: "no-theatre" }, 503],
  [{ reason: "not-permitted", detail: "the host sets the theatre" }, 403],
  [{ reason: "conflicts-refused", category: "sar", conflictCount: 7 }, 409],
  [{ reason: "too-many", what: "notices", limit: 5 }, 429],
  [{ reason: "command-id-reused", commandId: "k" }, 422],
];
for (const [refusal, status] of REFUSALS) {
  test(`${refusal.reason} is answered with ${status}`, () => {
    const problem = problemOfRefusal(refusal, NOW);
    assert.equal(problem.status, status);
    assert.equal(problemBody(problem).status, status);
  });
}

test("how many conflicts a refused notice met is not told", () => {
  const refusal = { reason: "conflicts-refused", category: "sar", conflictCount: 7 } as const;
  assert.doesNotMatch(JSON.stringify(problemBody(problemOfRefusal(refusal, NOW))), /7/);
});

test("the daily quota is over at midnight UTC", () => {
  const problem = problemOfRefusal({ reason: "too-many", what: "notices", limit: 5 }, NOW);
  assert.deepEqual(problem.about.headers, { "Retry-After": "30" });
});

test("a fault of the log names no file of the server", () => {
  const error = new LogError("LOG_IO", "/var/lib/wideberth/log.db: no space left");
  const body = problemBody(problemOf(error));
  assert.equal(body.status, 503);
  assert.doesNotMatch(JSON.stringify(body), /var|log\.db|space/);
  assert.ok(problemOf(error).about.headers?.["Retry-After"]);
});

test("a full queue asks to come again, an unknown fault says nothing of itself", () => {
  const busy = problemOf(new BusyError("QUEUE_FULL", "too many commands are waiting"));
  assert.deepEqual([busy.status, busy.about.headers], [503, { "Retry-After": "1" }]);
  const body = problemBody(problemOf(new Error("password=hunter2")));
  assert.equal(body.status, 500);
  assert.doesNotMatch(JSON.stringify(body), /hunter2/);
});

test("the catalogue is rendered whole, and never clears anything", () => {
  const text = renderProblems();
  for (const name of Object.keys(PROBLEMS)) assert.ok(text.includes(`/problems/${name}`));
  assert.doesNotMatch(text, /\b(approved|cleared|safe|permitted)\b/i);
});

for (const [name, error, type] of [
  ["busy", new BusyError("SERVER_STOPPING", "the server is stopping"), "busy"],
  ["log", new LogError("LOG_IO", "/secret/path"), "log-failed"],
  ["bug", new Error("/secret/path"), "internal"],
  ["problem", new ApiProblem("busy", { detail: "x" }), "busy"],
] as const) {
  test(`what the engine throws (${name}) is answered as a problem`, async () => {
    const server = await startTestServer({
      engine: (engine) => ({ ...engine, submit: () => Promise.reject(error) }),
    });
    const ask = await askAs(server);
    const { status, body, headers } = await ask("POST", "/v1/operations", noticeAt(0, 0));
    assert.equal(body.type, `/problems/${type}`);
    assert.equal(status >= 500, true);
    assert.doesNotMatch(JSON.stringify(body), /secret/);
    if (status === 503 && name !== "problem") assert.equal(headers["retry-after"], "1");
    if (type === "internal") assert.equal(typeof body.requestId, "string");
    await server.close();
  });
}

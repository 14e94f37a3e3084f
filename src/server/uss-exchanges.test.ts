import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { EXCHANGE_LIMITS } from "./limits.ts";
import { exchangesPath, LogSetTooLarge, openExchanges } from "./uss-exchanges.ts";
import type { Exchange } from "./uss-exchanges.ts";

const folder = mkdtempSync(join(tmpdir(), "wideberth-exchanges-"));
after(() => rmSync(folder, { recursive: true }));

const NOW_MS = Date.UTC(2030, 0, 31);
const fail = (error: unknown): never => {
  throw error;
};
const open = (path = ":memory:", nowMs = () => NOW_MS) =>
  openExchanges(path, { nowMs, onFault: fail });

const exchangeAt = (requestMs: number, change: Partial<Exchange> = {}): Exchange => ({
  url: "https://host.example.com/uss/v1/constraints",
  method: "POST",
  headers: ["content-type: application/json"],
  role: "Server",
  source: "uss2",
  requestMs,
  requestBody: "{}",
  responseMs: requestMs + 5,
  responseCode: 204,
  responseBody: "",
  problem: null,
  ...change,
});

test("what was noted is read by its time, in order, also after the file was closed", () => {
  const path = exchangesPath(folder);
  const store = open(path);
  const all = [3, 1, 2].map((at) => exchangeAt(NOW_MS + at, { requestBody: `${at}` }));
  for (const one of all) store.note(one);
  store.close();
  const again = open(path);
  const read = again.readBetween({ fromMs: NOW_MS + 1, toMs: NOW_MS + 2 });
  assert.deepEqual(read, [all[1], all[2]]);
  again.close();
  if (process.platform !== "win32") assert.equal(statSync(path).mode & 0o777, 0o600);
});

test("headers that hold secrets are not kept", () => {
  const store = open();
  const secrets = ["Authorization", "authorization", "Proxy-Authorization", "Cookie", "set-cookie"];
  const headers = [...secrets.map((name) => `${name}: hunter2`), "x-about: authorization: none"];
  store.note(exchangeAt(NOW_MS, { headers }));
  const [read] = store.readBetween({ fromMs: NOW_MS, toMs: NOW_MS });
  assert.deepEqual(read!.headers, ["x-about: authorization: none"]);
});

test("a log set holds what is there when it is made, under an id of its own", () => {
  const store = open();
  for (const at of [0, 1, 9]) store.note(exchangeAt(NOW_MS + at));
  const between = { fromMs: NOW_MS, toMs: NOW_MS + 1 };
  const [one, two] = [store.makeLogSet(between), store.makeLogSet(between)];
  assert.notEqual(one, two);
  const { exchanges, missingCount, ...rest } = store.readLogSet(one)!;
  assert.deepEqual([exchanges.length, missingCount, rest], [2, 0, between]);
  assert.equal(store.readLogSet("log-none"), null);
});

test("what is over goes, and the log set that held it says so", () => {
  let nowMs = NOW_MS;
  const store = open(":memory:", () => nowMs);
  const { keptMs } = EXCHANGE_LIMITS;
  store.note(exchangeAt(NOW_MS));
  store.note(exchangeAt(NOW_MS + 1000));
  const id = store.makeLogSet({ fromMs: NOW_MS, toMs: NOW_MS + 1000 });
  nowMs += keptMs + 500;
  store.note(exchangeAt(nowMs));
  const set = store.readLogSet(id)!;
  assert.deepEqual([set.exchanges.length, set.missingCount], [1, 1]);
  nowMs += keptMs;
  store.note(exchangeAt(nowMs));
  assert.equal(store.readLogSet(id), null, "all of it is over");
});

test("a log set that is too large is refused, with the remedy", () => {
  const store = open();
  const requestBody = "x".repeat(4 * 1024 * 1024);
  for (let i = 0; i < 17; i++) store.note(exchangeAt(NOW_MS, { requestBody }));
  assert.throws(() => store.makeLogSet({ fromMs: NOW_MS, toMs: NOW_MS }), LogSetTooLarge);
});

test("a store that fails is told of, and nobody else is", () => {
  const faults: unknown[] = [];
  const onFault = (error: unknown) => void faults.push(error);
  const store = openExchanges(":memory:", { nowMs: () => NOW_MS, onFault });
  store.close();
  store.note(exchangeAt(NOW_MS));
  assert.equal(faults.length, 1);
});

test("where there is too much, the oldest of whoever has the most goes, and no more than must", () => {
  const bytesMax = 64 * 1024;
  const store = openExchanges(":memory:", { nowMs: () => NOW_MS, onFault: fail, bytesMax });
  store.note(exchangeAt(NOW_MS, { source: "quiet" }));
  const requestBody = "x".repeat(4 * 1024);
  for (let i = 1; i <= 99; i++) store.note(exchangeAt(NOW_MS + i, { source: "loud", requestBody }));
  const read = store.readBetween({ fromMs: NOW_MS, toMs: NOW_MS + 99 });
  assert.deepEqual([read[0]!.source, read.at(-1)!.requestMs], ["quiet", NOW_MS + 99]);
  const bytes = read.reduce((sum, one) => sum + JSON.stringify(one).length, 0);
  assert.ok(bytes > (bytesMax * 3) / 4 && bytes <= bytesMax + requestBody.length * 2, `${bytes}`);
});

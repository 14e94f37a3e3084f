import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { suite, test } from "node:test";
import { exchangesPath, openExchanges } from "../server/uss-exchanges.ts";
import { AT, makeDisk, runLine } from "./test-io.ts";

const disk = makeDisk();
const dataDir = disk.path("data");
mkdirSync(dataDir);
const nowMs = () => Date.parse(AT);
const onFault = (error: unknown): never => {
  throw error;
};
const open = () => openExchanges(exchangesPath(dataDir), { nowMs, onFault });
const timeText = (minutes: number) => new Date(nowMs() + minutes * 60_000).toISOString();
const lineOf = (from: number, to: number, dir = dataDir) => [
  "log-set",
  "--from",
  timeText(from),
  "--to",
  timeText(to),
  "--data-dir",
  dir,
];

test("the id that is printed is of what was exchanged then, also while a server has the file open", async () => {
  const store = open();
  for (const minutes of [-50, -30]) {
    store.note({
      url: "https://host.example.com/uss/v1/constraints",
      method: "POST",
      headers: [],
      role: "Server",
      source: "uss2",
      requestMs: nowMs() + minutes * 60_000,
      requestBody: "",
      responseMs: null,
      responseCode: null,
      responseBody: "",
      problem: null,
    });
  }
  const { code, out, err } = await runLine(lineOf(-40, 0));
  assert.deepEqual([code, err], [0, ""]);
  assert.equal(store.readLogSet(out.trim())!.exchanges.length, 1);
  store.close();
});

suite("lines that are refused", () => {
  for (const [name, line, reason] of [
    ["no times", ["log-set"], /--from is needed/],
    ["no end", lineOf(-1, 0).slice(0, 3), /--to is needed/],
    ["what is no time", ["log-set", "--from", "now", "--to", "now"], /--from/],
    ["an end before the start", lineOf(-1, -2), /--to is before --from/],
    ["an end to come", lineOf(-1, 1), /still to come/],
    [
      "a folder without exchanges",
      lineOf(-1, 0, disk.path("none")),
      /is not there: give the --data-dir/,
    ],
  ] as const) {
    test(name, async () => {
      const { code, out, err } = await runLine(line);
      assert.deepEqual([code, out], [2, ""]);
      assert.match(err, reason);
    });
  }
});

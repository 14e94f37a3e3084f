import assert from "node:assert/strict";
import { test } from "node:test";
import { run } from "./f3548.bench.ts";

test("the bench of USSs runs: every write is taken in the end, each with one entry", async () => {
  const figures = await run({
    cases: ["cell", "memory"],
    clients: 3,
    live: 50,
    subscriptions: 0,
    seconds: 0.2,
    rounds: 1,
    output: { line: () => {}, table: () => {} },
  });
  const byFigure = Map.groupBy(figures, ({ figure }) => figure);
  for (const { subject, value } of byFigure.get("writes taken")!) {
    assert.ok(value > 0, `${subject}: ${value}`);
  }
  assert.equal(byFigure.get("entries a request")!.length, 4);
  for (const { subject, value } of byFigure.get("entries a request")!) {
    assert.equal(value, 1, subject);
  }
  assert.equal(byFigure.get("heap")!.length, 2);
});

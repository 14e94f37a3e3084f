import assert from "node:assert/strict";
import { test } from "node:test";
import { run } from "./index.bench.ts";

test("the index bench runs, and all its candidates give the same answers", async () => {
  const lines: string[] = [];
  const figures = await run({
    sizes: [2_000],
    queries: 1_000,
    postgisMax: 0,
    output: { line: (json) => lines.push(json), table: () => {} },
  });
  for (const name of ["2k uniform", "2k clustered"]) {
    const ofCase = figures.filter((figure) => figure.case === name);
    const subjects = new Set(ofCase.map((figure) => figure.subject));
    assert.deepEqual([...subjects], ["BoxIndex", "rbush 2-D, then filter", "linear scan"]);
    for (const { figure, value } of ofCase) assert.ok(value > 0, `${name}: ${figure} is ${value}`);
  }
  assert.ok(lines.some((line) => line.includes("PostGIS was not measured")));
});

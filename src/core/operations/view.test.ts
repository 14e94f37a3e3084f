/** How an operation is read by its own side. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { discAt, START_MS, TestTheatre } from "../test-theatre.ts";
import { viewOperation, viewVersions } from "./view.ts";

test("of an operation that changed often the newest version alone is read", () => {
  const theatre = new TestTheatre();
  const { operationId } = theatre.file("NORTH", [discAt([40, 35], { startMin: 60, endMin: 120 })]);
  const operation = theatre.state.operations.get(operationId)!;
  const newest = { ...operation.versions[0]!, version: 2, name: "newest" };
  // Whoever reads it meets text that is none.
  operation.versions.splice(0, 1, { ...operation.versions[0]!, payload: "" }, newest);
  const view = viewOperation(operation, "full");
  assert.ok(view.detail === "full");
  assert.equal(view.current.name, "newest");
  assert.equal(view.current.volumes[0]!.startMs, START_MS + 3_600_000);
  assert.throws(() => viewVersions(operation));
});

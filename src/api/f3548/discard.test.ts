import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { suite, test } from "node:test";
import { discardRest } from "./discard.ts";

suite("the rest of a body is waited for", () => {
  test("until its end", async () => {
    const body = new PassThrough();
    let isOver = false;
    const over = discardRest(body, 1_000).then(() => (isOver = true));
    body.write("x".repeat(900));
    await new Promise(setImmediate);
    assert.equal(isOver, false);
    body.end();
    await over;
    await discardRest(body, 1_000);
  });
  test("no longer than for so many bytes", async () => {
    const body = new PassThrough();
    const over = discardRest(body, 1_000);
    body.write("x".repeat(1_001));
    await over;
  });
  test("no longer than its sender is there", async () => {
    const body = new PassThrough();
    const over = discardRest(body, 1_000);
    body.destroy();
    await over;
    await discardRest(body, 1_000);
  });
});

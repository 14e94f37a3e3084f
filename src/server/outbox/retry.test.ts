import assert from "node:assert/strict";
import { test } from "node:test";
import { RETRY_LIMITS } from "./limits.ts";
import { parseRetryAfter, waitAfter } from "./retry.ts";

test("waits are drawn from nothing to the longest of the step, and end", () => {
  const longest = [1, 2, 3, 4, 5, 6, 7].map((count) => waitAfter(count, null, () => 1));
  assert.deepEqual(longest, [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000, 21_600_000]);
  assert.equal(
    waitAfter(3, null, () => 0),
    0,
  );
  assert.equal(
    waitAfter(3, null, () => 0.5),
    15_000,
  );
  assert.equal(
    waitAfter(8, null, () => 0),
    null,
  );
});

test("a receiver that asks for patience gets it, and does not shorten a wait", () => {
  assert.equal(
    waitAfter(1, 60_000, () => 0.5),
    60_000,
  );
  assert.equal(
    waitAfter(5, 1_000, () => 0.5),
    300_000,
  );
  assert.equal(
    waitAfter(8, 60_000, () => 0.5),
    null,
  );
});

const NOW_MS = Date.UTC(2026, 10, 23, 6);

for (const [text, ms] of [
  ["120", 120_000],
  ["0", 0],
  ["99999999", RETRY_LIMITS.retryAfterMaxMs],
  ["Mon, 23 Nov 2026 06:05:00 GMT", 300_000],
  ["Mon, 23 Nov 2026 05:00:00 GMT", 0],
  ["Mon, 23 Nov 2099 06:05:00 GMT", RETRY_LIMITS.retryAfterMaxMs],
  ["soon", null],
  ["-5", null],
  ["", null],
  [undefined, null],
] as const) {
  test(`Retry-After: ${text} is ${ms} ms`, () => {
    assert.equal(parseRetryAfter(text, NOW_MS), ms);
  });
}

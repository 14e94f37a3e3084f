import assert from "node:assert/strict";
import { test } from "node:test";
import { errorOfRefusal } from "./write.ts";

test("too much of one USS at once is answered with when to look again", () => {
  const error = errorOfRefusal({ reason: "too-many", what: "constraints of one USS", limit: 7 });
  assert.equal(error.status, 429);
  assert.deepEqual(error.headers, { "Retry-After": "60" });
  assert.match(error.message, /constraints of one USS: the limit is 7: delete some/);
});

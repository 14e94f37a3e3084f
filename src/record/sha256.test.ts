import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { sameBytes, sha256 } from "./sha256.ts";

test("a digest is that of node:crypto's other interface, in memory of its own", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const digest = sha256(bytes);
      const kept = digest.slice();
      assert.deepEqual(digest, new Uint8Array(createHash("sha256").update(bytes).digest()));
      sha256(new Uint8Array(1));
      assert.ok(sameBytes(digest, kept));
    }),
  );
});

import assert from "node:assert/strict";
import { existsSync, linkSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { tempFolder } from "./outbox/test-outbox.ts";
import { PERSONAL_KEY_LIMITS } from "./limits.ts";
import { hashKey, makeKeysInMemory, openPersonalKeys } from "./personal-keys.ts";
import { openText, sealText } from "./sealed-people.ts";

test("a key is kept over a restart, for its owner's eyes, until it is destroyed", (t) => {
  const folder = join(tempFolder(t), "personal-keys");
  const keys = openPersonalKeys(folder, { nowMs: () => 0 });
  const { key, keyHash } = keys.make();
  assert.equal(hashKey(key), keyHash);
  const path = join(folder, keyHash);
  if (process.platform !== "win32") assert.equal(statSync(path).mode & 0o077, 0);
  assert.deepEqual(openPersonalKeys(folder, { nowMs: () => 0 }).read(keyHash), key);
  // What another name of the same file shows is what is left on the disk.
  const ghost = join(folder, "ghost");
  linkSync(path, ghost);
  keys.destroy(keyHash);
  assert.equal(existsSync(path), false);
  const left = readFileSync(ghost);
  assert.equal(left.length, 40);
  assert.ok(!left.includes(key.subarray(0, 4)));
  assert.equal(keys.read(keyHash), null);
  keys.destroy(keyHash);
  keys.destroy("../../etc/passwd");
});

test("a sweep leaves what is needed and what was just made", (t) => {
  let nowMs = 1_000;
  const keys = openPersonalKeys(tempFolder(t), { nowMs: () => nowMs });
  const [needed, unused] = [keys.make(), keys.make()];
  nowMs += PERSONAL_KEY_LIMITS.unusedKeyKeptMs - 1;
  const young = keys.make();
  const left = () => [needed, unused, young].map(({ keyHash }) => keys.read(keyHash) !== null);
  keys.sweep(new Set([needed.keyHash]));
  assert.deepEqual(left(), [true, true, true]);
  nowMs += 1;
  keys.sweep(new Set([needed.keyHash]));
  assert.deepEqual(left(), [true, false, true]);
});

test("what is sealed is opened for its movement alone, and as it was", () => {
  const keys = makeKeysInMemory();
  const text = JSON.stringify({ people: [{ name: "Ива́н, عمر" }] });
  const sealed = sealText(keys, "movement-a", text);
  assert.equal(openText(keys, "movement-a", sealed), text);
  assert.equal(openText(keys, "movement-b", sealed), null);
  const other = sealText(keys, "movement-a", text);
  assert.notEqual(other.ciphertext, sealed.ciphertext);
  assert.equal(openText(keys, "movement-a", { ...sealed, keyHash: other.keyHash }), null);
  for (const field of ["nonce", "ciphertext"] as const) {
    const first = sealed[field].startsWith("A") ? "B" : "A";
    const damaged = { ...sealed, [field]: first + sealed[field].slice(1) };
    assert.equal(openText(keys, "movement-a", damaged), null, field);
  }
  assert.equal(openText(keys, "movement-a", { ...sealed, ciphertext: "A" }), null);
  keys.destroy(sealed.keyHash);
  assert.equal(openText(keys, "movement-a", sealed), null);
});

test("how long the text is shows in steps alone", () => {
  const keys = makeKeysInMemory();
  const lengthOf = (count: number): number =>
    sealText(keys, "m", `"${"x".repeat(count)}"`).ciphertext.length;
  assert.equal(lengthOf(1), lengthOf(200));
  assert.notEqual(lengthOf(1), lengthOf(300));
});

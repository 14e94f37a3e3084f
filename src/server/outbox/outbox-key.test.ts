import assert from "node:assert/strict";
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { openOutboxKey, outboxKeyPath } from "./outbox-key.ts";
import { tempFolder } from "./test-outbox.ts";

test("the key is made once, whole, for its owner's eyes alone, and stays", (t) => {
  const dataDir = tempFolder(t);
  const secret = openOutboxKey(dataDir)("t1", 1);
  assert.deepEqual(readdirSync(dataDir), ["outbox-key"]);
  assert.equal(statSync(outboxKeyPath(dataDir)).mode & 0o777, 0o600);
  const text = readFileSync(outboxKeyPath(dataDir), "utf8");
  assert.equal(openOutboxKey(dataDir)("t1", 1), secret);
  assert.equal(readFileSync(outboxKeyPath(dataDir), "utf8"), text);
});

test("each target and each version has a secret of its own, of 32 bytes", (t) => {
  const derive = openOutboxKey(tempFolder(t));
  const secrets = [derive("t1", 1), derive("t1", 2), derive("t2", 1), derive("t1_1", 1)];
  assert.equal(new Set(secrets).size, 4);
  for (const secret of secrets) {
    assert.match(secret, /^whsec_/);
    assert.equal(Buffer.from(secret.slice(6), "base64").length, 32);
  }
  assert.notEqual(openOutboxKey(tempFolder(t))("t1", 1), secrets[0]);
});

test("a key that others may read, or that is none, is not used", (t) => {
  const dataDir = tempFolder(t);
  openOutboxKey(dataDir);
  chmodSync(outboxKeyPath(dataDir), 0o640);
  assert.throws(() => openOutboxKey(dataDir), { name: "SecretFileError", message: /mode to 600/ });
  chmodSync(outboxKeyPath(dataDir), 0o600);
  writeFileSync(outboxKeyPath(dataDir), "");
  assert.throws(() => openOutboxKey(dataDir), { name: "SecretFileError" });
});

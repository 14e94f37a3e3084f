import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { signedText } from "../core/entry.ts";
import { checkStoredSignature, fitsCommand } from "./signatures.ts";
import { drawSecret, findSecretIn, hashSecret } from "./secrets.ts";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const key = String(publicKey.export({ format: "jwk" }).x);
const other = String(generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }).x);

const signatureOf = (commandId: string, payload: string): Uint8Array =>
  new Uint8Array(sign(null, Buffer.from(signedText(commandId, payload)), privateKey));

test("a signature fits what was signed and nothing else", () => {
  const text = fc.string({ unit: "binary", minLength: 1 });
  fc.assert(
    fc.property(text, text, text, fc.nat(63), (commandId, payload, changed, at) => {
      const signature = signatureOf(commandId, payload);
      const signed = { publicKey: key, signature, commandId, payload };
      assert.ok(fitsCommand(signed));
      assert.ok(!fitsCommand({ ...signed, publicKey: other }));
      assert.ok(!fitsCommand({ ...signed, payload: payload + changed }));
      assert.ok(!fitsCommand({ ...signed, commandId: commandId + changed }));
      const bent = signature.slice();
      bent[at]! ^= 1;
      assert.ok(!fitsCommand({ ...signed, signature: bent }));
    }),
    { numRuns: 40 },
  );
});

test("what is no key, or no signature, fits nothing", () => {
  const signed = {
    publicKey: key,
    signature: signatureOf("a", "b"),
    commandId: "a",
    payload: "b",
  };
  for (const bad of ["", "x", "A".repeat(44), `${"A".repeat(42)}!`, "A".repeat(43)]) {
    assert.equal(fitsCommand({ ...signed, publicKey: bad }), false, bad);
  }
  assert.equal(fitsCommand({ ...signed, signature: signed.signature.slice(1) }), false);
});

const envelope = (origin: unknown): string => JSON.stringify({ commandId: "a", origin });

test("a stored signature is judged by the key that its entry names", () => {
  const signature = signatureOf("a", "b");
  const none = new Uint8Array(0);
  assert.equal(checkStoredSignature(none, envelope("system"), "b"), "none");
  const named = envelope({ party: "NORTH", key });
  assert.equal(checkStoredSignature(signature, named, "b"), "valid");
  assert.equal(checkStoredSignature(signature, named, "c"), "invalid");
  assert.equal(
    checkStoredSignature(signature, envelope({ party: "NORTH", key: null }), "b"),
    "invalid",
  );
  assert.equal(checkStoredSignature(signature, envelope("system"), "b"), "invalid");
});

test("a secret is drawn anew each time, but for the same request", () => {
  const drawn = Array.from({ length: 50 }, () => drawSecret("wbs", null).secret);
  assert.equal(new Set(drawn).size, 50);
  for (const secret of drawn) assert.match(secret, /^wbs_[\w-]{43}$/);
  const request = ["NORTH", "anna", "/v1/clients", "key"];
  assert.deepEqual(drawSecret("wbs", request), drawSecret("wbs", request));
  for (const changed of [
    ["SOUTH", "anna", "/v1/clients", "key"],
    ["NORTH", "anna", "/v1/clients", "key2"],
  ]) {
    assert.notEqual(drawSecret("wbs", changed).secret, drawSecret("wbs", request).secret);
  }
  assert.notEqual(drawSecret("wbi", request).hash, drawSecret("wbs", request).hash);
});

test("a secret is found among those known by its hash alone", () => {
  const known = ["a", "b"].map((secret) => ({ name: secret, hash: hashSecret(secret) }));
  assert.equal(findSecretIn(known, "b")?.name, "b");
  assert.equal(findSecretIn(known, "c"), null);
  assert.equal(findSecretIn([], "c"), null);
});

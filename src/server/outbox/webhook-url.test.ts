import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAddressCheck } from "./addresses.ts";
import { parseWebhookUrl } from "./webhook-url.ts";

const strict = makeAddressCheck({ allowLoopback: false, allowedNetworks: [] });
const local = makeAddressCheck({ allowLoopback: true, allowedNetworks: [] });

for (const text of [
  "https://desk.example/hook?key=1",
  "https://8.8.8.8:8443/",
  "https://[2a00::1]/",
]) {
  test(`${text} may be set`, () => {
    const parsed = parseWebhookUrl(text, strict);
    assert.equal(parsed.ok && parsed.value.href, text);
  });
}

for (const text of [
  "desk.example",
  "http://desk.example/",
  "ftp://desk.example/",
  "file:///etc/passwd",
  "https://user@desk.example/",
  "https://user:pass@desk.example/",
  "https://desk.example/#here",
  "https://127.0.0.1/",
  "https://0x7f.1/",
  "https://2130706433/",
  "https://[::1]/",
  "https://[::ffff:10.0.0.1]/",
  "https://169.254.169.254/latest/meta-data/",
  `https://desk.example/${"x".repeat(2048)}`,
]) {
  test(`${text.slice(0, 50)} may not`, () => {
    const parsed = parseWebhookUrl(text, strict);
    assert.equal(!parsed.ok && parsed.refusal.reason, "bad-field");
  });
}

test("http may be set where loopback is allowed; an address of another machine may not", () => {
  assert.ok(parseWebhookUrl("http://127.0.0.1:8080/", local).ok);
  assert.ok(parseWebhookUrl("http://localhost:8080/", local).ok); // looked at again with its address
  assert.ok(!parseWebhookUrl("http://8.8.8.8/", local).ok);
});

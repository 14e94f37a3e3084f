import assert from "node:assert/strict";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { signWith } from "./signature.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

test("a signature is the one of the official library's own test", () => {
  const signed = {
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    timestampS: 1_614_265_330,
    body: '{"test": 2432232314}',
  };
  assert.equal(signWith([SECRET], signed), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

test("the official library takes it, with either secret while both sign, and nothing altered", () => {
  const other = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
  const timestampS = Math.floor(Date.now() / 1000);
  const signed = { id: "t1_17_0", timestampS, body: '{"type":"conflict.opened","ö":"ك"}' };
  const headers = {
    "webhook-id": signed.id,
    "webhook-timestamp": String(timestampS),
    "webhook-signature": signWith([SECRET, other], signed),
  };
  for (const secret of [SECRET, other]) {
    assert.deepEqual(new Webhook(secret).verify(signed.body, headers), JSON.parse(signed.body));
  }
  assert.throws(() => new Webhook(SECRET).verify(`${signed.body} `, headers));
  assert.throws(() =>
    new Webhook(SECRET).verify(signed.body, { ...headers, "webhook-id": "t1_17_1" }),
  );
  const third = `whsec_${Buffer.alloc(32, 8).toString("base64")}`;
  assert.throws(() => new Webhook(third).verify(signed.body, headers));
});

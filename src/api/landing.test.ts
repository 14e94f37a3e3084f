import assert from "node:assert/strict";
import { test } from "node:test";
import { startTestServer } from "./native/fixture.ts";

test("a browser gets a page that says what this is, and that an example is one", async () => {
  const server = await startTestServer();
  const answer = await server.app.inject({ method: "GET", url: "/" });
  assert.equal(answer.statusCode, 200);
  assert.match(String(answer.headers["content-type"]), /^text\/html/);
  assert.match(answer.body, /not permission and not a guarantee/);
  assert.match(answer.body, /Example theatre\. Fictional parties/);
  assert.doesNotMatch(answer.body, /NORTH|SOUTH|<script/, "nothing of a party, nothing that runs");
  assert.match(
    String(answer.headers["content-security-policy"]),
    /^default-src 'none'; style-src 'sha256-/,
  );
  await server.close();
});

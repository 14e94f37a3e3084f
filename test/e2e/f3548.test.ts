/** The way of docs/f3548.md, as a new USS goes it. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkBody } from "../../src/api/f3548/test-uss.ts";
import { runWideberth, startServer, withFolder } from "./server-process.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const PAGE = readFileSync(join(ROOT, "docs/f3548.md"), "utf8");
const BODY = readFileSync(join(ROOT, "docs/examples/f3548-intent.json"), "utf8");

test(
  "a USS lets itself in by a token of the server's own, and creates an intent",
  { timeout: 120_000 },
  () =>
    withFolder(async (folder) => {
      const dataDir = join(folder, "data");
      const setting = /--f3548 '(\{.*?\})'/.exec(PAGE)?.[1];
      const line = /wideberth (token --f3548 .*?) --data-dir/.exec(PAGE)?.[1];
      const path = /\/dss\/v1\/operational_intent_references\/[0-9a-f-]{36}/.exec(PAGE)?.[0];
      assert.ok(setting && line && path, "the page shows the way");
      const server = await startServer(dataDir, ["--f3548", setting]);
      const { out, err } = await runWideberth([...line.split(" "), "--data-dir", dataDir]);
      const headers = { authorization: `Bearer ${out.trim()}` };
      const put = async () => fetch(`${server.url}${path}`, { method: "PUT", headers, body: BODY });
      const first = await put();
      const answer = (await first.json()) as { operational_intent_reference: { manager: string } };
      assert.equal(first.status, 201, err + JSON.stringify(answer));
      checkBody("ChangeOperationalIntentReferenceResponse", answer);
      assert.equal(answer.operational_intent_reference.manager, "uss1");
      const again = await put();
      assert.deepEqual([again.status, await again.json()], [201, answer], "sent again");
      const large = { method: "PUT", headers, body: `{"x": "${"x".repeat(20 << 20)}"}` };
      const refused = await fetch(`${server.url}${path}`, large);
      assert.equal(refused.status, 413, "it is told, and not cut off");
      const owner = await fetch(`${server.url}/aux/v1/validate_oauth?owner=uss2`, { headers });
      assert.equal(owner.status, 403);
      await server.kill("SIGTERM");
      const restarted = await startServer(dataDir, ["--f3548", setting]);
      const read = await fetch(`${restarted.url}${path}`, { headers });
      assert.equal(read.status, 200, "the same key, the same record");
      await restarted.kill("SIGTERM");
    }),
);

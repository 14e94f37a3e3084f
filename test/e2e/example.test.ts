/** What a newcomer sees: the first start of the example, over HTTP; and its replay, stopped. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { createClient } from "../../src/api/native/client.ts";
import type { Client } from "../../src/api/native/client.ts";
import { MAIN, runWideberth, startServer, withFolder } from "./server-process.ts";

const TIMEOUT = { timeout: 120_000 };
const MINUTE_MS = 60_000;

const clientOf = async (dataDir: string, baseUrl: string, party: string): Promise<Client> => {
  const printed = await runWideberth(["token", "--party", party, "--data-dir", dataDir]);
  assert.equal(printed.code, 0, printed.err);
  return createClient({ baseUrl, token: printed.out.trim() });
};

test("the first start has played the act, just over, with operations to come", TIMEOUT, () =>
  withFolder(async (folder) => {
    const dataDir = join(folder, "data");
    const server = await startServer(dataDir);
    const nowMs = Date.now();
    const north = await clientOf(dataDir, server.url, "NORTH");

    const { items: conflicts } = await north.conflicts();
    assert.deepEqual(
      conflicts.map(({ state, life }) => [state, life]),
      [
        ["closed", "resolved"],
        ["open", "told"],
      ],
    );
    const lastMs = Date.parse(conflicts[1]!.toldAt);
    assert.ok(lastMs < nowMs && lastMs > nowMs - 30 * MINUTE_MS, "told a few minutes ago");

    const { items: operations } = await north.operations({ state: ["filed"] });
    const starts = operations.map(({ start }) => Date.parse(start!));
    assert.ok(starts.length >= 2 && starts.every((startMs) => startMs > nowMs), "to come");

    const { items: messages } = await north.messages({ language: "en" });
    const kinds = messages.map((message) => (message.detail === "full" ? message.kind : "?"));
    assert.deepEqual(kinds, ["move_notice", "hazard_warning", "distress"]);
    const received = messages.map(({ receivedAt }) => receivedAt);
    assert.deepEqual(received, received.toSorted());
    const { items: channels } = await north.channels();
    assert.deepEqual(
      channels.map(({ parties }) => parties.join()),
      ["NORTH,SOUTH", "NORTH,RELIEF"],
    );

    const relief = await clientOf(dataDir, server.url, "RELIEF");
    const [advised] = (await relief.conflicts()).items;
    assert.deepEqual([advised?.cell, advised?.advice?.measures.length], [null, 3]);
    assert.deepEqual((await relief.operations()).items.length, 1);

    // The server's own clock goes on: what is said now is received now.
    const receipt = await relief.fileOperation({
      category: "humanitarian_assessment",
      volumes: [
        {
          footprint: { kind: "circle", center: [38.548, 35.836], radiusM: 1_000 },
          lowerM: null,
          upperM: null,
          start: new Date(nowMs + 60 * 60 * MINUTE_MS).toISOString(),
          end: new Date(nowMs + 61 * 60 * MINUTE_MS).toISOString(),
        },
      ],
    });
    assert.ok(Math.abs(Date.parse(receipt.receivedAt) - Date.now()) < MINUTE_MS);
    await server.kill("SIGTERM");
    for (const verb of ["verify-log", "replay"]) {
      const { code, out, err } = await runWideberth([verb, dataDir]);
      assert.equal(code, 0, `${verb}: ${out}${err}`);
    }

    const again = await startServer(dataDir);
    const later = await clientOf(dataDir, again.url, "NORTH");
    assert.deepEqual((await later.conflicts()).items.length, 2, "it is played once");
    await again.kill("SIGTERM");
  }),
);

test("a replay that is stopped by Ctrl-C ends at once, without a fault", TIMEOUT, async () => {
  const child = spawn(process.execPath, [MAIN, "demo", "--replay"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let err = "";
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  await once(child.stdout, "data");
  child.kill("SIGINT");
  const [code] = (await once(child, "close")) as [number | null];
  assert.equal(err, "");
  assert.equal(code, 0);
});

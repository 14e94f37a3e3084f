/** What a newcomer sees: the first start of the example, over HTTP; and its replay, stopped. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { createClient } from "../../src/api/native/client.ts";
import type { Client, Message, Movement } from "../../src/api/native/client.ts";
import { MAIN, runWideberth, startServer, withFolder } from "./server-process.ts";

const TIMEOUT = { timeout: 120_000 };
const MINUTE_MS = 60_000;

const kindsOf = (items: readonly Message[]): readonly string[] =>
  items.map((message) => (message.detail === "full" ? message.kind : "?"));

const statesOf = ({ items }: { readonly items: readonly { readonly state: string }[] }) =>
  items.map(({ state }) => state);

type Shown = Extract<Movement, { detail: "full" }>;

const clientOf = async (dataDir: string, baseUrl: string, party: string): Promise<Client> => {
  const printed = await runWideberth(["token", "--party", party, "--data-dir", dataDir]);
  assert.equal(printed.code, 0, printed.err);
  return createClient({ baseUrl, token: printed.out.trim() });
};

test("the first start has played the acts, just over, with something in every list", TIMEOUT, () =>
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
        ["closed", "resolved"],
        ["open", "told"],
      ],
    );
    const lastMs = Date.parse(conflicts[2]!.toldAt);
    assert.ok(lastMs < nowMs && lastMs > nowMs - 30 * MINUTE_MS, "told a few minutes ago");

    const { items: operations } = await north.operations({ state: ["filed"] });
    const starts = operations.map(({ start }) => Date.parse(start!));
    assert.ok(starts.length >= 2 && starts.every((startMs) => startMs > nowMs), "to come");

    const { items: messages } = await north.messages({ language: "en" });
    const said = ["move_notice", "hazard_warning", "distress", "cease_request", "cease_reply"];
    assert.deepEqual(kindsOf(messages), [...said, "presence_query"]);
    assert.deepEqual(kindsOf((await north.messages({ waiting: true })).items), ["presence_query"]);
    const received = messages.map(({ receivedAt }) => receivedAt);
    assert.deepEqual(received, received.toSorted());
    const { items: channels } = await north.channels();
    assert.deepEqual(
      channels.map(({ parties }) => parties.join()),
      ["NORTH,SOUTH", "NORTH,RELIEF"],
    );

    const [told] = (await north.toldSites()).items;
    assert.deepEqual([told?.version, told?.receiptState], [2, "delivered"]);
    assert.deepEqual(statesOf(await north.movements()), ["closed", "planned"]);
    assert.deepEqual(statesOf(await north.areas()), ["in_force"]);
    assert.deepEqual(statesOf(await north.incidents()), ["disputed_facts"]);
    assert.deepEqual(statesOf(await north.contacts()), ["held", "held"]);
    const [item] = (await north.items()).items;
    assert.deepEqual([item?.state, item?.isHumanitarian], ["under_way", true]);
    const dueMs = Date.parse(item?.due ?? "") - nowMs;
    assert.ok(dueMs > 0 && dueMs < 24 * 60 * MINUTE_MS, "due tomorrow");

    const relief = await clientOf(dataDir, server.url, "RELIEF");
    const [advised] = (await relief.conflicts()).items;
    assert.deepEqual([advised?.cell, advised?.advice?.measures.length], [null, 3]);
    const convoy = (await relief.movement((await relief.movements()).items[0]!.id)) as Shown;
    assert.equal(convoy.outcome, "impeded");
    const [toNorth] = convoy.receipts.filter(({ party }) => party === "NORTH");
    assert.equal(toNorth?.state, "acknowledged");
    // Acknowledged at the desk, not known to the crew: that is what the incident is about.
    assert.ok(toNorth.levelsNotTold.includes("unit_or_crew"));

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
    assert.deepEqual((await later.conflicts()).items.length, 3, "it is played once");
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

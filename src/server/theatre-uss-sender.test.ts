/** Beside a real theatre in a folder: what may be reached, and what a stop in order leaves behind. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { TestContext } from "node:test";
import type { Command } from "../core/commands.ts";
import { readConfig } from "./config.ts";
import { surveyCommand } from "./notice-survey.ts";
import { startReceiver, tempFolder, until } from "./outbox/test-outbox.ts";
import { EXAMPLE_THEATRE } from "./test-example.ts";
import { openTheatreFolder } from "./theatre-folder.ts";
import { openTheatreUssSender } from "./theatre-uss-sender.ts";

const F3548 = {
  ownIssuer: true,
  party: "NORTH",
  allowHttp: true,
  uss: { name: "host-uss", baseUrl: "https://own.example/utm", tokens: "own" },
};
const ID = "00000000-0000-4000-8000-000000000001";
const NOW_MS = Date.now();
const where = {
  volumes: [
    {
      footprint: { kind: "circle", center: [40, 35], radiusM: 100 },
      lowerM: 0,
      upperM: 100,
      startMs: NOW_MS,
      endMs: NOW_MS + 3_600_000,
    },
  ],
  startUs: NOW_MS * 1000,
  endUs: (NOW_MS + 3_600_000) * 1000,
} as const;

const openBoth = async (t: TestContext, dataDir: string, webhookNetworks: readonly string[]) => {
  const config = readConfig({ env: {}, flags: { f3548: JSON.stringify(F3548) } });
  const warnings: string[] = [];
  const telling = {
    onWarning: (message: string) => void warnings.push(message),
    onFailure: (error: unknown) => {
      throw error;
    },
  };
  const sender = openTheatreUssSender({
    ...telling,
    settings: { ...config, dataDir, webhookNetworks },
    isServed: (view, _what, id) => view.hostedIntent(id) !== null,
    writeMessage:
      ({ airspace }) =>
      (notice) => ({
        path: "/x",
        body: JSON.stringify([airspace().hostedIntent(notice.entityId), notice.told]),
        scope: "utm.strategic_coordination",
        endMs: null,
      }),
  });
  assert.ok(sender);
  const theatre = await openTheatreFolder(dataDir, { ...telling, ear: sender.ear });
  sender.begin(theatre.engine);
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await theatre.close();
    await sender.close();
  };
  t.after(close);
  const say = async (command: Command): Promise<void> => {
    const surveyed = surveyCommand(command);
    assert.ok(surveyed.ok);
    const { survey } = surveyed;
    const about = { origin: "system", commandId: randomUUID(), by: "uss1" } as const;
    const { outcome } = await theatre.engine.submit({ ...about, command, survey });
    assert.ok(outcome.ok);
  };
  return { sender, say, warnings, close };
};

test("this machine is reached only where the host says so, and what waited is told then", async (t) => {
  const receiver = await startReceiver(t);
  const dataDir = tempFolder(t);
  const before = await openBoth(t, dataDir, []);
  await before.say({ kind: "set-theatre", theatre: EXAMPLE_THEATRE });
  const about = { manager: "uss1", party: "NORTH", id: ID, ...where } as const;
  const asks = { version: null, isForIntents: true, isForConstraints: false } as const;
  const baseUrl = `http://127.0.0.1:${receiver.port}/utm`;
  await before.say({ kind: "put-subscription", ...about, ...asks, baseUrl });
  await before.say({
    kind: "put-intent",
    ...about,
    ovn: null,
    state: "accepted",
    baseUrl: F3548.uss.baseUrl,
    details: "{}",
    key: [],
    subscription: { kind: "none" },
  });
  await until(() => before.sender.status().retriedCount > 0);
  assert.equal(receiver.received.length, 0);
  await before.close();
  const after = await openBoth(t, dataDir, ["loopback"]);
  await until(() => after.sender.status().sentCount === 1);
  const [entity, told] = JSON.parse(receiver.received[0]!.body) as [object, object];
  assert.ok(entity);
  assert.deepEqual(told, [{ id: ID, notificationIndex: 1 }]);
  const { waitingCount, lostEntryCount, ownCount } = after.sender.status();
  assert.deepEqual([waitingCount, lostEntryCount, ownCount], [0, 0, 0], "the snapshot holds it");
  assert.deepEqual(after.warnings, []);
  await after.close();
});

const writeMessage = () => () => "elsewhere" as const;

test("a server that is no USS tells nobody", () => {
  const settings = readConfig({ env: {} });
  const rest = { isServed: () => false, onWarning: () => {}, onFailure: () => {} };
  assert.equal(openTheatreUssSender({ ...rest, settings, writeMessage }), null);
});

/**
 * The process that crash.test.ts kills: a theatre in a folder, in which a hosted intent is written
 * again and again, and a sender that tells of it.
 *
 *   node test-child.ts DATA_DIR RECEIVER_BASE_URL WRITE_COUNT
 */

import { randomUUID } from "node:crypto";
import { writeSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import type { Command } from "../../core/commands.ts";
import type { Volume4D } from "../../geometry/footprint.ts";
import { surveyCommand } from "../notice-survey.ts";
import { makeAddressCheck } from "../outbox/addresses.ts";
import { systemClock } from "../outbox/clock.ts";
import { makePost } from "../outbox/post.ts";
import { resolveByDns } from "../outbox/resolve.ts";
import { EXAMPLE_THEATRE } from "../test-example.ts";
import { openTheatreFolder } from "../theatre-folder.ts";
import { makeSendNotice } from "./send.ts";
import { openUssSender } from "./sender.ts";

const [dataDir = "", baseUrl = "", writeCount = "0"] = process.argv.slice(2);
const INTENTS = 5;
const idOf = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;
const SUBSCRIPTION = idOf(99);

const fail = (error: unknown): never => {
  throw error;
};

const sender = openUssSender({
  dataDir,
  isServed: (view, _what, id) => view.hostedIntent(id) !== null,
  random: () => 0.02,
  onWarning: (message) => writeSync(2, `${message}\n`),
  onFailure: fail,
});
const { engine } = await openTheatreFolder(dataDir, {
  onWarning: fail,
  onFailure: fail,
  ear: sender.ear,
});

const nowMs = Date.now();
const volumeOf = (radiusM: number): Volume4D => ({
  footprint: { kind: "circle", center: [40, 35], radiusM },
  lowerM: 0,
  upperM: 100,
  startMs: nowMs,
  endMs: nowMs + 3_600_000,
});

const say = async (command: Command): Promise<void> => {
  const surveyed = surveyCommand(command);
  if (!surveyed.ok) throw new Error(surveyed.refusal.detail);
  const { survey } = surveyed;
  const about = { origin: "system", commandId: randomUUID(), by: "uss1" } as const;
  const { outcome } = await engine.submit({ ...about, command, survey });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
};

const manager = "uss1";
const times = { startUs: nowMs * 1000, endUs: (nowMs + 3_600_000) * 1000 };

const begin = async (): Promise<void> => {
  await say({ kind: "set-theatre", theatre: EXAMPLE_THEATRE });
  await say({
    kind: "put-subscription",
    manager,
    party: "NORTH",
    id: SUBSCRIPTION,
    version: null,
    volumes: [volumeOf(1000)],
    ...times,
    baseUrl,
    isForIntents: true,
    isForConstraints: false,
  });
};

/** The n-th write of all: of one of the intents, a create where it is not there. */
const write = async (n: number): Promise<void> => {
  const id = idOf(n % INTENTS);
  const ovn = engine.airspace().intent(id, manager)?.ovn ?? null;
  await say({
    kind: "put-intent",
    manager,
    party: "NORTH",
    id,
    ovn,
    state: "accepted",
    baseUrl: "https://own.example/utm",
    details: "{}",
    key: Array.from(
      { length: INTENTS },
      (_, i) => engine.airspace().intent(idOf(i), manager)?.ovn ?? [],
    ).flat(),
    subscription: { kind: "none" },
    volumes: [volumeOf(100 + (n % 50))],
    ...times,
  });
};

const indexNow = (): number => engine.airspace().subscription(SUBSCRIPTION)?.notificationIndex ?? 0;

if (engine.airspace().subscription(SUBSCRIPTION) === null) await begin();
sender.begin(
  engine.withState((_state, { seq }) => seq),
  makeSendNotice({
    write: ({ entityId, told }) => ({
      path: "/uss/v1/operational_intents",
      body: JSON.stringify({
        id: entityId,
        version: engine.airspace().hostedIntent(entityId)?.reference.version,
        told: told.map(({ notificationIndex }) => notificationIndex),
      }),
      scope: "utm.strategic_coordination",
      endMs: null,
    }),
    post: makePost({
      mayReach: makeAddressCheck({ allowLoopback: true, allowedNetworks: [] }),
      resolve: resolveByDns,
      trustedCertificates: [],
    }),
    tokens: { get: async () => ({ text: "token", isFresh: false }), forget: () => {} },
    clock: systemClock,
    own: { name: "own", baseUrl: "https://own.example/utm" },
    deliverOwn: () => {},
    noteExchange: () => {},
    allowHttp: true,
  }),
);
while (indexNow() < Number(writeCount)) {
  await write(indexNow());
  await turn();
}
const { waitingCount } = sender.status();
writeSync(1, `written, ${waitingCount} wait\n`);
setInterval(() => {
  const { lostEntryCount, waitingCount: left } = sender.status();
  if (left === 0) writeSync(1, `settled, ${lostEntryCount} lost\n`);
}, 50); // until it is killed

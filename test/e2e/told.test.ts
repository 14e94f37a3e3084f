/**
 * SIGKILL to the real server while it tells a webhook: every acknowledged notice is told, at least
 * once and in order. TEST_CRASH_ROUNDS sets how many times, TEST_SEED the moments.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { createClient, ProblemError } from "../../src/api/native/client.ts";
import type { Client, FileRequest } from "../../src/api/native/client.ts";
import { openOwnIssuer } from "../../src/server/tokens.ts";
import { answerStatus, startReceiver, until } from "../../src/server/outbox/test-outbox.ts";
import { startServer, withFolder } from "./server-process.ts";
import type { ServerProcess } from "./server-process.ts";

const ROUNDS = Number(process.env["TEST_CRASH_ROUNDS"] ?? 3);
const SEED = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
/** Every so many requests the receiver fails: what is tried again meets a kill too. */
const FAILS_EVERY = 150;

const randomOf = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 0x1_0000_0000;
  };
};

const noticeOf = (random: () => number): FileRequest => {
  const startMs = Date.now() + 3_600_000 * (2 + 20 * random());
  const center: readonly [number, number] = [39 + 2 * random(), 34 + 2 * random()];
  return {
    category: "uas_flight",
    volumes: [
      {
        footprint: { kind: "circle", center, radiusM: 500 },
        lowerM: 100,
        upperM: 300,
        start: new Date(startMs).toISOString(),
        end: new Date(startMs + 1_800_000).toISOString(),
      },
    ],
  };
};

const clientOf = async (server: ServerProcess, dataDir: string): Promise<Client> => {
  const own = openOwnIssuer(dataDir, { nowMs: () => Date.now() });
  const claims = { party: "NORTH", roles: ["administrator", "desk"], sub: "told test" } as const;
  const token = await own.issueToken({ ...claims, ttlS: 600 });
  return createClient({ baseUrl: server.url, token, retriesMax: 0 });
};

/** Files until the connection breaks. The seqs of what was acknowledged go into `filed`. */
const fileOn = async (client: Client, random: () => number, filed: Set<number>): Promise<void> => {
  for (;;) {
    try {
      filed.add((await client.fileOperation(noticeOf(random))).seq);
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      return;
    }
  }
};

test(
  `a server killed ${ROUNDS} times while it tells a webhook loses nothing (seed ${SEED})`,
  { timeout: 60_000 + ROUNDS * 20_000 },
  (t) =>
    withFolder(async (dataDir) => {
      const random = randomOf(SEED);
      const receiver = await startReceiver(t);
      let askedCount = 0;
      receiver.answer = (request, response) =>
        answerStatus(++askedCount % FAILS_EVERY === 0 ? 500 : 204)(request, response);
      const filed = new Set<number>();
      let secret = "";
      for (let round = 0; round < ROUNDS; round++) {
        const server = await startServer(dataDir);
        const client = await clientOf(server, dataDir);
        if (round === 0) {
          const eventKinds = ["operation.filed"] as const;
          const about = { kind: "webhook", name: "watch system", eventKinds } as const;
          const { id } = await client.addTarget({ ...about, url: receiver.url });
          ({ secret } = await client.targetSecret(id));
        }
        const workers = Array.from({ length: 4 }, () => fileOn(client, random, filed));
        await new Promise((resolve) => setTimeout(resolve, 100 + 600 * random()));
        await server.kill("SIGKILL");
        await Promise.all(workers);
      }
      const server = await startServer(dataDir);
      const told = (): Set<number> =>
        new Set(receiver.whats().map((what) => Number.parseInt(what)));
      await until(() => [...filed].every((seq) => told().has(seq)));
      const client = await clientOf(server, dataDir);
      assert.equal((await client.targets()).targets.length, 1);
      assert.equal(await server.kill("SIGTERM"), 0);
      const seqs = [...told()];
      assert.deepEqual(
        seqs,
        seqs.toSorted((a, b) => a - b),
        "first told in order",
      );
      assert.ok(filed.size > ROUNDS * 5, `${filed.size} acknowledged: too few to mean anything`);
      const webhook = new Webhook(secret);
      for (const { body, headers } of receiver.received) {
        webhook.verify(body, headers as Record<string, string>);
      }
      t.diagnostic(`${filed.size} acknowledged, ${receiver.received.length} requests`);
    }),
);

/**
 * SIGKILL to the real server, at any moment under load, many times: nothing acknowledged is lost,
 * nothing is done twice. TEST_CRASH_ROUNDS sets how many times, TEST_SEED the moments.
 */

import assert from "node:assert/strict";
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createClient, ProblemError } from "../../src/api/native/client.ts";
import type { FileRequest, Receipt } from "../../src/api/native/client.ts";
import { openOwnIssuer } from "../../src/server/tokens.ts";
import { runWideberth, startServer, withFolder } from "./server-process.ts";
import type { ServerProcess } from "./server-process.ts";

const ROUNDS = Number(process.env["TEST_CRASH_ROUNDS"] ?? 5);
const SEED = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
const PARTIES = ["NORTH", "SOUTH"] as const;

const randomOf = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 0x1_0000_0000;
  };
};

const noticeOf = (random: () => number): FileRequest => {
  const startMs = Date.now() + 3_600_000 * (2 + 20 * random());
  return {
    category: "uas_flight",
    volumes: [
      {
        footprint: { kind: "circle", center: [39 + 2 * random(), 34 + 2 * random()], radiusM: 500 },
        lowerM: 100,
        upperM: 300,
        start: new Date(startMs).toISOString(),
        end: new Date(startMs + 1_800_000).toISOString(),
      },
    ],
  };
};

const clientsOf = async (server: ServerProcess, dataDir: string) => {
  const own = openOwnIssuer(dataDir, { nowMs: () => Date.now() });
  const clients = PARTIES.map(async (party) => {
    const token = await own.issueToken({ party, roles: ["desk"], sub: "crash test", ttlS: 600 });
    return createClient({ baseUrl: server.url, token, retriesMax: 0 });
  });
  return Promise.all(clients);
};

type Sent = {
  readonly party: number;
  readonly key: string;
  readonly request: FileRequest;
  receipt: Receipt | null;
};

test(
  `the server is killed ${ROUNDS} times under load: nothing acknowledged is lost or doubled (seed ${SEED})`,
  { timeout: 60_000 + ROUNDS * 20_000 },
  () =>
    withFolder(async (dataDir) => {
      const random = randomOf(SEED);
      const sent: Sent[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const server = await startServer(dataDir);
        const clients = await clientsOf(server, dataDir);
        await resend(sent, clients);
        const life = { isOver: false };
        const work = async (party: number): Promise<void> => {
          while (!life.isOver) {
            const one: Sent = {
              party,
              key: `k-${sent.length}`,
              request: noticeOf(random),
              receipt: null,
            };
            sent.push(one);
            try {
              one.receipt = await clients[party]!.fileOperation(one.request, { key: one.key });
            } catch (error) {
              if (error instanceof ProblemError) throw error;
              return; // the connection broke: not acknowledged
            }
          }
        };
        const workers = Array.from({ length: 12 }, (_, i) => work(i % 2));
        await new Promise((resolve) => setTimeout(resolve, 50 + 700 * random()));
        life.isOver = true;
        await server.kill("SIGKILL");
        await Promise.all(workers);
      }
      const acknowledged = sent.filter(({ receipt }) => receipt !== null).length;
      assert.ok(
        acknowledged > ROUNDS * 10,
        `${acknowledged} acknowledged: too few to mean anything`,
      );
      await checkWhole(dataDir, sent);
    }),
);

/** Everything is said again under its key, by a dozen at once: what was answered is answered the same. */
const resend = async (
  sent: readonly Sent[],
  clients: Awaited<ReturnType<typeof clientsOf>>,
): Promise<void> => {
  const waiting = [...sent];
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const receipt = await clients[one.party]!.fileOperation(one.request, { key: one.key });
      if (one.receipt) assert.deepEqual(receipt, one.receipt, `the first outcome of ${one.key}`);
      one.receipt = receipt;
    }
  };
  await Promise.all(Array.from({ length: 12 }, work));
};

const checkWhole = async (dataDir: string, sent: readonly Sent[]): Promise<void> => {
  const server = await startServer(dataDir);
  const clients = await clientsOf(server, dataDir);
  await resend(sent, clients);
  for (const [party, client] of clients.entries()) {
    const listed = new Set<string>();
    for await (const operation of client.allOperations({ party: PARTIES[party]! }))
      listed.add(operation.id);
    const filed = sent
      .filter((one) => one.party === party)
      .map(({ receipt }) => receipt!.operationId);
    assert.equal(new Set(filed).size, filed.length, "each command made one operation");
    const ofExample = [...listed].filter((id) => !filed.includes(id));
    assert.equal(listed.size - ofExample.length, filed.length);
    assert.equal(ofExample.length, 4, "no operation that nobody filed");
  }
  assert.equal(await server.kill("SIGTERM"), 0, "it stops as asked");
  assert.equal((await runWideberth(["verify-log", dataDir])).code, 0);
};

test("a backup of a running server, restored, adds up to the same state", { timeout: 60_000 }, () =>
  withFolder(async (folder) => {
    const dataDir = join(folder, "data");
    const server = await startServer(dataDir);
    const [client] = await clientsOf(server, dataDir);
    for (let i = 0; i < 20; i++) await client!.fileOperation(noticeOf(randomOf(i)));
    const backup = join(folder, "backup.db");
    assert.equal((await runWideberth(["backup", dataDir, backup])).code, 0);
    assert.equal((await runWideberth(["backup", dataDir, backup])).code, 2, "it never overwrites");
    await server.kill("SIGTERM");
    const restored = join(folder, "restored");
    assert.equal((await runWideberth(["restore", backup, restored])).code, 0);
    assert.equal(await hashOf(restored), await hashOf(dataDir));
    const again = await startServer(restored);
    await again.kill("SIGTERM");
    assert.equal(
      await hashOf(restored),
      await hashOf(dataDir),
      "a restored server serves the same",
    );
  }),
);

const hashOf = async (path: string): Promise<string> => {
  const { out, code } = await runWideberth(["replay", path, "--json"]);
  assert.equal(code, 0);
  return (JSON.parse(out) as { stateHash: string }).stateHash;
};

test("an altered log is found at start, named, and not served", { timeout: 60_000 }, () =>
  withFolder(async (folder) => {
    const dataDir = join(folder, "data");
    const server = await startServer(dataDir);
    assert.equal(
      await server.kill("SIGTERM"),
      0,
      "asked to stop as soon as it listens, it stops well",
    );
    const log = join(dataDir, "log.db");
    // Both stand in one entry of the act; a page of the file may end within one of them, not in both.
    const bytes = readFileSync(log);
    const at = Math.max(bytes.indexOf("isr_flight"), bytes.indexOf("Observation north"));
    assert.ok(at > 0);
    const file = openSync(log, "r+");
    writeSync(file, "X", at);
    closeSync(file);
    await assert.rejects(startServer(dataDir), /ended with 1: .*damaged.*entr.*restore/s);
    const verified = await runWideberth(["verify-log", dataDir]);
    assert.equal(verified.code, 1);
    const [, bad = ""] = /first bad entry (\d+)\b/.exec(verified.out) ?? [];
    assert.match(verified.out, new RegExp(`entries 1 to ${Number(bad) - 1} are whole`));
    const replayed = await runWideberth(["replay", dataDir]);
    assert.equal(replayed.code, 1);
  }),
);

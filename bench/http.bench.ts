/**
 * Durable writes a second over HTTP: a server process with its log on disk, and 64 connections from
 * this process, on one machine. Each request is a New notice, answered once it is durable, detected
 * against all that is active and told to every reader's stream.
 *
 *   node bench/http.bench.ts [--active 200000] [--connections 64] [--seconds 15]
 */

import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { encodeVolume } from "../src/api/native/volume.ts";
import { openOwnIssuer } from "../src/server/tokens.ts";
import { createReport, quantile } from "./harness.ts";
import type { Output } from "./harness.ts";
import { startServer } from "./server.ts";
import type { ServerProcess } from "./server.ts";
import { BENCH_PARTIES, createNotices, onlyNotices, writeLog } from "./notices.ts";

export type HttpOptions = {
  readonly active: number;
  readonly connections: number;
  readonly seconds: number;
  readonly output?: Output;
};

export const run = async ({ active, connections, seconds, output }: HttpOptions): Promise<void> => {
  const report = createReport("http", output);
  const dataDir = mkdtempSync(join(tmpdir(), "wideberth-bench-"));
  const clock = { nowMs: () => Date.now() };
  const atMs = Date.now();
  let server: ServerProcess | null = null;
  try {
    await writeLog(dataDir, onlyNotices(active, atMs));
    const own = openOwnIssuer(dataDir, clock);
    const tokens = await Promise.all(
      BENCH_PARTIES.map((party) =>
        own.issueToken({ party, roles: ["desk"], sub: "bench", ttlS: 3600 }),
      ),
    );
    server = await startServer(dataDir);
    const post = makePoster(server.url, tokens, connections);
    const notices = createNotices(5, atMs);
    await load(post, notices, { connections, seconds: 3 }); // warm-up
    const { latenciesMs, elapsedS } = await load(post, notices, { connections, seconds });
    const name = `${active} active, ${connections} connections`;
    const isFull = active >= 200_000 && connections >= 64;
    const perS = latenciesMs.length / elapsedS;
    const p99Ms = quantile(latenciesMs, 0.99);
    report.add({
      case: name,
      subject: "file",
      figure: "writes",
      value: perS,
      unit: "/s",
      ...(isFull && { atLeast: 2_500 }),
    });
    report.add({
      case: name,
      subject: "file",
      figure: "median",
      value: quantile(latenciesMs, 0.5),
      unit: "ms",
    });
    report.add({
      case: name,
      subject: "file",
      figure: "p99",
      value: p99Ms,
      unit: "ms",
      ...(isFull && { atMost: 60 }),
    });
    report.finish();
  } finally {
    server?.child.kill("SIGKILL");
    rmSync(dataDir, { recursive: true, force: true });
  }
};

type Post = (body: string, i: number) => Promise<number>;

const makePoster = (url: string, tokens: readonly string[], connections: number): Post => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return (body, i) =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${tokens[i % tokens.length]}`,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      };
      const asked = request(
        `${url}/v1/operations`,
        { agent, method: "POST", headers },
        (answer) => {
          answer.resume();
          answer.on("end", () => resolve(answer.statusCode ?? 0));
        },
      );
      asked.on("error", reject);
      asked.end(body);
    });
};

/** Closed loop: each connection sends its next request when it has its answer. */
const load = async (
  post: Post,
  notices: ReturnType<typeof createNotices>,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<{ latenciesMs: Float64Array; elapsedS: number }> => {
  const latenciesMs: number[] = [];
  const startMs = performance.now();
  const endMs = startMs + seconds * 1000;
  const work = async (i: number): Promise<void> => {
    while (performance.now() < endMs) {
      const { kind: _kind, volumes, ...notice } = notices.file();
      const body = JSON.stringify({ ...notice, volumes: volumes.map(encodeVolume) });
      const sentMs = performance.now();
      const status = await post(body, i);
      if (status !== 201) throw new Error(`answered ${status}`);
      latenciesMs.push(performance.now() - sentMs);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, i) => work(i)));
  return {
    latenciesMs: Float64Array.from(latenciesMs),
    elapsedS: (performance.now() - startMs) / 1000,
  };
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      active: { type: "string", default: "200000" },
      connections: { type: "string", default: "64" },
      seconds: { type: "string", default: "15" },
    },
  });
  await run({
    active: Number(values.active),
    connections: Number(values.connections),
    seconds: Number(values.seconds),
  });
}

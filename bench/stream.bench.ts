/**
 * Event streams: how soon both sides hear of a conflict, and what a stream costs the server.
 *
 * `heard`: 200 subscribers of two parties; one files, the other files over it. Each subscriber's
 * `conflict.opened` is timed from when the second notice was sent, so the write to disk and its
 * answer's way are in it: an upper bound of what passes between durable and heard. `idle`: what the
 * server's memory grows by for each of thousands of open streams.
 *
 *   node bench/stream.bench.ts [--subscribers 200] [--rounds 200] [--streams 5000]
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, get } from "node:http";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { openOwnIssuer } from "../src/server/tokens.ts";
import { createReport, quantile } from "./harness.ts";
import type { Output, Report } from "./harness.ts";
import { onlyNotices, writeLog } from "./notices.ts";
import { startServer } from "./server.ts";
import type { ServerProcess } from "./server.ts";

export type StreamOptions = {
  readonly subscribers: number;
  readonly rounds: number;
  readonly streams: number;
  readonly output?: Output;
};

type Setting = { readonly server: ServerProcess; readonly tokens: readonly string[] };

export const run = async ({ output, ...options }: StreamOptions): Promise<void> => {
  const report = createReport("stream", output);
  const dataDir = mkdtempSync(join(tmpdir(), "wideberth-bench-"));
  let server: ServerProcess | null = null;
  try {
    await writeLog(dataDir, onlyNotices(1, Date.now()));
    const own = openOwnIssuer(dataDir, { nowMs: () => Date.now() });
    const tokens = await Promise.all(
      ["NORTH", "SOUTH"].map((party) =>
        own.issueToken({ party, roles: ["desk"], sub: "bench", ttlS: 3600 }),
      ),
    );
    server = await startServer(dataDir, { "streams-per-party-max": "100000" });
    await measureHeard(report, { server, tokens }, options);
    await measureIdle(report, { server, tokens }, options);
  } finally {
    server?.child.kill("SIGKILL");
    rmSync(dataDir, { recursive: true, force: true });
  }
  report.finish();
};

const measureHeard = async (
  report: Report,
  { server, tokens }: Setting,
  { subscribers, rounds }: StreamOptions,
): Promise<void> => {
  const heardMs: number[] = [];
  let sentMs = 0;
  let round: { left: number; readonly done: () => void } | null = null;
  const onText = (text: string): void => {
    if (!round || !text.includes("event: conflict.opened")) return;
    heardMs.push(performance.now() - sentMs);
    if (--round.left === 0) round.done();
  };
  const streams = await openStreams(server.url, tokens, { count: subscribers, onText });
  for (let i = 0; i < rounds; i++) {
    await file(server.url, tokens[0]!, i);
    const all = new Promise<void>((done) => (round = { left: subscribers, done }));
    sentMs = performance.now();
    await Promise.all([file(server.url, tokens[1]!, i), all]);
  }
  for (const stream of streams) stream.destroy();
  const samples = Float64Array.from(heardMs);
  const about = { case: `${subscribers} subscribers`, subject: "heard", unit: "ms" };
  report.add({ ...about, figure: "median", value: quantile(samples, 0.5) });
  report.add({ ...about, figure: "p99", value: quantile(samples, 0.99), atMost: 50 });
};

const measureIdle = async (
  report: Report,
  { server, tokens }: Setting,
  { streams: count }: StreamOptions,
): Promise<void> => {
  await wait(2_000);
  const before = bytesOf(server);
  const streams = await openStreams(server.url, tokens, { count, onText: () => {} });
  await wait(2_000);
  const perStreamB = (bytesOf(server) - before) / count;
  for (const stream of streams) stream.destroy();
  report.add({
    case: `${count} streams`,
    subject: "idle",
    figure: "memory a stream",
    value: perStreamB / 1000,
    unit: "kB",
    ...(count >= 5_000 && { atMost: 30 }),
  });
};

/** Resident memory of the process, as Linux tells it. */
const bytesOf = ({ child }: ServerProcess): number => {
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) * 1024;
};

/** Every second one is the other party's. Resolves when all have heard their hello. */
const openStreams = async (
  url: string,
  tokens: readonly string[],
  { count, onText }: { readonly count: number; readonly onText: (text: string) => void },
): Promise<IncomingMessage[]> => {
  const streams: IncomingMessage[] = [];
  const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
  const openOne = (i: number): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${tokens[i % tokens.length]}` };
      const asked = get(`${url}/v1/events`, { agent, headers }, (stream) => {
        stream.setEncoding("utf8");
        stream.on("error", () => {});
        stream.on("data", onText);
        stream.once("data", () => resolve(stream));
      });
      asked.on("error", reject);
    });
  const GROUP = 100;
  for (let i = 0; i < count; i += GROUP) {
    const group = Array.from({ length: Math.min(GROUP, count - i) }, (_, k) => openOne(i + k));
    streams.push(...(await Promise.all(group)));
  }
  return streams;
};

/** Each round has an hour and a place of its own, so that it meets one notice. */
const file = async (url: string, token: string, round: number): Promise<void> => {
  const startMs = Date.now() + 86_400_000 + round * 4 * 3_600_000;
  const volume = {
    footprint: { kind: "circle", center: [38 + (round % 50) / 10, 35], radiusM: 2_000 },
    lowerM: 0,
    upperM: 500,
    start: new Date(startMs).toISOString(),
    end: new Date(startMs + 3_600_000).toISOString(),
  };
  const answer = await fetch(`${url}/v1/operations`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ category: "uas_flight", volumes: [volume] }),
  });
  if (answer.status !== 201) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      subscribers: { type: "string", default: "200" },
      rounds: { type: "string", default: "200" },
      streams: { type: "string", default: "5000" },
    },
  });
  await run({
    subscribers: Number(values.subscribers),
    rounds: Number(values.rounds),
    streams: Number(values.streams),
  });
}

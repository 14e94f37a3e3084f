/** A theatre of USSs for a bench: its log, its server process, the tokens, and what the log then holds. */

import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Envelope } from "../src/core/entry.ts";
import { openSqliteLog } from "../src/log/sqlite.ts";
import { decodeFrame } from "../src/record/frame.ts";
import { logPath } from "../src/server/theatre-folder.ts";
import { openOwnUssIssuer, OWN_USS_AUDIENCE } from "../src/server/uss-tokens.ts";
import { BENCH_PARTIES, writeLog } from "./notices.ts";
import { startServer } from "./server.ts";
import type { ServerProcess } from "./server.ts";
import { openUssClient } from "./uss-client.ts";
import type { UssClient } from "./uss-client.ts";
import type { Uss } from "./uss-load.ts";

export type UssTheatre = {
  readonly client: UssClient;
  readonly usses: readonly Uss[];
  /** Processor time of the server until now, all threads; null where the system does not say. */
  readonly processorMs: () => number | null;
  /** Ends the server; entries for each request answered, ticks left out. */
  readonly countEntries: () => Promise<number>;
};

export type StartServer = (dataDir: string) => Promise<ServerProcess>;

const SETTINGS = JSON.stringify({
  ownIssuer: true,
  party: BENCH_PARTIES[0],
  ratePerMinute: null,
});

/** The server as it is in use. */
export const startWideberth: StartServer = (dataDir) => startServer(dataDir, { f3548: SETTINGS });

type Theatre = {
  /** What its log holds before the server starts. */
  readonly frames: Iterable<Uint8Array>;
  readonly usses: readonly string[];
  readonly connections: number;
  readonly start?: StartServer;
};

/** Starts it, hands it to `use`, and removes it with its folder. */
export const withUssTheatre = async <T>(
  { frames, usses: names, connections, start = startWideberth }: Theatre,
  use: (theatre: UssTheatre) => Promise<T>,
): Promise<T> => {
  const dataDir = mkdtempSync(join(tmpdir(), "wideberth-bench-"));
  let server: ServerProcess | null = null;
  let client: UssClient | null = null;
  try {
    await writeLog(dataDir, frames);
    const usses = await makeUsses(dataDir, names);
    const firstSeq = (await headSeq(dataDir)) + 1;
    server = await start(dataDir);
    client = openUssClient(server.url, connections);
    const { child } = server;
    const { answered } = client;
    return await use({
      client,
      usses,
      processorMs: () => processorMsOf(child.pid!),
      countEntries: async () => {
        child.kill("SIGTERM");
        if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
        return (await countSince(dataDir, firstSeq)) / answered();
      },
    });
  } finally {
    client?.close();
    server?.child.kill("SIGKILL");
    rmSync(dataDir, { recursive: true, force: true });
  }
};

const makeUsses = (dataDir: string, names: readonly string[]): Promise<Uss[]> => {
  const own = openOwnUssIssuer(dataDir, [], { nowMs: () => Date.now() });
  const scopes = ["utm.strategic_coordination"] as const;
  return Promise.all(
    names.map(async (name) => ({
      name,
      token: await own.issueToken({ sub: name, scopes, audience: OWN_USS_AUDIENCE, ttlS: 3600 }),
    })),
  );
};

/** Of user and system, in ticks of 10 ms. Source: proc_pid_stat(5). */
const processorMsOf = (pid: number): number | null => {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return null;
  const fields = readFileSync(path, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
};

const headSeq = async (dataDir: string): Promise<number> => {
  const log = await openSqliteLog(logPath(dataDir));
  const { seq } = await log.head();
  await log.close();
  return seq;
};

const countSince = async (dataDir: string, firstSeq: number): Promise<number> => {
  const log = await openSqliteLog(logPath(dataDir));
  let count = 0;
  for await (const { bytes } of log.read(firstSeq)) {
    const { kind } = JSON.parse(Buffer.from(decodeFrame(bytes).envelope).toString()) as Envelope;
    if (kind !== "tick") count++;
  }
  await log.close();
  return count;
};

/** The real server as a process of its own, for tests that kill it. */

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";

export const MAIN: string = join(import.meta.dirname, "..", "..", "src", "main.ts");

export type ServerProcess = {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it said on stderr so far. */
  readonly said: () => string;
  readonly kill: (signal: NodeJS.Signals) => Promise<number | null>;
};

/** What runs now, by its data folder: it ends with `withFolder`, or at the latest with the tests. */
const running = new Map<ChildProcess, string>();
process.once("exit", () => running.forEach((_folder, child) => child.kill("SIGKILL")));

/** Starts `wideberth serve --example` on a free port; resolves when it listens. */
export const startServer = async (
  dataDir: string,
  flags: readonly string[] = [],
): Promise<ServerProcess> => {
  const fixed = [
    "--port",
    "0",
    "--data-dir",
    dataDir,
    "--log-level",
    "silent",
    "--rate-per-minute",
    "off",
  ];
  const child = spawn(process.execPath, [MAIN, "serve", "--example", ...fixed, ...flags], {
    env: ownEnvironment(),
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.set(child, dataDir);
  child.once("exit", () => running.delete(child));
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const found = /wideberth \S+ on (http:\/\/\S+)/.exec(said);
      if (found) resolve(found[1]!);
    });
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
  return {
    url,
    child,
    said: () => said,
    kill: async (signal) => {
      const ended = once(child, "exit") as Promise<[number | null]>;
      child.kill(signal);
      return (await ended)[0];
    },
  };
};

/** Without settings of the tests themselves: the server refuses names it does not know. */
const ownEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("WIDEBERTH_")),
  );

export type CommandResult = {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
};

/** Runs one command line of wideberth to its end. */
export const runWideberth = async (
  argv: readonly string[],
  node: string = process.execPath,
): Promise<CommandResult> => {
  const child = spawn(node, [MAIN, ...argv], {
    env: ownEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out, err };
};

/** A folder for the time of `use`. What a failing test leaves running on it ends first. */
export const withFolder = async (use: (folder: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "wideberth-e2e-"));
  try {
    await use(folder);
  } finally {
    await endServersOf(folder);
    rmSync(folder, { recursive: true, force: true });
  }
};

const endServersOf = async (folder: string): Promise<void> => {
  const left = [...running].filter(([, dataDir]) => `${dataDir}${sep}`.startsWith(folder + sep));
  await Promise.all(
    left.map(async ([child]) => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    }),
  );
};

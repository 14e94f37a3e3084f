/** The server as a process of its own, for benches that talk to it over HTTP. */

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";

const MAIN = join(import.meta.dirname, "..", "src", "main.ts");

export type ServerProcess = { readonly child: ChildProcess; readonly url: string };

/** `flags` by name, beside what every bench sets: a free port, no log lines, no rate limit. */
export const startServer = async (
  dataDir: string,
  flags: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> => {
  const all = {
    port: "0",
    "data-dir": dataDir,
    "log-level": "silent",
    "rate-per-minute": "off",
    ...flags,
  };
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(process.execPath, ["--max-semi-space-size=64", MAIN, "serve", ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  return { child, url: await urlOf(child) };
};

/** Where a server says on stderr that it listens. Throws when it ends before. */
export const urlOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = "";
    child.stderr!.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const found = /http:\/\/[\d.]+:\d+/.exec(text);
      if (found) resolve(found[0]);
    });
    child.on("exit", () => reject(new Error(`the server did not start: ${text}`)));
  });

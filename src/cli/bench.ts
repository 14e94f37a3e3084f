/** `wideberth bench`: the benchmarks of a checkout, each in a process of its own. */

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { UsageError } from "./flags.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const BENCHES = {
  index: "the 4D index beside rbush, a linear scan and PostGIS (minutes)",
  apply: "commands a second through the state machine, with detection",
  http: "durable writes a second over HTTP, 64 connections",
  f3548: "durable writes a second of USSs: one busy cell, spread, told to 1,000; memory (minutes)",
  start: "replay of a log, and start from a snapshot (minutes)",
  memory: "bytes held for each active volume",
  options: "resolution options for drafts in conflict",
  sites: "protected sites near a new notice, 50,000 of them",
  clocks: "what running acknowledgement clocks cost",
  tracks: "position reports a second: the engine alone, and from NMEA over TCP",
  stream: "how soon both sides hear of a conflict; memory of open streams",
} as const;

const USAGE = `Usage: wideberth bench NAME [flags of the bench]

Each prints one JSON line a figure on stdout, and a table for people on stderr.

${Object.entries(BENCHES)
  .map(([name, says]) => `  ${name.padEnd(8)} ${says}\n`)
  .join("")}
They come with the source, not with the package. Measured figures: bench/results.md.

Examples:
  wideberth bench apply
  wideberth bench index --sizes 200000 --postgis-max 0
`;

const run: Verb["run"] = async ([name, ...rest]) => {
  if (name === undefined || !Object.hasOwn(BENCHES, name)) {
    throw new UsageError(`which bench? One of ${Object.keys(BENCHES).join(", ")}`);
  }
  const file = fileURLToPath(new URL(`../../bench/${name}.bench.ts`, import.meta.url));
  if (!existsSync(file))
    throw new UsageError("benchmarks come with the source: run this in a checkout");
  const child = spawn(process.execPath, ["--max-semi-space-size=64", file, ...rest], {
    stdio: "inherit",
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? EXIT.badInput));
  });
};

export const bench: Verb = { summary: "run a benchmark (in a checkout)", usage: USAGE, run };

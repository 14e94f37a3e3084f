/** A terminal and a disk for the tests of this room. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { runCli } from "./cli.ts";
import type { CliIo } from "./io.ts";

export type Ran = { readonly code: number; readonly out: string; readonly err: string };

export const AT = "2026-11-23T06:00:00Z";

/** Runs one command line; what it wrote and its exit code. */
export const runLine = async (argv: readonly string[], io: Partial<CliIo> = {}): Promise<Ran> => {
  let [out, err] = ["", ""];
  const code = await runCli(argv, {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    isOutTerminal: false,
    isErrTerminal: false,
    env: {},
    stdin: async function* () {},
    nowMs: () => Date.parse(AT),
    ...io,
  });
  return { code, out, err };
};

/** A directory of its own, gone when the file's tests are done; writes files into it. */
export const makeDisk = (): { path: (name: string) => string; write: WriteFile } => {
  const directory = mkdtempSync(join(tmpdir(), "wideberth-cli-"));
  after(() => rmSync(directory, { recursive: true, force: true }));
  const path = (name: string): string => join(directory, name);
  const write: WriteFile = (name, ...features) => {
    writeFileSync(path(name), JSON.stringify({ type: "FeatureCollection", features }));
    return path(name);
  };
  return { path, write };
};

export type WriteFile = (name: string, ...features: readonly unknown[]) => string;

/** A drone's circle of 100 m, 0 to 100 m up, always there; `east` metres from a fixed place. */
export const circle = (id: string, east: number, properties: object = {}): object => ({
  type: "Feature",
  properties: {
    id,
    category: "uas_flight",
    radiusM: 100,
    lowerM: 0,
    upperM: 100,
    ...properties,
  },
  geometry: { type: "Point", coordinates: [40 + east / 91_287, 35] },
});

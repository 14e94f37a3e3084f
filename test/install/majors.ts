/**
 * One log, replayed under two major releases of Node.js, gives one state hash.
 *
 * `npm run test:majors` installs the other release through npm into a temporary folder; that takes
 * the registry and some seconds, so it is not part of `npm test`.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import {
  createEntryWriter,
  createNotices,
  BENCH_PARTIES,
  BENCH_THEATRE,
  writeLog,
} from "../../bench/notices.ts";
import type { FileOperation } from "../../src/core/commands.ts";
import type { Position } from "../../src/geometry/footprint.ts";
import { runWideberth, withFolder } from "../e2e/server-process.ts";

const OTHER_MAJOR = 26;

/** Notices of every shape, crowded enough to conflict, then every kind of change. */
function* busyLog(): Generator<Uint8Array> {
  const [write, notices] = [createEntryWriter(), createNotices(11)];
  yield write("system", { kind: "set-theatre", theatre: BENCH_THEATRE });
  for (let i = 0; i < 4_000; i++) {
    const party = BENCH_PARTIES[i % 4]!;
    const notice = crowded(notices.file(), i);
    const operationId = `${party}-2026-${String(serialOf(i)).padStart(5, "0")}`;
    yield write(party, notice);
    if (i % 3 === 0) yield write(party, { kind: "activate-operation", operationId });
    if (i % 6 === 0) yield write(party, { kind: "deviate-operation", operationId });
    if (i % 9 === 0) yield write(party, { kind: "end-operation", operationId });
  }
}

/** Activations and deviations are no notices: only New notices count here. */
const serialOf = (i: number): number => Math.floor(i / 4) + 1;

/** Into a hundredth of the area; every third a circle, every fourth a moving corridor. */
const crowded = (notice: FileOperation, i: number): FileOperation => {
  const [volume] = notice.volumes;
  assert.ok(volume?.footprint.kind === "polygon");
  const ring = volume.footprint.ring.map(([lng, lat]): Position => [
    40 + (lng - 40) / 10,
    35 + (lat - 35) / 10,
  ]);
  const [first, second] = [ring[0]!, ring[2]!];
  const { startMs, endMs } = volume;
  if (i % 3 === 0)
    return {
      ...notice,
      volumes: [{ ...volume, footprint: { kind: "circle", center: first, radiusM: 700 } }],
    };
  if (i % 4 === 0) {
    const timesMs = [startMs!, endMs!];
    const footprint = {
      kind: "corridor",
      route: [first, second],
      halfWidthM: 300,
      edges: "lonlat",
      timesMs,
    } as const;
    return { ...notice, volumes: [{ ...volume, footprint }] };
  }
  return {
    ...notice,
    volumes: [{ ...volume, footprint: { kind: "polygon", ring, edges: "lonlat" } }],
  };
};

test(
  `a log replays to one hash under Node.js ${process.versions.node} and ${OTHER_MAJOR}`,
  { timeout: 300_000 },
  () =>
    withFolder(async (folder) => {
      const dataDir = join(folder, "data");
      await writeLog(dataDir, busyLog());
      execFileSync(
        "npm",
        ["install", "--no-audit", "--no-fund", "--prefix", folder, `node@${OTHER_MAJOR}`],
        { stdio: "inherit" },
      );
      const other = join(folder, "node_modules", "node", "bin", "node");
      const version = execFileSync(other, ["--version"], { encoding: "utf8" }).trim();
      assert.match(version, new RegExp(`^v${OTHER_MAJOR}\\.`));
      const [here, there] = await Promise.all([
        runWideberth(["replay", dataDir, "--json"]),
        runWideberth(["replay", dataDir, "--json"], other),
      ]);
      assert.deepEqual([here.code, there.code], [0, 0], here.err + there.err);
      const [a, b] = [here, there].map(
        ({ out }) => JSON.parse(out) as { stateHash: string; conflicts: number },
      );
      console.log(
        `${process.version} ${a!.stateHash}\n${version} ${b!.stateHash}; ${a!.conflicts} conflicts`,
      );
      assert.ok(a!.conflicts > 100, "there is something to differ in");
      assert.equal(a!.stateHash, b!.stateHash);
    }),
);

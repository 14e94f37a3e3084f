/**
 * How long a server takes to start, from opening the folder to the first answer it could give.
 *
 * `replay`: no snapshot; every entry is verified against its hashes and applied. A third of the
 * entries are New notices, a third activate one, a third end one. `snapshot`: all notices active,
 * a snapshot at the head; verification of what lies before it goes on behind.
 *
 *   node bench/start.bench.ts [--entries 1000000] [--active 200000]
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openTheatreFolder } from "../src/server/theatre-folder.ts";
import { createReport } from "./harness.ts";
import type { Output, Report } from "./harness.ts";
import {
  BENCH_PARTIES,
  BENCH_THEATRE,
  createEntryWriter,
  createNotices,
  onlyNotices,
  writeLog,
} from "./notices.ts";

export type StartOptions = {
  readonly entries: number;
  readonly active: number;
  readonly output?: Output;
};

export const run = async ({ entries, active, output }: StartOptions): Promise<void> => {
  const report = createReport("start", output);
  const folder = mkdtempSync(join(tmpdir(), "wideberth-bench-"));
  try {
    const whole = join(folder, "whole");
    await writeLog(whole, lifeOfOperations(entries));
    await measureStart(report, {
      name: `${entries} entries`,
      subject: "replay",
      dataDir: whole,
      atMostS: entries >= 1_000_000 ? 20 : null,
    });
    const live = join(folder, "live");
    await writeLog(live, onlyNotices(active));
    const seconds = await timeStart(live); // its stop writes the snapshot
    report.add({
      case: `${active} active`,
      subject: "replay",
      figure: "start",
      value: seconds,
      unit: "s",
    });
    await measureStart(report, {
      name: `${active} active`,
      subject: "snapshot",
      dataDir: live,
      atMostS: active >= 200_000 ? 3 : null,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  report.finish();
};

type Start = {
  readonly name: string;
  readonly subject: string;
  readonly dataDir: string;
  readonly atMostS: number | null;
};

const measureStart = async (
  report: Report,
  { name, subject, dataDir, atMostS }: Start,
): Promise<void> => {
  const seconds = await timeStart(dataDir);
  const target = atMostS === null ? {} : { atMost: atMostS };
  report.add({ case: name, subject, figure: "start", value: seconds, unit: "s", ...target });
};

const timeStart = async (dataDir: string): Promise<number> => {
  const startMs = performance.now();
  const theatre = await openTheatreFolder(dataDir, {
    onWarning: (message) => console.error(message),
  });
  const seconds = (performance.now() - startMs) / 1000;
  await theatre.log.verified;
  await theatre.close();
  return seconds;
};

function* lifeOfOperations(count: number): Generator<Uint8Array> {
  const [write, notices] = [createEntryWriter(), createNotices(3)];
  yield write("system", { kind: "set-theatre", theatre: BENCH_THEATRE });
  for (let i = 0; i + 3 < count; i += 3) {
    const party = BENCH_PARTIES[(i / 3) % 4]!;
    const number = Math.floor(i / 3 / 4) + 1;
    const operationId = `${party}-2026-${String(number).padStart(5, "0")}`;
    yield write(party, notices.file());
    yield write(party, { kind: "activate-operation", operationId });
    yield write(party, { kind: "end-operation", operationId });
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      entries: { type: "string", default: "1000000" },
      active: { type: "string", default: "200000" },
    },
  });
  await run({ entries: Number(values.entries), active: Number(values.active) });
}

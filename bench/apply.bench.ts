/**
 * Commands a second through the state machine, with detection, at 200,000 active volumes.
 *
 * One command is: its bytes decoded, the entry applied (detection against all active volumes, index
 * kept up, conflicts opened). The log is apart. `file`: New notices only. `turnover`: a New notice,
 * then the Cancel of an old one, so that the number active stays.
 *
 *   node bench/apply.bench.ts [--active 200000] [--commands 30000]
 */

import { parseArgs } from "node:util";
import { applyEntry } from "../src/core/apply.ts";
import { makeState } from "../src/core/state.ts";
import { readEntry } from "../src/server/entry-codec.ts";
import { createReport, measureOnce } from "./harness.ts";
import type { Output } from "./harness.ts";
import { BENCH_PARTIES, BENCH_THEATRE, createEntryWriter, createNotices } from "./notices.ts";

const partyOf = (i: number): string => BENCH_PARTIES[i % BENCH_PARTIES.length]!;

export type ApplyOptions = {
  readonly active: number;
  readonly commands: number;
  readonly output?: Output;
};

export const run = async ({ active, commands, output }: ApplyOptions): Promise<void> => {
  const report = createReport("apply", output);
  const state = makeState();
  const write = createEntryWriter();
  const notices = createNotices(1);
  const apply = (bytes: Uint8Array) => applyEntry(state, readEntry(bytes));
  apply(write("system", { kind: "set-theatre", theatre: BENCH_THEATRE }));
  for (let i = 0; i < active; i++) apply(write(partyOf(i), notices.file()));
  const ids = [...state.operations.keys()];

  const filing = Array.from({ length: commands }, (_, i) => write(partyOf(i), notices.file()));
  const filed = await measureOnce(commands, (i) => apply(filing[i]!));
  const turning = Array.from({ length: commands }, (_, i) =>
    i % 2 === 0
      ? write(partyOf(i), notices.file())
      : write(partyOf(Math.floor(i / 2)), {
          kind: "cancel-operation",
          operationId: ids[Math.floor(i / 2)]!,
        }),
  );
  const turned = await measureOnce(commands, (i) => apply(turning[i]!));

  const name = `${active} active`;
  for (const [subject, timing] of Object.entries({ file: filed, turnover: turned })) {
    const perS = 1e6 / timing.meanUs;
    report.add({
      case: name,
      subject,
      figure: "commands",
      value: perS,
      unit: "/s",
      ...(active >= 200_000 && { atLeast: 30_000 }),
    });
    report.add({ case: name, subject, figure: "mean", value: timing.meanUs, unit: "µs" });
    report.add({ case: name, subject, figure: "median", value: timing.medianUs, unit: "µs" });
    report.add({ case: name, subject, figure: "p99", value: timing.p99Us, unit: "µs" });
  }
  report.note(`${state.conflicts.size} conflicts among ${state.operations.size} operations.`);
  report.finish();
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      active: { type: "string", default: "200000" },
      commands: { type: "string", default: "30000" },
    },
  });
  await run({ active: Number(values.active), commands: Number(values.commands) });
}

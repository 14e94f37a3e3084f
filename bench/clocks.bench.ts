/**
 * Acknowledgement clocks: what thousands of running ones cost while nobody acknowledges.
 *
 * Messages are sent within a few minutes and acknowledged by nobody, so that every clock comes to its
 * reminder and is raised. Counted is the processor's time for letting five more hours pass, a tick each
 * second in which something is due, with what each party and the host are told of it.
 *
 *   node bench/clocks.bench.ts [--clocks 20000]
 */

import { parseArgs } from "node:util";
import { TestLine } from "../src/core/line/test-line.ts";
import { Journal } from "../src/server/journal.ts";
import { createReport } from "./harness.ts";
import type { Output } from "./harness.ts";

export type ClockOptions = { readonly clocks: number; readonly output?: Output };

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;

export const run = ({ clocks, output }: ClockOptions): void => {
  const report = createReport("clocks", output);
  const noBound = { messagesPerMinuteMax: 1e9, urgentMessagesPerPartyDayMax: 1e9 };
  const line = new TestLine({ ...noBound, messagesPerPartyDayMax: 1e9 }).open();
  const { theatre } = line;
  const journal = new Journal(0);
  for (let i = 0; i < clocks; i++) {
    theatre.atMs += i % 100 === 0 ? SECOND_MS : 0;
    line.send("NORTH", "watch_change");
  }
  const running = line.channel.messageIds.length;
  const before = process.cpuUsage();
  const fromMs = theatre.atMs;
  let changeCount = 0;
  while (theatre.atMs < fromMs + 5 * HOUR_MS) {
    theatre.atMs += SECOND_MS;
    if ((theatre.state.due.peek()?.dueMs ?? Infinity) > theatre.atMs) continue;
    const outcome = theatre.wait(0);
    changeCount += outcome.changes.length;
    journal.note(theatre.state, theatre.entries.at(-1)!, outcome);
  }
  const { user, system } = process.cpuUsage(before);
  const cpuMs = (user + system) / 1_000;
  const figure = { case: `${running} running` };
  report.add({ ...figure, figure: "reminded, raised, told", value: changeCount, unit: "changes" });
  report.add({ ...figure, figure: "processor", value: cpuMs, unit: "ms" });
  const share = (100 * cpuMs) / (5 * HOUR_MS);
  report.add({ ...figure, figure: "of one core", value: share, unit: "%", atMost: 1 });
  report.finish();
};

if (import.meta.main) {
  const { values } = parseArgs({ options: { clocks: { type: "string", default: "20000" } } });
  run({ clocks: Number(values.clocks) });
}

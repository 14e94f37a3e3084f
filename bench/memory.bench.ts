/**
 * Bytes held for each active volume: the index alone (all arrays, used and reserved), and the whole
 * state (operation, notice, degrees, survey, prepared geometry, index, remembered command).
 *
 *   node bench/memory.bench.ts [--active 200000]
 */

import { parseArgs } from "node:util";
import { applyEntry } from "../src/core/apply.ts";
import { makeState } from "../src/core/state.ts";
import { readEntry } from "../src/server/entry-codec.ts";
import { bytesHeld, createReport } from "./harness.ts";
import type { Output } from "./harness.ts";
import { BENCH_PARTIES, BENCH_THEATRE, createEntryWriter, createNotices } from "./notices.ts";

export type MemoryOptions = { readonly active: number; readonly output?: Output };

export const run = ({ active, output }: MemoryOptions): Promise<void> => {
  const report = createReport("memory", output);
  const [write, notices] = [createEntryWriter(), createNotices(4)];
  const emptyBytes = bytesHeld();
  const state = makeState();
  applyEntry(state, readEntry(write("system", { kind: "set-theatre", theatre: BENCH_THEATRE })));
  for (let i = 0; i < active; i++) {
    applyEntry(state, readEntry(write(BENCH_PARTIES[i % 4]!, notices.file())));
  }
  const heldBytes = bytesHeld() - emptyBytes;
  const name = `${active} active`;
  const index = state.index.bytes / state.index.size;
  report.add({
    case: name,
    subject: "index",
    figure: "held",
    value: index,
    unit: "B/volume",
    atMost: 320,
  });
  report.add({
    case: name,
    subject: "state",
    figure: "held",
    value: heldBytes / active,
    unit: "B/volume",
  });
  report.finish();
  return Promise.resolve();
};

if (import.meta.main) {
  const { values } = parseArgs({ options: { active: { type: "string", default: "200000" } } });
  await run({ active: Number(values.active) });
}

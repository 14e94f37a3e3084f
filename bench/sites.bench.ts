/**
 * Sites near a new operation: what 50,000 of them cost each notice.
 *
 * Sites lie uniformly over the country of notices.ts, their places known to 20 m; each is told to one
 * party, which then files notices. Timed, one notice at a time: asking the index for what lies within
 * 2 km; and all of it, with the exact test and what was found before. Filing itself, with its conflicts, is
 * not in it: `apply` has that.
 *
 *   node bench/sites.bench.ts [--sites 50000] [--notices 5000]
 */

import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { solidsOf } from "../src/core/operations/model.ts";
import type { Operation } from "../src/core/operations/model.ts";
import { settleOperation } from "../src/core/sites/proximity.ts";
import { SiteTheatre } from "../src/core/sites/test-sites.ts";
import { START_MS } from "../src/core/test-theatre.ts";
import { createReport, measureRepeated } from "./harness.ts";
import type { Output } from "./harness.ts";
import { createNotices } from "./notices.ts";
import { randomOf } from "./theatre.ts";

export type SitesBenchOptions = {
  readonly sites: number;
  readonly notices: number;
  readonly output?: Output;
};

const SEED = 7;
const MARGIN = { lateralM: 2_000, verticalM: 0, timeMs: 0 };
const DAY_MS = 86_400_000;

export const run = async ({ sites, notices, output }: SitesBenchOptions): Promise<void> => {
  const report = createReport("sites", output);
  const theatre = new SiteTheatre({ noticesPerAreaDayMax: 1e9, noticesPerPartyDayMax: 1e9 });
  const { state } = theatre;
  const random = randomOf(SEED + 1);
  for (let i = 0; i < sites; i++) {
    theatre.notify({ place: { lngDeg: 35 + 11 * random(), latDeg: 30 + 8 * random() } });
  }
  assert.ok(state.sites.index.size >= sites, "all are told and found");
  const operations = fileAll(theatre, notices);
  const entry = theatre.entries.at(-1)!;
  const index = await measureRepeated(notices, (i) =>
    solidsOf(operations[i]!).map((solid) => state.sites.index.near(solid, MARGIN)),
  );
  const all = await measureRepeated(notices, (i) =>
    settleOperation(state, entry, operations[i]!, "operation_changed"),
  );
  const found = state.sites.proximities.size / notices;
  const figure = { case: `${sites} sites` };
  report.add({ ...figure, figure: "index alone, median", value: index.medianUs, unit: "µs" });
  report.add({ ...figure, figure: "index alone, p99", value: index.p99Us, unit: "µs" });
  report.add({ ...figure, figure: "held against all, median", value: all.medianUs, unit: "µs" });
  report.add({ ...figure, figure: "held against all, p99", value: all.p99Us, unit: "µs" });
  report.add({ ...figure, figure: "sites near a notice", value: found, unit: "" });
  report.finish();
};

/** Of one party: they are not held against each other. */
const fileAll = (theatre: SiteTheatre, count: number): readonly Operation[] => {
  const { file } = createNotices(SEED, START_MS + DAY_MS);
  for (let i = 0; i < count; i++) theatre.must("NORTH", file());
  return [...theatre.state.operations.values()];
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      sites: { type: "string", default: "50000" },
      notices: { type: "string", default: "5000" },
    },
  });
  await run({ sites: Number(values.sites), notices: Number(values.notices) });
}

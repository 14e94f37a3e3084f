/**
 * Durable writes of USSs (ASTM F3548-21) a second: a server process with its log on disk, synchronous
 * to the disk, and clients in this process, on one machine. Tokens are signed with RS256 and verified
 * as in use. Each client creates, activates and deletes one intent after another, each with a
 * subscription of its own, and shows the OVNs that it must know: see uss-load.ts.
 *
 * `cell`: all intents in one place at one time, about as many live as there are clients: a third of them
 * stand there before, the clients' own come and go. `spread`: over a country in
 * which 200,000 others are live. `city`: where 1,000 subscriptions each cover the city, so that every
 * write is told to all of them. `memory`: what an intent takes, in a fresh process.
 * `appended`: the same requests by the same clients, answered by a handler that only appends the body
 * to such a log: what the machine, HTTP and the disk leave.
 *
 *   node bench/f3548.bench.ts [--cases cell,spread,city,memory] [--clients 30] [--live 200000]
 *     [--subscriptions 1000] [--seconds 10] [--rounds 3]
 */

import { parseArgs } from "node:util";
import { createReport } from "./harness.ts";
import type { Figure, Output, Report } from "./harness.ts";
import { measureCell, measureCity, measureSpread } from "./uss-cases.ts";
import { measureIntentMemory } from "./uss-memory.ts";

export const F3548_CASES = ["cell", "spread", "city", "memory"] as const;
export type F3548Case = (typeof F3548_CASES)[number];

export type F3548Options = {
  readonly cases: readonly F3548Case[];
  readonly clients: number;
  /** Intents there before, in `spread` and `memory`. */
  readonly live: number;
  readonly subscriptions: number;
  readonly seconds: number;
  /** Each figure is the median of so many runs. */
  readonly rounds: number;
  readonly output?: Output;
};

const MEASURES: Readonly<
  Record<F3548Case, (report: Report, options: F3548Options) => Promise<void>>
> = {
  cell: measureCell,
  spread: measureSpread,
  city: measureCity,
  memory: measureIntentMemory,
};

export const run = async (options: F3548Options): Promise<readonly Figure[]> => {
  const report = createReport("f3548", options.output);
  for (const name of options.cases) await MEASURES[name](report, options);
  report.note(
    `Medians of ${options.rounds} runs of ${options.seconds} s. A write's time is from its first ` +
      "sending until it was taken, tries after a 409 included; only writes that were taken count. " +
      "In the busy cell the targets are of 'OVNs announced': in the rows above it clients wait for " +
      "one another's answers.",
  );
  return report.finish();
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      cases: { type: "string", default: F3548_CASES.join(",") },
      clients: { type: "string", default: "30" },
      live: { type: "string", default: "200000" },
      subscriptions: { type: "string", default: "1000" },
      seconds: { type: "string", default: "10" },
      rounds: { type: "string", default: "3" },
    },
  });
  const asked = values.cases.split(",");
  const unknown = asked.find((one) => !F3548_CASES.some((known) => known === one));
  if (unknown !== undefined) {
    throw new Error(`no case ${unknown}: give some of ${F3548_CASES.join(",")}`);
  }
  await run({
    cases: F3548_CASES.filter((one) => asked.includes(one)),
    clients: Number(values.clients),
    live: Number(values.live),
    subscriptions: Number(values.subscriptions),
    seconds: Number(values.seconds),
    rounds: Number(values.rounds),
  });
}

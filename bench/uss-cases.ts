/** The loads of the f3548 bench, each against a server of its own. */

import { quantile } from "./harness.ts";
import type { Report } from "./harness.ts";
import type { F3548Options } from "./f3548.bench.ts";
import { startAppender } from "./peers/appender.ts";
import {
  baseUrlOf,
  cityVolume,
  createIds,
  createVolumes,
  onlyIntents,
  ussNames,
  wireVolume,
} from "./uss-intents.ts";
import type { Spread } from "./uss-intents.ts";
import { load, stand } from "./uss-load.ts";
import type { Load, Setting, Way } from "./uss-load.ts";
import { makeUssTable } from "./uss-table.ts";
import { withUssTheatre } from "./uss-theatre.ts";
import type { StartServer, UssTheatre } from "./uss-theatre.ts";

type Targets = { readonly perS: number; readonly p99Ms?: number };

type Subject = { readonly subject: string; readonly way: Way; readonly targets?: Targets | null };

/** Subjects come one after another to one server, and leave it as it was. */
type Case = {
  readonly name: string;
  readonly spread: Spread;
  readonly subjects: readonly Subject[];
  /** Intents that are there before. */
  readonly live?: number;
  readonly start?: StartServer;
  /** Before the clients begin. */
  readonly prepare?: (setting: Setting) => Promise<void>;
};

const WARM_UP_S = 3;

export const measureCell = async (report: Report, options: F3548Options): Promise<void> => {
  const { clients } = options;
  const about = { name: `one busy cell, ${clients} clients`, spread: "cell" } as const;
  const targets = clients >= 30 ? { perS: 1_000, p99Ms: 100 } : null;
  await measureCase(report, options, {
    ...about,
    subjects: [
      { subject: "keys from the table", way: "all" },
      { subject: "one after another", way: "turns" },
      { subject: "OVNs announced", way: "announced", targets },
    ],
    // Of the clients' own two in three are there at a time: with these about as many as clients.
    prepare: (setting) => stand({ ...setting, way: "turns" }, Math.ceil(clients / 3)),
  });
  await measureCase(report, options, { ...about, ...appended("all") });
};

export const measureSpread = async (report: Report, options: F3548Options): Promise<void> => {
  const { live, clients } = options;
  const about = { name: `spread, ${live} live, ${clients} clients`, spread: "spread" } as const;
  const targets = live >= 200_000 ? { perS: 2_000 } : null;
  await measureCase(report, options, {
    ...about,
    subjects: [{ subject: "served", way: "named", targets }],
    live,
  });
  await measureCase(report, options, { ...about, ...appended("named") });
};

const appended = (way: Way): Pick<Case, "subjects" | "start"> => ({
  subjects: [{ subject: "appended", way }],
  start: startAppender,
});

export const measureCity = async (report: Report, options: F3548Options): Promise<void> => {
  const { subscriptions, clients } = options;
  await measureCase(report, options, {
    name: `${subscriptions} subscriptions over one city, ${clients} clients`,
    spread: "city",
    subjects: [{ subject: "served", way: "named" }],
    prepare: (setting) => subscribe(setting, subscriptions),
  });
};

const measureCase = async (report: Report, options: F3548Options, one: Case): Promise<void> => {
  const { clients } = options;
  const nowMs = Date.now();
  const usses = ussNames(clients);
  const table = makeUssTable();
  const frames = onlyIntents(one.live ?? 0, {
    nowMs,
    usses,
    isSubscribed: true,
    onFiled: ({ id, ovn }) => table.ovns.set(id, ovn),
  });
  const { start } = one;
  const theatre = { frames, usses, connections: clients, ...(start && { start }) };
  await withUssTheatre(theatre, async (opened) => {
    const setting: Omit<Setting, "way"> = {
      client: opened.client,
      usses: opened.usses,
      table,
      nextVolume: createVolumes(one.spread, 7, nowMs),
      nextId: createIds(2),
    };
    await one.prepare?.({ ...setting, way: "named" });
    for (const subject of one.subjects) {
      const runs = await repeat(opened, { ...setting, way: subject.way }, options);
      addRuns(report, { case: one.name, subject: subject.subject }, { ...subject, ...runs });
    }
    const value = await opened.countEntries();
    for (const { subject } of one.subjects) {
      const figure = "entries a request";
      report.add({ case: one.name, subject, figure, value, unit: "", atMost: 1 });
    }
  });
};

type Runs = {
  readonly runs: readonly Load[];
  /** Of the server, in all of them. */
  readonly processorMs: number | null;
};

const repeat = async (
  { processorMs }: UssTheatre,
  setting: Setting,
  { clients, seconds, rounds }: F3548Options,
): Promise<Runs> => {
  await load(setting, { clients, seconds: Math.min(seconds, WARM_UP_S) });
  const startMs = processorMs();
  const runs: Load[] = [];
  for (let round = 0; round < rounds; round++) runs.push(await load(setting, { clients, seconds }));
  const endMs = processorMs();
  return { runs, processorMs: startMs === null || endMs === null ? null : endMs - startMs };
};

const addRuns = (
  report: Report,
  about: { readonly case: string; readonly subject: string },
  { runs, processorMs, targets }: Runs & Subject,
): void => {
  const add = (figure: string, value: number, unit: string, more: object = {}): void =>
    report.add({ ...about, figure, value, unit, ...more });
  const medianOf = (figure: keyof Load): number =>
    quantile(
      Float64Array.from(runs, (one) => one[figure]),
      0.5,
    );
  const requests = sumOf(runs, "requests");
  add("writes taken", medianOf("takenPerS"), "/s", targets ? { atLeast: targets.perS } : {});
  add("p50", medianOf("medianMs"), "ms");
  add("p99", medianOf("p99Ms"), "ms", targets?.p99Ms ? { atMost: targets.p99Ms } : {});
  add("requests", requests / sumOf(runs, "elapsedS"), "/s");
  add("409s a write", medianOf("refusedPerWrite"), "");
  add("live", medianOf("liveMean"), "");
  if (processorMs !== null) add("processor a request", (processorMs * 1000) / requests, "µs");
};

const sumOf = (runs: readonly Load[], figure: keyof Load): number =>
  runs.reduce((sum, one) => sum + one[figure], 0);

/** All over the city, by the USSs in turn. */
const subscribe = async ({ client, usses }: Setting, count: number): Promise<void> => {
  const nextId = createIds(3);
  const extents = wireVolume(cityVolume(Date.now()));
  const add = async (i: number): Promise<void> => {
    const { name, token } = usses[i % usses.length]!;
    const body = {
      extents,
      uss_base_url: baseUrlOf(name),
      notify_for_operational_intents: true,
    };
    const path = `/dss/v1/subscriptions/${nextId()}`;
    const answer = await client.ask({ method: "PUT", path, token }, JSON.stringify(body));
    if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${answer.text}`);
  };
  await Promise.all(Array.from({ length: count }, (_, i) => add(i)));
};

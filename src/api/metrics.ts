/** Figures for operators, in a registry of this instance's own. No label tells of a party. */

import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { CommandOutcome } from "../core/state.ts";
import type { Engine } from "../server/engine.ts";

export type RegisterMetrics = (registry: Registry) => void;

export type Metrics = {
  readonly registry: Registry;
  readonly observeRequest: (about: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly durationMs: number;
  }) => void;
  readonly countCommand: (kind: string, outcome: CommandOutcome, isRepeat: boolean) => void;
  readonly close: () => void;
};

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const makeMetrics = (engine: Engine, register: RegisterMetrics = () => {}): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: "wideberth_request_duration_seconds",
    help: "Time from request to answer.",
    labelNames: ["method", "route", "status"],
    buckets: SECONDS,
    registers,
  });
  const commands = new Counter({
    name: "wideberth_commands_total",
    help: "Commands decided, by kind and outcome: accepted, or the reason of the refusal.",
    labelNames: ["kind", "outcome", "repeat"],
    registers,
  });
  registerGauges(registry, engine);
  const stopLag = registerProcess(registry);
  register(registry);
  return {
    registry,
    observeRequest: ({ method, route, status, durationMs }) =>
      requests.observe({ method, route, status: String(status) }, durationMs / 1000),
    countCommand: (kind, outcome, isRepeat) =>
      commands.inc({
        kind,
        outcome: outcome.ok ? "accepted" : outcome.refusal.reason,
        repeat: String(isRepeat),
      }),
    close: stopLag,
  };
};

const registerGauges = (registry: Registry, { status, journal }: Engine): void => {
  const gauges: readonly [name: string, help: string, read: () => number][] = [
    ["log_head_seq", "Last entry of the log.", () => status().head.seq],
    ["queue_length", "Commands that wait for their place.", () => status().queueLength],
    ["operations", "Operations in the state, past ones too.", () => status().operationCount],
    ["indexed_volumes", "Volumes in the index.", () => status().indexedVolumeCount],
    ["conflicts_open", "Conflicts that stand open.", () => status().openConflictCount],
    ["event_streams", "Event streams that are open.", () => journal.listenerCount],
  ];
  for (const [name, help, read] of gauges) addGauge(registry, `wideberth_${name}`, help, read);
};

const registerProcess = (registry: Registry): (() => void) => {
  const lag = monitorEventLoopDelay({ resolution: 20 });
  lag.enable();
  addGauge(
    registry,
    "wideberth_event_loop_lag_p99_seconds",
    "99th percentile of the event loop's delay since the last reading.",
    () => {
      const seconds = lag.percentile(99) / 1e9;
      lag.reset();
      return seconds;
    },
  );
  addGauge(registry, "process_resident_memory_bytes", "Resident memory.", () =>
    process.memoryUsage.rss(),
  );
  addGauge(
    registry,
    "process_heap_used_bytes",
    "Heap in use.",
    () => process.memoryUsage().heapUsed,
  );
  return () => void lag.disable();
};

const addGauge = (registry: Registry, name: string, help: string, read: () => number): void => {
  const gauge: Gauge = new Gauge({
    name,
    help,
    registers: [registry],
    collect: () => gauge.set(read()),
  });
};

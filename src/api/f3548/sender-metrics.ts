/** Figures of what this server tells other USSs. No label tells of a USS. */

import { Counter, Gauge } from "prom-client";
import type { TheatreUssSenderStatus } from "../../server/theatre-uss-sender.ts";
import type { RegisterMetrics } from "../metrics.ts";

type Status = TheatreUssSenderStatus;

const COUNTERS: readonly [name: string, help: string, read: (status: Status) => number][] = [
  ["sent", "Messages that other USSs took, those to itself too.", ({ sentCount }) => sentCount],
  ["own", "Messages to this server itself.", ({ ownCount }) => ownCount],
  ["retried", "Attempts that failed and are made again.", ({ retriedCount }) => retriedCount],
  ["given_up", "Changes that could not be told.", ({ givenUpCount }) => givenUpCount],
];

const GAUGES: readonly [name: string, help: string, read: (status: Status) => number][] = [
  ["waiting", "Changes that wait to be told.", ({ waitingCount }) => waitingCount],
  ["dead_letters", "Changes given up, and kept.", ({ deadLetterCount }) => deadLetterCount],
  ["dead_letters_dropped", "Those kept no longer.", ({ droppedCount }) => droppedCount],
  ["lost_entries", "Entries of which it is not known whom they told.", (s) => s.lostEntryCount],
];

const nameOf = (name: string): string => `wideberth_uss_notifications_${name}`;

export const senderMetrics =
  (status: () => Status): RegisterMetrics =>
  (registry) => {
    const registers = [registry];
    for (const [name, help, read] of COUNTERS) {
      const counter: Counter = new Counter({
        name: `${nameOf(name)}_total`,
        help,
        registers,
        collect: () => {
          counter.reset();
          counter.inc(read(status()));
        },
      });
    }
    for (const [name, help, read] of GAUGES) {
      const gauge: Gauge = new Gauge({
        name: nameOf(name),
        help,
        registers,
        collect: () => gauge.set(read(status())),
      });
    }
  };

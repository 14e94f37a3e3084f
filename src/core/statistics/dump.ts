/** Statistics as plain data. */

import type { CountedConflict, CountedLine, Series, SeriesBy, StatisticsState } from "./model.ts";

type Row<C> = readonly [day: number, counters: readonly (readonly [C, number])[]];
type Rows<C> = readonly (readonly [key: string, days: readonly Row<C>[]])[];
type CounterOf<S> = S extends SeriesBy<infer C> ? C : never;

export type StatisticsDump = {
  readonly [K in "parties" | "messages" | "told" | "pairs" | "channels"]: Rows<
    CounterOf<StatisticsState[K]>
  >;
} & {
  readonly conflicts: readonly (readonly [string, CountedConflict])[];
  readonly lines: readonly (readonly [string, CountedLine])[];
};

export const dumpStatistics = (state: StatisticsState): StatisticsDump => ({
  parties: rowsOf(state.parties),
  messages: rowsOf(state.messages),
  told: rowsOf(state.told),
  pairs: rowsOf(state.pairs),
  channels: rowsOf(state.channels),
  conflicts: [...state.conflicts],
  lines: [...state.lines],
});

export const loadStatistics = (state: StatisticsState, dump: StatisticsDump): void => {
  load(state.parties, dump.parties);
  load(state.messages, dump.messages);
  load(state.told, dump.told);
  load(state.pairs, dump.pairs);
  load(state.channels, dump.channels);
  for (const [id, counted] of dump.conflicts) state.conflicts.set(id, counted);
  for (const [id, counted] of dump.lines) state.lines.set(id, counted);
};

const rowsOf = <C extends string>(all: SeriesBy<C>): Rows<C> =>
  Array.from(all, ([key, series]) => [
    key,
    Array.from(series, ([day, row]) => [day, [...row]] as const),
  ]);

const load = <C extends string>(all: SeriesBy<C>, rows: Rows<C>): void => {
  for (const [key, days] of rows) {
    const series: Series<C> = new Map();
    for (const [day, counters] of days) series.set(day, new Map(counters));
    all.set(key, series);
  }
};

/** The client's calls about statistics. */

import type { CallOptions } from "./client.ts";
import type { Statistics } from "./statistics.ts";

/** UTC days such as 2026-11-23, both included. */
export type StatisticsQuery = {
  readonly from?: string;
  readonly to?: string;
  /** Of the others this one alone. */
  readonly party?: string;
};

export type StatisticsClient = {
  readonly statistics: (query?: StatisticsQuery, options?: CallOptions) => Promise<Statistics>;
};

type Calls = {
  readonly get: <T>(path: string, options?: CallOptions) => Promise<T>;
  readonly queryText: (query?: Readonly<Record<string, string | number | undefined>>) => string;
};

export const statisticsCalls = ({ get, queryText }: Calls): StatisticsClient => ({
  statistics: (query, given) => get(`/v1/statistics${queryText(query)}`, given),
});

/** For tests: what a party sees of the statistics, from the test's start to now. */

import { assert } from "../outcome.ts";
import { START_MS } from "../test-theatre.ts";
import type { TestTheatre } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import { dayOf } from "./model.ts";
import type { PairStatistics, StatisticsView } from "./view.ts";

export const seenBy = (theatre: TestTheatre, party = "NORTH"): StatisticsView => {
  const { atMs } = theatre;
  const period = { fromDay: dayOf(START_MS), toDay: dayOf(atMs), nowMs: atMs };
  const seen = viewFor(theatre.state, { kind: "party", party }).statistics(period);
  assert(seen, "statistics are told to a party");
  return seen;
};

export const withParty = ({ pairs }: StatisticsView, party: string): PairStatistics => {
  const found = pairs.find((one) => one.party === party);
  assert(found, `${party} is one of the others`);
  return found;
};

/** The counts that are not 0, by name. */
export const some = (counts: object): object =>
  Object.fromEntries(Object.entries(counts).filter(([, n]) => n !== 0));

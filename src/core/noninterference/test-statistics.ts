/** What is counted tells of others only what both sides were told. */

import { START_MS } from "../test-theatre.ts";
import type { Part } from "./test-part.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

export const STATISTICS: Part = {
  acts: {},
  asides: [],
  idsOf: () => ({}),
  fetch: ({ statistics }) => {
    const nowMs = START_MS + 30 * DAY_MS;
    return { statistics: statistics({ fromDay: 0, toDay: Math.floor(nowMs / DAY_MS), nowMs }) };
  },
  probes: [],
};

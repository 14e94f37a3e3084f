/** Whatever happens: both sides see the same joint numbers, and what is there was counted. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ACTS, beginBoth } from "../noninterference/test-compare.ts";
import { arbitrarySteps, SEED } from "../noninterference/test-step.ts";
import { viewFor } from "../view.ts";
import { dayOf } from "./model.ts";
import type { StatisticsView } from "./view.ts";

test(`joint numbers are the same to both, seed ${SEED}`, () => {
  let jointCount = 0;
  const steps = arbitrarySteps(ACTS, 300);
  fc.assert(
    fc.property(steps, (taken) => {
      const [world] = beginBoth({ reader: { kind: "party", party: "SOUTH" } });
      const parties = world.state.theatre?.parties.map(({ id }) => id) ?? [];
      const filed = new Map<string, number>();
      for (const step of taken) world.take(step, {});
      for (const { party } of world.state.operations.values())
        filed.set(party, (filed.get(party) ?? 0) + 1);
      const { atMs } = world.state;
      const period = { fromDay: 0, toDay: dayOf(atMs), nowMs: atMs };
      const seen = new Map<string, StatisticsView>();
      for (const party of parties) {
        const view = viewFor(world.state, { kind: "party", party }).statistics(period);
        assert.ok(view);
        seen.set(party, view);
        assert.ok(view.own.notices.new >= (filed.get(party) ?? 0), "what is there was counted");
      }
      for (const party of parties) {
        for (const { party: other, sent, received, conflicts } of seen.get(party)?.pairs ?? []) {
          const back = seen.get(other)?.pairs.find((one) => one.party === party);
          assert.deepEqual(
            [sent, received, conflicts],
            [back?.received, back?.sent, back?.conflicts],
          );
          jointCount += sent.byPrecedence.reduce((n, one) => n + one.sent, 0);
          jointCount += conflicts.owned;
        }
      }
    }),
    { numRuns: 8, seed: SEED, endOnFailure: true },
  );
  assert.ok(jointCount > 0, "there was something to compare");
});

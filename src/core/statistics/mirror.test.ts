/** Whatever happens: both sides see the same joint numbers, and what is there was counted. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ACTS, beginBoth } from "../noninterference/test-compare.ts";
import { arbitrarySteps, SEED } from "../noninterference/test-step.ts";
import { viewFor } from "../view.ts";
import { dayOf } from "./model.ts";
import type { KindStatistics } from "./view-incidents.ts";
import type { StatisticsView } from "./view.ts";

test(`joint numbers are the same to both, seed ${SEED}`, () => {
  let jointCount = 0;
  let thingCount = 0;
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
        for (const pair of seen.get(party)?.pairs ?? []) {
          const { party: other, sent, received, told, heard, conflicts, incidents, areas } = pair;
          const back = seen.get(other)?.pairs.find((one) => one.party === party);
          assert.ok(back);
          assert.deepEqual(
            [sent, received, told, heard],
            [back.received, back.sent, back.heard, back.told],
          );
          assert.deepEqual([conflicts, areas], [back.conflicts, back.areas]);
          assert.deepEqual(incidents.ended, back.incidents.ended);
          assert.deepEqual(incidents.byKind, back.incidents.byKind.map(turned));
          jointCount += sent.byPrecedence.reduce((n, one) => n + one.sent, 0);
          jointCount += conflicts.owned;
          thingCount += incidents.byKind.length + areas.agreed + told.sites.told;
        }
      }
    }),
    { numRuns: 8, seed: SEED, endOnFailure: true },
  );
  assert.ok(jointCount > 0 && thingCount > 0, "there was something to compare");
});

/** As the other side sees it. */
const turned = (kind: KindStatistics): KindStatistics => ({
  ...kind,
  ownCount: kind.otherCount,
  otherCount: kind.ownCount,
});

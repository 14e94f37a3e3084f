import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { SEED } from "./noninterference/test-step.ts";
import { discAt, TestTheatre } from "./test-theatre.ts";
import { solidsOf } from "./operations/model.ts";
import { rowsOf } from "./operations/volume-index.ts";
import type { PlacedVolume } from "./operations/volume-index.ts";

const REACH = { lateralM: 3000, verticalM: 300, timeMs: 900_000 };

const arbitraryDisc = fc
  .record({
    lng: fc.integer({ min: 0, max: 20 }),
    lowerM: fc.integer({ min: 0, max: 20 }),
    startMin: fc.integer({ min: 60, max: 300 }),
    radiusM: fc.constantFrom(100, 2000, 400_000),
  })
  .map(({ lng, lowerM, startMin, radiusM }) =>
    discAt([44 + lng / 10, 45 - lng / 10], {
      lowerM: lowerM * 100,
      upperM: lowerM * 100 + 50,
      startMin,
      endMin: startMin + 30,
      radiusM,
    }),
  );

const arbitraryFiled = fc.record({
  party: fc.constantFrom("NORTH", "SOUTH"),
  category: fc.constantFrom("uas_flight", "ground_convoy"),
  volumes: fc.array(arbitraryDisc, { minLength: 1, maxLength: 3 }),
  isCancelled: fc.boolean(),
});

const namesOf = (found: readonly PlacedVolume[]): string[] =>
  found.map(({ owner, volume }) => `${owner.id} ${volume}`).sort();

test(`what is near of a party is what is near of all, less the others, seed ${SEED}`, () => {
  let count = 0;
  const property = fc.property(fc.array(arbitraryFiled, { maxLength: 12 }), (filed) => {
    const theatre = new TestTheatre();
    const { operations, index } = theatre.state;
    for (const { party, category, volumes, isCancelled } of filed) {
      const { operationId } = theatre.file(party, volumes, { category });
      if (isCancelled) theatre.must(party, { kind: "cancel-operation", operationId });
    }
    const own = index.of("SOUTH");
    const again = rowsOf([...operations.of("SOUTH").values()]);
    for (const solid of [...operations.values()].flatMap(solidsOf)) {
      const near = index.near(solid, () => REACH);
      const expected = namesOf(near.filter(({ owner }) => owner.party === "SOUTH"));
      assert.deepEqual(namesOf(own.near(solid, () => REACH)), expected);
      assert.deepEqual(namesOf(again.near(solid, () => REACH)), expected);
      count += expected.length;
    }
  });
  fc.assert(property, { seed: SEED, numRuns: 60 });
  assert.ok(count > 50, `something is near: ${count}`);
});

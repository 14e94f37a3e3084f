import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { SEED } from "./noninterference/test-step.ts";
import { EVERY_PARTY, ShownMap } from "./shown-map.ts";

const PARTIES = ["NORTH", "SOUTH", "EAST"];

type Thing = { readonly key: string; parties: readonly string[] };

const arbitraryStep = fc.record({
  kind: fc.constantFrom("set", "set", "delete", "look"),
  key: fc.constantFrom("a", "b", "c", "d", "e"),
  parties: fc.subarray([...PARTIES, EVERY_PARTY]),
});

test(`to each party what it may see now, in the order of the map, seed ${SEED}`, () => {
  const property = fc.property(fc.array(arbitraryStep, { maxLength: 60 }), (steps) => {
    const map = new ShownMap<Thing>(({ parties }) => parties);
    const model = new Map<string, Thing>();
    for (const { kind, key, parties } of steps) {
      if (kind === "delete") assert.equal(map.delete(key), model.delete(key));
      else if (kind === "set") {
        const thing = model.get(key) ?? { key, parties };
        thing.parties = parties;
        model.set(key, thing);
        map.set(key, thing);
      } else check(map, model);
    }
    check(map, model);
    const again = new ShownMap<Thing>(({ parties }) => parties);
    for (const [key, thing] of model) again.set(key, thing);
    check(again, model);
    assert.deepEqual(again, map, "nothing is left of how it came to be so");
  });
  fc.assert(property, { seed: SEED });
});

const check = (map: ShownMap<Thing>, model: ReadonlyMap<string, Thing>): void => {
  for (const party of PARTIES) {
    const seen = [...model].filter(([, { parties }]) =>
      [party, EVERY_PARTY].some((one) => parties.includes(one)),
    );
    assert.deepEqual([...map.seenBy({ kind: "party", party })], seen);
  }
  assert.deepEqual([...map.seenBy({ kind: "host" })], [...model]);
};

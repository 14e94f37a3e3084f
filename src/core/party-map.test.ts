import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { SEED } from "./noninterference/test-step.ts";
import { PartyMap } from "./party-map.ts";

const PARTIES = ["NORTH", "SOUTH", "EAST"];

type Thing = { readonly key: string; readonly parties: string[] };

const arbitraryStep = fc.record({
  kind: fc.constantFrom("set", "show", "delete"),
  key: fc.constantFrom("a", "b", "c", "d", "e"),
  parties: fc.subarray(PARTIES),
});

test(`to each party what is its own, to the host all, seed ${SEED}`, () => {
  const property = fc.property(fc.array(arbitraryStep, { maxLength: 60 }), (steps) => {
    const map = new PartyMap<Thing>(({ parties }) => parties);
    const model = new Map<string, Thing>();
    for (const { kind, key, parties } of steps) {
      const known = model.get(key);
      if (kind === "delete") assert.equal(map.delete(key), model.delete(key));
      else if (known && kind === "show") {
        known.parties.push(...parties);
        map.set(key, known);
      } else if (!known) {
        const thing = { key, parties };
        model.set(key, thing);
        map.set(key, thing);
      }
      for (const party of PARTIES) {
        const own = [...model].filter(([, thing]) => thing.parties.includes(party));
        const seen = map.seenBy({ kind: "party", party });
        assert.deepEqual(new Map(seen), new Map(own));
      }
      assert.deepEqual([...map.seenBy({ kind: "host" })], [...model]);
    }
  });
  fc.assert(property, { seed: SEED });
});

test("to a party an entry stands where it first might see it", () => {
  const map = new PartyMap<Thing>(({ parties }) => parties);
  const first: Thing = { key: "first", parties: [] };
  map.set("first", first).set("second", { key: "second", parties: ["SOUTH"] });
  first.parties.push("SOUTH");
  map.set("first", first).set("second", { key: "second", parties: ["SOUTH"] });
  assert.deepEqual([...map.keys()], ["first", "second"]);
  assert.deepEqual([...map.of("SOUTH").keys()], ["second", "first"]);
  assert.equal(map.of("NORTH").size, 0);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { OptionChange } from "../../core/conflicts/options/model.ts";
import { optionIdOf, parseOptionId } from "./option-id.ts";

const seed = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
const of = { operationId: "NORTH-2026-00001", version: 2 };

const arbPosition = fc
  .tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true }))
  .map(([x, y]): readonly [number, number] => [x % 180, y % 90])
  .filter((position) => position.every((value) => Number.isFinite(value) && !Object.is(value, -0)));
const arbMs = fc.integer({ min: -1e12, max: 1e12 });
const arbM = fc.integer({ min: -20_000, max: 20_000 });
const arbChange: fc.Arbitrary<OptionChange> = fc.oneof(
  arbMs.map((shiftMs) => ({ kind: "time" as const, values: { shiftMs } })),
  arbM.map((shiftM) => ({ kind: "altitude" as const, values: { shiftM } })),
  fc.record({
    kind: fc.constant("time_altitude" as const),
    values: fc.record({ shiftMs: arbMs, shiftM: arbM }),
  }),
  fc.record({
    kind: fc.constant("lateral" as const),
    values: fc.record({
      bearingDeg: fc.integer({ min: 0, max: 15 }).map((i) => i * 22.5),
      distanceM: fc.integer({ min: 1, max: 50_000 }),
    }),
  }),
  fc
    .array(
      fc.record(
        {
          volume: fc.nat(99),
          route: fc.array(arbPosition, { maxLength: 5 }),
          timesMs: fc.array(arbMs, { maxLength: 5 }),
        },
        { requiredKeys: ["volume", "route"] },
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((routes) => ({ kind: "reroute" as const, values: { routes } })),
);

test(`an option's id names its operation, its version and its change (seed ${seed})`, () => {
  fc.assert(
    fc.property(arbChange, (change) => {
      const id = optionIdOf(of, change);
      const { kind, values } = change;
      const named = { option: { id, ...of }, change: { kind, values } };
      assert.equal(JSON.stringify(parseOptionId(id)), JSON.stringify(named));
    }),
    { seed },
  );
});

test("one option has one id, and another version another", () => {
  const change = { kind: "time", values: { shiftMs: -1_200_000 } } as const;
  assert.equal(optionIdOf(of, change), "NORTH-2026-00001:2:time:-1200000");
  assert.equal(optionIdOf({ ...of, version: 3 }, change), "NORTH-2026-00001:3:time:-1200000");
});

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

for (const [name, id] of [
  ["nothing", ""],
  ["no operation", ":1:time:1000"],
  ["no version", "N:0:time:1000"],
  ["no kind", "N:1:sideways:1000"],
  ["no number", "N:1:time:soon"],
  ["no value", "N:1:time:"],
  ["one value too many", "N:1:time:1:2"],
  ["one value too few", "N:1:lateral:90"],
  ["an infinite shift", "N:1:altitude:Infinity"],
  ["no JSON", "N:1:reroute:____"],
  ["no routes", `N:1:reroute:${base64([])}`],
  ["routes that are none", `N:1:reroute:${base64({ 0: 1 })}`],
  ["a place that is none", `N:1:reroute:${base64([["0", [[1, 2]]]])}`],
  ["a position of three", `N:1:reroute:${base64([[0, [[1, 2, 3]]]])}`],
  ["times that are none", `N:1:reroute:${base64([[0, [[1, 2]], ["now"]]])}`],
] as const) {
  test(`an id with ${name} is none`, () => assert.equal(parseOptionId(id), null));
}

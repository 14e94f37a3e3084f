/** What a party was not shown can't be computed from what it gets: docs/security.md. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { RUNGS } from "./disclosure/model.ts";
import {
  ACTS,
  classesAreWhole,
  fetchAll,
  hear,
  Lockstep,
  PARTIES,
} from "./test-noninterference.ts";
import type { Leak, Secret, Step } from "./test-noninterference.ts";
import type { TheatreRules } from "./theatre/model.ts";
import type { Reader } from "./view.ts";

const RUNS = 25;
const STEPS = 400;
/** Everything is fetched anew after this many steps, and at the end. */
const FETCH_EVERY = 40;

const arbSecret: fc.Arbitrary<Secret> = fc.record({
  name: fc.string({ minLength: 1, maxLength: 8 }),
  by: fc.constantFrom("officer-1", "officer-2", "o"),
  category: fc.nat({ max: 11 }),
  east: fc.integer({ min: -300, max: 300 }),
  north: fc.integer({ min: -300, max: 300 }),
  radiusM: fc.integer({ min: 100, max: 900 }),
  isSquare: fc.boolean(),
  upperM: fc.integer({ min: 0, max: 200 }),
  startMin: fc.integer({ min: 1, max: 14 }),
  endMin: fc.integer({ min: 1, max: 14 }),
  farPlace: fc.nat({ max: 2 }),
});

const arbStep: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...ACTS),
  party: fc.constantFrom(...PARTIES, "NORTH", "SOUTH"),
  which: fc.nat({ max: 200 }),
  place: fc.nat({ max: 2 }),
  block: fc.nat({ max: 1 }),
  layer: fc.nat({ max: 1 }),
  isFar: fc.boolean(),
  rung: fc.constantFrom(...RUNGS),
  minutes: fc.integer({ min: 1, max: 90 }),
  plain: arbSecret,
  varied: arbSecret,
});

type Observed = {
  readonly reader: Reader;
  readonly rules?: Partial<TheatreRules>;
  /** The host is told when operations begin and end, and that all conflicts exist. */
  readonly isTimeHidden?: boolean;
  readonly leak?: Leak;
};

const noLeak: Leak = () => null;

/** Throws where the two differ. Returns the steps in which the observer heard something. */
const compare = (steps: readonly Step[], observed: Observed): number => {
  const { reader, rules = {}, isTimeHidden = true, leak = noLeak } = observed;
  const about = { rules: { retentionMs: 86_400_000, ...rules }, isTimeHidden };
  const [plain, varied] = [new Lockstep(false, about), new Lockstep(true, about)];
  let heardCount = 0;
  for (const [i, step] of steps.entries()) {
    const [one, other] = [plain, varied].map((theatre) =>
      hear(theatre, reader, step, theatre.take(step), leak),
    );
    if (one !== other) throw new Error(`step ${i} ${step.act}: ${firstDifference(one!, other!)}`);
    if (one!.length > 60) heardCount++;
    if ((i + 1) % FETCH_EVERY !== 0 && i + 1 < steps.length) continue;
    const [all, others] = [plain, varied].map((theatre) => fetchAll(theatre, reader));
    if (all !== others) throw new Error(`after step ${i}: ${firstDifference(all!, others!)}`);
  }
  return heardCount;
};

const firstDifference = (a: string, b: string): string => {
  let at = 0;
  while (a[at] === b[at]) at++;
  return `${a.slice(Math.max(0, at - 200), at + 80)}\n  ≠ …${b.slice(at, at + 80)}`;
};

const arbSteps = fc.array(arbStep, { minLength: STEPS, maxLength: STEPS, size: "max" });
const SEED = Number(process.env["WIDEBERTH_SEED"] ?? Date.now() % 0x7fff_ffff);

const OBSERVED: readonly (readonly [string, Observed, number])[] = [
  ["SOUTH", { reader: { kind: "party", party: "SOUTH" } }, RUNS],
  [
    "SOUTH, where only that there is a conflict is told",
    {
      reader: { kind: "party", party: "SOUTH" },
      rules: { disclosureOnConflict: "conflict_only", rematchDelayMs: 300_000 },
    },
    3,
  ],
  ["a humanitarian party", { reader: { kind: "party", party: "RELIEF" } }, 5],
  ["the host", { reader: { kind: "host" }, isTimeHidden: false }, 3],
];

for (const [name, observed, numRuns] of OBSERVED) {
  test(`what NORTH keeps to itself changes no byte for ${name}: ${numRuns * STEPS} steps, seed ${SEED}`, () => {
    let heardCount = 0;
    fc.assert(
      fc.property(arbSteps, (steps) => {
        heardCount += compare(steps, observed);
      }),
      { numRuns, seed: SEED, endOnFailure: true },
    );
    assert.ok(heardCount > numRuns * 10, `the observer hears of what happens: ${heardCount}`);
  });
}

/** Each a view that tells too much: the test must find every one of them. */
const LEAKS: Readonly<Record<string, Leak>> = {
  "how near the closest pair of a conflict is": ({ conflicts }) =>
    [...conflicts.values()].at(-1)?.pairs[0]?.lateralM,
  "how many conflicts there are in all": ({ conflicts }) => conflicts.size,
  "how many things an entry changed": (_, { changes }) => changes.length,
  "when the last operation ends": ({ operations }) => [...operations.values()].at(-1)?.endMs,
  "the name of an operation": ({ operations }) =>
    [...operations.values()].at(-1)?.versions[0]?.name,
  "where another party is told": ({ targets }) => targets.live.at(-1)?.to,
};

for (const [name, leak] of Object.entries(LEAKS)) {
  test(`a view that leaked ${name} would be found`, () => {
    const observed: Observed = { reader: { kind: "party", party: "SOUTH" }, leak };
    const found = fc.check(
      fc.property(arbSteps, (steps) => void compare(steps, observed)),
      // Ends with the first run that finds it; most do.
      { numRuns: 100, seed: SEED, endOnFailure: true },
    );
    assert.equal(found.failed, true, `not found with seed ${SEED}`);
  });
}

test("categories are kept within their class", () => assert.ok(classesAreWhole));

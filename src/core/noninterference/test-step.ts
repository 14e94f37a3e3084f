/** What is done in two worlds that differ in secrets alone: one step, and how steps are drawn. */

import fc from "fast-check";
import { RUNGS } from "../disclosure/model.ts";
import type { Rung } from "../disclosure/model.ts";

/** WEST only ever acts where no observer is: how much it does is a secret too. */
export const PARTIES = ["NORTH", "SOUTH", "RELIEF", "EAST", "WEST"] as const;
export type PartyId = (typeof PARTIES)[number];

/** What is kept to itself of one step. */
export type Secret = {
  readonly name: string;
  readonly by: string;
  readonly category: number;
  readonly east: number;
  readonly north: number;
  readonly radiusM: number;
  readonly isSquare: boolean;
  readonly upperM: number;
  readonly startMin: number;
  readonly endMin: number;
  /** Of the places where the observer never is. */
  readonly farPlace: number;
  /** What is done out of the observer's sight, by whom, to which thing. */
  readonly aside: number;
  readonly speaker: number;
  readonly which: number;
  /** Of all that can be written on a line. */
  readonly said: number;
};

export type Step = {
  /** Of the acts of all parts: the first that there is something to do it to. */
  readonly acts: readonly string[];
  readonly party: PartyId;
  readonly which: number;
  readonly place: number;
  readonly block: number;
  readonly layer: number;
  /** Far from every observer. */
  readonly isFar: boolean;
  readonly rung: Rung;
  readonly minutes: number;
  /** The secrets of the one world, and of the other. */
  readonly plain: Secret;
  readonly varied: Secret;
};

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
  aside: fc.nat({ max: 1_000 }),
  speaker: fc.nat({ max: 20 }),
  which: fc.nat({ max: 200 }),
  said: fc.nat({ max: 1_000 }),
});

const arbStep = (acts: readonly string[]): fc.Arbitrary<Step> =>
  fc.record({
    acts: fc.array(fc.constantFrom(...acts), { minLength: 4, maxLength: 4 }),
    party: fc.constantFrom(...PARTIES.slice(0, 4), "NORTH", "SOUTH"),
    which: fc.nat({ max: 200 }),
    place: fc.nat({ max: 2 }),
    block: fc.nat({ max: 1 }),
    layer: fc.nat({ max: 1 }),
    isFar: fc.constantFrom(true, false, false),
    rung: fc.constantFrom(...RUNGS),
    minutes: fc.integer({ min: 1, max: 90 }),
    plain: arbSecret,
    varied: arbSecret,
  }) as fc.Arbitrary<Step>;

/** `count` steps of these acts, each as often as it is named. */
export const arbitrarySteps = (acts: readonly string[], count: number): fc.Arbitrary<Step[]> =>
  fc.noBias(fc.array(arbStep(acts), { minLength: count, maxLength: count, size: "max" }));

/** Printed with each test; TEST_SEED sets it. */
export const SEED: number = Number(process.env["TEST_SEED"] ?? Date.now() % 0x7fff_ffff);

export const pick = <T>(list: readonly T[], which: number): T | null =>
  list.length === 0 ? null : list[which % list.length]!;

/** One of the last few: they are the likeliest to be still about something. */
export const pickLate = <T>(list: readonly T[], which: number): T | null =>
  pick(list.slice(-4), which);

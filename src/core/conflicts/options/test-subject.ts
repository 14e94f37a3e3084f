/** Drawn volumes and subjects for the tests of this folder. */

import fc from "fast-check";
import type { Footprint, Position, Volume4D } from "../../../geometry/footprint.ts";
import { makeSolid4D } from "../../../geometry/solid.ts";
import type { Solid4D } from "../../../geometry/solid.ts";
import { surveyVolume } from "../../../geometry/survey.ts";
import { assert } from "../../outcome.ts";
import { MINUTE_MS, START_MS, TestTheatre } from "../../test-theatre.ts";
import type { TheatreRules } from "../../theatre/model.ts";
import type { OptionLimits, OptionSubject } from "./model.ts";

export const solidOf = (volume: Volume4D): Solid4D => {
  const surveyed = surveyVolume(volume);
  assert(surveyed.ok, `a test volume is sound: ${JSON.stringify(surveyed)}`);
  return makeSolid4D(surveyed.value);
};

/** A draft of NORTH's, or its filed operation. */
export const subjectOf = (
  volumes: readonly Volume4D[],
  more: Partial<OptionSubject> = {},
): OptionSubject => ({
  party: "NORTH",
  moverClass: "drone",
  volumes,
  solids: volumes.map(solidOf),
  operationId: null,
  ...more,
});

/** Small minima and short reaches: every shift can be tried by brute force. */
export const CLOSE_RULES: Partial<TheatreRules> = {
  pairMinima: [
    { classes: ["drone", "drone"], minima: { lateralM: 800, verticalM: 60, timeS: 45 } },
  ],
};

export const CLOSE_LIMITS: OptionLimits = {
  earliestMs: START_MS,
  delayMaxMs: 15 * MINUTE_MS,
  advanceMaxMs: 15 * MINUTE_MS,
  climbMaxM: 400,
  descendMaxM: 400,
  floorM: 0,
  shiftMaxM: 20_000,
  detourMaxM: 50_000,
};

const MIDDLE: Position = [40, 35];

const arbPosition: fc.Arbitrary<Position> = fc
  .tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -60, max: 60 }))
  .map(([x, y]) => [MIDDLE[0] + x / 1000, MIDDLE[1] + y / 1000]);

const arbWindow = fc
  .tuple(fc.integer({ min: 0, max: 2400 }), fc.integer({ min: 0, max: 400 }))
  .map(([start, length]) => [START_MS + start * 1000, START_MS + (start + length) * 1000] as const);

const arbBand = fc
  .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 150 }))
  .map(([lowerM, heightM]) => [lowerM, lowerM + heightM] as const);

const arbStill: fc.Arbitrary<Footprint> = fc.oneof(
  fc.record({
    kind: fc.constant("circle" as const),
    center: arbPosition,
    radiusM: fc.integer({ min: 0, max: 2000 }),
  }),
  fc
    .tuple(arbPosition, fc.integer({ min: 2, max: 20 }), fc.integer({ min: 2, max: 20 }))
    .map(([[x, y], wide, high]): Footprint => {
      const [w, h] = [wide / 1000, high / 1000];
      const ring: Position[] = [
        [x, y],
        [x + w, y],
        [x + w / 3, y + h / 3],
        [x, y + h],
      ];
      return { kind: "polygon", ring, edges: "geodesic" };
    }),
  fc.record({
    kind: fc.constant("corridor" as const),
    route: fc.uniqueArray(arbPosition, { minLength: 2, maxLength: 4, selector: String }),
    halfWidthM: fc.integer({ min: 0, max: 500 }),
    edges: fc.constantFrom("geodesic" as const, "lonlat" as const),
  }),
);

const arbStillVolume: fc.Arbitrary<Volume4D> = fc
  .tuple(arbStill, arbWindow, arbBand)
  .map(([footprint, [startMs, endMs], [lowerM, upperM]]) => ({
    footprint,
    lowerM,
    upperM,
    startMs,
    endMs,
  }));

export const arbMover: fc.Arbitrary<Volume4D> = fc
  .record({
    route: fc.uniqueArray(arbPosition, { minLength: 2, maxLength: 4, selector: String }),
    halfWidthM: fc.integer({ min: 0, max: 500 }),
    startS: fc.integer({ min: 0, max: 2400 }),
    legsS: fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 3, maxLength: 3 }),
    band: arbBand,
  })
  .map(({ route, halfWidthM, startS, legsS, band: [lowerM, upperM] }) => {
    const timesMs = [START_MS + startS * 1000];
    for (let i = 1; i < route.length; i++) timesMs.push(timesMs[i - 1]! + legsS[i - 1]! * 1000);
    return {
      footprint: { kind: "corridor", route, halfWidthM, edges: "geodesic", timesMs },
      lowerM,
      upperM,
      startMs: timesMs[0]!,
      endMs: timesMs.at(-1)!,
    };
  });

export const arbVolume: fc.Arbitrary<Volume4D> = fc.oneof(
  { weight: 2, arbitrary: arbStillVolume },
  { weight: 1, arbitrary: arbMover },
);

/** One operation each: whose, and its volumes. */
export const arbOthers: fc.Arbitrary<readonly { party: string; volumes: Volume4D[] }[]> = fc.array(
  fc.record({
    party: fc.constantFrom("NORTH", "SOUTH"),
    volumes: fc.array(arbVolume, { minLength: 1, maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 9 },
);

/** An area of other minima, over some of the place and the time. */
export const arbRules: fc.Arbitrary<Partial<TheatreRules>> = fc
  .option(
    fc.tuple(arbStillVolume, fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 120 })),
    { nil: null },
  )
  .map((area) => ({
    ...CLOSE_RULES,
    areaMinima: area
      ? [
          {
            name: "A",
            volume: area[0],
            minima: { lateralM: area[1], verticalM: 0, timeS: area[2] },
          },
        ]
      : [],
  }));

export const theatreWith = (
  rules: Partial<TheatreRules>,
  others: readonly { party: string; volumes: readonly Volume4D[] }[],
): TestTheatre => {
  const theatre = new TestTheatre(rules);
  for (const { party, volumes } of others) theatre.file(party, volumes);
  return theatre;
};

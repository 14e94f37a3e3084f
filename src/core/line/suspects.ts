/** What slip explains that a position was read back wrong: of one point, and of all the points of a place. */

import { LIMITS } from "../limits.ts";
import { datumShiftAt, OLD_DATUMS } from "./datum-shift.ts";
import type { Point } from "./fields.ts";
import { chordM, displacementTo, lengthM } from "./local-frame.ts";
import type { Displacement } from "./local-frame.ts";
import { digitWrong, digitsTransposed, hemisphere, minutesAsDecimal, swapped } from "./slips.ts";
import type { Coordinate, Slip, Slipped } from "./slips.ts";
import { WORDS } from "./words.ts";

export type Suspicion = { readonly slip: Slip; readonly coordinate: Coordinate };

/** A point that was sent, and what was read for it. */
export type Pair = readonly [sent: Point, readBack: Point];

/** What may have been done to a whole position, and so to every point of a place. */
const WHOLE = [swapped, hemisphere, minutesAsDecimal] as const;
/** Within the limit a digit explains any small distance, so these are looked at past it alone. */
const DIGITS = [digitsTransposed, digitWrong] as const;

/** Slips of which each explains every pair, all of them in one direction. Most telling first. */
export const findShapeSuspects = (pairs: readonly Pair[]): Suspicion[] =>
  ordered([...inCommon(pairs), ...inCommon(pairs.map(([sent, read]) => [read, sent]))]);

/** Slips of one point that is past the limit. Most telling first. */
export const findPointSuspects = (sent: Point, readBack: Point): Suspicion[] =>
  ordered([
    ...findShapeSuspects([[sent, readBack]]),
    ...DIGITS.flatMap((slipOf) => explain(sent, readBack, slipOf)),
    ...DIGITS.flatMap((slipOf) => explain(readBack, sent, slipOf)),
  ]);

const inCommon = ([first, ...others]: readonly Pair[]): Suspicion[] => {
  let found = first ? wholeSlips(first) : [];
  for (const pair of others) {
    if (found.length === 0) return [];
    const known = wholeSlips(pair);
    found = found.filter((one) => known.some((other) => isSame(one, other)));
  }
  return found;
};

const wholeSlips = ([from, to]: Pair): Suspicion[] => [
  ...WHOLE.flatMap((slipOf) => explain(from, to, slipOf)),
  ...datums(from, to),
];

const explain = (
  from: Point,
  to: Point,
  slipOf: (point: Point) => readonly Slipped[],
): Suspicion[] =>
  slipOf(from)
    .filter(({ point }) => isAlike(to, point))
    .map(({ slip, coordinate }) => ({ slip, coordinate }));

const isAlike = (a: Point, b: Point): boolean => {
  const northDeg = a.latDeg - b.latDeg;
  if (northDeg > ROUNDING_MAX_DEG || -northDeg > ROUNDING_MAX_DEG) return false;
  return chordM(a, b) <= LIMITS.readBackRoundingM;
};
/** More than the rounding is in degrees of latitude anywhere: most slips end here, without a sine. */
const ROUNDING_MAX_DEG = LIMITS.readBackRoundingM / 100_000;

const datums = (from: Point, to: Point): Suspicion[] => {
  if (chordM(from, to) > DATUM_SHIFT_MAX_M) return [];
  const way = displacementTo(from, to);
  return OLD_DATUMS.filter((datum) =>
    [from, to].some((at) => isAlong(way, datumShiftAt(at, datum))),
  ).map(({ slip }) => ({ slip, coordinate: "both" }));
};

/** No datum of the table is as far off anywhere: past it none is looked for. */
const DATUM_SHIFT_MAX_M = 500;

const isAlong = (way: Displacement, shift: Displacement): boolean =>
  lengthM({ northM: way.northM - shift.northM, eastM: way.eastM - shift.eastM }) <=
  LIMITS.readBackRoundingM;

const isSame = (a: Suspicion, b: Suspicion): boolean =>
  a.slip === b.slip && a.coordinate === b.coordinate;

/** As the words stand in their list, then both coordinates before either; each once. */
const ordered = (found: readonly Suspicion[]): Suspicion[] =>
  WORDS.readBackSlip.flatMap((slip) =>
    COORDINATES.filter((coordinate) => found.some((one) => isSame(one, { slip, coordinate }))).map(
      (coordinate) => ({ slip, coordinate }),
    ),
  );
const COORDINATES: readonly Coordinate[] = ["both", "latitude", "longitude"];

/**
 * Coordinate read-back: does what was read back mean the place that was sent, and if not, why not?
 *
 * Degrees in, verdict out. The core may not use trigonometry, since `Math.sin` is not the same in
 * every release; surveying each position of each message at the edge would put ECEF into every entry
 * for this one question. So the few sines are a series of additions and multiplications
 * (`degrees.ts`): `apply`, the command line and the console get the same verdict from the same numbers.
 *
 * Both are compared as they are written, in one datum; places that state another are not converted.
 */

import { LIMITS } from "../limits.ts";
import { datumShiftAt, OLD_DATUMS } from "./datum-shift.ts";
import type { Point } from "./fields.ts";
import { chordM, displacementTo, lengthM } from "./local-frame.ts";
import type { Displacement } from "./local-frame.ts";
import { digitWrong, digitsTransposed, hemisphere, minutesAsDecimal, swapped } from "./slips.ts";
import type { Coordinate, Slip, Slipped } from "./slips.ts";

export type Suspicion = { readonly slip: Slip; readonly coordinate: Coordinate };

export type ReadBackCheck = {
  /** Straight through the earth; over the ground it is no shorter. */
  readonly distanceM: number;
  readonly limitM: number;
  /** Past the limit: the acknowledgement waits for a read-back that fits. */
  readonly isBlocked: boolean;
  /** Most telling first; empty when nothing is off, or no slip explains it. */
  readonly suspects: readonly Suspicion[];
};

/** How far off blocks: the project's defaults. Of an area its centre is read back. */
const LIMIT_M = { site: LIMITS.readBackSiteMaxM, area: LIMITS.readBackAreaMaxM } as const;

/**
 * How far the read-back lies from what was sent, whether that blocks, and what slip it looks like.
 *
 * A slip is looked for from either side, so the answer is the same with the two exchanged. A wrong
 * datum moves a position by less than the limit, as a rule: it is suspected without blocking.
 */
export const checkReadBack = ({
  sent,
  readBack,
  what,
}: {
  readonly sent: Point;
  readonly readBack: Point;
  readonly what: "site" | "area";
}): ReadBackCheck => {
  const distanceM = chordM(sent, readBack);
  const limitM = LIMIT_M[what];
  const isBlocked = distanceM > limitM;
  const suspects =
    distanceM > LIMITS.readBackRoundingM ? suspectsBetween(sent, readBack, isBlocked) : [];
  return { distanceM, limitM, isBlocked, suspects };
};

/** Within the limit a digit explains any small distance, so the digits are looked at past it alone. */
const suspectsBetween = (sent: Point, readBack: Point, isBlocked: boolean): Suspicion[] => {
  const found = [
    ...slipsBetween(sent, readBack, swapped),
    ...slipsBetween(sent, readBack, hemisphere),
    ...slipsBetween(sent, readBack, minutesAsDecimal),
    ...datumsBetween(sent, readBack),
    ...(isBlocked ? slipsBetween(sent, readBack, digitsTransposed) : []),
    ...(isBlocked ? slipsBetween(sent, readBack, digitWrong) : []),
  ];
  return found.filter(
    ({ slip, coordinate }, i) =>
      found.findIndex((one) => one.slip === slip && one.coordinate === coordinate) === i,
  );
};

const slipsBetween = (
  sent: Point,
  readBack: Point,
  slipOf: (point: Point) => readonly Slipped[],
): Suspicion[] =>
  [
    ...slipOf(sent).filter(({ point }) => areAlike(readBack, point)),
    ...slipOf(readBack).filter(({ point }) => areAlike(sent, point)),
  ]
    .map(({ slip, coordinate }) => ({ slip, coordinate }))
    .toSorted((a, b) => (a.coordinate < b.coordinate ? -1 : a.coordinate > b.coordinate ? 1 : 0));

const areAlike = (a: Point, b: Point): boolean =>
  lengthM(displacementTo(a, b)) <= LIMITS.readBackRoundingM;

const datumsBetween = (sent: Point, readBack: Point): Suspicion[] =>
  OLD_DATUMS.filter((datum) =>
    [displacementTo(sent, readBack), displacementTo(readBack, sent)].some((way) =>
      [sent, readBack].some((at) => isAlong(way, datumShiftAt(at, datum))),
    ),
  ).map(({ slip }) => ({ slip, coordinate: "both" }));

const isAlong = (way: Displacement, shift: Displacement): boolean =>
  lengthM({ northM: way.northM - shift.northM, eastM: way.eastM - shift.eastM }) <=
  LIMITS.readBackRoundingM;

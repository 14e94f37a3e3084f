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
import { assert } from "../outcome.ts";
import type { Point } from "./fields.ts";
import { ecefM, gapM } from "./local-frame.ts";
import { pairingsOf } from "./pairing.ts";
import type { Pairing } from "./pairing.ts";
import { findPointSuspects, findShapeSuspects } from "./suspects.ts";
import type { Suspicion } from "./suspects.ts";

export type { Suspicion } from "./suspects.ts";

/** What was sent of one place: its points, in order. */
export type SentShape = {
  readonly points: readonly Point[];
  /** Of an outline any corner may be read first, and either way around. */
  readonly isRing: boolean;
  /** How far off blocks. */
  readonly limitM: number;
};

export type ReadBackCheck = {
  /** Of the point farthest off. Straight through the earth; over the ground it is no shorter. */
  readonly distanceM: number;
  /** Which of the points sent that is, from 0. */
  readonly farthest: number;
  readonly limitM: number;
  /** Past the limit: the acknowledgement waits for a read-back that fits. */
  readonly isBlocked: boolean;
  /** Most telling first; empty when nothing is off, or no slip explains it. */
  readonly suspects: readonly Suspicion[];
};

/**
 * How far the read-back lies from what was sent, whether that blocks, and what slip it looks like.
 *
 * Shape: as many points as were sent; a ring of n has 2n ways to be read, and the best of them counts.
 * A slip is looked for from either side, so the answer is the same with the two exchanged. A wrong
 * datum moves a position by less than the limit, as a rule: it is suspected without blocking.
 */
export const checkReadBack = (
  { points: sent, isRing, limitM }: SentShape,
  readBack: readonly Point[],
): ReadBackCheck => {
  assert(sent.length === readBack.length && sent.length > 0, "every point was read back");
  const gaps = measure(sent, readBack, pairingsOf(sent.length, isRing));
  const nearest = best(gaps, (a, b) => a.greatestM - b.greatestM);
  const isBlocked = nearest.greatestM > limitM;
  const answer = (
    { greatestM, farthest }: Gaps,
    suspects: readonly Suspicion[],
  ): ReadBackCheck => ({
    distanceM: greatestM,
    farthest,
    limitM,
    isBlocked,
    suspects,
  });
  if (nearest.greatestM <= LIMITS.readBackRoundingM) return answer(nearest, []);
  const pairsOf = ({ pairing }: Gaps) => sent.map((at, i) => [at, readBack[pairing[i]!]!] as const);
  if (!isBlocked) return answer(nearest, findShapeSuspects(pairsOf(nearest)));
  // What is far off in all its points is paired by the slip that explains them all.
  // The first point tells of most pairings that none does.
  const isStart = readBack.map((read) => findShapeSuspects([[sent[0]!, read]]).length > 0);
  for (const one of gaps) {
    if (!isStart[one.pairing[0]!]) continue;
    const suspects = findShapeSuspects(pairsOf(one));
    const [at, read] = pairsOf(one)[one.farthest]!;
    if (suspects.length > 0) return answer(one, merge(suspects, findPointSuspects(at, read)));
  }
  const closest = best(gaps, (a, b) => b.alikeCount - a.alikeCount || a.greatestM - b.greatestM);
  return answer(closest, findPointSuspects(...pairsOf(closest)[closest.farthest]!));
};

/** One pairing, measured. */
type Gaps = {
  readonly pairing: Pairing;
  readonly greatestM: number;
  readonly farthest: number;
  /** Points that are no further off than rounding. */
  readonly alikeCount: number;
};

const measure = (
  sent: readonly Point[],
  readBack: readonly Point[],
  pairings: readonly Pairing[],
): Gaps[] => {
  const [from, to] = [sent.map(ecefM), readBack.map(ecefM)];
  return pairings.map((pairing) => {
    let [greatestM, farthest, alikeCount] = [0, 0, 0];
    for (let i = 0; i < from.length; i++) {
      const m = gapM(from[i]!, to[pairing[i]!]!);
      if (m <= LIMITS.readBackRoundingM) alikeCount++;
      if (m > greatestM) [greatestM, farthest] = [m, i];
    }
    return { pairing, greatestM, farthest, alikeCount };
  });
};

/** The first of those that no other comes before. */
const best = (all: readonly Gaps[], order: (a: Gaps, b: Gaps) => number): Gaps =>
  all.reduce((found, one) => (order(one, found) < 0 ? one : found));

/** What explains all points comes before what explains the farthest alone. */
const merge = (first: readonly Suspicion[], then: readonly Suspicion[]): Suspicion[] => [
  ...first,
  ...then.filter((one) => !first.some((other) => isSame(one, other))),
];

const isSame = (a: Suspicion, b: Suspicion): boolean =>
  a.slip === b.slip && a.coordinate === b.coordinate;

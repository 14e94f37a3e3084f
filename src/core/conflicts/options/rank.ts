/** The order in which options are offered: by cost, then kind, then values. */

import { unreachable } from "../../outcome.ts";
import { OPTION_KINDS } from "./model.ts";
import type { Option, OptionCost, OptionWeights } from "./model.ts";

/** The whole cost in one number. */
export const costOf = (
  { delayS, climbM, extraM }: OptionCost,
  { delayPerS, climbPerM, extraPerM }: OptionWeights,
): number => delayS * delayPerS + climbM * climbPerM + extraM * extraPerM;

/** What leaves fewer comes first whatever it costs. A total order: two options are never equal. */
export const byRank =
  (weights: OptionWeights) =>
  (x: Option, y: Option): number =>
    x.leaves.length - y.leaves.length ||
    costOf(x.cost, weights) - costOf(y.cost, weights) ||
    OPTION_KINDS.indexOf(x.kind) - OPTION_KINDS.indexOf(y.kind) ||
    compareNumbers(numbersOf(x), numbersOf(y));

const numbersOf = (option: Option): readonly number[] => {
  switch (option.kind) {
    case "time":
      return [option.values.shiftMs];
    case "altitude":
      return [option.values.shiftM];
    case "time_altitude":
      return [option.values.shiftMs, option.values.shiftM];
    case "lateral":
      return [option.values.bearingDeg, option.values.distanceM];
    case "reroute":
      return option.values.routes.flatMap(({ volume, route }) => [volume, ...route.flat()]);
    default:
      return unreachable(option);
  }
};

const compareNumbers = (x: readonly number[], y: readonly number[]): number => {
  for (const [i, value] of x.entries()) {
    const difference = value - (y[i] ?? -Infinity);
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
};

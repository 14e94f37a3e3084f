/** The minima of a check: the theatre's defaults by class, each dimension replaced by its flag. */

import { makeMinimaTable } from "../../core/theatre/minima.ts";
import type { MinimaTable } from "../../core/theatre/minima.ts";
import { DEFAULT_RULES } from "../../core/theatre/model.ts";
import type { Minima } from "../../geometry/separation.ts";

/** Dimensions given by flag; null: the default holds. */
export type GivenMinima = { readonly [K in keyof Minima]: Minima[K] | null };

/** A table in which what is given holds for every pair, whatever their classes. */
export const makeCheckMinima = ({ lateralM, verticalM, timeS }: GivenMinima): MinimaTable => {
  const defaults = makeMinimaTable(DEFAULT_RULES, []);
  return {
    find: (a, classA, b, classB) => {
      const byClass = defaults.find(a, classA, b, classB);
      return {
        lateralM: lateralM ?? byClass.lateralM,
        verticalM: verticalM ?? byClass.verticalM,
        timeS: timeS ?? byClass.timeS,
      };
    },
    reach: (a, b) => {
      const byClass = defaults.reach(a, b);
      return {
        lateralM: lateralM ?? byClass.lateralM,
        verticalM: verticalM ?? byClass.verticalM,
        timeMs: timeS === null ? byClass.timeMs : timeS * 1000,
      };
    },
  };
};

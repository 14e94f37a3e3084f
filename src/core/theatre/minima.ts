/** Which minima hold for a pair of volumes. */

import { BOX_STRIDE, BoxIndex } from "../../geometry/box-index.ts";
import { findProximity } from "../../geometry/separation.ts";
import type { Minima } from "../../geometry/separation.ts";
import { boxesOf } from "../../geometry/sheet.ts";
import type { Margin } from "../../geometry/sheet.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import { MOVER_CLASSES } from "../operations/category.ts";
import type { MoverClass } from "../operations/category.ts";
import type { TheatreRules } from "./model.ts";

/** The rules' minima, worked out once per theatre version. */
export type MinimaTable = {
  /** The minima for two volumes of these classes. */
  readonly find: (a: Solid4D, classA: MoverClass, b: Solid4D, classB: MoverClass) => Minima;
  /** As far as anything may matter to a volume of this class. */
  readonly reach: (moverClass: MoverClass) => Margin;
};

/** `areas` are the surveyed volumes of `rules.areaMinima`, in its order. */
export const makeMinimaTable = (rules: TheatreRules, areas: readonly Solid4D[]): MinimaTable => {
  const byPair = new Map<string, Minima>();
  for (const a of MOVER_CLASSES) {
    for (const b of MOVER_CLASSES)
      byPair.set(`${a} ${b}`, larger(rules.minimaByClass[a], rules.minimaByClass[b]));
  }
  for (const { classes, minima } of rules.pairMinima) {
    byPair.set(`${classes[0]} ${classes[1]}`, minima);
    byPair.set(`${classes[1]} ${classes[0]}`, minima);
  }
  const ofPair = (a: MoverClass, b: MoverClass): Minima => byPair.get(`${a} ${b}`)!;
  const areaIndex = new BoxIndex();
  for (const [i, area] of areas.entries()) {
    const boxes = boxesOf(area);
    for (let offset = 0; offset < boxes.length; offset += BOX_STRIDE)
      areaIndex.add(i, boxes, offset);
  }
  const touches = (i: number, volume: Solid4D): boolean =>
    findProximity(areas[i]!, volume, NONE) !== null;
  return {
    find: (a, classA, b, classB) => {
      if (areas.length > 0) {
        // The first area named in the rules wins where several hold.
        const near = new Set([...areaIndex.query(boxesOf(a)), ...areaIndex.query(boxesOf(b))]);
        const held = [...near].sort((i, j) => i - j).find((i) => touches(i, a) || touches(i, b));
        if (held !== undefined) return rules.areaMinima[held]!.minima;
      }
      return ofPair(classA, classB);
    },
    reach: (moverClass) => {
      const all = MOVER_CLASSES.map((other) => ofPair(moverClass, other));
      const widest = [...all, ...rules.areaMinima.map(({ minima }) => minima)].reduce(larger);
      return {
        lateralM: widest.lateralM,
        verticalM: widest.verticalM,
        timeMs: widest.timeS * 1000,
      };
    },
  };
};

const NONE: Minima = { lateralM: 0, verticalM: 0, timeS: 0 };

const larger = (a: Minima, b: Minima): Minima => ({
  lateralM: Math.max(a.lateralM, b.lateralM),
  verticalM: Math.max(a.verticalM, b.verticalM),
  timeS: Math.max(a.timeS, b.timeS),
});

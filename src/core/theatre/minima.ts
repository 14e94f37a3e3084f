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
  /** How far two volumes of these classes may be from each other and still matter. */
  readonly reach: (a: MoverClass, b: MoverClass) => Margin;
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
  /** The first area named in the rules that the volume touches; Infinity: none. */
  const firstArea = (volume: Solid4D): number =>
    areaIndex.query(boxesOf(volume)).find((i) => findProximity(areas[i]!, volume, NONE) !== null) ??
    Infinity;
  // One volume is held against many in turn: `a` is looked up once for all of them.
  let [lastVolume, lastArea]: [Solid4D | null, number] = [null, Infinity];
  const firstAreaOf = (volume: Solid4D): number => {
    if (volume !== lastVolume) [lastVolume, lastArea] = [volume, firstArea(volume)];
    return lastArea;
  };
  return {
    find: (a, classA, b, classB) => {
      if (areas.length > 0) {
        const held = Math.min(firstAreaOf(a), firstArea(b));
        if (held < Infinity) return rules.areaMinima[held]!.minima;
      }
      return ofPair(classA, classB);
    },
    reach: (a, b) => {
      const inAreas = rules.areaMinima.map(({ minima }) => minima);
      const { lateralM, verticalM, timeS } = inAreas.reduce(larger, ofPair(a, b));
      return { lateralM, verticalM, timeMs: timeS * 1000 };
    },
  };
};

/** As far as anything of any class may matter to a volume of this one. */
export const widestReach = (table: MinimaTable, moverClass: MoverClass): Margin => {
  const all = MOVER_CLASSES.map((other) => table.reach(moverClass, other));
  return {
    lateralM: Math.max(...all.map(({ lateralM }) => lateralM)),
    verticalM: Math.max(...all.map(({ verticalM }) => verticalM)),
    timeMs: Math.max(...all.map(({ timeMs }) => timeMs)),
  };
};

const NONE: Minima = { lateralM: 0, verticalM: 0, timeS: 0 };

const larger = (a: Minima, b: Minima): Minima => ({
  lateralM: Math.max(a.lateralM, b.lateralM),
  verticalM: Math.max(a.verticalM, b.verticalM),
  timeS: Math.max(a.timeS, b.timeS),
});

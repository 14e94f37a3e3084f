/**
 * Records grouped by where they are, so that each group fits one map: neighbours of neighbours
 * within some tens of kilometres, and whatever is in conflict, are one region.
 */

import type { Solid } from "../../geometry/solid.ts";
import type { FoundConflict } from "../check/find-conflicts.ts";
import type { Subject } from "../check/subjects.ts";

export type Region = {
  readonly subjects: readonly Subject[];
  readonly conflicts: readonly FoundConflict[];
};

/** Cells of space (not of the map): a record lies in those that its sphere, widened, touches. */
const CELL_M = 60_000;
const WIDENED_M = 15_000;
/** A giant would touch thousands of such cells; it lies in coarse ones, and what is there is joined. */
const GIANT_REACH_M = 150_000;
const GIANT_CELL_M = 600_000;

/** Regions by number of conflicts, most first; then in the order of their first record. */
export const findRegions = (
  subjects: readonly Subject[],
  conflicts: readonly FoundConflict[],
): Region[] => {
  const groups = new Groups();
  const giantCells = new Set<string>();
  for (const subject of subjects) {
    for (const { solid } of solidsOf(subject)) {
      if (!isGiant(solid)) continue;
      for (const cell of cellsOf(solid, GIANT_CELL_M)) {
        giantCells.add(cell);
        groups.join(nodeOf(subject), cell);
      }
    }
  }
  for (const subject of subjects) {
    for (const { solid } of solidsOf(subject)) {
      if (isGiant(solid)) continue;
      for (const cell of cellsOf(solid, CELL_M)) groups.join(nodeOf(subject), cell);
      for (const cell of cellsOf(solid, GIANT_CELL_M))
        if (giantCells.has(cell)) groups.join(nodeOf(subject), cell);
    }
  }
  for (const { a, b } of conflicts) groups.join(nodeOf(a.subject), nodeOf(b.subject));
  const regions = new Map<string, { subjects: Subject[]; conflicts: FoundConflict[] }>();
  for (const subject of subjects) {
    const root = groups.rootOf(nodeOf(subject));
    const region = regions.get(root) ?? { subjects: [], conflicts: [] };
    region.subjects.push(subject);
    regions.set(root, region);
  }
  for (const conflict of conflicts)
    regions.get(groups.rootOf(nodeOf(conflict.a.subject)))!.conflicts.push(conflict);
  return [...regions.values()].sort((x, y) => y.conflicts.length - x.conflicts.length);
};

const solidsOf = (subject: Subject) => subject.volumes.map(({ solid }) => solid);
const nodeOf = (subject: Subject): string => `record ${subject.order}`;
const isGiant = (solid: Solid): boolean => solid.reachM + solid.radiusM > GIANT_REACH_M;

const cellsOf = (solid: Solid, cellM: number): string[] => {
  const reachM = solid.reachM + solid.radiusM + WIDENED_M;
  const [xs, ys, zs] = [solid.xM, solid.yM, solid.zM].map((middleM) => {
    const first = Math.floor((middleM - reachM) / cellM);
    const count = Math.floor((middleM + reachM) / cellM) - first + 1;
    return Array.from({ length: count }, (_, i) => first + i);
  }) as [number[], number[], number[]];
  return xs.flatMap((x) => ys.flatMap((y) => zs.map((z) => `${cellM} ${x} ${y} ${z}`)));
};

/** Disjoint sets, joined two at a time. */
class Groups {
  private readonly parents = new Map<string, string>();

  join(a: string, b: string): void {
    const [rootA, rootB] = [this.rootOf(a), this.rootOf(b)];
    if (rootA !== rootB) this.parents.set(rootB, rootA);
  }

  rootOf(node: string): string {
    let root = node;
    for (let next = this.parents.get(root); next !== undefined; next = this.parents.get(root))
      root = next;
    for (let at = node; at !== root;) {
      const next = this.parents.get(at)!;
      this.parents.set(at, root);
      at = next;
    }
    return root;
  }
}

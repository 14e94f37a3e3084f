/** What changes from one theatre to another, field by field. */

import type { Volume4D } from "../../geometry/footprint.ts";
import type { Theatre } from "./model.ts";
import { doesWeaken } from "./weakening.ts";

export type Leaf = string | number | boolean | readonly (string | number)[] | Volume4D;

export type Difference = {
  /** As `rules.minimaByClass.drone.lateralM`, `parties.EAST.kind`. */
  readonly field: string;
  /** Null: it was not there, or is there no more. */
  readonly was: Leaf | null;
  readonly is: Leaf | null;
  /** Does it show or weaken more? */
  readonly weakens: boolean;
};

/** Every field of which the two differ, in the order of the theatre. From none, everything is new. */
export const findDifferences = (was: Theatre | null, is: Theatre): readonly Difference[] => {
  const [before, after] = [was ? leavesOf(was) : new Map<string, Leaf>(), leavesOf(is)];
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((field) => {
    const [old, fresh] = [before.get(field) ?? null, after.get(field) ?? null];
    if (JSON.stringify(old) === JSON.stringify(fresh)) return [];
    const weakens = was !== null && doesWeaken(field, old, fresh);
    return { field, was: old, is: fresh, weakens };
  });
};

type Branch = { readonly [name: string]: Tree };
type Tree = Leaf | Branch | null | undefined;

/** Parties and pairs go by what they are, so that their order says nothing; areas by their place. */
const leavesOf = ({ parties, rules, ...theatre }: Theatre): Map<string, Leaf> => {
  const { pairMinima, areaMinima, ...plain } = rules;
  const leaves = new Map<string, Leaf>();
  addLeaves(leaves, "", theatre);
  for (const { id, ...party } of parties) addLeaves(leaves, `parties.${id}.`, party);
  addLeaves(leaves, "rules.", plain);
  for (const { classes, minima } of pairMinima)
    addLeaves(leaves, `rules.pairMinima.${classes.toSorted().join("+")}.`, minima);
  for (const [i, area] of areaMinima.entries()) addLeaves(leaves, `rules.areaMinima[${i}].`, area);
  return leaves;
};

const addLeaves = (leaves: Map<string, Leaf>, path: string, branch: Branch): void => {
  for (const [name, tree] of Object.entries(branch)) {
    if (tree === null || tree === undefined) continue;
    if (isBranch(tree)) addLeaves(leaves, `${path}${name}.`, tree);
    else leaves.set(path + name, isList(tree) ? sorted(tree) : tree);
  }
};

const isList = (tree: Leaf): tree is readonly (string | number)[] => Array.isArray(tree);

const isBranch = (tree: Leaf | Branch): tree is Branch =>
  typeof tree === "object" && !Array.isArray(tree) && !("footprint" in tree);

const sorted = (list: readonly (string | number)[]): readonly (string | number)[] =>
  [...new Set(list)].toSorted((a, b) => (a < b ? -1 : 1));

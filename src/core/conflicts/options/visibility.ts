/** Shortest ways around convex outlines in a plane: a visibility graph, searched as it is needed. */

import { clipWay, turn } from "./convex.ts";
import type { Convex, Point } from "./convex.ts";

/** An outline is passed along its edge, not through: deeper than this is inside. */
export const INSIDE_M = 0.001;

/**
 * The shortest way from one point to another that enters no outline, both ends included; null when
 * there is none (an end lies inside, or the outlines close it in).
 *
 * Dijkstra with the straight line as the bound on what is left (A*). O(n² · outlines) at worst for n
 * corners; only lines that graze both their corners are tried, as a shortest way has no others.
 */
export const findWay = (
  from: Point,
  to: Point,
  outlines: readonly Convex[],
): readonly Point[] | null => {
  const boxed = outlines.map(boxOf);
  if (!isBlocked(from, to, boxed)) return [from, to];
  const nodes: Node[] = [endNode(from), endNode(to), ...outlines.flatMap(cornerNodes)];
  const lengthM = new Float64Array(nodes.length).fill(Infinity);
  const boundM = nodes.map(({ at }) => gapM(at, to));
  const previous = new Int32Array(nodes.length).fill(-1);
  const isDone = new Uint8Array(nodes.length);
  lengthM[0] = 0;
  for (;;) {
    const here = nearest(lengthM, boundM, isDone);
    if (here < 0) return null;
    if (here === 1) return wayTo(nodes, previous);
    isDone[here] = 1;
    for (let next = 1; next < nodes.length; next++) {
      if (isDone[next] === 1) continue;
      const viaM = lengthM[here]! + gapM(nodes[here]!.at, nodes[next]!.at);
      if (viaM >= lengthM[next]! || !isGrazing(nodes[here]!, nodes[next]!)) continue;
      if (isBlocked(nodes[here]!.at, nodes[next]!.at, boxed)) continue;
      lengthM[next] = viaM;
      previous[next] = here;
    }
  }
};

/** A point to go by, with its neighbours along its outline; an end has none. */
type Node = { readonly at: Point; readonly sides: readonly [Point, Point] | null };

const endNode = (at: Point): Node => ({ at, sides: null });

const cornerNodes = (outline: Convex): Node[] =>
  outline.map((at, i) => ({
    at,
    sides: [outline.at(i - 1)!, outline[(i + 1) % outline.length]!],
  }));

const gapM = (p: Point, q: Point): number => Math.hypot(p[0] - q[0], p[1] - q[1]);

const nearest = (lengthM: Float64Array, boundM: readonly number[], isDone: Uint8Array): number => {
  let [best, bestM] = [-1, Infinity];
  for (let i = 0; i < lengthM.length; i++) {
    const totalM = isDone[i] === 1 ? Infinity : lengthM[i]! + boundM[i]!;
    if (totalM < bestM) [best, bestM] = [i, totalM];
  }
  return best;
};

const wayTo = (nodes: readonly Node[], previous: Int32Array): Point[] => {
  const way: Point[] = [];
  for (let i = 1; i >= 0; i = previous[i]!) way.push(nodes[i]!.at);
  return way.reverse();
};

/** At both its corners the line leaves the outline to one side. */
const isGrazing = (p: Node, q: Node): boolean => touches(p, q.at) && touches(q, p.at);

const touches = ({ at, sides }: Node, other: Point): boolean => {
  if (!sides) return true;
  const [a, b] = [turn(at, other, sides[0]), turn(at, other, sides[1])];
  return (a >= 0 && b >= 0) || (a <= 0 && b <= 0);
};

type Boxed = {
  readonly outline: Convex;
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
};

const boxOf = (outline: Convex): Boxed => {
  const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)];
  const [minX, minY, maxX, maxY] = [
    Math.min(...xs),
    Math.min(...ys),
    Math.max(...xs),
    Math.max(...ys),
  ];
  return { outline, minX, minY, maxX, maxY };
};

const isBlocked = (p: Point, q: Point, outlines: readonly Boxed[]): boolean =>
  outlines.some(
    ({ outline, minX, minY, maxX, maxY }) =>
      Math.min(p[0], q[0]) < maxX &&
      Math.max(p[0], q[0]) > minX &&
      Math.min(p[1], q[1]) < maxY &&
      Math.max(p[1], q[1]) > minY &&
      clipWay(outline, p, q, INSIDE_M) !== null,
  );

/** Convex polygons in a plane: corners counter-clockwise, no three in line. Metres. */

export type Point = readonly [x: number, y: number];
export type Convex = readonly Point[];

/** The smallest convex polygon that holds the points (Andrew's monotone chain). */
export const hullOf = (points: readonly Point[]): Convex => {
  const sorted = points.toSorted((p, q) => p[0] - q[0] || p[1] - q[1]);
  const half = (ordered: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const p of ordered) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, p) <= 0) chain.pop();
      chain.push(p);
    }
    return chain;
  };
  const [lower, upper] = [half(sorted), half(sorted.toReversed())];
  const hull = [...lower.slice(0, -1), ...upper.slice(0, -1)];
  const first = sorted[0]!;
  return hull.length > 1 && !isSame(hull[0]!, hull[1]!) ? hull : [first];
};

/** Above 0: c lies to the left of the way from a to b. */
export const turn = (a: Point, b: Point, c: Point): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

const isSame = (p: Point, q: Point): boolean => p[0] === q[0] && p[1] === q[1];

/** Every sum of a point of one and a point of the other (Minkowski): one grown by the other. */
export const sumOf = (p: Convex, q: Convex): Convex => {
  const [a, b] = [fromLowest(p), fromLowest(q)];
  const sum: Point[] = [];
  let [i, j] = [0, 0];
  const [countA, countB] = [a.length > 1 ? a.length : 0, b.length > 1 ? b.length : 0];
  do {
    const [u, v] = [a[i % a.length]!, b[j % b.length]!];
    sum.push([u[0] + v[0], u[1] + v[1]]);
    const [nextU, nextV] = [a[(i + 1) % a.length]!, b[(j + 1) % b.length]!];
    const cross = (nextU[0] - u[0]) * (nextV[1] - v[1]) - (nextU[1] - u[1]) * (nextV[0] - v[0]);
    const isFirst = j >= countB || (i < countA && cross >= 0);
    const isSecond = i >= countA || (j < countB && cross <= 0);
    if (isFirst) i++;
    if (isSecond) j++;
  } while (i < countA || j < countB);
  return sum;
};

/** The same polygon from its lowest, then leftmost corner: its edges then come by bearing. */
const fromLowest = (polygon: Convex): Convex => {
  let lowest = 0;
  for (const [i, [x, y]] of polygon.entries()) {
    const [lowX, lowY] = polygon[lowest]!;
    if (y < lowY || (y === lowY && x < lowX)) lowest = i;
  }
  return [...polygon.slice(lowest), ...polygon.slice(0, lowest)];
};

/** Turned half round about the origin: the sum with it is the difference. */
export const reflected = (polygon: Convex): Convex => polygon.map(([x, y]) => [-x, -y]);

/** A polygon that holds the disc about the origin; wider at its corners, 2 % of 16, 0.5 % of 32. */
export const aroundDisc = (radiusM: number, corners: 16 | 32): Convex => {
  const cornerM = radiusM / Math.cos(Math.PI / corners);
  return Array.from({ length: corners }, (_, k) => {
    const angle = (2 * Math.PI * k) / corners;
    return [cornerM * Math.cos(angle), cornerM * Math.sin(angle)];
  });
};

/**
 * The part of the way from p to q (0 to 1) inside the polygon by more than `depthM`, or null
 * (Cyrus and Beck).
 */
export const clipWay = (
  polygon: Convex,
  p: Point,
  q: Point,
  depthM = 0,
): readonly [number, number] | null => {
  let [enter, leave] = [0, 1];
  let a = polygon.at(-1)!;
  for (const b of polygon) {
    const lengthM = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const [from, to] = [turn(a, b, p) - depthM * lengthM, turn(a, b, q) - depthM * lengthM];
    a = b;
    if (from < 0 && to < 0) return null;
    if (from < 0) enter = Math.max(enter, from / (from - to));
    else if (to < 0) leave = Math.min(leave, from / (from - to));
    if (enter > leave) return null;
  }
  return [enter, leave];
};

/** Inside by more than `depthM`. */
export const isWithin = (polygon: Convex, p: Point, depthM = 0): boolean =>
  clipWay(polygon, p, p, depthM) !== null;

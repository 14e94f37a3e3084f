/** For which times something was seen: intervals in order, apart from each other, and bounded. */

/** Start and end in turn, Unix ms, ascending. */
export type SeenTimes = {
  readonly bounds: number[];
  /** Intervals had to be given up: what is told is the least that was seen. */
  isAtLeast: boolean;
};

export type Stretch = readonly [fromMs: number, toMs: number];

export const makeSeen = (): SeenTimes => ({ bounds: [], isAtLeast: false });

/** Adds an interval, `max` of them at most; O(1) for one after all others, which is the usual case. */
export const noteSeen = (seen: SeenTimes, [fromMs, toMs]: Stretch, max: number): void => {
  const { bounds } = seen;
  const last = bounds.length - 2;
  if (last >= 0 && fromMs >= bounds[last]! && fromMs <= bounds[last + 1]!) {
    bounds[last + 1] = Math.max(bounds[last + 1]!, toMs);
    return;
  }
  if (last < 0 || fromMs > bounds[last + 1]!) bounds.push(fromMs, toMs);
  else insert(bounds, fromMs, toMs);
  if (bounds.length > 2 * max) giveUpShortest(seen);
};

/** It was not seen after that: the end of the last interval is moved back to it. */
export const cutSeen = ({ bounds }: SeenTimes, atMs: number): void => {
  const last = bounds.length - 1;
  if (last > 0 && bounds[last]! > atMs) bounds[last] = Math.max(bounds[last - 1]!, atMs);
};

/** Was anything seen in the window, its ends included? */
export const isSeenWithin = ({ bounds }: SeenTimes, { startMs, endMs }: Interval): boolean =>
  bounds.some((fromMs, i) => i % 2 === 0 && fromMs <= endMs && bounds[i + 1]! >= startMs);

const insert = (bounds: number[], fromMs: number, toMs: number): void => {
  let at = 0;
  while (at < bounds.length && bounds[at + 1]! < fromMs) at += 2;
  let end = at;
  let [startMs, stopMs] = [fromMs, toMs];
  for (; end < bounds.length && bounds[end]! <= stopMs; end += 2) {
    startMs = Math.min(startMs, bounds[end]!);
    stopMs = Math.max(stopMs, bounds[end + 1]!);
  }
  bounds.splice(at, end - at, startMs, stopMs);
};

/** To bridge a gap would say that something was seen which was not. */
const giveUpShortest = (seen: SeenTimes): void => {
  const { bounds } = seen;
  let shortest = 0;
  for (let at = 2; at < bounds.length; at += 2) {
    if (bounds[at + 1]! - bounds[at]! < bounds[shortest + 1]! - bounds[shortest]!) shortest = at;
  }
  bounds.splice(shortest, 2);
  seen.isAtLeast = true;
};

export type Interval = { readonly startMs: number; readonly endMs: number };

/** The times in the window in which none of them saw anything, in order. */
export const unseenWithin = (
  all: readonly SeenTimes[],
  { startMs, endMs }: Interval,
): Interval[] => {
  const intervals = all.flatMap(({ bounds }) =>
    Array.from(
      { length: bounds.length / 2 },
      (_, i) => [bounds[2 * i]!, bounds[2 * i + 1]!] as const,
    ),
  );
  const unseen: Interval[] = [];
  let fromMs = startMs;
  for (const [seenMs, untilMs] of intervals.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (seenMs >= endMs) break;
    if (seenMs > fromMs) unseen.push({ startMs: fromMs, endMs: seenMs });
    fromMs = Math.max(fromMs, untilMs);
  }
  if (fromMs < endMs) unseen.push({ startMs: fromMs, endMs });
  return unseen;
};

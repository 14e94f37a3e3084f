/** Whole steps on a line, some of them forbidden: which free one is nearest? Pure arithmetic. */

/** Steps that one operation forbids, both ends included. */
export type Forbidden = {
  readonly from: number;
  readonly to: number;
  readonly operationId: string;
};

/** Steps looked at, both ends included; empty when `from` is above `to`. */
export type Range = { readonly from: number; readonly to: number };

export type Nearest = { readonly before: number | null; readonly after: number | null };

/**
 * The free step nearest to 0 on either side of it within the range, or null; 0 itself is no answer.
 *
 * Minimal and complete: every step between 0 and an answer is forbidden. O(k log k).
 */
export const findNearestFree = (forbidden: readonly Forbidden[], range: Range): Nearest => {
  const after = sweepUp(forbidden, range);
  const mirrored = forbidden.map(({ from, to, operationId }) => ({
    from: -to,
    to: -from,
    operationId,
  }));
  const before = sweepUp(mirrored, { from: -range.to, to: -range.from });
  return { before: before === null ? null : -before, after };
};

const sweepUp = (forbidden: readonly Forbidden[], range: Range): number | null => {
  let step = Math.max(1, range.from);
  for (const { from, to } of forbidden.toSorted((x, y) => x.from - y.from)) {
    if (from > step) break;
    if (to >= step) step = to + 1;
  }
  return step <= range.to ? step : null;
};

/** Who forbids this step, lowest id first. */
export const findBlockers = (forbidden: readonly Forbidden[], step: number): string[] =>
  sortIds(forbidden.filter(({ from, to }) => from <= step && step <= to));

const sortIds = (forbidden: readonly Forbidden[]): string[] =>
  [...new Set(forbidden.map(({ operationId }) => operationId))].sort();

/** The part of an interval within a range, in whole steps inside it; null when there is none. */
export const clampSteps = (from: number, to: number, range: Range): Range | null => {
  const first = Math.max(range.from, Math.ceil(from));
  const last = Math.min(range.to, Math.floor(to));
  return first <= last ? { from: first, to: last } : null;
};

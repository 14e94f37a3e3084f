/** Quarters of an hour: what is told of a window to those who may not know it exactly. */

const QUARTER_MS = 15 * 60_000;

export const quarterBefore = (ms: number): number => Math.floor(ms / QUARTER_MS) * QUARTER_MS;
export const quarterAfter = (ms: number): number => Math.ceil(ms / QUARTER_MS) * QUARTER_MS;

/** Rounded outward; open ends stay open. */
export const outwardMs = (
  startMs: number,
  endMs: number,
): { readonly startMs: number; readonly endMs: number } => ({
  startMs: quarterBefore(startMs),
  endMs: quarterAfter(endMs),
});

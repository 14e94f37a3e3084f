/** A bound on how long an attempt takes. */

import type { OutboxClock } from "./clock.ts";

/** Aborts the attempt with what is then its reason: at the limit, or when `stop` aborts. */
export const within = async <T>(
  clock: OutboxClock,
  limitMs: number,
  stop: AbortSignal,
  attempt: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const late = new AbortController();
  const callOff = clock.after(limitMs, () => late.abort(`no answer within ${limitMs / 1000} s`));
  try {
    return await attempt(AbortSignal.any([late.signal, stop]));
  } finally {
    callOff();
  }
};

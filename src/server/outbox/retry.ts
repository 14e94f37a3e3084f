/** When to try again. */

import { RETRY_LIMITS } from "./limits.ts";

/**
 * How long to wait after `failedCount` attempts, or null: there are no more.
 *
 * Full jitter: from nothing to the step's longest wait, evenly, so that targets that failed together
 * do not come back together. Not sooner than the receiver asked for.
 * Source: Standard Webhooks 1.0.0, "Deliverability and reliability".
 */
export const waitAfter = (
  failedCount: number,
  retryAfterMs: number | null,
  random: () => number,
  waitsMaxMs: readonly number[] = RETRY_LIMITS.waitsMaxMs,
): number | null => {
  const longestMs = waitsMaxMs[failedCount - 1];
  if (longestMs === undefined) return null;
  return Math.max(Math.round(random() * longestMs), retryAfterMs ?? 0);
};

/** Seconds, or a date, as milliseconds from now, within bounds; null when it is neither. Source: RFC 9110 §10.2.3. */
export const parseRetryAfter = (text: string | undefined, nowMs: number): number | null => {
  if (text === undefined) return null;
  const isSeconds = /^\d{1,10}$/.test(text);
  // Dates of HTTP end so; Date.parse alone would take many other things for one.
  if (!isSeconds && !text.endsWith(" GMT")) return null;
  const ms = isSeconds ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), RETRY_LIMITS.retryAfterMaxMs);
};

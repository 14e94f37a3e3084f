/** What comes of one attempt to deliver, whatever the way. Reasons are ours, never the receiver's words. */

export type Attempt =
  | { readonly outcome: "delivered" }
  /** It may go better later. `retryAfterMs`: what the receiver asked for. */
  | { readonly outcome: "failed"; readonly reason: string; readonly retryAfterMs: number | null }
  /** It will not go better: this one is not taken. */
  | { readonly outcome: "refused"; readonly reason: string }
  /** The receiver wants nothing more from us. */
  | { readonly outcome: "gone"; readonly reason: string };

export const failed = (reason: string, retryAfterMs: number | null = null): Attempt => ({
  outcome: "failed",
  reason,
  retryAfterMs,
});

/** Time as the outbox needs it: what it is, and to be called later. Tests bring their own. */

import type { Clock } from "../auth.ts";

export type OutboxClock = Clock & {
  /** Calls `then` after `delayMs`, once; returns the way to call it off. */
  readonly after: (delayMs: number, then: () => void) => () => void;
};

/** The machine's. Its timers keep no process alive. */
export const systemClock: OutboxClock = {
  nowMs: () => Date.now(),
  after: (delayMs, then) => {
    const timer = setTimeout(then, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** How each target of a party is doing. */

import type { Lane } from "./lane.ts";
import { OUTBOX_LIMITS } from "./limits.ts";
import type { TargetFacts } from "./store.ts";
import type { Target } from "./target.ts";

export type TargetStatus = {
  readonly targetId: string;
  readonly kind: Target["kind"];
  /**
   * Why nothing is sent; null: it is. `receiver`: it answered 410, and is asked again only after
   * `resume` or at another URL.
   */
  readonly heldBy: "party" | "receiver" | "no-mail-server" | null;
  readonly lastDeliveredMs: number | null;
  /** The last one, also when deliveries succeeded since. */
  readonly lastFailure: { readonly atMs: number; readonly reason: string } | null;
  /** When what failed is tried again; null: nothing waits for that. */
  readonly nextAttemptMs: number | null;
  readonly waiting: { readonly count: number; readonly isAtLeast: boolean };
  readonly deadLetterCount: number;
  /** Dead letters that made room for later ones, or were too old. */
  readonly droppedCount: number;
};

export type StatusRequest = {
  readonly target: Target;
  readonly facts: TargetFacts;
  readonly lanes: readonly Lane[];
  readonly hasMailServer: boolean;
};

export const statusOf = (request: StatusRequest): TargetStatus => {
  const { target, facts, lanes } = request;
  const attempts = lanes.flatMap(({ nextAttemptMs }) => nextAttemptMs ?? []);
  return {
    targetId: target.id,
    kind: target.kind,
    heldBy: heldBy(request),
    lastDeliveredMs: facts.deliveredMs,
    lastFailure: facts.lastFailure,
    nextAttemptMs: attempts.length === 0 ? null : Math.min(...attempts),
    waiting: countWaiting(request),
    deadLetterCount: facts.deadLetterCount,
    droppedCount: facts.droppedCount,
  };
};

const heldBy = ({ target, facts, hasMailServer }: StatusRequest): TargetStatus["heldBy"] => {
  if (target.isPaused) return "party";
  if (facts.gone) return "receiver";
  return target.kind === "email" && !hasMailServer ? "no-mail-server" : null;
};

/** What the store holds, and what the journal holds for each lane. */
const countWaiting = ({ target, facts, lanes }: StatusRequest): TargetStatus["waiting"] => {
  const max = OUTBOX_LIMITS.countedMax + 1;
  let [count, isAtLeast]: [number, boolean] = [facts.waitingCount, false];
  for (const { queue } of lanes) {
    const reading = queue.read(target, max);
    count += reading.found.length;
    isAtLeast ||= reading.isLost || reading.found.length === max;
  }
  return count >= max ? { count: max - 1, isAtLeast: true } : { count, isAtLeast };
};

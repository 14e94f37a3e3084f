/**
 * One lane of one target at work: takes the next delivery, tries until it is settled, then the next.
 *
 * It runs only while it has something to do. A delivery that can't be noted as settled holds the lane:
 * nothing more is sent meanwhile.
 */

import type { Attempt } from "./attempt.ts";
import type { Delivery, LaneName } from "./delivery.ts";
import { OUTBOX_LIMITS } from "./limits.ts";
import { Queue } from "./queue.ts";
import type { QueueContext } from "./queue.ts";
import { waitAfter } from "./retry.ts";
import type { Send } from "./send.ts";
import type { Slots } from "./slots.ts";
import { isSqliteFault } from "./sqlite-file.ts";
import { destinationOf } from "./target.ts";
import type { Target } from "./target.ts";

/** What all lanes share. */
export type LaneContext = QueueContext & {
  readonly send: Send;
  /** The target as it is now; null: it is gone, or nothing may be sent to it now. */
  readonly findOpen: (targetId: string) => Target | null;
  readonly slotsFor: (target: Target, lane: LaneName) => Slots;
  readonly noteHealth: (targetId: string, isAiling: boolean) => void;
  readonly random: () => number;
  /** Aborted when attempts under way must end. */
  readonly stop: AbortSignal;
  readonly onWarning: (message: string, about: Record<string, unknown>) => void;
  /** A bug was met. */
  readonly onFailure: (error: unknown) => void;
};

/** For the next attempt, at where the target then leads. */
type Wait = { readonly untilMs: number; readonly destination: string; readonly end: () => void };

export class Lane {
  readonly queue: Queue;
  private readonly targetId: string;
  private readonly context: LaneContext;
  private running: Promise<void> | null = null;
  /** Something came while it looked: it looks once more. */
  private isHeard = false;
  private isStopping = false;
  private wait: Wait | null = null;

  constructor(context: LaneContext, target: Target, name: LaneName) {
    this.context = context;
    this.targetId = target.id;
    this.queue = new Queue(context, target, name);
  }

  /** When the delivery that failed is tried again; null: none is waiting for that. */
  get nextAttemptMs(): number | null {
    return this.wait?.untilMs ?? null;
  }

  /** There may be something to send: looks in the next turn of the loop. */
  hear(): void {
    this.isHeard = true;
    if (!this.isStopping) this.running ??= this.run();
  }

  /** As `hear`; and what waits for a place to which the target leads no more waits no longer. */
  wake(): void {
    if (this.wait) {
      const target = this.context.findOpen(this.targetId);
      if (!target || destinationOf(target) !== this.wait.destination) this.wait.end();
    }
    this.hear();
  }

  /** What waits to be tried again is tried now, and counts as new. */
  retryNow(): void {
    this.wait?.end();
    this.hear();
  }

  /** Takes nothing more; resolves when the attempt under way has ended. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.wait?.end();
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      // What woke it goes first.
      await new Promise((resolve) => setImmediate(resolve));
      while (!this.isStopping) {
        this.isHeard = false;
        const taken = await this.stored(() =>
          this.queue.take(this.context.findOpen(this.targetId)),
        );
        if (taken?.value) await this.deliver(taken.value);
        else if (!this.isHeard) return;
      }
    } catch (error) {
      this.isStopping = true;
      this.context.onFailure(error);
    } finally {
      // In the same turn as the last question whether something came: what comes later starts anew.
      this.running = null;
    }
  }

  /** Until it is settled, or the target can't be sent to now. */
  private async deliver(delivery: Delivery): Promise<void> {
    let failedCount = 0;
    for (;;) {
      const attempted = await this.attempt(delivery);
      if (!attempted) return;
      const { attempt, target } = attempted;
      if (attempt.outcome === "delivered") return this.settle(delivery);
      if (attempt.outcome === "gone") return this.leave(target, attempt.reason);
      failedCount += 1;
      await this.noteFailure(attempt.reason);
      const waitMs =
        attempt.outcome === "failed"
          ? waitAfter(failedCount, attempt.retryAfterMs, this.context.random)
          : null;
      if (waitMs === null) return this.bury(target, delivery, failedCount, attempt.reason);
      const isChanged = await this.waitFor(waitMs, destinationOf(target));
      if (isChanged) failedCount = 0;
    }
  }

  /** Null: it was not tried, or cut by us. */
  private async attempt(
    delivery: Delivery,
  ): Promise<{ readonly attempt: Attempt; readonly target: Target } | null> {
    const { findOpen, slotsFor, send, noteHealth, stop } = this.context;
    const before = findOpen(this.targetId);
    if (!before || this.isStopping) return null;
    const release = await slotsFor(before, this.queue.name).acquire();
    try {
      // It may have waited long for its slot.
      const target = findOpen(this.targetId);
      if (!target || this.isStopping) return null;
      const attempt = await send(target, delivery, stop);
      if (attempt.outcome === "failed" && stop.aborted) return null;
      noteHealth(this.targetId, attempt.outcome === "failed");
      return { attempt, target };
    } finally {
      release();
    }
  }

  private async settle(delivery: Delivery): Promise<void> {
    const { store, clock } = this.context;
    const isStored = await this.stored(() => store.settle(delivery, clock.nowMs()));
    if (isStored) this.queue.moveBehind(delivery);
  }

  private async noteFailure(reason: string): Promise<void> {
    const { store, clock } = this.context;
    await this.stored(() => store.noteFailure(this.targetId, clock.nowMs(), reason));
  }

  private async bury(
    { party }: Target,
    delivery: Delivery,
    attemptCount: number,
    reason: string,
  ): Promise<void> {
    const { store, clock, onWarning } = this.context;
    const content = delivery.content();
    const burial = { content, attemptCount, failedMs: clock.nowMs(), reason };
    const isStored = await this.stored(() => store.bury(delivery, burial));
    if (!isStored) return;
    this.queue.moveBehind(delivery);
    const { id, targetId } = delivery;
    onWarning("a delivery was given up and is a dead letter", { party, targetId, id, reason });
  }

  private async leave(target: Target, reason: string): Promise<void> {
    const { store, clock, onWarning } = this.context;
    const gone = { destination: destinationOf(target), atMs: clock.nowMs(), reason };
    await this.stored(() => store.setGone(target.id, gone));
    const about = { party: target.party, targetId: target.id, reason };
    onWarning("a target is paused: its receiver wants no more", about);
  }

  /** True when it ended early: where the target leads changed, or someone asked. */
  private async waitFor(waitMs: number, destination: string): Promise<boolean> {
    const { clock } = this.context;
    if (this.isStopping) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const callOff = clock.after(waitMs, () => resolve(false));
    this.wait = { untilMs: clock.nowMs() + waitMs, destination, end: () => resolve(true) };
    const isChanged = await promise;
    callOff();
    this.wait = null;
    return isChanged;
  }

  /** Tries again while the file can't be used; null when it stops before. A bug is thrown on. */
  private async stored<T>(use: () => T): Promise<{ readonly value: T } | null> {
    const { onWarning } = this.context;
    for (;;) {
      try {
        return { value: use() };
      } catch (error) {
        if (!isSqliteFault(error)) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        onWarning("the outbox's file can't be used; deliveries wait", { reason });
        if (this.isStopping) return null;
        await this.waitFor(OUTBOX_LIMITS.storeWaitMs, "");
      }
    }
  }
}

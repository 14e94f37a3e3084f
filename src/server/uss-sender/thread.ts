/**
 * One entity at one base URL: what waits is told in order, one message at a time, and tried until it is
 * settled. It ends when nothing waits.
 */

import type { OutboxClock } from "../outbox/clock.ts";
import { waitAfter } from "../outbox/retry.ts";
import { isSqliteFault } from "../outbox/sqlite-file.ts";
import type { Attempt } from "../outbox/attempt.ts";
import { USS_SENDER_LIMITS } from "./limits.ts";
import type { Notice, Thread } from "./notice.ts";
import type { Places } from "./place.ts";
import type { SendNotice } from "./send.ts";
import type { UssStore } from "./store.ts";

/** What all threads share. */
export type ThreadContext = {
  readonly store: UssStore;
  readonly send: SendNotice;
  readonly places: Places;
  readonly clock: OutboxClock;
  readonly random: () => number;
  /** Aborted when attempts under way must end. */
  readonly stop: AbortSignal;
  readonly tally: Tally;
  readonly onWarning: (message: string, about: Record<string, unknown>) => void;
  /** A bug was met. */
  readonly onFailure: (error: unknown) => void;
  readonly onEnd: (thread: Thread) => void;
};

/** Since the start. */
export type Tally = {
  sentCount: number;
  /** Attempts that failed, and after which it is tried again. */
  retriedCount: number;
  /** Changes that were given up. */
  givenUpCount: number;
};

export class TellingThread {
  private readonly thread: Thread;
  private readonly context: ThreadContext;
  private readonly running: Promise<void>;
  private failedCount = 0;
  /** Something came while it looked: it looks once more. */
  private isHeard = false;
  private isStopping = false;
  private endWait: () => void = () => {};

  constructor(context: ThreadContext, thread: Thread) {
    this.context = context;
    this.thread = thread;
    this.running = this.run();
  }

  hear(): void {
    this.isHeard = true;
  }

  /** Takes nothing more; resolves when the attempt under way has ended. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.endWait();
    await this.running;
  }

  private async run(): Promise<void> {
    const { places, store, onFailure, onEnd } = this.context;
    const { baseUrl } = this.thread;
    places.enter(baseUrl);
    try {
      while (!this.isStopping) {
        this.isHeard = false;
        const next = await this.stored(() => store.next(this.thread));
        if (next?.value) await this.tell();
        else if (!this.isHeard) break;
      }
    } catch (error) {
      onFailure(error);
    } finally {
      // In the same turn as the last question whether something came: what comes later starts anew.
      places.leave(baseUrl);
      onEnd(this.thread);
    }
  }

  /** One attempt, and what follows from it. */
  private async tell(): Promise<void> {
    const { places, clock } = this.context;
    const { baseUrl } = this.thread;
    const pausedMs = places.pausedUntilMs(baseUrl) - clock.nowMs();
    if (pausedMs > 0) return this.waitFor(pausedMs);
    const tried = await this.attempt();
    if (!tried) return;
    const { notice, attempt } = tried;
    places.noteHealth(baseUrl, attempt.outcome === "failed");
    switch (attempt.outcome) {
      case "delivered":
        return this.settle(notice);
      case "failed":
        return this.wait(notice, attempt);
      default:
        return this.bury(notice.letters, this.failedCount + 1, attempt.reason);
    }
  }

  /** What waits by the time that there is room for it. Null: it was not tried, or cut by us. */
  private async attempt(): Promise<{ notice: Notice; attempt: Attempt } | null> {
    const { places, store, send, stop } = this.context;
    const release = await places.acquire(this.thread.baseUrl);
    try {
      if (this.isStopping) return null;
      const next = await this.stored(() => store.next(this.thread));
      if (!next?.value || this.isStopping) return null;
      const attempt = await send(next.value, stop);
      if (attempt.outcome === "failed" && stop.aborted) return null;
      return { notice: next.value, attempt };
    } finally {
      release();
    }
  }

  private async settle(notice: Notice): Promise<void> {
    const { store, tally } = this.context;
    this.failedCount = 0;
    tally.sentCount += 1;
    await this.stored(() => store.settle(notice));
  }

  private async wait(
    { letters }: Notice,
    { reason, retryAfterMs }: Extract<Attempt, { outcome: "failed" }>,
  ): Promise<void> {
    const { places, clock, random, tally } = this.context;
    const { giveUpAfterMs, waitsMaxMs } = USS_SENDER_LIMITS;
    this.failedCount += 1;
    tally.retriedCount += 1;
    const nowMs = clock.nowMs();
    const aged = letters.filter(({ atMs }) => nowMs - atMs >= giveUpAfterMs);
    if (aged.length > 0) await this.bury(aged, this.failedCount, reason);
    // It may speak of all that comes from here: all threads of the place wait.
    if (retryAfterMs !== null) places.pause(this.thread.baseUrl, nowMs + retryAfterMs);
    const step = Math.min(this.failedCount, waitsMaxMs.length);
    await this.waitFor(waitAfter(step, retryAfterMs, random, waitsMaxMs) ?? 0);
  }

  private async bury(
    letters: Notice["letters"],
    attemptCount: number,
    reason: string,
  ): Promise<void> {
    const { store, clock, tally, onWarning } = this.context;
    const burial = { attemptCount, failedMs: clock.nowMs(), reason };
    const isStored = await this.stored(() => store.bury(letters, burial));
    if (!isStored) return;
    tally.givenUpCount += letters.length;
    const about = { ...this.thread, count: letters.length, reason };
    onWarning("another USS could not be told, and that is a dead letter", about);
  }

  private async waitFor(waitMs: number): Promise<void> {
    if (this.isStopping) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const callOff = this.context.clock.after(waitMs, resolve);
    this.endWait = resolve;
    await promise;
    callOff();
  }

  /** Tries again while the file can't be used; null when it stops before. A bug is thrown on. */
  private async stored<T>(use: () => T): Promise<{ readonly value: T } | null> {
    for (;;) {
      try {
        return { value: use() };
      } catch (error) {
        if (!isSqliteFault(error)) throw error;
        const { message: reason } = error as Error;
        this.context.onWarning("the file of what USSs are told can't be used", { reason });
        if (this.isStopping) return null;
        await this.waitFor(USS_SENDER_LIMITS.storeWaitMs);
      }
    }
  }
}

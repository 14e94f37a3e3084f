/** Base URLs that are being told something: how much at a time, and whether they asked for patience. */

import { HealthSlots, Slots } from "../outbox/slots.ts";
import { USS_SENDER_LIMITS } from "./limits.ts";

type Place = { readonly slots: Slots; threadCount: number; pausedUntilMs: number };

export class Places {
  private readonly byUrl = new Map<string, Place>();
  private readonly ailing = new Set<string>();
  private readonly slots = new HealthSlots(USS_SENDER_LIMITS.attempts, this.ailing);

  /** A thread begins there. */
  enter(baseUrl: string): void {
    const known = this.byUrl.get(baseUrl);
    if (known) known.threadCount += 1;
    else {
      const slots = new Slots(USS_SENDER_LIMITS.attemptsPerUrl);
      this.byUrl.set(baseUrl, { slots, threadCount: 1, pausedUntilMs: -Infinity });
    }
  }

  /** It ended: what nobody is told at any more is forgotten. */
  leave(baseUrl: string): void {
    const place = this.placeOf(baseUrl);
    place.threadCount -= 1;
    if (place.threadCount > 0) return;
    this.byUrl.delete(baseUrl);
    this.ailing.delete(baseUrl);
  }

  /** Resolves once there is room for an attempt there, with the way to give it back. */
  async acquire(baseUrl: string): Promise<() => void> {
    const releaseOwn = await this.placeOf(baseUrl).slots.acquire();
    const release = await this.slots.slotsFor(baseUrl).acquire();
    return () => {
      release();
      releaseOwn();
    };
  }

  noteHealth(baseUrl: string, isAiling: boolean): void {
    if (isAiling) this.ailing.add(baseUrl);
    else this.ailing.delete(baseUrl);
  }

  pause(baseUrl: string, untilMs: number): void {
    const place = this.placeOf(baseUrl);
    place.pausedUntilMs = Math.max(place.pausedUntilMs, untilMs);
  }

  pausedUntilMs(baseUrl: string): number {
    return this.placeOf(baseUrl).pausedUntilMs;
  }

  /** Of one that a thread has entered. */
  private placeOf(baseUrl: string): Place {
    return this.byUrl.get(baseUrl)!;
  }
}

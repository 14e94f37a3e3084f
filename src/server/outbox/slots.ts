/** How many attempts there are at a time. */

import type { LaneName } from "./delivery.ts";
import { ATTEMPT_LIMITS } from "./limits.ts";
import type { Target } from "./target.ts";

/** Room for so many at a time; who comes first goes first. */
export class Slots {
  private freeCount: number;
  private readonly waiting: (() => void)[] = [];

  constructor(count: number) {
    this.freeCount = count;
  }

  /** Resolves once there is room, with the way to give it back. */
  async acquire(): Promise<() => void> {
    if (this.freeCount > 0) this.freeCount--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    return () => this.release();
  }

  private release(): void {
    const next = this.waiting.shift();
    // The room passes on: nobody who comes meanwhile can take it.
    if (next) next();
    else this.freeCount++;
  }
}

/** Room for those whose last attempt succeeded, and other room for those whose last one failed. */
export class HealthSlots {
  private readonly sound: Slots;
  private readonly failing: Slots;
  private readonly ailing: ReadonlySet<string>;

  constructor(counts: HealthCounts, ailing: ReadonlySet<string>) {
    this.sound = new Slots(counts.sound);
    this.failing = new Slots(counts.ailing);
    this.ailing = ailing;
  }

  slotsFor(id: string): Slots {
    return this.ailing.has(id) ? this.failing : this.sound;
  }
}

export type HealthCounts = { readonly sound: number; readonly ailing: number };

/** The slots of `ATTEMPT_LIMITS`, and which targets are ailing. */
export class AttemptSlots {
  private readonly ailing = new Set<string>();
  private readonly ordinary = makePools(this.ailing);
  private readonly flash = makePools(this.ailing);

  slotsFor({ id, kind }: Target, lane: LaneName): Slots {
    const pools = lane === "flash" ? this.flash : this.ordinary;
    return pools[kind].slotsFor(id);
  }

  noteHealth(targetId: string, isAiling: boolean): void {
    if (isAiling) this.ailing.add(targetId);
    else this.ailing.delete(targetId);
  }
}

const makePools = (ailing: ReadonlySet<string>): Readonly<Record<Target["kind"], HealthSlots>> => ({
  webhook: new HealthSlots(ATTEMPT_LIMITS.webhook, ailing),
  email: new HealthSlots(ATTEMPT_LIMITS.email, ailing),
});

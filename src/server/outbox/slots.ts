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

/** The slots of `ATTEMPT_LIMITS`, and which targets are ailing. */
export class AttemptSlots {
  private readonly ordinary = makePools();
  private readonly flash = makePools();
  private readonly ailing = new Set<string>();

  slotsFor({ id, kind }: Target, lane: LaneName): Slots {
    const pools = lane === "flash" ? this.flash : this.ordinary;
    return pools[kind][this.ailing.has(id) ? "ailing" : "sound"];
  }

  noteHealth(targetId: string, isAiling: boolean): void {
    if (isAiling) this.ailing.add(targetId);
    else this.ailing.delete(targetId);
  }
}

type Pools = Readonly<Record<Target["kind"], Readonly<Record<"sound" | "ailing", Slots>>>>;

const makePools = (): Pools => {
  const { webhook, email } = ATTEMPT_LIMITS;
  return {
    webhook: { sound: new Slots(webhook.sound), ailing: new Slots(webhook.ailing) },
    email: { sound: new Slots(email.sound), ailing: new Slots(email.ailing) },
  };
};
